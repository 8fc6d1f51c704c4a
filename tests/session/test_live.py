"""How often what is live is looked at: less and less while nothing changes, never while nobody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gluetui.session.live import Live, Turns
from gluetui.session.work import Work


class Seconds:
    """A second hand that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.call: Callable[[], Any] | None = None

    def every(self, _seconds: float, call: Callable[[], Any]) -> Seconds:
        self.call = call
        return self

    def stop(self) -> None:
        self.call = None

    def pass_one(self) -> None:
        self.now += 1
        if self.call is not None:
            self.call()


class Rhythm:
    """A screen with one live source; every look is carried out at once."""

    def __init__(self, interval: float = 5) -> None:
        self.seconds = Seconds()
        self.looks: list[float] = []
        self.is_live = self.is_watched = True
        self.changes = False
        self.counted = 0
        self.set_interval = self.seconds.every
        self.live = Live(self, interval=interval, time=lambda: self.seconds.now)
        self.live.follow(self)
        self.live.wake()

    def start_work(self, work: Work, *, group: str, exclusive: bool = False) -> Any:
        with pytest.raises(StopIteration):
            work().send(None)

    def refresh_times(self) -> None:
        self.counted += 1

    async def look(self) -> bool:
        self.looks.append(self.seconds.now)
        return self.changes

    def pass_until(self, end: float) -> list[float]:
        while self.seconds.now < end:
            self.seconds.pass_one()
        return self.looks


def test_while_nothing_changes_the_looks_come_less_and_less_often() -> None:
    assert Rhythm().pass_until(300) == [5, 10, 20, 40, 80, 140, 200, 260]


def test_after_a_change_and_after_a_key_they_come_as_often_as_at_first() -> None:
    rhythm = Rhythm()
    rhythm.changes = True
    assert rhythm.pass_until(16) == [5, 10, 15]
    rhythm.changes = False
    rhythm.pass_until(60)
    rhythm.live.user_acts()
    assert rhythm.pass_until(71)[-3:] == [55, 61, 66]


def test_an_interval_longer_than_the_longest_is_kept_and_none_means_never() -> None:
    assert Rhythm(90).pass_until(300) == [90, 180, 270]
    assert Rhythm(0).pass_until(300) == []


def test_with_nothing_live_or_nobody_looking_no_timer_runs() -> None:
    rhythm = Rhythm()
    rhythm.is_live = False
    rhythm.pass_until(1)
    assert rhythm.seconds.call is None
    rhythm.live.wake()
    assert rhythm.seconds.call is None
    rhythm.is_live, rhythm.is_watched = True, False
    rhythm.live.wake()
    assert rhythm.seconds.call is None
    rhythm.is_watched = True
    rhythm.live.wake()
    assert rhythm.seconds.call is not None


def test_times_that_stood_still_go_on_when_somebody_comes_back() -> None:
    rhythm = Rhythm()
    rhythm.is_live = False
    rhythm.pass_until(30)
    counted = rhythm.counted
    rhythm.live.user_acts()
    assert rhythm.counted == counted
    rhythm.pass_until(61)
    rhythm.live.user_acts()
    rhythm.live.user_acts()
    assert rhythm.counted == counted + 1


async def test_two_looks_are_never_made_at_a_time() -> None:
    rhythm, begun = Rhythm(), list[Work]()
    rhythm.start_work = lambda work, **_: begun.append(work)  # type: ignore[method-assign]
    rhythm.pass_until(30)
    assert len(begun) == 1
    await begun[0]()
    rhythm.pass_until(36)
    assert len(begun) == 2


def test_those_that_waited_longest_have_the_next_turn() -> None:
    turns = Turns()
    assert turns.take("abcde", 2) == ["a", "b"]
    assert turns.take("abcde", 2) == ["c", "d"]
    assert turns.take("abcde", 2) == ["e", "a"]
    assert turns.take("ab", 5) == ["b", "a"]
    assert turns.take("", 5) == []
