"""Addresses, names and commands of a run, read from what people paste and written for them to paste."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.files.references import RunReference, aws_command, console_url, parse_reference, partition_of
from gluetui.glue.run.run import RunKey

ID = "jr_" + "0123456789abcdef" * 4
STUDIO = "https://console.aws.amazon.com/gluestudio/home"
CHINA = RunReference("a", "jr_1", "cn-north-1")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{STUDIO}?region=eu-west-1#/job/load%20orders/run/{ID}", RunReference("load orders", ID, "eu-west-1")),
        (
            f"{STUDIO}?region=eu-west-1#/job/a%2Fb/run/{ID}_attempt_1",
            RunReference("a/b", f"{ID}_attempt_1", "eu-west-1"),
        ),
        (
            "https://us-east-2.console.aws.amazon.com/gluestudio/home#/editor/job/a/runs",
            RunReference("a", "", "us-east-2"),
        ),
        (f"{STUDIO}?region=us-east-1#/editor/job/a/script", RunReference("a", "", "us-east-1")),
        (f"{STUDIO}?region=us-east-1#/editor/job/a/runs/{ID}", RunReference("a", ID, "us-east-1")),
        ("https://console.amazonaws.cn/gluestudio/home?region=cn-north-1#/job/a/run/jr_1", CHINA),
        (
            "https://console.aws.amazon.com/glue/home?region=us-east-1#job:name=a%20b",
            RunReference("a b", "", "us-east-1"),
        ),
        (
            f"https://console.aws.amazon.com/glue/home?region=us-east-1#jobRun:jobName=a;jobRunId={ID}",
            RunReference("a", ID, "us-east-1"),
        ),
        (
            "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/"
            f"$252Faws-glue$252Fjobs$252Ferror/log-events/{ID}",
            RunReference("", ID, "eu-west-1"),
        ),
        (ID, RunReference("", ID)),
        (f"{ID}-driver", RunReference("", ID)),
        (f"{ID}_attempt_2-progress-bar", RunReference("", f"{ID}_attempt_2")),
        (f"{ID}_g-0a1b2c", RunReference("", ID)),
        (f"{ID}-job-insights-rca-driver", RunReference("", ID)),
        (
            "arn:aws:glue:eu-west-1:111122223333:job/load-orders",
            RunReference("load-orders", "", "eu-west-1", "111122223333"),
        ),
        (
            f"Failed: arn:aws-cn:glue:cn-north-1:1:job/a, run {ID}.",
            RunReference("", ID, "cn-north-1", "", f"a, run {ID}.", True),
        ),
        (f'Job name: load orders\nRun id: {ID}\nState: FAILED', RunReference("load orders", ID)),
        (f"*Job Name:* load orders | *Run:* {ID}", RunReference("load orders", ID)),
        (f"JobName=load-orders RunId={ID} in eu-west-1", RunReference("load-orders", ID, "eu-west-1")),
        (f"job_name: 'load orders', run {ID}", RunReference("load orders", ID)),
        (f'Glue job "load orders" failed ({ID})', RunReference("load orders", ID)),
        (f"Glue job `it's` failed ({ID})", RunReference("it's", ID)),
        (f"Job load-orders failed with run {ID}.", RunReference("", ID, words="Job load-orders failed with run jr_.")),
        (f"Run {ID} of job load-orders failed", RunReference("", ID, words="Run jr_ of job load-orders failed")),
        (f"Job run {ID} failed", RunReference("", ID)),
        (f"jobName: orders runId: {ID}", RunReference("orders", ID)),
        (f"It FAILED, see {STUDIO}?region=eu-west-1#/job/orders/run/{ID}.", RunReference("orders", ID, "eu-west-1")),
        (
            f"aws glue get-job-run --region us-east-1 \\\n --job-name='a b' --run-id {ID}",
            RunReference("a b", ID, "us-east-1"),
        ),
        ("aws glue get-job-runs --job-name nightly", RunReference("nightly", "")),
        (json.dumps({"region": "cn-north-1", "detail": {"jobName": "a", "jobRunId": "jr_1"}}), CHINA),
        (json.dumps({"JobRun": {"JobName": "a", "Id": "jr_1"}}), RunReference("a", "jr_1")),
        (json.dumps({"JobName": "a", "RunId": "jr_1"}), RunReference("a", "jr_1")),
    ],
)  # fmt: skip
def test_a_place_is_found_in_what_people_paste(text: str, place: RunReference) -> None:
    assert parse_reference(f"  {text}\n") == place


@pytest.mark.parametrize(
    "text",
    ["", "hello", "the job failed", "jr_1", "no job at all in eu-west-1", f"{STUDIO}?region=a#/jobs", "[1", "{}"],
)
def test_what_names_neither_a_job_nor_a_run_is_no_place(text: str) -> None:
    assert parse_reference(text) is None


@given(st.text())
def test_no_text_stumbles(text: str) -> None:
    parse_reference(text)
    parse_reference(f"--job-name {text}")
    parse_reference(f"https://console.aws.amazon.com/{text}")


def test_a_long_text_is_read_at_once() -> None:
    assert parse_reference("job name: " + "a " * 1_000_000) is not None
    assert parse_reference("https://" + "[" * 1_000_000) is None


@pytest.mark.parametrize(
    ("region", "start"),
    [
        ("eu-west-1", "https://console.aws.amazon.com/gluestudio/home?region=eu-west-1#/job/"),
        ("cn-north-1", "https://console.amazonaws.cn/gluestudio/home?region=cn-north-1#/job/"),
        ("us-gov-west-1", "https://console.amazonaws-us-gov.com/gluestudio/home?region=us-gov-west-1#/job/"),
        ("", "https://console.aws.amazon.com/gluestudio/home#/job/"),
    ],
)
def test_each_partition_has_its_console(region: str, start: str) -> None:
    assert console_url(RunKey("a", "jr_1"), region) == f"{start}a/run/jr_1"


def test_a_console_that_is_not_known_has_no_address() -> None:
    assert partition_of("us-isob-east-1") == "aws-isob"
    assert console_url(RunKey("a", "jr_1"), "us-isob-east-1") == ""
    assert console_url(RunKey("a", "jr_1"), "us-east-1", "aws-cn").startswith("https://console.amazonaws.cn/")


_NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(job=_NAMES, run_id=_NAMES)
def test_an_address_leads_back_to_the_run_and_holds_nothing_that_acts(job: str, run_id: str) -> None:
    url = console_url(RunKey(job, run_id), "eu-west-1")
    assert url.isascii()
    assert not set(url) & set(" <>\"'()[]`\\")
    assert parse_reference(url) == RunReference(job, run_id, "eu-west-1")


def test_a_lone_surrogate_does_not_stop_an_address() -> None:
    assert console_url(RunKey("\ud800", "jr_1"), "eu-west-1").endswith("/job/%3F/run/jr_1")


def test_the_command_names_profile_and_region_where_there_are_some() -> None:
    key = RunKey("load orders", "jr_1")
    assert aws_command(key) == "aws glue get-job-run --job-name 'load orders' --run-id jr_1 --predecessors-included"
    assert aws_command(key, "dev", "eu-west-1") == (
        "aws glue get-job-run --job-name 'load orders' --run-id jr_1 --profile dev --region eu-west-1 "
        "--predecessors-included"
    )
    assert "--job-name=--version" in aws_command(RunKey("--version", "jr_1"))


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1).filter(lambda text: text.isprintable()))
def test_a_command_leads_back_to_the_run(job: str) -> None:
    assert parse_reference(aws_command(RunKey(job, "jr_1"), "dev", "eu-west-1")) == RunReference(
        job, "jr_1", "eu-west-1"
    )


@pytest.mark.parametrize(
    "job", ["a b", "$(touch x)`id`", "it's", 'a"b\\c', "\x1b]52;c;x\x07", "a\nb\t'\\n", "-x", "é\u202e", "!!", "*", "~"]
)
def test_a_shell_hands_the_true_name_on_and_nothing_else(job: str) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash to try the quoting with")
    command = aws_command(RunKey(job, "jr_1"))
    assert command.isprintable()
    script = f"aws() {{ printf '%s\\0' \"$@\"; }}; {command}"
    said = subprocess.run([bash, "-c", script], capture_output=True, check=True, timeout=10).stdout
    words = said.decode("utf-8", "surrogateescape").split("\0")
    assert words[2] == f"--job-name={job}" or words[2:4] == ["--job-name", job]
