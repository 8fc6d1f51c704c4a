"""The list of a night's board: what it shows, drawn as answers come."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from gluetui.glue.night.night import Night
from gluetui.glue.night.verdict import Section
from gluetui.panes.night_lines import NightLines
from gluetui.panes.night_rows import NightRows, Part, entry_of_line
from gluetui.panes.still_lines import StillLines
from gluetui.text.lines import Line
from gluetui.text.log_cause import NONE_KNOWN, Causes
from gluetui.text.night_head import Progress
from gluetui.text.times import Clock
from gluetui.widgets.throttle import Throttle
from gluetui.widgets.uncovered import is_uncovered

TITLE = "Night"


class NightList(StillLines):
    """Shows one night: a head, then a row a job."""

    def __init__(self, clock: Clock, causes: Causes = NONE_KNOWN) -> None:
        super().__init__(TITLE, id="night", clock=clock)
        self.rows = NightRows()
        self.drawing = NightLines(self.rows, clock, causes, self.key_of)
        self.progress: Callable[[], Progress] = Progress
        """Gives the words of how far the loading is."""
        self.news = Throttle(self, self.news_came)
        """Draws answers that stream in, many at a time."""

    # What it shows.

    @property
    def night(self) -> Night | None:
        """The night that is shown; None before the first one."""
        return self.rows.night

    def show(self, night: Night, *, stays: bool = False) -> None:
        """Show another night, from its first row; one that `stays` where the cursor is goes on from the one before."""
        self.rows.show(night)
        if not stays:
            self.is_placed, self.cursor, self.rows.entries = False, 0, []
        self.news_came()

    def answered(self) -> None:
        """Draw what has become known soon, the first of many at once; what is not seen is drawn when it is."""
        if self.is_attached and self.screen in self.app.screen_stack and is_uncovered(self.screen):
            self.news.draw_soon()

    def news_came(self) -> None:
        """Draw all that has become known; the row under the cursor keeps its line."""
        with self.news.drawing():
            held, line = self.current, self.screen_line
            self.rows.make(self.clock.now(), held)
            self.drawing.errors.forget()
            if not self.is_placed and self.rows.counts.get(Section.FAILED):
                self.is_placed, held, line = True, self.identity(0), None
            self.place(held, line if self.is_placed else None)
            self.refresh_changed()
            self.refresh_keys()
            self.post_message(self.ViewMoved(self))

    def say(self, part: Part, note: str) -> None:
        """Say something of a part beside its rows; "" takes it away."""
        if self.rows.notes.get(part, "") != note:
            self.rows.notes.pop(part, None)
            self.rows.notes |= {part: note} if note else {}
            self.answered()

    def show_causes(self) -> None:
        """Draw the errors anew: the cause of one is known now."""
        self.drawing.errors.forget()
        self.refresh_changed()

    def count_on(self) -> None:
        """Bring durations and sums to this moment."""
        if self.night is not None and self.night.time_passed(self.clock.now()):
            self.news_came()
        else:
            self.measure()
            self.refresh_changed()

    # Its lines.

    @property
    def entry_count(self) -> int:
        return len(self.rows.entries)

    @property
    def own_lines(self) -> int:
        return len(self.rows.lines)

    def entry_at(self, line: int) -> int:
        return entry_of_line(self.rows.starts, line)

    def lines_of(self, entry: int) -> range:
        start = self.rows.starts[entry] if entry < len(self.rows.starts) else 0
        return range(start, start + 1)

    def identity(self, entry: int) -> Hashable:
        return self.rows.entries[entry]

    def find(self, identity: Hashable) -> int | None:
        return self.rows.find(identity)

    def fixed_lines(self, width: int) -> list[Line]:
        if self.night is None:
            return super().fixed_lines(width)
        above = [self.drawing.part_above(self.top, width)] if self.rows.lines else []
        return [
            *self.drawing.head(width, self.progress()),
            *super().fixed_lines(width),
            *self.drawing.remark(width),
            *above,
        ]

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self.night is not None:
            # The heading above the rows is that of the part that is seen first.
            self.measure()
            self.refresh_changed()

    def heading(self, width: int) -> Line | None:
        return self.heading_if_any(self.drawing.names(width)) if self.night is not None else None

    def clicked_above(self, row: int, cell: int) -> None:
        """A click above the rows asks for nothing."""

    def draw(self, line: int, width: int) -> Line:
        return self.drawing.line(line, width) if line < len(self.rows.lines) else []

    @property
    def has_bars(self) -> bool:
        """Whether rows have bars now."""
        return self.night is not None and self.drawing.shape(max(0, self.line_width - 1)).has_bars

    def make_again(self) -> None:
        """Show the rows in another order, or others of them; the cursor stays on its job."""
        stay_on = self.current
        self.make_rows()
        self.is_placed = True
        self.changed(stay_on)
        self.show_cursor()
        self.refresh_keys()

    def make_rows(self) -> None:
        """Work out the rows, without holding one in its place."""
        self.rows.make(self.clock.now())
        self.drawing.errors.forget()
        self.fill()
