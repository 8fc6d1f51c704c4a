"""What is read pages as in a pager: each page is a new one, all of it is seen, and the cursor is always in sight."""

from __future__ import annotations

from itertools import pairwise

import pytest
from textual.events import MouseDown, MouseEvent, MouseMove, MouseUp

from gluetui.widgets.rows import Rows
from tests.at_rest import at_rest
from tests.screens.conftest import NARROW, Browsing, Loopback, a_run, browsing
from tests.screens.seen import shown_in

MESSAGE = "\n".join(f"at com.example.Step{number}.run" for number in range(60))
ARGUMENTS = {f"--argument-{number:02}": f"value {number}" for number in range(30)}
READ = {"details": "3", "text": "J", "keys": "question_mark"}
"""The key that leads to each pane in which a text is read, by its id."""


@pytest.fixture
def long(aws: Loopback) -> Loopback:
    """A run of many fields, one of them taller than the screen."""
    aws.holds([a_run("long", "jr", state="FAILED", ErrorMessage=MESSAGE, Arguments=ARGUMENTS)])
    return aws


def lines(here: Browsing, pane: str) -> list[str]:
    """The lines in sight, without the cursor's mark, by the texts that differ."""
    return [line[1:] for line in shown_in(here.app, pane).split("\n") if line.strip("› ")]


def pane_in_focus(here: Browsing) -> tuple[int, int, int]:
    """First line, height and number of lines of the pane in focus."""
    rows = here.app.focused
    return rows.top, rows.page_height, rows.line_count  # type: ignore[union-attr]


@pytest.mark.parametrize("size", [NARROW, (100, 30), (160, 45), (60, 15)], ids=str)
@pytest.mark.parametrize("pane", READ)
async def test_each_page_down_shows_new_lines_but_one_and_all_are_seen(
    long: Loopback, pane: str, size: tuple[int, int]
) -> None:
    async with browsing(long.glue, job="long", run="jr", size=size) as here:
        await here.press(READ[pane])
        top, height, count = pane_in_focus(here)
        seen = set(range(top, top + height))
        while top + height < count:
            last = shown_in(here.app, pane).split("\n")[-1][1:]
            await here.burst("pagedown")
            before, (top, _, _) = top, pane_in_focus(here)
            assert top == min(before + height - 1, count - height)
            if top == before + height - 1:
                assert shown_in(here.app, pane).split("\n")[0][1:] == last
            assert shown_in(here.app, pane).count("›") == 1
            seen |= set(range(top, top + height))
        assert seen == set(range(count))
        await here.burst("pagedown")
        assert here.app.focused.cursor == here.app.focused.entry_count - 1  # type: ignore[union-attr]
        while top:
            await here.burst("pageup")
            assert pane_in_focus(here)[0] == max(0, top - height + 1)
            assert shown_in(here.app, pane).count("›") == 1
            top = pane_in_focus(here)[0]
        await here.burst("pageup")
        assert here.app.focused.cursor == 0  # type: ignore[union-attr]


@pytest.mark.parametrize("pane", READ)
async def test_the_keys_of_less_and_vim_go_by_pages_and_half_pages(long: Loopback, pane: str) -> None:
    async with browsing(long.glue, job="long", run="jr", size=NARROW) as here:
        await here.press(READ[pane])
        _, height, _ = pane_in_focus(here)
        page, half = height - 1, height // 2
        for key, top in (
            ("ctrl+f", page), ("ctrl+b", 0), ("ctrl+d", half), ("ctrl+d", 2 * half), ("ctrl+u", half), ("ctrl+u", 0),
        ):  # fmt: skip
            await here.burst(key)
            assert pane_in_focus(here)[0] == top, key
        await here.burst("slash", *"e", "ctrl+u")
        assert here.app.focused.filter_text == ""  # type: ignore[union-attr]
        assert here.app.focused.is_filtering  # type: ignore[union-attr]


async def test_down_goes_line_by_line_through_a_field_taller_than_the_screen_with_its_mark_in_sight(
    long: Loopback,
) -> None:
    async with browsing(long.glue, job="long", run="jr", size=NARROW) as here:
        await here.press("3", "down", "down")
        assert here.details.entry is not None and here.details.entry.field.name == "ErrorMessage"
        tops = [here.details.top]
        while here.details.entry.field.name == "ErrorMessage":
            assert shown_in(here.app, "details").count("›") == 1
            await here.burst("down")
            tops.append(here.details.top)
        assert {after - before for before, after in pairwise(tops[:-1])} <= {0, 1}
        assert len(tops) > 30
        await here.burst("up", "up")
        assert here.details.entry.field.name == "ErrorMessage"
        assert "Step59" in shown_in(here.app, "details")


async def test_a_list_keeps_its_paging_by_the_cursor(long: Loopback) -> None:
    long.holds([a_run("long", f"jr_{number:03}") for number in range(100)])
    async with browsing(long.glue, job="long", size=NARROW) as here:
        await here.press("2")
        page = here.runs.page_height - 1
        for key, cursor, top in (
            ("pagedown", page, 0), ("ctrl+f", 2 * page, page), ("ctrl+d", 2 * page + (page + 1) // 2, None),
            ("ctrl+u", 2 * page, None), ("ctrl+b", page, None), ("pageup", 0, 0),
        ):  # fmt: skip
            await here.burst(key)
            assert here.runs.cursor == cursor, key
            assert top is None or here.runs.top == top, key


async def test_a_match_that_was_scrolled_away_is_gone_back_to(long: Loopback) -> None:
    async with browsing(long.glue, job="long", run="jr", size=NARROW) as here:
        await here.press("J", "slash", *"FAILED", "enter")
        rows = here.app.focused
        assert '"FAILED"' in shown_in(here.app, "text")
        rows.scroll_to_line(rows.line_count)  # type: ignore[union-attr]
        assert '"FAILED"' not in shown_in(here.app, "text")
        await here.press("n")
        assert '"FAILED"' in shown_in(here.app, "text")


async def mouse(here: Browsing, kind: type[MouseEvent], at: tuple[int, int]) -> None:
    """As the terminal reports it: Pilot would post a click of its own."""
    x, y = at
    here.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False))
    await at_rest(here.app)


@pytest.mark.parametrize(("pane", "name"), [("2", "runs"), ("3", "details"), ("4", "predecessors")])
async def test_a_drag_with_the_mouse_moves_no_cursor_and_a_click_does(long: Loopback, pane: str, name: str) -> None:
    before = [("first", f"jr_{number}") for number in range(5)]
    long.holds([a_run("long", f"r{number}", *before) for number in range(9)])
    async with browsing(long.glue, job="long", run="r0", size=NARROW) as here:
        await here.press(pane, *(["space"] if pane == "4" else []), "home")
        rows = here.screen.query_one(f"#{name}", Rows)
        row = next(y for y in range(3, 20) if (line := rows.line_at(y)) is not None and rows.entry_at(line) == 1)
        press, elsewhere = (20, rows.region.y + row), (26, rows.region.y + row)
        for release, cursor in ((elsewhere, 0), (press, 1)):
            for kind, at in ((MouseDown, press), (MouseMove, release), (MouseUp, release)):
                await mouse(here, kind, at)
            assert rows.cursor == cursor
