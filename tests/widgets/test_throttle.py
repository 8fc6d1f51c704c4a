"""News are drawn together: the first at once, those after it when their time has come, or with the next drawing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widget import Widget

from gluetui.widgets import throttle as module
from gluetui.widgets.throttle import REDRAWN_EVERY, WAIT_FACTOR, Throttle


class Timer:
    """One that never ticks."""

    def __init__(self) -> None:
        self.is_stopped = False

    def stop(self) -> None:
        self.is_stopped = True


class Time:
    """A clock that a test moves on, and the timers that were started by it."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []
        self.timers: list[Timer] = []

    def call_after(self, widget: Widget, seconds: float, callback: Callable[[], object]) -> Timer:
        self.waits.append(round(seconds, 3))
        self.timers.append(Timer())
        return self.timers[-1]


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(module, "perf_counter", lambda: made.now)
    monkeypatch.setattr(module, "call_after", made.call_after)
    return made


def draw(throttle: Throttle, time: Time, seconds: float) -> None:
    with throttle.drawing():
        time.now += seconds


def test_the_first_news_are_drawn_at_once_and_many_of_them_once(time: Time) -> None:
    throttle = Throttle(Widget(), lambda: None)
    throttle.draw_soon()
    throttle.draw_soon()
    assert throttle.is_due
    assert time.waits == [0.001]


def test_the_next_wait_for_their_time_which_is_longer_where_drawing_takes_long(time: Time) -> None:
    throttle = Throttle(Widget(), lambda: None)
    throttle.draw_soon()
    draw(throttle, time, 0.0)
    assert not throttle.is_due
    throttle.draw_soon()
    draw(throttle, time, 0.5)
    throttle.draw_soon()
    assert time.waits == [0.001, REDRAWN_EVERY, 0.5 * WAIT_FACTOR - 0.5]


def test_a_drawing_for_another_reason_shows_the_news_too(time: Time) -> None:
    throttle = Throttle(Widget(), lambda: None)
    throttle.draw_soon()
    draw(throttle, time, 0.0)
    assert [timer.is_stopped for timer in time.timers] == [True]
    assert not throttle.is_due
