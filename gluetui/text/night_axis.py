"""A window as a line of cells: bars of runs on it, a diamond where a job was due, and the times above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import groupby
from typing import NamedTuple

from gluetui.glue.night.attempts import Line as RunLine
from gluetui.glue.night.night import Row
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window, known_end
from gluetui.text.charts import BARS
from gluetui.text.lines import Span
from gluetui.text.states import look

RAN, RAN_BEFORE, DUE = "█", "▒", "◇"
"""A run, an attempt of it before the last one, and the time at which a job was due."""

_LABEL = 6
"""Cells from one time to the next at least."""

_MINUTES = (5, 10, 15, 30, 60, 120, 180, 240, 360, 720)
"""Steps between two times, within a day."""

_DAYS = (1, 2, 7, 14, 28, 91, 364)
_DAY = timedelta(days=1)


class Axis(NamedTuple):
    """A window on so many cells; `now` is where runs that are on end."""

    window: Window
    cells: int
    now: datetime

    def cell(self, at: datetime) -> int:
        """The cell of a time; below 0, or `cells` and more, outside the window."""
        whole = self.window.until - self.window.since
        return int((at - self.window.since) / whole * self.cells // 1)

    def cells_of(self, run: JobRun) -> range:
        """The cells in which a run was on, one at least; none where AWS did not return when."""
        started, ended = run.started, known_end(run) if run.is_final else self.now
        if started is None or ended is None:
            return range(0)
        first = min(max(0, self.cell(started)), self.cells - 1)
        last = min(max(first, self.cell(ended)), self.cells - 1)
        return range(first, last + 1)


def bar(row: Row, axis: Axis) -> list[Span]:
    """The runs of a job on the axis, failed ones before others; of one that did not run when it was due."""
    cells = [(" ", "")] * axis.cells
    for run, sign in sorted(_signs(row.lines), key=lambda each: each[0].is_failed):
        role = look(run.state).role
        for cell in axis.cells_of(run):
            cells[cell] = sign, role
    due = row.missing.due if row.missing is not None else None
    if due is not None and 0 <= (cell := axis.cell(due)) < axis.cells:
        cells[cell] = DUE, "waiting"
    return [Span("".join(sign for sign, _ in group), role) for role, group in groupby(cells, key=lambda each: each[1])]


def _signs(lines: Iterable[RunLine]) -> Iterator[tuple[JobRun, str]]:
    for line in lines:
        for attempt in line.attempts[:-1]:
            yield attempt, RAN_BEFORE
        yield line.last, RAN


def sparkline(at_once: Sequence[int | None]) -> str:
    """A bar for each number of runs at once; blank for 0 and for what is to come."""
    most = max((each or 0 for each in at_once), default=0)
    return "".join(BARS[-(-each * len(BARS) // most) - 1] if each else " " for each in at_once)


def times_above(axis: Axis, zone: tzinfo | None) -> str:
    """The times above the bars, as many as have room, such as "18:00  21:00  00:00"; days where it is longer."""
    shown = [" "] * axis.cells
    for at, label in _labels(axis, zone):
        cell = axis.cell(at)
        if cell >= 0 and cell + len(label) <= axis.cells:
            shown[cell : cell + len(label)] = label
    return "".join(shown)


def _labels(axis: Axis, zone: tzinfo | None) -> Iterator[tuple[datetime, str]]:
    window = axis.window
    length = (window.until - window.since) / _DAY
    room = max(1, axis.cells // _LABEL)
    minutes = next((each for each in _MINUTES if length * 1440 / each <= room), None)
    days = next((each for each in _DAYS if length / each <= room), length // room + 1)
    step = timedelta(minutes=minutes or 1440 * days)
    try:
        # By the clocks of the zone, from midnight on, so that the times are round ones.
        at = window.since.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=zone)
        while (here := at.astimezone(window.until.tzinfo)) < window.until:
            if here >= window.since:
                yield here, f"{at:%H:%M}" if minutes else f"{at:%m-%d}"
            at += step
    except (OverflowError, ValueError, OSError):
        return
