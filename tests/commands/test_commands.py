"""The table of commands: what is derived from it, and what keeps it whole."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

import gluetui
from gluetui.app.app import GlueTui
from gluetui.app.run_actions import RunActions
from gluetui.commands import COMMANDS, PLACES, Command, bindings, first_key
from gluetui.commands.keys import KEY_NAMES, key_name, key_names
from gluetui.screens.browse.screen import Browse
from gluetui.screens.diff.screen import DiffScreen
from gluetui.screens.log.screen import LogScreen
from gluetui.screens.night.screen import NightScreen
from gluetui.screens.viewer import Viewer


def owners() -> Iterator[type]:
    """The program's classes that take a place's bindings."""
    for module in walk_packages(gluetui.__path__, "gluetui."):
        if not module.name.endswith("__main__"):
            for each in vars(import_module(module.name)).values():
                if isinstance(each, type) and each.__module__ == module.name and "BINDINGS" in vars(each):
                    yield each


OWNERS = [*owners()]


def test_every_id_is_used_once_and_names_its_place() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    assert {command.place for command in COMMANDS} == set(PLACES)


def test_every_command_on_a_run_is_a_method_of_the_apps() -> None:
    on_a_run = [command for command in COMMANDS if command.needs_run]
    assert {command.place for command in on_a_run} == {"run"}
    for command in on_a_run:
        assert callable(getattr(RunActions, command.action.removeprefix("run('").removesuffix("')")))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_has_an_action_and_is_bound_in_its_place(command: Command) -> None:
    place = {each.id for each in COMMANDS if each.place == command.place}
    bound_by = [owner for owner in OWNERS if place <= set(_own_ids(owner))]
    # Every kind of menu binds those of a menu.
    assert len(bound_by) == 1 or (bound_by and command.place == "menu")
    action = command.action.partition("(")[0]
    whose, _, name = action.rpartition(".")
    doers = {"screen": (Browse, DiffScreen, LogScreen, NightScreen, Viewer), "app": (GlueTui,), "": bound_by}[whose]
    assert any(callable(getattr(doer, f"action_{name}", None)) for doer in doers)


def _own_ids(owner: type) -> list[str]:
    """Bindings that do something else than their command, as a second key that closes, are the owner's own."""
    actions = {command.id: command.action for command in COMMANDS}
    return [each.id for each in vars(owner)["BINDINGS"] if each.id and actions.get(each.id) == each.action]


def test_a_binding_carries_id_title_and_help() -> None:
    quit_command = next(command for command in COMMANDS if command.id == "app.quit")
    binding = next(binding for binding in bindings("app") if binding.id == "app.quit")
    assert (binding.key, binding.description, binding.tooltip) == (
        quit_command.keys, quit_command.title, quit_command.help,
    )  # fmt: skip


def test_keys_are_named_as_people_read_them() -> None:
    assert key_names("left_square_bracket") == "["
    assert key_names("end,G,shift+g") == "End G"
    assert key_names("shift+tab") == "shift+tab"
    assert key_name("ctrl+p") == "ctrl+p"
    assert [key_name(key) for key in ("exclamation_mark", "at", "space", "tab", "é")] == ["!", "@", "space", "tab", "é"]


def test_every_renamed_key_is_the_key_of_a_command() -> None:
    assert set(KEY_NAMES) <= {key for command in COMMANDS for key in command.keys.split(",")}


def test_no_key_is_one_that_terminals_keep_for_themselves() -> None:
    used = {key for command in COMMANDS for key in command.keys.split(",")}
    assert used.isdisjoint({"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+left_square_bracket", "ctrl+enter"})


def test_no_command_has_only_a_key_that_tmux_keeps_for_itself() -> None:
    assert [command.id for command in COMMANDS if set(command.keys.split(",")) <= {"ctrl+b"}] == []


def test_the_key_to_name_is_the_persons_own() -> None:
    assert first_key("browse.refresh", {}) == "r"
    assert first_key("browse.refresh", {"browse.refresh": "f5,r"}) == "f5"
