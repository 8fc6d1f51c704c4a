"""The rows that tell why: their words, signs, times in both zones, and what each opens."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from typing import Any

import pytest

from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.triggers.report import Answers, OfJob, OfRun, Report, Triggers, report_on
from gluetui.glue.triggers.workflow_run import WorkflowRun, WorkflowRunKey
from gluetui.text.safe import is_safe
from gluetui.text.why_texts import Target, WhyRow, question_text, why_rows
from gluetui.text.workflow_texts import statistics_text, workflow_rows
from tests.glue.triggers.account import MORNING, NIGHT, account, after, at, run, runs, scheduled, started

BERLIN = timezone(timedelta(hours=1), "CET")


def told(question: OfJob | OfRun, triggers: Triggers, *each: JobRun, none: str = "") -> Report:
    answers = Answers()
    answers.jobs |= runs(*each, none=none)
    answers.runs |= {one.key: JobRun(one.raw, asked_predecessors=True) for one in each}
    return report_on(question, triggers, answers, MORNING)


def row(report: Report, text: str, zone: Any = UTC) -> WhyRow:
    return next(each for each in why_rows(report, zone=zone) if text in each.text)


CHAIN = account(
    scheduled("nightly", "load"),
    after("in", "load", "clean"),
    after("done", "clean", "mart"),
    started("hand", "ON_DEMAND", "redo"),
)
LOADED = run("load", "02:00", "02:10", trigger="nightly")
FAILED = run(
    "clean", "02:11", "02:30", "FAILED", trigger="in", PredecessorRuns=[{"JobName": "load", "RunId": "jr_load_02:00"}]
)


def test_a_job_that_did_not_run_is_told_down_to_its_cause_in_the_last_line() -> None:
    report = told(OfJob("mart", NIGHT), Triggers(CHAIN), LOADED, FAILED, none="mart")
    rows = why_rows(report, zone=UTC)
    assert rows[0].text == "WHY IT DID NOT RUN"
    assert rows[-1].text == "mart did not run because clean FAILED."
    assert rows[-1].target == Target(run=FAILED.key)
    assert row(report, "clean FAILED").sign.text == "✗"
    assert row(report, "waits for all of 1").target == Target(trigger="done")
    assert report.waits == ("mart",)


def test_a_schedule_stands_in_both_zones_and_as_of_now() -> None:
    report = told(OfRun(LOADED), Triggers(CHAIN), LOADED, FAILED)
    assert "due at 2026-11-20 02:00 UTC (03:00 CET)" in row(report, "due at", BERLIN).text
    assert "(as of now)" in row(report, "due at", BERLIN).text
    assert "CET" not in row(report, "due at").text


def test_a_run_tells_its_conditions_with_their_ends_and_what_follows() -> None:
    report = told(OfRun(FAILED), Triggers(CHAIN), LOADED, FAILED, none="mart")
    assert row(report, "load SUCCEEDED").text.endswith("ended 2026-11-20 02:10:00 UTC")
    assert row(report, "load SUCCEEDED").depth == 1
    assert row(report, "WAITS IN VAIN").text == "WAITS IN VAIN FOR clean · 1 job"
    assert row(report, "No trigger waits for clean FAILED").target is None


def test_what_is_not_answered_yet_says_so_and_is_wanted() -> None:
    report = report_on(OfJob("mart", NIGHT), Triggers(CHAIN), Answers(), MORNING)
    assert report.wanted.jobs == {"mart"}
    assert row(report, "mart is being asked").sign.text == "?"


def test_without_triggers_nothing_is_told_of_them() -> None:
    unknown = Triggers(None, "triggers could not be read: denied")
    report = told(OfRun(FAILED), unknown, LOADED, FAILED)
    assert row(report, "Trigger in started it; triggers could not be read: denied").sign.text == "?"
    assert row(report, "What it set off is not known")
    report = told(OfJob("mart", NIGHT), unknown, none="mart")
    assert why_rows(report, zone=UTC)[-1].text.startswith("It is not known why mart did not run: triggers could not")


@pytest.mark.parametrize("name", ["a\x1b[31m", "two\nlines", "\u202eback", "", " blanks "])
def test_hostile_names_are_safe_in_every_row_and_in_the_title(name: str) -> None:
    triggers = Triggers(account(after(f"t{name}", "load", "x")))
    found = JobRun({"JobName": name, "Id": f"jr{name}", "JobRunState": name, "TriggerName": name})
    for question in (OfJob(name, NIGHT), OfRun(found)):
        report = told(question, triggers, found)
        assert is_safe(question_text(report, MORNING, UTC))
        assert all(is_safe(each.text) for each in why_rows(report, zone=BERLIN))


STATISTICS = [
    ("COMPLETED", {"TotalActions": 11, "SucceededActions": 9}, "COMPLETED: 9 of 11 succeeded, 2 never ran"),
    ("COMPLETED", {"TotalActions": 2, "SucceededActions": 2}, "COMPLETED: 2 of 2 succeeded"),
    (
        "COMPLETED",
        {"TotalActions": 5, "SucceededActions": 1, "FailedActions": 1, "TimeoutActions": 1, "ErroredActions": 1},
        "COMPLETED: 1 of 5 succeeded, 3 failed, 1 never ran",
    ),
    (
        "RUNNING",
        {"TotalActions": 3, "SucceededActions": 1, "RunningActions": 1},
        "RUNNING: 1 of 3 succeeded, 1 on, 1 not run yet",
    ),
    (
        "STOPPED",
        {"TotalActions": 2, "SucceededActions": 1, "StoppedActions": 1},
        "STOPPED: 1 of 2 succeeded, 1 stopped",
    ),
    ("COMPLETED", {}, "COMPLETED: its statistics were not returned"),
    ("", {"TotalActions": 1, "SucceededActions": 0}, "status not returned: 0 of 1 succeeded, 1 never ran"),
]


@pytest.mark.parametrize(("status", "counts", "text"), STATISTICS)
def test_statistics_are_read_truthfully(status: str, counts: dict[str, int], text: str) -> None:
    assert statistics_text(status, WorkflowRun({"Statistics": counts}).statistics) == text


def node(kind: str, name: str, number: str, **members: Any) -> dict[str, Any]:
    return {"Type": kind, "Name": name, "UniqueId": number, **members}


def workflow(*nodes: dict[str, Any], edges: str = "", **members: Any) -> WorkflowRun:
    links = [{"SourceId": each[0], "DestinationId": each[1]} for each in edges.split()]
    return WorkflowRun(
        {"Name": "w", "WorkflowRunId": "wr_2", "Graph": {"Nodes": list(nodes), "Edges": links}, **members}
    )


def test_a_graph_is_a_tree_in_which_a_node_opens_once() -> None:
    found = workflow(
        node("TRIGGER", "t", "1"),
        node("JOB", "a", "2"),
        node("JOB", "b", "3"),
        node("JOB", "c", "4"),
        edges="12 13 24 34",
    )
    rows = [(each.depth, each.text) for each in workflow_rows(found, now=MORNING, zone=UTC)]
    start = next(place for place, (_, text) in enumerate(rows) if text == "trigger t")
    assert rows[start:] == [
        (0, "trigger t"),
        (1, "job a: no run of it"),
        (2, "job c: no run of it"),
        (1, "job b: no run of it"),
        (2, "job c: shown above"),
    ]


def test_a_ring_in_the_graph_ends() -> None:
    found = workflow(node("JOB", "a", "1"), node("JOB", "b", "2"), edges="12 21")
    texts = [each.text for each in workflow_rows(found, now=MORNING, zone=UTC)]
    assert "job a: shown above" in texts


def test_properties_and_errors_are_masked_and_the_run_before_opens() -> None:
    found = workflow(
        PreviousRunId="wr_1",
        WorkflowRunProperties={"token": "hunter2-secret", "day": "7"},
        ErrorMessage="with hunter2-secret",
    )
    rows = workflow_rows(found, now=MORNING, zone=UTC)
    assert not any("hunter2" in each.text for each in rows)
    assert any(each.text == "day = 7" for each in rows)
    assert any(each.target == Target(workflow=WorkflowRunKey("w", "wr_1")) for each in rows)


def test_a_job_node_opens_its_run() -> None:
    found = workflow(node("JOB", "load", "1", JobDetails={"JobRuns": [LOADED.raw]}))
    rows = workflow_rows(found, now=MORNING, zone=UTC)
    assert rows[-1].target == Target(run=RunKey("load", "jr_load_02:00"))
    assert rows[-1].sign.text == "✓"
    assert at("02:00").strftime("%H:%M") in rows[-1].text
