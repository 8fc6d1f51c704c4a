"""All that is drawn can be read in every theme that Textual ships, on each ground that it is drawn on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES
from textual.widget import Widget

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.snapshot import Snapshot
from gluetui.text.lines import ROLES
from gluetui.widgets.contrast import SIGN, TEXT, contrast
from tests.at_rest import at_rest, make_frame
from tests.screens.conftest import NARROW, WIDE, Browsing, a_pipeline, browsing

BORDER = frozenset("─│╭╮╰╯")
BARS = frozenset("▊▎▌▁▂▃▄▅▆▇█")
RULE = frozenset("▁▔")
"""The lines above and below what is typed into the palette: they mean nothing."""


def ratio(style: Style) -> float | None:
    """The contrast that is drawn; None where one of the two is the terminal's own colour."""
    if style.color is None or style.bgcolor is None or style.color.triplet is None or style.bgcolor.triplet is None:
        return None
    return contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))


def least_for(text: str, widget: Widget) -> float:
    """The contrast that a text must have; the border of a pane without the focus only parts it from the next."""
    shown = frozenset(text.strip())
    if shown <= RULE or (shown <= BORDER and not widget.has_focus):
        return 0
    return SIGN if shown <= BORDER | BARS else TEXT


def faults(here: Browsing, place: str) -> Iterator[str]:
    """What cannot be read on the screen in front; what that one covers is not looked at."""
    make_frame(here.app)
    screen = here.app.screen
    leaves = [each for each in screen.walk_children() if each.visible and not each.children and each.region]
    for y, strip in enumerate(screen._compositor.render_strips()):
        end = 0
        for segment in strip:
            start, end = end, end + segment.cell_length
            text, style = segment.text.strip(), segment.style or Style()
            widgets = [leaf for leaf in leaves if leaf.region.contains(start, y)]
            if not text or not widgets:
                continue
            drawn = ratio(style)
            if drawn is None:
                # The terminal's own colours: only its text on its ground, or that reversed, is sure to be readable.
                is_sure = style.bgcolor is None or style.bgcolor.is_default
                drawn = 21 if is_sure else 0
            if style.dim or drawn < least_for(text, widgets[-1]):
                yield f"{here.app.theme}: {place}: {text!r} has {drawn:.2f}"


@pytest.fixture(scope="module")
def glue() -> Glue:
    return Glue(Aws(open_snapshot=lambda: Snapshot(a_pipeline())))


def roles_that_fail(here: Browsing) -> Iterator[str]:
    for pane in here.panes:
        for role in ("", *sorted(ROLES)):
            for is_cursor in (False, True):
                drawn = ratio(pane._style(role, is_cursor))
                if drawn is not None and drawn < TEXT:
                    where = f"{'cursor in ' if is_cursor else ''}{pane.id}{' with the focus' * pane.has_focus}"
                    yield f"{here.app.theme}: {role or 'text'} at the {where} has {drawn:.2f}"


async def test_every_role_of_a_line_can_be_read_on_the_pane_and_on_the_cursors_line(glue: Glue) -> None:
    async with browsing(glue) as here:
        found, drawn = list[str](), 0
        for theme in BUILTIN_THEMES:
            here.app.theme = theme
            await here.settled()
            found.extend(roles_that_fail(here))
            drawn += ratio(here.jobs._style("bad", True)) is not None
        assert found == []
        assert drawn == sum(not theme.ansi for theme in BUILTIN_THEMES.values())


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_the_screen_shows_can_be_read_in_every_theme(glue: Glue, size: tuple[int, int]) -> None:
    async with browsing(glue, size=size) as here:
        await here.press("enter")
        here.screen.banner.show(AwsError(ErrorKind.SIGN_IN, "The credentials have expired", "Sign in again."))
        here.screen.top_line.show("profile dev", "eu-west-1", badge="not AWS: 127.0.0.1")
        found = list[str]()
        for theme in BUILTIN_THEMES:
            here.app.theme = theme
            await here.settled()
            for severity in ("information", "warning", "error"):
                here.screen.toast("Copied.", severity=severity)
                await here.settled()
                found.extend(faults(here, f"browse, {severity}"))
            here.app.clear_notifications()
        assert found == []


@pytest.mark.parametrize("key", ["question_mark", "J", "C", "ctrl+p"])
async def test_what_lies_over_the_screen_can_be_read_in_every_theme(glue: Glue, key: str) -> None:
    async with browsing(glue, size=NARROW) as here:
        await here.press("enter", "enter")
        await here.tap(key)
        await here.until(lambda: not here.is_in_front)
        await at_rest(here.app)
        found = list[str]()
        for theme in BUILTIN_THEMES:
            here.app.theme = theme
            await at_rest(here.app)
            found.extend(faults(here, key))
        assert found == []
