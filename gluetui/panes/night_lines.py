"""What stands on the lines of a night's board: the head, the sections' lines, a row a job."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from gluetui.glue.errors.error import AwsError
from gluetui.glue.night.night import Night, Row
from gluetui.glue.night.verdict import Section
from gluetui.panes.night_rows import Apart, NightRows, Part
from gluetui.text.lines import Line, Span
from gluetui.text.log_cause import Causes
from gluetui.text.night_head import Progress, fitting, head_lines, section_line
from gluetui.text.night_row import Shape, has_bars, heading, night_row, said, unanswered_row
from gluetui.text.night_texts import TITLES, fine_text
from gluetui.text.safe import cut_end, one_line
from gluetui.text.states import no_answer_word
from gluetui.text.telling import Neighbours
from gluetui.text.times import Clock

_MOST_HEADS, _MOST_JOBS = 32, 512
"""Lines that are kept."""


class NightLines:
    """Draws the rows of a night, each as of now."""

    def __init__(self, rows: NightRows, clock: Clock, causes: Causes, key_of: Callable[[str], str]) -> None:
        """`causes` are what the logs told of why runs failed, `key_of` names the key of a command."""
        self.bars: bool | None = None
        """Whether rows have bars; None where their width decides."""
        self.sought = ""
        """The words of the filter that may stand in a name."""
        self.errors = Neighbours(lambda entries: self._texts(entries))
        """To be forgotten where other rows are shown, or other answers about them."""
        self._heads: dict[Hashable, list[Line]] = {}
        """The last lines of sums, by what they were worked out of: a drawing looks at them several times."""
        self._jobs: dict[str, tuple[Row, Hashable, Line]] = {}
        """The last lines of jobs without a live run, which stay as they are while others come."""
        self._rows = rows
        self._clock = clock
        self._causes = causes
        self._key_of = key_of

    @property
    def _night(self) -> Night:
        assert self._rows.night is not None
        return self._rows.night

    def shape(self, width: int) -> Shape:
        """How rows of so many cells are laid out now."""
        return Shape(width, self._night.window, has_bars(width, self.bars), self._clock.now(), self._clock.zone)

    def seek(self, text: str) -> None:
        """Mark the words of a filter in names."""
        words = (each.removeprefix("job:") for each in text.split())
        self.sought = " ".join(each for each in words if ":" not in each)

    # Above the rows.

    def head(self, width: int, progress: Progress) -> list[Line]:
        """The sums of the night, and how far the loading is."""
        return self._kept((width, progress), lambda: head_lines(self._night, self.shape(width), progress))

    def _kept(self, of: Hashable, work_out: Callable[[], list[Line]]) -> list[Line]:
        """Lines that were worked out for the same answers in this second, or that are now."""
        second = int(self._clock.now().timestamp())
        key = (of, self.bars, self._clock.zone, second, self._night, self._night.version)
        if key not in self._heads:
            if len(self._heads) >= _MOST_HEADS:
                self._heads.clear()
            self._heads[key] = work_out()
        return self._heads[key]

    def names(self, width: int) -> Line:
        """The names of the columns."""
        return heading(self.shape(width), self._rows.order, self._clock.zone_name)

    def remark(self, width: int) -> list[Line]:
        """The first word of the filter that was not applied."""
        return [[Span(cut_end(one_line(each), width), "waiting")] for each in self._rows.filter.remarks[:1]]

    def part_above(self, top: int, width: int) -> Line:
        """The heading of the part that is seen first, where a line is the first one, and how many rows are above."""
        part = self._rows.part_at(top)
        hidden = self._rows.entries_above(top)
        above = f" · ↑ {hidden:,} above" if hidden else ""
        line = self._part(part, max(0, width - len(above))) if part is not None else []
        return [*line, *([Span(above, "key")] if above else [])]

    # The rows.

    def line(self, line: int, width: int) -> Line:
        """One line of the list."""
        shown = self._rows.lines[line]
        if not isinstance(shown, int):
            return self._part(shown.part, width)
        entry = self._rows.entries[shown]
        return self._fine(width) if isinstance(entry, Section) else self._job(str(entry), shown, width)

    def told(self, job: Hashable) -> str:
        """All that is said of a job, in one line of any length."""
        row = self._rows.row(job, self._clock.now()) if isinstance(job, str) else None
        return said(row, self._causes, self._clock.now(), self._clock.zone) if row is not None else ""

    def _part(self, part: Part, width: int) -> Line:
        count, note = self._rows.counts.get(part, 0), self._rows.notes.get(part, "")
        if part is Apart.NOT_KNOWN:
            return [Span(cut_end(f"COULD NOT BE ASKED · {count:,} {'job' if count == 1 else 'jobs'}", width), "head")]
        title = TITLES[Section(part)].upper()
        if part is Section.FINE:
            return [Span(cut_end(title, width), "head")]
        if not count:
            return [Span(cut_end(f"{title} · {note}", width), "head")]
        return self._kept((part, count, note, width), lambda: [self._section(Section(part), count, note, width)])[0]

    def _section(self, part: Section, count: int, note: str, width: int) -> Line:
        parts = section_line(self._night, part, self._clock.now(), shown=count).split(" · ")
        return [Span(fitting([*parts, *([note] if note else [])], width), "bad" if part is Section.FAILED else "head")]

    def _fine(self, width: int) -> Line:
        text = fine_text(self._night, self._clock.now())
        if self._rows.filter:
            return [Span("✓ ", "good"), Span(cut_end(f"{self._rows.counts[Section.FINE]:,} of {text}", width - 2))]
        key = f" · {self._key_of('night.open')} {'hides' if self._rows.is_open else 'shows'} them"
        return [Span("✓ ", "good"), Span(cut_end(text, max(0, width - 2 - len(key)))), Span(key, "dim")]

    def _job(self, job: str, entry: int, width: int) -> Line:
        row, error = self._rows.row(job, self._clock.now()), self._error(job)
        shape = self.shape(width)
        if row is None:
            return unanswered_row(job, error, shape, self.sought) if error is not None else []
        remark = f"{no_answer_word(error)} since:" if error is not None else ""
        among = self.errors.of(entry)
        known = self._night.jobs.get(job)
        cause = self._causes.get(row.lead.last.key) if row.lead is not None else None
        key = (width, self.bars, shape.window, shape.zone, self.sought, remark, among, cause)
        kept = self._jobs.get(job)
        if kept is not None and kept[0] is row and kept[1] == key and known is not None and not known.live:
            return kept[2]
        if len(self._jobs) >= _MOST_JOBS:
            self._jobs.clear()
        drawn = night_row(row, shape, self.sought, among=among, causes=self._causes, remark=remark)
        self._jobs[job] = row, key, drawn
        return drawn

    def _error(self, job: str) -> AwsError | None:
        return self._night.errors.get(job)

    def _texts(self, entries: range) -> Iterator[str]:
        for entry in self._rows.entries[entries.start : entries.stop]:
            if self._rows.part_of(entry) is not Section.FINE:
                yield self.told(entry)
