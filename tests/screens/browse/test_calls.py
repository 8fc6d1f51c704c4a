"""What looking, opening, expanding and scrolling cost in calls, counted where they arrive over HTTP."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from gluetui.glue.clients.glue import RUNS_PAGE
from gluetui.widgets.rows import Rows
from tests.conftest import NOW
from tests.screens.conftest import Browsing, Loopback, a_run, browsing
from tests.server import GlueServer


class Counted:
    """A server whose calls are counted from one moment to the next."""

    def __init__(self, server: GlueServer) -> None:
        self._server = server
        self._seen = 0

    def since(self) -> list[str]:
        """What was asked since this was last called: the operation, and of one run its id."""
        calls, self._seen = self._server.calls[self._seen :], len(self._server.calls)
        asked = [call for call in calls if call.operation != "GetCallerIdentity"]
        return sorted(f"{call.operation} {call.asked.get('RunId', '')}".strip() for call in asked)


@asynccontextmanager
async def counting(
    aws: Loopback, *, job: str | None = None, run: str | None = None
) -> AsyncIterator[tuple[Browsing, Counted]]:
    async with browsing(aws.glue, job=job, run=run) as here:
        yield here, Counted(aws.server)


async def test_opening_a_run_is_one_call_and_looking_along_the_runs_is_none(aws: Loopback) -> None:
    async with counting(aws, job="report") as (here, calls):
        assert calls.since() == ["GetJobRuns", "ListJobs"]
        await here.press("j", "j", "k", "3", "j", "2", "k")
        assert calls.since() == []
        await here.press("enter")
        assert calls.since() == ["GetJobRun jr_report"]


async def test_a_run_named_on_the_command_line_is_one_call_besides_the_lists(aws: Loopback) -> None:
    async with counting(aws, job="report", run="jr_report") as (here, calls):
        await here.press("4")
        assert calls.since() == ["GetJobRun jr_report", "GetJobRuns", "ListJobs"]


async def test_expanding_asks_once_for_each_run_that_is_new_and_never_again(aws: Loopback) -> None:
    async with counting(aws, job="report", run="jr_report") as (here, calls):
        calls.since()
        await here.press("4", "space")
        assert calls.since() == ["GetJobRun jr_clean", "GetJobRun jr_load"]
        await here.press("j", "space")
        assert here.tree == ["report", "clean", "load", "load"]
        await here.press("space", "space", "g", "space", "space")
        assert calls.since() == []


async def test_runs_that_were_opened_before_cost_no_call_to_go_back_to(aws: Loopback) -> None:
    async with counting(aws, job="report", run="jr_report") as (here, calls):
        await here.press("4", "space", "j", "enter", "left_square_bracket")
        calls.since()
        await here.press("right_square_bracket", "left_square_bracket", "4", "j", "enter", "2", "enter", "r", "3", "r")
        assert [call for call in calls.since() if call.startswith("GetJobRun ")] == []


@pytest.mark.parametrize(("job", "calls_again"), [("report", []), ("live", ["GetJobRun jr_live"])])
async def test_refreshing_asks_again_only_for_what_can_have_changed(
    aws: Loopback, job: str, calls_again: list[str]
) -> None:
    async with counting(aws, job=job, run=f"jr_{job}") as (here, calls):
        calls.since()
        for pane in ("3", "4"):
            await here.press(pane, "r")
            assert calls.since() == calls_again
            assert here.toasts == ([] if calls_again else ["This run is over: what AWS says of it no longer changes."])


async def test_refreshing_a_list_asks_for_that_list(aws: Loopback) -> None:
    async with counting(aws, job="report") as (here, calls):
        calls.since()
        await here.press("r")
        assert calls.since() == ["GetJobRuns"]
        await here.press("1", "r")
        assert calls.since() == ["ListJobs"]


@pytest.mark.parametrize("count", [RUNS_PAGE, 2 * RUNS_PAGE + 50])
async def test_scrolling_fetches_each_page_once_when_its_turn_comes(aws: Loopback, count: int) -> None:
    runs = [a_run("many", f"jr_{number}", StartedOn=NOW.timestamp() - 60 * number) for number in range(count)]
    aws.holds(runs)
    pages = -(-count // RUNS_PAGE)
    async with counting(aws, job="many") as (here, calls):
        assert calls.since() == ["GetJobRuns", "ListJobs"]
        await here.press("j", "pagedown")
        assert calls.since() == []
        for _ in range(pages + 2):
            await here.press("G")
        assert calls.since() == ["GetJobRuns"] * (pages - 1)
        assert [run.key.run_id for run in here.runs.items] == [f"jr_{number}" for number in range(count)]


async def test_copying_a_run_that_was_only_looked_at_fetches_it_whole_once(aws: Loopback) -> None:
    async with counting(aws, job="report") as (here, calls):
        calls.since()
        await here.press("y", "y")
        assert calls.since() == ["GetJobRun jr_report"]
        assert '"RunId": "jr_clean"' in here.copied


async def test_news_of_an_end_that_is_no_longer_in_sight_asks_for_nothing(aws: Loopback) -> None:
    aws.holds([a_run("many", f"jr_{number}") for number in range(RUNS_PAGE + 1)])
    async with counting(aws, job="many") as (here, calls):
        assert calls.since() == ["GetJobRuns", "ListJobs"]
        here.runs.post_message(Rows.NearEnd(here.runs))
        await here.settled()
        assert calls.since() == []


async def test_what_is_given_up_before_it_begins_leaves_no_coroutine_that_was_never_awaited(aws: Loopback) -> None:
    """Python says so when it throws one away; every warning is an error of the tests."""
    async with browsing(aws.glue) as here:
        for job in ("report", "clean"):
            here.load_runs(job)
            here.load_jobs()
        await here.settled()
        assert here.runs.job_name == "clean"
        gc.collect()
