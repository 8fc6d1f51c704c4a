"""A run as one row of a list, in as many columns as there is room for."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import NamedTuple

from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.listing.loaded import LoadedRuns
from gluetui.glue.listing.ordering import Order
from gluetui.glue.run.cost import Bound, bound, dpu_hours
from gluetui.glue.run.run import JobRun
from gluetui.text.charts import bars, times_usual
from gluetui.text.lines import Line, Span
from gluetui.text.safe import cut_end, cut_middle, one_line, pad
from gluetui.text.states import look
from gluetui.text.times import duration_short, when_short

_STATE, _STARTED, _DURATION, _TIMES, _DPU_HOURS, _ATTEMPT = 11, 12, 7, 6, 10, 4
"""Widths of the columns in cells; the trigger has the rest."""

_DPU_HOURS_FROM, _TRIGGER_AT_LEAST = 66, 12
"""The least width of a row with DPU-hours, and that of a trigger: a shorter beginning of its name says nothing."""


class Columns(NamedTuple):
    """The columns that a list has where there is room."""

    times: bool
    dpu_hours: bool

    trigger: int
    """Its cells."""


def columns(width: int, order: Order | None) -> Columns:
    """As many columns as there is room for, and always the one that is sorted by."""
    sorted_by = order.column if order is not None else ""
    left = width - (_STATE + 1 + _STARTED + 1 + _DURATION + _ATTEMPT + 1)
    dpu_hours = width >= _DPU_HOURS_FROM or sorted_by == "DPU-hours"
    left -= dpu_hours * _DPU_HOURS
    times = left >= _TIMES and sorted_by != "trigger"
    left -= times * _TIMES
    return Columns(times, dpu_hours, left if left >= _TRIGGER_AT_LEAST or sorted_by == "trigger" else 0)


def heading(width: int, order: Order | None, zone_name: str = "") -> Line:
    """The names of the columns; an arrow on the one that is sorted by, the zone where the times are."""
    has = columns(width, order)

    def name(column: str, shown: str = "") -> str:
        mark = "" if order is None or order.column != column else "↓" if order.is_descending else "↑"
        return (shown or column) + mark

    names = [
        pad(name("state"), _STATE + 1),
        pad(name("started", started_heading(zone_name, _STARTED)), _STARTED + 1),
        pad(name("took"), _DURATION, "right"),
        " " * _TIMES * has.times,
        pad(name("DPU-hours"), _DPU_HOURS, "right") if has.dpu_hours else "",
        pad(f" {name('attempt', 'try')}", _ATTEMPT + 1),
        name("trigger") if has.trigger else "",
    ]
    return [Span(cut_end("".join(names), width), "head")]


def started_heading(zone_name: str, width: int) -> str:
    """The name of a column of starts with their zone; shorter where it would not fit."""
    whole = f"started {zone_name}".rstrip()
    return whole if len(whole) <= width else f"start {zone_name}"


def row(
    run: JobRun, width: int, order: Order | None, usual: Usual | None, *, now: datetime, zone: tzinfo | None
) -> Line:
    """One run, its duration compared with `usual`."""
    has = columns(width, order)
    state, seconds = look(run.state), run.run_seconds(now)
    absent = "not returned" if run.raw.get("StartedOn") is None else "unreadable"
    started = when_short(run.started, now, zone) if run.started else absent
    used = dpu_hours(run, now) if has.dpu_hours else None
    hours = hours_short(used.value, bound(run, now)) if used else hours_short(None)
    times = times_usual(run.compared_seconds(now), usual.seconds) if usual and has.times else ""
    return [
        Span(pad(f"{state.glyph} {state.word}", _STATE), state.role),
        Span(" " + pad(started, _STARTED) + " "),
        Span(pad(duration_short(seconds), _DURATION, "right")),
        Span(pad(f" {times}", _TIMES) if has.times else "", "dim"),
        Span(pad(hours, _DPU_HOURS, "right") if has.dpu_hours else "", "dim"),
        Span(pad(f"  {run.attempt}" if run.attempt else "", _ATTEMPT + 1), "waiting"),
        Span(cut_middle(one_line(run.text("TriggerName") or "–"), max(0, has.trigger)), "dim"),
    ]


def trend(runs: LoadedRuns, usual: Usual, width: int, *, now: datetime) -> Line:
    """How long the latest runs took, the newest on the right, and what is usual."""
    label = f" usual {duration_short(usual.seconds)}"
    latest = range(min(len(runs), max(0, width - len(label))))
    seconds = (runs.seconds(index, now) for index in reversed(latest))
    return [Span(bars(seconds, usual.seconds), "name"), Span(label, "dim")]


def open_line(text: str) -> Line | None:
    """The line that opens a run whose id was typed; None for what is no id."""
    if not re.fullmatch(r"[\w-]+", text):
        return None
    return [Span("open run "), Span(one_line(text), "name"), Span(" …")]


def hours_short(hours: float | None, bounds: Bound = "") -> str:
    """DPU-hours in 9 cells at most, with a sign where they bound the true ones; "–" where they are not known."""
    if hours is None:
        return "–"
    sign = {"": "", "at most": "≤", "at least": "≥"}[bounds]
    if hours >= 100_000:
        return f"{sign}{hours:.2g}"
    return f"{sign}{hours:,.2f}" if hours >= 0.005 or not hours else "<0.01" if bounds != "at least" else "≥0.00"
