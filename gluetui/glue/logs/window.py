"""The time in which a run's events lie: without it AWS would look through all that a log group ever held."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from gluetui.glue.run.run import JobRun, instant

BEFORE, AFTER = timedelta(minutes=5), timedelta(minutes=15)
"""How far before StartedOn and after CompletedOn events of the run are looked for."""

SHARED_AFTER = timedelta(seconds=5)
"""The same after CompletedOn in streams whose prefix other runs may share: the next one may follow at once."""


class Window(NamedTuple):
    """Milliseconds since the epoch; `end` is the first that no longer counts. None is no bound."""

    start: int | None = None
    end: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no time lies in it: AWS refuses an end before the start."""
        return self.start is not None and self.end is not None and self.end <= self.start

    def within(self, other: Window) -> Window:
        """The times that lie in both."""
        starts = [each.start for each in (self, other) if each.start is not None]
        ends = [each.end for each in (self, other) if each.end is not None]
        return Window(max(starts, default=None), min(ends, default=None))


ALWAYS = Window()


def window_of(run: JobRun, *, is_shared: bool = False) -> Window:
    """From the run's start on, and up to its end where it is over; narrower where other runs write the same streams."""
    started = run.started
    ended = run.completed or (instant(run.raw.get("LastModifiedOn")) if run.is_final else None)
    before, after = (timedelta(0), SHARED_AFTER) if is_shared else (BEFORE, AFTER)
    start = milliseconds(started, -before) if started else None
    end = milliseconds(ended, after) + 1 if ended else None
    # Times out of order tell nothing about the end.
    return Window(start, None if Window(start, end).is_empty else end)


def milliseconds(moment: datetime, shift: timedelta = timedelta(0)) -> int:
    """A point in time as CloudWatch Logs counts, moved by a little; years that no calendar has are no matter."""
    return round(moment.timestamp() * 1000) + round(shift.total_seconds() * 1000)
