"""The rows that `gluetui jobs`, `runs`, `show` and `tree` print: the same for a terminal and for a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from rich.cells import cell_len

from gluetui.glue.errors.error import AwsError
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.rows import LineageRow
from gluetui.glue.listing.last_runs import LAST_RUNS_COUNT
from gluetui.glue.run.cost import dpu_hours
from gluetui.glue.run.run import JobRun
from gluetui.text.field_text import NOT_RETURNED
from gluetui.text.lines import Span
from gluetui.text.run_fields import RunField, telling_line
from gluetui.text.run_row import hours_short
from gluetui.text.safe import one_line
from gluetui.text.states import JOB_NOT_RETURNED, look, no_answer_word
from gluetui.text.times import duration_short, when

Cells = tuple[Span, ...]
"""The cells of one row, as safe text."""

JOBS = ("job", "last run", "started", "took", f"last {LAST_RUNS_COUNT} →")
RUNS = ("state", "started", "took", "try", "trigger", "run id", "DPU-hours", "error")
TREE = ("run", "state", "started", "took", "waited", "run id", "note")
"""Headings; `took` and `waited` are cut down to two units, JSON has them whole."""


class TreeRow(NamedTuple):
    """A line of the tree: its depth, and its cells, the first of which is drawn indented."""

    depth: int
    cells: Cells


def job_cells(
    name: str, runs: Sequence[JobRun], error: AwsError | None, *, now: datetime, zone: tzinfo | None
) -> Cells:
    """One job of a list: its last run, and the states of the last few, the newest at the right."""
    head = Span(one_line(name), "name")
    if not runs:
        word = no_answer_word(error) if error is not None else "no runs"
        return (head, Span(word, "dim"), Span(""), Span(""), Span(""))
    newest = runs[0]
    state = look(newest.state)
    return (
        head,
        Span(f"{state.glyph} {state.word}", state.role),
        Span(_started(newest, zone)),
        Span(duration_short(newest.run_seconds(now))),
        Span("".join(look(run.state).glyph for run in reversed(runs)).rjust(LAST_RUNS_COUNT), state.role),
    )


def job_widths(names: Iterable[str]) -> tuple[int, ...]:
    """The cells that a list of these jobs takes in each column, as a rule."""
    widest = max((cell_len(one_line(name)) for name in names), default=0)
    return (widest, len("✓ succeeded"), len("2026-11-20 02:14:07 UTC"), len("59m59s"), LAST_RUNS_COUNT)


def run_cells(run: JobRun, *, now: datetime, zone: tzinfo | None) -> Cells:
    """One run of a list. Its error line is always masked: only JSON has secrets, with --show-secrets."""
    state, hours = look(run.state), dpu_hours(run, now)
    return (
        Span(f"{state.glyph} {state.word}", state.role),
        Span(_started(run, zone)),
        Span(duration_short(run.run_seconds(now))),
        Span(str(run.attempt) if run.attempt else "", "waiting"),
        Span(one_line(run.text("TriggerName")), "dim"),
        Span(one_line(run.key.run_id)),
        Span(hours_short(hours.value) if hours else "", "dim"),
        Span(telling_line(run) if run.text("ErrorMessage") else "", "bad" if run.is_failed else ""),
    )


def field_rows(fields: Iterable[RunField], *, absent: bool = True) -> Iterator[tuple[str, Cells]]:
    """Each field with the title of its section; a value may have several lines. `absent`: those not returned too."""
    for field in fields:
        shown = field.shown
        if absent or not field.is_absent:
            yield (
                field.field.section,
                (
                    Span(one_line(field.field.name), "name"),
                    Span(shown.text, shown.span_role),
                    Span(shown.exact, "dim"),
                    Span(shown.note, "dim"),
                ),
            )


def tree_rows(rows: Sequence[LineageRow], lineage: Lineage, *, now: datetime, zone: tzinfo | None) -> Iterator[TreeRow]:
    """The opened rows of a tree, top to bottom."""
    depths: dict[int, int] = {}
    for row in rows:
        depth = 0 if row.under is None else depths.get(row.under, 0) + 1
        if row.kind == "note":
            yield TreeRow(depth, (Span(one_line(row.note), "dim"),) + (Span(""),) * (len(TREE) - 1))
            continue
        depths[row.node] = depth
        yield TreeRow(depth, _tree_cells(row, lineage, now, zone))


def plain_line(cells: Cells, *, depth: int = 0) -> str:
    """A row for a pipe: cells apart by a tab, so that `cut` and `awk` can take it to pieces; one line always."""
    return "  " * depth + "\t".join(one_line(cell.text) for cell in cells).rstrip("\t")


def _tree_cells(row: LineageRow, lineage: Lineage, now: datetime, zone: tzinfo | None) -> Cells:
    run = row.run
    state = look(run.state) if run is not None else None
    gap = lineage.gap(row.key) if row.key is not None else None
    note, role = _note(row)
    name = one_line(row.link.job_name) or JOB_NOT_RETURNED
    return (
        Span(f"{name} (attempt {row.attempt})" if row.attempt or row.kind == "attempt" else name, "name"),
        Span(f"{state.glyph} {state.word}", state.role) if state else Span(_status(row), "dim"),
        Span(_started(run, zone) if run else ""),
        Span(duration_short(run.run_seconds(now)) if run else ""),
        Span(duration_short(gap)),
        Span(one_line(row.link.run_id)),
        Span(note, role),
    )


def _status(row: LineageRow) -> str:
    """Why a run is not shown."""
    if row.kind == "incomplete":
        return "incomplete"
    if row.error is not None:
        return no_answer_word(row.error)
    return {"unknown": "not asked for"}.get(row.status, row.status)


def _note(row: LineageRow) -> tuple[str, str]:
    """The note at the end of a line, and its role."""
    if row.error is not None:
        return one_line(row.error.cause), "waiting"
    if row.mark == "cycle":
        return "cycle: this run is among those that it led to", "waiting"
    if row.mark == "elsewhere":
        return "shown above or below", "dim"
    if row.run is not None and row.run.is_failed:
        return telling_line(row.run), "bad"
    if row.expandable and not row.expanded and row.predecessors:
        return f"{row.predecessors} before, not asked for", "dim"
    return "", ""


def _started(run: JobRun, zone: tzinfo | None) -> str:
    """The start with its zone, because a printed line may be read later and elsewhere."""
    return one_line(when(run.started, zone, for_others=True)) or NOT_RETURNED
