"""A call that is put off for a moment and is not lost."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer
from textual.widget import Widget


def call_after(widget: Widget, seconds: float, callback: Callable[[], object]) -> Timer:
    """Have a widget call back after so many seconds, unless the timer is stopped before.

    Textual skips the only tick of a `set_timer` that starts late: if its thread is held up for `seconds`, which may
    be as short as a millisecond. An interval goes on to its next tick.
    """

    has_come = False

    def tick() -> None:
        nonlocal has_come
        timer.stop()
        # Textual still delivers a tick that was posted before the timer was stopped.
        if not has_come:
            has_come = True
            widget.call_next(callback)

    timer = widget.set_interval(seconds, tick)
    return timer


class Seconds:
    """Has something done once a second for as long as that is wanted."""

    def __init__(self, widget: Widget, act: Callable[[], object]) -> None:
        self._widget = widget
        self._act = act
        self._timer: Timer | None = None

    def count(self, is_wanted: bool) -> None:
        """Begin with it, go on, or end it."""
        if is_wanted and self._timer is None:
            self._timer = self._widget.set_interval(1, self._act)
        elif not is_wanted and self._timer is not None:
            self._timer.stop()
            self._timer = None
