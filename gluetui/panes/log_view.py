"""The log of a run: its records in the order of time, as many lines each as its text has."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence, Set
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.content import Content

from gluetui.commands import bindings
from gluetui.glue.logs.cause import Cause
from gluetui.glue.logs.noise import Noise
from gluetui.glue.run.run import JobRun
from gluetui.panes.log_finding import LogFinding
from gluetui.panes.log_texts import cause_lines, counted, in_full
from gluetui.panes.shown_log import Only, ShownLog
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
from gluetui.text.safe import shown_name
from gluetui.text.times import Clock
from gluetui.widgets.paging import Place, ViewPaging
from gluetui.widgets.pane import CopyRequested, Pane, ViewRequested, WhyNot
from gluetui.widgets.rows import Rows, Step

NOISE_TEXTS = {
    Noise.ALL: "",
    Noise.NO_CHATTER: "no chatter",
    Noise.SCRIPT_AND_ERRORS: "only the script's and errors",
}


class Held(NamedTuple):
    """What is seen of a log, by its records: it can be found again when rows came before it."""

    place: tuple[int, int] | None
    """Of the record under the cursor."""
    above: int
    """Lines from the first one that is seen to that record's first."""
    is_at_end: bool


class LogView(Pane):
    """Draws what is seen; what is loaded and made meanwhile moves nothing that is read."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("log")]
    paging = ViewPaging()

    class NearStart(Rows.Posted):
        """The first loaded records came into sight."""

    class FollowingStopped(Rows.Posted):
        """The user left the end of the log, which was followed."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("Log", id="log", clock=clock)
        self.shown = ShownLog()
        self.finding = LogFinding(self)
        self.run_start: int | None = None
        """When the run began, in milliseconds since the epoch."""
        self.cause: Cause | None = None
        self.cause_note = ""
        """What is said in place of a cause."""
        self.complete_from: int | None = None
        """The time from which on every stream is loaded, in milliseconds since the epoch; None where all is loaded."""
        self.is_following = False
        self.ending = ""
        """Words about the end of the log, such as that it is complete."""
        self.times = TimeColumn.CLOCK
        self.is_wrapped = False
        self.column = 0
        """The first column of the records that is seen."""
        self.mark: tuple[int, int] | None = None
        """The place of the record where a range begins."""
        self._settled: set[int] = set()
        """Rows whose lines are counted as they are drawn."""
        self._longest = 0

    def show_run(self, run: JobRun, start: int | None) -> None:
        """Name the run that the log is of."""
        self.run_start = start
        self.name_after(f"{run.key.job_name} {run.key.run_id}")

    def name_source(self) -> None:
        """Show in the title which source is seen."""
        title = str(self.border_title).partition(" · only ")[0]
        self.border_title = Content(f"{title} · only {shown_name(self.shown.source)}" if self.shown.source else title)

    # What there is.

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

    @property
    def count_text(self) -> str:
        parts = [
            self.finding.count_text,
            counted(self.shown.log, self.shown.hidden),
            NOISE_TEXTS[self.shown.noise],
            "following" if self.is_following else self.ending,
            f"range of {self.range_size:,}" if self.mark else "",
            f"from column {self.column + 1:,}" if self.column else "",
        ]
        return " · ".join(filter(None, (*parts, self.quiet_wait)))

    def fixed_lines(self, width: int) -> list[Line]:
        """The cause, then the lines of every pane."""
        cause = cause_lines(self.cause, self.cause_note, self.shown.masks, width, self.clock.zone)
        return [*cause, *super().fixed_lines(width)]

    # What is read stays in its place.

    def hold(self) -> Held:
        """What is seen now, for `restore`."""
        if not self.entry_count:
            return Held(None, 0, True)
        is_at_end = self.cursor == self.entry_count - 1
        return Held(self.shown.place(self.cursor), self.lines_of(self.cursor).start - self.top, is_at_end)

    def restore(self, held: Held) -> None:
        """Show the same again in rows that are new."""
        self._settled.clear()
        if self.entry_count:
            is_end = held.place is None or (self.is_following and held.is_at_end)
            self.cursor = self.entry_count - 1 if is_end or held.place is None else self.shown.find(held.place)
            self._settle(self.cursor)
            self.measure()
            start = self.lines_of(self.cursor).start
            self.scroll_to_line(self.line_count if is_end else start - held.above)
        else:
            self.cursor = 0
            self.measure()
        self.refresh_changed()
        if not self.is_narrowed:
            self._look_at_start()

    @property
    def is_narrowed(self) -> bool:
        """Whether records that are loaded are left out: then only the user's own moves have older ones loaded."""
        return self.shown.only is not Only.ALL or self.shown.noise is not Noise.ALL or bool(self.shown.source)

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
        lines = self.shown.lines(row)
        self._longest = max(self._longest, *map(len, lines))
        return line_count(lines, self.text_width) if self.is_wrapped else len(lines)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self.entry_count:
            self._settle(self.shown.heights.entry_at(self.top))
            self._look_at_start()

    def _look_at_start(self) -> None:
        if self.is_near_start:
            self.post_message(self.NearStart(self))

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

    def draw(self, line: int, width: int) -> Line:
        shown = self.shown
        row = shown.heights.entry_at(line)
        number = line - shown.heights.start(row)
        lines, record = shown.lines(row), shown.record(row)
        room = self.text_width
        if self.is_wrapped:
            place, start, part = wrapped_part(lines, room, number)
        else:
            place, start = number, self.column
            part = lines[place][start : start + room] if place < len(lines) else ""
        whole = lines[place] if place < len(lines) else ""
        times = Times(record.time, self.run_start, shown.record(row - 1).time if row else None)
        time = time_text(self.times, times, self.clock.zone) if not number else ""
        source = source_text(record.stream.source) if not number else ""
        spans = [*prefix(time, source, column=self.times, has_sources=self.has_sources)]
        if not number and (repeats := shown.rows.repeats(row)) > 1:
            spans.append(Span(f"{repeats:,}× ", "key"))
        if self.is_in_range(row):
            spans.insert(0, Span("▌", "key"))
        return [*spans, *marked(whole, start, part, line_role(whole, place, record.level), shown.pattern)]

    # A range of records.

    def is_in_range(self, row: int) -> bool:
        """Whether a row lies between the mark and the cursor."""
        if self.mark is None:
            return False
        first, last = sorted((self.shown.find(self.mark), self.cursor))
        return first <= row <= last

    @property
    def range_size(self) -> int:
        """Rows from the mark to the cursor."""
        return abs(self.shown.find(self.mark) - self.cursor) + 1 if self.mark and self.entry_count else 0

    def action_range(self) -> None:
        """Begin a range of records here, or drop the one there is."""
        self.mark = self.shown.place(self.cursor) if self.mark is None and self.entry_count else None
        self.measure()
        self.refresh()

    # Keys.

    def cursor_moved(self) -> None:
        if self.is_following and self.cursor < self.entry_count - 1:
            self.is_following = False
            self.post_message(self.FollowingStopped(self))
        self.measure()
        self._look_at_start()
        if self.mark is not None:
            self.refresh()

    def action_first(self) -> None:
        self._settle(0)
        super().action_first()

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

    def action_wrap(self) -> None:
        """Break long lines, or have them scroll sideways; the record stays where it is."""
        held = self.hold()
        self.is_wrapped, self.column = not self.is_wrapped, 0
        self.restore(held)
        self.refresh()

    def action_times(self) -> None:
        """Another form of the time column."""
        held = self.hold()
        self.times = self.times.following
        self.restore(held)
        self.refresh()

    def action_noise(self) -> None:
        """Hide more of what Spark and Glue say, or show all again."""
        each = [Noise.ALL, Noise.NO_CHATTER, Noise.SCRIPT_AND_ERRORS]
        self.shown.noise = each[(each.index(self.shown.noise) + 1) % len(each)]
        self.finding.renew()

    def action_only(self) -> None:
        """Show only what matches with its surroundings, then what does not, then all."""
        if self.shown.search is None:
            self.post_message(WhyNot("Search first: / finds what is to be shown alone."))
            return
        self.shown.only = self.shown.only.following
        self.finding.renew()

    def action_source(self, step: int) -> None:
        """The next source alone; behind the last one all of them."""
        sources = ["", *dict.fromkeys(stream.source for stream in self.shown.log.streams)]
        at = sources.index(self.shown.source) if self.shown.source in sources else 0
        self.show_source(sources[(at + step) % len(sources)])

    def show_source(self, source: str) -> None:
        """Show one source alone, by its name; "" for all."""
        self.shown.source = source
        self.name_source()
        self.finding.renew()

    def action_next_error(self, step: int) -> None:
        self.finding.go_to_error(step)

    def action_match(self, step: int) -> None:
        self.finding.go_to_match(step)

    def action_regex(self) -> None:
        self.finding.toggle_regex()

    def action_select(self) -> None:
        if self.entry_count:
            title, text = in_full(self.shown, self.cursor, self.clock.zone)
            self.post_message(ViewRequested(title, text))

    def action_copy_record(self) -> None:
        """Copy the record under the cursor, or those of the range."""
        if self.entry_count:
            first, last = sorted((self.shown.find(self.mark) if self.mark else self.cursor, self.cursor))
            texts = self.shown.texts(first, last)
            title = f"{len(texts):,} records" if len(texts) > 1 else "record"
            self.post_message(CopyRequested("".join(texts), title))

    # The line of keys.

    def apply_filter(self) -> None:
        self.finding.begin(self.filter_text)

    def set_filter(self, text: str) -> None:
        """Search for another text; no record goes away for it."""
        self.filter_text = text
        self.apply_filter()
        self.measure()
        self.refresh()

    @property
    def why_nothing(self) -> str:
        return self.why_empty if not self.shown.log else "Nothing of what is loaded is to be shown."

    @property
    def leaving(self) -> Sequence[Step]:  # type: ignore[override]
        return [Step("Drop range", self.action_range)] if self.mark else []

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = super().unavailable_actions
        if not self.entry_count:
            idle = idle | {"copy_record", "range", "screen.copy_loaded", "wrap", "next_error(1)", "next_error(-1)"}
        return idle if self.shown.search is not None else idle | {"match(1)", "match(-1)", "only"}

    @property
    def key_titles(self) -> Mapping[str, str]:
        return {"filter": "Search", **super().key_titles}
