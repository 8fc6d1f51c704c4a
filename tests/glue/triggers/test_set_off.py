"""What a run's end set off: started, probably, did not start because; and what waits in vain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest

from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.triggers.asking import Known, Unanswered, Wanted, told
from gluetui.glue.triggers.finding import Certainty
from gluetui.glue.triggers.set_off import Effects, effects_of
from gluetui.glue.triggers.trigger import Trigger
from gluetui.glue.triggers.waits import waits_in_vain
from tests.glue.triggers.account import MORNING, account, after, at, run, runs, scheduled, started

KNOWN, PROBABLE, UNKNOWN = Certainty.KNOWN, Certainty.PROBABLE, Certainty.UNKNOWN
NIGHTLY = scheduled("nightly", "a")
A = run("a", "02:00", "03:00", trigger="nightly")
FAILED = run("a", "02:00", "03:00", "FAILED", trigger="nightly")
DONE = after("done", "a", "b")
ASKED: list[Wanted] = []


def linked(job: str, start: str, *before: JobRun, trigger: str = "done", **members: Any) -> JobRun:
    """A run as GetJobRun returns it, with its predecessors."""
    entries = [{"JobName": each.key.job_name, "RunId": each.key.run_id} for each in before]
    made = run(job, start, "04:00", trigger=trigger, PredecessorRuns=entries, **members)
    return JobRun(made.raw, asked_predecessors=True)


def listed(one: JobRun) -> JobRun:
    """The same run as GetJobRuns lists it."""
    return JobRun({**one.raw, "PredecessorRuns": []})


def effects(
    triggers: Sequence[Trigger],
    one: JobRun,
    known: Mapping[str, Sequence[JobRun]],
    proofs: Sequence[JobRun] = (),
    now: datetime = MORNING,
) -> Effects:
    by_key: dict[RunKey, JobRun | Unanswered] = {proof.key: proof for proof in proofs}
    ASKED.clear()

    def answer(wanted: Wanted) -> Known:
        ASKED.append(wanted)
        return Known({job: known.get(job, Unanswered()) for job in wanted.jobs}, by_key)

    return told(effects_of(account(NIGHTLY, *triggers), one, now), answer)


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (run("a", "02:00", state="RUNNING", trigger="nightly"), "It is not over"),
        (run("a", "02:00", "03:00", trigger=""), "started by hand or through the API: its end sets no trigger off"),
        (run("a", "02:00", "03:00", "ERROR", trigger="nightly"), "ERROR, which no condition can listen for"),
        (FAILED, "No trigger waits for a FAILED (as of now)"),
    ],
)
def test_where_nothing_can_follow_nothing_is_asked(one: JobRun, text: str) -> None:
    found = effects([DONE], one, {})
    assert found.set_off == () and text in found.text
    assert ASKED == []


def test_a_run_that_names_it_as_its_predecessor_is_known() -> None:
    follower = linked("b", "03:01", A)
    [found] = effects([DONE], A, runs(A, listed(follower)), [follower]).set_off
    assert (found.trigger, found.job, found.certainty, found.run) == ("done", "b", KNOWN, follower.key)
    assert [sorted(wanted.jobs) for wanted in ASKED] == [["a", "b"], []]
    assert [sorted(wanted.runs) for wanted in ASKED] == [[], [follower.key]]


def test_a_run_that_names_another_one_is_none_of_its() -> None:
    other = run("a", "01:00", "01:30", trigger="nightly")
    follower = linked("b", "03:01", other)
    [found] = effects([DONE], A, runs(A, other, listed(follower)), [follower]).set_off
    assert (found.run, found.certainty, found.text) == (None, UNKNOWN, "b did not start: AWS does not tell why")


def test_one_run_without_proof_is_probable_and_several_are_unknown() -> None:
    first, second = (listed(linked("b", start)) for start in ("03:01", "03:30"))
    [found] = effects([DONE], A, runs(A, first)).set_off
    assert (found.certainty, found.run) == (PROBABLE, first.key)
    [found] = effects([DONE], A, runs(A, first, second)).set_off
    assert (found.certainty, found.run) == (UNKNOWN, None)


def test_runs_before_the_end_by_another_trigger_or_after_the_next_end_do_not_count() -> None:
    following = run("a", "05:00", "06:00", trigger="nightly")
    others = [
        listed(linked("b", "02:59:54")),
        listed(linked("b", "03:02", trigger="noon")),
        listed(linked("b", "06:00:20")),
    ]
    [found] = effects([DONE], A, runs(A, following, *others)).set_off
    assert found.run is None and found.text.startswith("b did not start")
    early = listed(linked("b", "02:59:56"))
    [found] = effects([DONE], A, runs(A, following, early)).set_off
    assert found.run == early.key


def test_a_retried_follower_is_its_first_attempt_even_where_only_the_second_is_listed() -> None:
    first = listed(linked("b", "03:01", run_id="jr_1"))
    second = listed(linked("b", "03:05", run_id="jr_1_attempt_1", PreviousRunId="jr_1"))
    assert effects([DONE], A, runs(A, first, second)).set_off[0].run == first.key
    assert effects([DONE], A, runs(A, second)).set_off[0].run == second.key


def test_an_attempt_that_was_followed_by_another_sets_nothing_off() -> None:
    again = run("a", "03:05", "04:00", trigger="nightly", run_id="jr_a_2", PreviousRunId=FAILED.key.run_id)
    found = effects([after("alert", "a=FAILED", "b")], FAILED, runs(FAILED, again, none="b"))
    assert found.text == "It was tried again: the end of jr_a_2 counts"


@pytest.mark.parametrize(
    ("trigger", "z", "certainty", "text"),
    [
        (after("done", "a", "b", State="DEACTIVATED"), None, PROBABLE, ": trigger done is not active (as of now)"),
        (after("done", "a z", "b"), run("z", "02:00", "03:00", "FAILED"), PROBABLE, ", because z FAILED"),
        (after("done", "a z", "b"), run("z", "02:00", state="RUNNING"), PROBABLE, " yet: z is RUNNING"),
        (after("done", "a z=FAILED", "b"), run("z", "02:00", "03:00"), PROBABLE, ", because z SUCCEEDED, not FAILED"),
        (after("done", "a denied", "b"), None, UNKNOWN, ", because denied could not be asked"),
        (after("done", "a crawler:raw", "b"), None, UNKNOWN, ", because crawler raw is to end SUCCEEDED"),
        (after("done", "a z", "b"), run("z", "02:00", "03:00"), UNKNOWN, ": AWS does not tell why"),
        (after("done", "a z", "b", logical="ANY"), None, UNKNOWN, ": AWS does not tell why"),
    ],
)
def test_a_job_that_did_not_start_has_its_reason(
    trigger: Trigger, z: JobRun | None, certainty: Certainty, text: str
) -> None:
    known = runs(A, *([z] if z else []), none="b")
    [found] = effects([trigger], A, known).set_off
    assert (found.certainty, found.run) == (certainty, None)
    assert found.text.startswith(f"b did not start{text}")


def test_what_may_still_start_is_not_called_missing() -> None:
    [found] = effects([DONE], A, runs(A, none="b"), now=at("03:01")).set_off
    assert found.text == "b did not start yet: the end was a moment ago"


def test_a_follower_that_may_not_be_read_and_a_crawler_are_unknown() -> None:
    found = effects([after("done", "a", "denied", "crawler:raw")], A, runs(A)).set_off
    assert [(each.job, each.certainty) for each in found] == [("", UNKNOWN), ("denied", UNKNOWN)]


def test_triggers_of_another_workflow_do_not_follow() -> None:
    found = effects([after("inside", "a", "b", WorkflowName="w")], A, {})
    assert found.set_off == () and ASKED == []


def vain(triggers: Sequence[Trigger], one: JobRun = FAILED) -> list[str]:
    return waits_in_vain(account(NIGHTLY, *triggers), one)


B_THEN_C = after("then", "b", "c")
WAITS: dict[str, tuple[Sequence[Trigger], list[str]]] = {
    "the chain": ([DONE, B_THEN_C], ["b", "c"]),
    "an alert is not": ([after("alert", "a=FAILED", "b")], []),
    "an alert of what never runs is not": ([DONE, after("alert", "b=FAILED", "c")], ["b"]),
    "AND with another success": ([after("done", "a z", "b")], ["b"]),
    "ANY with another success is not": ([after("either", "a z", "b", logical="ANY")], []),
    "ANY of two that cannot come": ([DONE, after("either", "a b", "c", logical="ANY")], ["b", "c"]),
    "ANY that a failure sets off is not": ([after("either", "a a=FAILED", "b", logical="ANY")], []),
    "ANY of ends that did not come": ([after("either", "a a=TIMEOUT", "b", logical="ANY")], ["b"]),
    "ANY with a crawler is not": ([after("either", "a crawler:raw", "b", logical="ANY")], []),
    "another conditional trigger can": ([DONE, after("other", "z", "b")], []),
    "a schedule can": ([DONE, scheduled("noon", "b")], []),
    "what follows from what a schedule can set off": ([DONE, B_THEN_C, scheduled("noon", "b")], []),
    "nobody has to start a trigger on demand": ([DONE, started("press", "ON_DEMAND", "b")], ["b"]),
    "another trigger that is not active cannot": ([DONE, after("other", "z", "b", State="CREATED")], ["b"]),
    "another trigger that cannot come either": ([DONE, B_THEN_C, after("other", "b", "b")], ["b", "c"]),
    "a trigger that is not active": ([after("done", "a", "b", State="DEACTIVATED")], []),
    "a loop": ([DONE, after("back", "b", "a"), after("round", "b", "b")], ["b"]),
    "another workflow": ([after("inside", "a", "b", WorkflowName="w")], []),
    "two conditions without AND or ANY": ([after("odd", "a z", "b", logical="")], []),
}


@pytest.mark.parametrize("name", WAITS)
def test_what_waits_in_vain(name: str) -> None:
    triggers, jobs = WAITS[name]
    assert vain(triggers) == jobs


@pytest.mark.parametrize(
    ("one", "jobs"),
    [
        (A, []),
        (run("a", "02:00", state="RUNNING", trigger="nightly"), []),
        (run("a", "02:00", "03:00", "FAILED", trigger=""), []),
        (run("a", "02:00", "03:00", "STOPPED", trigger="nightly"), ["b"]),
        (run("a", "02:00", "03:00", "ERROR", trigger="nightly"), ["b"]),
    ],
)
def test_only_a_triggers_run_that_is_over_and_did_not_succeed_holds_others_up(one: JobRun, jobs: list[str]) -> None:
    assert vain([DONE], one) == jobs
