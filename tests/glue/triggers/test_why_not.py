"""Why a job did not run in a window: each kind of trigger, condition and end, followed down to the cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pytest

from gluetui.glue.run.run import JobRun
from gluetui.glue.triggers.asking import Known, Unanswered, Wanted, told
from gluetui.glue.triggers.ends import last_attempts
from gluetui.glue.triggers.finding import Certainty, Kind, Why
from gluetui.glue.triggers.trigger import Trigger
from gluetui.glue.triggers.why_not import why_not
from tests.glue.triggers.account import MORNING, NIGHT, account, after, at, run, runs, scheduled, started

OK = run("a", "02:00", "03:00", trigger="nightly")
FAILED = run("a", "02:00", "03:00", "FAILED", trigger="nightly")
BEFORE = "2026-11-18T02:00:00+00:00"
DENIED = {"denied"}


class Case(NamedTuple):
    """A situation: why job b did not run."""

    triggers: Sequence[Trigger]
    known: Mapping[str, Sequence[JobRun]]
    cause: str
    kinds: Sequence[Kind] = ()
    """Of all findings; not held against where empty."""
    causing: str = ""
    """The run that is the cause."""
    certainty: Certainty | None = None
    """Of the last finding."""


def last(trigger: str) -> JobRun:
    """A run of b before the window."""
    return run("b", "02:00", StartedOn=BEFORE, CompletedOn=BEFORE, trigger=trigger)


CASES: dict[str, Case] = {
    "it ran and succeeded": Case([], runs(run("b", "02:00", "03:00")), "b ran in the window: SUCCEEDED", [Kind.RAN]),
    "it ran and failed": Case(
        [],
        runs(run("b", "02:00", "02:01", "FAILED", ErrorMessage="no bucket\nmore")),
        "b ran in the window: FAILED: no bucket",
        [Kind.RAN],
        "jr_b_02:00",
        Certainty.KNOWN,
    ),
    "it ran and was an error, as its job was deleted": Case(
        [], runs(run("b", "02:00", "02:01", "ERROR")), "b ran in the window: ERROR", causing="jr_b_02:00"
    ),
    "it waits": Case(
        [],
        runs(run("b", "02:00", state="WAITING", StateDetail="no DPUs left")),
        "b ran in the window: is WAITING: no DPUs left",
    ),
    "its first attempt failed, its second did not": Case(
        [],
        runs(
            run("b", "02:00", "02:01", "FAILED", run_id="jr_1"),
            run("b", "02:02", "02:03", run_id="jr_1_attempt_1", PreviousRunId="jr_1", Attempt=1),
        ),
        "b ran in the window: SUCCEEDED",
    ),
    "its runs could not be asked": Case(
        [scheduled("nightly", "b")], {}, "It is not known whether b ran: it could not be asked", [Kind.UNKNOWN]
    ),
    "no trigger, and no run ever": Case(
        [], runs(none="b"), "no trigger starts b (as of now), and AWS returned no run", [Kind.NO_TRIGGER]
    ),
    "no trigger, started by hand before": Case(
        [], runs(last("")), "its last run was started by hand or through the API", [Kind.NO_TRIGGER]
    ),
    "its trigger was deleted or renamed": Case(
        [], runs(last("old")), "started by trigger old, which is gone now: deleted or renamed", [Kind.GONE_TRIGGER]
    ),
    "its trigger starts other jobs now": Case(
        [scheduled("old", "z")], runs(last("old")), "by trigger old, which no longer starts it", [Kind.NO_TRIGGER]
    ),
    "a schedule that was not due, and is next": Case(
        [scheduled("noon", "b", schedule="cron(0 12 * * ? *)")],
        runs(none="b"),
        "the schedule of trigger noon has no time in the window; the next is 2026-11-20 12:00 UTC",
        [Kind.NOT_DUE],
        certainty=Certainty.PROBABLE,
    ),
    "a schedule that is over": Case(
        [scheduled("once", "b", schedule="cron(0 12 1 1 ? 2020)")], runs(none="b"), "it has no further one"
    ),
    "a schedule that was due": Case(
        [scheduled("nightly", "b")],
        runs(none="b"),
        "b did not run because trigger nightly was due at 2026-11-20 02:00 UTC and no run came; AWS does not tell why",
        [Kind.NO_RUN_CAME],
    ),
    "a schedule that cannot be read": Case(
        [scheduled("odd", "b", schedule="rate(1 day)")],
        runs(none="b"),
        "It is not known why b did not run: the schedule of trigger odd cannot be read, a rate counts from",
        [Kind.UNKNOWN],
        certainty=Certainty.UNKNOWN,
    ),
    "a schedule that is switched off": Case(
        [scheduled("nightly", "b", State="DEACTIVATED")],
        runs(none="b"),
        "b did not run because trigger nightly is not active (as of now: DEACTIVATED)",
        [Kind.INACTIVE],
        certainty=Certainty.PROBABLE,
    ),
    "a trigger that was never switched on": Case(
        [after("done", "a", "b", State="CREATED")], runs(OK, none="b"), "not active (as of now: CREATED)"
    ),
    "a trigger that is being updated": Case(
        [scheduled("nightly", "b", State="UPDATING")], runs(none="b"), "trigger nightly is UPDATING", [Kind.UNKNOWN]
    ),
    "a trigger whose state was not returned": Case(
        [scheduled("nightly", "b", State=None)], runs(none="b"), "has no state in AWS's answer", [Kind.UNKNOWN]
    ),
    "on demand": Case(
        [started("press", "ON_DEMAND", "b")], runs(none="b"), "nobody started the trigger", [Kind.ON_DEMAND]
    ),
    "events": Case(
        [started("files", "EVENT", "b", EventBatchingCondition={"BatchSize": 5})],
        runs(none="b"),
        "fewer than 5 events came, or none",
        [Kind.EVENT],
    ),
    "events without a size": Case([started("files", "EVENT", "b")], runs(none="b"), "too few events came, or none"),
    "a type that is new": Case(
        [started("beam", "TELEPATHY", "b", State="ACTIVATED")], runs(none="b"), "is of type TELEPATHY", [Kind.UNKNOWN]
    ),
    "the watched run failed": Case(
        [after("done", "a", "b")],
        runs(FAILED, none="b"),
        "b did not run because a FAILED",
        [Kind.CONDITIONS, Kind.OTHERWISE],
        "jr_a_02:00",
        Certainty.KNOWN,
    ),
    "the watched run ended in a state that fires nothing": Case(
        [after("done", "a", "b")],
        runs(run("a", "02:00", "02:01", "ERROR"), none="b"),
        "a ERROR, which no condition can listen for",
        causing="jr_a_02:00",
    ),
    "the watched run succeeded while a failure was waited for": Case(
        [after("alert", "a=FAILED", "b")], runs(OK, none="b"), "because a SUCCEEDED, not FAILED", causing="jr_a_02:00"
    ),
    "the watched run was started by hand": Case(
        [after("done", "a", "b")],
        runs(run("a", "02:00", "03:00", trigger=""), none="b"),
        "a SUCCEEDED, but was started by hand, which sets nothing off",
        [Kind.CONDITIONS, Kind.BY_HAND],
        "jr_a_02:00",
    ),
    "the watched run is still on": Case(
        [after("done", "a", "b")],
        runs(run("a", "02:00", state="RUNNING"), none="b"),
        "b has not run yet: a is RUNNING",
        [Kind.CONDITIONS, Kind.STILL_ON],
    ),
    "the watched run is of a state that nobody knows": Case(
        [after("done", "a", "b")],
        runs(run("a", "02:00", state="DREAMING"), none="b"),
        "b has not run yet: a is DREAMING",
    ),
    "the watched job could not be asked": Case(
        [after("done", "denied", "b")],
        runs(none="b"),
        "It is not known why b did not run: denied could not be asked",
        [Kind.CONDITIONS, Kind.UNKNOWN],
        certainty=Certainty.UNKNOWN,
    ),
    "a crawler in the condition": Case(
        [after("crawled", "crawler:raw", "b")],
        runs(none="b"),
        "It is not known why b did not run: crawler raw is to end",
    ),
    "a condition that cannot be read": Case(
        [after("odd", "a", "b", Predicate={"Conditions": [{}]})],
        runs(none="b"),
        "condition of trigger odd cannot be read",
    ),
    "conditions that were not returned": Case(
        [after("odd", "a", "b", Predicate={})], runs(none="b"), "the conditions of trigger odd were not returned whole"
    ),
    "AND, all met": Case(
        [after("done", "a z", "b")],
        runs(OK, run("z", "02:00", "02:30"), none="b"),
        "the conditions of trigger done were met and no run came; AWS does not tell why",
        [Kind.CONDITIONS, Kind.MET, Kind.MET, Kind.NO_RUN_CAME],
    ),
    "AND, the second failed": Case(
        [after("done", "a z", "b")],
        runs(OK, run("z", "02:00", "02:30", "TIMEOUT"), none="b"),
        "because z TIMEOUT",
        [Kind.CONDITIONS, Kind.MET, Kind.OTHERWISE],
        "jr_z_02:00",
    ),
    "AND, one unknown and one failed": Case(
        [after("done", "denied a", "b")], runs(FAILED, none="b"), "because a FAILED", causing="jr_a_02:00"
    ),
    "ANY, one met": Case(
        [after("either", "a z", "b", logical="ANY")], runs(OK, none="b z"), "the conditions of trigger either were met"
    ),
    "ANY, none met": Case(
        [after("either", "a=FAILED a=TIMEOUT", "b", logical="ANY")],
        runs(OK, none="b"),
        "a SUCCEEDED, not FAILED",
        causing="jr_a_02:00",
    ),
    "ANY, one failed and one is still on": Case(
        [after("either", "a z", "b", logical="ANY")],
        runs(FAILED, run("z", "02:00", state="RUNNING"), none="b"),
        "b has not run yet: z is RUNNING",
    ),
    "followed down to a failed run": Case(
        [after("then", "c", "b"), after("done", "a", "c")],
        runs(FAILED, none="b c"),
        "b did not run because a FAILED",
        [Kind.CONDITIONS, Kind.DID_NOT_RUN, Kind.CONDITIONS, Kind.OTHERWISE],
        "jr_a_02:00",
    ),
    "followed down to a trigger that is not active": Case(
        [after("then", "c", "b"), scheduled("nightly", "c", State="DEACTIVATED")],
        runs(none="b c"),
        "b did not run because trigger nightly is not active (as of now: DEACTIVATED)",
        [Kind.CONDITIONS, Kind.DID_NOT_RUN, Kind.INACTIVE],
    ),
    "followed down to a schedule": Case(
        [after("then", "c", "b"), scheduled("noon", "c", schedule="cron(0 12 * * ? *)")],
        runs(none="b c"),
        "b did not run because the schedule of trigger noon has no time in the window",
    ),
    "followed down to a job that may not be read": Case(
        [after("then", "c", "b"), after("done", "denied", "c")],
        runs(none="b c"),
        "It is not known why b did not run: denied could not be asked",
    ),
    "followed down to a job without a trigger": Case(
        [after("then", "c", "b")], runs(none="b c"), "b did not run because no trigger starts c"
    ),
    "a loop of triggers": Case(
        [after("there", "c", "b"), after("back", "b", "c")],
        runs(none="b c"),
        "b waits for itself: a loop of triggers (as of now)",
        [Kind.CONDITIONS, Kind.DID_NOT_RUN, Kind.CONDITIONS, Kind.DID_NOT_RUN, Kind.LOOP],
    ),
    "a job that waits for itself": Case([after("again", "b", "b")], runs(none="b"), "b waits for itself"),
    "several triggers, of which one explains most": Case(
        [started("press", "ON_DEMAND", "b"), scheduled("off", "b", State="CREATED"), after("done", "a", "b")],
        runs(FAILED, none="b"),
        "b did not run because a FAILED",
        [Kind.ON_DEMAND, Kind.INACTIVE, Kind.CONDITIONS, Kind.OTHERWISE],
        "jr_a_02:00",
    ),
    "the watched job ran in another workflow": Case(
        [after("inside", "a", "b", WorkflowName="w"), scheduled("nightly", "a", WorkflowName="v")],
        runs(OK, none="b"),
        "",
        [Kind.CONDITIONS, Kind.DID_NOT_RUN, Kind.NO_RUN_CAME],
    ),
    "two workflows with the same jobs": Case(
        [
            after("in w", "a", "b", WorkflowName="w"),
            after("in v", "a", "b", WorkflowName="v"),
            scheduled("nightly", "a", WorkflowName="w"),
        ],
        runs(FAILED, none="b"),
        "b did not run because a FAILED",
        causing="jr_a_02:00",
    ),
    "a watched run that was tried again": Case(
        [after("alert", "a=FAILED", "b")],
        runs(
            run("a", "02:00", "02:01", "FAILED", run_id="jr_1"),
            run("a", "02:02", "02:03", run_id="jr_1_attempt_1", PreviousRunId="jr_1", Attempt=1),
            none="b",
        ),
        "because a SUCCEEDED, not FAILED",
        causing="jr_1_attempt_1",
    ),
}


def explained(case: Case) -> tuple[Why, list[Wanted]]:
    asked: list[Wanted] = []

    def answer(wanted: Wanted) -> Known:
        asked.append(wanted)
        return Known({job: case.known.get(job, Unanswered()) for job in wanted.jobs})

    return told(why_not(account(*case.triggers), "b", NIGHT, MORNING), answer), asked


@pytest.mark.parametrize("name", CASES)
def test_why_a_job_did_not_run(name: str) -> None:
    case = CASES[name]
    why, _ = explained(case)
    assert case.cause in why.cause
    if case.kinds:
        assert [finding.kind for finding in why.findings] == list(case.kinds)
    assert (why.causing_run.run_id if why.causing_run else "") == case.causing
    if case.certainty:
        assert why.findings[-1].certainty is case.certainty


@pytest.mark.parametrize("name", CASES)
def test_no_job_is_asked_twice_and_all_that_is_needed_at_once_is_asked_at_once(name: str) -> None:
    case = CASES[name]
    why, asked = explained(case)
    jobs = [job for wanted in asked for job in wanted.jobs]
    assert len(jobs) == len(set(jobs))
    assert len(asked) <= 2 + max((finding.depth for finding in why.findings), default=0)


def test_what_is_followed_down_says_how_far() -> None:
    why, _ = explained(CASES["followed down to a failed run"])
    assert [(finding.job, finding.depth) for finding in why.findings] == [("b", 0), ("c", 0), ("c", 1), ("a", 1)]


def test_a_chain_of_thousands_of_triggers_is_followed_to_its_end() -> None:
    count = 3_000
    index = account(*(after(f"t{n}", f"j{n + 1}", f"j{n}") for n in range(count)))
    known = runs(none=" ".join(f"j{n}" for n in range(count)))
    known[f"j{count}"] = [run(f"j{count}", "02:00", "03:00", "FAILED")]
    why = told(why_not(index, "j0", NIGHT, MORNING), lambda wanted: Known({job: known[job] for job in wanted.jobs}))
    assert why.cause == f"j0 did not run because j{count} FAILED"


@pytest.mark.parametrize(
    ("now", "cause"),
    [
        ("01:00", "has no time in the window; the next is 2026-11-20 02:00"),
        ("02:01", "has not run yet"),
        ("02:05", "no run came"),
    ],
)
def test_what_is_still_to_come_is_not_called_missing(now: str, cause: str) -> None:
    index = account(scheduled("nightly", "b"))
    answer = Known({"b": []})
    assert cause in told(why_not(index, "b", NIGHT, at(now)), lambda wanted: answer).cause


def test_attempts_that_name_one_another_in_a_circle_are_runs_all_the_same() -> None:
    circle = [run("b", "02:00", "02:01", run_id=own, PreviousRunId=other) for own, other in (("x", "y"), ("y", "x"))]
    why = told(why_not(account(), "b", NIGHT, MORNING), lambda wanted: Known({"b": circle}))
    assert why.cause == "b ran in the window: SUCCEEDED"


def test_a_run_without_an_id_is_no_attempt_of_another() -> None:
    nameless, last = run("b", "03:00", "03:01", "FAILED", run_id=""), run("b", "02:00", "02:01")
    assert last_attempts([nameless, last]) == [nameless, last]
