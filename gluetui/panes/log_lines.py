"""The lines of a log: what is seen of it stays where it is while rows come before and behind."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from gluetui.panes.shown_log import Anchor, ShownLog
from gluetui.text.lines import Line, Span
from gluetui.text.log_line import (
    TimeColumn,
    Times,
    line_count,
    line_role,
    marked,
    prefix,
    prefix_width,
    source_text,
    time_text,
    wrapped_part,
)
from gluetui.text.times import Clock
from gluetui.widgets.paging import Place, ViewPaging
from gluetui.widgets.pane import Pane
from gluetui.widgets.rows import Rows

SHORT_HEADS_BELOW = 150
"""Cells of a record's text: in fewer the head of a Spark record would leave no room for what it says."""


class Held(NamedTuple):
    """What is seen of a log, by its records: it can be found again when rows came before it."""

    anchor: Anchor | None
    """Of the record under the cursor."""
    above: int
    """Lines from the first one that is seen to that record's first."""
    is_at_end: bool


class LogLines(Pane):
    """Draws the records that a log shows, each with all of its lines, and scrolls them."""

    paging = ViewPaging()

    class NearStart(Rows.Posted):
        """The first loaded records came into sight; `is_move` where a key of the user led there."""

        def __init__(self, sender: Rows, *, is_move: bool) -> None:
            super().__init__(sender)
            self.is_move = is_move

    def __init__(self, clock: Clock) -> None:
        super().__init__("Log", id="log", clock=clock)
        self.shown = ShownLog()
        self.run_start: int | None = None
        """When the run began, in milliseconds since the epoch."""
        self.complete_from: int | None = None
        """The time from which on every stream is loaded, in milliseconds since the epoch; None where all is loaded."""
        self.is_following = False
        self.is_opening = False
        """Whether the first screen is being loaded, whose end is looked at."""
        self.times = TimeColumn.CLOCK
        self.is_wrapped = False
        self.column = 0
        """The first column of the records that is seen."""
        self.mark: Anchor | None = None
        """The record where a range begins."""
        self._is_restoring = False
        """Whether lines come before those that are seen, which stay as they are."""
        self._settled: set[int] = set()
        """Rows whose lines are counted as they are drawn."""
        self._longest = 0

    @property
    def entry_count(self) -> int:
        return len(self.shown.rows)

    @property
    def line_count(self) -> int:
        return self.shown.heights.total

    def entry_at(self, line: int) -> int:
        return self.shown.heights.entry_at(line)

    def lines_of(self, entry: int) -> range:
        start = self.shown.heights.start(entry)
        return range(start, start + self.shown.heights[entry])

    def identity(self, entry: int) -> Hashable:
        return self.shown.place(entry)

    def find(self, identity: Hashable) -> int | None:
        return self.shown.find(identity) if isinstance(identity, tuple) and self.entry_count else None

    # What is read stays in its place.

    def hold(self) -> Held:
        """What is seen now, for `restore`."""
        if not self.entry_count:
            return Held(None, 0, True)
        is_at_end = self.cursor == self.entry_count - 1
        return Held(self.shown.anchor(self.cursor), self.lines_of(self.cursor).start - self.top, is_at_end)

    def restore(self, held: Held) -> None:
        """Show the same again in rows that are new; only what is another then is drawn again."""
        self._is_restoring = True
        self._restore(held)
        self._is_restoring = False
        self.refresh_changed()
        if not self.is_narrowed:
            self.look_at_start()

    def _restore(self, held: Held) -> None:
        self._settled.clear()
        if self.entry_count:
            is_end = held.anchor is None or (held.is_at_end and (self.is_following or self.is_opening))
            self.cursor = self.entry_count - 1 if is_end or held.anchor is None else self.shown.row_at(held.anchor)
            self._settle(self.cursor)
            self.measure()
            start = self.lines_of(self.cursor).start
            self.scroll_to_line(self.line_count if is_end else start - held.above)
            self._settle(self.shown.heights.entry_at(self.top))
        else:
            self.cursor = 0
            self.measure()

    @property
    def is_narrowed(self) -> bool:
        """Whether records that are loaded are left out: then only the user's own moves have older ones loaded."""
        return self.shown.is_narrowed

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row, a third of the view below its top where it was not in sight."""
        self._settle(row)
        self.measure()
        lines = self.lines_of(row)
        is_seen = lines.start >= self.top and lines.stop <= self.top + self.page_height
        self.go(Place(self.top if is_seen else max(0, lines.start - self.page_height // 3), row))

    def _settle(self, row: int) -> None:
        """Count the lines of the rows around one as they are drawn; what is seen stays where it is."""
        if not self.entry_count or not self.size.height:
            return
        heights, height, grown = self.shown.heights, self.page_height, 0
        top_row = heights.entry_at(self.top)
        for each in range(max(0, row - height), min(self.entry_count, row + 2 * height)):
            if each not in self._settled:
                self._settled.add(each)
                changed = heights.set(each, self._height(each))
                grown += changed if each < top_row else 0
        if grown:
            self.measure()
            self.scroll_to_line(self.top + grown)

    def _height(self, row: int) -> int:
        lines = self.shown.lines(row, is_short=self.has_short_heads)
        self._longest = max(self._longest, *map(len, lines))
        return line_count(lines, self.text_width) if self.is_wrapped else len(lines)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        if self._is_restoring:
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.position = new_value
            return
        super().watch_scroll_y(old_value, new_value)
        if self.entry_count:
            self._settle(self.shown.heights.entry_at(self.top))
            self.look_at_start()

    def look_at_start(self, *, is_move: bool = False) -> None:
        """Ask for older records where those that are loaded end in sight; `is_move` where a key led there."""
        if self.is_near_start:
            self.post_message(self.NearStart(self, is_move=is_move))

    @property
    def is_near_start(self) -> bool:
        """Whether records are in sight, or nearly, before which older ones are missing."""
        if not self.entry_count or self.complete_from is None:
            return False
        row = self.shown.heights.entry_at(max(0, self.top - 2 * self.page_height))
        return row == 0 or self.shown.place(row)[0] < self.complete_from

    def on_resize(self) -> None:
        # Textual calls the bases' handlers too, after this one.
        if self.is_wrapped:
            self.restore(self.hold())

    # Drawing.

    @property
    def has_sources(self) -> bool:
        """Whether the records say which source they are of."""
        return not self.shown.source and len({stream.source for stream in self.shown.log.streams}) > 1

    @property
    def text_width(self) -> int:
        """Cells of a record's text."""
        return max(8, self.line_width - 1 - prefix_width(self.times, has_sources=self.has_sources))

    @property
    def has_short_heads(self) -> bool:
        """Whether the heads that records have of their own are cut down: the time stands before them already."""
        return self.times is not TimeColumn.OFF and self.text_width < SHORT_HEADS_BELOW

    def draw(self, line: int, width: int) -> Line:
        shown = self.shown
        row = shown.heights.entry_at(line)
        number = line - shown.heights.start(row)
        lines, record = shown.lines(row, is_short=self.has_short_heads), shown.record(row)
        room = self.text_width
        if self.is_wrapped:
            place, start, part = wrapped_part(lines, room, number)
        else:
            place, start = number, self.column
            part = lines[place][start : start + room] if place < len(lines) else ""
        whole = lines[place] if place < len(lines) else ""
        times = Times(record.time, self.run_start, shown.time(row - 1) if row else None)
        time = time_text(self.times, times, self.clock.zone) if not number else ""
        source = source_text(record.stream.source) if not number else ""
        spans = [*prefix(time, source, column=self.times, has_sources=self.has_sources)]
        if not number and (repeats := shown.rows.repeats(row)) > 1:
            spans.append(Span(f"{repeats:,}× ", "key"))
        if self.is_in_range(row):
            spans.insert(0, Span("▌", "key"))
        return [*spans, *marked(whole, start, part, line_role(whole, place, record.level), shown.pattern)]

    def is_in_range(self, row: int) -> bool:
        """Whether a row lies between the mark and the cursor."""
        if self.mark is None:
            return False
        first, last = sorted((self.shown.row_at(self.mark), self.cursor))
        return first <= row <= last

    @property
    def range_size(self) -> int:
        """Rows from the mark to the cursor."""
        return abs(self.shown.row_at(self.mark) - self.cursor) + 1 if self.mark and self.entry_count else 0

    def action_first(self) -> None:
        self._settle(0)
        super().action_first()
        self.look_at_start(is_move=True)

    def action_last(self) -> None:
        self._settle(self.entry_count - 1)
        self.measure()
        super().action_last()

    def action_left(self) -> None:
        self._scroll_sideways(self.column - self.text_width // 2)

    def action_right(self) -> None:
        self._scroll_sideways(self.column + self.text_width // 2)

    def _scroll_sideways(self, column: int) -> None:
        self.column = 0 if self.is_wrapped else max(0, min(column, self._longest - self.text_width // 2))
        self.measure()
        self.refresh()
