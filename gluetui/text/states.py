"""How a run's state looks: a glyph, a word, the role that its colour follows, and what it means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from gluetui.text.safe import one_line

ROLES = ("good", "bad", "live", "waiting", "stopped", "unknown")
"""Every role that a state can have; a theme gives each one a look."""


class StateLook(NamedTuple):
    """The look of one state; `glyph` is one cell wide, `role` one of ROLES, `meaning` a plain sentence."""

    glyph: str
    word: str
    role: str
    meaning: str


_LOOKS = {
    "SUCCEEDED": StateLook("✓", "succeeded", "good", "The run ended and its script reported no error."),
    "FAILED": StateLook("✗", "failed", "bad", "It ended with an error: see ErrorMessage."),
    "TIMEOUT": StateLook("∞", "timeout", "bad", "The run lasted longer than its Timeout and AWS Glue ended it."),
    "ERROR": StateLook("!", "error", "bad", "A workflow or trigger tried to start a job that had been deleted."),
    "STOPPED": StateLook("■", "stopped", "stopped", "A person or a program stopped the run before it ended."),
    "EXPIRED": StateLook(
        "○",
        "expired",
        "stopped",
        "AWS lists this final state but does not say what it means.",
    ),
    "STARTING": StateLook("▷", "starting", "live", "AWS Glue is preparing the workers; the script has not begun."),
    "RUNNING": StateLook("▶", "running", "live", "The script is at work."),
    "STOPPING": StateLook("□", "stopping", "live", "The run was told to stop and is ending."),
    "WAITING": StateLook(
        "…", "waiting", "waiting", "The run is queued until resources are free; StateDetail says why."
    ),
}

KNOWN_STATES = tuple(_LOOKS)
"""As the API spells them; AWS may add others."""

_ASCII_GLYPHS = {
    "SUCCEEDED": "+",
    "FAILED": "x",
    "TIMEOUT": "T",
    "ERROR": "!",
    "STOPPED": "#",
    "EXPIRED": "-",
    "STARTING": "^",
    "RUNNING": "*",
    "STOPPING": "%",
    "WAITING": "~",
}

_NOT_RETURNED = StateLook("?", "no state", "unknown", "AWS did not return a state.")
_UNKNOWN_MEANING = "gluetui does not know this state; it is shown as AWS sent it and looked at again."


def state_glyphs() -> dict[str, str]:
    """The ASCII glyph by the glyph that it stands for."""
    return {_LOOKS[state].glyph: glyph for state, glyph in _ASCII_GLYPHS.items()}


def unknown_beginnings(beginnings: Iterable[str], states: Iterable[str]) -> list[str]:
    """Those, in lower case, with which none of the states begins."""
    words = {state.casefold() for state in states}
    return [each for each in beginnings if not any(word.startswith(each) for word in words)]


def known_looks() -> tuple[StateLook, ...]:
    """The look of every state that AWS documents."""
    return tuple(_LOOKS.values())


def look(state: str) -> StateLook:
    """The look of a state; one that nobody knows yet keeps its own word, and "" is "not returned"."""
    if not state:
        return _NOT_RETURNED
    known = _LOOKS.get(state)
    return known or StateLook("?", one_line(state.lower()), "unknown", _UNKNOWN_MEANING)
