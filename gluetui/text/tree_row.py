"""A row of the predecessor tree as one line: guides, state, job and columns that line up down the tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rich.cells import cell_len

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import SESSION_WIDE
from gluetui.glue.lineage.rows import LineageRow
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.run.folding import folded
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.text.charts import times_usual
from gluetui.text.columns import Step, laid_out
from gluetui.text.lines import Line, Span
from gluetui.text.log_cause import NONE_KNOWN, Causes, failure_line
from gluetui.text.run_row import started_heading
from gluetui.text.safe import cut_end, cut_middle, one_line, pad, shown_name
from gluetui.text.states import JOB_NOT_RETURNED, look, no_answer_word
from gluetui.text.telling import NONE_BESIDE, Telling
from gluetui.text.times import Clock, duration_short, when_short
from gluetui.text.words import holds

_STATE, _STARTED, _DURATION = 11, 11, 7
_BY_WORTH = (
    Step("run", 24),
    Step("took", _DURATION),
    Step("started", _STARTED),
    Step("waited", _DURATION),
    Step("run", 56),
    Step("state", _STATE),
)
"""The columns; the run has its remarks too. The word of its state comes last, as its sign stands before its name."""

_BEHIND_RUN = ("state", "started", "took", "waited")

_REMARK_AT_LEAST = 8
"""Cells of a remark: a shorter beginning says nothing."""


class Turned(NamedTuple):
    """What a row of a tree that is turned round says in other words."""

    why_none: Callable[[JobRun], str]
    """Why no run followed."""
    is_probable: bool


@dataclass(frozen=True)
class LineageLines:
    """Draws rows at the clock's time; columns without room are left out, the least important first."""

    clock: Clock
    key_of: Callable[[str], str]
    """The key to name for a command, by its id."""
    causes: Causes = field(default_factory=dict)
    """What the logs told of why runs failed."""

    def heading(self, width: int) -> Line:
        """The names of the columns."""
        columns = _columns(width)
        text = pad("run", width - sum(size + 1 for size in columns.values()))
        for name, size in columns.items():
            shown = started_heading(self.clock.zone_name, _STARTED) if name == "started" else name
            text += " " + pad(shown, size, "left" if name in ("state", "started") else "right")
        return [Span(text, "head")]

    def line(
        self,
        row: LineageRow,
        gap: float | None,
        behind: tuple[str, ...],
        width: int,
        usual: Usual | None = None,
        among: Telling = NONE_BESIDE,
        turned: Turned | None = None,
    ) -> Line:
        """`gap` in seconds; `behind` names the predecessors that a closed row hides; `usual` is its job's.

        Its error is shortened so that it differs `among` others; `turned` is of a tree that is turned round.
        """
        if row.kind == "note":
            return [Span(cut_end(one_line(row.note), width), "dim")]
        columns = _columns(width)
        left = width - sum(size + 1 for size in columns.values())
        remarks = self._remarks(row, behind, usual, "state" in columns, turned)
        return [*_name(row, remarks, left, among), *self._cells(row, gap, columns)]

    def _remarks(
        self, row: LineageRow, behind: tuple[str, ...], usual: Usual | None, has_word: bool, turned: Turned | None
    ) -> list[Span]:
        """The remarks behind the name: how unusual the run was, why it failed, which runs it hides."""
        run, remarks = row.run, []
        if (not has_word and run is None) or row.mark == "cycle":
            remarks.append(Span(*_state(row)))
        if run is not None and usual is not None and row.error is None:
            times = times_usual(run.compared_seconds(self.clock.now()), usual.seconds)
            if times and (run.is_final or not times.startswith(("0", "<"))):
                remarks.append(Span(f"{times} usual", "waiting"))
        if turned is not None and turned.is_probable:
            remarks.append(Span("probably", "waiting"))
        remarks.append(Span(*_remark(row, behind, self.key_of, self.causes, turned)))
        return [remark for remark in remarks if remark.text]

    def _cells(self, row: LineageRow, gap: float | None, columns: dict[str, int]) -> list[Span]:
        run, now = row.run, self.clock.now()
        state, role = _state(row)
        started = when_short(run.started, now, self.clock.zone) if run and run.started else ""
        took = duration_short(run.run_seconds(now)) if run else ""
        texts = {"state": state, "started": started, "took": took, "waited": duration_short(gap)}
        return [
            Span(
                " " + pad(texts[name], size, "left" if name in ("state", "started") else "right"),
                role if name == "state" else "",
            )
            for name, size in columns.items()
        ]


def _columns(width: int) -> dict[str, int]:
    has = laid_out(_BY_WORTH, width, gap=1, filler="run")
    return {name: has[name] for name in _BEHIND_RUN if name in has}


def _name(row: LineageRow, remarks: list[Span], width: int, among: Telling) -> list[Span]:
    ahead = head(row, width)
    left = max(0, width - sum(cell_len(span.text) for span in ahead))
    shown: list[Span] = []
    for text, role in remarks:
        words = f"  {among.shown(one_line(text), left - 2) if role == 'bad' else one_line(text)}"
        if cell_len(words) > left < 2 + _REMARK_AT_LEAST:
            break
        shown.append(Span(cut_end(words, left), role))
        left -= cell_len(shown[-1].text)
    return [*ahead, *shown, Span(" " * left)]


def head(row: LineageRow, width: int, sign: Span | None = None) -> list[Span]:
    """Guides, opener, the sign of the state, beside it a `sign` of one cell, and the name in at most so many cells."""
    state = look(row.run.state) if row.run else None
    whole = _row_name(row)
    guides = cut_end(_guides(row), max(0, width - min(12, 5 + cell_len(whole))))
    opener = ("╰" if row.is_chain else " ") + ("▾ " if row.expanded else "▸ " if row.expandable else "  ")
    glyph = Span(state.glyph, state.role) if state else Span("·", "dim")
    used = len(guides) + len(opener) + 2
    name = cut_middle(whole, max(0, width - used))
    if sign is None:
        return [Span(guides, "dim"), Span(opener, "key"), glyph._replace(text=f"{glyph.text} "), Span(name)]
    return [Span(guides, "dim"), Span(opener, "key"), glyph, sign, Span(name)]


def head_width(row: LineageRow) -> int:
    """The cells that the whole of `head` takes."""
    return len(_guides(row)) + 5 + cell_len(_row_name(row))


def without_times(row: LineageRow, key_of: Callable[[str], str]) -> Span:
    """What is said of a row whose times are not known: why, as far as it is known."""
    if row.mark == "cycle" or row.run is None:
        word, role = _state(row)
        remark = _short_error(row.error, key_of("browse.refresh")) if row.error is not None else ""
        return Span(": ".join(filter(None, (word, remark))), role)
    return Span("AWS did not return when it began or ended", "waiting")


def _guides(row: LineageRow) -> str:
    """The lines from a run to its predecessors; a single predecessor needs none, and stands straight below."""
    if not row.guides:
        return ""
    *outer, own = row.guides
    ahead = "".join("│ " if more else "  " for more in outer)
    if row.is_chain:
        return ahead + ("│ " if own else "  ")
    return ahead + ("├╴" if own else "└╴")


def _row_name(row: LineageRow) -> str:
    name = shown_name(row.link.job_name) or JOB_NOT_RETURNED
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


def _short_error(error: AwsError, asks: str) -> str:
    """The part of an error that says what to do: a row has no room for all of it."""
    missing = re.search(r"\b[a-z0-9-]+:[A-Z]\w+", f"{error.cause} {error.next_step}")
    if error.kind is ErrorKind.DENIED and missing:
        return f"needs {missing[0]}; {asks} asks again"
    if error.kind in SESSION_WIDE:
        return "not loaded"
    if error.cause.endswith("is not in the opened file"):
        return f"not in the opened file; {asks} asks AWS for it"
    return error.cause


def _remark(
    row: LineageRow, behind: tuple[str, ...], key_of: Callable[[str], str], causes: Causes, turned: Turned | None
) -> tuple[str, str]:
    """The remark on a row's error, failure or predecessors, and its role."""
    if row.error is not None:
        return _short_error(row.error, key_of("browse.refresh")), "waiting"
    if row.mark == "elsewhere":
        return f"⤴ shown above or below: {key_of('tree.toggle')} goes there", "dim"
    if error := error_of(row, causes):
        return error, "bad" if row.run is not None and row.run.is_failed else "waiting"
    if row.earlier_attempts and not row.expanded:
        tries = "1 attempt" if row.earlier_attempts == 1 else f"{row.earlier_attempts} attempts"
        return f"after {tries} that did not succeed", "waiting"
    if behind:
        return f"{len(behind)} {'before' if turned is None else 'after'}: {', '.join(behind)}", "dim"
    if row.run is not None and row.predecessors == 0 and row.under is not None:
        return _start_remark(row.run) if turned is None else turned.why_none(row.run), "dim"
    return "", "dim"


def error_of(row: LineageRow, causes: Causes = NONE_KNOWN) -> str:
    """The telling line of a failed run, by its log where that told it; "" for any other row."""
    if row.run is None:
        return ""
    return failure_line(row.run, causes) if row.run.is_failed else (causes and causes.get(row.run.key)) or ""


def _start_remark(run: JobRun) -> str:
    """How a run without predecessors was started, as far as its answer says."""
    trigger = run.text("TriggerName")
    if not isinstance(run.raw.get("PredecessorRuns"), list):
        return "AWS told no predecessors"
    return (
        f"trigger {trigger}" if trigger else "" if run.text("PreviousRunId") else "no trigger: by hand or by a caller"
    )


def opener_cells(row: LineageRow) -> range:
    """The cells of a row's line where the mouse opens and closes it: the triangle's, and one on either side."""
    start = 2 * len(row.guides)
    return range(start, start + 3)


def searched_text(row: LineageRow, causes: Causes = NONE_KNOWN) -> str:
    """The text that a filter searches, in lower case: the job, the run, its state and its error."""
    parts = [row.link.job_name, row.link.run_id, _state(row)[0], error_of(row, causes)]
    return folded(" ".join(parts))


def why_closed(row: LineageRow, *, is_down: bool = False) -> str:
    """Why there is nothing to open under a row, or behind it."""
    job = shown_name(row.link.job_name) or "it"
    if row.key is None:
        return "AWS did not return which run this is: there is nothing to open."
    if row.status == "failed":
        what = f"What {'followed' if is_down else 'came before'} {job}"
        return f"{what} is not known: AWS did not return the run."
    return f"No run is known to have followed {job}." if is_down else f"No run came before {job}."


class Narrowed(NamedTuple):
    """What a filter leaves of the rows."""

    rows: list[LineageRow]
    """Those that hold every word, and those that lead to them."""
    hits: int
    """How many hold every word."""


def narrowed(rows: list[LineageRow], words: list[str], causes: Causes = NONE_KNOWN) -> Narrowed:
    """The rows that a filter of these words leaves."""
    under = {row.node: row.under for row in rows}
    kept: set[int | None] = set()
    hits = 0
    for row in rows:
        if holds(searched_text(row, causes), words):
            hits += 1
            node: int | None = row.node
            while node is not None and node not in kept:
                kept.add(node)
                node = under.get(node)
    return Narrowed([row for row in rows if row.node in kept], hits)


def trail_line(trail: Sequence[RunKey], width: int) -> Line:
    """The runs that were opened one after the other, the one that is open last; cut at its beginning."""
    *before, here = (shown_name(key.job_name) for key in trail)
    led = " › ".join([*before, ""])
    room = max(0, width - cell_len(here))
    return [Span(led if cell_len(led) <= room else "…" + led[-max(0, room - 1) :], "dim"), Span(cut_end(here, width))]
