"""A line of a pane as pieces of text, each with its meaning, and text wrapped to a width in cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

from gluetui.text import states

ROLES = (*states.ROLES, "text", "dim", "name", "head", "title", "key", "match", "secret", "error", "warning")
"""The meanings of a Span; gluetui.tcss gives each its colour."""


class Span(NamedTuple):
    """A piece of a line: safe text, and one of ROLES, or "" for plain text."""

    text: str
    role: str = ""


Line = Sequence[Span]


def wrapped(text: str, width: int) -> list[str]:
    """Safe text in lines of at most `width` cells, broken at spaces where there are any.

    Line ends and a line's own indentation are kept; an empty text is one empty line.
    """
    return [part for line in text.split("\n") for part in (_wrapped_line(line, max(width, 2)) or [""])]


def _wrapped_line(line: str, width: int) -> list[str]:
    if line.isascii():
        return wrap(line, width, replace_whitespace=False)
    return list(_wrapped_by_cells(line, width))


def _words_of(line: str) -> list[str]:
    """What stands between blanks; one on which a combining mark stands parts nothing: the mark would stand alone."""
    words: list[str] = []
    for word in line.split(" "):
        if words and word and not cell_len(word[0]):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _wrapped_by_cells(line: str, width: int) -> Iterator[str]:
    """As textwrap, but by cells: textwrap counts characters, and some take two cells."""
    filled, *words = _words_of(line)
    *pieces, filled = chop_cells(filled, width) or [""]
    yield from pieces
    for word in words:
        longer = f"{filled} {word}"
        if cell_len(longer) <= width:
            filled = longer
            continue
        if filled.strip():
            yield filled.rstrip()
        *pieces, filled = chop_cells(word, width) or [""]
        yield from pieces
    yield filled
