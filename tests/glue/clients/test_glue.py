"""The client: read-only by construction, lossless, frugal, and one edge for errors; real boto3 over loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import RUNS_PAGE, Glue
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.listing.last_runs import LAST_RUNS_COUNT, LastRuns
from gluetui.glue.run.run import RunKey
from tests.server import Call, GlueServer, Reply, refusal


def run(number: int, **members: Any) -> dict[str, Any]:
    return {
        "JobName": "orders",
        "Id": f"jr_{number}",
        "JobRunState": "SUCCEEDED",
        "StartedOn": 1_700_000_000 + number,
        "PredecessorRuns": [{"JobName": "ingest", "RunId": "jr_0"}],
        **members,
    }


@pytest.fixture
def server() -> Iterator[GlueServer]:
    with GlueServer(Snapshot([run(number) for number in range(450)], ["empty"])).serving() as serving:
        yield serving


@pytest.fixture
def glue(server: GlueServer, monkeypatch: pytest.MonkeyPatch) -> Glue:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    return Glue(Aws(endpoint_url=server.url))


@pytest.mark.parametrize(
    ("service", "operation", "asked"),
    [
        ("glue", "StartJobRun", {"JobName": "orders"}),
        ("glue", "BatchStopJobRun", {"JobName": "orders", "JobRunIds": ["jr_1"]}),
        ("glue", "DeleteJob", {"JobName": "orders"}),
        ("glue", "GetJobs", {}),
        ("sts", "GetSessionToken", {}),
    ],
)
def test_what_is_not_on_the_list_of_reads_never_leaves(
    glue: Glue, server: GlueServer, service: str, operation: str, asked: dict[str, Any]
) -> None:
    with pytest.raises(AwsError) as refused:
        glue.aws.call(service, operation, asked)
    assert refused.value.kind is ErrorKind.BUG
    assert "read-only" in refused.value.cause
    assert server.calls == []


def test_a_client_of_boto3_itself_made_from_the_session_refuses_too(glue: Glue, server: GlueServer) -> None:
    client: Any = glue.aws._client("glue")
    with pytest.raises(Exception, match="StartJobRun"):
        client.start_job_run(JobName="orders")
    assert server.calls == []


def test_runs_come_in_the_largest_pages_newest_first(glue: Glue, server: GlueServer) -> None:
    first = glue.runs("orders")
    second = glue.runs("orders", first.next_token)
    third = glue.runs("orders", second.next_token)
    assert [len(page.items) for page in (first, second, third)] == [RUNS_PAGE, RUNS_PAGE, 50]
    assert third.next_token is None
    ids = [item.key.run_id for page in (first, second, third) for item in page.items]
    assert ids == [f"jr_{number}" for number in reversed(range(450))]
    assert not first.items[0].asked_predecessors
    assert server.counts == {"GetJobRuns": 3}


def test_jobs_are_names_only(glue: Glue, server: GlueServer) -> None:
    assert glue.jobs().items == ("empty", "orders")
    assert server.counts == {"ListJobs": 1}


def test_a_final_run_is_asked_for_once_and_with_its_predecessors(glue: Glue, server: GlueServer) -> None:
    key = RunKey("orders", "jr_7")
    assert glue.cached(key) is None
    answer = glue.run(key)
    assert answer.asked_predecessors
    assert glue.run(key) is glue.run(key, refresh=True) is glue.cached(key) is answer
    assert server.calls == [
        Call("GetJobRun", {"JobName": "orders", "RunId": "jr_7", "PredecessorsIncluded": True}, "eu-west-1")
    ]


def test_a_live_run_is_asked_for_again_only_on_refresh(server: GlueServer, glue: Glue) -> None:
    server.snapshot = Snapshot([run(1, JobRunState="RUNNING")])
    key = RunKey("orders", "jr_1")
    assert glue.run(key) is glue.run(key)
    assert server.counts == {"GetJobRun": 1}
    glue.run(key, refresh=True)
    assert server.counts == {"GetJobRun": 2}


def test_threads_that_want_the_same_run_share_one_call(glue: Glue, server: GlueServer) -> None:
    server.latency = 0.1
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(glue.run, [RunKey("orders", "jr_3")] * 8))
    assert len({id(answer) for answer in answers}) == 1
    assert server.counts == {"GetJobRun": 1}


def test_an_error_is_shared_by_those_who_waited_and_forgotten_afterwards(glue: Glue, server: GlueServer) -> None:
    server.fault = lambda call: refusal("AccessDeniedException", "not authorized to perform: glue:GetJobRun")
    key = RunKey("orders", "jr_3")
    with pytest.raises(AwsError) as denied:
        glue.run(key)
    assert denied.value.kind is ErrorKind.DENIED
    assert "glue:GetJobRun" in str(denied.value)
    server.fault = None
    assert glue.run(key).state == "SUCCEEDED"


def test_nothing_of_an_answer_is_lost(glue: Glue, server: GlueServer) -> None:
    odd = {
        "TomorrowsMember": {"nested": [1, None]},
        "ErrorMessage": None,
        "CompletedOn": "no time",
        "DPUSeconds": 1e400,
        "Arguments": {"--a": "", "--b": "\ud800"},
    }
    server.snapshot = Snapshot([run(1, **odd)])
    raw = glue.run(RunKey("orders", "jr_1")).raw
    assert {name: raw[name] for name in odd} == odd
    listed = glue.runs("orders").items[0].raw
    assert {name: listed[name] for name in odd} == odd


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(200, b"<!DOCTYPE html><html>Sign in to Airport WiFi</html>", "text/html"), ErrorKind.NOT_AWS),
        (Reply(200, b'{"JobRuns": [{"Id": "jr_'), ErrorKind.BAD_ANSWER),
        (Reply(200, b""), ErrorKind.BAD_ANSWER),
        (Reply(200, b"{}"), ErrorKind.BAD_ANSWER),
        (Reply(200, b"[]"), ErrorKind.BAD_ANSWER),
        (Reply(200, b"null"), ErrorKind.BAD_ANSWER),
        (Reply(200, b'{"JobRuns": null}'), ErrorKind.BAD_ANSWER),
        (Reply(200, b'{"JobRuns": ' + b"[" * 100_000), ErrorKind.BAD_ANSWER),
    ],
)
def test_what_is_not_a_list_of_runs_never_reads_as_an_empty_one(
    glue: Glue, server: GlueServer, reply: Reply, kind: ErrorKind
) -> None:
    server.fault = lambda call: reply
    with pytest.raises(AwsError) as wrong:
        glue.runs("orders")
    assert wrong.value.kind is kind


def test_an_empty_list_is_one_that_aws_called_empty(glue: Glue) -> None:
    assert glue.runs("empty").items == ()


def test_the_last_runs_of_a_job_are_one_small_call(glue: Glue, server: GlueServer) -> None:
    last = glue.last_runs("orders")
    assert [call.asked for call in server.calls] == [{"JobName": "orders", "MaxResults": LAST_RUNS_COUNT}]
    assert last == LastRuns.of(glue.runs("orders").items)
    assert len(last.states) == LAST_RUNS_COUNT


def test_an_unreadable_last_run_is_no_other_and_an_empty_page_not_the_last_one(glue: Glue, server: GlueServer) -> None:
    pages = [{"JobRuns": [], "NextToken": "1"}, {"JobRuns": [7, {"JobRunState": "FAILED"}]}]
    server.fault = lambda call: Reply(200, json.dumps(pages["NextToken" in call.asked]).encode())
    assert glue.last_runs("orders") == LastRuns(("", "FAILED"), None)
    pages[0] = {"JobRuns": []}
    assert glue.last_runs("orders") == LastRuns((), None)


def test_a_page_that_leads_to_itself_is_an_error_and_no_end_and_no_loop(glue: Glue, server: GlueServer) -> None:
    server.fault = lambda call: Reply(200, json.dumps({"JobRuns": [], "JobNames": [], "NextToken": "1"}).encode())
    for ask in (lambda: glue.jobs("1"), lambda: glue.runs("orders", "1"), lambda: glue.last_runs("orders")):
        with pytest.raises(AwsError, match="same page again") as refused:
            ask()
        assert refused.value.kind is ErrorKind.BAD_ANSWER


def test_entries_that_are_no_runs_are_counted_and_the_rest_is_there(glue: Glue, server: GlueServer) -> None:
    body = json.dumps({"JobRuns": [run(1), "rubbish", None, run(2)]}).encode()
    server.fault = lambda call: Reply(200, body)
    page = glue.runs("orders")
    assert [item.key.run_id for item in page.items] == ["jr_1", "jr_2"]
    assert page.unreadable == 2


def test_a_run_that_is_gone_says_so(glue: Glue) -> None:
    with pytest.raises(AwsError) as gone:
        glue.run(RunKey("orders", "jr_none"))
    assert gone.value.kind is ErrorKind.GONE


def test_aws_region_is_read_before_aws_default_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
    assert Aws().region == "us-west-2"
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    assert Aws().region == "eu-central-1"
    assert Aws(region="ap-south-1").region == "ap-south-1"


def test_no_region_is_an_error_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AwsError) as missing:
        Glue(Aws()).jobs()
    assert "--region" in missing.value.next_step


def test_the_fields_are_the_installed_models(glue: Glue) -> None:
    names = {field.name for field in glue.fields()}
    assert {"Id", "JobRunState", "DPUSeconds", "ExecutionRoleSessionPolicy"} <= names
    assert len(names) >= 30


def test_making_a_client_in_two_threads_makes_one(glue: Glue) -> None:
    barrier = threading.Barrier(4)

    def make() -> int:
        barrier.wait()
        return id(glue.aws._client("glue"))

    with ThreadPoolExecutor(4) as threads:
        made = [threads.submit(make) for _ in range(4)]
    assert len({each.result() for each in made}) == 1


def test_who_signs_in_after_a_failure_is_served_by_the_next_call_whatever_was_looked_up_between(
    server: GlueServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    glue = Glue(Aws(region="eu-west-1", endpoint_url=server.url))
    with pytest.raises(AwsError):
        glue.jobs()
    glue.aws.connect()
    assert glue.fields()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    assert glue.jobs().items


def test_keys_in_the_environment_go_before_the_environments_profile_but_not_before_a_given_one(
    server: GlueServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As in the AWS CLI."""
    config = tmp_path / "config"
    config.write_text(
        "[profile p]\naws_access_key_id = of-the-profile\naws_secret_access_key = s\nregion = eu-west-1\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_PROFILE", "p")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of-the-environment")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    for profile, key in ((None, "of-the-environment"), ("p", "of-the-profile")):
        client: Any = Aws(profile=profile, endpoint_url=server.url)._client("glue")
        assert client._request_signer._credentials.access_key == key
