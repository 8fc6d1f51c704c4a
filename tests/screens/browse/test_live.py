"""What is live is looked at again by itself: how often, what, what it costs, and what of the screen stays as it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from gluetui.panes.run_list import RunList
from gluetui.screens.browse import last_runs_loader as glance
from gluetui.session.live import Live, Watched
from gluetui.text.times import Clock
from tests.conftest import NOW
from tests.screens.conftest import NARROW, Browsing, Loopback, a_pipeline, a_run, browsing
from tests.screens.seen import shown_in
from tests.server import Call, Reply, refusal
from tests.session.test_live import Seconds

LIVE_NOW = NOW.timestamp() - 3600


class Watching:
    """A screen whose seconds a test lets pass."""

    def __init__(self, screen: Watched, hand: Seconds) -> None:
        self._screen = screen
        self.start_work = screen.start_work
        self.set_interval = hand.every

    @property
    def is_watched(self) -> bool:
        return self._screen.is_watched


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    hand = Seconds()

    def made(screen: Watched, *, interval: float, clock: Clock) -> Live:
        return Live(Watching(screen, hand), interval=interval, clock=clock)

    monkeypatch.setattr("gluetui.screens.session_screen.Live", made)
    monkeypatch.setattr(glance, "VIEW_STILL_SECONDS", 0.001)
    return hand


@asynccontextmanager
async def watching(glue: Glue, seconds: Seconds, refresh: float = 5, **how: Any) -> AsyncIterator[Browsing]:
    async with browsing(glue, refresh=refresh, settled=False, **how) as here:
        here.app.clock.now = lambda: NOW + timedelta(seconds=seconds.now)
        await here.until(lambda: bool(here.jobs.items) or here.jobs.error is not None)
        await here.settled()
        yield here


async def passed(here: Browsing, seconds: Seconds, count: int) -> None:
    for _ in range(count):
        seconds.pass_one()
        await here.settled()


def looks(aws: Loopback) -> list[str]:
    """What was asked since this was last called."""
    asked = [call for call in aws.server.calls if call.operation != "GetCallerIdentity"]
    aws.server.calls.clear()
    return [" ".join(filter(None, (call.operation, call.asked.get("RunId")))) for call in asked]


def ended(state: str = "FAILED") -> list[dict[str, Any]]:
    """The pipeline after its live run ended."""
    over = a_run("live", "jr_live", state=state, ExecutionTime=3840)
    return [run for run in a_pipeline() if run["JobName"] != "live"] + [over]


# On the screen.


async def test_an_open_run_that_ends_is_shown_as_ended_and_told_of_once(aws: Loopback, seconds: Seconds) -> None:
    async with watching(aws.glue, seconds, job="live", run="jr_live") as here:
        assert "RUNNING" in shown_in(here.app, "details")
        looks(aws)
        await passed(here, seconds, 4)
        assert looks(aws) == []
        await passed(here, seconds, 1)
        assert sorted(looks(aws)) == ["GetJobRun jr_live", "GetJobRuns"]
        aws.holds(ended())
        await passed(here, seconds, 5)
        assert "FAILED" in shown_in(here.app, "details")
        assert "✗ failed" in shown_in(here.app, "runs")
        assert "✗ live" in shown_in(here.app, "predecessors")
        assert here.toasts == ["live FAILED after 1h04m"]
        looks(aws)
        here.app.clear_notifications()
        await passed(here, seconds, 12)
        await here.press("3", "r", "2", "r")
        assert looks(aws) == ["GetJobRuns"]
        assert not any("FAILED" in toast for toast in here.toasts)


async def test_a_run_that_is_only_looked_at_is_brought_up_to_date_by_its_list(aws: Loopback, seconds: Seconds) -> None:
    async with watching(aws.glue, seconds, job="live") as here:
        looks(aws)
        aws.holds(ended("SUCCEEDED"))
        await passed(here, seconds, 5)
        assert looks(aws) == ["GetJobRuns"]
        assert "SUCCEEDED" in shown_in(here.app, "details")
        assert here.toasts == ["live SUCCEEDED after 1h04m"]


async def test_where_everything_is_over_only_the_lists_are_asked_for_again_and_slowly(
    aws: Loopback, seconds: Seconds
) -> None:
    async with watching(aws.glue, seconds, job="report", run="jr_report", statuses=False) as here:
        looks(aws)
        await passed(here, seconds, 29)
        assert looks(aws) == []
        await passed(here, seconds, 120)
        asked = looks(aws)
        assert set(asked) == {"GetJobRuns", "ListJobs"}
        assert len(asked) <= 6


async def test_a_run_that_is_over_alone_in_sight_is_never_asked_for_and_nothing_ticks(
    aws: Loopback, seconds: Seconds
) -> None:
    async with watching(aws.glue, seconds, size=NARROW, job="report", run="jr_report") as here:
        looks(aws)
        await passed(here, seconds, 300)
        assert looks(aws) == []
        assert not seconds.running


async def test_a_saved_file_is_not_asked_again(seconds: Seconds) -> None:
    snapshot = Snapshot(a_pipeline())
    answer, answers = snapshot.respond, list[str]()

    def counted(service: str, operation: str, asked: Any) -> Any:
        answers.append(operation)
        return answer(service, operation, asked)

    snapshot.respond = counted  # type: ignore[method-assign]
    async with watching(Glue(Aws(open_snapshot=lambda: snapshot)), seconds, job="live", run="jr_live") as here:
        before = len(answers)
        await passed(here, seconds, 12)
        assert len(answers) == before
        assert before > 0


async def test_refresh_zero_means_never(aws: Loopback, seconds: Seconds) -> None:
    async with watching(aws.glue, seconds, refresh=0, job="live", run="jr_live") as here:
        looks(aws)
        await passed(here, seconds, 12)
        assert looks(aws) == []


@pytest.mark.parametrize("key", ["question_mark", "J"])
async def test_behind_another_screen_nothing_is_asked(aws: Loopback, seconds: Seconds, key: str) -> None:
    async with watching(aws.glue, seconds, job="live", run="jr_live") as here:
        await here.press(key)
        await here.until(lambda: not here.is_in_front)
        looks(aws)
        await passed(here, seconds, 12)
        assert looks(aws) == []
        assert not seconds.running
        await here.press("escape")
        await here.until(lambda: bool(seconds.running))
        await passed(here, seconds, 1)
        assert sorted(looks(aws)) == ["GetJobRun jr_live", "GetJobRuns"]


async def test_while_the_terminal_has_no_focus_nothing_is_asked(aws: Loopback, seconds: Seconds) -> None:
    async with watching(aws.glue, seconds, job="live", run="jr_live") as here:
        looks(aws)
        here.app.app_focus = False
        await passed(here, seconds, 12)
        assert looks(aws) == []
        assert not seconds.running
        here.app.app_focus = True
        await here.until(lambda: bool(seconds.running))
        await passed(here, seconds, 1)
        assert sorted(looks(aws)) == ["GetJobRun jr_live", "GetJobRuns"]


async def test_new_runs_come_in_front_and_cursor_filter_and_place_stay(aws: Loopback, seconds: Seconds) -> None:
    older = [a_run("live", f"jr_{n:02}", StartedOn=LIVE_NOW - 60 * n, TriggerName="nightly") for n in range(1, 60)]
    aws.holds([*a_pipeline(), *older])
    async with watching(aws.glue, seconds, job="live") as here:
        runs = here.runs
        await here.press("pagedown", "k", "k", "slash", *"nightly", "enter", "G", *"kkkkkkkkkkkk", "g", "j", "j")
        under, above = runs.item, shown_in(here.app, "runs")
        assert under is not None
        aws.holds(
            [*ended(), *older, a_run("live", "jr_new", state="RUNNING", StartedOn=LIVE_NOW + 60, TriggerName="nightly")]
        )
        await here.press("escape", "2")
        assert runs.item is not None and runs.item.key == under.key
        await passed(here, seconds, 5)
        assert [run.key.run_id for run in runs.items][:3] == ["jr_new", "jr_live", "jr_01"]
        assert len(runs.items) == 61
        assert runs.item.key == under.key
        assert "nightly" in above


async def test_refreshing_by_hand_keeps_the_pages_that_are_loaded(aws: Loopback, seconds: Seconds) -> None:
    aws.holds([a_run("many", f"jr_{n}", StartedOn=LIVE_NOW - 60 * n) for n in range(250)])
    async with watching(aws.glue, seconds, job="many") as here:
        await here.press("G")
        assert len(here.runs.items) == 250
        looks(aws)
        await here.press("r")
        assert looks(aws) == ["GetJobRuns"]
        assert len(here.runs.items) == 250
        assert here.runs.item is not None
        assert here.runs.item.key.run_id == "jr_199"


async def test_a_live_predecessor_in_sight_is_followed(aws: Loopback, seconds: Seconds) -> None:
    root = a_run("root", "jr_root", ("live", "jr_live"), ("load", "jr_load"))
    aws.holds([root, *a_pipeline()])
    async with watching(aws.glue, seconds, job="root", run="jr_root") as here:
        await here.press("4", "space")
        assert "▶ live" in shown_in(here.app, "predecessors")
        looks(aws)
        aws.holds([root, *ended()])
        await passed(here, seconds, 5)
        assert looks(aws) == ["GetJobRun jr_live"]
        assert "✗ live" in shown_in(here.app, "predecessors")
        assert here.toasts == []


async def test_a_live_job_in_sight_is_followed(aws: Loopback, seconds: Seconds) -> None:
    async with watching(aws.glue, seconds, statuses=True) as here:
        await here.until(lambda: "▶ running" in shown_in(here.app, "jobs") and here.last_runs_are_there)
        await here.settled()
        looks(aws)
        aws.holds(ended())
        await passed(here, seconds, 5)
        assert looks(aws) == ["GetJobRuns"]
        assert "▶" not in shown_in(here.app, "jobs")


async def test_an_error_stands_in_its_pane_and_ends_the_looks_at_it(aws: Loopback, seconds: Seconds) -> None:
    def fault(call: Call) -> Reply | None:
        return refusal("AccessDeniedException", "no") if call.operation == "GetJobRun" else None

    async with watching(aws.glue, seconds, job="live", run="jr_live") as here:
        looks(aws)
        aws.server.fault = fault
        await passed(here, seconds, 20)
        asked = looks(aws)
        assert asked.count("GetJobRun jr_live") == 1
        assert asked.count("GetJobRuns") == 3
        assert "glue:GetJobRun" in shown_in(here.app, "details")
        assert "RUNNING" in shown_in(here.app, "details")
        aws.server.fault = None
        await here.press("3", "r")
        await passed(here, seconds, 5)
        assert looks(aws).count("GetJobRun jr_live") == 2


async def test_what_was_looked_at_again_is_as_old_as_the_last_look(aws: Loopback, seconds: Seconds) -> None:
    async with watching(aws.glue, seconds, job="live", run="jr_live") as here:
        seconds.now += 13 * 60
        await passed(here, seconds, 5)
        aws.server.fault = lambda call: refusal("AccessDeniedException", "no")
        await passed(here, seconds, 60)
        for pane in ("details", "runs"):
            assert "as of 02:43" in shown_in(here.app, pane)


async def test_a_kept_answer_grows_no_younger_by_being_shown_again(aws: Loopback, seconds: Seconds) -> None:
    async with watching(aws.glue, seconds, job="live", run="jr_live") as here:
        here.open_run(RunKey("report", "jr_report"))
        await here.settled()
        seconds.now += 13 * 60
        denied = refusal("AccessDeniedException", "no")
        aws.server.fault = lambda call: denied if call.operation == "GetJobRun" else None
        await here.press("3", "left_square_bracket")
        assert "RUNNING" in shown_in(here.app, "details")
        await passed(here, seconds, 20)
        assert "as of 02:30, 13 minutes ago" in shown_in(here.app, "details")


async def test_only_rows_that_time_has_changed_are_drawn_again(
    aws: Loopback, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [a_run("live", "jr_before", StartedOn=LIVE_NOW - 9000)]
    aws.holds([*a_pipeline(), *before])
    drawn: list[int] = []
    async with watching(aws.glue, seconds, refresh=0, job="live") as here:
        assert "1h00m" in shown_in(here.app, "runs")
        first_line = len(here.runs.fixed_lines(60))
        monkeypatch.setattr(RunList, "refresh", lambda self, *regions, **_: drawn.extend(each.y for each in regions))
        await passed(here, seconds, 3)
        assert drawn == []
        seconds.now += 2 * 60
        await passed(here, seconds, 1)
        assert drawn == [first_line]
