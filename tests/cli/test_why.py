"""`gluetui why`: what started a run and what it set off, why a job did not run, its JSON, its calls and refusals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from gluetui.glue.files.snapshot import Snapshot
from tests.cli.conftest import Command, Printed, key_of, lines_of
from tests.conftest import NOW
from tests.server import Call, GlueServer, Reply, refusal

BEHIND = ["mart-revenue-daily", "mart-stock-forecast", "mart-churn-features", "publish-dashboards", "export-finance"]
"""The jobs that wait in vain for curate-sales."""


@pytest.fixture(autouse=True)
def a_clock_that_stands() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def data_of(text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(text)
    return data


def calls_of(server: GlueServer) -> Counter[str]:
    return Counter(call.operation for call in server.calls)


def test_the_cause_of_a_job_that_did_not_run_is_the_failed_run(served: Command, demo: Snapshot) -> None:
    told = data_of(served("why", "mart-revenue-daily", "--json").stdout)
    failed = key_of(demo, "curate-sales", "FAILED")
    assert told["run"] is None
    assert told["causing_run"] == {"JobName": "curate-sales", "RunId": failed.run_id}
    assert told["cause"] == "mart-revenue-daily did not run because curate-sales FAILED"
    assert told["waits"] == BEHIND
    assert set(told) == {"job", "run", "window", "findings", "cause", "causing_run", "set_off", "waits"}
    assert all(set(each) == {"kind", "trigger", "certainty", "text"} for each in told["findings"])


def test_a_failed_run_tells_what_started_it_what_it_set_off_and_what_waits(served: Command, demo: Snapshot) -> None:
    failed = key_of(demo, "curate-sales", "FAILED")
    told = data_of(served("why", *failed, "--json").stdout)
    assert (told["run"], told["window"]) == (failed.run_id, None)
    assert told["cause"] == "Trigger staging-done started it as build-customer-360 SUCCEEDED"
    alert = key_of(demo, "alert-on-failure")
    assert told["set_off"] == [
        {
            "trigger": "on-curation-failed",
            "job": "alert-on-failure",
            "run": alert.run_id,
            "certainty": "known",
            "text": "alert-on-failure started",
        }
    ]
    assert told["waits"] == BEHIND


def test_nothing_is_asked_twice(served: Command, server: GlueServer, demo: Snapshot) -> None:
    served("why", *key_of(demo, "curate-sales", "FAILED"))
    asked = Counter((call.operation, json.dumps(call.asked, sort_keys=True)) for call in server.calls)
    assert max(asked.values()) == 1
    assert calls_of(server)["GetTriggers"] == 1


def test_a_job_is_explained_by_one_listing_of_each_job_that_it_depends_on(served: Command, server: GlueServer) -> None:
    served("why", "mart-revenue-daily")
    assert calls_of(server) == {"GetTriggers": 1, "GetJobRuns": 3}


def test_the_lines_end_with_the_cause(served: Command) -> None:
    lines = served("why", "publish-dashboards").stdout.splitlines()
    assert lines[0].startswith("Why did publish-dashboards not run?")
    assert lines[-1].startswith("publish-dashboards did not run because curate-sales FAILED.")
    assert "Triggers are shown as they are now: AWS keeps no history of them." in lines


def test_a_terminal_gets_no_line_wider_than_itself(printed: Printed) -> None:
    size = (60, 50)
    lines = lines_of(printed("why", "publish-dashboards", "--demo", size=size), size)
    assert any("✗ curate-sales FAILED" in line for line in lines)


def test_a_window_in_which_nothing_was_due_says_when_the_next_time_is(served: Command) -> None:
    since = (NOW - timedelta(minutes=5)).isoformat()
    told = data_of(served("why", "ingest-orders", "--json", "--since", since).stdout)
    assert told["findings"][0]["kind"] == "not due"
    assert "the next is" in told["cause"]


def test_without_triggers_no_trigger_is_called_gone(served: Command, server: GlueServer, demo: Snapshot) -> None:
    server.fault = lambda call: refusal("AccessDeniedException", "no") if call.operation == "GetTriggers" else None
    result = served("why", *key_of(demo, "curate-sales", "FAILED"), "--json")
    told = data_of(result.stdout)
    assert told["cause"] == "Trigger staging-done started it"
    assert "deleted" not in result.stdout
    assert [each["certainty"] for each in told["findings"]] == ["unknown"]
    assert result.exit_code == 4
    result = served("why", "mart-revenue-daily", "--json")
    assert "It is not known why mart-revenue-daily did not run" in data_of(result.stdout)["cause"]
    assert result.exit_code == 4


def test_a_watched_job_that_may_not_be_read_is_told_as_not_known(served: Command, server: GlueServer) -> None:
    def denied(call: Call) -> Reply | None:
        is_it = call.operation == "GetJobRuns" and call.asked["JobName"] == "curate-sales"
        return refusal("AccessDeniedException", "no") if is_it else None

    server.fault = denied
    result = served("why", "mart-revenue-daily", "--json")
    told = data_of(result.stdout)
    assert told["causing_run"] is None
    assert any(each["certainty"] == "unknown" and "curate-sales" in each["text"] for each in told["findings"])
    assert result.exit_code == 4


def test_a_job_and_a_run_that_are_not_there_end_with_five(served: Command) -> None:
    assert served("why", "nosuch").exit_code == 5
    assert served("why", "curate-sales", "nosuch").exit_code == 5


def test_a_run_has_a_time_of_its_own(served: Command) -> None:
    result = served("why", "curate-sales", "jr_1", "--since", "2d")
    assert result.exit_code == 2
    assert "RUN_ID has a time of its own" in result.stderr


def test_hostile_names_are_shown_and_secrets_are_masked(served: Command, server: GlueServer) -> None:
    name = "evil\x1b[31m\njob"
    run = {
        "JobName": name,
        "Id": "jr_1",
        "JobRunState": "FAILED",
        "StartedOn": NOW.timestamp() - 60,
        "CompletedOn": NOW.timestamp() - 30,
        "Arguments": {"--db_password": "hunter2-secret"},
        "ErrorMessage": "login with hunter2-secret failed",
    }

    def answer(call: Call) -> Reply | None:
        if call.operation == "GetTriggers":
            return Reply.of({"Triggers": []})
        return Reply.of({"JobRuns": [run]} if call.operation == "GetJobRuns" else {"JobRun": run})

    server.fault = answer
    for options in ((), ("--json",)):
        out = served("why", name, *options).stdout
        assert "\x1b" not in out
        assert "hunter2" not in out
        assert "login with" in out
