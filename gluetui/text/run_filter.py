"""The filter of the runs: words, and conditions such as `state:failed since:2d dur>1h -trigger:nightly`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import isnan
from typing import NamedTuple

from gluetui.glue.listing.loaded import LoadedRuns
from gluetui.glue.listing.ordering import Matches
from gluetui.glue.listing.packed import SEPARATOR
from gluetui.glue.run.folding import folded
from gluetui.text.states import KNOWN_STATES, look, unknown_beginnings
from gluetui.text.times import end_of, is_span, moment, span_seconds

KEYS = ("state:", "since:", "until:", "dur>", "dur<", "dpu>", "attempt>", "trigger:", "arg:", "id:", "error:")
"""Every condition, as the user begins to type it."""

_TIME_KEYS = ("since", "until")
_TOKEN = re.compile(r"""(-(?!-))?(?:([a-z]+)(:|[<>]=?|=)(?!//))?((?:"[^"]*"?|[^\s"])*)""", re.IGNORECASE | re.ASCII)
Compare = Callable[[float, float], bool]
_COMPARISONS: Mapping[str, Compare] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq,
}  # fmt: skip


class Term(NamedTuple):
    """One condition; a `key` of "" is a word to be found anywhere, `sign` is ":" or a comparison."""

    key: str
    sign: str
    value: str
    is_negated: bool

    def narrows(self, other: Term) -> bool:
        """Whether every run that matches this matches the other too: then only those shown need be looked at."""
        are_texts = self.key in _TEXT_READERS and self[:2] == other[:2] and not (self.is_negated or other.is_negated)
        return self == other or (are_texts and other.value in self.value)


@dataclass(frozen=True)
class RunFilter:
    """Conditions that must all hold; `remarks` say which words were not applied, and why."""

    terms: tuple[Term, ...]
    remarks: tuple[str, ...]
    _matchers: tuple[Matches, ...]

    def matches(self, runs: LoadedRuns, index: int) -> bool:
        """Whether the run at an index meets all conditions."""
        return all(matcher(runs, index) for matcher in self._matchers)

    @property
    def has_dates(self) -> bool:
        """Whether it lets other runs through in another zone."""
        return any(term.key in _TIME_KEYS and not is_span(term.value) for term in self.terms)

    @property
    def has_spans(self) -> bool:
        """Whether it counts back from now, as since:2h does."""
        return any(term.key in _TIME_KEYS and is_span(term.value) for term in self.terms)

    @property
    def has_amounts(self) -> bool:
        """Whether it asks for what a live run has more and more of."""
        return any(term.key in ("dur", "dpu") for term in self.terms)

    def narrows(self, other: RunFilter) -> bool:
        """Whether every run that matches this matches the other too."""
        return all(any(term.narrows(before) for term in self.terms) for before in other.terms)


def run_filter(
    text: str,
    now: datetime,
    zone: tzinfo | None = None,
    *,
    states: Iterable[str] = (),
    keys: Sequence[str] = KEYS,
) -> RunFilter:
    """The filter in a text; a condition that cannot be read, or is only begun, is left out.

    `states` are those of the loaded runs: AWS may have a state that gluetui does not know. `keys` are the conditions
    that there are where runs of one job are filtered, or of many.
    """
    terms, remarks, matchers = [], [], []
    for found in _TOKEN.finditer(text):
        term = Term((found[2] or "").lower(), found[3] or "", folded(found[4].replace('"', "")), bool(found[1]))
        if not term.value:
            continue
        read = _READERS.get(term.key) if term.key != "job" or "job:" in keys else None
        matcher = read(term, now, zone) if read else None
        is_misspelt = matcher is not None and term.key == "state" and _is_no_state(term, states)
        if matcher is None or is_misspelt:
            how = None if read is None else _HOW_TO_WRITE.get(term.key)
            wanted = _NO_SUCH_STATE if is_misspelt else how or (f"there is {' '.join(keys)}")
            remarks.append(f"not applied: {found[0]} – {wanted}")
            continue
        terms.append(term)
        matchers.append(_negated(matcher) if term.is_negated else matcher)
    return RunFilter(tuple(terms), tuple(remarks), tuple(matchers))


def _negated(matcher: Matches) -> Matches:
    return lambda runs, index: not matcher(runs, index)


Reader = Callable[[Term, datetime, tzinfo | None], Matches | None]
"""Makes a condition of a term; None for a value or a sign that it cannot read."""


def _word(term: Term, now: datetime, zone: tzinfo | None) -> Matches | None:
    return lambda runs, index: term.value in runs.searched(index)


def _job(term: Term, now: datetime, zone: tzinfo | None) -> Matches | None:
    return (lambda runs, index: term.value in folded(runs.job_name)) if term.sign in (":", "=") else None


def _part(place: slice) -> Reader:
    """The reader of a condition that searches one part of a run's text, such as `id:`."""

    def read(term: Term, now: datetime, zone: tzinfo | None) -> Matches | None:
        def matches(runs: LoadedRuns, index: int) -> bool:
            return any(term.value in part for part in runs.searched(index).split(SEPARATOR)[place])

        return matches if term.sign in (":", "=") else None

    return read


def _state(term: Term, now: datetime, zone: tzinfo | None) -> Matches | None:
    beginnings = _beginnings(term)
    if term.sign not in (":", "=") or not beginnings:
        return None
    return lambda runs, index: runs.states[index].casefold().startswith(beginnings)


def _beginnings(term: Term) -> tuple[str, ...]:
    return tuple(each for each in term.value.split(",") if each)


def _is_no_state(term: Term, states: Iterable[str]) -> bool:
    """Whether no state begins so. There may be many runs, so their states are searched only for unknown beginnings."""
    unknown = unknown_beginnings(_beginnings(term), KNOWN_STATES)
    return bool(unknown and unknown_beginnings(unknown, states))


def _since(term: Term, now: datetime, zone: tzinfo | None) -> Matches | None:
    read = moment(term.value.upper(), now, zone) if term.sign in (":", "=") else None
    return None if read is None else _started(operator.ge, read)


def _until(term: Term, now: datetime, zone: tzinfo | None) -> Matches | None:
    read = end_of(term.value.upper(), now, zone) if term.sign in (":", "=") else None
    return None if read is None else _started(operator.lt, read)


def _started(compare: Compare, bound: datetime) -> Matches:
    """A run without a start matches, because it may have started then."""
    seconds = bound.timestamp()
    return lambda runs, index: isnan(runs.started[index]) or compare(runs.started[index], seconds)


def _duration(term: Term, now: datetime, zone: tzinfo | None) -> Matches | None:
    compare, bound = _COMPARISONS.get(term.sign), span_seconds(term.value)
    if compare is None or bound is None:
        return None
    return lambda runs, index: compare(runs.seconds(index, now), bound)


def _dpu_hours(term: Term, now: datetime, zone: tzinfo | None) -> Matches | None:
    compare, bound = _COMPARISONS.get(term.sign), _number(term.value)
    if compare is None or bound is None:
        return None
    return lambda runs, index: compare(runs.dpu_hours(index, now), bound)


def _attempt(term: Term, now: datetime, zone: tzinfo | None) -> Matches | None:
    compare, bound = _COMPARISONS.get(term.sign.replace(":", "=")), _number(term.value)
    if compare is None or bound is None:
        return None
    return lambda runs, index: compare(runs.attempts[index], bound)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,300}(\.\d+)?", text, re.ASCII) else None


_TEXT_READERS: Mapping[str, Reader] = {
    "": _word,
    "job": _job,
    "id": _part(slice(1, 2)),
    "trigger": _part(slice(2, 3)),
    "error": _part(slice(3, 4)),
    "arg": _part(slice(4, None)),
}
_READERS: Mapping[str, Reader] = {
    **_TEXT_READERS,
    "state": _state,
    "since": _since,
    "until": _until,
    "dur": _duration,
    "dpu": _dpu_hours,
    "attempt": _attempt,
}
_NO_SUCH_STATE = f"no state begins so: {', '.join(look(state).word for state in KNOWN_STATES)}"
_HOW_TO_WRITE_TEXT = "write what it holds after a colon, such as trigger:nightly"
_HOW_TO_WRITE_TIME = "give a span such as 2d or 1h30m, or a date such as 2026-11-20"
_HOW_TO_WRITE: Mapping[str, str] = {
    **dict.fromkeys(("job", "id", "trigger", "error", "arg"), _HOW_TO_WRITE_TEXT),
    "state": "write it as state:failed",
    "since": _HOW_TO_WRITE_TIME,
    "until": _HOW_TO_WRITE_TIME,
    "dur": "compare with a span, such as dur>1h30m or dur<45s",
    "dpu": "compare DPU-hours with a number, such as dpu>2.5",
    "attempt": "compare with a number, such as attempt>0",
}
"""By key, how to write a condition, for one that could not be read."""
