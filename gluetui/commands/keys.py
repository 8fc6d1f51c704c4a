"""Keys by Textual's names: the form in which the user reads them, and the characters that they type."""

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
"""The form of a key for the user, by Textual's name; other keys show their character, or Textual's name."""


_PUNCTUATION = {_character_to_key(character): character for character in string.punctuation}
"""Punctuation by Textual's names, some of which Textual's own `key_to_character` does not know."""


def key_character(key: str) -> str:
    """The visible character that a key types, by Textual's name; "" for a key that types none."""
    character = _PUNCTUATION.get(key) or key_to_character(key) or ""
    return character if character.isprintable() and not character.isspace() else ""


def typed_by(key: str) -> str | None:
    """The character that a key types; None for one that types none."""
    return " " if key == "space" else key_character(key) or None


def key_name(key: str) -> str:
    """One of Textual's keys in the form for the user."""
    return KEY_NAMES.get(key) or key_character(key) or key


def key_names(keys: str) -> str:
    """Comma-separated Textual keys in the form for the user."""
    return " ".join(map(key_name, distinct_keys(keys)))


def distinct_keys(keys: str) -> list[str]:
    """Comma-separated Textual keys without doubles such as shift+g, which some terminals send for G."""
    each = keys.split(",")
    return [key for key in each if not key.startswith("shift+") or key == "shift+tab"] or each
