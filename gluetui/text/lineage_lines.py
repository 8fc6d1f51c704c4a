"""A row of the predecessor tree as one line: guides, state, job and columns that line up down the tree."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from gluetui.glue.lineage_rows import LineageRow
from gluetui.text.clock import Clock
from gluetui.text.durations import duration_short, when_short
from gluetui.text.run_fields import telling_line
from gluetui.text.safe import cut_end, cut_middle, one_line, pad
from gluetui.text.spans import Line, Span
from gluetui.text.states import look

_STATE, _STARTED, _DURATION = 10, 12, 7
_NAME_AT_LEAST = 24
"""Cells below which the name would lose more than the columns are worth."""


@dataclass(frozen=True)
class LineageLines:
    """Draws rows at the clock's time; columns that have no room are left out, the least telling first."""

    clock: Clock

    def heading(self, width: int) -> Line:
        columns = self._columns(width)
        names = {"state": "state", "started": "started", "took": "took", "gap": "gap"}
        text = pad("run", width - sum(size + 1 for size in columns.values()))
        for name, size in columns.items():
            text += " " + pad(names[name], size, "left" if name in ("state", "started") else "right")
        return [Span(text, "head")]

    def line(self, row: LineageRow, gap: float | None, behind: tuple[str, ...], width: int) -> Line:
        """`gap` in seconds; `behind` names the predecessors that a closed row hides."""
        if row.kind == "note":
            return [Span(cut_end(one_line(row.note), width), "dim")]
        columns = self._columns(width)
        left = width - sum(size + 1 for size in columns.values())
        return [*self._name(row, behind, left), *self._cells(row, gap, columns)]

    def _columns(self, width: int) -> dict[str, int]:
        columns = {"state": _STATE, "took": _DURATION, "started": _STARTED, "gap": _DURATION}
        while columns and width - sum(size + 1 for size in columns.values()) < _NAME_AT_LEAST:
            columns.popitem()
        return {name: columns[name] for name in ("state", "started", "took", "gap") if name in columns}

    def _name(self, row: LineageRow, behind: tuple[str, ...], width: int) -> list[Span]:
        state = look(row.run.state) if row.run else None
        guides = cut_end(_guides(row), max(0, width - 12))
        opener = ("╰" if row.is_chain else " ") + ("▾ " if row.expanded else "▸ " if row.expandable else "  ")
        glyph = Span(f"{state.glyph} ", state.role) if state else Span("· ", "dim")
        used = len(guides) + len(opener) + 2
        name = cut_middle(_name(row), max(0, width - used))
        aside = _aside(row, behind)
        left = width - used
        rest = pad(f"  {one_line(aside[0])}" if aside[0] else "", max(0, left - cell_len(name)))
        return [Span(guides, "dim"), Span(opener, "key"), glyph, Span(name), Span(rest, aside[1])]

    def _cells(self, row: LineageRow, gap: float | None, columns: dict[str, int]) -> list[Span]:
        run, now = row.run, self.clock.now()
        state, role = _state(row)
        started = when_short(run.started, now, self.clock.zone) if run and run.started else ""
        took = duration_short(run.run_seconds(now)) if run else ""
        texts = {"state": state, "started": started, "took": took, "gap": duration_short(gap)}
        return [
            Span(
                " " + pad(texts[name], size, "left" if name in ("state", "started") else "right"),
                role if name == "state" else "",
            )
            for name, size in columns.items()
        ]


def _guides(row: LineageRow) -> str:
    """Lines from a fork to its branches; a lone predecessor stands straight below."""
    if not row.guides:
        return ""
    *outer, own = row.guides
    ahead = "".join("│ " if more else "  " for more in outer)
    if row.is_chain:
        return ahead + ("│ " if own else "  ")
    return ahead + ("├╴" if own else "└╴")


def _name(row: LineageRow) -> str:
    name = one_line(row.link.job_name) or "(job not returned)"
    if row.kind == "attempt":
        return f"attempt {row.attempt}"
    if row.kind == "incomplete":
        return f"{name} (run id not returned)" if row.link.job_name else f"{name} {one_line(row.link.run_id)}"
    return f"{name} (attempt {row.attempt})" if row.attempt else name


def _state(row: LineageRow) -> tuple[str, str]:
    """The word for a row's state and its role."""
    if row.mark == "cycle":
        return "↺ cycle", "waiting"
    if row.run is not None:
        state = look(row.run.state)
        return state.word, state.role
    if row.kind == "incomplete":
        return "incomplete", "unknown"
    return {"loading": ("loading", "dim"), "failed": (_failure(row), "waiting")}.get(row.status, ("", "dim"))


def _failure(row: LineageRow) -> str:
    kind = row.error.kind.value if row.error is not None else ""
    return kind.replace("_", " ")


def _aside(row: LineageRow, behind: tuple[str, ...]) -> tuple[str, str]:
    """What is said after the name, and its role."""
    if row.error is not None:
        return row.error.cause, "waiting"
    if row.mark == "elsewhere":
        return "shown elsewhere", "dim"
    if row.run is not None and row.run.is_failed:
        return telling_line(row.run), "bad"
    if behind:
        return f"{len(behind)} before: {', '.join(behind)}", "dim"
    return "", "dim"
