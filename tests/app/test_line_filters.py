"""The last filter before the terminal: what slipped past the sanitiser is made visible, all else left alone."""

from __future__ import annotations

import pytest
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from gluetui.app.app import GlueTui
from gluetui.app.line_filters import ControlFilter
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from gluetui.text.safe import is_safe
from tests.screens.seen import shown_in, until

BLACK = Color(0, 0, 0)


@pytest.mark.parametrize("text", ["\x1b]52;c;eA==\x07", "\x9b31m", "a\u202eb", "a\u200bb", "\ud800", "line\nline"])
def test_what_would_act_is_shown_and_keeps_its_style(text: str) -> None:
    style = Style(bold=True)
    before = Segment("fine ")
    drawn = ControlFilter().apply([before, Segment(text, style)], BLACK)
    assert drawn[0] is before
    assert drawn[1].style is style
    assert is_safe(drawn[1].text)
    assert drawn[1].text != text


@pytest.mark.parametrize("text", ["plain", "│ ✓ größer 漢字 é", "", "🙂"])
def test_what_is_harmless_is_left_as_it_is(text: str) -> None:
    segments = [Segment(text), Segment("x")]
    assert ControlFilter().apply(segments, BLACK) == segments


def test_textuals_own_control_segments_are_left_as_they_are() -> None:
    control = Segment("\x1b[?25l", None, [(ControlType.HIDE_CURSOR,)])
    assert ControlFilter().apply([control, Segment("é")], BLACK)[0] is control


async def test_what_a_widget_forgets_stops_here() -> None:
    """Also a guard for how Textual asks the app for its filters."""
    evil = "\x1b]52;c;eA==\x07\u202e"
    app = GlueTui(Glue(Aws(open_snapshot=lambda: Snapshot([]))))
    async with app.run_test() as pilot:
        careless = Static(Content(evil))
        careless.border_title = Content(evil)
        careless.styles.border = ("round", "red")
        await app.push_screen(Screen())
        await app.screen.mount(careless)
        await until(pilot, lambda: shown_in(app, "screen").count("␛]52;c;eA==") == 2)
        assert all(is_safe(line) for line in shown_in(app, "screen").split("\n"))
