"""Every command once: line of keys, help, palette, bindings and README's table of keys are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.binding import Binding

from gluetui.commands.browse import BROWSE, BROWSE_PANES, TRAIL
from gluetui.commands.command import PLACES, Command
from gluetui.commands.diff import DIFF
from gluetui.commands.general import OVER, PROGRAM, ROWS, SESSION
from gluetui.commands.keys import distinct_keys, key_name, typed_by
from gluetui.commands.log import LOG
from gluetui.commands.night import NIGHT
from gluetui.commands.run import RUN
from gluetui.commands.why import WHY

__all__ = [
    "BY_ID",
    "COMMANDS",
    "NEEDING_A_RUN",
    "ORDER",
    "PLACES",
    "Command",
    "Takes",
    "bindings",
    "first_key",
    "key_to_press",
    "keys_in_force",
    "keys_while_typing",
]

COMMANDS = (*ROWS, *BROWSE_PANES, *BROWSE, *LOG, *NIGHT, *WHY, *DIFF, *RUN, *SESSION, *TRAIL, *OVER, *PROGRAM)
"""All commands, in the order of the line of keys, help and README."""

NEEDING_A_RUN = frozenset(command.action for command in COMMANDS if command.needs_run)
"""The actions that act on the run that a screen is about."""

BY_ID = {command.id: command for command in COMMANDS}

ORDER = {command.id: number for number, command in enumerate(COMMANDS)}
"""The index of a command in COMMANDS, by its id."""


def bindings(place: str) -> list[Binding]:
    """The bindings of one place, for a BINDINGS class variable."""
    return [command.binding() for command in COMMANDS if command.place == place]


def keys_in_force(command: Command, keymap: Mapping[str, str]) -> str:
    """A command's keys, comma-separated: the user's where the keymap names it, else its own."""
    return keymap.get(command.id) or command.keys


def keys_while_typing(keymap: Mapping[str, str]) -> set[str]:
    """The keys of the commands that work also while the user types, by Textual's names."""
    working = (command for command in COMMANDS if command.while_typing or command.always)
    return {key for command in working for key in keys_in_force(command, keymap).split(",")}


Takes = Callable[[str, str | None], bool]
"""Whether a key is taken as text, and so is no command now, given the character that it types: `check_consume_key`."""


def key_to_press(command: Command, keymap: Mapping[str, str], takes: Takes) -> str:
    """The first of a command's keys that is not taken as text, by Textual's name; "" if all are."""
    keys = distinct_keys(keys_in_force(command, keymap))
    return next((key for key in keys if not takes(key, typed_by(key))), "")


def first_key(command_id: str, keymap: Mapping[str, str], takes: Takes = lambda key, character: False) -> str:
    """A command's first key that works now, as sentences, help and README write it."""
    return key_name(key_to_press(BY_ID[command_id], keymap, takes))
