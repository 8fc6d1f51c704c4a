"""Checks the user's theme and keymap: only themes and keys that there are, and no key for two commands at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from textual.keys import Keys, _character_to_key
from textual.theme import BUILTIN_THEMES

from gluetui.commands import BY_ID, COMMANDS, PLACES, Command
from gluetui.commands.keys import KEY_NAMES, key_character, key_name
from gluetui.local.settings import Settings, refusal

_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_KEY_BY_WRITTEN_NAME = {name.lower(): key for key, name in KEY_NAMES.items()} | {"esc": "escape", "return": "enter"}
"""Textual's key by the name that help and README show."""

_LONGEST_NAME = 60
"""Characters of a name that are compared with the names that there are."""

_TEXTUAL_KEY_NAMES = frozenset(each.value.rpartition("+")[2] for each in Keys if not each.value.startswith("<"))


def usable(settings: Settings) -> Settings:
    """The settings without a theme and keys that cannot be used, a notice for each, the keymap in Textual's names."""
    theme, notices = settings.theme, list[str]()
    of_textual = os.environ.get("TEXTUAL_THEME")
    if theme is None and of_textual and of_textual not in BUILTIN_THEMES:
        notices.append(refusal("TEXTUAL_THEME", of_textual, _themes_like(of_textual)))
    if theme is not None and theme not in BUILTIN_THEMES:
        notices.append(settings.refusal("theme", theme, _themes_like(theme)))
        theme = None
    keymap = _usable_keymap(settings, notices)
    return replace(settings, theme=theme, keymap=keymap, notices=(*settings.notices, *notices))


def _themes_like(name: str) -> str:
    """What is allowed where there is no such theme: the nearest names, the usual ones, and where all of them are."""
    near = get_close_matches(name[:_LONGEST_NAME].lower(), BUILTIN_THEMES, 3, 0.5)
    named = list(dict.fromkeys([*near, "textual-dark", "textual-light"]))
    return f"a theme of Textual's, such as {', '.join(named)}; Theme in the palette shows all"


def _usable_keymap(settings: Settings, notices: list[str]) -> dict[str, str]:
    """The entries of the keymap that can be used; a command whose entry is left out keeps its own keys."""
    used: dict[str, str] = {}

    def refuse(command: str, allowed: str) -> None:
        notices.append(settings.refusal(f"keymap.{command}", settings.keymap[command], allowed))

    for name, keys in settings.keymap.items():
        if name not in BY_ID:
            near = get_close_matches(name, BY_ID, 3, 0.4)
            like = f", such as {', '.join(near)}" if near else ""
            refuse(name, f"the ids in README's table of keys{like}")
            continue
        read = [_key(each) for each in keys.split(",")]
        if None in read:
            refuse(name, "keys with commas between them, such as f5, ctrl+r, G, ? or left_square_bracket")
        else:
            used[name] = ",".join(_with_shift(filter(None, read)))
    while clash := next(_clashes(used), None):
        mine, other, key = clash
        refuse(mine.id, f"keys that no other command has there; {key_name(key)} is {other.id}")
        del used[mine.id]
    return used


def _key(text: str) -> str | None:
    """Textual's name of a key, read from that name or from the one that help shows; None where there is no such key."""
    text = text.strip()
    if len(text) == 1:
        key = _KEY_BY_WRITTEN_NAME.get(text, text)
        return key if len(key) > 1 else _character_to_key(key) if key.isprintable() else None
    text = text.lower()
    *modifiers, name = _KEY_BY_WRITTEN_NAME.get(text, text).split("+")
    name = _character_to_key(name) if len(name) == 1 else _KEY_BY_WRITTEN_NAME.get(name, name)
    if not set(modifiers) <= _MODIFIERS or not _is_named(name):
        return None
    return "+".join([*modifiers, name])


def _is_named(name: str) -> bool:
    return name in _TEXTUAL_KEY_NAMES or bool(key_character(name))


def _with_shift(keys: Iterator[str]) -> Iterator[str]:
    """The keys, and for a capital letter also shift and the letter, which some terminals send for it."""
    for key in keys:
        yield key
        if len(key) == 1 and key.isupper():
            yield f"shift+{key.lower()}"


def _clashes(used: Mapping[str, str]) -> Iterator[tuple[Command, Command, str]]:
    """A command whose keys were set, one that has the same key at the same time, and the key."""
    for mine in COMMANDS:
        if mine.id not in used:
            continue
        keys = set(used[mine.id].split(","))
        for other in COMMANDS:
            shared = keys & set(used.get(other.id, other.keys).split(","))
            if (
                other is not mine
                and shared
                and PLACES[mine.place].meets(PLACES[other.place])
                and not _share_already(mine, other)
            ):
                yield mine, other, min(shared)


def _share_already(one: Command, other: Command) -> bool:
    """Whether two commands share a key of their own: in the tree ← collapses in place of going to the pane before."""
    return bool(set(one.keys.split(",")) & set(other.keys.split(",")))
