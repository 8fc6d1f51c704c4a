"""The board of a night: a head, then a row a job, worst first, in which nothing moves under the cursor by itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Set
from typing import ClassVar, NamedTuple

from textual.binding import BindingType

from gluetui.commands import bindings
from gluetui.glue.errors.error import AwsError
from gluetui.glue.night.night import Night
from gluetui.glue.night.verdict import Section
from gluetui.glue.run.run import RunKey
from gluetui.panes.night_lines import NightLines
from gluetui.panes.night_rows import NightRows, Part, entry_of_line
from gluetui.panes.still_lines import StillLines
from gluetui.text.lines import Line
from gluetui.text.log_cause import NONE_KNOWN, Causes
from gluetui.text.night_filter import NIGHT_KEYS
from gluetui.text.night_head import Progress
from gluetui.text.night_row import SORTED_BY, NightOrder
from gluetui.text.times import Clock
from gluetui.widgets.rows import Step
from gluetui.widgets.throttle import Throttle
from gluetui.widgets.uncovered import is_uncovered

TITLE = "Night"


class Chosen(NamedTuple):
    """What the cursor is on."""

    job: str
    run: RunKey | None
    """The run that stands for the job; None where none is known."""


class NightBoard(StillLines):
    """Shows one night; posts Selected when the user wants the run, or the runs, of a job."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("night")]

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

    @property
    def chosen(self) -> Chosen | None:
        """The job under the cursor; None on the line of all that went well, and where there is none."""
        job = self.current
        if not isinstance(job, str):
            return None
        row = self.rows.row(job, self.clock.now())
        run = row.lead.last.key if row is not None and row.lead is not None else None
        return Chosen(job, run if run is not None and run.run_id else None)

    @property
    def shown_error(self) -> AwsError | None:
        job = self.current
        return self.error or (self.night.errors.get(job) if self.night is not None and isinstance(job, str) else None)

    @property
    def notice(self) -> str:
        parts = (self.drawing.told(self.current), *self.rows.filter.remarks, self.progress().problem)
        return "\n\n".join(filter(None, (*parts, *self.rows.notes.values())))

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

    # The filter, the order, what is open.

    def apply_filter(self) -> None:
        now, zone = self.clock.now(), self.clock.zone
        self.rows.filter.read(self.filter_text, self.night, now, zone)
        self.drawing.seek(self.filter_text)
        self._make_rows()

    def set_filter(self, text: str) -> None:
        self.is_placed = True
        super().set_filter(text)

    @property
    def filter_hint(self) -> str:
        return " ".join(NIGHT_KEYS)

    @property
    def count_text(self) -> str:
        order, shown = self.rows.order, sum(self.rows.counts.values())
        how = f"sorted by {order.column}, {'largest' if order.is_descending else 'smallest'} first" if order else ""
        return " · ".join(filter(None, (f"{shown:,} left" if self.rows.filter else "", how)))

    @property
    def why_nothing(self) -> str:
        if self.filter_text or self.night is None:
            return super().why_nothing
        asked = self.night.asked
        answered = asked.asked - asked.unanswered
        if not answered:
            return self.why_empty
        return f"No run was on in this window, of {answered:,} {'job' if answered == 1 else 'jobs'} that answered."

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = super().unavailable_actions
        if self.night is None:
            return idle | {"open_fine", "sort", "reverse", "bars"}
        if self.night.window.until >= self.clock.now():
            idle = idle | {"screen.move(1)"}
        return idle if self.night.size(Section.FINE) and not self.rows.filter else idle | {"open_fine"}

    @property
    def key_titles(self) -> Mapping[str, str]:
        does = "Hide others" if self.rows.is_open else "Show others"
        titles = {"open_fine": does, "bars": "Columns" if self._has_bars else "Bars"}
        if self.current is Section.FINE and not self.rows.filter:
            titles["select"] = does
        return {**titles, **super().key_titles}

    @property
    def _has_bars(self) -> bool:
        return self.night is not None and self.drawing.shape(max(0, self.line_width - 1)).has_bars

    @property
    def leaving(self) -> list[Step]:
        return [Step("Hide others", self.action_open_fine)] if self.rows.is_open else []

    def action_select(self) -> None:
        if self.current is Section.FINE:
            self.action_open_fine()
        else:
            super().action_select()

    def action_open_fine(self) -> None:
        """Show a row for each job of which all went well, or only their line again."""
        self.rows.is_open = not self.rows.is_open
        self._make_again()

    def action_sort(self) -> None:
        """Sort each section by the next column, after the last one as before."""
        order = self.rows.order
        after = SORTED_BY.index(order.column) + 1 if order is not None else 0
        self.rows.order = NightOrder(SORTED_BY[after]) if after < len(SORTED_BY) else None
        self._make_again()

    def action_reverse(self) -> None:
        """Sort the other way round."""
        order = self.rows.order or NightOrder(SORTED_BY[0])
        self.rows.order = order._replace(is_reversed=not order.is_reversed)
        self._make_again()

    def action_bars(self) -> None:
        """Bars in place of columns, or columns again."""
        self.drawing.bars = not self._has_bars
        self.measure()
        self.refresh()
        self.refresh_keys()

    def _make_again(self) -> None:
        stay_on = self.current
        self._make_rows()
        self.is_placed = True
        self.changed(stay_on)
        self.show_cursor()
        self.refresh_keys()

    def _make_rows(self) -> None:
        self.rows.make(self.clock.now())
        self.drawing.errors.forget()
        self.fill()
