"""While a filter, a search or a name is typed: what is typed arrives, its keys edit it, and no key does anything else.

The keys are those of all commands, so that a command to come is tried too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import product

import pytest
from textual.events import AppBlur, AppFocus, Key, Paste

from gluetui.commands import COMMANDS, Command
from gluetui.commands.command import PLACES, PlaceKind
from gluetui.commands.keys import typed_by
from gluetui.glue.clients.glue import Glue
from gluetui.local.settings import Settings
from gluetui.widgets.rows import Rows
from gluetui.widgets.text_line import EDIT_KEYS
from tests.at_rest import at_rest
from tests.screens.conftest import NARROW, Browsing, Loopback, browsing
from tests.screens.seen import shown_in

WAYS = {
    "jobs": (["1"], "jobs"),
    "runs": (["2"], "runs"),
    "details": (["3"], "details"),
    "predecessors": (["4"], "predecessors"),
    "text": (["J"], "text"),
    "keys": (["question_mark"], "keys"),
    "log": (["L"], "log"),
    "share": (["C"], "choices"),
    "region": (["R"], "choices"),
}
"""The keys that lead to lists that are typed into, and the id of each, by a name for it."""

BESIDE = [command for command in COMMANDS if command.while_typing or command.always]
"""The commands that work beside the line."""


@pytest.fixture
def glue(aws: Loopback) -> Glue:
    """On a server, for files have no Regions to choose from."""
    return aws.glue


def a_keymap() -> dict[str, str]:
    """A key that types nothing for each command."""
    modifiers = ("super", "hyper", "meta", "super+hyper", "super+meta", "hyper+meta", "super+hyper+meta")
    spare = (f"{modifier}+f{number}" for modifier, number in product(modifiers, range(1, 25)))
    return {command.id: key for command, key in zip(COMMANDS, spare, strict=False)}


def is_of_the_panes(command: Command) -> bool:
    """Whether its key works among the panes."""
    place = PLACES[command.place]
    return place.kind is not PlaceKind.OVER and place.screen in ("", "browse")


@asynccontextmanager
async def typing(glue: Glue, where: str, *, keymap: dict[str, str] | None = None) -> AsyncIterator[Browsing]:
    """A line is open in which an "e" was typed."""
    settings = Settings(keymap=keymap or {})
    async with browsing(glue, job="report", run="jr_report", size=NARROW, settings=settings) as here:
        await here.settled()
        way, focus = WAYS[where]
        for key in way:
            command = next(each for each in COMMANDS if key in each.keys.split(",") and is_of_the_panes(each))
            await here.tap((keymap or {}).get(command.id, key))
        await here.until(lambda: here.focus == focus)
        if where == "log":
            await here.until(lambda: "denied" in shown_in(here.app, "log"))
        if not line(here).is_filtering:
            await here.tap((keymap or {}).get("rows.filter", "slash"))
        await here.tap("e")
        assert (line(here).is_filtering, line(here).filter_text) == (True, "e")
        yield here


def line(here: Browsing) -> Rows:
    rows = here.app.focused
    assert isinstance(rows, Rows)
    return rows


def seen(here: Browsing) -> tuple[object, ...]:
    rows = line(here)
    return (
        shown_in(here.app, "screen"), here.app.screen, here.focus, rows.text_line, rows.is_filtering, rows.cursor,
        rows.top, here.toasts, here.copied, here.has_quit, here.session.clock.zone,
    )  # fmt: skip


async def send(here: Browsing, key: str) -> None:
    here.app.post_message(Key(key, typed_by(key)))
    await at_rest(here.app)


@pytest.mark.parametrize("where", WAYS)
async def test_no_key_of_a_command_does_anything_unless_it_types_edits_or_works_beside_the_line(
    glue: Glue, where: str
) -> None:
    beside = {key for command in BESIDE for key in command.keys.split(",")}
    keys = {key for command in COMMANDS for key in command.keys.split(",")}
    idle = sorted(key for key in keys - beside - set(EDIT_KEYS) if not typed_by(key))
    assert {"tab", "shift+tab", "ctrl+p", "ctrl+s"} <= set(idle)
    async with typing(glue, where) as here:
        before = seen(here)
        for key in [*idle, "ctrl+pageup", "ctrl+pagedown", "shift+left", "alt+up", "f12", "ctrl+o", "insert"]:
            await send(here, key)
            assert seen(here) == before, key


@pytest.mark.parametrize("where", WAYS)
async def test_a_letter_that_is_a_command_is_typed(glue: Glue, where: str) -> None:
    letters = sorted({key for command in COMMANDS for key in command.keys.split(",") if typed_by(key)})
    async with typing(glue, where) as here:
        screen, focus = here.app.screen, here.focus
        for key in letters:
            await send(here, key)
        assert line(here).filter_text == "e" + "".join(filter(None, map(typed_by, letters)))
        assert (here.app.screen, here.focus, here.has_quit, here.toasts) == (screen, focus, False, [])


@pytest.mark.parametrize("where", WAYS)
async def test_no_key_edits_anywhere_but_in_the_line_also_at_its_ends(glue: Glue, where: str) -> None:
    async with typing(glue, where) as here:
        screen, focus = here.app.screen, here.focus
        for key in [*EDIT_KEYS, *EDIT_KEYS]:
            await send(here, key)
            assert (here.app.screen, here.focus, line(here).is_filtering) == (screen, focus, True), key
            assert here.toasts == [] and not here.has_quit


@pytest.mark.parametrize("where", WAYS)
async def test_also_with_keys_of_the_users_own_only_commands_beside_the_line_work(glue: Glue, where: str) -> None:
    keymap = a_keymap()
    async with typing(glue, where, keymap=keymap) as here:
        before = seen(here)
        for command in COMMANDS:
            if command not in BESIDE:
                await send(here, keymap[command.id])
                assert seen(here) == before, command.id


ACTS = {
    "app.help",
    "rows.up",
    "rows.down",
    "rows.page_up",
    "rows.page_down",
    "rows.open",
    "browse.escape",
    "viewer.close",
    "log.close",
    "log.regex",
    "why.leave",
    "diff.escape",
}


def test_beside_the_line_one_moves_in_the_list_keeps_clears_stops_and_quits() -> None:
    assert {command.id for command in BESIDE} == {
        *ACTS,
        "log.close",
        "log.regex",
        "menu.close",
        "night.escape",
        "app.suspend",
        "app.leave",
    }


@pytest.mark.parametrize("where", [where for where in WAYS if where not in ("predecessors", "log", "share")])
async def test_up_down_and_pages_move_in_the_list_while_the_line_stays_open(glue: Glue, where: str) -> None:
    async with typing(glue, where) as here:
        await send(here, "backspace")
        rows = line(here)
        rows.move_to(0)
        await send(here, "down")
        assert rows.cursor == 1
        await send(here, "up")
        assert rows.cursor == 0
        await send(here, "pagedown")
        assert rows.cursor > 1
        await send(here, "pageup")
        assert rows.top == 0
        assert rows.is_filtering


@pytest.mark.parametrize("where", WAYS)
async def test_esc_drops_what_is_typed_and_leaves_nothing(glue: Glue, where: str) -> None:
    async with typing(glue, where) as here:
        screen, focus = here.app.screen, here.focus
        await send(here, "escape")
        assert line(here).filter_text == ""
        assert (here.app.screen, here.focus) == (screen, focus)


@pytest.mark.parametrize("command", [command for command in BESIDE if command.id == "app.leave"])
async def test_what_always_quits_quits(glue: Glue, command: Command) -> None:
    for key in command.keys.split(","):
        async with typing(glue, "jobs") as here:
            await here.tap(key)
            assert here.has_quit


@pytest.mark.parametrize(
    ("text", "then"),
    [("ta\nil", "eta il"), ("ta\r\nil\n", "eta il"), ("ta\til", "eta il"), ("日本", "e日本"), ("\n", "e")],
)
@pytest.mark.parametrize("where", ["jobs", "text", "share", "region"])
async def test_what_is_pasted_is_one_line_of_it(glue: Glue, where: str, text: str, then: str) -> None:
    async with typing(glue, where) as here:
        here.app.post_message(Paste(text))
        await at_rest(here.app)
        assert line(here).filter_text == then


async def test_what_is_pasted_where_nothing_is_typed_goes_nowhere(glue: Glue) -> None:
    async with browsing(glue) as here:
        here.app.post_message(Paste("q\nreport\n"))
        await here.settled()
        assert (here.jobs.filter_text, here.has_quit) == ("", False)


@pytest.mark.parametrize("where", WAYS)
async def test_all_keys_of_one_burst_arrive_in_their_order(glue: Glue, where: str) -> None:
    async with typing(glue, where) as here:
        await here.burst("f", "f", "left", "x", "home", "1", "end", "ctrl+h", "backspace", "q")
        assert line(here).filter_text == "1efq"


@pytest.mark.parametrize("where", WAYS)
async def test_a_terminal_that_is_left_and_come_back_to_still_has_the_line_open(glue: Glue, where: str) -> None:
    async with typing(glue, where) as here:
        for event in (AppBlur(), AppFocus()):
            here.app.post_message(event)
            await at_rest(here.app)
        await here.burst("q", "left")
        assert (line(here).is_filtering, line(here).filter_text) == (True, "eq")


async def test_the_caret_is_drawn_where_it_stands_and_a_long_text_goes_sideways(glue: Glue) -> None:
    async with typing(glue, "details") as here:
        await here.burst(*"xtract", "left", "left", "left")
        assert " /extr▏act" in shown_in(here.app, "details")
        await here.burst("end", *("-and-much-more" * 8))
        assert " /…" in shown_in(here.app, "details") and "much-more▏" in shown_in(here.app, "details")
        await here.burst("home")
        assert " /▏extract-and-much-more" in shown_in(here.app, "details")
        await here.burst("enter")
        assert " /extract-and-much-more" in shown_in(here.app, "details") and "▏" not in shown_in(here.app, "details")


@pytest.mark.parametrize(
    ("where", "pane"), [("share", "choices"), ("keys", "keys"), ("jobs", "jobs"), ("details", "details")]
)
async def test_a_list_of_which_nothing_is_left_says_so(glue: Glue, where: str, pane: str) -> None:
    async with typing(glue, where) as here:
        await here.burst(*"zq7")
        assert "nothing matches 'ezq7'" in " ".join(shown_in(here.app, pane).split())
        await here.burst("ctrl+u")
        assert "nothing matches" not in shown_in(here.app, pane)
