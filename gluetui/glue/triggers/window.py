"""A window of time, such as a night, and which runs were on in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from gluetui.glue.run.run import JobRun, instant


class Window(NamedTuple):
    """From `since`, which counts, to `until`, which does not; both in UTC."""

    since: datetime
    until: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.since <= moment < self.until

    def has(self, run: JobRun) -> bool:
        """Whether a run was on in it, if only for a part; one whose times were not returned may have been."""
        started, ended = run.started, ended_on(run)
        return (started is None or started < self.until) and (ended is None or ended >= self.since)

    def of(self, runs: Iterable[JobRun]) -> list[JobRun]:
        """The runs that were on in it, the earliest first."""
        return sorted(filter(self.has, runs), key=lambda run: run.started or self.since)


def ended_on(run: JobRun) -> datetime | None:
    """When a run ended, by its last change of state where CompletedOn is missing; None for a live run."""
    if not run.is_final:
        return None
    return run.completed or instant(run.raw.get("LastModifiedOn")) or run.started
