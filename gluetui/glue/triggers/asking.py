"""How the reasoning asks for runs: it yields what it wants and is sent what is known, so that a loader may be slow."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from gluetui.glue.run.run import JobRun, RunKey

Told = TypeVar("Told")


class Unanswered(NamedTuple):
    """Runs that are not known, and why, such as "could not be asked"."""

    why: str = "could not be asked"


PENDING = Unanswered("is being asked")
"""In place of what is not answered yet."""

MOST_PAGES = 4
"""Pages of a job's runs that are read at most: one that ran so often since is told as not asked so far back."""

NOT_REACHED = Unanswered("ran so often since that its runs of that time were not asked for")
"""In place of the runs of such a job."""

Runs = Sequence[JobRun] | Unanswered
"""A job's last runs in any order, also none; or that they are not known."""


class Wanted(NamedTuple):
    """What the reasoning needs next; all of it may be asked at once."""

    jobs: frozenset[str] = frozenset()
    """Jobs whose last runs are wanted: one GetJobRuns each."""
    runs: frozenset[RunKey] = frozenset()
    """Runs wanted with their predecessors: one GetJobRun each."""


class Known(NamedTuple):
    """What was asked for; what is missing counts as unanswered."""

    jobs: Mapping[str, Runs] = {}
    runs: Mapping[RunKey, JobRun | Unanswered] = {}


Asking = Generator[Wanted, Known, Told]
"""Yields what it wants, is sent what is known, and returns what follows from it."""


def told(asking: Asking[Told], answer: Callable[[Wanted], Known]) -> Told:
    """What a reasoning comes to when each of its questions is answered by a function."""
    try:
        wanted = next(asking)
        while True:
            wanted = asking.send(answer(wanted))
    except StopIteration as end:
        result: Told = end.value
        return result


class Memory:
    """What was answered so far: nothing is asked twice."""

    def __init__(self) -> None:
        self._jobs: dict[str, Runs] = {}
        self._runs: dict[RunKey, JobRun | Unanswered] = {}

    def ask(self, jobs: Iterable[str] = (), runs: Iterable[RunKey] = ()) -> Asking[None]:
        """Ask for what is not known yet, all at once."""
        wanted = Wanted(frozenset(jobs) - self._jobs.keys(), frozenset(runs) - self._runs.keys())
        if wanted.jobs or wanted.runs:
            known = yield wanted
            self._jobs |= {job: known.jobs.get(job, Unanswered()) for job in wanted.jobs}
            self._runs |= {key: known.runs.get(key, Unanswered()) for key in wanted.runs}

    def of(self, job: str) -> Runs:
        """The runs of a job that was asked."""
        return self._jobs.get(job, Unanswered())

    def run(self, key: RunKey) -> JobRun | Unanswered:
        """A run that was asked with its predecessors."""
        return self._runs.get(key, Unanswered())
