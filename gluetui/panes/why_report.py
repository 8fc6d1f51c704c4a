"""Why a run came or a job did not run, or a workflow's run: rows that wrap, each of which opens what it names."""

from __future__ import annotations

from collections.abc import Hashable, Sequence, Set
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from gluetui.commands import bindings
from gluetui.glue.run.folding import folded
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.times import Clock
from gluetui.text.why_texts import Target, WhyRow
from gluetui.text.words import holds, marked
from gluetui.widgets.heights import Heights
from gluetui.widgets.pane import Pane

_INDENT = 2
_WIDEST_INDENT = 24
"""Cells of an indent at most: what lies deeper needs its room for words."""


class WhyReport(Pane):
    """Shows rows; posts Selected when the user opens one."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("why")]

    def __init__(self, clock: Clock) -> None:
        super().__init__("Why", id="why", clock=clock)
        self._rows: Sequence[WhyRow] = ()
        self._shown: list[WhyRow] = []
        """The rows that the filter leaves."""
        self._parts: list[list[str]] = []
        """The text of each of these in lines."""
        self._heights = Heights()
        self._laid_for = -1

    def show(self, title: str, rows: Sequence[WhyRow]) -> None:
        """Show other rows; the cursor stays on what it is on, and stands on the first that opens something before."""
        is_first = not self._rows
        self.title = title
        self.border_title = Content(title)
        stay_on = self.current
        self._rows = rows
        self.apply_filter()
        if is_first:
            self.cursor = next((entry for entry, row in enumerate(self._shown) if row.target is not None), 0)
            stay_on = self.current
        self.changed(stay_on)
        self.show_cursor()
        self.refresh_keys()

    @property
    def target(self) -> Target | None:
        """What the row under the cursor opens."""
        return self._shown[self.cursor].target if self.cursor < len(self._shown) else None

    def apply_filter(self) -> None:
        words = folded(self.filter_text).split()
        self._shown = [row for row in self._rows if holds(folded(row.text), words)]
        self._laid_for = -1
        self._lay_out()

    # Its lines.

    def measure(self) -> None:
        self._lay_out()
        super().measure()

    def _lay_out(self) -> None:
        """Break the rows into lines, where they or the width have changed."""
        width = max(0, self.line_width - 1)
        if width == self._laid_for:
            return
        self._laid_for = width
        self._parts = [wrapped(row.text, width - _indent(row, width)) for row in self._shown]
        self._heights = Heights()
        self._heights.extend(map(len, self._parts))

    @property
    def entry_count(self) -> int:
        return len(self._shown)

    @property
    def line_count(self) -> int:
        return self._heights.total

    def entry_at(self, line: int) -> int:
        return self._heights.entry_at(line)

    def lines_of(self, entry: int) -> range:
        if entry >= len(self._heights):
            return range(self._heights.total, self._heights.total)
        start = self._heights.start(entry)
        return range(start, start + self._heights[entry])

    def identity(self, entry: int) -> Hashable:
        row = self._shown[entry]
        return (row.target, row.depth) if row.target is not None else row.text

    def find(self, identity: Hashable) -> int | None:
        return next((entry for entry in range(len(self._shown)) if self.identity(entry) == identity), None)

    def draw(self, line: int, width: int) -> Line:
        entry = self.entry_at(line)
        row, part = self._shown[entry], line - self._heights.start(entry)
        indent = _indent(row, width)
        ahead = indent - _INDENT if row.sign.text.strip() else indent
        sign = [row.sign if part == 0 else Span(" "), Span(" ")] if row.sign.text.strip() else []
        return [Span(" " * ahead), *sign, *marked(self._parts[entry][part], self.filter_text, row.role)]

    @property
    def count_text(self) -> str:
        left = f"{len(self._shown):,} of {len(self._rows):,} lines" if self.filter_text else ""
        return " · ".join(filter(None, (left, self.quiet_wait)))

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = super().unavailable_actions
        return idle if self.target is not None or self.is_filtering else idle | {"select"}

    def cursor_moved(self) -> None:
        self.refresh_keys()

    def action_select(self) -> None:
        if self.target is not None:
            super().action_select()


def _indent(row: WhyRow, width: int) -> int:
    """Cells ahead of a row's text, its sign included."""
    sign = _INDENT if row.sign.text.strip() else 0
    return min(_INDENT * row.depth, _WIDEST_INDENT, width // 3) + sign
