"""How a run's state looks: a sign, a word, the role of its colour; and signs for terminals without UTF-8."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rich.cells import cell_len

from gluetui.glue.errors.error import AwsError, ErrorKind
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
    """The beginnings, in lower case, with which no state begins."""
    words = {state.casefold() for state in states}
    return [each for each in beginnings if not any(word.startswith(each) for word in words)]


def known_looks() -> tuple[StateLook, ...]:
    """The look of every state that AWS documents."""
    return tuple(_LOOKS.values())


def look(state: str) -> StateLook:
    """The look of a state; one that gluetui does not know keeps its own word, and "" is "not returned"."""
    if not state:
        return _NOT_RETURNED
    known = _LOOKS.get(state)
    return known or StateLook("?", one_line(state.lower()), "unknown", _UNKNOWN_MEANING)


JOB_NOT_RETURNED = "(job not returned)"
"""In place of the job's name in an entry of PredecessorRuns that has none."""

_NO_ANSWER_WORDS = {
    ErrorKind.DENIED: "denied",
    ErrorKind.GONE: "gone",
    ErrorKind.THROTTLED: "throttled",
    ErrorKind.NETWORK: "unreachable",
    ErrorKind.BAD_ANSWER: "unreadable",
}


def no_answer_word(error: AwsError) -> str:
    """An error in a column of eleven cells; "no answer" where its kind says no more."""
    return _NO_ANSWER_WORDS.get(error.kind, "no answer")


_ASCII_SIGNS = {
    "…": "~", "·": "-", "•": "*", "●": "*", "×": "x", "≤": "<", "≥": ">", "–": "-", "—": "-", "−": "-", "\u00a0": " ",  # noqa: RUF001
    "‘": "'", "’": "'", "“": '"', "”": '"', "🔎": "/ ",  # noqa: RUF001
    "›": ">", "␠": "_", "▸": "+", "▾": "-", "↑": "^", "↓": "v", "←": "<", "→": ">", "↻": "@", "↺": "@", "⤴": "^",
    "≈": "~", "◇": "o",
}  # fmt: skip
"""Signs other than states' glyphs, lines and blocks; each is as wide as its replacement."""

_ACROSS, _UPRIGHT = {"HORIZONTAL", "LEFT", "RIGHT"}, {"VERTICAL", "UP", "DOWN"}


def is_ascii_only() -> bool:
    """Whether the locale is another than UTF-8, by the variables that the user set."""
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        chosen = os.environ.get(name, "")
        # In the C locale Python sets LC_CTYPE itself, and turns on its UTF-8 mode, by which that is recognised here.
        if chosen and not (name == "LC_CTYPE" and sys.flags.utf8_mode and "PYTHONUTF8" not in os.environ):
            return not _is_utf8(chosen)
    return True


def ascii_text(text: str) -> str:
    """Text in ASCII, as many cells wide; a character without a counterpart becomes a question mark a cell."""
    return text if text.isascii() else text.translate(_ASCII_FORMS)


def _is_utf8(locale_name: str) -> bool:
    encoding = locale_name.partition("@")[0].rpartition(".")[2]
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False


_ASCII_BLOCKS = {
    **{"FULL BLOCK": "#", "DARK SHADE": "+", "MEDIUM SHADE": "=", "LIGHT SHADE": ":"},
    **{"UPPER ONE EIGHTH BLOCK": "-", "LOWER ONE EIGHTH BLOCK": "_"},
}


class _AsciiForms(dict[int, str]):
    """The ASCII form of every code point, worked out when it is first met (for str.translate)."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        form = self[code] = character if code < 0x80 else _drawn(character) or "?" * cell_len(character)
        return form


def _drawn(character: str) -> str:
    """The ASCII counterpart of a line or block to draw with, by its Unicode name; "" for any other character."""
    name = unicodedata.name(character, "")
    words = set(name.replace("-", " ").split())
    if name.startswith("BOX DRAWINGS"):
        return "|" if not words & _ACROSS else "-" if not words & _UPRIGHT else "+"
    if not "\u2580" <= character <= "\u259f":
        return ""
    if words & {"LEFT", "RIGHT"}:
        return "|"
    return _ASCII_BLOCKS.get(name, " ")


_ASCII_FORMS = _AsciiForms({ord(sign): form for sign, form in {**state_glyphs(), **_ASCII_SIGNS}.items()})


def failed_of(number: int, total: int, noun: str, cut_short: Mapping[str, int], *, among: str = "") -> str:
    """Which of the failed runs or jobs this is, such as "2 of 13 failed runs, and 3 stopped"; `among` says of which."""
    apart = " and ".join(f"{count:,} {state.lower()}" for state, count in sorted(cut_short.items()))
    what = f"{number:,} of {total:,} failed {noun}{'s' if total != 1 else ''}" if total else f"No failed {noun}"
    return f"{what}{among}{', and ' if apart else ''}{apart}."
