"""A window of time, such as a night: which runs were on in it, and the windows beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple, Self

from gluetui.glue.run.run import JobRun, instant, number


class Days(NamedTuple):
    """The bounds of a window as the clocks of a zone show them; without a zone, as this machine's do."""

    since: datetime
    until: datetime
    step: int
    """Days from this window to the next one."""
    zone: tzinfo | None


class Window(NamedTuple):
    """From `since` on and before `until`, both in UTC."""

    since: datetime
    until: datetime
    days: Days | None = None
    """Of a window that is bound to days: the one beside it has the same times of day, also in another summer time."""

    @classmethod
    def of_days(cls, days: Days) -> Self:
        """The window between two times on the clocks of a zone. Raises: OverflowError beyond the calendar."""
        return cls(_in_utc(days.since, days.zone), _in_utc(days.until, days.zone), days)

    def moved(self, windows: int) -> Self:
        """So many windows later, or earlier for a negative number; itself where the calendar ends."""
        try:
            if self.days is None:
                by = (self.until - self.since) * windows
                return self._replace(since=self.since + by, until=self.until + by)
            by = timedelta(days=self.days.step) * windows
            days = self.days._replace(since=self.days.since + by, until=self.days.until + by)
            return type(self).of_days(days)
        except (OverflowError, ValueError, OSError):
            return self

    def has(self, run: JobRun) -> bool:
        """Whether a run was on in it: started before its end, and not ended before its start.

        A time that AWS did not return rules nothing out.
        """
        started, ended = run.started, known_end(run)
        return (started is None or started < self.until) and (ended is None or ended >= self.since)

    def of(self, runs: Iterable[JobRun]) -> list[JobRun]:
        """The runs that were on in it, the earliest first."""
        return sorted(filter(self.has, runs), key=lambda run: run.started or self.since)


def known_end(run: JobRun) -> datetime | None:
    """When a run that is over ended; where AWS did not return it, the last time at which the run is known to change.

    None for a live run, and for one without any time.
    """
    if not run.is_final:
        return None
    started, executed = run.started, number(run.raw.get("ExecutionTime"))
    completed = run.completed
    if completed is not None:
        return completed if started is None else max(started, completed)
    worked = None
    if started is not None and executed is not None and executed > 0:
        try:
            worked = started + timedelta(seconds=executed)
        except OverflowError:
            worked = None
    times = (started, worked, instant(run.raw.get("LastModifiedOn")))
    return max((each for each in times if each is not None), default=None)


def _in_utc(local: datetime, zone: tzinfo | None) -> datetime:
    """A time on the clocks of a zone; one that a change of the clocks leaves out is taken as before the change."""
    return (local.replace(tzinfo=zone) if zone is not None else local).astimezone(UTC)
