"""A tree laid out on a terminal: columns beneath a heading; cells without room go below their row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rich.cells import cell_len

from gluetui.cli.tables import TREE, TreeRow
from gluetui.text.lines import Line, Span
from gluetui.text.safe import cut_end, cut_middle, pad

_NAME_AT_LEAST, _STATE_AT_MOST, _NOTE_AT_LEAST = 20, 16, 40
_GAP = 2
"""Cells between two columns."""


def tree_lines(rows: Sequence[TreeRow], width: int) -> Iterator[Line]:
    """The heading and every row; no line is wider than the terminal.

    An id stands at the end of its row where the widest has room there whole, else on a line of its own.
    """
    columns = _columns(rows, width)
    room = width - sum(size + _GAP for size in columns)
    ids, notes = (max(cell_len(cells[place].text) for _, cells in rows) for place in (-2, -1))
    id_is_beside = ids <= room
    left = room - (ids + _GAP) * id_is_beside
    note_width = min(notes, left) if left >= min(notes, _NOTE_AT_LEAST) else 0
    beside = [(-1, note_width)] * (note_width > 0) + [(-2, ids)] * id_is_beside
    below = [place for place in (-2, -1) if place not in dict(beside)]
    headings = tuple(Span(heading, "dim") for heading in TREE)
    yield _row(headings, "", columns, beside)
    for (_, cells), (ahead, under) in zip(rows, guides_of([row.depth for row in rows]), strict=True):
        yield _row(cells, ahead, columns, beside)
        for place in below:
            if text := cells[place].text:
                guides = cut_end(under, max(0, width - _NAME_AT_LEAST))
                rest = width - cell_len(guides)
                shown = cut_middle(text, rest) if place == -2 else cut_end(text, rest)
                yield [Span(guides, "dim"), Span(shown, "dim" if place == -2 else cells[place].role)]


def _columns(rows: Sequence[TreeRow], width: int) -> list[int]:
    """Widths of run, state, started, took and waited; the last ones are left out where the run would have no room."""
    sizes = [max(cell_len(text) for text in texts) for texts in zip(TREE, *_texts(rows), strict=True)][:-2]
    sizes[1] = min(sizes[1], _STATE_AT_MOST)
    while len(sizes) > 1 and sum(sizes[1:]) + _GAP * (len(sizes) - 1) + _NAME_AT_LEAST > width:
        sizes.pop()
    others = sum(size + _GAP for size in sizes[1:])
    return [min(sizes[0], width - others), *sizes[1:]]


def _texts(rows: Sequence[TreeRow]) -> Iterator[list[str]]:
    for depth, (name, *others) in rows:
        yield ["  " * depth + name.text, *(cell.text for cell in others)]


def _row(cells: Sequence[Span], ahead: str, columns: Sequence[int], beside: Sequence[tuple[int, int]]) -> Line:
    name, *others = cells
    guides = cut_end(ahead, max(0, columns[0] - _NAME_AT_LEAST // 2))
    line = [
        Span(guides, "dim"),
        Span(pad(cut_middle(name.text, columns[0] - len(guides)), columns[0] - len(guides)), name.role),
    ]
    sized = [*zip(others, columns[1:], strict=False), *((cells[place], size) for place, size in beside)]
    for cell, size in sized:
        line += [Span(" " * _GAP), Span(pad(cell.text, size), cell.role)]
    return line


def guides_of(depths: Sequence[int]) -> Iterator[tuple[str, str]]:
    """By row, the guides ahead of its name, and those ahead of a line below it."""
    behind: set[int] = set()
    found = []
    for depth, following in reversed(list(pairwise([*depths, 0]))):
        trunks = "".join("│ " if level in behind else "  " for level in range(1, depth))
        own = ("├╴" if depth in behind else "└╴") if depth else ""
        under = ("│ " if depth in behind else "  ") if depth else ""
        found.append((trunks + own, trunks + under + ("│ " if following > depth else "  ")))
        behind = {level for level in behind if level <= depth} | {depth}
    return reversed(found)
