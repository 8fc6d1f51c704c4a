"""How a key is written for people, and what it types, by Textual's name of it."""

from __future__ import annotations

import string

from textual.keys import _character_to_key, key_to_character

KEY_NAMES = {
    "slash": "/",
    "exclamation_mark": "!",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "f1": "F1",
    "escape": "esc",
}
"""How a key is written for people, by Textual's name; other keys by their character, or as Textual names them."""


_PUNCTUATION = {_character_to_key(character): character for character in string.punctuation}
"""Textual has names of its own for some of these, which it does not read back."""


def key_character(key: str) -> str:
    """What a key types, by Textual's name; "" for one that types nothing that can be seen."""
    character = _PUNCTUATION.get(key) or key_to_character(key) or ""
    return character if character.isprintable() and not character.isspace() else ""


def typed_by(key: str) -> str | None:
    """The character that a key types; None for one that types none."""
    return " " if key == "space" else key_character(key) or None


def key_name(key: str) -> str:
    """One of Textual's keys as people read it."""
    return KEY_NAMES.get(key) or key_character(key) or key


def key_names(keys: str) -> str:
    """Comma-separated Textual keys as people read them."""
    return " ".join(map(key_name, distinct_keys(keys)))


def distinct_keys(keys: str) -> list[str]:
    """Comma-separated Textual keys, each of them once; shift+g is only another way to name G."""
    each = keys.split(",")
    return [key for key in each if not key.startswith("shift+") or key == "shift+tab"] or each
