"""The rules by which a live run's log is followed, as values: which stream is asked next, and when it is complete."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from gluetui.glue.run.run import JobRun

TAIL = timedelta(seconds=90)
"""How long after the run's end events have been recorded to arrive."""

STILL_SECONDS = 60.0
"""How long no stream may have had anything newer before the log counts as complete."""

LIST_SECONDS, RUN_SECONDS = 30.0, 10.0
"""Between two looks for new streams, and between two looks at the run itself."""

REST_SECONDS = 1.0
"""Between two looks at one stream: a few of them would otherwise use up the rate of all."""


def is_early(run: JobRun, now: datetime) -> bool:
    """Whether a run ended so shortly before that its last events may not be there yet."""
    return run.completed is not None and now - run.completed < TAIL


class Next(Enum):
    """What is asked next."""

    RUN = "the run"
    LIST = "its streams"
    EVENTS = "a stream"
    WAIT = "nothing yet"
    END = "nothing more"


@dataclass
class Following:
    """What is due, by a clock in seconds that only grows; "now" is always a parameter.

    Streams are asked one after the other, so that all of them get their turn however many there are.
    """

    streams: list[str] = field(default_factory=list)
    """Any names, in the order in which they are asked."""
    completed: datetime | None = None
    """CompletedOn of the run, once it is over."""
    _asked: dict[str, float] = field(default_factory=dict)
    _listed: float = float("-inf")
    _looked: float = float("-inf")
    _news: float | None = None
    """When something newer came last; at first, when following began."""
    _began: datetime | None = None
    _place: int = 0
    is_final: bool = False
    """Whether the run is over."""

    def due(self, seconds: float, now: datetime) -> tuple[Next, str]:
        """What is asked at `seconds`, and of which stream."""
        if self._news is None:
            self._news, self._began = seconds, now
        if self.is_complete(seconds, now):
            return Next.END, ""
        if not self.is_final and seconds - self._looked >= RUN_SECONDS:
            self._looked = seconds
            return Next.RUN, ""
        if seconds - self._listed >= LIST_SECONDS:
            self._listed = seconds
            return Next.LIST, ""
        for turn in range(len(self.streams)):
            place = (self._place + turn) % len(self.streams)
            name = self.streams[place]
            if seconds - self._asked.get(name, float("-inf")) >= REST_SECONDS:
                self._asked[name], self._place = seconds, place + 1
                return Next.EVENTS, name
        return Next.WAIT, ""

    def answered(self, name: str, seconds: float, *, has_news: bool) -> None:
        """A stream was asked; one that had news may have more at once."""
        if has_news:
            self._news = seconds
            self._asked.pop(name, None)

    def ended(self, completed: datetime | None) -> None:
        """The run is over; without a CompletedOn nothing tells since when, and standing still must do."""
        self.is_final, self.completed = True, completed

    def is_complete(self, seconds: float, now: datetime) -> bool:
        """Whether 90 s have passed since the run's end and no stream had anything newer for 60 s.

        A run that had been over for both before following began is complete once every stream was asked.
        """
        if not self.is_final:
            return False
        if self.completed is None:
            return self._stood_still(seconds, STILL_SECONDS + TAIL.total_seconds())
        if self.was_over:
            return self._all_asked_since_news()
        return now - self.completed >= TAIL and self._stood_still(seconds, STILL_SECONDS)

    @property
    def was_over(self) -> bool:
        """Whether the log was complete when following began."""
        if self._began is None or self.completed is None:
            return False
        return self._began - self.completed >= TAIL + timedelta(seconds=STILL_SECONDS)

    def _stood_still(self, seconds: float, least: float) -> bool:
        return self._news is not None and seconds - self._news >= least

    def _all_asked_since_news(self) -> bool:
        since = self._news or 0.0
        return self._listed > float("-inf") and all(
            self._asked.get(name, float("-inf")) >= since for name in self.streams
        )
