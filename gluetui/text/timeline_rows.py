"""Rows of the predecessor tree as bars over one axis of time, with the numbers of each run beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from rich.cells import cell_len

from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.lineage.rows import LineageRow
from gluetui.text.columns import Step, laid_out
from gluetui.text.critical_path import COLUMNS, WIDTHS, headline
from gluetui.text.lines import Line, Span
from gluetui.text.safe import cut_end, pad
from gluetui.text.timeline import CRITICAL, PATH_SIGN, Axis, attempt_parts, axis_line, bar, parts
from gluetui.text.times import duration_short, when
from gluetui.text.tree_row import head, head_width, without_times

BARS_FROM = 75
"""Cells of a pane's lines in a terminal of 80: below it the bars are the first to go."""

_BARS_AT_LEAST = 20
_WITH_BARS = (
    *(Step(name, WIDTHS[name]) for name in ("ran", "slack")),
    Step("bars", 30),
    Step("saves", WIDTHS["saves"]),
    Step("bars", 48),
    *(Step(name, WIDTHS[name]) for name in ("× usual", "waited", "start-up")),
)
_WITHOUT_BARS = tuple(Step(name, WIDTHS[name]) for name in ("ran", "slack", "saves", "× usual", "waited", "start-up"))

Columns = Mapping[str, int]
"""The cells of each column, the run's first."""


def columns(names: int, width: int, *, has_bars: bool = True) -> Columns:
    """The columns that have room; `names` are the cells of the widest run, which the bars leave whole if they can."""
    width = max(0, width)  # A pane that was never seen has no cells.
    if has_bars and width >= BARS_FROM:
        run = min(max(names, len("run")), width - 1 - _BARS_AT_LEAST)
        found = laid_out((Step("run", run), Step("bars", _BARS_AT_LEAST), *_WITH_BARS), width, gap=1, filler="bars")
    else:
        run = min(max(names, len("run")), width)
        found = laid_out((Step("run", run), *_WITHOUT_BARS), width, gap=1, filler="run")
    return {name: found[name] for name in ("run", "bars", *COLUMNS) if name in found}


@dataclass(frozen=True, slots=True)
class TimelineRows:
    """Draws the rows of one critical path over a part of its time."""

    path: CriticalPath
    axis: Axis | None
    """None where the times of no run are known."""
    zone: tzinfo | None
    zone_name: str
    """That of the axis, for the heading."""
    key_of: Callable[[str], str]
    """The key to name for a command, by its id."""

    def title(self, width: int, *, is_loaded: bool) -> Line:
        """What the critical path is made of, and the time that is drawn, where it has room."""
        loads = "" if is_loaded else f" · {self.key_of('tree.expand_all')} loads all"
        text = f"{headline(self.path)}{loads}"
        window = " → ".join(when(each, self.zone, for_others=True) for each in self.axis or ())
        window = f"  {window}" if window else ""
        return [
            Span(cut_end(text, width), "name"),
            *([Span(window, "dim")] if cell_len(text + window) <= width else []),
        ]

    def heading(self, has: Columns) -> Line:
        """The names of the columns, and the axis above the bars."""
        zone = self.zone_name if "bars" in has and cell_len(self.zone_name) + len("run ") <= has["run"] else ""
        text = pad("run", has["run"] - cell_len(zone)) + zone
        for name, size in list(has.items())[1:]:
            axis = axis_line(self.axis, size, self.zone) if self.axis else " " * size
            text += " " + (axis if name == "bars" else pad(name, size, "right"))
        return [Span(text, "head")]

    def line(self, row: LineageRow, has: Columns, numbers: Mapping[str, str]) -> Line:
        """One row; a name that has no room beside the bars takes that of its own bars, as long as it needs it."""
        is_critical = row.key is not None and self.path.is_on_path(row.key)
        room = has["run"]
        if "bars" in has and head_width(row) > room:
            room += 1 + has["bars"]
        spans = head(row, room, Span(PATH_SIGN if is_critical else " ", CRITICAL))
        spans.append(Span(" " * (room - sum(cell_len(span.text) for span in spans))))
        for name, size in list(has.items())[1:]:
            if name != "bars":
                role = CRITICAL if name == "slack" and is_critical else ""
                spans.append(Span(" " + pad(numbers.get(name, ""), size, "right"), role))
            elif room == has["run"]:
                spans += [Span(" "), *self._bars(row, size, is_critical=is_critical)]
        return spans

    def _bars(self, row: LineageRow, size: int, *, is_critical: bool) -> Line:
        run = self.path.of(row.key) if row.key is not None else None
        if self.axis is None or run is None or row.run is None or row.mark == "cycle":
            told = without_times(row, self.key_of)
            return [Span(pad(cut_end(told.text, size), size), told.role)]
        own = attempt_parts(row.run, self.path.now) if row.kind == "attempt" else parts(self.path, run)
        return bar(own, self.axis, size, is_critical=is_critical)

    def of_attempt(self, row: LineageRow) -> Mapping[str, str]:
        """The numbers of one attempt of several, on its own row."""
        return {"ran": duration_short(row.run.wall_seconds(self.path.now))} if row.run is not None else {}


def widest(rows: list[LineageRow]) -> int:
    """The cells of the widest run."""
    return max(map(head_width, rows), default=0)
