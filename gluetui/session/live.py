"""Looks again at what is in sight: often where a run is not over, slowly elsewhere, less while nothing changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, Protocol

from gluetui.glue.errors.error import AwsError
from gluetui.session.work import StartsWork
from gluetui.text.times import Clock

LIST_DELAY = 30.0
"""Seconds at least from one look to the next where no run in sight is live: only new ones can come."""

LONGEST_DELAY = 60.0
"""Seconds between two looks at most, unless the user's interval is longer."""

TICK = 1.0
"""Seconds from one tick to the next where something in sight is live; elsewhere the next is when something is due."""

CALLS_A_LOOK = 6
"""Calls for one pane in one look; the items left over have their turn in the next look."""

RESTS = (5, 10, 20, 40, 60)
"""Seconds without a look after AWS throttled one; boto3 has retried in vain before each."""


class InSight(NamedTuple):
    """Something on the screen that can change by itself, such as a list or a run."""

    item: Hashable
    is_live: bool
    """Whether it is or holds a run that is not over."""
    at: datetime | None
    """When AWS gave the answer that is shown; None where it is known to be outdated."""


class LiveSource(Protocol):
    """What can change by itself in a pane."""

    @property
    def in_sight(self) -> Sequence[InSight]:
        """Those things of it that are on the screen."""

    async def look(self, item: Any) -> bool:
        """Ask AWS about one of them once more; True if it went on. Raises: AwsError where AWS throttles."""

    def refresh_times(self) -> None:
        """Bring the durations and ages in the pane to this moment."""


class Ticker(Protocol):
    """Textual's timer, as far as Live needs one."""

    def stop(self) -> None: ...


class Watched(StartsWork, Protocol):
    """A screen, as far as its live sources need one."""

    @property
    def is_watched(self) -> bool:
        """Whether it is in front in a terminal with the focus, and no fault keeps AWS from being asked."""

    def set_interval(self, interval: float, callback: Callable[[], Awaitable[None] | None], /) -> Ticker:
        """Call back every so many seconds."""


class Due(NamedTuple):
    """Something to ask for now."""

    source: LiveSource
    seen: InSight


class Live:
    """Ticks only while something in sight can change, and never begins a look during another one.

    What is due follows from the age of the answer that is shown: what comes into sight with an old one is asked for at
    once, however it came there.
    """

    def __init__(self, screen: Watched, *, interval: float, clock: Clock) -> None:
        """`interval`: seconds between two looks at what is live, 0 for none."""
        self._screen = screen
        self._interval = interval
        self._clock = clock
        self._sources: tuple[LiveSource, ...] = ()
        self._ticker: Ticker | None = None
        self._pace = TICK
        self._stirred = self._counted = clock.now()
        self._looked: dict[tuple[int, Hashable], datetime] = {}
        """When each thing in sight was last looked at: a look that failed makes no answer younger."""
        self._is_looking = False
        self._rested_from = clock.now()
        self._rests = 0

    def follow(self, *sources: LiveSource) -> None:
        """Add sources, which each look asks in this order."""
        self._sources += sources

    def sight_changed(self) -> None:
        """Begin to tick if something that can change is in sight now: called after every change of what is seen."""
        if (self._ticker is None or self._pace != TICK) and self._needs_ticks(self._in_sight()):
            self._tick_every(TICK)

    def user_acts(self) -> None:
        """Look as often as at first, since the user is there; times that stood still while nothing was live go on."""
        self._stirred = self._clock.now()
        if not 0 <= self._seconds_since(self._counted) < LONGEST_DELAY:
            self._refresh_times()
        self.sight_changed()

    def tick(self) -> None:
        """Called at the pace of what is in sight: bring times up to date, and look at what is due."""
        seen = self._in_sight()
        if not self._needs_ticks(seen):
            self.stop()
            return
        is_live = any(each.seen.is_live for each in seen)
        if self._pace != (pace := TICK if is_live else self._seconds_to_next(seen)):
            self._tick_every(pace)
        if is_live or not 0 <= self._seconds_since(self._counted) < LIST_DELAY:
            self._refresh_times()
        if self._interval and not self._is_looking and not self._is_resting and (due := self._due(seen)):
            self._is_looking = True
            self._screen.start_work(partial(self._look, due), group="live")

    def stop(self) -> None:
        """Tick no more, until something comes into sight."""
        if self._ticker is not None:
            self._ticker.stop()
            self._ticker = None

    def _tick_every(self, pace: float) -> None:
        self.stop()
        self._pace = pace
        self._ticker = self._screen.set_interval(pace, self.tick)

    @property
    def _is_resting(self) -> bool:
        rest = RESTS[min(self._rests, len(RESTS)) - 1] if self._rests else 0
        # A clock that was set back ends the rest.
        return 0 <= self._seconds_since(self._rested_from) < rest

    def delay(self, at: datetime, *, is_live: bool) -> float:
        """Seconds from an answer to the next look: the longer nothing had changed by then, the more."""
        quiet = (at - self._stirred).total_seconds()
        longest = max(self._interval, LONGEST_DELAY)
        return min(max(self._interval, quiet, 0 if is_live else LIST_DELAY), longest)

    def _in_sight(self) -> list[Due]:
        if not self._screen.is_watched:
            return []
        return [Due(source, each) for source in self._sources for each in source.in_sight]

    def _needs_ticks(self, seen: Sequence[Due]) -> bool:
        return bool(seen) if self._interval else any(each.seen.is_live for each in seen)

    def _seconds_to_next(self, seen: Sequence[Due]) -> float:
        """Seconds until the first thing is due, at least a tick, and at most until the times in the panes are old."""
        return max(TICK, min(LIST_DELAY, *map(self._seconds_left, seen)))

    def _due(self, seen: Sequence[Due]) -> list[Due]:
        """What is to be asked for now; of each source the oldest, and no more than CALLS_A_LOOK."""
        names = {(id(each.source), each.seen.item) for each in seen}
        self._looked = {name: at for name, at in self._looked.items() if name in names}
        due: list[Due] = []
        for source in self._sources:
            own = [each for each in seen if each.source is source and not self._seconds_left(each)]
            own.sort(key=lambda each: at.timestamp() if (at := self._answered(each)) else 0.0)
            due += own[:CALLS_A_LOOK]
        return due

    def _seconds_left(self, each: Due) -> float:
        """Seconds until something is to be asked for; 0 where that is now."""
        at = self._answered(each)
        # A clock that was set back makes an answer come from the future.
        if at is None or (age := self._seconds_since(at)) < 0:
            return 0
        return max(0, self.delay(at, is_live=each.seen.is_live) - age)

    def _answered(self, each: Due) -> datetime | None:
        """When AWS was last asked for something, so that it was answered or failed; None for never since it changed."""
        looked = self._looked.get((id(each.source), each.seen.item))
        at = each.seen.at
        return max(at, looked) if at is not None and looked is not None else at or looked

    def _seconds_since(self, moment: datetime) -> float:
        return (self._clock.now() - moment).total_seconds()

    def _refresh_times(self) -> None:
        self._counted = self._clock.now()
        for source in self._sources:
            source.refresh_times()

    async def _look(self, due: Sequence[Due]) -> None:
        try:
            for source, seen in due:
                if not self._screen.is_watched:
                    break
                self._looked[id(source), seen.item] = self._clock.now()
                if await source.look(seen.item):
                    self._stirred = self._clock.now()
            self._rests = 0
        except AwsError:
            # Whatever the user does: a call that AWS throttled is not repeated at once.
            self._rested_from = self._clock.now()
            self._rests += 1
        finally:
            self._is_looking = False
