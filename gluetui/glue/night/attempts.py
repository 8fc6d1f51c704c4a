"""Attempts of one run folded to one line, by the chain that leads from each attempt to the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from gluetui.glue.lineage.graph import numbered
from gluetui.glue.run.run import JobRun

_NO_START = float("-inf")


class Line(NamedTuple):
    """The attempts of one run that were on in the window, the first one first."""

    attempts: tuple[JobRun, ...]

    @property
    def last(self) -> JobRun:
        """The attempt that says how the run went."""
        return self.attempts[-1]

    @property
    def started(self) -> datetime | None:
        """When the first of these attempts started."""
        return self.attempts[0].started

    @property
    def is_retried(self) -> bool:
        """Whether the last attempt is not the run's first one, also where that was not on in the window."""
        return len(self.attempts) > 1 or self.attempt > 0

    @property
    def attempt(self) -> int:
        """The number of the last attempt, 0 for a first one; by the form of its id where AWS returned none."""
        return _attempt(self.last)


def lines_of(runs: Sequence[JobRun]) -> list[Line]:
    """The runs of one job, each once, its attempts as one line; the line whose last attempt is the newest comes first.

    `runs` are in AWS's order, newest first; of two that agree in all else the earlier one is the newer.
    """
    if len(runs) == 1:
        return [Line((runs[0],))]
    firsts, starts = _firsts(runs), _starts(runs)
    places: dict[str, list[int]] = {}
    for place, first in enumerate(firsts):
        places.setdefault(first, []).append(place)
    chains = [sorted(each, key=lambda at: (_attempt(runs[at]), starts[at], -at)) for each in places.values()]
    chains.sort(key=lambda chain: (starts[chain[-1]], -chain[-1]), reverse=True)
    return [Line(tuple(runs[place] for place in chain)) for chain in chains]


def each_once(runs: Iterable[JobRun]) -> list[JobRun]:
    """The runs, each id once: the first answer about it, or a later one that has it over; without an id each is one."""
    places: dict[str, int] = {}
    once: list[JobRun] = []
    for run in runs:
        run_id = run.key.run_id
        place = places.get(run_id) if run_id else None
        if place is None:
            places[run_id] = len(once)
            once.append(run)
        elif run.is_final and not once[place].is_final:
            once[place] = run
    return once


def _firsts(runs: Sequence[JobRun]) -> list[str]:
    """For each run a name that all attempts of its chain share: by PreviousRunId, and by the form of the ids."""
    leads: dict[str, str] = {}

    def root(name: str) -> str:
        while (before := leads.get(name, name)) != name:
            leads[name] = name = leads.get(before, before)
        return name

    names = [run.key.run_id or f"\0{place}" for place, run in enumerate(runs)]
    for name, run in zip(names, runs, strict=True):
        for before in (numbered(name)[0], run.text("PreviousRunId")):
            if before:
                leads[root(name)] = root(before)
    return [root(name) for name in names]


def _attempt(run: JobRun) -> int:
    return run.attempt or numbered(run.key.run_id)[1]


def _starts(runs: Sequence[JobRun]) -> list[float]:
    """For each run its start; where AWS returned none, that of the older run beside it, as AWS lists by the start."""
    starts, start = [], _NO_START
    for run in reversed(runs):
        started = run.started
        start = start if started is None else started.timestamp()
        starts.append(start)
    return starts[::-1]
