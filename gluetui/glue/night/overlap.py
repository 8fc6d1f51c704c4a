"""How many runs were on at once, and the DPU that they held, swept over their starts and ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import accumulate
from typing import NamedTuple

from gluetui.glue.run.cost import capacity
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window, known_end


class Peak(NamedTuple):
    """The most runs at once, since when, and the DPU that those held whose capacity AWS returned."""

    runs: int
    at: datetime
    dpus: float


class Step(NamedTuple):
    """At `at`, in epoch seconds, so many runs more are on, or one fewer."""

    at: float
    runs: int
    milli_dpus: int
    """In thousandths, so that adding and taking away leaves nothing over."""


class Overlap:
    """Runs come and go at a cost of their number alone; what is read of them is swept once a change.

    A run is on from its start to before its end; a live one has no end. One without a start is left out, and one
    that is over without a length.
    """

    def __init__(self, window: Window) -> None:
        self._since, self._until = window.since.timestamp(), window.until.timestamp()
        self._steps: list[Step] = []
        self._changes: list[int] = []
        """Of each step by how many runs it changes: adding them up takes a step of Python's for all of them."""
        self._at_once: list[int] | None = None

    def add(self, steps: Iterable[Step]) -> None:
        """Take in the steps of runs."""
        for step in steps:
            place = bisect_left(self._steps, step)
            self._steps.insert(place, step)
            self._changes.insert(place, step.runs)
        self._at_once = None

    def remove(self, steps: Iterable[Step]) -> None:
        """Take out steps that were added."""
        for step in steps:
            place = bisect_left(self._steps, step)
            del self._steps[place], self._changes[place]
        self._at_once = None

    def peak(self) -> Peak | None:
        """None where no run was on at a known time."""
        at_once = self._counts()
        most = max(at_once, default=0)
        if not most:
            return None
        place = at_once.index(most)
        dpus = sum(step.milli_dpus for step in self._steps[: place + 1]) / 1000
        return Peak(most, datetime.fromtimestamp(self._steps[place].at, UTC), dpus)

    def columns(self, count: int, now: datetime) -> list[int | None]:
        """The most runs at once in each of `count` equal parts of the window; None for a part that is to come."""
        at_once, length = self._counts(), (self._until - self._since) / count
        bounds = [self._since + column * length for column in range(count)]
        # What happens at the very beginning of a part has happened when the part begins.
        places = [bisect_right(self._steps, bound, key=_at) for bound in bounds] + [len(self._steps)]
        return [
            max((at_once[begins - 1] if begins else 0, *at_once[begins:ends])) if bound <= now.timestamp() else None
            for bound, begins, ends in zip(bounds, places, places[1:], strict=False)
        ]

    def _counts(self) -> list[int]:
        """How many runs are on after each step."""
        if self._at_once is None:
            self._at_once = list(accumulate(self._changes))
        return self._at_once


def steps_of(runs: Iterable[JobRun], window: Window) -> Iterator[Step]:
    """The steps of runs that were on in a window, one or two a run."""
    for run in runs:
        started, ended = run.started, known_end(run)
        if started is None or (run.is_final and ended is None):
            continue
        begins = max(started, window.since)
        if ended is not None and ended <= begins:
            continue
        held = capacity(run)
        milli_dpus = round(held.value * 1000) if held is not None and held.unit == "DPU" else 0
        yield Step(begins.timestamp(), 1, milli_dpus)
        if ended is not None and ended < window.until:
            yield Step(ended.timestamp(), -1, -milli_dpus)


def _at(step: Step) -> float:
    return step.at
