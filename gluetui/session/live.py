"""Keeps what is live up to date: looks again after a while, less and less often while nothing changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterable
from itertools import count
from time import monotonic
from typing import Protocol, TypeVar

from gluetui.session.work import StartsWork

INTERVALS_TO_NEXT_LOOK = (1, 1, 2, 4, 8, 16)
"""How many intervals are waited before each look, while one after the other shows nothing new."""

LONGEST_DELAY = 60.0
"""Seconds between two looks at most."""

CALLS_A_LOOK = 6
"""Calls for one pane in one look; the other items have their turn in the next."""

Item = TypeVar("Item", bound=Hashable)


class LiveSource(Protocol):
    """Something on the screen that can change by itself."""

    @property
    def is_live(self) -> bool:
        """Whether it is seen and can change."""

    async def look(self) -> bool:
        """Ask AWS once more; True if something changed."""

    def refresh_times(self) -> None:
        """Bring the times that it shows to this moment."""


class Ticker(Protocol):
    """Something that calls once a second and can be stopped."""

    def stop(self) -> None: ...


class Watched(StartsWork, Protocol):
    """A screen, as far as its live sources need one."""

    @property
    def is_watched(self) -> bool:
        """Whether the user looks at it, and AWS can be asked."""

    def set_interval(self, interval: float, callback: Callable[[], Awaitable[None] | None], /) -> Ticker:
        """Call back every so many seconds."""


class Live:
    """Counts seconds only while something live is seen; looks are never two at a time."""

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
        """Look at these, in this order."""
        self._sources += sources

    def wake(self) -> None:
        """Something came into sight, or the user looks again."""
        if self._ticker is None and self._is_due():
            self._ticker = self._screen.set_interval(1, self.tick)

    def arrived(self) -> None:
        """What is seen was asked for this moment."""
        self._looked = self._time()
        self._step = 0
        self.wake()

    def user_acts(self) -> None:
        """The user is there: look as often as at first; times that stood still while nothing was live go on."""
        self._step = 0
        if self._time() >= self._counted + LONGEST_DELAY:
            self._refresh_times()
        self.wake()

    def tick(self) -> None:
        """Once a second: time goes on, and when the delay is over AWS is asked."""
        if not self._is_due():
            self.stop()
            return
        self._refresh_times()
        if self._interval and not self._is_looking and self._time() >= self._looked + self.delay:
            self._is_looking = True
            self._screen.start_work(self._look, group="live")

    def stop(self) -> None:
        """Call no more."""
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
    """Whose turn it is, where there are more items to look at than calls to spend: those that waited longest."""

    def __init__(self) -> None:
        self._count = count(1)
        self._last: dict[Hashable, int] = {}

    def take(self, items: Iterable[Item], most: int) -> list[Item]:
        """So many of the items, none of which is in front again before the others had their turn."""
        taken = sorted(items, key=lambda item: self._last.get(item, 0))[:most]
        self._last.update((item, next(self._count)) for item in taken)
        return taken
