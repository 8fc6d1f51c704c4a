"""Keeps live runs up to date: asks AWS for those in sight again and again, less often while nothing changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterable
from itertools import count
from time import monotonic
from typing import Protocol, TypeVar

from gluetui.session.work import StartsWork

INTERVALS_TO_NEXT_LOOK = (1, 1, 2, 4, 8, 16)
"""Intervals between two looks, by the number of looks in a row that showed no change."""

LONGEST_DELAY = 60.0
"""Seconds between two looks at most, unless the user's interval is longer."""

CALLS_A_LOOK = 6
"""Calls for one pane in one look; the items left over have their turn in the next look."""

Item = TypeVar("Item", bound=Hashable)


class LiveSource(Protocol):
    """Runs in a pane that can change by themselves."""

    @property
    def is_live(self) -> bool:
        """Whether a run that is not over is in sight."""

    async def look(self) -> bool:
        """Ask AWS for them once more; True if one of them changed."""

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


class Live:
    """Ticks only while a live run is in sight, and never begins a look during another one."""

    def __init__(self, screen: Watched, *, interval: float, time: Callable[[], float] = monotonic) -> None:
        """`interval`: seconds between two looks, 0 for none."""
        self._screen = screen
        self._interval = interval
        self._time = time
        self._sources: tuple[LiveSource, ...] = ()
        self._ticker: Ticker | None = None
        self._step = 0
        self._looked = self._counted = time()
        self._is_looking = False

    @property
    def delay(self) -> float:
        """Seconds from the last look to the next."""
        return min(self._interval * INTERVALS_TO_NEXT_LOOK[self._step], max(self._interval, LONGEST_DELAY))

    def follow(self, *sources: LiveSource) -> None:
        """Add sources, which each look asks in this order."""
        self._sources += sources

    def wake(self) -> None:
        """Begin to tick if a live run is in sight: other entries came into sight, or the screen is in front again."""
        if self._ticker is None and self._is_due():
            self._ticker = self._screen.set_interval(1, self.tick)

    def arrived(self) -> None:
        """Count the delay from now: an answer that the user asked for has just come."""
        self._looked = self._time()
        self._step = 0
        self.wake()

    def user_acts(self) -> None:
        """Look as often as at first, since the user is there; times that stood still while nothing was live go on."""
        self._step = 0
        if self._time() >= self._counted + LONGEST_DELAY:
            self._refresh_times()
        self.wake()

    def tick(self) -> None:
        """Called once a second: bring times up to date, and look when the delay is over."""
        if not self._is_due():
            self.stop()
            return
        self._refresh_times()
        if self._interval and not self._is_looking and self._time() >= self._looked + self.delay:
            self._is_looking = True
            self._screen.start_work(self._look, group="live")

    def stop(self) -> None:
        """Tick no more, until `wake`."""
        if self._ticker is not None:
            self._ticker.stop()
            self._ticker = None

    def _refresh_times(self) -> None:
        self._counted = self._time()
        for source in self._sources:
            source.refresh_times()

    def _is_due(self) -> bool:
        return self._screen.is_watched and any(source.is_live for source in self._sources)

    async def _look(self) -> None:
        has_changed = False
        try:
            for source in self._sources:
                if self._screen.is_watched and source.is_live and await source.look():
                    has_changed = True
        finally:
            self._is_looking = False
            self._looked = self._time()
            self._step = 0 if has_changed else min(self._step + 1, len(INTERVALS_TO_NEXT_LOOK) - 1)


class Turns:
    """Chooses items where a look may make fewer calls than there are: those that waited longest come first."""

    def __init__(self) -> None:
        self._count = count(1)
        self._last: dict[Hashable, int] = {}

    def take(self, items: Iterable[Item], most: int) -> list[Item]:
        """At most so many of the items; none is taken again before all others had their turn."""
        taken = sorted(items, key=lambda item: self._last.get(item, 0))[:most]
        self._last.update((item, next(self._count)) for item in taken)
        return taken
