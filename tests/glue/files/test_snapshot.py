"""A file that answers in AWS's stead: pages, errors, and no more than the file tells."""

from __future__ import annotations

from typing import Any

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import JobRun, RunKey, instant
from tests.conftest import NOW


def a_run(run_id: str, started: int, *before: str) -> dict[str, Any]:
    return {
        "JobName": "orders",
        "Id": run_id,
        "StartedOn": started,
        "PredecessorRuns": [{"JobName": "ingest", "RunId": each} for each in before],
    }


def asked(run_id: str, **members: Any) -> dict[str, Any]:
    return {"JobName": "orders", "RunId": run_id, **members}


def test_runs_are_listed_newest_first_and_never_with_predecessors() -> None:
    snapshot = Snapshot([a_run("jr_1", 1, "jr_0"), a_run("jr_3", 3), a_run("jr_2", 2)])
    first = snapshot.respond("glue", "GetJobRuns", {"JobName": "orders", "MaxResults": 2})[1]
    second = snapshot.respond(
        "glue", "GetJobRuns", {"JobName": "orders", "MaxResults": 2, "NextToken": first["NextToken"]}
    )[1]
    assert [run["Id"] for run in first["JobRuns"] + second["JobRuns"]] == ["jr_3", "jr_2", "jr_1"]
    assert second["JobRuns"][0]["PredecessorRuns"] == []
    assert "NextToken" not in second


def test_predecessors_are_told_where_they_are_asked_for() -> None:
    snapshot = Snapshot([a_run("jr_1", 1, "jr_0"), a_run("jr_2", 2)])
    told = snapshot.respond("glue", "GetJobRun", asked("jr_1", PredecessorsIncluded=True))[1]["JobRun"]
    assert told["PredecessorRuns"] == [{"JobName": "ingest", "RunId": "jr_0"}]
    assert snapshot.respond("glue", "GetJobRun", asked("jr_1"))[1]["JobRun"]["PredecessorRuns"] == []
    none = snapshot.respond("glue", "GetJobRun", asked("jr_2", PredecessorsIncluded=True))[1]["JobRun"]
    assert none["PredecessorRuns"] == []


def test_a_list_that_was_never_asked_for_is_left_out_rather_than_called_empty() -> None:
    run = a_run("jr_1", 1)
    snapshot = Snapshot([run], not_asked={RunKey("orders", "jr_1")})
    told = snapshot.respond("glue", "GetJobRun", asked("jr_1", PredecessorsIncluded=True))[1]["JobRun"]
    assert told == {name: value for name, value in run.items() if name != "PredecessorRuns"}
    assert "PredecessorRuns" in run
    assert snapshot.respond("glue", "GetJobRun", asked("jr_1"))[1]["JobRun"]["PredecessorRuns"] == []


def test_the_client_sees_that_the_file_does_not_tell() -> None:
    glue = Glue(Aws(open_snapshot=lambda: Snapshot([a_run("jr_1", 1)], not_asked={RunKey("orders", "jr_1")})))
    assert glue.run(RunKey("orders", "jr_1")).raw.get("PredecessorRuns") is None


def test_what_is_missing_is_an_error_of_the_same_kind_as_aws_sends() -> None:
    glue = Glue(Aws(open_snapshot=lambda: Snapshot([], ["orders"], absent="is not in the opened file.")))
    assert glue.runs("orders").items == ()
    for call in (lambda: glue.runs("ingest"), lambda: glue.run(RunKey("orders", "jr_0"))):
        with pytest.raises(AwsError) as missing:
            call()
        assert missing.value.kind is ErrorKind.GONE
        assert "is not in the opened file." in missing.value.detail


def test_an_operation_that_is_not_read_here_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Snapshot([]).respond("glue", "DeleteJob", {"JobName": "orders"})


def test_the_demos_last_event_is_minutes_old() -> None:
    snapshot = Snapshot.demo(NOW)
    names = snapshot.respond("glue", "ListJobs", {})[1]["JobNames"]
    runs = [
        JobRun(run) for name in names for run in snapshot.respond("glue", "GetJobRuns", {"JobName": name})[1]["JobRuns"]
    ]
    latest = max(moment for run in runs if (moment := instant(run.raw.get("LastModifiedOn"))))
    assert 0 < (NOW - latest).total_seconds() < 900


def test_a_service_that_is_served_when_asked_is_opened_at_its_first_call_only() -> None:
    opened: list[str] = []

    def operations() -> dict[str, Any]:
        opened.append("logs")
        return {"GetLogEvents": lambda asked: (200, {"events": []})}

    snapshot = Snapshot([])
    snapshot.serve_when_asked("logs", operations)
    snapshot.respond("glue", "ListJobs", {})
    assert opened == []
    for _ in range(2):
        assert snapshot.respond("logs", "GetLogEvents", {}) == (200, {"events": []})
    assert opened == ["logs"]
    with pytest.raises(KeyError):
        snapshot.respond("logs", "DeleteLogGroup", {})
