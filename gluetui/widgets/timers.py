"""A call that is put off for a moment, and does come."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer
from textual.widget import Widget


def call_after(widget: Widget, seconds: float, callback: Callable[[], object]) -> Timer:
    """Have a widget call back after so many seconds, unless the timer is stopped before.

    Textual's `set_timer` skips its only tick where the thread is held up for `seconds` while the timer starts, which
    a thousandth of a second is enough for; an interval goes on to its next tick.
    """

    has_come = False

    def tick() -> None:
        nonlocal has_come
        timer.stop()
        # A tick that was posted before the timer was stopped comes all the same.
        if not has_come:
            has_come = True
            widget.call_next(callback)

    timer = widget.set_interval(seconds, tick)
    return timer
