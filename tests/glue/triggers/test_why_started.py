"""What started a run: trigger, schedule, conditions and who came last, each as certain as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from gluetui.glue.run.run import JobRun
from gluetui.glue.triggers.asking import Known, Unanswered, told
from gluetui.glue.triggers.finding import Certainty, Finding, Kind, Why
from gluetui.glue.triggers.trigger import Trigger
from gluetui.glue.triggers.why_started import why_started
from tests.glue.triggers.account import account, after, at, run, runs, scheduled, started

KNOWN, PROBABLE, UNKNOWN = Certainty.KNOWN, Certainty.PROBABLE, Certainty.UNKNOWN
A = run("a", "02:00", "03:00", trigger="nightly")
Z = run("z", "02:00", "03:30", trigger="nightly")
FAILED = run("a", "02:00", "03:00", "FAILED", trigger="nightly")


def b(trigger: str, start: str = "03:31", *before: JobRun, **members: Any) -> JobRun:
    """A run of b that asked for its predecessors."""
    linked = [{"JobName": each.key.job_name, "RunId": each.key.run_id} for each in before]
    made = run("b", start, "04:00", trigger=trigger, PredecessorRuns=linked, **members)
    return JobRun(made.raw, asked_predecessors=True)


def why(triggers: Sequence[Trigger], one: JobRun, known: Mapping[str, Sequence[JobRun]] | None = None) -> Why:
    given = known or {}
    return told(
        why_started(account(*triggers), one),
        lambda wanted: Known({job: given.get(job, Unanswered()) for job in wanted.jobs}),
    )


def seen(found: Sequence[Finding]) -> list[tuple[Kind, Certainty]]:
    return [(finding.kind, finding.certainty) for finding in found]


def test_a_run_without_a_trigger_was_started_by_what_is_not_visible() -> None:
    result = why([], b(""))
    assert seen(result.findings) == [(Kind.BY_HAND, KNOWN)]
    assert "Step Functions, Airflow or EventBridge" in result.cause and result.causing_run is None


def test_a_trigger_that_is_gone_is_told_as_gone() -> None:
    result = why([], b("old"))
    assert seen(result.findings) == [(Kind.GONE_TRIGGER, KNOWN)]
    assert result.cause == "Trigger old started it, which is gone now: deleted or renamed"


def test_a_trigger_that_starts_other_jobs_now_is_told_to_have_changed() -> None:
    result = why([started("press", "ON_DEMAND", "z")], b("press"))
    assert seen(result.findings) == [(Kind.NO_TRIGGER, KNOWN), (Kind.ON_DEMAND, KNOWN)]
    assert "as of now it says otherwise" in result.findings[0].text


@pytest.mark.parametrize(("start", "due"), [("02:00:03", "02:00"), ("02:01:30", "02:00"), ("01:59:58", "02:00")])
def test_a_schedules_time_that_was_due_is_told(start: str, due: str) -> None:
    result = why([scheduled("nightly", "b")], b("nightly", start))
    assert seen(result.findings) == [(Kind.SCHEDULE, PROBABLE)]
    assert result.findings[0].when == at(due)
    assert result.cause == f"Trigger nightly started it, due at 2026-11-20 {due} UTC"


def test_a_schedule_without_a_time_just_before_may_have_changed() -> None:
    result = why([scheduled("nightly", "b")], b("nightly", "03:00"))
    assert "it may have changed since" in result.findings[0].text
    assert result.cause == "Trigger nightly started it"


def test_a_schedule_that_cannot_be_read_is_shown_as_aws_has_it() -> None:
    result = why([scheduled("nightly", "b", schedule="rate(1 day)")], b("nightly"))
    assert seen(result.findings) == [(Kind.UNKNOWN, UNKNOWN)]
    assert "rate(1 day)" in result.findings[0].text


@pytest.mark.parametrize(
    ("kind", "found"), [("ON_DEMAND", Kind.ON_DEMAND), ("EVENT", Kind.EVENT), ("NEW", Kind.UNKNOWN)]
)
def test_what_is_started_from_outside(kind: str, found: Kind) -> None:
    result = why([started("press", kind, "b")], b("press"))
    assert seen(result.findings) == [(found, KNOWN)]


def test_with_its_predecessors_it_is_known_which_run_met_which_condition_and_who_came_last() -> None:
    index = [after("both", "a z", "b")]
    result = why(index, b("both", "03:31", A, Z), runs(A, Z))
    assert seen(result.findings) == [(Kind.CONDITIONS, KNOWN), (Kind.MET, KNOWN), (Kind.MET, KNOWN), (Kind.LAST, KNOWN)]
    assert [finding.run for finding in result.findings] == [None, A.key, Z.key, Z.key]
    assert (result.causing_run, result.findings[-1].when) == (Z.key, at("03:30"))
    assert result.cause == "Trigger both started it as z SUCCEEDED"


def test_without_its_predecessors_the_last_run_that_ended_as_wanted_is_probable() -> None:
    earlier = run("a", "01:00", "01:30", trigger="nightly")
    later = run("a", "03:00", "03:40", trigger="nightly")
    result = why([after("done", "a", "b")], run("b", "03:31", trigger="done"), runs(earlier, later, A))
    assert seen(result.findings) == [(Kind.CONDITIONS, KNOWN), (Kind.MET, PROBABLE), (Kind.LAST, PROBABLE)]
    assert result.causing_run == A.key


def test_of_any_the_run_that_met_it_is_told_and_what_did_not_is_left_out() -> None:
    result = why(
        [after("either", "a=FAILED z=FAILED", "b", logical="ANY")], b("either", "03:01", FAILED), runs(FAILED, Z)
    )
    assert [finding.job for finding in result.findings if finding.kind is Kind.MET] == ["a"]
    assert result.causing_run == FAILED.key


def test_a_predecessor_that_was_not_returned_is_named_all_the_same() -> None:
    result = why([after("done", "a", "b")], b("done", "03:31", A), {})
    assert seen(result.findings) == [(Kind.CONDITIONS, KNOWN), (Kind.MET, KNOWN)]
    assert result.findings[1].run == A.key


def test_a_condition_that_wants_something_else_now_is_told() -> None:
    result = why([after("done", "a=FAILED", "b")], b("done", "03:31", A), runs(A))
    assert "though it waits for FAILED now" in result.findings[1].text


def test_a_crawler_in_the_condition_and_a_job_that_may_not_be_read_are_unknown() -> None:
    result = why([after("mixed", "crawler:raw denied", "b")], run("b", "03:31", trigger="mixed"))
    assert seen(result.findings) == [(Kind.CONDITIONS, KNOWN), (Kind.UNKNOWN, UNKNOWN), (Kind.UNKNOWN, UNKNOWN)]


def test_its_workflow_is_known_by_its_arguments_else_probable_by_its_trigger() -> None:
    inside = scheduled("nightly", "b", WorkflowName="w")
    result = why([inside], b("nightly", "02:00", Arguments={"--WORKFLOW_NAME": "w", "--WORKFLOW_RUN_ID": "wr_1"}))
    assert (result.findings[-1].text, result.findings[-1].certainty) == ("It belongs to workflow w, run wr_1", KNOWN)
    result = why([inside], b("nightly", "02:00"))
    assert (result.findings[-1].kind, result.findings[-1].certainty) == (Kind.WORKFLOW, PROBABLE)


def test_a_retry_says_which_run_it_tries_again() -> None:
    result = why([scheduled("nightly", "b")], b("nightly", "02:05", Attempt=1, PreviousRunId="jr_0"))
    assert result.findings[0].kind is Kind.RETRY
    assert result.findings[0].run == ("b", "jr_0")


def test_of_two_ends_of_one_job_only_the_one_that_came_is_told() -> None:
    index = [after("alert", "a=TIMEOUT a=FAILED", "b", logical="ANY")]
    result = why(index, b("alert", "03:01", FAILED), runs(FAILED))
    assert seen(result.findings) == [(Kind.CONDITIONS, KNOWN), (Kind.MET, KNOWN), (Kind.LAST, KNOWN)]
    assert result.findings[1].text == "a FAILED"
