"""Text in lines of at most so many cells."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from rich.cells import cell_len, chop_cells


def wrapped(text: str, width: int) -> list[str]:
    """Safe text in lines of at most `width` cells, broken at spaces where there are any.

    Line ends and a line's own indentation are kept; an empty text is one empty line.
    """
    return [part for line in text.split("\n") for part in (_broken(line, max(width, 2)) or [""])]


def _broken(line: str, width: int) -> list[str]:
    if line.isascii():
        return wrap(line, width, replace_whitespace=False)
    return list(_filled(line, width))


def _filled(line: str, width: int) -> Iterator[str]:
    """Words are put on a line while their cells fit; textwrap would count characters."""
    filled, *words = line.split(" ")
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
