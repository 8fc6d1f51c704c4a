"""Nights that are loaded, or being loaded, by their windows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from gluetui.glue.night.asking import Asking
from gluetui.glue.night.night import Night
from gluetui.glue.run.window import Window

KEPT = 6
"""Windows that stay loaded, so that going back to one makes no call."""


class NightLoad(NamedTuple):
    """A night, and which of its jobs are still to be asked."""

    night: Night
    asking: Asking
    is_saved: bool = False
    """Whether it is as a file holds it, so that nothing is asked."""


class NightLoads:
    """Keeps the last few windows; what one of them tells of another is taken over."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[datetime, datetime], NightLoad] = OrderedDict()

    def __iter__(self) -> Iterator[NightLoad]:
        return iter(self._kept.values())

    def of(self, window: Window, now: datetime, *, renews: bool) -> tuple[NightLoad, bool]:
        """The night of a window, and whether it is a new one.

        With `renews` a new one takes over also what is so old that AWS is asked again: it stays until AWS has answered.
        """
        load = self._kept.get(window[:2])
        if load is not None:
            self._kept.move_to_end(window[:2])
            return load, False
        load = NightLoad(Night(window), Asking())
        self._carry(load, now, renews=renews)
        return self.keep(load), True

    def keep(self, load: NightLoad) -> NightLoad:
        """Keep a night, and drop the one that was shown longest ago."""
        self._kept[load.night.window[:2]] = load
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return load

    def _carry(self, load: NightLoad, now: datetime, *, renews: bool) -> None:
        night = load.night
        for other in reversed(self._kept.values()):
            for found in other.night.carried_to(night.window, now):
                if found.job not in night.jobs:
                    night.answered(found, now)
                    load.asking.spare((found.job,))
            if renews and other.night.window.since <= night.window.since:
                for job, known in other.night.jobs.items():
                    if job not in night.jobs:
                        night.answered(known.carried_to(night.window), now)
