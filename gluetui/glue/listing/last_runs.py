"""The last few runs of a job: their states, the start of the last one, and the job's usual duration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Protocol, Self

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.run.run import FAILED_STATES, FINAL_STATES, JobRun

USUAL_FROM = 5
"""Succeeded runs that a usual duration is the median of, at least: of fewer it would say little."""


class Usual(NamedTuple):
    """The median duration of a job's succeeded runs, and of how many."""

    seconds: float
    runs: int


class UsualDurations(Protocol):
    """Gives the usual durations of jobs, as far as they are known."""

    def usual(self, job_name: str, /) -> Usual | None:
        """How long a job's runs take as a rule; None where too few are known."""


def usual(durations: Sequence[float]) -> Usual | None:
    """Of sorted durations in seconds; None for fewer than USUAL_FROM."""
    runs = len(durations)
    if runs < USUAL_FROM:
        return None
    return Usual((durations[(runs - 1) // 2] + durations[runs // 2]) / 2, runs)


LAST_RUNS_COUNT = 8
"""How many of the runs of a job, the newest, are its last runs."""

LANES = 3
"""Jobs whose last runs are asked for at a time."""

BACK_OFF_SECONDS = (5.0, 10.0, 20.0, 40.0, 60.0)
"""Seconds without a call after AWS throttled one; boto3 has retried in vain before each."""

DENIALS = 5
"""Denials in a row after which no other job is looked up: the user has the permission for none of them."""

_ANY = datetime(1970, 1, 1, tzinfo=UTC)
"""Any time: the duration of a run that is over does not depend on it."""


class LastRuns(NamedTuple):
    """States as AWS spells them, newest first, and the newest run's start; no states: AWS says there are no runs."""

    states: tuple[str, ...]
    started: datetime | None
    usual: Usual | None = None

    @classmethod
    def of(cls, runs: Sequence[JobRun]) -> Self:
        """`runs` newest first, as GetJobRuns lists them."""
        last = runs[:LAST_RUNS_COUNT]
        lasted = [run.run_seconds(_ANY) for run in last if run.state == "SUCCEEDED"]
        durations = sorted(seconds for seconds in lasted if seconds is not None)
        return cls(tuple(run.state for run in last), last[0].started if last else None, usual(durations))

    @property
    def is_failed(self) -> bool:
        """Whether the last run failed."""
        return bool(self.states) and self.states[0] in FAILED_STATES

    @property
    def is_live(self) -> bool:
        """Whether the last run is not over."""
        return bool(self.states) and self.states[0] not in FINAL_STATES


class Unchecked(NamedTuple):
    """Of some jobs, how many were not looked up yet, and for how many AWS gave no answer."""

    unknown: int
    refused: int


class LastRunsOfJobs:
    """By a job's name its last runs, or why they could not be had."""

    def __init__(self) -> None:
        self.known: dict[str, LastRuns | AwsError] = {}
        self.asked: set[str] = set()
        """The jobs that AWS is asked for at the moment."""

    def learn(self, name: str, status: LastRuns | AwsError) -> None:
        """Take in an answer, or why there is none."""
        self.known[name] = status
        self.asked.discard(name)

    def is_unknown(self, name: str) -> bool:
        """Whether a job was not looked up yet, or is to be looked up again."""
        status = self.known.get(name)
        return status is None or (isinstance(status, AwsError) and status.kind is ErrorKind.THROTTLED)

    def has_failed(self, name: str) -> bool:
        """Whether the last run of a job is known to have failed."""
        status = self.known.get(name)
        return isinstance(status, LastRuns) and status.is_failed

    def is_live(self, name: str) -> bool:
        """Whether the last run of a job is known not to be over."""
        status = self.known.get(name)
        return isinstance(status, LastRuns) and status.is_live

    def usual(self, name: str) -> Usual | None:
        """How long a job takes as a rule, by its last runs."""
        status = self.known.get(name)
        return status.usual if isinstance(status, LastRuns) else None

    def unchecked(self, names: Sequence[str]) -> Unchecked:
        """How many of these jobs were not looked up, and how many could not be."""
        unknown = sum(1 for name in names if self.is_unknown(name))
        lacking = sum(1 for name in names if not isinstance(self.known.get(name), LastRuns))
        return Unchecked(unknown, lacking - unknown)
