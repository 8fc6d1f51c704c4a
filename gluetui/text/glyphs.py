"""Signs for a terminal without UTF-8: whether it is one, and what stands there for each of ours."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata

from rich.cells import cell_len

from gluetui.text.states import state_glyphs

_SIGNS = {
    "…": "~", "·": "-", "•": "*", "●": "*", "×": "x", "–": "-", "—": "-", "−": "-", "\u00a0": " ",  # noqa: RUF001
    "‘": "'", "’": "'", "“": '"', "”": '"', "🔎": "/ ",  # noqa: RUF001
    "›": ">", "▸": "+", "▾": "-", "↑": "^", "↓": "v", "←": "<", "→": ">", "↻": "@", "↺": "@", "⤴": "^",
}  # fmt: skip
"""What is neither a state's glyph nor a line or block to draw with; each as wide as what stands for it."""

_ACROSS, _UPRIGHT = {"HORIZONTAL", "LEFT", "RIGHT"}, {"VERTICAL", "UP", "DOWN"}


def is_ascii_only() -> bool:
    """Whether the locale that the person chose is another than UTF-8, going by the names that they set."""
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        chosen = os.environ.get(name, "")
        # In the C locale Python sets LC_CTYPE itself, and its UTF-8 mode tells of it.
        if chosen and not (name == "LC_CTYPE" and sys.flags.utf8_mode and "PYTHONUTF8" not in os.environ):
            return not _is_utf8(chosen)
    return True


def ascii_text(text: str) -> str:
    """Text in as many cells of ASCII; a character that has no like there is a question mark a cell."""
    return text if text.isascii() else text.translate(_FORMS)


def _is_utf8(locale_name: str) -> bool:
    encoding = locale_name.partition("@")[0].rpartition(".")[2]
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False


class _Forms(dict[int, str]):
    """The ASCII form of every code point, worked out when it is first met (for str.translate)."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        form = self[code] = character if code < 0x80 else _drawn(character) or "?" * cell_len(character)
        return form


def _drawn(character: str) -> str:
    """The like of a character to draw with, by its name; "" for any other."""
    name = unicodedata.name(character, "")
    words = set(name.replace("-", " ").split())
    if name.startswith("BOX DRAWINGS"):
        return "|" if not words & _ACROSS else "-" if not words & _UPRIGHT else "+"
    if not "\u2580" <= character <= "\u259f":
        return ""
    if name == "FULL BLOCK":
        return "#"
    if words & {"LEFT", "RIGHT"}:
        return "|"
    return {"UPPER ONE EIGHTH BLOCK": "-", "LOWER ONE EIGHTH BLOCK": "_"}.get(name, " ")


_FORMS = _Forms({ord(sign): form for sign, form in {**state_glyphs(), **_SIGNS}.items()})
