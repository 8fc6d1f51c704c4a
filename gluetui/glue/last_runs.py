"""What the last few runs of a job say at a glance: how they ended, and when the last one began."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Self

from gluetui.glue.runs import FAILED_STATES, FINAL_STATES, JobRun

COUNT = 8
"""Runs that are looked at."""


class LastRuns(NamedTuple):
    """States as AWS spells them, newest first, and the newest run's start; no states: AWS says there are no runs."""

    states: tuple[str, ...]
    started: datetime | None

    @classmethod
    def of(cls, runs: Sequence[JobRun]) -> Self:
        """`runs` newest first, as GetJobRuns lists them."""
        return cls(tuple(run.state for run in runs[:COUNT]), runs[0].started if runs else None)

    @property
    def is_failed(self) -> bool:
        """Whether the last run failed."""
        return bool(self.states) and self.states[0] in FAILED_STATES

    @property
    def is_live(self) -> bool:
        """Whether the last run is not over."""
        return bool(self.states) and self.states[0] not in FINAL_STATES
