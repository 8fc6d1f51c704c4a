"""The night against a simple list: counts, sums, sections, order and identity, whatever comes in which order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.missing import Missing
from gluetui.glue.night.night import Night
from gluetui.glue.night.verdict import Section, Why
from gluetui.glue.run.cost import dpu_hours, estimated_cost
from gluetui.glue.run.run import FINAL_STATES, JobRun
from gluetui.glue.run.window import Window

SINCE, UNTIL = 10_000, 20_000
WINDOW = Window(datetime.fromtimestamp(SINCE, UTC), datetime.fromtimestamp(UNTIL, UTC))
NOW = datetime.fromtimestamp(25_000, UTC)
REFUSAL = AwsError(ErrorKind.DENIED, "AWS denied it", "Ask.")


def run(
    run_id: str, state: str = "SUCCEEDED", start: int | None = 12_000, end: int | None = 13_000, **more: Any
) -> JobRun:
    members = {"JobName": "job", "Id": run_id, "JobRunState": state, "StartedOn": start}
    return JobRun(members | ({} if end is None else {"CompletedOn": end}) | more)


def night_of(*runs: JobRun, usual: Usual | None = None, now: datetime = NOW) -> Night:
    night = Night(WINDOW)
    night.answered(JobNight("job", runs, WINDOW, now, usual=usual), now)
    return night


def why(*runs: JobRun, usual: Usual | None = None) -> tuple[Section | None, Why | None]:
    night = night_of(*runs, usual=usual)
    row = night.row("job", NOW)
    return night.section("job"), row.why if row else None


# Which runs were on.


@pytest.mark.parametrize(
    ("state", "start", "end", "is_on"),
    [
        ("SUCCEEDED", 9_000, 9_999, False),
        ("SUCCEEDED", 9_000, 10_000, True),
        ("SUCCEEDED", 9_000, 21_000, True),
        ("SUCCEEDED", 10_000, 10_000, True),
        ("SUCCEEDED", 19_999, 22_000, True),
        ("SUCCEEDED", 20_000, 22_000, False),
        ("RUNNING", 1, None, True),
        ("RUNNING", 1, 5, True),  # Recorded: a live run with CompletedOn, which is not believed.
        ("RUNNING", 20_000, None, False),
        ("WAITING", None, None, True),
        ("SUCCEEDED", None, 9_000, False),
        ("SUCCEEDED", None, 15_000, True),
        ("ERROR", 9_000, None, False),  # Nothing says that it went on after its start.
        ("ERROR", 11_000, None, True),
        ("ERROR", None, None, True),
        ("SUCCEEDED", 15_000, 14_000, True),
    ],
)
def test_a_run_counts_that_was_on(state: str, start: int | None, end: int | None, is_on: bool) -> None:
    assert WINDOW.has(run("jr_1", state, start, end)) is is_on


def test_a_run_without_an_end_was_on_for_as_long_as_it_worked() -> None:
    assert WINDOW.has(run("jr_1", "FAILED", 9_000, None, ExecutionTime=1_000))
    assert WINDOW.has(run("jr_1", "FAILED", 9_000, None, LastModifiedOn=10_001))
    assert not WINDOW.has(run("jr_1", "FAILED", 9_000, None, ExecutionTime=999))


def test_a_run_that_is_on_at_both_ends_counts_once() -> None:
    totals = night_of(run("jr_1", start=1, end=30_000)).totals(NOW)
    assert (totals.runs, totals.succeeded) == (1, 1)


# Sections.


USUAL = Usual(100.0, 9)
FAILED_OF_A_DAY = run("jr_9", "FAILED", 11_000, 11_500)


@pytest.mark.parametrize(
    ("runs", "section", "reason"),
    [
        ([run("jr_1", "FAILED")], Section.FAILED, None),
        ([run("jr_1", "TIMEOUT")], Section.FAILED, None),
        ([run("jr_1", "ERROR")], Section.FAILED, None),
        ([run("jr_1", ExecutionTime=90), FAILED_OF_A_DAY], Section.RECOVERED, None),
        ([run("jr_1", "FAILED"), run("jr_0", start=11_000)], Section.FAILED, None),
        ([run("jr_1", "RUNNING", end=None), FAILED_OF_A_DAY], Section.FAILED, None),
        ([run("jr_1", "STOPPED"), FAILED_OF_A_DAY], Section.FAILED, None),
        ([run("jr_9_attempt_1", ExecutionTime=90), FAILED_OF_A_DAY], Section.LOOK_AT, Why.RETRIED),
        ([run("jr_1_attempt_1", ExecutionTime=90)], Section.LOOK_AT, Why.RETRIED),
        ([run("jr_2", Attempt=2, ExecutionTime=90)], Section.LOOK_AT, Why.RETRIED),
        (
            [run("b", PreviousRunId="a", Attempt=1, ExecutionTime=90), run("a", "FAILED", 11_000, 11_500)],
            Section.LOOK_AT, Why.RETRIED,
        ),
        ([run("jr_1_attempt_1", "FAILED"), run("jr_1", "FAILED", 11_000, 11_500)], Section.FAILED, None),
        ([run("jr_1", "STOPPED")], Section.LOOK_AT, Why.STOPPED),
        ([run("jr_1", "EXPIRED")], Section.LOOK_AT, Why.STOPPED),
        ([run("jr_1", "WAITING", None, None)], Section.LOOK_AT, Why.WAITING),
        ([run("jr_1", "PAUSED", end=None)], Section.LOOK_AT, Why.UNKNOWN_STATE),
        ([run("jr_1", "", end=None)], Section.LOOK_AT, Why.UNKNOWN_STATE),
        ([run("jr_1", ExecutionTime=150)], Section.LOOK_AT, Why.SLOW),
        ([run("jr_1", ExecutionTime=149)], Section.FINE, None),
        ([run("jr_1", "RUNNING", 12_000, None)], Section.LOOK_AT, Why.RUNNING_LONG),
        ([run("jr_1", "RUNNING", 24_990, None), run("jr_0", ExecutionTime=100)], Section.FINE, None),
        ([run("jr_1", ExecutionTime=100)], Section.FINE, None),
        ([run("jr_1", ExecutionTime=0)], Section.FINE, None),
        ([run("jr_2", "STOPPED"), run("jr_1", "WAITING", 11_000, None)], Section.LOOK_AT, Why.WAITING),
        ([], None, None),
        ([run("jr_1", start=20_001)], None, None),
    ],
)  # fmt: skip
def test_a_job_stands_in_the_worst_section_that_fits(
    runs: list[JobRun], section: Section | None, reason: Why | None
) -> None:
    assert why(*runs, usual=USUAL) == (section, reason)


def test_a_few_seconds_more_are_not_slow() -> None:
    assert why(run("jr_1", ExecutionTime=20), usual=Usual(5.0, 9)) == (Section.FINE, None)
    assert why(run("jr_1", ExecutionTime=35), usual=Usual(5.0, 9)) == (Section.LOOK_AT, Why.SLOW)


def test_without_a_usual_duration_half_the_timeout_is_long() -> None:
    assert why(run("jr_1", "RUNNING", 19_000, None, Timeout=200)) == (Section.LOOK_AT, Why.RUNNING_LONG)
    assert why(run("jr_1", "RUNNING", 19_001, None, Timeout=200)) == (Section.FINE, None)
    assert why(run("jr_1", "RUNNING", 1, None, Timeout=0)) == (Section.FINE, None)


def test_what_is_usual_is_told_by_the_runs_of_other_times_too() -> None:
    others = [run(f"jr_{n}", start=n, end=n + 10, ExecutionTime=100) for n in range(5)]
    assert why(run("jr_9", ExecutionTime=300), *others) == (Section.LOOK_AT, Why.SLOW)


def test_a_live_run_becomes_long_as_time_passes() -> None:
    then = datetime.fromtimestamp(12_010, UTC)
    night = night_of(run("jr_1", "RUNNING", 12_000, None), usual=USUAL, now=then)
    assert night.section("job") is Section.FINE
    assert not night.time_passed(then)
    assert night.time_passed(NOW)
    assert night.section("job") is Section.LOOK_AT


def test_a_newer_answer_about_one_run_takes_its_place() -> None:
    night = night_of(run("jr_1", "RUNNING", 12_000, None), run("jr_0", ExecutionTime=50))
    assert night.renew("job", run("jr_1", "FAILED"), NOW)
    assert night.section("job") is Section.FAILED
    assert night.totals(NOW)[:4] == (2, 1, 1, 0)
    assert not night.renew("job", run("other", "FAILED"), NOW)
    assert not night.renew("stranger", run("jr_1", "FAILED"), NOW)


def test_attempts_are_one_line_and_all_of_them_count() -> None:
    night = night_of(
        run("jr_2", start=15_000),
        run("jr_1_attempt_2", start=14_000),
        run("jr_1_attempt_1", "FAILED", start=13_000),
        run("jr_1", "FAILED", start=12_000),
    )
    row = night.row("job", NOW)
    assert row is not None
    assert [[each.key.run_id for each in line.attempts] for line in row.lines] == [
        ["jr_2"],
        ["jr_1", "jr_1_attempt_1", "jr_1_attempt_2"],
    ]
    assert night.totals(NOW)[:4] == (4, 2, 2, 0)


def test_a_page_that_has_a_run_again_adds_none_and_its_later_state_counts() -> None:
    night = night_of(run("jr_1", "RUNNING", end=None), run("jr_0"), run("jr_1", "FAILED"))
    assert night.totals(NOW)[:4] == (2, 1, 1, 0)


def test_a_chain_that_bites_its_tail_is_one_line() -> None:
    night = night_of(run("a", PreviousRunId="b"), run("b", PreviousRunId="a"), run("c", PreviousRunId="c"))
    row = night.row("job", NOW)
    assert row is not None
    assert sorted(len(line.attempts) for line in row.lines) == [1, 2]


# What never ran, and what did not answer.


def missing(job: str, due: datetime | None = NOW) -> Missing:
    return Missing(job, due, "nightly", "no reason is known")


def test_a_job_is_missing_only_where_its_answer_has_no_run() -> None:
    night = Night(WINDOW)
    night.set_missing([missing("a"), missing("b"), missing("c"), missing("gone")])
    night.list_jobs(["a", "b", "c"])
    assert night.missing == []
    for job, runs in (("a", [run("jr_1")]), ("b", [])):
        night.answered(JobNight(job, runs, WINDOW, NOW), NOW)
    night.refused("c", REFUSAL)
    assert [each.job for each in night.missing] == ["b"]
    night.list_jobs([], is_last=True)
    assert [each.job for each in night.missing] == ["b", "gone"]
    night.answered(JobNight("b", [run("jr_2")], WINDOW, NOW), NOW)
    assert [each.job for each in night.missing] == ["gone"]
    night.set_missing([])
    assert night.missing == []
    assert night.order(Section.MISSING) == []


def test_before_triggers_are_known_it_is_not_said_that_none_is_missing() -> None:
    night = Night(WINDOW)
    assert not night.knows_missing
    night.set_missing([])
    assert night.knows_missing


def test_a_refusal_keeps_what_was_answered_and_is_counted_among_the_asked() -> None:
    night = night_of(run("jr_1", "FAILED"))
    night.list_jobs(["job", "other", "third"])
    night.refused("job", REFUSAL)
    night.refused("other", REFUSAL)
    assert night.asked == (3, 2, 2)
    assert night.section("job") is Section.FAILED
    night.answered(JobNight("other", [], WINDOW, NOW), NOW)
    assert night.asked == (3, 2, 1)


# At once.


def test_the_peak_is_the_first_time_of_the_most_runs_at_once() -> None:
    night = night_of(
        run("a", start=9_000, end=12_000, MaxCapacity=2.0),
        run("b", start=11_000, end=14_000, MaxCapacity=3.0),
        run("c", start=12_000, end=12_500, MaxCapacity=10.0),
        run("d", start=13_000, end=13_000),
    )
    peak = night.peak()
    assert peak is not None
    assert (peak.runs, peak.at.timestamp(), peak.dpus) == (2, 11_000, 5.0)
    assert night.at_once(5, NOW) == [2, 2, 0, 0, 0]


def test_parts_of_the_window_that_are_to_come_have_no_number() -> None:
    now = datetime.fromtimestamp(14_000, UTC)
    night = night_of(run("a", "RUNNING", 13_000, None), now=now)
    assert night.at_once(5, now) == [0, 1, 1, None, None]


# All of it, against a simple list.


class Answer(NamedTuple):
    job: str
    runs: tuple[dict[str, Any], ...] | None
    """None for a refusal."""


IDS = st.sampled_from(["jr_1", "jr_1_attempt_1", "jr_1_attempt_2", "jr_2", "jr_3", "jr_4", ""])
STATES = st.sampled_from([*sorted(FINAL_STATES), "RUNNING", "WAITING", "STARTING", "PAUSED", ""])
TIMES = st.none() | st.integers(SINCE - 3_000, UNTIL + 3_000)
RUNS = st.fixed_dictionaries(
    {
        "Id": st.sampled_from(["jr_1", "jr_1_attempt_1", "jr_1_attempt_2", "jr_2", "jr_3", "jr_4", ""]),
        "JobRunState": STATES,
    },
    optional={
        "StartedOn": TIMES,
        "CompletedOn": TIMES,
        "ExecutionTime": st.integers(0, 4_000),
        "MaxCapacity": st.sampled_from([0.0625, 2.0, 10.0]),
        "WorkerType": st.sampled_from(["G.1X", "R.1X", "Q.1X"]),
        "NumberOfWorkers": st.integers(1, 5),
        "ExecutionClass": st.sampled_from(["FLEX", "STANDARD"]),
        "PreviousRunId": st.sampled_from(["jr_1", "jr_2", "gone"]),
        "Attempt": st.integers(0, 3),
    },
)
ANSWERS = st.lists(
    st.builds(Answer, st.sampled_from("abcdef"), st.none() | st.lists(RUNS, max_size=5).map(tuple)), max_size=12
)


def wanted_runs(answers: Sequence[Answer], window: Window) -> dict[str, list[JobRun]]:
    """By job the runs of its last answer that were on, each id once."""
    by_job: dict[str, list[JobRun]] = {}
    for answer in answers:
        if answer.runs is not None:
            by_id: dict[object, JobRun] = {}
            for number, raw in enumerate(answer.runs):
                each = JobRun(raw)
                name = raw["Id"] or number
                if name not in by_id or (each.is_final and not by_id[name].is_final):
                    by_id[name] = each
            by_job[answer.job] = [each for each in by_id.values() if was_on(each, window)]
    return by_job


def was_on(each: JobRun, window: Window) -> bool:
    start = each.raw.get("StartedOn")
    end = each.raw.get("CompletedOn") if each.is_final else None
    if each.is_final and end is None and start is not None:
        end = start + each.raw.get("ExecutionTime", 0)
    if end is not None and start is not None:
        end = max(start, end)
    since, until = window.since.timestamp(), window.until.timestamp()
    return (start is None or start < until) and (end is None or end >= since)


WINDOWS = st.tuples(st.integers(SINCE - 2_000, 14_999), st.integers(15_000, UNTIL + 2_000)).map(
    lambda bounds: Window(*(datetime.fromtimestamp(each, UTC) for each in bounds))
)


@given(ANSWERS, st.lists(st.sampled_from("abcdefgh"), unique=True), WINDOWS)
def test_the_night_is_what_a_simple_list_says(answers: list[Answer], due: list[str], window: Window) -> None:
    night = Night(window)
    night.list_jobs("abcdefg")
    night.set_missing([missing(job) for job in due])
    for answer in answers:
        if answer.runs is None:
            night.refused(answer.job, REFUSAL)
        else:
            night.answered(JobNight(answer.job, list(map(JobRun, answer.runs)), window, NOW), NOW)
    by_job = wanted_runs(answers, window)
    runs = [each for of_job in by_job.values() for each in of_job]
    totals = night.totals(NOW)
    assert totals.runs == len(runs)
    assert totals.failed == sum(each.is_failed for each in runs)
    assert totals.succeeded == sum(each.state == "SUCCEEDED" for each in runs)
    assert totals.running == sum(each.state not in FINAL_STATES for each in runs)
    for amounts, amount_of, chosen in (
        (totals.dpu_hours, dpu_hours, runs),
        (totals.cost, estimated_cost, runs),
        (totals.failed_cost, estimated_cost, [each for each in runs if each.is_failed]),
    ):
        known = [amount for each in chosen if (amount := amount_of(each, NOW)) is not None]
        assert amounts.without == len(chosen) - len(known)
        assert sum(amounts.by_unit.values()) == pytest.approx(sum(amount.value for amount in known), abs=1e-6)
    # Every job that was on has one row, in one section, and the rows stand in an order.
    orders = {section: night.order(section) for section in Section}
    rows = [job for order in orders.values() for job in order]
    assert len(rows) == len(set(rows))
    assert {job for job in rows if night.section(job) is not Section.MISSING} == {job for job in by_job if by_job[job]}
    refused = {
        job for job in "abcdef" if [each for each in answers if each.job == job][-1:] and is_refused(answers, job)
    }
    assert set(orders[Section.MISSING]) == {job for job in due if by_job.get(job) == [] and job not in refused}
    assert night.asked == (7, len({answer.job for answer in answers}), len(refused))
    assert set(night.errors) == refused
    for section, order in orders.items():
        assert all(night.section(job) is section for job in order)
        has_failed = [any(line.last.is_failed for line in row.lines) for job in order if (row := night.row(job, NOW))]
        assert all(has_failed) if section <= Section.RECOVERED else not any(has_failed)
    check_at_once(night, runs, window)


def is_refused(answers: Sequence[Answer], job: str) -> bool:
    return [each for each in answers if each.job == job][-1].runs is None


def check_at_once(night: Night, runs: Sequence[JobRun], window: Window) -> None:
    spans, since = [], window.since.timestamp()
    for each in runs:
        if (start := each.raw.get("StartedOn")) is not None:
            end = (each.raw.get("CompletedOn") or start + each.raw.get("ExecutionTime", 0)) if each.is_final else 10**9
            spans.append((max(start, since), max(end, start)))
    at_once = {start: sum(first <= start < last for first, last in spans) for start, _ in spans}
    peak = night.peak()
    most = max(at_once.values(), default=0)
    assert (peak.runs if peak else 0) == most
    if peak is not None:
        assert peak.at.timestamp() == min(start for start, count in at_once.items() if count == most)
        assert max(count or 0 for count in night.at_once(7, NOW)) == most


@given(ANSWERS)
def test_the_order_of_what_does_not_change_stays_whatever_else_arrives(answers: list[Answer]) -> None:
    night = Night(WINDOW)
    for answer in answers:
        before = {section: night.order(section) for section in Section}
        if answer.runs is not None:
            night.answered(JobNight(answer.job, list(map(JobRun, answer.runs)), WINDOW, NOW), NOW)
        for section in Section:
            others = [job for job in before[section] if job != answer.job]
            assert [job for job in night.order(section) if job != answer.job] == others


def test_amounts_leave_no_rest_when_answers_are_replaced() -> None:
    night = Night(WINDOW)
    for number in range(50):
        each = run("jr_1", "FAILED", ExecutionTime=61 + number, MaxCapacity=0.0625)
        night.answered(JobNight("job", [each], WINDOW, NOW), NOW)
    night.answered(JobNight("job", [], WINDOW, NOW), NOW)
    totals = night.totals(NOW)
    assert (totals.dpu_hours.by_unit, totals.failed_cost.by_unit, totals.success_rate) == ({}, {}, None)
    assert night.peak() is None


def test_a_live_run_s_amounts_are_those_so_far() -> None:
    night = night_of(run("jr_1", "RUNNING", 12_000, None, MaxCapacity=10.0), now=NOW)
    now = NOW + timedelta(hours=1)
    grown = night.totals(now).dpu_hours.by_unit["DPU-hours"] - night.totals(NOW).dpu_hours.by_unit["DPU-hours"]
    assert grown == pytest.approx(10)
