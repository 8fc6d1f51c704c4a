"""Keeps what is live up to date: looks again after a while, less and less often while nothing changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from time import monotonic
from typing import Any, NamedTuple, Protocol

from gluetui.screens.asking import Work

STEPS = (1, 1, 2, 4, 8, 16)
"""How many intervals are waited before each look, while one after the other shows nothing new."""

LONGEST = 60.0
"""Seconds between two looks at most."""


class Source(NamedTuple):
    """Something that can change by itself."""

    is_live: Callable[[], bool]
    """Whether it is on the screen and can change."""
    refresh: Callable[[], Coroutine[Any, Any, bool]]
    """Asks AWS once more; True if something changed."""


class Ticker(Protocol):
    """Something that calls once a second and can be stopped."""

    def stop(self) -> None: ...


class Live:
    """Counts seconds only while something live is seen; looks are never two at a time."""

    def __init__(
        self,
        sources: Sequence[Source],
        *,
        interval: float,
        every: Callable[[float, Callable[[], Awaitable[None] | None]], Ticker],
        start: Callable[[Work], object],
        is_watched: Callable[[], bool],
        count_on: Callable[[], None],
        time: Callable[[], float] = monotonic,
    ) -> None:
        """`interval`: seconds between two looks, 0 for none; `every` makes a timer; `start` does work beside the UI.

        `is_watched`: whether a person looks at the screen; `count_on` brings the times on it to the moment.
        """
        self._sources = sources
        self._interval = interval
        self._every = every
        self._start = start
        self._is_watched = is_watched
        self._count_on = count_on
        self._time = time
        self._ticker: Ticker | None = None
        self._step = 0
        self._looked = self._counted = time()
        self._is_looking = False

    @property
    def delay(self) -> float:
        """Seconds from the last look to the next."""
        return min(self._interval * STEPS[self._step], max(self._interval, LONGEST))

    def wake(self) -> None:
        """Something came into sight, or a person looks again."""
        if self._ticker is None and self._is_due():
            self._ticker = self._every(1, self.tick)

    def arrived(self) -> None:
        """What is seen was asked for this moment."""
        self._looked = self._time()
        self._step = 0
        self.wake()

    def person_acts(self) -> None:
        """Somebody is there: look as often as at first; times that stood still while nothing was live go on."""
        self._step = 0
        if self._time() >= self._counted + LONGEST:
            self._count()
        self.wake()

    def tick(self) -> None:
        """Once a second: time goes on, and when the delay is over AWS is asked."""
        if not self._is_due():
            self.stop()
            return
        self._count()
        if self._interval and not self._is_looking and self._time() >= self._looked + self.delay:
            self._is_looking = True
            self._start(self._look)

    def _count(self) -> None:
        self._counted = self._time()
        self._count_on()

    def stop(self) -> None:
        """Call no more."""
        if self._ticker is not None:
            self._ticker.stop()
            self._ticker = None

    def _is_due(self) -> bool:
        return self._is_watched() and any(source.is_live() for source in self._sources)

    async def _look(self) -> None:
        has_changed = False
        try:
            for source in self._sources:
                if self._is_watched() and source.is_live() and await source.refresh():
                    has_changed = True
        finally:
            self._is_looking = False
            self._looked = self._time()
            self._step = 0 if has_changed else min(self._step + 1, len(STEPS) - 1)
