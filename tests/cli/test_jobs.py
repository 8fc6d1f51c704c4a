"""`gluetui jobs`: names in a pipe, last runs on a terminal and as JSON, and what is not known told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import FAILED_STATES, JobRun
from tests.cli.conftest import Command, Printed, lines_of
from tests.server import Call, GlueServer, Reply, refusal


def jobs_of(demo: Snapshot) -> list[str]:
    names: list[str] = demo.respond("glue", "ListJobs", {})[1]["JobNames"]
    return names


def last_run(demo: Snapshot, name: str) -> JobRun | None:
    runs = demo.respond("glue", "GetJobRuns", {"JobName": name})[1]["JobRuns"]
    return JobRun(runs[0]) if runs else None


def failed_jobs(demo: Snapshot) -> list[str]:
    return [name for name in jobs_of(demo) if (run := last_run(demo, name)) and run.state in FAILED_STATES]


def data_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def small(names: list[str], **faults: Reply) -> Any:
    """A Glue with these jobs, whose last run succeeded unless a fault is named for it."""

    def answer(call: Call) -> Reply | None:
        if call.operation == "ListJobs":
            return Reply.of({"JobNames": names})
        name = call.asked["JobName"]
        run = {"JobName": name, "Id": "jr_1", "JobRunState": "SUCCEEDED", "Arguments": {"--password": "heron-27-plum"}}
        return faults.get(name) or Reply.of({"JobRuns": [run]})

    return answer


@pytest.mark.parametrize("options", [[], ["--names"]])
def test_a_pipe_gets_a_name_a_line_and_aws_one_call(
    served: Command, server: GlueServer, demo: Snapshot, options: list[str]
) -> None:
    done = served("jobs", *options)
    assert (done.exit_code, done.stdout.splitlines(), done.stderr) == (0, jobs_of(demo), "")
    assert dict(server.counts) == {"ListJobs": 1}


def test_names_as_json_need_no_runs(served: Command, server: GlueServer, demo: Snapshot) -> None:
    assert data_of(served("jobs", "--json", "--names").stdout) == [{"JobName": name} for name in jobs_of(demo)]
    assert dict(server.counts) == {"ListJobs": 1}


def test_failed_ones_are_those_whose_last_run_failed(served: Command, server: GlueServer, demo: Snapshot) -> None:
    wanted = failed_jobs(demo)
    assert wanted
    assert served("jobs", "--failed").stdout.splitlines() == wanted
    assert server.counts["GetJobRuns"] == len(jobs_of(demo))
    assert [job["JobName"] for job in data_of(served("jobs", "--failed", "--json").stdout)] == wanted


@pytest.mark.parametrize(
    ("state", "is_failed"),
    [("FAILED", True), ("TIMEOUT", True), ("ERROR", True), ("STOPPED", False), ("RUNNING", False), ("NEW", False)],
)
def test_a_run_that_was_stopped_or_goes_on_has_not_failed(
    served: Command, server: GlueServer, state: str, is_failed: bool
) -> None:
    server.fault = small(["a"], a=Reply.of({"JobRuns": [{"Id": "jr_1", "JobRunState": state}]}))
    assert served("jobs", "--failed").stdout == ("a\n" if is_failed else "")


def test_json_has_the_last_run_whole_and_its_secrets_masked(served: Command, server: GlueServer) -> None:
    server.fault = small(["a", "none"], none=Reply.of({"JobRuns": []}))
    with_run, without = data_of(served("jobs", "--json").stdout)
    assert with_run["LastRun"]["JobRunState"] == "SUCCEEDED"
    assert with_run["LastStates"] == ["SUCCEEDED"]
    assert "heron" not in json.dumps(with_run)
    assert without == {"JobName": "none", "LastRun": None, "LastStates": []}


@pytest.mark.parametrize(
    ("reply", "code", "exit_code"),
    [
        (refusal("AccessDeniedException", "no"), "AccessDeniedException", 4),
        (refusal("InvalidInputException", "no"), "InvalidInputException", 4),
        (Reply.of({"JobRuns": "no list"}), "BAD_ANSWER", 4),
        (Reply.of({}), "BAD_ANSWER", 4),
        (refusal("EntityNotFoundException", "Job b not found."), "EntityNotFoundException", 0),
    ],
)
def test_a_job_that_could_not_be_checked_is_neither_failed_nor_well(
    served: Command, server: GlueServer, reply: Reply, code: str, exit_code: int
) -> None:
    server.fault = small(["a", "b", "c"], b=reply)
    done = served("jobs", "--json")
    assert done.exit_code == exit_code
    read = data_of(done.stdout)
    assert [job["JobName"] for job in read] == ["a", "b", "c"]
    assert "LastRun" not in read[1] and read[1]["NotReturned"]["Code"] == code
    assert read[1]["NotReturned"]["Message"]
    done = served("jobs", "--failed")
    assert (done.exit_code, done.stdout) == (exit_code, "")
    assert ("1 of 3 jobs could not be checked" in done.stderr) is bool(exit_code)


def test_what_ails_every_call_ends_it(served: Command, server: GlueServer) -> None:
    server.fault = small(["a", "b"], b=refusal("ExpiredTokenException", "expired"))
    done = served("jobs", "--failed")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "expired" in done.stderr


def test_a_terminal_gets_a_table_that_stays_in_its_columns(printed: Printed) -> None:
    lines = lines_of(printed("jobs", "--demo", size=(80, 30)), (80, 30))
    assert lines[0].split("  ")[0] == "job"
    state = lines[0].index("last run")
    assert {line[state - 1] for line in lines[1:-1]} == {" "}
    assert any("✗ failed" in line for line in lines)
    assert any(line.endswith("no runs") for line in lines)
    assert lines[-1].startswith("As of ")


def test_a_terminal_is_told_that_none_failed(printed: Printed, server: GlueServer) -> None:
    server.fault = small(["a", "b"])
    lines = lines_of(printed("jobs", "--failed", "--endpoint-url", server.url, size=(80, 24)), (80, 24))
    assert lines[-1] == "Of 2 jobs checked, none failed in its last run."
