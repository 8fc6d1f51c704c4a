"""`gluetui get-job-run`: the AWS CLI's options, forms and exit codes, as 1.45 and 2.9 were seen to have them.

Where an `aws` is given in GLUETUI_AWS_1 or GLUETUI_AWS_2, each case is run against it too.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gluetui.cli.aws.skeleton import skeleton
from gluetui.glue.aws.boto import new_client
from gluetui.glue.aws.wire import Wire
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from tests.cli.conftest import AwsOnPath, Command, key_of
from tests.server import Call, GlueServer, Reply, refusal
from tests.values import EVIL, MODEL

JOB, RUN = "stage-orders", "$RUN"
"""$RUN stands for the id of the job's newest run, $JSON for both names as JSON, $FILE for a file that holds them."""

BOTH = ["--job-name", JOB, "--run-id", RUN]

TABLE = """\
--------------
|  GetJobRun |
+------+-----+
|  job |  a  |
+------+-----+
"""

CASES: list[tuple[list[str], int, int]] = [
    (BOTH, 0, 0),
    ([*BOTH, "--predecessors-included"], 0, 0),
    ([*BOTH, "--no-predecessors-included"], 0, 0),
    ([*BOTH, "--no-predecessors-included", "--predecessors-included"], 0, 0),
    ([*BOTH, "--predecessors-included", "--no-predecessors-included"], 0, 0),
    (["--job-name", JOB, "--run-id", f"\u200b{RUN}\u00a0"], 0, 0),
    ([f"--job-name={JOB}", f"--run-id={RUN}", "--output", "json"], 0, 0),
    (["--job-n", JOB, "--run", RUN, "--pred"], 0, 0),
    (["--cli-input-json", "$JSON"], 0, 0),
    (["--cli-input-json", "$FILE"], 0, 0),
    (["--cli-input-json", "$FILE", "--no-predecessors-included"], 0, 0),
    (["--cli-input-json", "$FILE", "--job-name", "another"], 255, 254),
    (["--generate-cli-skeleton"], 0, 0),
    (["--generate-cli-skeleton", "input"], 0, 0),
    (["--generate-cli-skeleton", "--job-name", "a"], 0, 0),
    (["--generate-cli-skeleton", "input", "--bogus"], 255, 252),
    (["--generate-cli-skeleton", "input", "--cli-input-json", "{bad"], 255, 252),
    (["--generate-cli-skeleton", "output"], 2, 252),
    (["--generate-cli-skeleton", "output", "--run-id", "b"], 2, 252),
    (["--generate-cli-skeleton", "output", "--job-name", "", "--run-id", "b"], 255, 252),
    (["--generate-cli-skeleton", "foo"], 2, 252),
    ([], 2, 252),
    (["--job-name", "a"], 2, 252),
    (["--run-id", "b"], 2, 252),
    (["--bogus"], 2, 252),
    (["--job-name"], 2, 252),
    (["--job-name", "-x", "--run-id", "b"], 2, 252),
    (["--cli-input-json"], 2, 252),
    ([*BOTH, "extra"], 255, 252),
    ([*BOTH, "--bogus", "--run-id", "b"], 255, 252),
    (["--job-name", "", "--run-id", ""], 255, 252),
    (["--job-name", JOB, "--run-id", "nowhere"], 255, 254),
    (["--job-name", "denied", "--run-id", "b"], 255, 254),
    (["--job-name", "expired", "--run-id", "b"], 255, 254),
    (["--cli-input-json", "{bad"], 255, 252),
    (["--cli-input-json", ""], 255, 252),
    (["--cli-input-json", "[1]"], 255, 252),
    (["--cli-input-json", "null"], 255, 252),
    (["--cli-input-json", "{}"], 255, 252),
    (["--cli-input-json", '{"JobName": 1, "RunId": []}'], 255, 252),
    (["--cli-input-json", '{"JobName": "a", "RunId": "b", "PredecessorsIncluded": "yes"}'], 255, 252),
    (["--cli-input-json", '{"JobName": "a", "RunId": "b", "Bogus": 1}'], 255, 252),
    (["--cli-input-json", "file:///nowhere"], 255, 252),
    (["--job-name", "file:///nowhere", "--run-id", "b"], 255, 252),
]
"""Arguments, and the exit code of the AWS CLI 1 and of version 2."""


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


@pytest.mark.parametrize("major", [1, 2])
@pytest.mark.parametrize(
    ("arguments", "first", "second"), CASES, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_it_ends_as_the_aws_cli_on_path_does(
    served: Command,
    aws_server: GlueServer,
    key: RunKey,
    tmp_path: Path,
    aws_on_path: AwsOnPath,
    arguments: list[str],
    first: int,
    second: int,
    major: int,
) -> None:
    aws_on_path(major)
    given, code = filled(arguments, key, tmp_path), first if major == 1 else second
    done = served("get-job-run", *given)
    assert done.exit_code == code, done.stderr
    assert bool(done.stdout) is (code == 0)
    assert bool(done.stderr) is (code != 0)
    aws = os.environ.get(f"GLUETUI_AWS_{major}")
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
    printed = served("get-job-run", "--job-name", "a", "--run-id", "b", "--cli-timestamp-format", "wire").stdout
    assert json.loads(printed) == answer
    assert "täglich" in printed
    assert not set(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x200B))) - {"\n"} & set(printed)


WIRE, ISO = 1_700_000_000.25, "2023-11-14T22:13:20.250000+00:00"


@pytest.mark.parametrize(
    ("major", "form", "option", "started"),
    [
        (1, "", [], WIRE),
        (2, "", [], ISO),
        (3, "", [], ISO),
        (1, "iso8601", [], ISO),
        (2, "wire", [], WIRE),
        (2, "none", [], WIRE),
        (1, "", ["--cli-timestamp-format", "iso8601"], ISO),
        (2, "iso8601", ["--cli-timestamp-format", "wire"], WIRE),
        (2, "", ["--cli-timestamp-format=none"], WIRE),
    ],
)
def test_times_have_the_options_form_else_the_config_files_else_that_of_the_aws_cli_on_path(
    served: Command,
    server: GlueServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    aws_on_path: AwsOnPath,
    major: int,
    form: str,
    option: list[str],
    started: object,
) -> None:
    aws_on_path(major)
    config = tmp_path / "config"
    config.write_text(f"[default]\n{f'cli_timestamp_format = {form}' if form else ''}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    run = {"Id": "b", "JobName": "a", "StartedOn": 1_700_000_000.25}
    server.fault = lambda _: Reply(200, json.dumps({"JobRun": run}).encode())
    printed = json.loads(served("get-job-run", "--job-name", "a", "--run-id", "b", *option).stdout)
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


@pytest.mark.parametrize(("major", "code"), [(1, 255), (2, 253)])
def test_without_credentials_it_ends_as_the_aws_cli_does(
    command: Command, aws_on_path: AwsOnPath, major: int, code: int
) -> None:
    aws_on_path(major)
    done = command("get-job-run", "--job-name", "a", "--run-id", "b", "--region", "eu-west-1")
    assert (done.exit_code, done.stdout) == (code, "")
    assert "Unable to locate credentials" in done.stderr


# The options that the AWS CLI has for every call.


def asked(served: Command, *options: str) -> str:
    done = served("get-job-run", "--job-name", "a", "--run-id", "b", *options)
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.fixture
def small(server: GlueServer) -> None:
    run = {
        "JobRunState": "FAILED",
        "Id": "b",
        "JobName": "a",
        "Timeout": 60,
        "Arguments": {"--day": "2026-11-20", "--b": "x"},
        "PredecessorRuns": [{"RunId": "jr_0", "JobName": "z"}],
    }
    server.fault = lambda _: Reply.of({"JobRun": run})


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        (["--query", "JobRun.JobName"], '"a"\n'),
        (["--query", "JobRun.JobName", "--output", "text"], "a\n"),
        (["--query", "JobRun.[Id,Timeout]", "--output", "text"], "b\t60\n"),
        (["--query", "JobRun.PredecessorRuns[].JobName", "--output", "yaml"], "- z\n"),
        (["--query", "Nothing"], "null\n"),
        (["--query", "Nothing", "--output", "text"], "None\n"),
        (["--query", "Nothing", "--output", "table"], ""),
        (["--query", "`{}`"], ""),
        (
            ["--output", "text"],
            "JOBRUN\tb\ta\tFAILED\t60\nARGUMENTS\tx\t2026-11-20\nPREDECESSORRUNS\tz\tjr_0\n",
        ),
        (
            ["--output", "yaml-stream"],
            "- JobRun:\n    Arguments:\n      --b: x\n      --day: '2026-11-20'\n    Id: b\n    JobName: a\n"
            "    JobRunState: FAILED\n    PredecessorRuns:\n    - JobName: z\n      RunId: jr_0\n    Timeout: 60\n",
        ),
        (["--query", "JobRun.{job: JobName}", "--output", "table", "--no-cli-pager", "--no-paginate"], TABLE),
    ],
)
def test_output_and_query_print_what_the_aws_cli_prints(
    served: Command, small: None, options: list[str], printed: str
) -> None:
    assert asked(served, *options) == printed


def test_members_come_in_the_models_order_those_that_no_model_knows_last(served: Command, server: GlueServer) -> None:
    run = {"Timeout": 1, "Tomorrow": 2, "JobName": "a", "Id": "b", "NotificationProperty": {"New": 1}}
    server.fault = lambda _: Reply.of({"Beside": 1, "JobRun": run})
    printed = json.loads(asked(served))
    assert list(printed) == ["JobRun", "Beside"]
    assert list(printed["JobRun"]) == ["Id", "JobName", "Timeout", "NotificationProperty", "Tomorrow"]
    assert printed["JobRun"] == run


@pytest.mark.parametrize(
    ("variable", "setting", "option", "is_text"),
    [
        ("text", "", [], True),
        ("", "text", [], True),
        ("text", "", ["--output", "json"], False),
        ("json", "text", [], False),
        ("", "", [], False),
    ],
)
def test_the_form_is_the_options_the_environments_or_the_profiles(
    served: Command,
    small: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    setting: str,
    option: list[str],
    is_text: bool,
) -> None:
    (tmp_path / "config").write_text(f"[default]\n{f'output = {setting}' if setting else ''}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    if variable:
        monkeypatch.setenv("AWS_DEFAULT_OUTPUT", variable)
    assert asked(served, *option, "--query", "JobRun.Id") == ("b\n" if is_text else '"b"\n')


@pytest.mark.parametrize(
    ("options", "first", "second", "words"),
    [
        (["--query", "a["], 255, 252, "Bad value for --query a[: Invalid jmespath expression"),
        (["--query", "abs(JobRun.Id)"], 255, 255, "In function abs(), invalid type for value: b"),
        (["--query", "nosuch(Id)"], 255, 255, "Unknown function: nosuch()"),
        (["--output", "xml"], 2, 252, "argument --output: Invalid choice, valid choices are: json, text, table, yaml"),
        (["--color", "blue"], 2, 252, "argument --color: Invalid choice, valid choices are: on, off, auto"),
        (["--cli-timestamp-format", "rfc822"], 2, 252, "argument --cli-timestamp-format: Invalid choice"),
        (["--cli-read-timeout", "soon"], 255, 255, "invalid time-out 'soon'"),
        (["--cli-connect-timeout", "-1"], 255, 255, "invalid time-out '-1'"),
        (["--bogus", "1"], 255, 252, "There are --job-name, --run-id, --predecessors-included"),
        (["--no-sign-request"], 255, 252, "AWS Glue answers signed requests only"),
        (["--cli-auto-prompt"], 255, 252, "gluetui asks for nothing"),
        (["--cli-input-yaml", "JobName: a"], 255, 252, "gluetui reads no YAML"),
        (["--profile", "nobody"], 255, 255, "nobody"),
        (["--endpoint-url", "nowhere"], 255, 252, 'Bad value for --endpoint-url "nowhere": scheme is missing'),
    ],
)
@pytest.mark.parametrize("major", [1, 2])
def test_what_an_option_cannot_mean_is_told_with_the_aws_clis_exit_code(
    command: Command,
    server: GlueServer,
    small: None,
    aws_on_path: AwsOnPath,
    options: list[str],
    first: int,
    second: int,
    words: str,
    major: int,
) -> None:
    aws_on_path(major)
    done = command("get-job-run", "--job-name", "a", "--run-id", "b", "--endpoint-url", server.url, *options)
    assert (done.exit_code, done.stdout) == (first if major == 1 else second, "")
    assert words in done.stderr


def test_an_output_of_the_environment_that_there_is_not_calls_nothing(
    served: Command, server: GlueServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "xml")
    done = served("get-job-run", "--job-name", "a", "--run-id", "b")
    assert (done.exit_code, done.stdout, server.calls) == (255, "", [])
    assert "Unknown output type: xml" in done.stderr


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], Wire()),
        (["--cli-read-timeout", "0"], Wire(None, {"read_timeout": None})),
        (["--cli-read-timeout=7", "--cli-connect-timeout", "2"], Wire(None, {"connect_timeout": 2, "read_timeout": 7})),
        (["--ca-bundle", "/a.pem"], Wire("/a.pem")),
        (["--no-verify-ssl", "--ca-bundle", "/a.pem"], Wire(False)),
    ],
)
def test_the_connection_is_made_as_the_options_say(
    served: Command, small: None, monkeypatch: pytest.MonkeyPatch, options: list[str], expected: Wire
) -> None:
    wires = []

    def noted(*arguments: Any, wire: Wire, **more: Any) -> Any:
        wires.append(wire)
        return new_client(*arguments, wire=Wire(), **more)

    monkeypatch.setattr("gluetui.glue.aws.boto.new_client", noted)
    asked(served, *options)
    assert wires == [expected]


def test_debug_logs_on_stderr_and_holds_no_secret(
    served: Command, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {"AWS_SECRET_ACCESS_KEY": "plum+heron/27", "AWS_SESSION_TOKEN": "quartz-lynx-88-lantern-and-more"}
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    done = served("get-job-run", "--job-name", "a", "--run-id", "b", "--debug", "--query", "JobRun.Id")
    assert (done.exit_code, done.stdout) == (0, '"b"\n')
    assert "botocore.endpoint - DEBUG - Sending http request" in done.stderr
    assert not [value for value in secrets.values() if value in done.stderr]
    assert "Credential=test" not in done.stderr
    assert served("get-job-run", "--job-name", "a", "--run-id", "b").stderr == ""


@pytest.mark.parametrize("output", ["text", "table", "yaml", "yaml-stream", "json"])
def test_no_form_lets_text_from_aws_act(served: Command, server: GlueServer, output: str) -> None:
    run = {"JobName": EVIL, "Id": "b", "Arguments": {EVIL: EVIL}, "PredecessorRuns": [{"JobName": EVIL}]}
    server.fault = lambda _: Reply.of({"JobRun": run})
    printed = asked(served, "--output", output)
    acting = {*map(chr, (*range(0x20), *range(0x7F, 0xA0)))} - {"\n", "\t"}
    assert not acting & set(printed)


def test_version_is_gluetuis(command: Command) -> None:
    assert command("get-job-run", "--version").stdout.startswith("gluetui, version ")
