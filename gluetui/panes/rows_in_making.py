"""Rows of a log that are made beside those that are shown, a slice at a time, and the lines that each has."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from gluetui.glue.logs.log import Log
from gluetui.glue.logs.rows import Rows
from gluetui.widgets.heights import Heights

_MOST_MEASURED = 1_000
"""Rows that are measured while a key may wait."""


class Made(NamedTuple):
    """Rows, and how many lines each has."""

    rows: Rows
    heights: Heights


class RowsInMaking:
    """Rows that are shown once they are whole."""

    def __init__(self, log: Log, rows: Rows, *, of: Made | None = None) -> None:
        """`of`: the rows that are shown, where these are their twin, which takes over those behind what changed."""
        self._log = log
        self._of = of
        self.rows = rows
        self.heights = Heights()

    def advance(self, most: int) -> bool:
        """Look at some more records. True once all are looked at, and all rows have their lines."""
        if self.rows.revision != self._log.revision:
            if self._of is not None and self.rows.joined is not None:
                self.rows = self._of.rows.twin()
            self.heights = Heights()
        more = self.rows.advance(most)
        self._take_over()
        measure(self._log, self.rows, self.heights, len(self.heights) + _MOST_MEASURED)
        return not more and len(self.heights) == len(self.rows)

    def _take_over(self) -> None:
        """Rows that are as they were have their lines already."""
        joined = self.rows.joined
        if self._of is None or joined is None or len(self.heights) >= joined[0]:
            return
        if (taken := self.rows.taken_over_from(self._of.rows)) is not None:
            measure(self._log, self.rows, self.heights, taken[0])
            self.heights.extend_from(self._of.heights, taken[1])


def measure(log: Log, rows: Rows, heights: Heights, end: int) -> None:
    """Give the rows up to one that have none yet the lines of their text, as they stand in the log."""
    heights.cut(len(rows))
    measured = range(len(heights), min(end, len(rows)))
    heights.extend(map(partial(_line_ends, log), map(rows.reference, measured)))


def _line_ends(log: Log, reference: int) -> int:
    page, number = log.page_of(reference)
    place = number - page.first
    start, end = page.starts[place], page.starts[place + 1]
    return page.data.count(b"\n", start, end - 1) + 1 if start < end else 1
