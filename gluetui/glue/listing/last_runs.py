"""The last few runs of a job: their states, the start of the last one, and the job's usual duration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Protocol, Self

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.run.error_message import telling_text
from gluetui.glue.run.run import FAILED_STATES, FINAL_STATES, JobRun
from gluetui.glue.secrets.masks import Masks

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

_LONGEST_ERROR = 500
"""Characters of an error that are kept."""

_ANY = datetime(1970, 1, 1, tzinfo=UTC)
"""Any time: the duration of a run that is over does not depend on it."""


class LastRuns(NamedTuple):
    """States as AWS spells them, newest first, and the newest run's start; no states: AWS says there are no runs."""

    states: tuple[str, ...]
    started: datetime | None
    usual: Usual | None = None
    live: tuple[tuple[int, str], ...] = ()
    """Of those that are not over the place and the id: a newer answer about one of them changes its state here."""
    error: str = ""
    """The telling line of the newest run's error, its secrets masked; "" where it did not fail or AWS returned none."""
    run_id: str = ""
    """The id of the last run; "" where there is none, or it cannot be read."""

    @classmethod
    def of(cls, runs: Sequence[JobRun]) -> Self:
        """`runs` newest first, as GetJobRuns lists them."""
        last = runs[:LAST_RUNS_COUNT]
        lasted = [run.run_seconds(_ANY) for run in last if run.state == "SUCCEEDED"]
        durations = sorted(seconds for seconds in lasted if seconds is not None)
        live = tuple((place, run.key.run_id) for place, run in enumerate(last) if not run.is_final and run.key.run_id)
        states, error = tuple(run.state for run in last), _error(last[0]) if last else ""
        run_id = last[0].key.run_id if last else ""
        return cls(states, last[0].started if last else None, usual(durations), live, error, run_id)

    def with_newer(self, run: JobRun) -> Self:
        """These, with the state of a newer answer about one of them; the same for any other run."""
        place = next((place for place, run_id in self.live if run_id == run.key.run_id), None)
        if place is None or self.states[place] == run.state:
            return self
        states = (*self.states[:place], run.state, *self.states[place + 1 :])
        live = tuple(each for each in self.live if each[0] != place) if run.is_final else self.live
        return self._replace(states=states, live=live, error=self.error if place else _error(run))

    @property
    def is_failed(self) -> bool:
        """Whether the last run failed."""
        return bool(self.states) and self.states[0] in FAILED_STATES

    @property
    def is_live(self) -> bool:
        """Whether the last run is not over."""
        return bool(self.states) and self.states[0] not in FINAL_STATES


def _error(run: JobRun) -> str:
    if not run.is_failed:
        return ""
    # Masked before it is cut: half a secret would not be recognised.
    return telling_text(Masks(run.raw).argument("ErrorMessage", run.text("ErrorMessage")))[:_LONGEST_ERROR]


class Unchecked(NamedTuple):
    """Of some jobs, how many were not looked up yet, and for how many AWS gave no answer."""

    unknown: int
    refused: int
    as_of: datetime | None = None
    """When AWS gave the oldest of the answers; None where there is none, or its time is not known."""


class LastRunsOfJobs:
    """By a job's name its last runs, or why they could not be had, and when AWS said so."""

    def __init__(self) -> None:
        self.known: dict[str, LastRuns | AwsError] = {}
        self.asked: set[str] = set()
        """The jobs that AWS is asked for at the moment."""
        self.outdated: set[str] = set()
        """The jobs of which a newer run is known than the last runs hold."""
        self._came: dict[str, datetime] = {}

    def learn(self, name: str, status: LastRuns | AwsError, at: datetime | None = None) -> None:
        """Take in an answer that AWS gave `at` that time, or why there is none."""
        self.known[name] = status
        self.asked.discard(name)
        self.outdated.discard(name)
        if at is not None:
            self._came[name] = at

    def renew(self, run: JobRun) -> bool:
        """Take in a newer answer about one run; False where it is none of the last runs, or says nothing new."""
        status = self.known.get(run.key.job_name)
        if not isinstance(status, LastRuns):
            return False
        if run.started is not None and (status.started is None or run.started > status.started):
            self.outdated.add(run.key.job_name)
        if (newer := status.with_newer(run)) is status:
            return False
        self.known[run.key.job_name] = newer
        return True

    def came_at(self, name: str) -> datetime | None:
        """When AWS gave the answer about a job; None where it gave none."""
        return self._came.get(name)

    def is_unknown(self, name: str, since: datetime | None = None) -> bool:
        """Whether a job was not looked up yet, or not `since` then, or is to be looked up again."""
        status = self.known.get(name)
        if status is None or (isinstance(status, AwsError) and status.kind is ErrorKind.THROTTLED):
            return True
        came = self._came.get(name)
        return since is not None and (name in self.outdated or (came is not None and came < since))

    def has_failed(self, name: str) -> bool:
        """Whether the last run of a job is known to have failed."""
        status = self.known.get(name)
        return isinstance(status, LastRuns) and status.is_failed

    def error(self, name: str) -> str:
        """The telling line of the last run's error, if it failed and has one."""
        status = self.known.get(name)
        return status.error if isinstance(status, LastRuns) else ""

    def last_state(self, name: str) -> str:
        """The state of a job's last run; "" where it is not known."""
        status = self.known.get(name)
        return status.states[0] if isinstance(status, LastRuns) and status.states else ""

    def is_live(self, name: str) -> bool:
        """Whether the last run of a job is known not to be over."""
        status = self.known.get(name)
        return isinstance(status, LastRuns) and status.is_live

    def usual(self, name: str) -> Usual | None:
        """How long a job takes as a rule, by its last runs."""
        status = self.known.get(name)
        return status.usual if isinstance(status, LastRuns) else None

    def unchecked(self, names: Sequence[str], since: datetime | None = None) -> Unchecked:
        """How many of these jobs were not looked up `since` then, how many could not be, and how old the rest is."""
        checked = [name for name in names if not self.is_unknown(name, since)]
        refused = sum(1 for name in checked if not isinstance(self.known[name], LastRuns))
        return Unchecked(len(names) - len(checked), refused, self.oldest(checked))

    def oldest(self, names: Iterable[str]) -> datetime | None:
        """When AWS gave the oldest of the answers about these jobs."""
        return min((came for name in names if (came := self._came.get(name)) is not None), default=None)
