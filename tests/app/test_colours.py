"""The colours of states where a terminal has few, and the variables that choose for or against colours."""

from __future__ import annotations

import pytest
from rich.color import ColorType

from gluetui.app.app import GlueTui
from gluetui.app.line_filters import ColourFilter
from gluetui.glue.demo import demo
from gluetui.local.colours import with_colour_choices
from gluetui.local.settings import Settings
from gluetui.widgets.lines import Lines

RED, GREEN, YELLOW = 1, 2, 3
STATES = {"good": GREEN, "bad": RED, "live": YELLOW, "waiting": YELLOW}


async def colours(theme: str = "textual-dark", *, is_cursor: bool = False) -> dict[str, int | None]:
    """By role, the number of the terminal's own colour that a pane draws it in; None for any other colour."""
    app = GlueTui(demo(), settings=Settings(theme=theme, statuses=False))
    async with app.run_test():
        pane = app.screen.query(Lines).first()
        pane.focus()
        found = {role: pane._style(role, is_cursor).color for role in STATES}
        return {role: each.number if each and each.type is ColorType.STANDARD else None for role, each in found.items()}


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "rose-pine", "nord", "gruvbox"])
@pytest.mark.parametrize("is_cursor", [True, False])
async def test_of_sixteen_colours_states_have_the_terminals_own_in_every_theme(
    theme: str, is_cursor: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", "xterm")
    assert await colours(theme, is_cursor=is_cursor) == STATES


@pytest.mark.parametrize("kind", ["screen", "linux", "vt220", "rxvt", "xterm-16color"])
async def test_every_terminal_of_sixteen_colours_is_known(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "")
    monkeypatch.setenv("TERM", kind)
    assert await colours() == STATES


@pytest.mark.parametrize(("kind", "more"), [("xterm-256color", ""), ("screen-256color", ""), ("xterm", "truecolor")])
async def test_where_there_are_more_colours_the_theme_has_its_own(
    kind: str, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", kind)
    monkeypatch.setenv("COLORTERM", more)
    assert set((await colours()).values()) == {None}


@pytest.mark.parametrize(
    ("value", "chooses"), [(None, False), ("", False), ("1", True), ("0", True), ("false", True), (" ", True)]
)
def test_no_color_counts_when_it_is_set_to_anything_but_nothing(
    value: str | None, chooses: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is not None:
        monkeypatch.setenv("NO_COLOR", value)
    app = GlueTui(demo())
    assert app.no_color is chooses
    assert any(isinstance(each, ColourFilter) for each in app.get_line_filters()) is chooses


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"NO_COLOR": "", "FORCE_COLOR": ""}, {}),
        ({"NO_COLOR": "1"}, {"NO_COLOR": "1"}),
        ({"FORCE_COLOR": "3", "NO_COLOR": ""}, {"FORCE_COLOR": "3"}),
        ({"TERM": "", "CLICOLOR": ""}, {"TERM": "", "CLICOLOR": ""}),
        ({}, {}),
    ],
)
def test_choices_that_are_empty_are_none(given: dict[str, str], left: dict[str, str]) -> None:
    assert with_colour_choices(given) == left
