"""How many lines each of many entries takes, and where each begins: found in blocks, however many there are."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, islice

BLOCK = 1_024
"""Entries at most whose lines are added up together."""


class Heights:
    """The lines of entries that are numbered from 0 on; an entry has at least one."""

    def __init__(self) -> None:
        self._blocks: list[array[int]] = []
        self._sums: list[int] = []
        """The lines of each block."""
        self._count = self._total = 0
        self._firsts: list[int] | None = None
        """The first entry of each block; None where that is to be added up again."""
        self._starts: list[int] | None = None
        """The first line of each block; None where that is to be added up again."""
        self._ends: tuple[int, list[int]] | None = None
        """Of the block that was looked at last where each entry ends, and the block's number."""

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, entry: int) -> int:
        block, place = self._place(entry)
        return self._blocks[block][place]

    @property
    def total(self) -> int:
        """The lines of all entries."""
        return self._total

    def extend(self, heights: Iterable[int]) -> None:
        """Add entries behind the others."""
        coming = iter(heights)
        if self._blocks and (room := BLOCK - len(self._blocks[-1])) > 0:
            more = array("I", islice(coming, room))
            if more:
                self._append(self._pop() + more)
        while block := array("I", islice(coming, BLOCK)):
            self._append(block)

    def extend_from(self, other: Heights, entry: int) -> None:
        """Add another's entries from one on behind these, a block at a time."""
        if entry >= len(other):
            return
        block, place = other._place(entry)
        self._append(other._blocks[block][place:])
        behind = block + 1
        self._blocks += (each[:] for each in other._blocks[behind:])
        self._sums += other._sums[behind:]
        self._count = self._count + sum(map(len, other._blocks[behind:]))
        self._total += sum(other._sums[behind:])
        self._firsts = self._starts = None

    def cut(self, count: int) -> None:
        """Keep the first entries only."""
        while self._blocks and self._count > count:
            last = self._pop()
            if self._count < count:
                self._append(last[: count - self._count])

    def set(self, entry: int, height: int) -> int:
        """Give an entry another height; by how many lines it grew."""
        block, place = self._place(entry)
        grown = height - self._blocks[block][place]
        if grown:
            self._blocks[block][place] = height
            self._sums[block] += grown
            self._total += grown
            self._starts = self._ends = None
        return grown

    def start(self, entry: int) -> int:
        """The first line of an entry."""
        if entry >= self._count:
            return self._total
        block, place = self._place(entry)
        return self._first_lines()[block] + sum(self._blocks[block][:place])

    def entry_at(self, line: int) -> int:
        """The entry that a line belongs to; the last one for a line behind all."""
        if line >= self._total or not self._blocks:
            return self._count - 1
        starts = self._first_lines()
        number = max(bisect_right(starts, line) - 1, 0)
        left = line - starts[number]
        if self._ends is None or self._ends[0] != number:
            self._ends = number, list(accumulate(self._blocks[number]))
        return self._first_entries()[number] + bisect_right(self._ends[1], left)

    def _place(self, entry: int) -> tuple[int, int]:
        """The block of an entry, and its place there."""
        firsts = self._first_entries()
        block = bisect_right(firsts, entry) - 1
        return block, entry - firsts[block]

    def _first_entries(self) -> list[int]:
        if self._firsts is None:
            self._firsts = list(accumulate(map(len, self._blocks[:-1]), initial=0))
        return self._firsts

    def _first_lines(self) -> list[int]:
        if self._starts is None:
            self._starts = list(accumulate(self._sums[:-1], initial=0))
        return self._starts

    def _append(self, block: array[int]) -> None:
        self._blocks.append(block)
        self._sums.append(sum(block))
        self._count += len(block)
        self._total += self._sums[-1]
        self._firsts = self._starts = self._ends = None

    def _pop(self) -> array[int]:
        block = self._blocks.pop()
        self._count -= len(block)
        self._total -= self._sums.pop()
        self._firsts = self._starts = self._ends = None
        return block
