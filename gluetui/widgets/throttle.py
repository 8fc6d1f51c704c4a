"""Draws answers that stream in together, and so rarely that keys go before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from textual.timer import Timer
from textual.widget import Widget

from gluetui.widgets.timers import call_after

REDRAWN_EVERY = 0.1
"""Seconds between two drawings while answers stream in."""

WAIT_FACTOR = 10
"""The wait before the next drawing, as a multiple of the time that the last one took: the rest is left to keys."""


class Throttle:
    """Puts drawings off, but for the first after a while, which is made at once."""

    def __init__(self, widget: Widget, draw: Callable[[], object]) -> None:
        """`draw` draws within `drawing`."""
        self._widget = widget
        self._draw = draw
        self._timer: Timer | None = None
        self._drawn = self._took = 0.0

    @property
    def is_due(self) -> bool:
        """Whether a drawing is put off."""
        return self._timer is not None

    def draw_soon(self) -> None:
        """Draw, now or when the wait is over."""
        if self._timer is None:
            wait = self._drawn + max(REDRAWN_EVERY, WAIT_FACTOR * self._took) - perf_counter()
            self._timer = call_after(self._widget, max(0.001, wait), self._draw)

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Time a drawing, which makes one that was put off needless."""
        began = perf_counter()
        if self._timer is not None:
            self._timer.stop()
            self._timer, self._drawn = None, began
        yield
        self._took = perf_counter() - began
