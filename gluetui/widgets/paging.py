"""Where view and cursor go by a key: in a list the cursor leads, in a text that is read the view does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol


class Place(NamedTuple):
    """The first line that is seen, and the entry under the cursor."""

    top: int
    cursor: int


class Shown(Protocol):
    """Entries in lines, of which a window shows some; there is at least one entry."""

    @property
    def top(self) -> int:
        """The first line that is seen."""

    @property
    def page_height(self) -> int:
        """Lines that can be seen at a time."""

    @property
    def line_count(self) -> int:
        """Lines of all entries, and between them."""

    @property
    def entry_count(self) -> int:
        """How many entries there are."""

    @property
    def cursor(self) -> int:
        """The entry under the cursor."""

    def entry_at(self, line: int) -> int:
        """The entry of a line; -1 for a line between entries."""

    def lines_of(self, entry: int) -> range:
        """The lines of an entry."""


class Paging(Protocol):
    """One way of moving."""

    def by_entry(self, shown: Shown, step: int) -> Place:
        """Go an entry on, or back with a step of -1."""

    def by_lines(self, shown: Shown, count: int) -> Place:
        """Go so many lines on, or back if that is negative."""


class CursorPaging:
    """For lists: the cursor goes, and the view follows as little as shows it."""

    def by_entry(self, shown: Shown, step: int) -> Place:
        entry = max(0, min(shown.cursor + step, shown.entry_count - 1))
        return Place(revealing(shown, entry), entry)

    def by_lines(self, shown: Shown, count: int) -> Place:
        start = shown.lines_of(shown.cursor).start
        line = max(0, min(start + count, shown.line_count - 1))
        lines = range(line, shown.line_count) if count > 0 else range(line, start + 1)
        entry = next((entry for entry in map(shown.entry_at, lines) if entry >= 0), shown.cursor)
        if entry == shown.cursor:
            return self.by_entry(shown, 1 if count > 0 else -1)
        return Place(revealing(shown, entry), entry)


class ViewPaging:
    """For texts: the view goes, so that every line is seen, and the cursor follows into sight."""

    def by_lines(self, shown: Shown, count: int) -> Place:
        top = _within(shown, shown.top + count)
        if top == shown.top:  # Nothing more to see in that direction.
            return Place(top, shown.entry_count - 1 if count > 0 else 0)
        return Place(top, _in_sight(shown, top, from_above=count > 0))

    def by_entry(self, shown: Shown, step: int) -> Place:
        top, bottom = shown.top, shown.top + shown.page_height
        lines = shown.lines_of(shown.cursor)
        in_sight = _in_sight(shown, top, from_above=lines.stop <= top)
        if in_sight != shown.cursor:  # The mouse had scrolled it away: what is read stays where it is.
            return Place(top, in_sight)
        if step > 0 and lines.stop > bottom:
            return Place(top + 1 if len(lines) > shown.page_height else lines.stop - shown.page_height, shown.cursor)
        if step < 0 and lines.start < top:
            return Place(top - 1 if len(lines) > shown.page_height else lines.start, shown.cursor)
        entry = max(0, min(shown.cursor + step, shown.entry_count - 1))
        if entry == shown.cursor:  # No entry is left, but perhaps a heading.
            return Place(_within(shown, top + step), entry)
        # No further than what was seen ends: headings between two entries may take more lines than are left for them.
        return Place(max(top - shown.page_height, min(self._beside(shown, entry, step), bottom)), entry)

    def _beside(self, shown: Shown, entry: int, step: int) -> int:
        """The first line to see for the entry beside: one taller than the view comes into sight line by line."""
        lines = shown.lines_of(entry)
        if len(lines) > shown.page_height:
            last = lines.start - shown.page_height + 1
            return _within(shown, max(shown.top, last) if step > 0 else min(shown.top, lines.stop - 1))
        top = revealing(shown, entry)
        # Going up, the heading above an entry comes into sight with it.
        heading = shown.lines_of(entry - 1).stop if entry else 0
        return min(top, heading) if step < 0 and lines.stop - heading <= shown.page_height else top


def revealing(shown: Shown, entry: int) -> int:
    """The first line to see so that an entry is seen, scrolled as little as possible; for the first, all above it."""
    lines, top, height = shown.lines_of(entry), shown.top, shown.page_height
    if len(lines) > height:
        is_seen = lines.start < top + height and lines.stop > top
        return top if is_seen else lines.start
    if entry == 0 and lines.stop <= height:
        return 0
    return max(min(top, lines.start), lines.stop - height)


def _within(shown: Shown, top: int) -> int:
    """The nearest first line with which the view ends at the last one at most."""
    return max(0, min(top, shown.line_count - shown.page_height))


def _in_sight(shown: Shown, top: int, *, from_above: bool) -> int:
    """The entry under the cursor if a view shows a line of it; else the view's first entry, or its last."""
    bottom = min(top + shown.page_height, shown.line_count)
    lines = shown.lines_of(shown.cursor)
    if lines.start < bottom and lines.stop > top:
        return shown.cursor
    seen = _entries(shown, range(top, bottom) if from_above else range(bottom - 1, top - 1, -1))
    whole = (entry for entry in seen if shown.lines_of(entry).start >= top and shown.lines_of(entry).stop <= bottom)
    return next(whole, seen[0] if seen else shown.cursor)


def _entries(shown: Shown, lines: Iterable[int]) -> list[int]:
    """The entries of lines, each once."""
    return list(dict.fromkeys(entry for entry in map(shown.entry_at, lines) if entry >= 0))
