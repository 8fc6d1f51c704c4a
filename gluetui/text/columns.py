"""The columns of a list at any width: in the order of their worth, so that a wider list never has fewer of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

ALL = 1_000_000
"""More cells than any terminal has."""


class Step(NamedTuple):
    """One step of a list's table of columns: a column comes in or grows once all steps before it have their room."""

    column: str
    least: int
    """Cells that it has from this step on; without room for all of them the step and those behind it wait."""
    best: int = 0
    """Cells up to which it takes what is left, where that is more."""


@lru_cache(maxsize=512)
def laid_out(steps: tuple[Step, ...], width: int, *, gap: int = 0, filler: str = "") -> Mapping[str, int]:
    """The cells of each column that has room in `width`, a gap between each two.

    What is left where a step has to wait goes to the `filler`.
    """
    cells: dict[str, int] = {}
    left = width + gap
    for column, least, best in steps:
        has = cells.get(column, -gap)
        if least - has > left:
            break
        takes = max(0, min(max(least, best) - has, left))
        cells[column] = has + takes
        left -= takes
    if filler in cells:
        cells[filler] += left
    return cells
