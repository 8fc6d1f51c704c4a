"""Fields of a run as a pane's rows: each with all its lines, by section."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable
from itertools import accumulate

from gluetui.text.field_text import FieldText
from gluetui.text.lines import Line, Span
from gluetui.text.run_fields import RunField, field_lines
from gluetui.text.times import Clock
from gluetui.widgets.pane import Pane


class FieldRows(Pane):
    """An entry is a field with all its lines, the first of a section below the section's title."""

    def __init__(self, title: str, *, id: str, clock: Clock) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id, clock=clock)
        self._entries: list[RunField] = []
        self._lines: list[tuple[Line, ...]] = []
        self._drawn: dict[Hashable, tuple[FieldText, tuple[Line, ...]]] = {}
        """The lines of every field at this width, and what they were made from: most fields never change."""
        self._starts: list[int] = []
        self._was_in_sight = False
        """Whether the field under the cursor was seen whole before the fields were laid out anew."""
        self._width = 0

    @property
    def entry(self) -> RunField | None:
        """The field under the cursor."""
        return self._entries[self.cursor] if self.cursor < len(self._entries) else None

    def _lay_out(self) -> None:
        """Give each entry its lines and its place."""
        if self.cursor + 1 < len(self._starts):
            start, stop = self._starts[self.cursor : self.cursor + 2]
            self._was_in_sight = self.top <= start and stop <= self.top + self.page_height
        self._lines = [self._lines_of(field) for field in self._entries]
        heights = [len(lines) + self._title_lines(entry) for entry, lines in enumerate(self._lines)]
        self._starts = list(accumulate(heights, initial=0))

    def _lines_of(self, field: RunField) -> tuple[Line, ...]:
        known = self._drawn.get(_identity(field))
        if known is None or known[0] != field.shown:
            known = self._drawn[_identity(field)] = (field.shown, field_lines(field, self._width - 1))
        return known[1]

    def _title_lines(self, entry: int) -> int:
        """A section's title takes two lines, an empty one above it but at the top of the pane."""
        if entry and self._section(entry - 1) == self._section(entry):
            return 0
        return 2 if entry else 1

    def _section(self, entry: int) -> str:
        return self._entries[entry].field.section

    def changed(self, stay_on: Hashable | None = None) -> None:
        """A field above may have more lines than before: one that was seen under the cursor still is."""
        super().changed(stay_on)
        if self._was_in_sight:
            self.show_cursor()
        self._was_in_sight = False

    # What Rows asks for.

    @property
    def entry_count(self) -> int:
        return len(self._entries)

    @property
    def line_count(self) -> int:
        return self._starts[-1] if self._starts else 0

    def entry_at(self, line: int) -> int:
        """The entry of a line; -1 for the lines of a section's title."""
        entry = bisect_right(self._starts, line) - 1
        return entry if line >= self._starts[entry] + self._title_lines(entry) else -1

    def lines_of(self, entry: int) -> range:
        return range(self._starts[entry] + self._title_lines(entry), self._starts[entry + 1])

    def identity(self, entry: int) -> Hashable:
        return _identity(self._entries[entry])

    def find(self, identity: Hashable) -> int | None:
        return next((entry for entry in range(len(self._entries)) if self.identity(entry) == identity), None)

    def draw(self, line: int, width: int) -> Line:
        entry = bisect_right(self._starts, line) - 1
        below_title = line - self._starts[entry] - self._title_lines(entry)
        if below_title >= 0:
            return self._lines[entry][below_title]
        return [Span(self._section(entry), "title")] if below_title == -1 else []


def _identity(field: RunField) -> Hashable:
    """An argument may be called like a member, and a member like a derived field: the kinds tell them apart."""
    return field.field.kind, field.field.name
