"""Which jobs were due and did not run, and the shortest reason that is certain."""

from __future__ import annotations

import pytest

from gluetui.glue.run.run import JobRun
from gluetui.glue.triggers.due import DueJob, DueKind, due_jobs
from gluetui.glue.triggers.trigger import Trigger
from tests.glue.triggers.account import MORNING, NIGHT, account, after, at, run, runs, scheduled, started

MISSING, INACTIVE, NOT_YET, UNKNOWN = DueKind.MISSING, DueKind.INACTIVE, DueKind.NOT_YET, DueKind.UNKNOWN
OK = run("a", "02:00", "03:00", trigger="nightly")
FAILED = run("a", "02:00", "03:00", "FAILED", trigger="nightly")
BY_HAND = run("a", "02:00", "03:00", trigger="")
LIVE = run("a", "02:00", state="RUNNING", trigger="nightly")

Told = tuple[str, DueKind, str]


def told(entries: list[DueJob]) -> list[Told]:
    return [(entry.job, entry.kind, entry.reason) for entry in entries]


CASES: dict[str, tuple[list[Trigger], dict[str, list[JobRun]], list[Told]]] = {
    "a schedule's time without a run": (
        [scheduled("nightly", "a")],
        runs(none="a"),
        [("a", MISSING, "nightly: no run came")],
    ),
    "a schedule's time with a run, whatever became of it": ([scheduled("nightly", "a")], runs(FAILED), []),
    "no time of the schedule in the window": (
        [scheduled("noon", "a", schedule="cron(0 12 * * ? *)")],
        runs(none="a"),
        [],
    ),
    "a trigger that was switched off": (
        [scheduled("nightly", "a", State="DEACTIVATED")],
        runs(none="a"),
        [("a", INACTIVE, "trigger nightly is not active (as of now)")],
    ),
    "a trigger that was never switched on": (
        [scheduled("nightly", "a", State="CREATED")],
        runs(none="a"),
        [("a", INACTIVE, "trigger nightly is not active (as of now)")],
    ),
    "a trigger that is not active and has no time in the window": (
        [scheduled("noon", "a", schedule="cron(0 12 * * ? *)", State="DEACTIVATED")],
        runs(none="a"),
        [],
    ),
    "a trigger that is not active while another one had the job due": (
        [scheduled("early", "a", State="DEACTIVATED"), scheduled("nightly", "a")],
        runs(none="a"),
        [("a", MISSING, "nightly: no run came")],
    ),
    "a trigger that is not active while it is not known of another one": (
        [scheduled("early", "a", State="DEACTIVATED"), after("crawled", "crawler:raw", "a")],
        runs(none="a"),
        [("a", INACTIVE, "trigger early is not active (as of now)")],
    ),
    "a trigger that is on its way to another state": (
        [scheduled("nightly", "a", State="UPDATING")],
        runs(none="a"),
        [("a", UNKNOWN, "unknown: trigger nightly is UPDATING (as of now)")],
    ),
    "a trigger whose state was not returned": (
        [scheduled("nightly", "a", State=None)],
        runs(none="a"),
        [("a", UNKNOWN, "unknown: trigger nightly has no state in AWS's answer (as of now)")],
    ),
    "a schedule that cannot be read": (
        [scheduled("nightly", "a", schedule="cron(0 2 * *)")],
        runs(none="a"),
        [("a", UNKNOWN, "unknown: the schedule of trigger nightly cannot be read: cron(0 2 * *)")],
    ),
    "a schedule that was not returned": (
        [scheduled("nightly", "a", schedule="")],
        runs(none="a"),
        [("a", UNKNOWN, "unknown: the schedule of trigger nightly cannot be read")],
    ),
    "a watched job that failed": (
        [after("done", "a", "b")],
        runs(FAILED, none="b"),
        [("b", MISSING, "done: a FAILED")],
    ),
    "what would follow from a job that did not run because another failed": (
        [after("done", "a", "b"), after("then", "b", "c")],
        runs(FAILED, none="b c"),
        [("b", MISSING, "done: a FAILED"), ("c", MISSING, "b did not run")],
    ),
    "a watched job that timed out": (
        [after("done", "a", "b")],
        runs(run("a", "02:00", "03:00", "TIMEOUT"), none="b"),
        [("b", MISSING, "done: a TIMEOUT")],
    ),
    "a watched job that was started by hand": (
        [after("done", "a", "b")],
        runs(BY_HAND, none="b"),
        [("b", MISSING, "done: a was started by hand")],
    ),
    "a watched job that failed and then succeeded": (
        [after("done", "a", "b")],
        runs(FAILED, run("a", "03:05", "04:00", trigger="nightly"), none="b"),
        [("b", MISSING, "done: its conditions were met, no run came")],
    ),
    "a watched job that failed and then succeeded by hand": (
        [after("done", "a", "b")],
        runs(FAILED, run("a", "03:05", "04:00", trigger=""), none="b"),
        [("b", MISSING, "done: a was started by hand")],
    ),
    "a watched job that is still on": (
        [after("done", "a", "b"), after("then", "b", "c")],
        runs(LIVE, none="b c"),
        [("b", NOT_YET, "done: a is RUNNING"), ("c", NOT_YET, "then: b has not run yet")],
    ),
    "a watched job that is still on while another has failed": (
        [after("done", "a z", "b")],
        runs(LIVE, run("z", "02:00", "03:00", "FAILED"), none="b"),
        [("b", MISSING, "done: z FAILED")],
    ),
    "a watched job that was due and did not run": (
        [scheduled("nightly", "a"), after("done", "a", "b")],
        runs(none="a b"),
        [("a", MISSING, "nightly: no run came"), ("b", MISSING, "a did not run")],
    ),
    "a watched job that was not due and did not run": ([after("done", "a", "b")], runs(none="a b"), []),
    "one of two watched jobs that was not due and did not run": (
        [after("done", "a z", "b")],
        runs(OK, none="z b"),
        [],
    ),
    "a watched job that was not due since its trigger is not active": (
        [scheduled("nightly", "a", State="DEACTIVATED"), after("done", "a", "b")],
        runs(none="a b"),
        [("a", INACTIVE, "trigger nightly is not active (as of now)")],
    ),
    "an alert's trigger, whose condition was met": ([after("alert", "a=FAILED", "b")], runs(FAILED, none="b"), []),
    "an alert's trigger, whose condition was not met": ([after("alert", "a=FAILED", "b")], runs(OK, none="b"), []),
    "what would follow from an alert that there was not": (
        [after("alert", "a=FAILED", "b"), after("sent", "a b", "c")],
        runs(OK, none="b c"),
        [],
    ),
    "AND of a success and a failure": ([after("both", "a z=FAILED", "b")], runs(OK, none="z b"), []),
    "ANY of a success and a failure, where the success did not come": (
        [after("either", "a z=FAILED", "b", logical="ANY")],
        runs(FAILED, none="z b"),
        [("b", MISSING, "either: a FAILED")],
    ),
    "ANY, met by one": (
        [after("either", "a z", "b", logical="ANY")],
        runs(OK, none="z b"),
        [("b", MISSING, "either: its conditions were met, no run came")],
    ),
    "ANY, all ended otherwise": (
        [after("either", "a z", "b", logical="ANY")],
        runs(FAILED, run("z", "02:00", "03:00", "STOPPED"), none="b"),
        [("b", MISSING, "either: a FAILED")],
    ),
    "ANY, one of which was not asked": (
        [after("either", "a z", "b", logical="ANY")],
        runs(none="a b"),
        [("b", UNKNOWN, "unknown: z was not asked yet")],
    ),
    "AND, one of which could not be asked": (
        [after("both", "a denied", "b")],
        runs(OK, none="b"),
        [("b", UNKNOWN, "unknown: denied could not be asked")],
    ),
    "AND, one of which could not be asked and one was never due": (
        [after("both", "denied z", "b")],
        runs(none="b z"),
        [],
    ),
    "a job that could not be asked itself": (
        [scheduled("nightly", "denied")],
        runs(),
        [("denied", UNKNOWN, "unknown: could not be asked")],
    ),
    "what follows from a job that could not be asked, though it was due": (
        [scheduled("nightly", "denied"), after("done", "denied", "b")],
        runs(none="b"),
        [
            ("denied", UNKNOWN, "unknown: could not be asked"),
            ("b", UNKNOWN, "unknown: denied could not be asked"),
        ],
    ),
    "a crawler in the condition": (
        [after("crawled", "a crawler:raw", "b")],
        runs(OK, none="b"),
        [("b", UNKNOWN, "unknown: crawler raw is in the condition")],
    ),
    "a condition that cannot be read": (
        [after("odd", "a", "b", Predicate={"Logical": "AND", "Conditions": ["?"]})],
        runs(OK, none="b"),
        [("b", UNKNOWN, "unknown: a condition of trigger odd cannot be read")],
    ),
    "a predicate that was not returned": (
        [after("odd", "a", "b", Predicate=None)],
        runs(OK, none="b"),
        [("b", UNKNOWN, "unknown: AWS returned no condition of trigger odd")],
    ),
    "two conditions without AND or ANY": (
        [after("odd", "a z", "b", logical="")],
        runs(OK, none="b z"),
        [("b", UNKNOWN, "unknown: AWS returned neither AND nor ANY of trigger odd")],
    ),
    "one condition without AND or ANY": (
        [after("done", "a", "b", logical="")],
        runs(FAILED, none="b"),
        [("b", MISSING, "done: a FAILED")],
    ),
    "a loop of triggers that nothing set off": (
        [after("there", "a", "b"), after("back", "b", "a"), after("out", "b", "c")],
        runs(none="a b c"),
        [],
    ),
    "a loop of triggers that a schedule set off": (
        [scheduled("nightly", "a"), after("there", "a", "b"), after("back", "b", "a")],
        runs(FAILED, none="b"),
        [("b", MISSING, "there: a FAILED")],
    ),
    "a job that waits for itself": ([after("again", "a", "a")], runs(none="a"), []),
    "what is started from outside": (
        [started("press", "ON_DEMAND", "a"), started("files", "EVENT", "b")],
        runs(none="a b"),
        [],
    ),
    "a crawler that was due": ([scheduled("nightly", "crawler:raw")], runs(), []),
    "a trigger in a workflow and a run from outside it": (
        [scheduled("nightly", "a"), after("inside", "a", "b", WorkflowName="w")],
        runs(OK, none="b"),
        [],
    ),
    "a trigger outside a workflow and a run from inside it": (
        [scheduled("nightly", "a", WorkflowName="w"), after("outside", "a", "b")],
        runs(FAILED, none="b"),
        [],
    ),
    "a trigger in the workflow that the run is of": (
        [scheduled("nightly", "a", WorkflowName="w"), after("inside", "a", "b", WorkflowName="w")],
        runs(FAILED, none="b"),
        [("b", MISSING, "inside: a FAILED")],
    ),
    "two workflows with the same jobs, of which one was due": (
        [
            scheduled("nightly", "a", WorkflowName="w"),
            after("inside w", "a", "b", WorkflowName="w"),
            after("inside v", "a", "c", WorkflowName="v"),
        ],
        runs(none="a b c"),
        [("a", MISSING, "nightly: no run came"), ("b", MISSING, "a did not run")],
    ),
    "a watched job's run that ended after the window": (
        [after("done", "a", "b")],
        runs(run("a", "02:00", "08:30", "FAILED"), none="b"),
        [],
    ),
    "a run right after the end of the window, of which the end of the window's last run was the cause": (
        [after("done", "a", "b")],
        runs(run("a", "02:00", "07:59"), run("b", "08:00", "08:30")),
        [],
    ),
    "a run whose start was not returned": (
        [scheduled("nightly", "a")],
        runs(run("a", "02:00", state="RUNNING", StartedOn=None)),
        [],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_due_and_why_it_did_not_run(case: str) -> None:
    triggers, known, expected = CASES[case]
    entries = due_jobs(account(*triggers), known, window=NIGHT, now=MORNING, refused={"denied"})
    assert told(entries) == expected


def test_when_it_was_due_is_the_schedules_time_or_the_end_of_the_last_watched_run() -> None:
    index = account(scheduled("nightly", "d"), after("done", "a z", "b"), after("then", "b", "c"))
    known = runs(FAILED, run("z", "02:00", "04:00"), none="b c d")
    entries = due_jobs(index, known, window=NIGHT, now=MORNING)
    assert {entry.job: entry.when for entry in entries} == {"d": at("02:00"), "b": at("04:00"), "c": at("04:00")}
    assert {entry.job: entry.trigger for entry in entries} == {"d": "nightly", "b": "done", "c": "then"}
    assert next(entry.run for entry in entries if entry.job == "b") == FAILED.key


@pytest.mark.parametrize(("now", "kinds"), [("01:59", []), ("02:00", []), ("02:01", [NOT_YET]), ("02:05", [MISSING])])
def test_what_was_due_a_moment_ago_is_not_missing_yet(now: str, kinds: list[DueKind]) -> None:
    index = account(scheduled("nightly", "a"))
    entries = due_jobs(index, runs(none="a"), window=NIGHT._replace(until=at(now)), now=at(now))
    assert [entry.kind for entry in entries] == kinds


def test_what_is_still_to_come_in_the_window_is_not_listed() -> None:
    entries = due_jobs(account(scheduled("nightly", "a")), runs(none="a"), window=NIGHT, now=at("01:00"))
    assert entries == []
