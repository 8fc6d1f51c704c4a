"""A job run as AWS sent it, its identity, and what follows from its state and times alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

FINAL_STATES = frozenset({"SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT", "ERROR", "EXPIRED"})
"""States that no run leaves. A state that is not known here counts as live, so that it is looked at again."""

LIVE_STATES = frozenset({"STARTING", "RUNNING", "STOPPING", "WAITING"})
"""The other states that AWS documents."""

FAILED_STATES = frozenset({"FAILED", "TIMEOUT", "ERROR"})
"""Final states that mean that the run did not do its work, by itself."""

TIMES = ("StartedOn", "LastModifiedOn", "CompletedOn")
"""JobRun's members of type timestamp (a test holds this against botocore's model)."""

CUT_SHORT_STATES = frozenset({"STOPPED", "EXPIRED"})
"""Final states that mean that the run did not do its work, because it was ended or never began."""


def cut_short(states: Iterable[str]) -> Counter[str]:
    """How many of some runs were ended or never began, by their states."""
    return Counter(state for state in states if state in CUT_SHORT_STATES)


_MILLISECONDS_FROM = 1e12
"""Epoch numbers at or past this are milliseconds: no calendar has them as seconds, and as milliseconds it is 2001."""


class RunKey(NamedTuple):
    """A run's identity. A run id alone is not enough: GetJobRun asks for the job's name too."""

    job_name: str
    run_id: str


class JobRun:
    """One answer of AWS about one run.

    `asked_predecessors`: whether PredecessorRuns was asked for. In an answer of GetJobRuns the list is
    always empty, which says nothing about the run.
    """

    __slots__ = ("_raw", "asked_predecessors")

    def __init__(self, raw: Mapping[str, Any], *, asked_predecessors: bool = False) -> None:
        self._raw = raw
        self.asked_predecessors = asked_predecessors

    @property
    def raw(self) -> Mapping[str, Any]:
        """The decoded JSON object; it is never edited."""
        return self._raw

    def __repr__(self) -> str:
        return f"JobRun({self.key.job_name!r}, {self.key.run_id!r}, {self.state!r})"

    @property
    def key(self) -> RunKey:
        """Which run the answer says that it is about; "" for what it does not say."""
        return RunKey(self.text("JobName"), self.text("Id"))

    @property
    def state(self) -> str:
        """JobRunState as AWS spells it, or "" where it was not returned."""
        return self.text("JobRunState")

    @property
    def is_final(self) -> bool:
        """Whether the run is over."""
        return self.state in FINAL_STATES

    @property
    def is_failed(self) -> bool:
        """Whether the run is over and did not do its work."""
        return self.state in FAILED_STATES

    @property
    def started(self) -> datetime | None:
        """StartedOn, in UTC; None where it was not returned or cannot be read."""
        return instant(self.raw.get("StartedOn"))

    @property
    def completed(self) -> datetime | None:
        """CompletedOn of a run that is over; a live run's CompletedOn (recorded answers have one) is not believed."""
        return instant(self.raw.get("CompletedOn")) if self.is_final else None

    @property
    def attempt(self) -> int:
        """0 for a first attempt, and where AWS returned no readable number."""
        value = number(self.raw.get("Attempt"))
        return int(value) if value is not None and value >= 0 else 0

    def text(self, name: str) -> str:
        """A member that is text, or "" where it was not returned or is something else."""
        value = self.raw.get(name)
        return value if isinstance(value, str) else ""

    def wall_seconds(self, now: datetime) -> float | None:
        """Seconds from start to end, or to `now` for a live run; None where a time is missing or out of order."""
        started = self.started
        ended = self.completed if self.is_final else now
        if started is None or ended is None:
            return None
        seconds = (ended - started).total_seconds()
        return seconds if seconds >= 0 else None

    def run_seconds(self, now: datetime) -> float | None:
        """The duration to show in one column: ExecutionTime of a final run, else the wall time so far."""
        executed = number(self.raw.get("ExecutionTime"))
        if self.is_final and executed is not None and executed > 0:
            return executed
        return self.wall_seconds(now)

    @property
    def start_up_seconds(self) -> float | None:
        """Queueing and preparing: wall time less ExecutionTime; None for a live run, and where times do not tell."""
        started, ended, executed = self.started, self.completed, number(self.raw.get("ExecutionTime"))
        if started is None or ended is None or executed is None:
            return None
        wall = (ended - started).total_seconds()
        return wall - executed if 0 <= executed <= wall else None

    def compared_seconds(self, now: datetime) -> float | None:
        """The duration to hold against others'; None for a run that ended before it consumed anything."""
        executed = number(self.raw.get("ExecutionTime"))
        return None if self.is_final and executed is not None and executed <= 0 else self.run_seconds(now)

    @property
    def has_execution_time(self) -> bool:
        """Whether `run_seconds` is its ExecutionTime, not its wall time."""
        return self.is_final and (number(self.raw.get("ExecutionTime")) or 0) > 0

    def with_predecessors_of(self, other: JobRun) -> JobRun:
        """This answer, with the PredecessorRuns of one that asked for them: a listing leaves them out."""
        raw = {name: value for name, value in self.raw.items() if name != "PredecessorRuns"}
        named = {name: value for name, value in other.raw.items() if name == "PredecessorRuns"}
        return JobRun({**raw, **named}, asked_predecessors=other.asked_predecessors)

    def says_the_same_as(self, other: JobRun) -> bool:
        """Whether two answers agree in all that a listing says too."""
        mine, theirs = ({**run.raw, "PredecessorRuns": None} for run in (self, other))
        return mine == theirs

    def has_gone_on_since(self, before: JobRun) -> bool:
        """Whether this answer differs from an earlier one by more than the time that has passed."""
        members = ("JobRunState", "StateDetail", "PredecessorRuns")
        return any(before.raw.get(name) != self.raw.get(name) for name in members)


def jobs_named(runs: Iterable[JobRun]) -> set[str]:
    """The jobs of these runs and of the predecessors that they name."""
    names: set[str] = set()
    for run in runs:
        linked = run.raw.get("PredecessorRuns")
        entries = [run.raw, *(linked if isinstance(linked, list) else ())]
        names.update(name for entry in entries if isinstance(entry, dict) and (name := entry.get("JobName")))
    return {name for name in names if isinstance(name, str)}


def number(value: object) -> float | None:
    """A finite number, or None for anything else (text, null, NaN, infinity, a boolean)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        converted = float(value)
    except OverflowError:
        return None
    return converted if math.isfinite(converted) else None


def instant(value: object) -> datetime | None:
    """A point in time in UTC, from epoch seconds, epoch milliseconds or ISO text; None where it cannot be read.

    AWS itself and CLI v1 send epoch seconds, Step Functions epoch milliseconds, CLI v2 ISO text. What can be
    seconds, up to the year 9999, is seconds.
    ISO text without a zone is read as UTC.
    """
    try:
        if isinstance(value, str):
            read = datetime.fromisoformat(value)
            return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
        seconds = number(value)
        if seconds is None:
            return None
        return datetime.fromtimestamp(seconds / 1000 if seconds >= _MILLISECONDS_FROM else seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
