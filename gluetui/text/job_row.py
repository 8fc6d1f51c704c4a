"""A job's last runs in columns beside its name: state, age, and a strip of states; fewer where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from gluetui.glue.errors.error import AwsError
from gluetui.glue.listing.last_runs import LAST_RUNS_COUNT, LastRuns, Unchecked
from gluetui.text.columns import ALL, Step, laid_out
from gluetui.text.lines import Line, Span
from gluetui.text.safe import cut_middle, one_line, pad, shown_name
from gluetui.text.states import look, no_answer_word
from gluetui.text.telling import NONE_BESIDE, Telling
from gluetui.text.times import age_short
from gluetui.text.words import marked

_STATE_WIDTH, _AGE_WIDTH, _GAP = 11, 4, 2
"""Widths in cells of "✓ succeeded", of "364d", and of the space between two columns."""

_BY_WORTH = (
    Step("job", 8),
    Step("state", 1),
    Step("age", _AGE_WIDTH),
    Step("job", 16),
    Step("strip", LAST_RUNS_COUNT),
    Step("job", 24),
    Step("state", _STATE_WIDTH),
)
_ALL_JOBS = (*_BY_WORTH, Step("job", 24, ALL))
_FAILED_JOBS = (*_BY_WORTH, Step("error", 20, 30), Step("job", 40, 40), Step("error", 30, ALL))
"""The columns of all jobs, and those of the jobs that failed: the sign of a state comes before its word."""

_SEEN = "  seen in a run"

ASKED = "asking"
"""In place of a state while AWS is asked, short enough for the narrowest columns."""

Status = LastRuns | AwsError | None
"""A job's last runs, or why they are not known; None before AWS was asked."""


class Columns(NamedTuple):
    """Cells of each column; 0 for one without room."""

    name: int
    state: int = 0
    age: int = 0
    strip: int = 0
    error: int = 0

    @property
    def behind_name(self) -> int:
        """Cells of all columns behind the name and its gap."""
        parts = [part for part in self[1:] if part]
        return sum(parts) + _GAP * max(0, len(parts) - 1)


def columns(width: int, *, has_errors: bool = False) -> Columns:
    """As many columns as leave enough of the name."""
    has = laid_out(_FAILED_JOBS if has_errors else _ALL_JOBS, width, gap=_GAP, filler="job")
    return (
        Columns(*(has.get(name, 0) for name in ("job", "state", "age", "strip", "error")))
        if has
        else Columns(max(0, width))
    )


def heading(width: int, *, has_errors: bool = False) -> Line:
    """The names of the columns."""
    names = columns(width, has_errors=has_errors)
    parts = [
        pad("last run", names.state) if names.state > 1 else " " * names.state,
        pad("age", names.age, "right"),
        pad(f"last {LAST_RUNS_COUNT} →", names.strip, "right"),
        pad("error", names.error),
    ]
    behind = (" " * _GAP).join(part for part in parts if part)
    return [Span(pad("job", names.name) + (" " * _GAP + behind if behind else ""), "head")]


def row(
    name: str,
    status: Status,
    width: int,
    filter_text: str,
    *,
    is_asked: bool,
    now: datetime,
    among: Telling | None = None,
) -> Line:
    """A job and its last runs, and its error `among` others; what the filter found in the name is marked."""
    widths = columns(width, has_errors=among is not None)
    shown = pad(cut_middle(shown_name(name), widths.name), widths.name)
    behind = status_spans(status, widths, is_asked=is_asked, now=now, among=among or NONE_BESIDE)
    return [*marked(shown, filter_text), *behind]


def name_line(name: str, width: int, filter_text: str, *, is_seen: bool) -> Line:
    """A job without columns; `is_seen`: a run named it, AWS did not list it."""
    seen = [Span(_SEEN, "dim")] if is_seen else []
    return [*marked(cut_middle(shown_name(name), width - len(_SEEN) * is_seen), filter_text), *seen]


def status_spans(
    status: Status, widths: Columns, *, is_asked: bool, now: datetime, among: Telling = NONE_BESIDE
) -> list[Span]:
    """The columns behind a name; blank where nothing is known; a word, like no state's sign, while AWS is asked."""
    if not widths.behind_name:
        return []
    if not isinstance(status, LastRuns):
        word = no_answer_word(status) if status is not None else ASKED if is_asked else ""
        return _one_word(word, widths)
    if not status.states:
        return _one_word("no runs", widths)
    last, gap = look(status.states[0]), Span(" " * _GAP)
    word = f"{last.glyph} {last.word}" if widths.state > 1 else last.glyph
    error = among.shown(one_line(status.error), widths.error) if widths.error else ""
    return [
        *([gap, Span(pad(word, widths.state), last.role)] if widths.state else ()),
        # With the gap before it, of which "ahead" takes a cell.
        Span(pad(_age(status.started, now), _GAP + widths.age, "right"), "dim"),
        *([gap, *_strip(status.states)] if widths.strip else ()),
        *([gap, Span(pad(error, widths.error), "bad")] if widths.error else ()),
    ]


def _age(started: datetime | None, now: datetime) -> str:
    """How long ago; "ahead" for a start in the future, by a clock that is wrong here or there."""
    return age_short(started, now) or ("ahead" if started is not None and started > now else "–")


def failed_count(failed: int, total: int, unchecked: Unchecked, *, more: str, stops: str) -> str:
    """How many of the jobs failed, and how many are not checked.

    `more` says where further jobs are, "" for none; `stops` says how to stop a check that is under way.
    """
    parts = [f"{failed:,} failed of {total:,}" + (f" loaded, {more}" if more else "")]
    if unchecked.unknown:
        checked = f"checked {total - unchecked.unknown:,} of {total:,} · {stops}"
        parts.append(checked if stops else f"{unchecked.unknown:,} not checked")
    if unchecked.refused:
        parts.append(f"{unchecked.refused:,} could not be checked")
    return " · ".join(parts)


def none_failed(total: int, unchecked: Unchecked, as_of: str) -> str:
    """The text of an empty list of failed jobs; `as_of` says how old the answers are, if it is not ""."""
    checked = total - unchecked.unknown - unchecked.refused
    said = f" {as_of[0].upper()}{as_of[1:]}." if as_of else ""
    return f"Of {checked:,} job{'' if checked == 1 else 's'} checked, none failed in its last run.{said}"


def _strip(states: Sequence[str]) -> list[Span]:
    """The newest at the right. Older runs that succeeded are dim, so that the others stand out."""
    spans = [Span(" " * (LAST_RUNS_COUNT - len(states)))]
    for place, state in reversed(list(enumerate(states))):
        shown = look(state)
        spans.append(Span(shown.glyph, "dim" if place and shown.role == "good" else shown.role))
    return spans


def _one_word(word: str, widths: Columns) -> list[Span]:
    return [Span(" " * _GAP), Span(pad(word, widths.behind_name, "left" if widths.state > 1 else "right"), "dim")]
