"""What differs between most neighbouring runs of a job, such as a date among its arguments: it explains no failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice, pairwise
from typing import Any

from gluetui.glue.run.attempts import are_attempts_of_one
from gluetui.glue.run.run import JobRun

LEAST_RUNS = 4
"""Loaded runs below which nothing is known to change every run."""

_LEAST_CHANGES = LEAST_RUNS - 1
_MOST_RUNS = 40
"""Loaded runs that are held against one another, the newest."""


class Neighbours:
    """A job's loaded runs in the order in which they began; of the attempts of one run, whose values repeat, one."""

    def __init__(self, loaded: Iterable[JobRun]) -> None:
        self._runs: list[JobRun] = []
        for run in islice(loaded, _MOST_RUNS):
            if not any(are_attempts_of_one(run, other) for other in self._runs[-3:]):
                self._runs.append(run)
        if all(run.started is not None for run in self._runs):
            self._runs.sort(key=lambda run: run.started.timestamp() if run.started else 0.0)

    def change_every_run(self, value: Callable[[JobRun], Any], is_same: Callable[[Any, Any], bool]) -> bool:
        """Whether a value differs between most neighbours, and between three of them at the least."""
        if len(self._runs) < LEAST_RUNS:
            return False
        changes = sum(not is_same(*pair) for pair in pairwise(map(value, self._runs)))
        return changes >= _LEAST_CHANGES and 2 * changes > len(self._runs) - 1
