"""What the last few runs of a job say at a glance: how they ended, when the last one began, what is usual."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Self

from gluetui.glue.listing.usual import Usual, usual
from gluetui.glue.run.run import FAILED_STATES, FINAL_STATES, JobRun

COUNT = 8
"""Runs that are looked at."""

_ANY = datetime(1970, 1, 1, tzinfo=UTC)
"""The time at which a run is looked at does not change how long one took that is over."""


class LastRuns(NamedTuple):
    """States as AWS spells them, newest first, and the newest run's start; no states: AWS says there are no runs."""

    states: tuple[str, ...]
    started: datetime | None
    usual: Usual | None = None

    @classmethod
    def of(cls, runs: Sequence[JobRun]) -> Self:
        """`runs` newest first, as GetJobRuns lists them."""
        last = runs[:COUNT]
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
