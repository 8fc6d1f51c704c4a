"""All runs of a job: loaded page by page, stopped by esc, sorted, filtered and compared; no page is asked for twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from gluetui.glue.clients.glue import RUNS_PAGE
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from gluetui.text.times import duration, duration_short
from tests.conftest import NOW
from tests.screens.conftest import Browsing, Loopback, a_run, aws_of_its_own, browsing
from tests.screens.seen import shown_in
from tests.server import Call, Reply, refusal


def many(count: int, **members: Any) -> list[dict[str, Any]]:
    """jr_0 is the newest."""
    return [
        a_run("big", f"jr_{number}", StartedOn=NOW.timestamp() - 60 * number, ExecutionTime=100 + number % 7, **members)
        for number in range(count)
    ]


def ids(here: Browsing) -> list[str]:
    runs = here.runs
    return [runs.item_at(entry).key.run_id for entry in range(runs.entry_count)]


async def test_every_page_is_asked_for_once_and_every_run_is_there_once(aws: Loopback) -> None:
    aws.holds(many(1000))
    async with browsing(aws.glue, job="big") as here:
        await here.press("2", "A")
        assert ids(here) == [f"jr_{number}" for number in range(1000)]
        assert aws.server.counts["GetJobRuns"] == 1000 / RUNS_PAGE
        assert here.runs.count_text == "1,000 runs"
        await here.press("A", "G", "r")
        assert aws.server.counts["GetJobRuns"] == 1000 / RUNS_PAGE + 1


@contextmanager
def held(pages: int, *, after: int) -> Iterator[tuple[Loopback, threading.Event]]:
    """So many pages of runs, of which the one that follows so many is held back until the event is set."""
    gate = threading.Event()

    def hold(call: Call) -> Reply | None:
        if call.asked.get("NextToken") == str(after * RUNS_PAGE):
            gate.wait(20)
        return None

    with aws_of_its_own() as aws:
        aws.holds(many(pages * RUNS_PAGE))
        aws.server.fault = hold
        try:
            yield aws, gate
        finally:
            gate.set()


async def test_the_page_that_scrolling_asked_for_is_not_asked_for_again() -> None:
    with held(3, after=1) as (aws, gate):
        async with browsing(aws.glue, job="big") as here:
            await here.tap("2", "G")
            await here.until(lambda: aws.server.counts["GetJobRuns"] == 2)
            await here.tap("G", "k", "G", "A")
            gate.set()
            await here.until(lambda: len(here.runs.items) == 3 * RUNS_PAGE)
            assert aws.server.counts["GetJobRuns"] == 3


async def test_esc_stops_and_what_has_come_stays() -> None:
    with held(10, after=3) as (aws, gate):
        async with browsing(aws.glue, job="big") as here:
            await here.tap("2", "A")
            await here.until(lambda: aws.server.counts["GetJobRuns"] == 4)
            assert "esc stops" in shown_in(here.app, "runs")
            await here.tap("escape")
            await here.until(lambda: not here.runs.is_waiting)
            assert here.focus == "runs"
            assert here.runs.count_text == "600 runs loaded, more on AWS"
            gate.set()
            await here.press("A")
            assert len(here.runs.items) == 10 * RUNS_PAGE
            assert aws.server.counts["GetJobRuns"] == 10


async def test_a_page_that_fails_is_said_and_asked_for_again(aws: Loopback) -> None:
    aws.holds(many(5 * RUNS_PAGE))
    async with browsing(aws.glue, job="big") as here:
        await here.press("2")
        aws.server.fault = lambda call: (
            refusal("AccessDeniedException", "no") if call.asked.get("NextToken") == "600" else None
        )
        await here.press("A")
        assert here.runs.error is not None
        assert len(here.runs.items) == 600
        aws.server.fault = None
        await here.press("A")
        assert here.runs.error is None
        assert ids(here) == [f"jr_{number}" for number in range(1000)]


async def test_another_job_opened_meanwhile_gets_none_of_the_pages(aws: Loopback) -> None:
    aws.holds([*many(5 * RUNS_PAGE), a_run("small", "jr_small")])
    async with browsing(aws.glue, job="big") as here:
        await here.tap("2", "A")
        here.load_runs("small")
        await here.settled()
        assert ids(here) == ["jr_small"]
        assert not here.runs.is_waiting


async def test_refreshing_keeps_cursor_order_filter_and_what_is_loaded(aws: Loopback) -> None:
    runs = many(3 * RUNS_PAGE)
    aws.holds(runs)
    async with browsing(aws.glue, job="big") as here:
        await here.press("2", "A", "s", "s", "s", "slash", *"jr_5", "enter", "down")
        before, under = ids(here), here.runs.current
        aws.server.snapshot = Snapshot([a_run("big", "jr_new", StartedOn=NOW.timestamp()), *runs])
        await here.press("r")
        assert (ids(here), here.runs.current) == (before, under)
        assert len(here.runs.items) == 3 * RUNS_PAGE + 1
        await here.press("escape")
        assert here.runs.current == under
        assert here.runs.find(RunKey("big", "jr_new")) is not None


async def test_sorting_goes_through_the_columns_and_back_and_is_kept_by_job(aws: Loopback) -> None:
    aws.holds([*many(20), a_run("small", "jr_small")])
    async with browsing(aws.glue, job="big") as here:
        await here.press("2", "s", "s", "s")
        assert "took↓" in shown_in(here.app, "runs")
        assert ids(here)[:3] == ["jr_6", "jr_13", "jr_5"]
        await here.press("v")
        assert "took↑" in shown_in(here.app, "runs")
        assert ids(here)[:3] == ["jr_0", "jr_7", "jr_14"]
        here.load_runs("small", kept=True)
        await here.settled()
        here.load_runs("big", kept=True)
        await here.settled()
        assert ids(here)[:3] == ["jr_0", "jr_7", "jr_14"]
        await here.press("s", "s", "s", "s")
        assert ids(here) == [f"jr_{number}" for number in range(20)]


async def test_a_filter_loads_nothing_by_itself_and_says_what_it_knows(aws: Loopback) -> None:
    aws.holds(many(5 * RUNS_PAGE))
    async with browsing(aws.glue, job="big") as here:
        await here.press("2", "slash", *"state:failed wrong:x")
        assert aws.server.counts["GetJobRuns"] == 1
        assert here.runs.count_text == "0 of 200 runs loaded, more on AWS"
        shown = shown_in(here.app, "runs")
        assert "/state:failed wrong:x" in shown
        assert "not applied: wrong:x" in shown


@pytest.mark.parametrize("text", ["id:jr_77", "jr_77"])
async def test_a_filter_counts_for_pages_that_come_later(aws: Loopback, text: str) -> None:
    aws.holds(many(5 * RUNS_PAGE))
    async with browsing(aws.glue, job="big") as here:
        await here.press("2", "slash", *text, "enter", "A")
        assert ids(here) == ["jr_77", *(f"jr_{number}" for number in range(770, 780))]


async def test_a_duration_is_compared_with_the_jobs_usual_one(aws: Loopback) -> None:
    runs = many(30)
    runs[0]["ExecutionTime"] = 239
    aws.holds(runs)
    async with browsing(aws.glue, job="big") as here:
        await here.press("2")
        shown = shown_in(here.app, "runs")
        assert "usual 1m43s" in shown
        assert "2.3×" in shown
        assert "2.3 × usual (median of 30 runs loaded)" in shown_in(here.app, "details")


@pytest.mark.parametrize("count", [5, 8, 9, 30, 201])
async def test_one_usual_duration_is_told_in_every_place(aws: Loopback, count: int) -> None:
    runs = many(count)
    runs[0]["ExecutionTime"] = 1_000
    aws.holds(runs)
    async with browsing(aws.glue, job="big", statuses=True) as here:
        await here.press("2", "enter")
        await here.until(lambda: here.details.run is not None and "× usual" in shown_in(here.app, "details"))
        usual = here.session.usual("big")
        assert usual is not None
        times = f"{1_000 / usual.seconds:.1f}"
        assert f"usual {duration_short(usual.seconds)}" in shown_in(here.app, "runs")
        assert f"{times}×" in shown_in(here.app, "runs")
        assert f"{times}× usual" in shown_in(here.app, "predecessors")
        assert f"{times} × usual (median of {usual.runs} runs loaded)" in shown_in(here.app, "details")
        await here.tap("C")
        await here.until(lambda: here.focus == "choices")
        await here.tap("slash", *"note", "enter", "enter")
        await here.until(lambda: "What differs" in here.copied)
        assert f"of {usual.runs} succeeded runs is {duration(usual.seconds)}, {times} times the usual" in here.copied


async def test_four_runs_are_too_few_to_compare_with(aws: Loopback) -> None:
    aws.holds(many(4))
    async with browsing(aws.glue, job="big") as here:
        await here.press("2")
        assert "usual" not in shown_in(here.app, "screen")
