"""Runs as bars over one axis of time: waiting, start-up and running, the critical path by its sign and its colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta, tzinfo
from itertools import groupby
from math import ceil, floor
from typing import Literal, NamedTuple

from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.lineage.timed_runs import TimedRun, start_up
from gluetui.glue.run.run import JobRun
from gluetui.text.lines import Line, Span
from gluetui.text.times import local_time

CRITICAL, OTHER = "warning", "dim"
"""The roles of bars on the critical path and beside it."""

PATH_SIGN = "*"
"""Beside the state's sign of a run on the critical path."""


class Signs(NamedTuple):
    """What bars are drawn with: each sign is one cell wide."""

    critical: str
    critical_start_up: str
    other: str
    other_start_up: str
    waiting: str
    again: str
    """The first cell of a further attempt."""


SIGNS = Signs("█", "▓", "▒", "░", "·", "↻")
ASCII_SIGNS = Signs("#", "+", "=", ":", ".", "@")

_LEAST_SPAN = timedelta(milliseconds=1)


class Axis(NamedTuple):
    """The span of time that bars are drawn over."""

    start: datetime
    end: datetime

    @property
    def span(self) -> timedelta:
        """Never nothing, so that every moment has a place."""
        return max(self.end - self.start, _LEAST_SPAN)

    def place(self, moment: datetime, width: int) -> float:
        """Where a moment lies among `width` cells; below 0 and past `width` outside of the axis."""
        return (moment - self.start) / self.span * width

    def zoomed(self, times: float, around: datetime, whole: Axis) -> Axis:
        """So many times nearer, around a moment that stays in its place, as far as the `whole` axis reaches.

        What is below 1 is further away.
        """
        span = min(max(self.span / times, _LEAST_SPAN), whole.span)
        around = min(max(around, self.start), self.end)
        start = around - span * ((around - self.start) / self.span)
        start = min(max(start, whole.start), whole.start + whole.span - span)
        return Axis(start, start + span)


def whole_axis(path: CriticalPath) -> Axis | None:
    """From the first start to the last end of all runs with known times; None where there are none."""
    runs = path.runs.values()
    return Axis(min(run.start for run in runs), max(run.end for run in runs)) if runs else None


class Part(NamedTuple):
    """A part of a run's time."""

    kind: Literal["waiting", "start-up", "running"]
    start: datetime
    end: datetime
    is_again: bool = False
    """Whether a further attempt begins here."""


def parts(path: CriticalPath, run: TimedRun) -> Iterator[Part]:
    """The wait for a run, and each of its attempts, in the order of time."""
    released = path.released_by(run.key)
    if released is not None and released.end < run.start:
        yield Part("waiting", released.end, run.start)
    for number, attempt in enumerate(run.attempts):
        yield from attempt_parts(attempt, path.now, is_again=number > 0)


def attempt_parts(attempt: JobRun, now: datetime, *, is_again: bool = False) -> Iterator[Part]:
    """The start-up of one attempt, where AWS tells it, and what came then; nothing where its times are not known."""
    started, before_it = attempt.started, start_up(attempt)
    if started is None:
        return
    ended = attempt.completed if attempt.is_final else max(now, started)
    if ended is None or ended < started:
        return
    began = started + before_it if before_it is not None else started
    if began > started:
        yield Part("start-up", started, began, is_again)
    yield Part("running", began, ended, is_again and began == started)


def bar(given: Iterable[Part], axis: Axis, width: int, *, is_critical: bool, signs: Signs = SIGNS) -> Line:
    """The parts of a run in exactly `width` cells; what lies outside of the axis is left out."""
    cells = [" "] * width
    by_kind = {
        "waiting": signs.waiting,
        "start-up": signs.critical_start_up if is_critical else signs.other_start_up,
        "running": signs.critical if is_critical else signs.other,
    }
    agains = []
    for part in given:
        first, last = _cells(part, axis, width)
        cells[first:last] = by_kind[part.kind] * (last - first)
        if part.is_again and first < last and axis.place(part.start, width) >= 0:
            agains.append(first)
    for place in agains:
        cells[place] = signs.again
    return _spans("".join(cells), CRITICAL if is_critical else OTHER, signs.waiting)


def _cells(part: Part, axis: Axis, width: int) -> tuple[int, int]:
    """The first cell of a part and the one behind its last; a part in sight has one cell at least."""
    start, end = axis.place(part.start, width), axis.place(part.end, width)
    if end < 0 or start > width:
        return 0, 0
    first = min(max(floor(start), 0), width - 1)
    # A start-up that ends within a cell leaves it to what came then; what is running ends in the cell of its end.
    last = floor(end) if part.kind == "start-up" else ceil(end)
    return first, max(min(last, width), first + (part.kind == "running"))


def _spans(text: str, role: str, waiting: str) -> Line:
    spans: list[Span] = []
    for sign, signs in groupby(text):
        own = role if sign != " " and sign != waiting else OTHER if sign == waiting else ""
        piece = "".join(signs)
        if spans and spans[-1].role == own:
            spans[-1] = Span(spans[-1].text + piece, own)
        else:
            spans.append(Span(piece, own))
    return spans


_STEPS = tuple(
    timedelta(seconds=seconds)
    for seconds in (1, 5, 10, 30, 60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200)
) + tuple(timedelta(days=days) for days in (1, 2, 7, 14, 30, 100, 365, 3_650))
"""Between two ticks."""

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_MONDAY = datetime(2001, 1, 1)
"""From which steps of days are counted."""

_BETWEEN = 1
"""Blanks between two labels at the least."""


class Tick(NamedTuple):
    """A label on the axis, and the cell that it begins in."""

    cell: int
    label: str


def ticks(axis: Axis, width: int, zone: tzinfo | None) -> list[Tick]:
    """Round times of the zone, as many as have room, each label whole."""
    for step in _STEPS:
        length = len(_label(axis.start, step, axis, zone)) + _BETWEEN
        if step / axis.span * width >= length:
            return list(_ticks(axis, width, zone, step))
    return []


def axis_line(axis: Axis, width: int, zone: tzinfo | None) -> str:
    """The labels of the ticks in exactly `width` cells."""
    line = ""
    for tick in ticks(axis, width, zone):
        line = line.ljust(tick.cell) + tick.label
    return line.ljust(width)


def _ticks(axis: Axis, width: int, zone: tzinfo | None, step: timedelta) -> Iterator[Tick]:
    free = 0
    for moment in _round_times(axis, zone, step):
        cell, label = floor(axis.place(moment, width)), _label(moment, step, axis, zone)
        if cell >= free and cell + len(label) <= width:
            yield Tick(cell, label)
            free = cell + len(label) + _BETWEEN


def _round_times(axis: Axis, zone: tzinfo | None, step: timedelta) -> Iterator[datetime]:
    """The multiples of a step on the zone's own clock, over changes of it too."""
    local = local_time(axis.start, zone).replace(tzinfo=None)
    since = local - (local.replace(hour=0, minute=0, second=0, microsecond=0) if step < _DAY else _MONDAY)
    with suppress(OverflowError, ValueError, OSError):  # No calendar goes further.
        local -= since % step
        while (moment := _of_local(local, zone)) <= axis.end:
            if moment >= axis.start:
                yield moment
            local += step


def _of_local(local: datetime, zone: tzinfo | None) -> datetime:
    return (local.replace(tzinfo=zone) if zone is not None else local.astimezone()).astimezone(UTC)


def _label(moment: datetime, step: timedelta, axis: Axis, zone: tzinfo | None) -> str:
    """A time of day, or a date: over more than a day midnight has its date too."""
    local = local_time(moment, zone).replace(tzinfo=None)
    if step >= 100 * _DAY:
        return local.date().isoformat()
    if step >= _DAY or (axis.span > _DAY and local.time() == time()):
        return local.strftime("%m-%d")
    return local.strftime("%H:%M:%S" if step < _MINUTE else "%H:%M")
