"""A row of the predecessor tree as one line: guides, state, job and columns that line up down the tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from gluetui.glue.error_rules import SESSION_WIDE
from gluetui.glue.errors import GlueError, Kind
from gluetui.glue.lineage import no_predecessors_reason
from gluetui.glue.lineage_rows import LineageRow
from gluetui.glue.runs import RunKey
from gluetui.text.clock import Clock
from gluetui.text.durations import duration_short, when_short
from gluetui.text.no_answer import JOB_NOT_RETURNED, no_answer_word
from gluetui.text.run_fields import telling_line
from gluetui.text.safe import cut_end, cut_middle, one_line, pad
from gluetui.text.spans import Line, Span
from gluetui.text.states import look

_STATE, _STARTED, _DURATION = 11, 11, 7
_NAME_AT_LEAST = 24
"""Cells below which the name would lose more than the columns are worth."""


@dataclass(frozen=True)
class LineageLines:
    """Draws rows at the clock's time; columns that have no room are left out, the least telling first."""

    clock: Clock
    key_of: Callable[[str], str]
    """The key to name for a command, by its id."""

    def heading(self, width: int) -> Line:
        """The names of the columns."""
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
        aside = _aside(row, behind, self.key_of)
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
    name = one_line(row.link.job_name) or JOB_NOT_RETURNED
    if row.kind == "attempt":
        return f"attempt {row.attempt}" if row.attempt else "first attempt"
    if row.kind == "incomplete":
        return f"{name} (run id not returned)" if row.link.job_name else f"{name} {one_line(row.link.run_id)}"
    return f"{name} ↻{row.attempt}" if row.attempt else name


def _state(row: LineageRow) -> tuple[str, str]:
    """The word for a row's state and its role."""
    if row.mark == "cycle":
        return "↺ cycle", "waiting"
    if row.run is not None:
        state = look(row.run.state)
        return state.word, state.role
    if row.kind == "incomplete":
        return "incomplete", "unknown"
    if row.status == "failed" and row.error is not None:
        return no_answer_word(row.error), "waiting"
    return "loading" if row.status == "loading" else "", "dim"


def _brief(error: GlueError, asks: str) -> str:
    """The telling part of an error: a row has no room for all of it."""
    missing = re.search(r"\b[a-z0-9-]+:[A-Z]\w+", f"{error.cause} {error.next_step}")
    if error.kind is Kind.DENIED and missing:
        return f"needs {missing[0]}; {asks} asks again"
    if error.kind in SESSION_WIDE:
        return "not loaded"
    if error.cause.endswith("is not in the opened file"):
        return f"not in the opened file; {asks} asks AWS for it"
    return error.cause


def _aside(row: LineageRow, behind: tuple[str, ...], key_of: Callable[[str], str]) -> tuple[str, str]:
    """What is said after the name, and its role."""
    if row.error is not None:
        return _brief(row.error, key_of("browse.refresh")), "waiting"
    if row.mark == "elsewhere":
        return f"⤴ shown above or below: {key_of('tree.toggle')} goes there", "dim"
    if row.run is not None and row.run.is_failed:
        return telling_line(row.run), "bad"
    if row.earlier_attempts and not row.expanded:
        tries = "1 attempt" if row.earlier_attempts == 1 else f"{row.earlier_attempts} attempts"
        return f"after {tries} that did not succeed", "waiting"
    if behind:
        return f"{len(behind)} before: {', '.join(behind)}", "dim"
    if row.run is not None and row.predecessors == 0 and row.under is not None:
        return no_predecessors_reason(row.run), "dim"
    return "", "dim"


def opener_column(row: LineageRow) -> int:
    """The cell of a row's line at which it is opened and closed by the mouse."""
    return 2 * len(row.guides) + 1


def searched_text(row: LineageRow) -> str:
    """What a filter looks in, in lower case: the job, the run, its state and its error."""
    run = row.run
    parts = [row.link.job_name, row.link.run_id, _state(row)[0], telling_line(run) if run and run.is_failed else ""]
    return " ".join(parts).casefold()


def trail_line(trail: Sequence[RunKey], width: int) -> Line:
    """The runs that were opened one after the other, the one that is open last; cut at its beginning."""
    *before, here = (one_line(key.job_name) for key in trail)
    led = " › ".join([*before, ""])
    room = max(0, width - cell_len(here))
    return [Span(led if cell_len(led) <= room else "…" + led[-max(0, room - 1) :], "dim"), Span(cut_end(here, width))]
