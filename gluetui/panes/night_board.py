"""The board of a night: a head, then a row a job, worst first, in which nothing moves under the cursor by itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Set
from typing import ClassVar, NamedTuple

from textual.binding import BindingType

from gluetui.commands import bindings
from gluetui.glue.errors.error import AwsError
from gluetui.glue.night.night import Night
from gluetui.glue.night.verdict import Section
from gluetui.glue.run.run import RunKey
from gluetui.panes.night_rows import Apart, NightRows, Part, entry_of_line
from gluetui.text.lines import Line, Span
from gluetui.text.log_cause import NONE_KNOWN, Causes
from gluetui.text.night_filter import NIGHT_KEYS
from gluetui.text.night_head import Progress, fitting, head_lines, section_line
from gluetui.text.night_row import (
    SORTED_BY,
    NightOrder,
    Shape,
    has_bars,
    heading,
    night_row,
    said,
    unanswered_row,
)
from gluetui.text.night_texts import TITLES, fine_text
from gluetui.text.safe import cut_end, one_line
from gluetui.text.states import no_answer_word
from gluetui.text.telling import Neighbours
from gluetui.text.times import Clock
from gluetui.widgets.paging import Place
from gluetui.widgets.pane import Pane
from gluetui.widgets.rows import Step
from gluetui.widgets.throttle import Throttle

TITLE = "Night"


class Chosen(NamedTuple):
    """What the cursor is on."""

    job: str
    run: RunKey | None
    """The run that stands for the job; None where none is known."""


class NightBoard(Pane):
    """Shows one night; posts Selected when the user wants the run, or the runs, of a job."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("night")]

    def __init__(self, clock: Clock, causes: Causes = NONE_KNOWN) -> None:
        super().__init__(TITLE, id="night", clock=clock)
        self.rows = NightRows()
        self.progress: Callable[[], Progress] = Progress
        """Gives the words of how far the loading is."""
        self.news = Throttle(self, self._draw_news)
        """Draws answers that stream in, many at a time."""
        self._causes = causes
        self._errors = Neighbours(lambda entries: self._texts(entries))
        self._bars: bool | None = None
        """Whether rows have bars; None where their width decides."""
        self._is_placed = False
        """Whether the cursor has been moved, or stands on the first row that failed."""
        self._below = 0
        """Blank lines below all others, without which the row under the cursor could not keep its line."""

    # What it shows.

    @property
    def night(self) -> Night | None:
        """The night that is shown; None before the first one."""
        return self.rows.night

    def show(self, night: Night, *, stays: bool = False) -> None:
        """Show another night, from its first row; one that `stays` where the cursor is goes on from the one before."""
        self.rows.show(night)
        if not stays:
            self._is_placed, self.cursor = False, 0
            self.rows.entries = []
        self.news_came()

    def answered(self) -> None:
        """Draw what has become known soon, the first of many at once."""
        self.news.draw_soon()

    def news_came(self) -> None:
        """Draw all that has become known."""
        self._draw_news()

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
        if not isinstance(job, str) or self.night is None:
            return None
        row = self.rows.row(job, self.clock.now())
        run = row.lead.last.key if row is not None and row.lead is not None else None
        return Chosen(job, run if run is not None and run.run_id else None)

    @property
    def shown_error(self) -> AwsError | None:
        chosen = self.chosen
        own = self.night.errors.get(chosen.job) if chosen is not None and self.night is not None else None
        return self.error or own

    @property
    def notice(self) -> str:
        chosen = self.chosen
        row = self.rows.row(chosen.job, self.clock.now()) if chosen is not None else None
        told = said(row, self._causes, self.clock.now(), self.clock.zone) if row is not None else ""
        parts = (*self.rows.filter.remarks, told, self.progress().problem, *self.rows.notes.values())
        return "\n\n".join(filter(None, parts))

    def show_causes(self) -> None:
        """Draw the errors anew: the cause of one is known now."""
        self._errors.forget()
        self.refresh_changed()

    def count_on(self) -> None:
        """Bring durations and sums to this moment."""
        if self.night is not None and self.night.time_passed(self.clock.now()):
            self._draw_news()
        else:
            self.measure()
            self.refresh_changed()

    # Its lines.

    def _draw_news(self) -> None:
        """Make the rows anew; the row under the cursor keeps its line on the screen."""
        with self.news.drawing():
            held, line = self.current, self._screen_line
            self.rows.make(self.clock.now(), held)
            self._errors.forget()
            self._place(held, line if self._is_placed else None)
            self.refresh_changed()
            self.refresh_keys()
            self.post_message(self.ViewMoved(self))

    @property
    def _screen_line(self) -> int:
        """The line of the pane on which the entry under the cursor is drawn."""
        if not self.entry_count:
            return 0
        return len(self._fixed) + self.lines_of(self.cursor).start - self.top

    def _place(self, held: Hashable, line: int | None) -> None:
        """Put the cursor on the held entry, on this line of the pane; at first on the first job that failed."""
        first = self._first_failed
        if not self._is_placed and first is not None:
            self._is_placed, held = True, self.identity(first)
        found = self.find(held) if held is not None else None
        self.cursor = found if found is not None else max(0, min(self.cursor, self.entry_count - 1))
        self._below = 0
        self.measure()
        if line is None or found is None:
            self.show_cursor()
            return
        top = max(0, len(self._fixed) + self.lines_of(found).start - line)
        self._scroll_freely(top)

    def _scroll_freely(self, top: int) -> None:
        """Make a line the first that is seen, also where lines that are left do not fill the pane."""
        self._below = max(0, top + self.page_height - len(self.rows.lines))
        self.measure()
        self.scroll_to_line(top)

    @property
    def _first_failed(self) -> int | None:
        failed = self.night is not None and self.rows.counts.get(Section.FAILED)
        return 0 if failed else None

    @property
    def shape(self) -> Shape:
        """How rows are laid out now."""
        width = max(0, self.line_width - 1)
        assert self.night is not None
        return Shape(width, self.night.window, has_bars(width, self._bars), self.clock.now(), self.clock.zone)

    @property
    def entry_count(self) -> int:
        return len(self.rows.entries)

    @property
    def line_count(self) -> int:
        return len(self.rows.lines) + self._below

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
        head = head_lines(self.night, self.shape, self.progress())
        above = [self._part_above(width)] if self.rows.lines else []
        return [*head, *super().fixed_lines(width), *self._remark(width), *above]

    def _remark(self, width: int) -> Iterator[Line]:
        for remark in self.rows.filter.remarks[:1]:
            yield [Span(cut_end(one_line(remark), width), "waiting")]

    def _part_above(self, width: int) -> Line:
        """The heading of the part that is seen first, and how many rows are above it."""
        part = self.rows.part_at(self.top)
        hidden = sum(1 for start in self.rows.starts[: self.top] if start < self.top)
        above = f" · ↑ {hidden:,} above" if hidden else ""
        line = self._heading(part, max(0, width - len(above))) if part is not None else []
        return [*line, *([Span(above, "key")] if above else [])]

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self.night is not None:
            self.measure()
            self.refresh_changed()

    def heading(self, width: int) -> Line | None:
        if self.night is None:
            return None
        return self.heading_if_any(heading(self.shape, self.rows.order, self.clock.zone_name))

    def clicked_above(self, row: int, cell: int) -> None:
        """A click above the rows asks for nothing."""

    def draw(self, line: int, width: int) -> Line:
        if line >= len(self.rows.lines) or self.night is None:
            return []
        shown = self.rows.lines[line]
        if not isinstance(shown, int):
            return self._heading(shown.part, width)
        entry = self.rows.entries[shown]
        return self._fine(width) if isinstance(entry, Section) else self._job(str(entry), shown, width)

    def _heading(self, part: Part, width: int) -> Line:
        night = self.night
        assert night is not None
        note = self.rows.notes.get(part, "")
        if part is Apart.NOT_KNOWN:
            return [Span(cut_end(f"COULD NOT BE ASKED · {self.rows.counts[part]:,} of the jobs", width), "head")]
        if part is Section.FINE:
            return [Span(cut_end("ALL OTHERS", width), "head")]
        shown = section_line(night, Section(part), self.clock.now(), shown=self.rows.counts.get(part, 0))
        role = "bad" if part is Section.FAILED else "head"
        if not self.rows.counts.get(part):
            return [Span(cut_end(f"{TITLES[Section(part)].upper()} · {note}", width), role)]
        return [Span(fitting([*shown.split(" · "), *([note] if note else [])], width), role)]

    def _fine(self, width: int) -> Line:
        night = self.night
        assert night is not None
        text = fine_text(night, self.clock.now())
        if self.rows.filter:
            text = f"{self.rows.counts[Section.FINE]:,} of {text}"
        does = "hides them" if self.rows.is_open else "shows them"
        key = "" if self.rows.filter else f" · {self.key_of('night.open')} {does}"
        return [Span("✓ ", "good"), Span(cut_end(text, max(0, width - 2 - len(key)))), Span(key, "dim")]

    def _job(self, job: str, entry: int, width: int) -> Line:
        row, error = self.rows.row(job, self.clock.now()), self._error_of(job)
        if row is None:
            return unanswered_row(job, error, self.shape, self._sought) if error is not None else []
        remark = f"{no_answer_word(error)} since:" if error is not None else ""
        return night_row(
            row, self.shape, self._sought, among=self._errors.of(entry), causes=self._causes, remark=remark
        )

    def _error_of(self, job: str) -> AwsError | None:
        return self.night.errors.get(job) if self.night is not None else None

    @property
    def _sought(self) -> str:
        """The words of the filter that may stand in a name."""
        words = (each.removeprefix("job:") for each in self.filter_text.split())
        return " ".join(each for each in words if ":" not in each)

    def _texts(self, entries: range) -> Iterator[str]:
        now, zone = self.clock.now(), self.clock.zone
        for entry in self.rows.entries[entries.start : entries.stop]:
            row = self.rows.row(entry, now) if isinstance(entry, str) else None
            if row is not None and row.section is not Section.FINE:
                yield said(row, self._causes, now, zone)

    # The filter, the order, what is open.

    def apply_filter(self) -> None:
        now, zone = self.clock.now(), self.clock.zone
        self.rows.filter.read(self.filter_text, self.night, now, zone)
        self.rows.make(now)
        self._errors.forget()
        self._below = 0

    @property
    def filter_hint(self) -> str:
        return " ".join(NIGHT_KEYS)

    @property
    def count_text(self) -> str:
        shown = sum(self.rows.counts.values())
        left = f"{shown:,} left" if self.rows.filter else ""
        return " · ".join(filter(None, (left, self._sorted_text, self.quiet_wait)))

    @property
    def _sorted_text(self) -> str:
        order = self.rows.order
        return f"sorted by {order.column}, {'largest' if order.is_descending else 'smallest'} first" if order else ""

    @property
    def why_nothing(self) -> str:
        night = self.night
        if self.filter_text or night is None:
            return super().why_nothing
        asked = night.asked
        if not asked.asked:
            return self.why_empty
        jobs = f"{asked.asked - asked.unanswered:,} {'job' if asked.asked == 1 else 'jobs'}"
        return f"No run was on in this window, of {jobs} that answered."

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = super().unavailable_actions
        has_fine = self.night is not None and self.night.size(Section.FINE) and not self.rows.filter
        return idle if has_fine else idle | {"open_fine"}

    @property
    def key_titles(self) -> Mapping[str, str]:
        titles = {"open_fine": "Hide others" if self.rows.is_open else "Show others"}
        if self.current is Section.FINE:
            titles["select"] = titles["open_fine"]
        return {**titles, **super().key_titles}

    @property
    def leaving(self) -> list[Step]:
        return [Step("Hide others", self.action_open_fine)] if self.rows.is_open else []

    def set_filter(self, text: str) -> None:
        self._is_placed = True
        super().set_filter(text)

    def cursor_moved(self) -> None:
        self._is_placed = True
        self.refresh_keys()

    def go(self, place: Place) -> None:
        # What was blank below the rows stays as far as the view needs it.
        self._below = max(0, place.top + self.page_height - len(self.rows.lines)) if self._below else 0
        self.measure()
        self._is_placed = True
        super().go(place)

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
        self._bars = not self.shape.has_bars if self.night is not None else None
        self.measure()
        self.refresh()

    def _make_again(self) -> None:
        stay_on = self.current
        self.rows.make(self.clock.now())
        self._errors.forget()
        self._below = 0
        self.changed(stay_on)
        self.show_cursor()
        self.refresh_keys()
