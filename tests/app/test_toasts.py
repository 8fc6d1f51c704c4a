"""What toasts leave in sight, how a cut one is read in full, and the notice of a window that is too small."""

from __future__ import annotations

import pytest
from textual.widgets._toast import Toast

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from gluetui.local.settings import Settings
from gluetui.screens.viewer import Viewer
from gluetui.widgets.toasts import MOST_LINES
from tests.screens.conftest import NARROW, WIDE, Browsing, a_pipeline, browsing
from tests.screens.seen import shown_in

LONG = "AWS answered at length. " * 40


@pytest.fixture(scope="module")
def glue() -> Glue:
    return Glue(Aws(open_snapshot=lambda: Snapshot(a_pipeline())))


def last_lines(here: Browsing, count: int = 2) -> list[str]:
    return shown_in(here.app, "screen").splitlines()[-count:]


async def toasted(here: Browsing, text: str) -> Toast:
    here.screen.toast(text, severity="error")
    await here.until(lambda: bool(here.app.screen.query(Toast)))
    await here.settled()
    return here.app.screen.query(Toast).last()


@pytest.mark.parametrize("size", [(60, 15), NARROW, (100, 30), (110, 15), WIDE])
async def test_a_toast_hides_no_count_and_no_key(glue: Glue, size: tuple[int, int]) -> None:
    async with browsing(glue, size=size) as here:
        before = last_lines(here)
        counts = [pane.region.bottom - 1 for pane in here.panes if pane.is_on_screen]
        toast = await toasted(here, LONG)
        assert last_lines(here) == before
        assert toast.region.height == MOST_LINES
        assert not [y for y in counts if toast.region.y <= y < toast.region.bottom]


@pytest.mark.parametrize(("text", "width"), [("Copied.", 10), ("x" * 30, 33), ("ä" * 57, 60), ("y " * 40, 60)])
async def test_a_toast_is_no_wider_than_its_text(glue: Glue, text: str, width: int) -> None:
    async with browsing(glue, size=NARROW) as here:
        assert (await toasted(here, text)).region.width == width


async def test_the_place_in_a_text_stays_in_sight_under_a_toast(glue: Glue) -> None:
    async with browsing(glue, size=NARROW) as here:
        await here.press("enter", "enter", "J", "y")
        await here.until(lambda: bool(here.app.screen.query(Toast)))
        assert "line 1 of" in last_lines(here)[0]
        assert "Close" in last_lines(here)[1]


@pytest.mark.parametrize("keymap", [{}, {"browse.error": "f9"}])
async def test_the_rest_of_a_cut_toast_is_read_by_the_key_that_it_names(glue: Glue, keymap: dict[str, str]) -> None:
    key = keymap.get("browse.error", "e")
    async with browsing(glue, size=NARROW, settings=Settings(keymap=keymap)) as here:
        await toasted(here, LONG + "And this is the end.")
        assert f"… {key} shows more" in shown_in(here.app, "screen")
        await here.press(key)
        assert isinstance(here.app.screen, Viewer)
        assert here.app.screen.view.text == LONG + "And this is the end."


@pytest.mark.parametrize("text", ["Copied.", "x" * 200])
async def test_a_toast_that_is_whole_names_no_key_and_the_key_says_what_it_always_says(glue: Glue, text: str) -> None:
    async with browsing(glue) as here:
        await toasted(here, text)
        assert "shows more" not in here.toasts[-1]
        await here.press("e")
        assert here.toasts == ["Nothing went wrong here."]


async def test_a_cut_toast_that_is_gone_is_no_longer_shown_by_the_key(glue: Glue) -> None:
    async with browsing(glue) as here:
        await toasted(here, LONG)
        here.app.clear_notifications()
        await here.press("e")
        assert here.is_in_front
        assert here.toasts == ["Nothing went wrong here."]


async def test_notices_about_the_settings_leave_half_of_the_screen(glue: Glue) -> None:
    long = tuple(f"setting {number} = {'x' * 60!r} is not used; allowed: {'this or that, ' * 6}" for number in range(4))
    async with browsing(glue, size=NARROW, settings=Settings(notices=long, theme="neon")) as here:
        await here.until(lambda: bool(here.app.screen.query(Toast)))
        toast = here.app.screen.query(Toast).last()
        assert toast.region.height <= 10
        assert "more: `gluetui info` lists them." in here.toasts[-1]


# The notice of a window that is too small.


async def test_no_toast_lies_over_the_notice_of_a_small_window(glue: Glue) -> None:
    async with browsing(glue, size=NARROW) as here:
        await here.press("e")
        await here.pilot.resize_terminal(50, 12)
        await here.settled()
        assert "gluetui needs 60×15" in shown_in(here.app, "screen")
        assert "Nothing went wrong" not in shown_in(here.app, "screen")


@pytest.mark.parametrize("keymap", [{}, {"app.quit": "Q"}])
@pytest.mark.parametrize("opened", ["", "question_mark", "J", "C"])
async def test_the_key_that_the_notice_names_quits_and_others_do_nothing(
    glue: Glue, opened: str, keymap: dict[str, str]
) -> None:
    key = keymap.get("app.quit", "q")
    async with browsing(glue, size=NARROW, settings=Settings(keymap=keymap)) as here:
        await here.press("enter", "enter")
        if opened:
            await here.tap(opened)
            await here.until(lambda: not here.is_in_front)
        await here.pilot.resize_terminal(50, 12)
        await here.until(lambda: f"{key} quits." in shown_in(here.app, "screen"))
        stack = list(here.app.screen_stack)
        for other in ("e", "y", "enter", "escape", "slash", "P", "Q" if key == "q" else "q"):
            await here.tap(other)
        assert here.app.screen_stack == stack and here.toasts == [] and not here.has_quit
        await here.tap(key)
        assert here.has_quit


async def test_the_notice_goes_with_what_came_over_it_where_the_window_has_grown_since(glue: Glue) -> None:
    async with browsing(glue, size=NARROW) as here:
        await here.pilot.resize_terminal(50, 12)
        await here.settled()
        here.screen.view("Late", "an answer that came late")
        await here.settled()
        await here.pilot.resize_terminal(*NARROW)
        await here.settled()
        await here.press("q")
        assert here.is_in_front
