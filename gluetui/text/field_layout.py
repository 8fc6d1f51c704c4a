"""The fields of a run laid out in lines: each with all its lines, by section."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable
from itertools import accumulate

from gluetui.glue.run.folding import folded
from gluetui.text.field_text import FieldText
from gluetui.text.lines import Line, Span
from gluetui.text.run_fields import RunField, field_lines
from gluetui.text.words import holds


class FieldLayout:
    """An entry is a field with all its lines, the first of a section below the section's title."""

    def __init__(self) -> None:
        self.fields: list[RunField] = []
        """All of the run's, whether they have lines or not."""
        self.has_absent = False
        """Whether AWS did not return one of them."""
        self.entries: list[RunField] = []
        self.width = 0
        """Cells of a line."""
        self.hidden = 0
        """Absent fields that the filter would leave, but that have no lines."""
        self.lines: list[tuple[Line, ...]] = []
        """By entry, without the title above it."""
        self.starts: list[int] = []
        """By entry its first line, the title included; behind the last one how many lines there are."""
        self._known: dict[Hashable, tuple[FieldText, tuple[Line, ...]]] = {}
        """The lines of every field at this width, and what they were made from: most fields never change."""

    def forget(self) -> None:
        """Make the lines of all fields anew, for those of another job."""
        self._known.clear()

    def widen(self, width: int) -> None:
        """Have lines of another width from the next `lay_out` on."""
        if width != self.width:
            self.width = width
            self.forget()

    def take(self, fields: list[RunField]) -> None:
        """Have other fields, or other values, from the next `lay_out` on."""
        self.fields = fields
        self.has_absent = any(field.is_absent for field in fields)

    @property
    def count_text(self) -> str:
        """How many of the fields have lines, where not all have."""
        shown, known = len(self.entries), len(self.fields)
        return f"{shown} of {known} fields" if shown < known else ""

    def lay_out(self, filter_text: str, *, shows_absent: bool) -> None:
        """Give each field that is left its lines and its place."""
        words = folded(filter_text).split()
        found = [field for field in self.fields if not words or holds(field.searched, words)]
        self.entries = [field for field in found if shows_absent or not field.is_absent]
        self.hidden = len(found) - len(self.entries)
        self.lines = [self._lines_of(field) for field in self.entries]
        heights = [len(lines) + self._title_lines(entry) for entry, lines in enumerate(self.lines)]
        self.starts = list(accumulate(heights, initial=0))

    def _lines_of(self, field: RunField) -> tuple[Line, ...]:
        known = self._known.get(_identity(field))
        if known is None or known[0] != field.shown:
            known = self._known[_identity(field)] = (field.shown, field_lines(field, self.width - 1))
        return known[1]

    def _title_lines(self, entry: int) -> int:
        """A section's title takes two lines, an empty one above it but at the top of the pane."""
        if entry and self._section(entry - 1) == self._section(entry):
            return 0
        return 2 if entry else 1

    def _section(self, entry: int) -> str:
        return self.entries[entry].field.section

    @property
    def line_count(self) -> int:
        """Lines of all entries and titles."""
        return self.starts[-1] if self.starts else 0

    def entry_at(self, line: int) -> int:
        """The entry of a line; -1 for the lines of a section's title."""
        entry = bisect_right(self.starts, line) - 1
        return entry if line >= self.starts[entry] + self._title_lines(entry) else -1

    def lines_of(self, entry: int) -> range:
        """The lines of an entry, without the title above it."""
        return range(self.starts[entry] + self._title_lines(entry), self.starts[entry + 1])

    def identity(self, entry: int) -> Hashable:
        """The value by which a field is found again in every run."""
        return _identity(self.entries[entry])

    def find(self, identity: Hashable) -> int | None:
        """The entry of a field, if it is laid out."""
        return next((entry for entry, field in enumerate(self.entries) if _identity(field) == identity), None)

    def is_within(self, entry: int, seen: range) -> bool:
        """Whether all lines of an entry, its title included, are among those that are seen."""
        starts = self.starts
        return entry + 1 < len(starts) and seen.start <= starts[entry] and starts[entry + 1] <= seen.stop

    def line(self, line: int) -> Line:
        """A line: a part of a field, a title, or nothing."""
        entry = bisect_right(self.starts, line) - 1
        below_title = line - self.starts[entry] - self._title_lines(entry)
        if below_title >= 0:
            return self.lines[entry][below_title]
        return [Span(self._section(entry), "title")] if below_title == -1 else []


def _identity(field: RunField) -> Hashable:
    """An argument may be called like a member, and a member like a derived field: their kinds differ."""
    return field.field.kind, field.field.name
