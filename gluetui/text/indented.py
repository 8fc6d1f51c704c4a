"""JSON indented for reading, every token of it as it came: numbers, escapes, and members of one name."""

from __future__ import annotations

import json
import re
from itertools import islice

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+')
_CLOSES = {"{": "}", "[": "]"}
_DEEPEST = 100
"""Levels that are indented: deeper ones would be wider than any screen."""
_MOST_WORDS = 8
"""Braces of the words before an object that are tried as its own."""


def indented(text: str) -> str:
    """A text that is a JSON object or array on one line or few, a member a line; any other text as it is."""
    if not text.lstrip().startswith(("{", "[")) or not _is_json(text):
        return text
    shown: list[str] = []
    depth, before = 0, ""
    for token in _TOKEN.findall(text):
        closes, is_empty = token in ("}", "]"), _CLOSES.get(before) == token
        depth -= closes
        if (closes or before in (*_CLOSES, ",")) and not is_empty:
            shown.append(_line_end(depth))
        shown.append(": " if token == ":" else token)
        depth += token in _CLOSES
        before = token
    return "".join(shown)


def indented_end(text: str) -> str:
    """A text that is JSON, or ends in an object behind some words, with that a member a line; any other as it is."""
    starts = (found.start() for found in islice(re.finditer(r"\{", text), _MOST_WORDS))
    for start in (0, *starts):
        body = indented(text[start:])
        if body != text[start:]:
            return f"{text[:start].rstrip()}\n{body}".lstrip("\n")
    return text


def _line_end(depth: int) -> str:
    return "\n" + "  " * min(depth, _DEEPEST)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
