"""The runs of a lineage as spans of time: a run with its attempts, from the first start to the last end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.run.run import JobRun, RunKey


@dataclass(frozen=True, slots=True)
class TimedRun:
    """A run with its attempts, as one span; its key is that of the last attempt."""

    key: RunKey
    attempts: tuple[JobRun, ...]
    """Those that are loaded, the earliest first."""
    start: datetime
    """The start of the first attempt."""
    end: datetime
    """The end of the last one, or now while it is live; never before the start."""
    before: tuple[RunKey, ...]
    """The last attempts of its predecessors, in AWS's order; some may have no known times."""
    is_whole: bool
    """Whether all its attempts are loaded and name each of their predecessors."""

    @property
    def ran(self) -> timedelta:
        """From the start to the end, what lies between two attempts too."""
        return self.end - self.start

    @property
    def last(self) -> JobRun:
        """The last attempt."""
        return self.attempts[-1]

    @property
    def start_up(self) -> timedelta | None:
        """Queueing and preparing before the script began; None where there are more attempts, and where it is unknown.

        AWS returns the time that the script took (ExecutionTime) only of a run that is over.
        """
        return start_up(self.last) if self.is_whole and len(self.attempts) == 1 else None


class TimedRuns(NamedTuple):
    """The runs of a lineage whose times are known, and of each attempt the run that it is an attempt of."""

    by_key: Mapping[RunKey, TimedRun]
    """In the order of Lineage.walk."""
    last_attempt: Mapping[RunKey, RunKey]
    """For every known run the last known attempt, be it loaded or not."""


def start_up(run: JobRun) -> timedelta | None:
    """The time of one attempt before its script began; None where AWS's times do not tell."""
    seconds = run.start_up_seconds
    return None if seconds is None else timedelta(seconds=seconds)


def timed_runs(lineage: Lineage, now: datetime) -> TimedRuns:
    """Every known run with its attempts; those without a start or an end, or with both out of order, are left out."""
    chains: dict[RunKey, tuple[RunKey, ...]] = {}
    for key in lineage.walk():
        chain = lineage.attempts(key)
        for each in chain:
            # Answers that disagree on their attempts: the longest chain holds what the others hold.
            if len(chain) > len(chains.get(each, ())):
                chains[each] = chain
    last_attempt = {key: chain[0] for key, chain in chains.items()}
    timed: dict[RunKey, TimedRun] = {}
    for key in dict.fromkeys(last_attempt.values()):
        run = _timed(lineage, chains[key], last_attempt, now)
        if run is not None:
            timed[key] = run
    return TimedRuns(timed, last_attempt)


def _timed(
    lineage: Lineage, chain: tuple[RunKey, ...], last_attempt: Mapping[RunKey, RunKey], now: datetime
) -> TimedRun | None:
    key = chain[0]
    last = lineage.get(key)
    attempts = tuple(run for each in reversed(chain) if (run := lineage.get(each)) is not None)
    starts = [started for each in chain if (started := lineage.started(each)) is not None]
    if last is None or not starts:
        return None
    start = min(starts)
    end = lineage.completed(key) if last.is_final else max(now, start)
    if end is None or end < start:
        return None
    linked = [link.key for each in chain for link in lineage.links(each) or ()]
    before = dict.fromkeys(last_attempt[each] for each in linked if each is not None)
    before.pop(key, None)
    is_whole = len(starts) == len(chain) and None not in linked and _are_told(lineage, chain)
    return TimedRun(key, attempts, start, end, tuple(before), is_whole)


def _are_told(lineage: Lineage, chain: tuple[RunKey, ...]) -> bool:
    """Whether AWS said of every attempt which runs came before it."""
    return all(_is_told(lineage, each) for each in chain)


def _is_told(lineage: Lineage, key: RunKey) -> bool:
    run, links = lineage.get(key), lineage.links(key)
    return run is not None and links is not None and (bool(links) or isinstance(run.raw.get("PredecessorRuns"), list))
