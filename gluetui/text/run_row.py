"""A run as one row of a list, in as many columns as there is room for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo

from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.listing.loaded import LoadedRuns
from gluetui.glue.listing.ordering import Order
from gluetui.glue.run.cost import Bound, bound, dpu_hours
from gluetui.glue.run.run import JobRun
from gluetui.text.charts import bars, times_usual
from gluetui.text.columns import ALL, Step, laid_out
from gluetui.text.lines import Line, Span
from gluetui.text.log_cause import NONE_KNOWN, Causes, failure_line
from gluetui.text.safe import cut_end, cut_middle, one_line, pad
from gluetui.text.states import look
from gluetui.text.telling import NONE_BESIDE, Telling
from gluetui.text.times import duration_short, when_short

_STATE, _STARTED, _DURATION, _TIMES, _DPU_HOURS, _ATTEMPT = 12, 13, 7, 6, 10, 5
"""Widths of the columns in cells, with the space between them and their neighbours."""

_FIXED = (
    Step("state", _STATE),
    Step("started", _STARTED),
    Step("took", _DURATION),
    Step("attempt", _ATTEMPT),
)
_BY_WORTH = (
    Step("times", _TIMES),
    Step("trigger", 12),
    Step("DPU-hours", _DPU_HOURS),
    Step("trigger", 21),
    Step("error", 21, 50),
    Step("trigger", 21, 30),
    Step("error", 50, ALL),
)
"""The columns of a list of runs; the error has a space before it."""

_LEAST = {step.column: step for step in reversed(_BY_WORTH)}
"""The step by which each of them comes in."""


def columns(width: int, order: Order | None) -> Mapping[str, int]:
    """The cells of as many columns as there is room for, and always the one that is sorted by."""
    first = _LEAST.get(order.column) if order is not None else None
    steps = (*_FIXED, first, *_BY_WORTH) if first else (*_FIXED, *_BY_WORTH)
    return laid_out(
        steps, max(width, sum(step.least for step in _FIXED) + (first.least if first else 0)), filler="trigger"
    )


def column_at(cell: int, width: int, order: Order | None) -> str:
    """The column that has a cell of the line; "" behind the last one."""
    end = 0
    for name in _FROM_LEFT:
        end += columns(width, order).get(name, 0)
        if cell < end:
            return "took" if name == "times" else name
    return ""


_FROM_LEFT = ("state", "started", "took", "times", "DPU-hours", "attempt", "trigger", "error")


def heading(width: int, order: Order | None, zone_name: str = "") -> Line:
    """The names of the columns; an arrow on the one that is sorted by, the zone where the times are."""
    has = columns(width, order)

    def name(column: str, shown: str = "") -> str:
        mark = "" if order is None or order.column != column else "↓" if order.is_descending else "↑"
        return (shown or column) + mark

    names = [
        pad(name("state"), _STATE),
        pad(name("started", started_heading(zone_name, _STARTED - 1)), _STARTED),
        pad(name("took"), _DURATION, "right"),
        " " * has.get("times", 0),
        pad(name("DPU-hours"), has.get("DPU-hours", 0), "right"),
        pad(f" {name('attempt', 'try')}", _ATTEMPT),
        pad(name("trigger"), has.get("trigger", 0)),
        " error" if "error" in has else "",
    ]
    return [Span(cut_end("".join(names), width).rstrip(), "head")]


def started_heading(zone_name: str, width: int) -> str:
    """The name of a column of starts with their zone; shorter where it would not fit."""
    whole = f"started {zone_name}".rstrip()
    return whole if len(whole) <= width else f"start {zone_name}"


def row(
    run: JobRun,
    width: int,
    order: Order | None,
    usual: Usual | None,
    *,
    now: datetime,
    zone: tzinfo | None,
    among: Telling = NONE_BESIDE,
    causes: Causes = NONE_KNOWN,
) -> Line:
    """One run, its duration compared with `usual`; its error is shortened so that it differs `among` others.

    Where its log told the cause, that is its error.
    """
    has = columns(width, order)
    state, seconds = look(run.state), run.run_seconds(now)
    absent = "not returned" if run.raw.get("StartedOn") is None else "unreadable"
    started = when_short(run.started, now, zone) if run.started else absent
    used = dpu_hours(run, now) if "DPU-hours" in has else None
    hours = hours_short(used.value, bound(run, now)) if used else hours_short(None)
    times = times_usual(run.compared_seconds(now), usual.seconds) if usual and "times" in has else ""
    return [
        Span(pad(f"{state.glyph} {state.word}", _STATE - 1), state.role),
        Span(" " + pad(started, _STARTED - 1) + " "),
        Span(pad(duration_short(seconds), _DURATION, "right")),
        Span(pad(f" {times}", has.get("times", 0)), "dim"),
        Span(pad(hours, has.get("DPU-hours", 0), "right"), "dim"),
        Span(pad(f"  {run.attempt}" if run.attempt else "", _ATTEMPT), "waiting"),
        Span(_trigger(run, has), "dim"),
        *_error(run, has.get("error", 0), among, causes),
    ]


MARK = "◇"


def with_mark(line: Line) -> Line:
    """The line of a run that is marked: the mark stands in the blank behind the state."""
    state, started, *others = line
    return [state, Span(MARK, "key"), started._replace(text=started.text[1:]), *others]


def _trigger(run: JobRun, has: Mapping[str, int]) -> str:
    shown = cut_middle(one_line(run.text("TriggerName") or "–"), has.get("trigger", 0))
    return pad(shown, has["trigger"]) if "error" in has else shown


def _error(run: JobRun, width: int, among: Telling, causes: Causes) -> list[Span]:
    line = failure_line(run, causes) if width else ""
    return [Span(" "), Span(among.shown(line, width - 1), "bad" if run.is_failed else "")] if line else []


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
