"""Two runs compared, laid out in lines: each difference below the title of its section, the job's definition last."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from gluetui.glue.run.folding import folded
from gluetui.text.difference_lines import Columns, columns_of, difference_lines, whole
from gluetui.text.differences import DifferenceText
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.words import holds

DEFINITION = "Job definition"
CHANGES_EVERY_RUN = "Changes every run"


class Entry(NamedTuple):
    """One field of the two runs, or one line on the job's definition."""

    identity: Hashable
    section: str
    searched: str
    """The text that a filter searches, in lower case."""
    read: str
    """The whole of it, for reading."""
    drawn: Callable[[int], Sequence[Line]]
    """Its lines at a width."""
    differs: bool


class DifferenceLayout:
    """An entry is a field with all its lines, the first of a section below the section's title."""

    def __init__(self) -> None:
        self.known: list[Entry] = []
        """All, whether the filter leaves them or not."""
        self.entries: list[Entry] = []
        self._width = 0
        self._lines: list[Sequence[Line]] = []
        """By entry, without the title above it."""
        self._starts: list[int] = [0]
        """By entry its first line, the title included; behind the last one how many lines there are."""

    def take(self, texts: Iterable[DifferenceText], told: Sequence[str], *, with_equal: bool) -> None:
        """Have these fields from the next `lay_out` on, and the lines that are `told` of the job's definition."""
        shown = [each for each in texts if with_equal or not each.is_equal]
        columns = columns_of(shown)
        self.known = [_field(each, columns) for each in shown]
        self.known += [_told(number, text) for number, text in enumerate(told)]

    def lay_out(self, filter_text: str, width: int) -> None:
        """Give each entry that the filter leaves its lines and its place."""
        words = folded(filter_text).split()
        self.entries = [each for each in self.known if not words or holds(each.searched, words)]
        self._width = width
        self._lines = [each.drawn(width) for each in self.entries]
        heights = [len(lines) + self._title_lines(entry) for entry, lines in enumerate(self._lines)]
        self._starts = list(accumulate(heights, initial=0))

    def _title_lines(self, entry: int) -> int:
        """A section's title takes two lines, an empty one above it but at the top of the pane."""
        if entry and self.entries[entry - 1].section == self.entries[entry].section:
            return 0
        return 2 if entry else 1

    @property
    def line_count(self) -> int:
        """Lines of all entries and titles."""
        return self._starts[-1]

    def entry_at(self, line: int) -> int:
        """The entry of a line; -1 for the lines of a section's title."""
        entry = bisect_right(self._starts, line) - 1
        return entry if line >= self._starts[entry] + self._title_lines(entry) else -1

    def lines_of(self, entry: int) -> range:
        """The lines of an entry, without the title above it."""
        return range(self._starts[entry] + self._title_lines(entry), self._starts[entry + 1])

    def find(self, identity: Hashable) -> int | None:
        """The entry of a field, if the filter leaves it."""
        return next((entry for entry, each in enumerate(self.entries) if each.identity == identity), None)

    @property
    def differing(self) -> list[int]:
        """The entries that are differences."""
        return [entry for entry, each in enumerate(self.entries) if each.differs]

    def line(self, line: int) -> Line:
        """A line: a part of an entry, a title, or nothing."""
        entry = bisect_right(self._starts, line) - 1
        below_title = line - self._starts[entry] - self._title_lines(entry)
        if below_title >= 0:
            return self._lines[entry][below_title]
        return [Span(self.entries[entry].section, "title")] if below_title == -1 else []


def _field(each: DifferenceText, columns: Columns) -> Entry:
    section = CHANGES_EVERY_RUN if each.every_run else each.section
    parts = [whole(each.before), whole(each.after)]
    read = "\n\n".join(filter(None, (each.name, each.aside, f"from:\n{parts[0]}", f"to:\n{parts[1]}")))
    searched = folded(" ".join((each.sign, each.name, *parts, each.aside)))
    identity = section, each.name
    return Entry(
        identity, section, searched, read, lambda width: list(difference_lines(each, columns, width)), not each.is_equal
    )


def _told(number: int, text: str) -> Entry:
    return Entry(
        (DEFINITION, number),
        DEFINITION,
        folded(f"{DEFINITION} {text}"),
        text,
        lambda width: [[Span(line)] for line in wrapped(text, width)],
        False,
    )
