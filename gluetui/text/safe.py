"""The one door for text from AWS: its result does nothing to a terminal, and is cut by cells, not characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from rich.cells import cell_len

ELLIPSIS = "…"
BLANK = "␠"
"""Shown for a space that could not be seen, at the end of a name."""

TAB_WIDTH = 4
"""Cells between tab stops in multi-line text; Java's stack traces indent with one tab."""

_MARKS_KEPT = 4
"""Marks kept on one character: no living script stacks more, and a pile paints over the rows around it."""

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})

_HIDDEN_THOUGH_PRINTABLE = frozenset(
    map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x3164, 0xFFA0))
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Unicode's Default_Ignorable characters that Python calls printable: fillers, variation selectors."""

_DELETE = 0x7F


def one_line(text: object) -> str:
    """Text for a place of one line: an invisible character is shown as a control picture or a `\\u202e` form."""
    return _visible(_as_text(text), _ONE_LINE)


def shown_name(name: str) -> str:
    """A name in one line, its blanks told apart: those at its ends, and those that only look like a space."""
    shown = "".join(_escape(each) if each != " " and each.isspace() else each for each in one_line(name))
    core = shown.strip(" ")
    if core == shown:
        return shown
    before = len(shown) - len(shown.lstrip(" ")) if core else len(shown)
    return BLANK * before + core + BLANK * (len(shown) - before - len(core))


def many_lines(text: object) -> str:
    """Text for a place of several lines: as one_line, but line ends are kept and tabs become spaces."""
    given = _as_text(text)
    if given.isascii() and given.isprintable():
        return given
    return _visible(given.replace("\r\n", "\n"), _MANY_LINES).expandtabs(TAB_WIDTH)


def is_safe(text: str, *, lines: bool = False) -> bool:
    """Whether one_line (or, with `lines`, many_lines) would leave the text as it is."""
    return text == (many_lines(text) if lines else one_line(text))


def cut_end(text: str, width: int) -> str:
    """Text in at most `width` cells, its end replaced by "…" where it is longer."""
    if _fits(text, width):
        return text
    return _head(text, width - 1) + ELLIPSIS if width > 0 else ""


def cut_middle(text: str, width: int) -> str:
    """Text in at most `width` cells, its middle replaced by "…", because names and ids often differ at their ends."""
    if _fits(text, width):
        return text
    if width <= 0:
        return ""
    tail = _tail(text, width // 2)
    return _head(text, width - 1 - cell_len(tail)) + ELLIPSIS + tail


def cut_start(text: str, width: int) -> str:
    """Text in at most `width` cells, its start replaced by "…" where it is longer."""
    if _fits(text, width):
        return text
    return ELLIPSIS + _tail(text, width - 1) if width > 0 else ""


def graphemes(text: str) -> list[str]:
    """The characters of a text as they are seen: each with the marks that stand on it."""
    seen: list[str] = []
    for character in text:
        if seen and _is_mark(character) and _form(ord(character)) == character:
            seen[-1] += character
        else:
            seen.append(character)
    return seen


def pad(text: str, width: int, align: Literal["left", "right"] = "left") -> str:
    """Text in exactly `width` cells: cut at its end or filled with spaces."""
    shown = cut_end(text, width)
    missing = max(width - cell_len(shown), 0)
    return shown + " " * missing if align == "left" else " " * missing + shown


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    try:
        return str(value)
    except Exception:  # A foreign __str__ may raise anything, and showing a value must not.
        return f"<{type(value).__name__}>"


class _Forms(dict[int, str]):
    """The shown form of every code point, worked out when it is first met (for str.translate)."""

    def __init__(self, kept: str) -> None:
        super().__init__({ord(character): character for character in kept})

    def __missing__(self, code: int) -> str:
        form = self[code] = _form(code)
        return form


def _form(code: int) -> str:
    character = chr(code)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == _DELETE:
        return "␡"
    if unicodedata.category(character) in _HIDDEN_CATEGORIES or character in _HIDDEN_THOUGH_PRINTABLE:
        return _escape(character)
    return character


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


_ONE_LINE = _Forms(kept="")
_MANY_LINES = _Forms(kept="\n\t")


def _visible(text: str, forms: _Forms) -> str:
    if text.isascii():
        return text if text.isprintable() else text.translate(forms)
    return _without_stacked_marks(text.translate(forms))


def _without_stacked_marks(text: str) -> str:
    """A combining mark shows its code at the start of a line, where it has no character, and past four on one."""
    marks = "".join(character for character in set(text) if _is_mark(character))
    if not marks:
        return text
    mark = f"[{re.escape(marks)}]"
    surplus = re.compile(f"(?m)^{mark}+|(?<={mark * _MARKS_KEPT}){mark}")
    return surplus.sub(lambda found: "".join(map(_escape, found[0])), text)


def _is_mark(character: str) -> bool:
    if character.isascii():
        return False
    return cell_len(character) == 0 or unicodedata.category(character) in ("Mn", "Me")


def _cells(character: str) -> int:
    """Cells of one character by itself; a variation selector may widen the one before it by a cell."""
    return 1 if character == "\ufe0f" else cell_len(character)


def _fits(text: str, width: int) -> bool:
    return len(_head(text, width)) == len(text)


def _head(text: str, width: int) -> str:
    """As many characters from the start as fit; it stops reading there, however long the text is."""
    if text.isascii():
        return text[: max(width, 0)]
    left = width
    for index, character in enumerate(text):
        left -= _cells(character)
        if left < 0:
            return text[:index]
    return text


def _tail(text: str, width: int) -> str:
    """As many characters from the end as fit, beginning with one that has a width of its own."""
    if width <= 0:
        return ""
    start, left = len(text), width
    for index in range(len(text) - 1, -1, -1):
        cells = _cells(text[index])
        left -= cells
        if left < 0:
            break
        if cells:
            start = index
    return text[start:]
