"""A run as one row of a list, in as many columns as there is room for."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import NamedTuple

from gluetui.glue.cost import dpu_hours
from gluetui.glue.run_view import Order
from gluetui.glue.runs import JobRun
from gluetui.glue.usual import Usual
from gluetui.text.durations import duration_short, when_short
from gluetui.text.safe import cut_end, cut_middle, one_line, pad
from gluetui.text.spans import Line, Span
from gluetui.text.sparkline import times_usual
from gluetui.text.states import look

_STATE, _STARTED, _DURATION, _TIMES, _DPU_HOURS, _ATTEMPT = 11, 12, 7, 6, 10, 4
"""Widths of the columns in cells; the trigger has what is left."""

_TIMES_FROM, _DPU_HOURS_FROM = 48, 66
"""Widths of a row from which on these columns are there."""


class Columns(NamedTuple):
    """Which columns a list has beside those that it always has."""

    times: bool
    dpu_hours: bool

    @property
    def trigger_at(self) -> int:
        """The cell at which the trigger begins."""
        more = self.times * _TIMES + self.dpu_hours * _DPU_HOURS
        return _STATE + 1 + _STARTED + 1 + _DURATION + more + _ATTEMPT + 1


def columns(width: int, order: Order | None) -> Columns:
    """As many as there is room for, and the one that is sorted by."""
    sorts_by_dpu_hours = order is not None and order.column == "DPU-hours"
    return Columns(width >= _TIMES_FROM, width >= _DPU_HOURS_FROM or sorts_by_dpu_hours)


def heading(width: int, order: Order | None) -> Line:
    """The names of the columns; an arrow on the one that is sorted by."""
    has = columns(width, order)

    def name(column: str, shown: str = "") -> str:
        mark = "" if order is None or order.column != column else "↓" if order.is_descending else "↑"
        return (shown or column) + mark

    names = [
        pad(name("state"), _STATE + 1),
        pad(name("started"), _STARTED + 1),
        pad(name("took"), _DURATION, "right"),
        " " * _TIMES * has.times,
        pad(name("DPU-hours"), _DPU_HOURS, "right") if has.dpu_hours else "",
        pad(f" {name('attempt', 'try')}", _ATTEMPT + 1),
        name("trigger"),
    ]
    return [Span(cut_end("".join(names), width), "head")]


def row(
    run: JobRun, width: int, order: Order | None, usual: Usual | None, *, now: datetime, zone: tzinfo | None
) -> Line:
    """One run; `usual` is what its duration is compared with."""
    has = columns(width, order)
    state, seconds = look(run.state), run.run_seconds(now)
    absent = "not returned" if run.raw.get("StartedOn") is None else "unreadable"
    started = when_short(run.started, now, zone) if run.started else absent
    hours = dpu_hours(run, now) if has.dpu_hours else None
    times = times_usual(seconds, usual.seconds) if usual and has.times else ""
    return [
        Span(pad(f"{state.glyph} {state.word}", _STATE), state.role),
        Span(" " + pad(started, _STARTED) + " "),
        Span(pad(duration_short(seconds), _DURATION, "right")),
        Span(pad(f" {times}", _TIMES) if has.times else "", "dim"),
        Span(pad(hours_short(hours.value if hours else None), _DPU_HOURS, "right") if has.dpu_hours else "", "dim"),
        Span(pad(f"  {run.attempt}" if run.attempt else "", _ATTEMPT + 1), "waiting"),
        Span(cut_middle(one_line(run.text("TriggerName") or "–"), max(0, width - has.trigger_at)), "dim"),
    ]


def hours_short(hours: float | None) -> str:
    """DPU-hours in 9 cells at most; "–" where they are not known."""
    if hours is None:
        return "–"
    if hours >= 100_000:
        return f"{hours:.2g}"
    return f"{hours:,.0f}" if hours >= 100 else f"{hours:.2f}"
