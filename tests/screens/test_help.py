"""Help and palette name every command, for both are derived from COMMANDS."""

from __future__ import annotations

from inspect import isawaitable

import pytest

from gluetui.commands import BY_ID, COMMANDS, PLACES
from gluetui.commands.keys import key_names
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from gluetui.screens.help import COLUMNS, HelpRows, in_force
from gluetui.text.lines import Line
from gluetui.text.states import StateLook, known_looks
from gluetui.widgets.text_line import EDITS, Edit
from tests.screens.conftest import NARROW, Browsing, Loopback, a_pipeline, browsing
from tests.screens.seen import shown_in

HELP_WIDTH = NARROW[0] - 4
"""Cells of a line of help at 80 columns: without border, cursor mark and scroll bar."""


@pytest.fixture(scope="module")
def glue() -> Glue:
    return Glue(Aws(open_snapshot=lambda: Snapshot(a_pipeline())))


def help_lines(keymap: dict[str, str] | None = None) -> list[str]:
    rows = HelpRows(keymap or {})
    return [text_of(rows.draw(line, HELP_WIDTH)) for line in range(rows.line_count)]


def text_of(line: Line) -> str:
    return "".join(span.text for span in line).rstrip()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_is_in_the_help_with_its_keys(command: object) -> None:
    keys, sentence = key_names(command.keys), command.help  # type: ignore[attr-defined]
    assert any(line.startswith(keys + " ") and sentence in line for line in help_lines())


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.keys)
def test_every_way_to_edit_a_filter_is_in_the_help_with_its_usual_key_whole(edit: Edit) -> None:
    usual = key_names(edit.keys.split(",")[0])
    [keys] = [line.removesuffix(edit.help).split() for line in help_lines() if line.endswith(f" {edit.help}")]
    assert keys[0] == usual
    assert keys == key_names(edit.keys).split()[: len(keys)]


def test_every_place_is_titled_in_the_help() -> None:
    titles = [line for line in help_lines() if line in [place.title for place in PLACES.values()]]
    assert titles == [place.title for place in PLACES.values()]


def test_no_line_of_the_help_is_cut_at_80_columns() -> None:
    assert [line for line in help_lines() if len(line) > HELP_WIDTH] == []


def test_the_help_shows_the_keys_that_a_keymap_puts_in_their_place() -> None:
    lines = help_lines({"app.quit": "ctrl+x"})
    assert any(line.startswith("ctrl+x ") and "Quit;" in line for line in lines)
    assert not any(line.startswith("q ctrl+q") for line in lines)


@pytest.mark.parametrize("look", known_looks(), ids=lambda look: look.word)
def test_every_state_is_in_the_legend_with_what_it_means(look: StateLook) -> None:
    said = "\n".join(help_lines())
    assert f"{look.glyph} {look.word} " in said
    assert look.meaning in " ".join(said.split())


def test_the_legend_explains_what_stands_beside_the_states() -> None:
    said = "\n".join(help_lines())
    assert all(f"\n{sign} " in said for sign in ("╰", "⤴", "last 8", "took", "waited", "try", "2.3×"))


async def test_every_column_that_the_legend_explains_is_there(glue: Glue) -> None:
    async with browsing(glue, job="report", run="jr_report", size=(260, 50), statuses=True) as here:
        shown = shown_in(here.app, "screen")
        assert [each.sign for each in COLUMNS if each.sign not in shown] == ["2.3×"]


async def test_a_filter_of_the_help_without_a_hit_says_so(glue: Glue) -> None:
    async with browsing(glue) as here:
        await here.press("question_mark", "slash", *"zz")
        assert "nothing matches 'zz'" in shown_in(here.app, "keys")


async def test_the_help_is_filtered_and_esc_drops_the_filter_before_it_closes(glue: Glue) -> None:
    async with browsing(glue) as here:
        await here.press("question_mark", "slash", *"json", "enter")
        assert "Copy the run's JSON" in shown_in(here.app, "keys")
        assert "One line up" not in shown_in(here.app, "keys")
        await here.press("escape")
        assert "One line up" in shown_in(here.app, "keys")
        await here.press("escape")
        assert here.is_in_front
        assert here.focus == "jobs"


def offered(here: Browsing) -> dict[str, str]:
    """The palette's titles, each with what stands below it."""
    return {entry.title: entry.help for entry in here.app.get_system_commands(here.app.screen)}


def test_every_command_has_a_title_of_its_own_in_the_palette() -> None:
    titles = [command.palette or command.title for command in COMMANDS]
    assert len(set(titles)) == len(titles)


async def test_the_palette_finds_every_command_and_says_its_keys_and_what_it_does(glue: Glue) -> None:
    every = {command.palette or command.title for command in COMMANDS if command.id != "app.palette"} | {"Theme"}
    async with browsing(glue) as here:
        assert set(offered(here)) == every
        assert offered(here)["Jobs: only those that failed, or all"] == "!   " + BY_ID["jobs.failed"].help
    async with browsing(glue, job="report", run="jr_report") as here:
        await here.press("2")
        assert offered(here)["Run: share"].endswith(BY_ID["browse.share"].help)
        await here.press("J")
        assert set(offered(here)) == every
        assert offered(here)["Text: close"].endswith(BY_ID["viewer.leave"].help)


async def chosen(here: Browsing, title: str) -> list[str]:
    """What toasts say once a command was chosen in the palette."""
    result = next(each for each in here.app.get_system_commands(here.app.screen) if each.title == title).callback()
    if isawaitable(result):
        await result
    await here.settled()
    return here.toasts


NEEDS = {
    "Run: share": "No run here",
    "Runs: load all": "open one first",
    "Runs: sort by the next column": "two runs",
    "Predecessors: expand all": "No run's predecessors",
    "Details: copy the field": "No field",
    "Run: forward again": "last run",
    "Text: next match": "in a text",
    "Go to the jobs": "there",
    "One line up": "nothing further",
}


@pytest.mark.parametrize(("title", "needed"), NEEDS.items(), ids=NEEDS)
async def test_a_command_that_lacks_something_says_so_in_the_palette_and_does_nothing_else(
    glue: Glue, title: str, needed: str
) -> None:
    async with browsing(glue) as here:
        before = shown_in(here.app, "screen"), here.focus
        told = offered(here)[title]
        assert needed in told
        assert all(toast in told for toast in await chosen(here, title))
        here.app.clear_notifications()
        await here.settled()
        assert (shown_in(here.app, "screen"), here.focus) == before


async def test_a_command_of_the_palette_does_what_its_key_does(glue: Glue) -> None:
    async with browsing(glue) as here:
        await here.press("ctrl+p")
        await here.pilot.press(*"go to the details", "enter")
        await here.until(lambda: here.is_in_front and here.focus == "details")


async def test_a_command_of_another_pane_goes_there_from_the_palette(glue: Glue) -> None:
    """Left in the jobs and Collapse in the tree are bound to actions of one name."""
    async with browsing(glue, job="report", run="jr_report") as here:
        await here.press("4", "space", "1")
        await chosen(here, "Predecessors: collapse or go out")
        assert here.focus == "predecessors"


def titles_of(here: Browsing) -> list[str]:
    """The titles of the help in front, from top to bottom."""
    rows = here.app.screen.query_one(HelpRows)
    return [text for line in range(rows.line_count) if (text := rows._lines[line]) and isinstance(text, str)]


WAYS = {
    "jobs": (["1"], "In the jobs"),
    "runs": (["2"], "In the runs"),
    "details": (["3"], "In the details"),
    "predecessors": (["4"], "In the predecessors"),
    "viewer": (["J"], "In a text"),
    "menu": (["C"], "In a menu"),
    "picker": (["R"], "While a filter is typed"),
    "typing": (["1", "slash", "e"], "While a filter is typed"),
}


@pytest.mark.parametrize("where", WAYS)
async def test_help_opens_with_the_keys_in_force_and_gives_back_the_place(aws: Loopback, where: str) -> None:
    way, title = WAYS[where]
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.tap(*way)
        await here.until(
            lambda: here.focus is not None and (where not in ("viewer", "menu", "picker") or not here.is_in_front)
        )
        before = here.app.screen, here.focus, in_force(here.app.screen)
        await here.tap("f1")
        assert titles_of(here)[0] == title
        keys = {BY_ID[each.binding.id].help for each in before[0].active_bindings.values() if each.binding.id in BY_ID}
        rows = here.app.screen.query_one(HelpRows)
        above = "\n".join(text_of(rows.draw(line, 200)) for line in range(rows.line_count)).split("not here")[0]
        if not before[2].is_typing:
            assert [help_text for help_text in keys if help_text[:50] not in above] == []
        await here.tap("f1")
        assert (here.app.screen, here.focus, in_force(here.app.screen)) == before
