"""How often what is in sight is looked at: by the age of its answer, less and less, never while nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.session.live import CALLS_A_LOOK, InSight, Live
from gluetui.session.work import Work
from gluetui.text.times import Clock
from tests.conftest import NOW


class Ticks:
    """A timer of a second hand."""

    def __init__(self, hand: Seconds, pace: float, call: Callable[[], Any]) -> None:
        self._hand = hand
        self._begun = hand.now
        self._pace = pace
        self._call = call

    def pass_one(self) -> None:
        if not (self._hand.now - self._begun) % self._pace:
            self._call()

    def stop(self) -> None:
        self._hand.running.remove(self)


class Seconds:
    """A second hand that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.running: list[Ticks] = []
        self.clock = Clock(lambda: NOW + timedelta(seconds=self.now))

    def every(self, pace: float, call: Callable[[], Any]) -> Ticks:
        self.running.append(ticks := Ticks(self, pace, call))
        return ticks

    def pass_one(self) -> None:
        self.now += 1
        for ticks in tuple(self.running):
            ticks.pass_one()


class Rhythm:
    """A screen with one live source; every look is carried out at once."""

    def __init__(self, interval: float = 5, *, is_live: bool = True) -> None:
        self.seconds = Seconds()
        self.looks: list[float] = []
        self.is_live, self.is_watched, self.is_seen = is_live, True, True
        self.at: float | None = 0.0
        self.changes = self.is_throttled = self.fails = False
        self.counted = 0
        self.set_interval = self.seconds.every
        self.live = Live(self, interval=interval, clock=self.seconds.clock)
        self.live.follow(self)
        self.live.sight_changed()

    def start_work(self, work: Work, *, group: str, exclusive: bool = False) -> Any:
        with pytest.raises(StopIteration):
            work().send(None)

    def refresh_times(self) -> None:
        self.counted += 1

    @property
    def in_sight(self) -> Sequence[InSight]:
        at = None if self.at is None else NOW + timedelta(seconds=self.at)
        return [InSight("it", self.is_live, at)] if self.is_seen else []

    async def look(self, item: str) -> bool:
        self.looks.append(self.seconds.now)
        if self.is_throttled:
            raise AwsError(ErrorKind.THROTTLED, "slow down", "")
        if not self.fails:
            self.at = self.seconds.now
        return self.changes

    def pass_until(self, end: float) -> list[float]:
        while self.seconds.now < end:
            self.seconds.pass_one()
        return self.looks


def test_while_nothing_changes_the_looks_come_less_and_less_often() -> None:
    assert Rhythm().pass_until(300) == [5, 10, 20, 40, 80, 140, 200, 260]


def test_a_list_without_a_live_run_is_looked_at_slowly() -> None:
    assert Rhythm(is_live=False).pass_until(300) == [30, 60, 120, 180, 240, 300]
    assert Rhythm(90, is_live=False).pass_until(300) == [90, 180, 270]
    assert Rhythm(0, is_live=False).pass_until(300) == []


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


@pytest.mark.parametrize(
    ("answered", "is_live", "looks"),
    [
        (0.0, True, 101),  # An old answer is asked for as soon as it is seen.
        (96.0, True, 101),
        (99.0, True, 104),
        (0.0, False, 101),
        (75.0, False, 105),
        (99.0, False, 129),
        (None, False, 101),  # Known to be outdated.
        (500.0, True, 101),  # From the future: a clock was set back.
    ],
)
def test_what_comes_into_sight_is_due_by_the_age_of_its_answer(
    answered: float | None, is_live: bool, looks: float
) -> None:
    rhythm = Rhythm(is_live=is_live)
    rhythm.is_seen = False
    rhythm.pass_until(100)
    assert rhythm.looks == []
    assert not rhythm.seconds.running
    rhythm.live.user_acts()
    rhythm.is_seen, rhythm.at = True, answered
    rhythm.live.sight_changed()
    assert rhythm.pass_until(130)[0] == looks


def test_with_nothing_that_can_change_in_sight_or_nobody_looking_no_timer_runs() -> None:
    rhythm = Rhythm()
    rhythm.is_seen = False
    rhythm.pass_until(1)
    assert not rhythm.seconds.running
    rhythm.live.sight_changed()
    assert not rhythm.seconds.running
    rhythm.is_seen, rhythm.is_watched = True, False
    rhythm.live.sight_changed()
    assert not rhythm.seconds.running
    rhythm.is_watched = True
    rhythm.live.sight_changed()
    assert rhythm.seconds.running


@pytest.mark.parametrize(("is_live", "runs"), [(True, True), (False, False)])
def test_without_looks_only_the_times_of_a_live_run_go_on(is_live: bool, runs: bool) -> None:
    assert bool(Rhythm(0, is_live=is_live).seconds.running) == runs


def test_times_that_stood_still_go_on_when_somebody_comes_back() -> None:
    rhythm = Rhythm()
    rhythm.is_seen = False
    rhythm.pass_until(30)
    counted = rhythm.counted
    rhythm.live.user_acts()
    assert rhythm.counted == counted
    rhythm.pass_until(61)
    rhythm.live.user_acts()
    rhythm.live.user_acts()
    assert rhythm.counted == counted + 1


def test_ages_in_a_list_go_on_though_nothing_in_it_is_live() -> None:
    rhythm = Rhythm(is_live=False)
    rhythm.pass_until(29)
    assert rhythm.counted == 0
    rhythm.pass_until(61)
    assert rhythm.counted == 2


async def test_two_looks_are_never_made_at_a_time() -> None:
    rhythm, begun = Rhythm(), list[Work]()
    rhythm.start_work = lambda work, **_: begun.append(work)  # type: ignore[method-assign]
    rhythm.pass_until(30)
    assert len(begun) == 1
    await begun[0]()
    rhythm.pass_until(60)
    assert len(begun) == 2


def test_after_throttling_looks_rest_longer_each_time_whatever_the_user_does() -> None:
    rhythm = Rhythm()
    rhythm.is_throttled = True
    while rhythm.seconds.now < 80:
        rhythm.live.user_acts()
        rhythm.seconds.pass_one()
    assert rhythm.looks == [5, 10, 20, 40, 80]
    rhythm.is_throttled = False
    while rhythm.seconds.now < 151:
        rhythm.live.user_acts()
        rhythm.seconds.pass_one()
    assert rhythm.looks[5:] == [140, 145, 150]


def test_a_look_that_brought_no_answer_is_not_repeated_at_once() -> None:
    rhythm = Rhythm()
    rhythm.fails, rhythm.at = True, None
    assert rhythm.pass_until(25) == [1, 6, 12, 24]


def test_those_that_waited_longest_have_the_next_turn() -> None:
    rhythm = Rhythm()
    ages = {f"run {number}": float(-number) for number in range(CALLS_A_LOOK + 2)}
    asked: list[str] = []

    class Many:
        @property
        def in_sight(self) -> Sequence[InSight]:
            return [InSight(name, True, NOW + timedelta(seconds=at)) for name, at in ages.items()]

        async def look(self, item: str) -> bool:
            asked.append(item)
            ages[item] = rhythm.seconds.now
            return False

        def refresh_times(self) -> None:
            pass

    rhythm.is_seen = False
    rhythm.live.follow(Many())
    rhythm.live.sight_changed()
    rhythm.pass_until(4)
    first = [f"run {number}" for number in range(CALLS_A_LOOK + 1, 1, -1)]
    assert asked[:CALLS_A_LOOK] == first
    rhythm.pass_until(5)
    assert sorted(asked) == sorted(ages)
