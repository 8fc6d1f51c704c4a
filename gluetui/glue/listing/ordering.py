"""Which of the loaded runs are shown, and in which order: worked out in portions, so that keys can come in between."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import zip_longest
from math import inf, isnan
from typing import NamedTuple

from gluetui.glue.listing.loaded import LoadedRuns, Merged
from gluetui.glue.run.run import FAILED_STATES, FINAL_STATES

DESCENDING = {
    "state": False,
    "started": True,
    "took": True,
    "DPU-hours": True,
    "attempt": True,
    "trigger": False,
}
"""By column that runs can be sorted by: whether the largest comes first, unless the user reverses it."""

COUNTED_COLUMNS = ("took", "DPU-hours")
"""The columns whose values go on while a run is live."""

_PORTION = 100
"""Runs that are looked at in one go."""

_SORTED_AT_ONCE = 4096
"""Runs that are sorted in one go; the parts are merged two by two."""


class Order(NamedTuple):
    """A column of DESCENDING to sort by; runs that are alike, and those that lack the value, stay newest first."""

    column: str
    is_reversed: bool = False

    @property
    def is_descending(self) -> bool:
        """Whether the largest comes first."""
        return DESCENDING[self.column] != self.is_reversed


Matches = Callable[[LoadedRuns, int], bool]
"""Whether a filter lets the run at an index through."""


class RunOrdering:
    """`shown` holds indexes of `runs`; an `order` of None is AWS's own."""

    def __init__(self, runs: LoadedRuns, order: Order | None = None) -> None:
        self.runs = runs
        self.order = order
        self.shown: Sequence[int] = range(0)
        self._matches: Matches | None = None
        self._covered = 0
        """Runs that `shown` was worked out of."""
        self._is_ordered = False
        """Whether `shown` is in the order of `_keys`: not yet, while the first pass for an order goes on."""
        self._key: Key | None = None
        self._keys = array("d")
        """The sort key of each run, by its index, the least first."""
        self._going_on: Iterator[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether `shown` still holds the runs of the former filter or order."""
        return self._going_on is not None

    def choose(self, matches: Matches | None, order: Order | None, now: datetime, *, narrows: bool = False) -> None:
        """Choose a filter and an order, which the next `work` applies; one that `narrows` skips the hidden runs."""
        narrows = narrows and order == self.order and not self.is_busy and self._covered == len(self.runs)
        among = self.shown if narrows else range(len(self.runs))
        is_sorted = narrows or order is None
        self.order, self._matches = order, matches
        self._going_on = self._pass(among, len(self.runs), now, is_sorted=is_sorted)

    def work(self, is_late: Callable[[], bool] = lambda: False) -> bool:
        """Go on until it is late; whether all is done."""
        while (going_on := self._going_on) is not None:
            try:
                next(going_on)
            except StopIteration:
                # Runs that came meanwhile may have begun another pass.
                self._going_on = None if self._going_on is going_on else self._going_on
            if self._going_on is not None and is_late():
                return False
        return True

    def grew(self, now: datetime) -> None:
        """Runs were added behind the others. While a pass goes on, they are left to its end."""
        if not self.is_busy:
            self._take_in(range(self._covered, len(self.runs)), now)

    def merged(self, merged: Merged | None, now: datetime) -> None:
        """The first runs gave way to others; None for all of them."""
        if merged is None:
            self.shown, self._covered = range(0), 0
            self.choose(self._matches, self.order, now)
            return
        self._drop_first(merged)
        if self.is_busy:
            self.choose(self._matches, self.order, now)
        else:
            self._take_in(range(merged.by), now)

    def _drop_first(self, merged: Merged) -> None:
        """Show the replaced runs no more, and the others under their new indexes."""
        shift = merged.by - merged.replaced
        shown = self.shown
        if isinstance(shown, range):
            self.shown = range(len(shown) + shift)  # Neither filtered nor sorted: the new ones are in their places.
        elif shift or not isinstance(shown, list):
            self.shown = [index + shift for index in shown if index >= merged.replaced]
        else:
            gone = (entry for index in range(merged.replaced) if (entry := self.entry_of(index)) is not None)
            for entry in sorted(gone, reverse=True):
                del shown[entry]
        if self._is_ordered:
            self._keys[: merged.replaced] = array("d", bytes(8 * merged.by))
        self._covered += shift

    def entry_of(self, index: int) -> int | None:
        """Where a run is shown, if it is."""
        shown = self.shown
        if isinstance(shown, range):
            return index if index in shown else None
        if not self._is_ordered:
            entry = bisect_left(shown, index)
        elif index < len(self._keys):
            entry = bisect_left(shown, self._rank(index), key=self._rank)
        else:
            return None
        return entry if entry < len(shown) and shown[entry] == index else None

    def _pass(self, among: Sequence[int], covered: int, now: datetime, *, is_sorted: bool) -> Iterator[None]:
        matches = self._matches
        found: Sequence[int] = among
        if matches is not None:
            found = kept = list[int]()
            for start in range(0, len(among), _PORTION):
                kept += [index for index in among[start : start + _PORTION] if matches(self.runs, index)]
                yield
        if self.order is not None and not is_sorted:
            self._key = key = key_of(self.runs, self.order, now)
            keys = array("d")
            for start in range(0, covered, _PORTION):
                keys.extend(map(key, range(start, min(start + _PORTION, covered))))
                yield
            found = yield from _in_order(found, keys)
            self._keys = keys
        self._is_ordered = self.order is not None
        self.shown, self._covered = found, covered
        self._take_in(range(covered, len(self.runs)), now)

    def _take_in(self, fresh: range, now: datetime) -> None:
        """Show a few runs, which stand at the front or at the end."""
        self._covered = max(self._covered, fresh.stop)
        if self.order is not None and not self._measure(fresh, now):
            return
        matches = self._matches
        if matches is None and self.order is None:
            self.shown = range(self._covered)
            return
        found = [index for index in fresh if matches is None or matches(self.runs, index)]
        shown = self.shown if isinstance(self.shown, list) else list(self.shown)
        if self.order is not None:
            for index in found:
                insort(shown, index, key=self._rank)
        elif fresh.start == 0:
            shown[:0] = found
        else:
            shown += found
        self.shown = shown

    def _measure(self, fresh: range, now: datetime) -> bool:
        """Work out the sort keys of new runs; False where one has a word that has no rank yet: then all is redone."""
        assert self._key is not None
        try:
            self._keys[fresh.start : fresh.stop] = array("d", map(self._key, fresh))
        except KeyError:
            self.choose(self._matches, self.order, now)
            return False
        return True

    def _rank(self, index: int) -> tuple[float, int]:
        return self._keys[index], index


Key = Callable[[int], float]
"""The value that the run at an index is sorted by, the least first."""


def key_of(runs: LoadedRuns, order: Order, now: datetime) -> Key:
    """The key raises KeyError for a state or trigger that was not among the runs when it was made."""
    if order.column in ("state", "trigger"):
        words = runs.states if order.column == "state" else runs.triggers
        sign = -1.0 if order.is_descending else 1.0
        known = sorted({word for word in words if word}, key=_severity if order.column == "state" else str.casefold)
        ranks = {"": inf} | {word: sign * rank for rank, word in enumerate(known)}
        return lambda index: ranks[words[index]]
    values: Mapping[str, Key] = {
        "started": runs.started.__getitem__,
        "took": partial(_second, runs.seconds, now),
        "DPU-hours": partial(_second, runs.dpu_hours, now),
        "attempt": runs.attempts.__getitem__,
    }
    return partial(_number_key, values[order.column], -1.0 if order.is_descending else 1.0)


def _second(value: Callable[[int, datetime], float], now: datetime, index: int) -> float:
    return value(index, now)


def _number_key(value: Key, sign: float, index: int) -> float:
    number = value(index)
    return inf if isnan(number) else sign * number


def _severity(state: str) -> tuple[int, str]:
    """Failed states first, SUCCEEDED last."""
    if state in FAILED_STATES:
        return 0, state
    if state in FINAL_STATES:
        return (3 if state == "SUCCEEDED" else 1), state
    return 2, state


def _in_order(found: Sequence[int], keys: array[float]) -> Generator[None, None, list[int]]:
    """Sorted by their keys, then by index: part by part, and the parts two by two."""
    parts = []
    for start in range(0, len(found), _SORTED_AT_ONCE):
        parts.append(sorted(sorted(found[start : start + _SORTED_AT_ONCE]), key=keys.__getitem__))
        yield
    while len(parts) > 1:
        merged = []
        for one, other in zip_longest(parts[::2], parts[1::2], fillvalue=list[int]()):
            # Every index of `one` is below those of `other`, and sorting keeps the order of what is alike.
            merged.append(sorted(one + other, key=keys.__getitem__))
            yield
        parts = merged
    return parts[0] if parts else []
