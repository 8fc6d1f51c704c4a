"""`gluetui tree JOB RUN_ID --timeline`: the tree as bars over one axis of time, and its critical path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import click
from rich.cells import cell_len

from gluetui.cli.exit_codes import complain
from gluetui.cli.job_look_ups import JobLookUps
from gluetui.cli.printing import console, is_terminal, joined, write
from gluetui.cli.tables import plain_line, tree_rows
from gluetui.cli.tree_lines import guides_of
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.lineage.rows import LineageRow
from gluetui.glue.lineage.savings import UsualSeconds
from gluetui.glue.listing.last_runs import LastRuns
from gluetui.local.settings import Settings
from gluetui.text.columns import Step, laid_out
from gluetui.text.critical_path import COLUMNS, WIDTHS, headline, numbers, sentence
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import cut_end, cut_middle, one_line, pad
from gluetui.text.states import ascii_text, is_ascii_only
from gluetui.text.timeline import (
    ASCII_SIGNS,
    PATH_SIGN,
    SIGNS,
    Axis,
    Signs,
    attempt_parts,
    axis_line,
    bar,
    parts,
    whole_axis,
)
from gluetui.text.times import Clock, duration_short, when

BARS_FROM = 80
"""Cells of the narrowest terminal that has bars."""

_BARS_AT_LEAST, _NAME_AT_LEAST = 20, 20


def usual_durations(glue: Glue, path: CriticalPath) -> UsualSeconds:
    """The usual durations of the jobs on the path, by their last runs: a small call a job, a few at a time."""
    jobs = list(dict.fromkeys(run.key.job_name for run in path.path if run.last.state == "SUCCEEDED"))
    usual: dict[str, float] = {}
    try:
        for answer in JobLookUps(glue.newest_runs).of(jobs):
            if found := LastRuns.of(answer.runs).usual:
                usual[answer.job_name] = found.seconds
    except AwsError as error:
        complain(f"What the jobs usually take could not be had: {error}")
    return usual.get


class _Row(NamedTuple):
    """A row of the tree: what stands ahead of its bars, its bars' run, and its numbers."""

    guides: str
    name: Span
    mark: Span
    row: LineageRow
    numbers: Mapping[str, str]
    status: Span
    """In place of the bars of a run whose times are not known."""


class Timeline:
    """Draws the opened rows of a tree."""

    def __init__(self, path: CriticalPath, usual_seconds: UsualSeconds, clock: Clock) -> None:
        self._path = path
        self._usual_seconds = usual_seconds
        self._zone = clock.zone
        self._now = clock.now()

    def print(self, rows: Sequence[LineageRow]) -> None:
        """On a terminal bars and columns; for a pipe a line a run, cells apart by a tab."""
        if not is_terminal():
            for text in self._plain(rows):
                write(text)
            return
        is_ascii, terminal = _draws_ascii(), console()
        for line in self._drawn(rows, terminal.width, ASCII_SIGNS if is_ascii else SIGNS):
            shown = [span._replace(text=ascii_text(span.text)) for span in line] if is_ascii else line
            terminal.print(joined(shown), soft_wrap=True)

    def _ends(self) -> Iterator[str]:
        yield headline(self._path)
        if said := sentence(self._path, self._usual_seconds):
            yield said

    def _plain(self, rows: Sequence[LineageRow]) -> Iterator[str]:
        cells_of = tree_rows(rows, self._path.lineage, now=self._now, zone=self._zone)
        for row, (depth, cells) in zip(rows, cells_of, strict=True):
            name, state, started, *_, run_id, note = cells
            own = self._numbers(row)
            run = self._path.of(row.key) if row.key is not None and row.kind != "attempt" else None
            ended = Span(when(run.end if run else _end(row, self._now), self._zone, for_others=True))
            line = (name, state, started, ended, *(Span(own.get(column, "")) for column in COLUMNS), run_id, note)
            yield plain_line(line, depth=depth)
        yield from map(one_line, self._ends())

    def _numbers(self, row: LineageRow) -> Mapping[str, str]:
        if row.key is None:
            return {}
        if row.kind == "attempt":
            return {"ran": duration_short(row.run.wall_seconds(self._now))} if row.run is not None else {}
        run = self._path.of(row.key)
        return numbers(self._path, run, self._usual_seconds(run.key.job_name)) if run is not None else {}

    def _drawn(self, rows: Sequence[LineageRow], width: int, signs: Signs) -> Iterator[Line]:
        axis, drawn = whole_axis(self._path), list(self._rows(rows))
        runs = [each for each in drawn if each.row.kind != "note"]
        names = max(cell_len(each.guides) + cell_len(each.name.text) for each in runs)
        columns = _columns(names, width, has_bars=axis is not None)
        yield from self._title(axis, columns)
        for each in drawn:
            if each.row.kind == "note":
                yield from ([Span(line, "dim")] for line in wrapped(each.name.text, width))
            else:
                yield [*_head(each, columns["run"]), *self._cells(each, columns, axis, signs)]
        for text in self._ends():
            yield from ([Span(line)] for line in wrapped(one_line(text), width))

    def _title(self, axis: Axis | None, columns: Mapping[str, int]) -> Iterator[Line]:
        if axis is not None:
            first, last = (when(each, self._zone, for_others=True) for each in axis)
            yield [Span(f"{first} → {last}", "dim")]
        cells = [Span(pad("   run", columns["run"] + 3), "dim")]
        for name, size in list(columns.items())[1:]:
            text = (
                axis_line(axis, size, self._zone) if name == "bars" and axis is not None else pad(name, size, "right")
            )
            cells += [Span(" "), Span(text, "dim")]
        yield cells

    def _rows(self, rows: Sequence[LineageRow]) -> Iterator[_Row]:
        cells_of = list(tree_rows(rows, self._path.lineage, now=self._now, zone=self._zone))
        ahead = guides_of([each.depth for each in cells_of])
        for row, (_, cells), (guides, _) in zip(rows, cells_of, ahead, strict=True):
            sign, _, word = cells[1].text.partition(" ")
            state = cells[1]._replace(text=sign if word and row.run is not None else " ")
            note = cells[-1]
            status = note if row.run is None and note.text else cells[1]
            yield _Row(guides, cells[0], state, row, self._numbers(row), status)

    def _cells(self, each: _Row, columns: Mapping[str, int], axis: Axis | None, signs: Signs) -> Iterator[Span]:
        row = each.row
        run = self._path.of(row.key) if row.key is not None else None
        is_critical = row.key is not None and self._path.is_on_path(row.key)
        for name, size in list(columns.items())[1:]:
            yield Span(" ")
            if name != "bars":
                role = "waiting" if name == "slack" and is_critical else ""
                yield Span(pad(each.numbers.get(name, ""), size, "right"), role)
            elif run is None or axis is None:
                yield Span(pad(cut_end(each.status.text, size), size), each.status.role)
            else:
                own = row.kind == "attempt" and row.run is not None
                drawn = attempt_parts(row.run, self._now) if own and row.run is not None else parts(self._path, run)
                yield from bar(drawn, axis, size, is_critical=is_critical, signs=signs)


def _head(each: _Row, width: int) -> Iterator[Span]:
    """The state's sign, the sign of the critical path, the guides and the name, which is cut only without any bars."""
    sign = PATH_SIGN if each.numbers.get("slack") == "critical" else " "
    yield each.mark
    yield Span(f"{sign} ", "warning")
    room = max(0, width - cell_len(each.guides))
    yield Span(each.guides, "dim")
    yield Span(pad(cut_middle(each.name.text, room), room), each.name.role)


def _columns(names: int, width: int, *, has_bars: bool) -> Mapping[str, int]:
    """The cells of the columns that have room, behind three for the signs."""
    room, steps = width - 3, [Step("run", min(names, max(_NAME_AT_LEAST, width - 3)))]
    steps += [Step(name, WIDTHS[name]) for name in ("ran", "slack")]
    with_bars = [
        *steps,
        Step("bars", _BARS_AT_LEAST),
        Step("saves", WIDTHS["saves"]),
        Step("bars", 2 * _BARS_AT_LEAST),
    ]
    others = [Step(name, WIDTHS[name]) for name in ("waited", "× usual", "start-up")]
    if has_bars and width >= BARS_FROM:
        found = laid_out((*with_bars, *others), room, gap=1, filler="bars")
        if "bars" in found:
            return _in_order(found)
    return _in_order(laid_out((*steps, *others, Step("saves", WIDTHS["saves"])), room, gap=1))


def _in_order(found: Mapping[str, int]) -> Mapping[str, int]:
    return {name: found[name] for name in ("run", "bars", *COLUMNS) if name in found}


def _end(row: LineageRow, now: datetime) -> datetime | None:
    return None if row.run is None else row.run.completed if row.run.is_final else now


def _draws_ascii() -> bool:
    """By the user's setting, else by the locale, as on the screen."""
    chosen = (click.get_current_context().find_object(Settings) or Settings()).ascii
    return is_ascii_only() if chosen == "auto" else chosen
