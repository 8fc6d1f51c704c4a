"""The mouse: a column's name sorts by it, a triangle opens, and a drag, which is meant to select text, does nothing."""

from __future__ import annotations

import pytest

from gluetui.glue.listing.ordering import Order
from gluetui.widgets.pane import Pane
from tests.screens.conftest import Browsing, Loopback, a_pipeline, a_run, browsing
from tests.screens.seen import shown_in


def a_month() -> list[dict[str, object]]:
    """Thirty runs of `load`: the one in the middle took longest."""
    times = [600 + (5_000 if day == 15 else day) for day in range(30)]
    return [a_run("load", f"jr_{day}", ExecutionTime=seconds, TriggerName="z") for day, seconds in enumerate(times)]


async def click(here: Browsing, pane: Pane, text: str, *, on: str = "", times: int = 1, drags: int = 0) -> None:
    """Click a text in the line that holds `on` too; with `drags` the mouse is moved so far before it is released."""
    lines = shown_in(here.app, pane.id or "").split("\n")
    row = next(row for row, line in enumerate(lines) if text in line and on in line)
    at = lines[row].index(text) + 1, row + 1  # Beside the border.
    if drags:
        await here.pilot.mouse_down(pane, offset=at)
        await here.pilot.hover(pane, offset=(at[0] + drags, at[1]))
        await here.pilot.mouse_up(pane, offset=(at[0] + drags, at[1]))
        await here.pilot.pause()
    else:
        await here.pilot.click(pane, offset=at, times=times)
    await here.settled()


def order(here: Browsing) -> Order | None:
    return here.runs.job.ordering.order


@pytest.mark.parametrize(
    ("name", "column"),
    [("state", "state"), ("started", "started"), ("took", "took"), ("DPU-hours", "DPU-hours"), ("try", "attempt"),
     ("trigger", "trigger")],
)  # fmt: skip
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 45)])
async def test_a_click_on_a_columns_name_sorts_by_it_and_another_one_the_other_way_round(
    aws: Loopback, name: str, column: str, size: tuple[int, int]
) -> None:
    aws.holds(a_month())
    async with browsing(aws.glue, job="load", size=size) as here:
        await click(here, here.runs, name, on="state")
        assert order(here) == Order(column)
        await click(here, here.runs, name, on="state")
        assert order(here) == Order(column, is_reversed=True)


async def test_a_click_elsewhere_in_the_lines_above_sorts_nothing(aws: Loopback) -> None:
    aws.holds(a_month())
    async with browsing(aws.glue, job="load", size=(120, 30), statuses=True) as here:
        await click(here, here.runs, "usual")
        await click(here, here.runs, "error", on="state")
        await click(here, here.runs, "took", on="state", drags=4)
        assert order(here) is None
        await here.press("1")
        await click(here, here.jobs, "job", on="last 8")
        assert here.focus == "jobs"


@pytest.mark.parametrize("keys", [("s", "s", "s"), ("s", "s", "s", "v"), ("v",), ("s",), ("s", "s", "s", "s")])
async def test_what_is_sorted_is_seen_from_its_first_run_wherever_the_cursor_was(
    aws: Loopback, keys: tuple[str, ...]
) -> None:
    aws.holds(a_month())
    async with browsing(aws.glue, job="load", size=(80, 20)) as here:
        await here.press("2", "G")
        assert here.runs.top > 0
        for key in keys:
            await here.press(key)
            assert (here.runs.cursor, here.runs.top) == (0, 0)
            assert here.run_key == here.runs.item_at(0).key
        if keys == ("s", "s", "s"):
            assert here.runs.item_at(0).key.run_id == "jr_15"


async def test_what_is_sorted_in_portions_ends_at_its_first_run_too(
    aws: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gluetui.panes.run_list.AT_ONCE_SECONDS", 0)
    monkeypatch.setattr("gluetui.panes.run_list.PORTION_SECONDS", 0)
    aws.holds(a_month())
    async with browsing(aws.glue, job="load", size=(80, 20)) as here:
        await here.press("2", "G", "s", "s", "s")
        await here.until(lambda: not here.runs.job.ordering.is_busy)
        assert (here.runs.cursor, here.runs.item_at(0).key.run_id) == (0, "jr_15")


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_a_click_on_a_triangle_opens_and_closes_and_a_double_one_opens_no_run(
    aws: Loopback, size: tuple[int, int]
) -> None:
    aws.holds(a_pipeline())
    async with browsing(aws.glue, job="report", run="jr_report", size=size) as here:
        await here.press("4")
        await click(here, here.predecessors, "▸", on="report")
        assert here.tree == ["report", "clean", "load"]
        await click(here, here.predecessors, "▸", on="clean")
        assert here.tree == ["report", "clean", "load", "load"]
        await click(here, here.predecessors, "▾", on="clean", times=2)
        assert here.tree == ["report", "clean", "load", "load"]
        await click(here, here.predecessors, "▾", on="report")
        assert here.tree == ["report"]
        assert here.run_key is not None
        assert here.run_key.run_id == "jr_report"


async def test_a_click_on_a_name_only_goes_there_and_a_drag_over_a_triangle_does_nothing(aws: Loopback) -> None:
    aws.holds(a_pipeline())
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("4", "space")
        await click(here, here.predecessors, "clean")
        assert (here.predecessors.cursor, len(here.tree)) == (1, 3)
        await click(here, here.predecessors, "▾", on="report", drags=3)
        assert (here.predecessors.cursor, len(here.tree)) == (1, 3)


async def test_e_shows_whole_what_a_filter_could_not_apply(aws: Loopback) -> None:
    aws.holds(a_month())
    async with browsing(aws.glue, job="load", size=(80, 24)) as here:
        await here.press("2", "slash", *"state:xyz since:never", "enter")
        assert "e says more" in shown_in(here.app, "runs")
        await here.press("e")
        await here.until(lambda: not here.is_in_front)
        shown = " ".join(shown_in(here.app, "screen").split())
        assert "state:xyz" in shown
        assert "since:never" in shown
        await here.press("escape", "slash", *["backspace"] * 30, *"jr_1", "enter", "e")
        assert here.toasts[-1] == "Nothing went wrong here."
