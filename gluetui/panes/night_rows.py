"""The lines of a night's board: sections, worst first, their rows in an order in which nothing moves by itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from enum import Enum
from functools import partial
from typing import NamedTuple

from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.night import Night, Row
from gluetui.glue.night.verdict import Section
from gluetui.text.night_filter import NightFilter
from gluetui.text.night_row import NightOrder


class Apart(Enum):
    """The parts of the board that are no sections of the night."""

    NOT_KNOWN = "not known"
    """Jobs that did not answer, and of which nothing else is known."""


Part = Section | Apart

PARTS: tuple[Part, ...] = (
    Section.FAILED,
    Section.RECOVERED,
    Section.MISSING,
    Section.LOOK_AT,
    Apart.NOT_KNOWN,
    Section.FINE,
)
"""From top to bottom."""


class Heading(NamedTuple):
    """The line above the rows of a part."""

    part: Part


class NightRows:
    """Which entries there are, and on which lines: an entry is a job's name, or FINE for the line of what went well.

    The heading of the first part has no line: it stands above the list, as does that of the part that is scrolled into.
    """

    def __init__(self) -> None:
        self.night: Night | None = None
        self.order: NightOrder | None = None
        self.is_open = False
        """Whether the jobs of which all went well have rows."""
        self.filter = NightFilter()
        self.notes: dict[Part, str] = {}
        """What is said of a part beside its rows; a part with a note has a heading without rows, too."""
        self.entries: list[Hashable] = []
        self.lines: list[Heading | int] = []
        """A heading, or the index of an entry."""
        self.starts: list[int] = []
        """The line of each entry."""
        self.counts: dict[Part, int] = {}
        """How many rows the filter leaves of each part."""
        self._found: dict[Hashable, int] = {}
        self._rows: dict[str, tuple[JobNight, Row]] = {}
        """Rows of jobs without a live run, which stay as they are until the job answers anew."""

    # What is read.

    def find(self, entry: Hashable) -> int | None:
        """The index of an entry; None where it is not shown."""
        return self._found.get(entry)

    def part_of(self, entry: Hashable) -> Part | None:
        """The part in which a job stands; FINE for its own line."""
        if isinstance(entry, Section) or self.night is None:
            return Section.FINE if isinstance(entry, Section) else None
        section = self.night.section(str(entry))
        return section if section is not None else Apart.NOT_KNOWN

    def part_at(self, line: int) -> Part | None:
        """The part of what is seen first, where that is not its own heading; None above all parts."""
        line = min(line, len(self.lines) - 1)
        if line >= 0 and isinstance(self.lines[line], Heading):
            line -= 1
        for place in range(line, -1, -1):
            shown = self.lines[place]
            if isinstance(shown, Heading):
                return shown.part
            if self.entries[shown] is Section.FINE:
                return Section.FINE
        return self._first

    def entries_above(self, top: int) -> int:
        """How many entries stand above a line."""
        return bisect_left(self.starts, top)

    def row(self, job: str, now: datetime) -> Row | None:
        """A job's row, as of now."""
        night = self.night
        if night is None:
            return None
        known, kept = night.jobs.get(job), self._rows.get(job)
        if kept is not None and kept[0] is known and kept[1].section is night.section(job):
            return kept[1]
        row = night.row(job, now)
        if row is not None and known is not None and not known.live:
            self._rows[job] = known, row
        return row

    # What changes them.

    def show(self, night: Night) -> None:
        """Show another night."""
        self.night = night
        self._rows.clear()
        self.filter.forget()

    def make(self, now: datetime, held: Hashable = None) -> None:
        """Make the lines anew; no row of its own part comes to stand above the `held` entry that stood below it."""
        above = self._above(held)
        self.entries, self.lines, self.starts, self.counts, self._first = [], [], [], {}, None
        for part in PARTS if self.night is not None else ():
            self._add(part, self._in_part(part, now, held, above))
        self._found = {entry: index for index, entry in enumerate(self.entries)}

    _first: Part | None = None

    def _above(self, held: Hashable) -> frozenset[Hashable]:
        """The jobs that stand above an entry now."""
        place = self.find(held) if held is not None else None
        return frozenset() if place is None else frozenset(self.entries[:place])

    def _add(self, part: Part, jobs: Sequence[str]) -> None:
        is_fine = part is Section.FINE
        rows: list[Hashable] = list(jobs)
        if is_fine:
            assert self.night is not None
            rows = [Section.FINE, *rows] if self.night.size(Section.FINE) else []
        self.counts[part] = len(jobs)
        if not rows and part not in self.notes:
            return
        if not self.lines and rows:
            self._first = part
        elif not is_fine:
            self.lines.append(Heading(part))
        for entry in rows:
            self.starts.append(len(self.lines))
            self.lines.append(len(self.entries))
            self.entries.append(entry)

    def _in_part(self, part: Part, now: datetime, held: Hashable, above: frozenset[Hashable]) -> Sequence[str]:
        night = self.night
        assert night is not None
        if part is Apart.NOT_KNOWN:
            jobs = sorted(job for job in night.errors if night.section(job) is None)
        elif part is Section.FINE and not (self.is_open or self.filter):
            return ()
        else:
            jobs = night.order(Section(part))
        if self.filter:
            matches = partial(self.filter.matches, night, now=now)
            jobs = [job for job in jobs if matches(job)]
        if self.order is not None:
            jobs = self._sorted(jobs, self.order, now)
        return _kept_below(jobs, held, above)

    def _sorted(self, jobs: Iterable[str], order: NightOrder, now: datetime) -> list[str]:
        """By a column; a job without a value comes last, whichever way round."""
        if order.column == "job":
            return sorted(jobs, key=str.casefold, reverse=order.is_descending)
        value = _VALUES[order.column]
        known: list[tuple[float, str]] = []
        others: list[str] = []
        for job in jobs:
            row = self.row(job, now)
            found = value(row, now) if row is not None else None
            if found is None:
                others.append(job)
            else:
                known.append((found, job))
        known.sort(key=lambda each: each[0], reverse=order.is_descending)
        return [*(job for _, job in known), *others]


def _kept_below(jobs: list[str], held: Hashable, above: frozenset[Hashable]) -> Sequence[str]:
    """The jobs of a part, those that would newly come above the held one right behind it."""
    if held not in jobs:
        return jobs
    place = jobs.index(str(held))
    before = jobs[:place]
    return [
        *(job for job in before if job in above),
        str(held),
        *(job for job in before if job not in above),
        *jobs[place + 1 :],
    ]


def _started(row: Row, now: datetime) -> float | None:
    at = row.lead.last.started if row.lead is not None else row.missing.due if row.missing is not None else None
    return at.timestamp() if at is not None else None


def _took(row: Row, now: datetime) -> float | None:
    return row.lead.last.run_seconds(now) if row.lead is not None else None


_VALUES: dict[str, Callable[[Row, datetime], float | None]] = {
    "started": _started,
    "took": _took,
    "DPU-hours": lambda row, now: row.totals.dpu_hours.by_unit.get("DPU-hours"),
    "cost": lambda row, now: row.totals.cost.by_unit.get("USD"),
}
"""By column of SORTED_BY, but for the job's name."""


def entry_of_line(starts: Sequence[int], line: int) -> int:
    """The entry that stands on a line; -1 for a heading and for a line below all."""
    entry = bisect_left(starts, line)
    return entry if entry < len(starts) and starts[entry] == line else -1
