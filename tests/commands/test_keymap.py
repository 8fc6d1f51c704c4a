"""Which keys and themes of a person's settings are used, and what is said of the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.commands import COMMANDS, PLACES
from gluetui.commands.command import Place, PlaceKind
from gluetui.commands.keymap import usable
from gluetui.local.settings import Settings


def meet(one: str, other: str) -> bool:
    return PLACES[one].meets(PLACES[other])


def keymap_of(**keys: str) -> tuple[dict[str, str], tuple[str, ...]]:
    named = {name.replace("__", "."): value for name, value in keys.items()}
    used = usable(Settings(keymap=named, sources={"keymap": "file: keymap"}))
    return dict(used.keymap), used.notices


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Q", "Q,shift+q"),
        ("?", "question_mark"),
        ("/", "slash"),
        (" f5 , w", "f5,w"),
        ("esc", "escape"),
        ("PgUp", "pageup"),
        ("↑", "up"),
        ("Ctrl+R", "ctrl+r"),
        ("ctrl+/", "ctrl+slash"),
        ("alt+enter", "alt+enter"),
        ("é", "é"),
        ("backspace", "backspace"),
        ("[", "left_square_bracket"),
    ],
)
def test_a_key_is_understood_as_people_and_as_textual_write_it(
    monkeypatch: pytest.MonkeyPatch, written: str, key: str
) -> None:
    monkeypatch.setattr("gluetui.commands.keymap.COMMANDS", [next(each for each in COMMANDS if each.id == "app.quit")])
    assert keymap_of(app__quit=written) == ({"app.quit": key}, ())


@pytest.mark.parametrize("written", ["", "nokey", "q,", "ctrl+", "hyperdrive+q", "\x1b", "ctrl++x", "f99"])
def test_a_name_that_is_no_key_is_told_and_the_command_keeps_its_own(written: str) -> None:
    used, [notice] = keymap_of(app__quit=written)
    assert used == {}
    assert notice.startswith("file: keymap.app.quit = ")
    assert "allowed: keys with commas" in notice


def test_an_unknown_command_is_told_with_those_that_are_spelt_alike() -> None:
    used, [notice] = keymap_of(browse__jsn="x")
    assert used == {}
    assert "browse.json" in notice


def test_a_key_of_another_command_is_refused_where_both_would_work() -> None:
    used, [notice] = keymap_of(browse__refresh="c")
    assert used == {}
    assert notice.endswith("keys that no other command has there; c is details.copy.")


def test_two_commands_may_change_keys_and_two_screens_may_share_one() -> None:
    assert keymap_of(rows__up="j", rows__down="k") == ({"rows.up": "j", "rows.down": "k"}, ())
    assert keymap_of(viewer__copy="f") == ({"viewer.copy": "f"}, ())


def test_a_refused_entry_gives_its_own_key_back_to_its_command() -> None:
    """`Refresh` wanted the key of another command, so that nobody can have its r."""
    used, notices = keymap_of(browse__refresh="c", browse__save="r")
    assert used == {}
    assert len(notices) == 2


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("solarised", "solarized-light"),
        ("Nord", "nord"),
        ("catpuccin", "catppuccin-latte"),
        ("rosepine", "rose-pine"),
        ("ansi", "ansi-dark"),
        ("", "textual-dark"),
        ("q" * 1_000_000, "textual-light"),
    ],
)
def test_an_unknown_theme_is_told_with_the_nearest_and_where_all_are(name: str, near: str) -> None:
    [notice] = usable(Settings(theme=name)).notices
    assert near in notice
    assert notice.endswith("; Theme in the palette shows all.")
    assert len(notice) < 260


def test_an_unknown_theme_is_told_with_the_usual_ones() -> None:
    read = usable(Settings(theme="neon", sources={"theme": "GLUETUI_THEME"}))
    assert read.theme is None
    [notice] = read.notices
    assert notice.startswith("GLUETUI_THEME = 'neon' is not used; allowed: ")
    assert "nord" in notice and "textual-dark" in notice
    assert usable(Settings(theme="nord")) == Settings(theme="nord")


def test_no_key_of_the_program_itself_has_two_meanings_that_nobody_meant() -> None:
    """Commands that share a key and work at the same time: those that stand in for a general one where they work."""
    shared = {
        (one.id, other.id)
        for one in COMMANDS
        for other in COMMANDS
        if one.id < other.id and meet(one.place, other.place) and set(one.keys.split(",")) & set(other.keys.split(","))
    }
    in_the_tree = {("rows.left", "tree.left"), ("rows.right", "tree.right")}
    leaves = [command.id for command in COMMANDS if command.id.endswith(".leave") and "q" in command.keys.split(",")]
    assert shared == in_the_tree | {("app.quit", leave) for leave in leaves}


def test_places_meet_where_one_lies_within_the_other() -> None:
    assert all(meet(place, "app") and meet("rows", place) for place in PLACES)
    assert meet("browse", "details") and not meet("details", "tree") and not meet("browse", "viewer")
    assert meet("run", "session") and meet("run", "details") and meet("menu", "menu") and not meet("run", "menu")


def test_places_of_two_screens_do_not_meet() -> None:
    browse, logs = PLACES["browse"], Place("In the logs", PlaceKind.SCREEN, "logs")
    assert not logs.meets(browse) and not logs.meets(PLACES["jobs"]) and not browse.meets(logs)
    assert logs.meets(PLACES["run"]) and logs.meets(PLACES["app"]) and logs.meets(logs)


@given(st.dictionaries(st.sampled_from([command.id for command in COMMANDS]), st.text(max_size=12)))
def test_any_keymap_is_used_or_told(keymap: dict[str, str]) -> None:
    read = usable(Settings(keymap=keymap))
    assert len(read.keymap) + len(read.notices) == len(keymap)


def test_a_theme_of_the_variable_of_textual_that_there_is_not_is_told_where_it_would_be_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEXTUAL_THEME", "nosuch")
    (notice,) = usable(Settings()).notices
    assert notice.startswith("TEXTUAL_THEME = 'nosuch' is not used; allowed: ")
    assert usable(Settings(theme="nord")).notices == ()
    monkeypatch.setenv("TEXTUAL_THEME", "nord")
    assert usable(Settings()).notices == ()


def test_the_key_that_writes_what_was_copied_is_no_key_of_menus_and_gives_way_in_the_viewer() -> None:
    for name, key in (("browse.file", "n"), ("viewer.copy", "F"), ("menu.close", "F")):
        assert usable(Settings(keymap={name: key})).notices == ()
    [notice] = usable(Settings(keymap={"browse.file": "c"})).notices
    assert "details.copy" in notice
