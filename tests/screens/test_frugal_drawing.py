"""What quick keys rest on: a key draws the lines that it changes, once, and never lays the screen out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from gluetui.app.app import GlueTui
from gluetui.glue.clients.glue import Page
from gluetui.glue.run.run import JobRun
from gluetui.panes.job_list import JobList
from gluetui.panes.run_list import RunList
from gluetui.screens.browse.screen import Browse
from tests.at_rest import every_frame
from tests.conftest import NOW
from tests.screens.conftest import NARROW, Loopback, a_run, browsing

MANY = 5000


@pytest.fixture(autouse=True)
def all_frames() -> Iterator[None]:
    with every_frame():
        yield


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often lines were drawn, the screen was laid out and something was painted."""
    counted: Counter[str] = Counter()

    def counting(owner: type, name: str, what: str) -> None:
        original: Callable[..., Any] = getattr(owner, name)

        def count(self: Any, *args: Any, **kwargs: Any) -> Any:
            counted[what] += not (what == "paints" and args[-1] is None)
            return original(self, *args, **kwargs)

        monkeypatch.setattr(owner, name, count)

    counting(JobList, "draw", "jobs")
    counting(RunList, "draw", "runs")
    counting(Screen, "_refresh_layout", "layouts")
    counting(GlueTui, "_display", "paints")
    return counted


@pytest.fixture
def many(aws: Loopback) -> Loopback:
    """So many jobs that they fill the screen a hundred times, the first of them with many runs."""
    runs = [a_run("job-00000", f"jr_{number}", StartedOn=NOW.timestamp() - 60 * number) for number in range(150)]
    aws.holds(runs, [f"job-{number:05}" for number in range(MANY)])
    return aws


async def test_of_a_long_list_only_what_is_seen_is_drawn(many: Loopback, counts: Counter[str]) -> None:
    async with browsing(many.glue) as here:
        assert len(here.jobs.items) == MANY
        height = here.jobs.size.height
        assert height < counts["jobs"] < 20 * height
        await here.pilot.pause()
        counts.clear()
        await here.press("G")
        assert height - 2 <= counts["jobs"] <= 2 * height


@pytest.mark.parametrize("size", [(160, 45), NARROW])
async def test_moving_the_cursor_draws_two_lines_in_one_paint_and_lays_nothing_out(
    many: Loopback, counts: Counter[str], size: tuple[int, int]
) -> None:
    async with browsing(many.glue, size=size) as here:
        await here.press("j")
        await here.pilot.pause()
        counts.clear()
        await here.press("j")
        assert counts == {"jobs": 2, "paints": 1}


async def test_filtering_lays_nothing_out_while_the_list_is_longer_than_the_pane(
    many: Loopback, counts: Counter[str]
) -> None:
    async with browsing(many.glue) as here:
        await here.press("slash", "0")
        await here.pilot.pause()
        counts.clear()
        await here.press("0")
        assert counts["layouts"] == 0
        assert counts["paints"] <= 2, "the list, and its scroll bar"
        assert counts["jobs"] <= here.jobs.size.height


async def test_a_move_repaints_the_region_of_its_two_lines(many: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    async with browsing(many.glue) as here:
        await here.pilot.pause()
        regions: list[int] = []
        refresh = Widget.refresh

        def watched(self: Widget, *given: Any, **kwargs: Any) -> Widget:
            regions.append(sum(region.height for region in given))
            return refresh(self, *given, **kwargs)

        monkeypatch.setattr(Widget, "refresh", watched)
        await here.press("j")
        assert regions == [1, 1]


async def test_the_screen_takes_keys_before_anything_was_asked_of_aws(
    aws: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Browse, "begin", lambda self: None)
    async with browsing(aws.glue, settled=False) as here:
        await here.tap("slash", "x")
        assert (here.focus, here.jobs.filter_text) == ("jobs", "x")
    assert aws.server.calls == []


async def test_runs_that_arrive_out_of_sight_draw_no_run_again(many: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    more = [a_run("job-00000", f"jr_{number}", StartedOn=NOW.timestamp() - 60 * number) for number in range(150, 700)]
    async with browsing(many.glue, job="job-00000") as here:
        await here.pilot.pause()
        runs = here.runs
        drawn: list[int] = []
        paint = RunList.render_line

        def watched(self: RunList, y: int) -> Strip:
            drawn.append(y)
            return paint(self, y)

        monkeypatch.setattr(RunList, "render_line", watched)
        runs.add_pages([Page(tuple(map(JobRun, more)), "more")])
        await here.settled()
        assert len(runs.items) == 700
        assert "700 runs loaded, more on AWS" in str(runs.border_subtitle)
        assert drawn == []


async def test_in_a_window_of_a_few_cells_the_app_comes_to_rest(many: Loopback, counts: Counter[str]) -> None:
    async with browsing(many.glue, size=NARROW) as here:
        for size in ((20, 4), (7, 3), (3, 2), (2, 2), (1, 1)):
            await here.pilot.resize_terminal(*size)
            for _ in range(20):
                counts.clear()
                await here.pilot.pause()
                if not counts["layouts"]:
                    break
            assert not counts["layouts"], f"it is laid out for ever at {size}"
