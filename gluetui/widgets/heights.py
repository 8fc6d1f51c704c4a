"""How many lines each of many entries takes, and where each begins: found in blocks, however many there are."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

BLOCK = 256
"""Entries whose lines are added up together."""


class Heights:
    """The lines of entries that are numbered from 0 on; an entry has at least one."""

    def __init__(self) -> None:
        self._heights = array("I")
        self._blocks: list[int] = []
        """The lines of each block."""
        self._starts: list[int] | None = None
        """The first line of each block; None where that is to be added up again."""

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, entry: int) -> int:
        return self._heights[entry]

    @property
    def total(self) -> int:
        """The lines of all entries."""
        return sum(self._blocks)

    def extend(self, heights: Iterable[int]) -> None:
        """Add entries behind the others."""
        before = len(self._heights)
        self._heights.extend(heights)
        self._add_up(before // BLOCK)

    def cut(self, count: int) -> None:
        """Keep the first entries only."""
        if count < len(self._heights):
            del self._heights[count:]
            self._add_up(count // BLOCK)

    def set(self, entry: int, height: int) -> int:
        """Give an entry another height; by how many lines it grew."""
        grown = height - self._heights[entry]
        if grown:
            self._heights[entry] = height
            self._blocks[entry // BLOCK] += grown
            self._starts = None
        return grown

    def start(self, entry: int) -> int:
        """The first line of an entry."""
        block = entry // BLOCK
        before = self._first_lines()[block] if block < len(self._blocks) else self.total
        return before + sum(self._heights[block * BLOCK : entry])

    def entry_at(self, line: int) -> int:
        """The entry that a line belongs to; the last one for a line behind all."""
        starts = self._first_lines()
        block = max(bisect_right(starts, line) - 1, 0)
        left = line - starts[block] if starts else 0
        last = len(self._heights) - 1
        for entry in range(block * BLOCK, last):
            left -= self._heights[entry]
            if left < 0:
                return entry
        return last

    def _first_lines(self) -> list[int]:
        if self._starts is None:
            self._starts = list(accumulate(self._blocks[:-1], initial=0)) if self._blocks else []
        return self._starts

    def _add_up(self, block: int) -> None:
        """Add up again from a block on."""
        del self._blocks[block:]
        heights = self._heights
        self._blocks += [sum(heights[at : at + BLOCK]) for at in range(block * BLOCK, len(heights), BLOCK)]
        self._starts = None
