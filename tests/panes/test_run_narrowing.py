"""What of a job's runs is shown: the filter is read anew as it is typed and ends with the job; orders go round."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from gluetui.glue.clients.glue import Page
from gluetui.glue.listing.ordering import DESCENDING, Order
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.run_narrowing import RunNarrowing
from gluetui.session.job_runs import JobRuns
from gluetui.text.times import Clock
from tests.conftest import NOW


def a_job(name: str, *ids: str) -> JobRuns:
    job = JobRuns(name)
    job.merge(Page(tuple(JobRun({"JobName": name, "Id": each}) for each in ids), None), NOW)
    return job


def narrowing(job: JobRuns) -> RunNarrowing:
    made = RunNarrowing(Clock(lambda: NOW))
    made.show(job)
    return made


def shown(runs: RunNarrowing) -> list[str]:
    runs.job.ordering.work()
    return [runs.job.loaded[index].key.run_id for index in runs.job.ordering.shown]


def test_only_a_filter_that_lets_other_runs_through_is_worked_out() -> None:
    runs = narrowing(a_job("job", "jr_1", "jr_2"))
    assert runs.narrow("jr_2")
    assert runs.is_busy
    assert runs.busy_text == "filtering 2…"
    assert shown(runs) == ["jr_2"]
    assert not runs.narrow("jr_2 state:")
    assert runs.find(RunKey("job", "jr_2")) == 0
    assert runs.find(RunKey("job", "jr_1")) is None


def test_a_filter_ends_with_the_job_and_the_order_stays() -> None:
    one, other = a_job("one", "jr_1", "jr_2"), a_job("other", "jr_3")
    runs = narrowing(one)
    runs.narrow("jr_2")
    runs.choose(Order("started"))
    assert shown(runs) == ["jr_2"]
    runs.show(other)
    assert shown(runs) == ["jr_3"]
    runs.show(one)
    assert shown(runs) == ["jr_1", "jr_2"]
    assert runs.order == Order("started")


class Ticking:
    """A clock that a test sets forward."""

    def __init__(self) -> None:
        self.clock = Clock(self.now, UTC)
        self.passed = timedelta()

    def now(self) -> datetime:
        return NOW + self.passed


def narrowed_at(ticking: Ticking, text: str, order: Order | None = None, *, state: str = "RUNNING") -> RunNarrowing:
    """A job's live run that began 50 minutes ago with 1 DPU, and one that took 55 and started 3 hours ago."""
    live = {
        "Id": "live",
        "JobRunState": state,
        "StartedOn": (NOW - timedelta(minutes=50)).isoformat(),
        "MaxCapacity": 1,
    }
    over = {"Id": "over", "JobRunState": "SUCCEEDED", "StartedOn": (NOW - timedelta(hours=3)).isoformat()}
    job = JobRuns("job")
    runs = [{"JobName": "job", **live}, {"JobName": "job", **over, "ExecutionTime": 3300, "MaxCapacity": 1}]
    job.merge(Page(tuple(map(JobRun, runs)), None), NOW)
    made = RunNarrowing(ticking.clock)
    made.show(job)
    made.choose(order)
    made.narrow(text)
    return made


@pytest.mark.parametrize(
    ("text", "order", "before", "after"),
    [
        ("since:2h", None, ["live"], []),
        ("until:1h", None, ["over"], ["live", "over"]),
        ("-since:1h", None, ["over"], ["live", "over"]),
        ("dur>1h", None, [], ["live"]),
        ("dur<54m", None, ["live"], []),
        ("dpu>0.9", None, ["over"], ["live", "over"]),
        ("", Order("took"), ["over", "live"], ["live", "over"]),
        ("", Order("DPU-hours", is_reversed=True), ["live", "over"], ["over", "live"]),
    ],
)
def test_what_is_filtered_or_sorted_by_the_time_follows_it(
    text: str, order: Order | None, before: list[str], after: list[str]
) -> None:
    ticking = Ticking()
    runs = narrowed_at(ticking, text, order)
    assert shown(runs) == before
    ticking.passed = timedelta(minutes=100)
    assert runs.narrow(text)
    assert shown(runs) == after
    assert not runs.narrow(text), "and only once"


@pytest.mark.parametrize(
    ("text", "order"),
    [("", None), ("live", None), ("state:running", None), ("since:2026-11-20", None), ("", Order("started"))],
)
def test_what_does_not_depend_on_the_time_is_not_worked_out_again(text: str, order: Order | None) -> None:
    ticking = Ticking()
    runs = narrowed_at(ticking, text, order)
    shown(runs)
    ticking.passed = timedelta(hours=5)
    assert not runs.narrow(text)


def test_runs_that_are_over_are_sorted_once() -> None:
    ticking = Ticking()
    runs = narrowed_at(ticking, "dur>1m", Order("took"), state="STOPPED")
    shown(runs)
    ticking.passed = timedelta(hours=5)
    assert not runs.narrow("dur>1m")


@pytest.mark.parametrize(
    ("text", "here", "there"),
    [
        ("since:2026-11-20", ["live"], []),
        ("until:2026-11-19", ["over"], ["live", "over"]),
        ("since:2026-11-20T01:00", ["live"], []),
        ("since:2026-11-20T01:00Z", ["live"], ["live"]),
        ("since:1h", ["live"], ["live"]),
    ],
)
def test_a_date_in_a_filter_is_one_of_the_zone_that_is_shown(text: str, here: list[str], there: list[str]) -> None:
    ticking = Ticking()
    runs = narrowed_at(ticking, text)
    assert shown(runs) == here
    ticking.clock.zone = timezone(timedelta(hours=-9))
    runs.narrow(text)
    assert shown(runs) == there


def test_orders_go_through_the_columns_and_back_to_awss_own() -> None:
    runs = narrowing(a_job("job", "jr_1"))
    columns = []
    while (order := runs.next_order) is not None:
        columns.append(order.column)
        runs.choose(order)
    assert columns == list(DESCENDING)
    runs.choose(None)
    assert runs.reversed_order == Order("started", is_reversed=True)
    runs.choose(runs.reversed_order)
    assert runs.reversed_order == Order("started")


def test_the_first_word_that_was_not_applied_is_remarked_upon() -> None:
    runs = narrowing(a_job("job", "jr_1"))
    assert runs.remark(80) == []
    assert not runs.narrow("dur>x since:never")
    [line] = runs.remark(80)
    assert line[0].text.startswith("not applied: dur>x")
