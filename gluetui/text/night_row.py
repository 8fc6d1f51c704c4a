"""A job's night as one row of the board, in as many columns as there is room for, with a bar where it is wide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from gluetui.glue.errors.error import AwsError
from gluetui.glue.lineage.totals import Sum
from gluetui.glue.night.night import Row
from gluetui.glue.night.verdict import Section
from gluetui.glue.run.window import Window
from gluetui.text.charts import times_usual
from gluetui.text.columns import ALL, Step, laid_out
from gluetui.text.lines import Line, Span
from gluetui.text.log_cause import Causes
from gluetui.text.night_axis import DUE, Axis, bar, times_above
from gluetui.text.night_texts import telling_text
from gluetui.text.run_row import hours_short
from gluetui.text.safe import cut_end, cut_middle, one_line, pad, shown_name
from gluetui.text.states import look, no_answer_word
from gluetui.text.telling import Telling
from gluetui.text.times import WHEN_SHORT_WIDTH, duration_short, when_short
from gluetui.text.words import marked

BARS_FROM = 112
"""Cells of a line from which on it has a bar by itself."""

_CLOCK, _TOOK, _TIMES, _RUNS, _HOURS, _COST, _STATE = 5, 7, 5, 5, 9, 8, 9
_DAY = timedelta(days=1)

_BY_WORTH = (
    Step("sign", 1),
    Step("job", 12),
    Step("took", _TOOK),
    Step("why", 14),
    Step("when", _CLOCK),
    Step("job", 20),
    Step("times", _TIMES),
)
_WITHOUT_BARS = (
    *_BY_WORTH,
    Step("why", 32),
    Step("runs", _RUNS),
    Step("job", 24),
    Step("DPU-hours", _HOURS),
    Step("cost", _COST),
    Step("why", 40),
    Step("state", _STATE),
    Step("job", 32),
    Step("when", WHEN_SHORT_WIDTH),
    Step("job", 32, 48),
    Step("why", 40, ALL),
)
_WITH_BARS = (
    *_BY_WORTH,
    Step("bar", 24),
    Step("why", 28),
    Step("runs", _RUNS),
    Step("DPU-hours", _HOURS),
    Step("cost", _COST),
    Step("why", 40),
    Step("bar", 24, 40),
    Step("job", 28),
    Step("state", _STATE),
    Step("when", WHEN_SHORT_WIDTH),
    Step("bar", 40, 60),
    Step("why", 40, ALL),
)
_BARS_ALONE = (
    Step("sign", 1),
    Step("job", 12),
    Step("took", _TOOK),
    Step("bar", 20),
    Step("job", 20),
    Step("bar", 20, ALL),
)
"""Where a bar takes the place of columns."""

_FROM_LEFT = ("sign", "job", "runs", "state", "when", "took", "times", "DPU-hours", "cost", "bar", "why")

SORTED_BY = ("started", "took", "DPU-hours", "cost", "job")
"""The columns that rows can be sorted by, in the order of the key."""

_NAMES = {"when": "started", "cost": "≈$", "why": "error, or why", "runs": "runs", "sign": ""}
_RIGHT = frozenset({"runs", "took", "times", "DPU-hours", "cost"})


class NightOrder(NamedTuple):
    """A column of SORTED_BY; each section is sorted by itself."""

    column: str
    is_reversed: bool = False

    @property
    def is_descending(self) -> bool:
        """Whether the largest comes first."""
        return (self.column != "job") != self.is_reversed


class Shape(NamedTuple):
    """How rows are laid out: the line's cells, the window, and whether there are bars."""

    width: int
    window: Window
    has_bars: bool
    now: datetime
    zone: tzinfo | None

    @property
    def columns(self) -> Mapping[str, int]:
        """The cells of each column that has room."""
        steps: tuple[Step, ...] = (
            _WITHOUT_BARS if not self.has_bars else _WITH_BARS if self.width >= BARS_FROM else _BARS_ALONE
        )
        if self.window.until - self.window.since > _DAY:
            # A time of day alone would not say which day.
            steps = tuple(step._replace(least=WHEN_SHORT_WIDTH) if step.column == "when" else step for step in steps)
        return laid_out(steps, self.width, gap=1, filler="bar" if steps is _BARS_ALONE else "why")

    @property
    def axis(self) -> Axis:
        """The axis of the bars."""
        return Axis(self.window, self.columns.get("bar", 0), self.now)

    @property
    def before_bar(self) -> int:
        """The cells before the bar, its gap included."""
        names = _FROM_LEFT[: _FROM_LEFT.index("bar")]
        return sum(self.columns[name] + 1 for name in names if name in self.columns)


def has_bars(width: int, chosen: bool | None) -> bool:
    """Whether rows of so many cells have bars: as the user chose, else where there is room."""
    return width >= BARS_FROM if chosen is None else chosen


def heading(shape: Shape, order: NightOrder | None, zone_name: str) -> Line:
    """The names of the columns, an arrow on the one that is sorted by; times above the bars."""
    has = shape.columns
    parts = []
    for name in _FROM_LEFT:
        if name not in has:
            continue
        if name == "bar":
            parts.append(pad(times_above(shape.axis, shape.zone), has[name]))
            continue
        column = "started" if name == "when" else name
        arrow = ("↓" if order.is_descending else "↑") if order is not None and order.column == column else ""
        shown = zone_name if name == "when" and has[name] < WHEN_SHORT_WIDTH and not arrow else _NAMES.get(name, name)
        shown = "" if name == "times" else shown
        parts.append(pad(cut_end(shown, has[name] - len(arrow)) + arrow, has[name], _side(name)))
    return [Span(cut_end(" ".join(parts), shape.width).rstrip(), "head")]


def _side(name: str) -> Literal["left", "right"]:
    return "right" if name in _RIGHT else "left"


def night_row(row: Row, shape: Shape, filter_text: str, *, among: Telling, causes: Causes, remark: str = "") -> Line:
    """One job; `among` are the errors beside it, `remark` says what else is known of it."""
    has = shape.columns
    run = row.lead.last if row.lead is not None else None
    state = look(run.state) if run is not None else None
    role = state.role if state is not None else "waiting"
    seconds = run.compared_seconds(shape.now) if run is not None else None
    usual = row.usual.seconds if row.usual is not None else 0
    is_run = run is not None
    runs = f"×{row.totals.runs:,}" if row.totals.runs > 1 else ""
    cells: dict[str, Line] = {
        "sign": [Span(state.glyph if state is not None else DUE, role)],
        "job": _name(row.job, has.get("job", 0), filter_text),
        "runs": _cell("runs", runs, has, "dim"),
        "state": _cell("state", state.word if state is not None else "–", has, role),
        "when": _cell("when", _when(row, shape, has.get("when", 0)), has),
        "took": _cell("took", duration_short(run.run_seconds(shape.now)) if run is not None else "–", has),
        "times": _cell("times", times_usual(seconds, usual) or ("" if "runs" in has else runs), has, "waiting"),
        "DPU-hours": _cell("DPU-hours", _hours(row.totals.dpu_hours) if is_run else "–", has, "dim"),
        "cost": _cell("cost", hours_short(row.totals.cost.by_unit.get("USD"), row.totals.cost.bounds), has, "dim"),
        "bar": bar(row, shape.axis) if "bar" in has else [],
        "why": _why(row, shape, has.get("why", 0), among, causes, remark),
    }
    return _joined(cells, has)


def unanswered_row(job: str, error: AwsError, shape: Shape, filter_text: str) -> Line:
    """A job of which nothing is known, and why."""
    has = shape.columns
    width = has.get("job", shape.width)
    name = _name(job, width, filter_text)
    why = cut_end(f"{no_answer_word(error)}: {one_line(error.args[0])}", max(0, shape.width - width - 3))
    return [Span("? ", "unknown"), *name, Span(" "), Span(why, "dim")]


def said(row: Row, causes: Causes, now: datetime, zone: tzinfo | None) -> str:
    """The line that says most of a row: the cause in the log where it is known."""
    run = row.lead.last if row.lead is not None else None
    if row.missing is not None:
        return one_line(row.missing.reason)
    cause = causes.get(run.key) if run is not None and run.is_failed else None
    if cause is not None:
        return f"then succeeded: {cause}" if row.section is Section.RECOVERED else cause
    return telling_text(row, now, zone)


def _name(job: str, width: int, filter_text: str) -> Line:
    return marked(pad(cut_middle(shown_name(job), width), width), filter_text)


def _why(row: Row, shape: Shape, width: int, among: Telling, causes: Causes, remark: str) -> list[Span]:
    if not width:
        return []
    before = [Span(f"{cut_end(remark, width)} ", "dim")] if remark else []
    text = among.shown(said(row, causes, shape.now, shape.zone), max(0, width - sum(len(each.text) for each in before)))
    role = "bad" if row.section is Section.FAILED else "waiting" if row.section is not Section.FINE else "dim"
    return [*before, Span(text, role)]


def _when(row: Row, shape: Shape, width: int) -> str:
    """When the run began, or the job was due: its time, of a day outside the window its date."""
    at = row.missing.due if row.missing is not None else row.lead.last.started if row.lead is not None else None
    if at is None:
        return "–"
    shown = when_short(at, shape.now, shape.zone)
    if width >= WHEN_SHORT_WIDTH:
        return shown
    is_near = shape.window.since <= at < shape.window.until
    return shown[-_CLOCK:] if is_near and shown[-1:].isdigit() else shown[:_CLOCK]


def _hours(hours: Sum) -> str:
    """DPU-hours, or with an M the M-DPU-hours where there are only those."""
    if "DPU-hours" in hours.by_unit or not hours.by_unit:
        # A run that failed at once used nothing, which is known.
        value = hours.by_unit.get("DPU-hours", None if hours.without else 0.0)
        return hours_short(value, hours.bounds)
    return f"{hours_short(hours.by_unit['M-DPU-hours'], hours.bounds)}M"


def _cell(name: str, text: str, has: Mapping[str, int], role: str = "") -> list[Span]:
    return [Span(pad(text, has[name], _side(name)), role)] if name in has else []


def _joined(cells: Mapping[str, Line], has: Mapping[str, int]) -> Line:
    spans: list[Span] = []
    for name in _FROM_LEFT:
        if name in has:
            spans += [*([Span(" ")] if spans else []), *cells[name]]
    return spans
