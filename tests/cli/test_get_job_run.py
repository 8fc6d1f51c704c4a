"""`gluetui get-job-run`: the AWS CLI's options, JSON and exit codes, as the AWS CLI 1.46 was seen to have them.

Where an `aws` of that line is given in GLUETUI_AWS, each case is run against it too.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gluetui.cli.get_job_run import skeleton
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from tests.cli.conftest import Command, key_of
from tests.server import Call, GlueServer, Reply, refusal
from tests.values import EVIL, MODEL

JOB, RUN = "stage-orders", "$RUN"
"""$RUN stands for the id of the job's newest run, $JSON for both names as JSON, $FILE for a file that holds them."""

BOTH = ["--job-name", JOB, "--run-id", RUN]

CASES: list[tuple[list[str], int]] = [
    (BOTH, 0),
    ([*BOTH, "--predecessors-included"], 0),
    ([*BOTH, "--no-predecessors-included"], 0),
    ([*BOTH, "--no-predecessors-included", "--predecessors-included"], 0),
    ([*BOTH, "--predecessors-included", "--no-predecessors-included"], 0),
    ([f"--job-name={JOB}", f"--run-id={RUN}", "--output", "json"], 0),
    (["--job-name", JOB, "--run-id", f"\u200b{RUN}\u00a0"], 0),
    (["--job-n", JOB, "--run", RUN, "--pred"], 0),
    (["--cli-input-json", "$JSON"], 0),
    (["--cli-input-json", "$FILE"], 0),
    (["--cli-input-json", "$FILE", "--no-predecessors-included"], 0),
    (["--cli-input-json", "$FILE", "--job-name", "another"], 255),
    (["--generate-cli-skeleton"], 0),
    (["--generate-cli-skeleton", "input"], 0),
    (["--generate-cli-skeleton", "--job-name", "a"], 0),
    (["--generate-cli-skeleton", "input", "--bogus"], 255),
    (["--generate-cli-skeleton", "input", "--cli-input-json", "{bad"], 255),
    (["--generate-cli-skeleton", "output"], 2),
    (["--generate-cli-skeleton", "output", "--run-id", "b"], 2),
    (["--generate-cli-skeleton", "output", "--job-name", "", "--run-id", "b"], 255),
    (["--generate-cli-skeleton", "foo"], 2),
    ([], 2),
    (["--job-name", "a"], 2),
    (["--run-id", "b"], 2),
    (["--bogus"], 2),
    (["--job-name"], 2),
    (["--job-name", "-x", "--run-id", "b"], 2),
    (["--cli-input-json"], 2),
    ([*BOTH, "extra"], 255),
    ([*BOTH, "--bogus", "--run-id", "b"], 255),
    (["--job-name", "", "--run-id", ""], 255),
    (["--job-name", JOB, "--run-id", "nowhere"], 255),
    (["--job-name", "denied", "--run-id", "b"], 255),
    (["--job-name", "expired", "--run-id", "b"], 255),
    (["--cli-input-json", "{bad"], 255),
    (["--cli-input-json", ""], 255),
    (["--cli-input-json", "[1]"], 255),
    (["--cli-input-json", "null"], 255),
    (["--cli-input-json", "{}"], 255),
    (["--cli-input-json", '{"JobName": 1, "RunId": []}'], 255),
    (["--cli-input-json", '{"JobName": "a", "RunId": "b", "PredecessorsIncluded": "yes"}'], 255),
    (["--cli-input-json", '{"JobName": "a", "RunId": "b", "Bogus": 1}'], 255),
    (["--cli-input-json", "file:///nowhere"], 255),
    (["--job-name", "file:///nowhere", "--run-id", "b"], 255),
]


@pytest.fixture
def key(demo: Snapshot) -> RunKey:
    return key_of(demo, JOB)


@pytest.fixture
def aws_server(server: GlueServer) -> GlueServer:
    def fault(call: Call) -> Reply | None:
        refusals = {"denied": "AccessDeniedException", "expired": "ExpiredTokenException"}
        code = refusals.get(call.asked["JobName"])
        return refusal(code, "You may not.") if code else None

    server.fault = fault
    return server


def filled(arguments: list[str], key: RunKey, folder: Path) -> list[str]:
    file = folder / "input.json"
    text = json.dumps({"JobName": key.job_name, "RunId": key.run_id})
    file.write_text(json.dumps({**json.loads(text), "PredecessorsIncluded": True}))
    parts = {"$RUN": key.run_id, "$JSON": text, "$FILE": f"file://{file}"}
    return [argument.replace(name, value) for argument in arguments for name, value in [_part(argument, parts)]]


def _part(argument: str, parts: dict[str, str]) -> tuple[str, str]:
    return next(((name, value) for name, value in parts.items() if name in argument), ("$RUN", "$RUN"))


@pytest.mark.parametrize(
    ("arguments", "code"), CASES, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_it_ends_as_the_aws_cli_does(
    served: Command, aws_server: GlueServer, key: RunKey, tmp_path: Path, arguments: list[str], code: int
) -> None:
    given = filled(arguments, key, tmp_path)
    done = served("get-job-run", *given)
    assert done.exit_code == code, done.stderr
    assert bool(done.stdout) is (code == 0)
    assert bool(done.stderr) is (code != 0)
    aws = os.environ.get("GLUETUI_AWS")
    if aws:
        command = [aws, "--endpoint-url", aws_server.url, "glue", "get-job-run", *given]
        theirs = subprocess.run(command, capture_output=True, text=True, check=False)
        assert theirs.returncode == done.exit_code
        assert _read(theirs.stdout) == _read(done.stdout)


def _read(text: str) -> Any:
    return json.loads(text) if text else None


@pytest.mark.parametrize(
    ("options", "included"),
    [([], None), (["--predecessors-included"], True), (["--no-predecessors-included"], False)],
)
def test_predecessors_are_asked_for_as_the_options_say(
    served: Command, server: GlueServer, key: RunKey, options: list[str], included: bool | None
) -> None:
    answer = json.loads(served("get-job-run", "--job-name", JOB, "--run-id", key.run_id, *options).stdout)
    assert server.asked_for("GetJobRun", "PredecessorsIncluded") == [included]
    assert bool(answer["JobRun"]["PredecessorRuns"]) is bool(included)


def test_options_override_the_input(served: Command, server: GlueServer) -> None:
    given = json.dumps({"JobName": "a", "RunId": "b", "PredecessorsIncluded": True})
    served("get-job-run", "--cli-input-json", given, "--run-id", "c", "--no-predecessors-included")
    asked = server.calls[-1].asked
    assert asked == {"JobName": "a", "RunId": "c", "PredecessorsIncluded": False}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "the following arguments are required: --job-name, --run-id"),
        (["--job-name", "a"], "the following arguments are required: --run-id"),
        (["--job-name"], "argument --job-name: expected one argument"),
        ([*BOTH, "x", "--y"], "Unknown options: x, --y"),
        (["--job-name", "", "--run-id", "b"], "Invalid length for parameter JobName, value: 0, valid min length: 1"),
        (["--cli-input-json", '{"RunId": "b"}'], 'Missing required parameter in input: "JobName"'),
        (
            ["--job-name", "a", "--run-id", "b"],
            "An error occurred (EntityNotFoundException) when calling the GetJobRun operation: "
            "Job Run b of job a not found.",
        ),
    ],
)
def test_its_complaints_are_the_aws_clis(served: Command, arguments: list[str], words: str) -> None:
    assert words in served("get-job-run", *arguments).stderr


def test_what_aws_sent_is_printed_whole_and_masks_nothing(served: Command, server: GlueServer) -> None:
    run = {
        "Id": "jr_1",
        "JobName": "täglich",
        "StartedOn": 1_700_000_000.25,
        "Arguments": {"--password": "hunter2hunter2", EVIL: EVIL},
        "Tomorrow": {"StartedOn": None},
        "ErrorMessage": None,
    }
    answer = {"JobRun": run, "Beside": 1}
    server.fault = lambda _: Reply(200, json.dumps(answer).encode())
    printed = served("get-job-run", "--job-name", "a", "--run-id", "b").stdout
    assert json.loads(printed) == answer
    assert "täglich" in printed
    assert not set(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x200B))) - {"\n"} & set(printed)


@pytest.mark.parametrize(
    ("form", "started"),
    [("", 1_700_000_000.25), ("wire", 1_700_000_000.25), ("iso8601", "2023-11-14T22:13:20.250000+00:00")],
)
def test_times_are_printed_in_the_form_that_the_aws_config_file_asks_for(
    served: Command, server: GlueServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, started: object
) -> None:
    config = tmp_path / "config"
    config.write_text(f"[default]\n{f'cli_timestamp_format = {form}' if form else ''}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    run = {"Id": "b", "JobName": "a", "StartedOn": 1_700_000_000.25}
    server.fault = lambda _: Reply(200, json.dumps({"JobRun": run}).encode())
    printed = json.loads(served("get-job-run", "--job-name", "a", "--run-id", "b").stdout)
    assert printed["JobRun"]["StartedOn"] == started


def test_an_answer_that_is_no_answer_is_a_failure(served: Command, server: GlueServer) -> None:
    """The AWS CLI prints nothing there and reports success."""
    server.fault = lambda _: Reply(200, b"<html>sign in", "text/html")
    done = served("get-job-run", "--job-name", "a", "--run-id", "b")
    assert (done.exit_code, done.stdout) == (255, "")
    assert "was not from AWS" in done.stderr


@pytest.mark.parametrize("arguments", [[], ["output", "--job-name", "a", "--run-id", "b"]])
def test_a_skeleton_needs_no_account_and_no_call(command: Command, arguments: list[str]) -> None:
    done = command("get-job-run", "--generate-cli-skeleton", *arguments, "--endpoint-url", "http://127.0.0.1:9")
    assert done.exit_code == 0
    form = json.loads(done.stdout)
    if arguments:
        assert list(form) == ["JobRun"]
        assert list(form["JobRun"]) == list(MODEL.members)
        assert form["JobRun"]["Id"] == "Id"
        assert form["JobRun"]["PredecessorRuns"] == [{"JobName": "JobName", "RunId": "RunId"}]
    else:
        assert form == {"JobName": "", "RunId": "", "PredecessorsIncluded": True}


def test_a_skeletons_numbers_are_ones_that_the_model_allows() -> None:
    form = skeleton(MODEL)
    assert form["Timeout"] == 1
    assert form["ExecutionTime"] == 0


def test_open_prints_where_stdout_is_no_terminal(served: Command, key: RunKey) -> None:
    done = served("get-job-run", "--job-name", JOB, "--run-id", key.run_id, "--open")
    assert json.loads(done.stdout)["JobRun"]["Id"] == key.run_id


@pytest.mark.parametrize("asks", ["--help", "-h", "help"])
def test_its_help_names_every_option(command: Command, asks: str) -> None:
    shown = command("get-job-run", asks).stdout
    for option in (
        "--job-name",
        "--run-id",
        "--no-predecessors-included",
        "--cli-input-json",
        "--generate-cli-skeleton",
    ):
        assert option in shown


def test_without_credentials_it_ends_as_the_aws_cli_does(command: Command) -> None:
    done = command("get-job-run", "--job-name", "a", "--run-id", "b", "--region", "eu-west-1")
    assert (done.exit_code, done.stdout) == (255, "")
    assert "Unable to locate credentials" in done.stderr
