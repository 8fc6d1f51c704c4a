"""A few at a time, one after the other, held, resting: without an app."""

from __future__ import annotations

import asyncio

import pytest

from gluetui.session.lanes import Lanes
from tests.session.workers import Workers


class Serving:
    """Lanes over a list of items, each served when the test says so."""

    def __init__(self, *items: str, most: int = 2) -> None:
        self.items = list(items)
        self.served: list[str] = []
        self.settled = 0
        self.gate = asyncio.Semaphore(0)
        self.workers = Workers()
        self.lanes = Lanes[str](
            most, self.workers, "lanes", choose=self._choose, serve=self._serve, settled=self._count_settled
        )

    def _choose(self) -> str | None:
        return self.items.pop(0) if self.items else None

    async def _serve(self, item: str) -> None:
        await self.gate.acquire()
        self.served.append(item)

    def _count_settled(self) -> None:
        self.settled += 1

    async def serve(self, count: int) -> None:
        """Let so many items be served, and all come of it that can."""
        wanted = len(self.served) + count
        for _ in range(count):
            self.gate.release()
        while len(self.served) < wanted:
            await asyncio.sleep(0)
        for _ in range(3):
            await asyncio.sleep(0)


async def test_no_more_are_under_way_than_there_are_lanes_and_each_takes_the_next() -> None:
    here = Serving(*"abcde")
    here.lanes.go_on()
    here.lanes.go_on()
    assert (here.lanes.busy, here.items) == (2, ["c", "d", "e"])
    await here.serve(1)
    assert (here.lanes.busy, here.items, here.served) == (2, ["d", "e"], ["a"])
    await here.serve(4)
    assert (here.lanes.busy, sorted(here.served), here.settled) == (0, [*"abcde"], 2)


async def test_held_nothing_more_is_begun_but_one_may_pass() -> None:
    here = Serving(*"abcd")
    here.lanes.go_on()
    here.lanes.hold()
    await here.serve(2)
    assert (here.lanes.busy, here.items) == (0, ["c", "d"])
    here.lanes.go_on()
    assert here.lanes.busy == 0
    assert here.lanes.pass_one() and here.lanes.pass_one()
    assert (here.lanes.busy, here.items) == (1, ["d"])
    await here.serve(1)
    assert (here.lanes.busy, here.items) == (0, ["d"])
    here.lanes.release()
    assert here.lanes.busy == 1
    await here.serve(1)
    assert not here.lanes.pass_one()


async def test_after_a_rest_it_goes_on_by_itself_and_a_rest_is_not_made_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rests, over = list[float](), asyncio.Event()

    async def sleep(seconds: float) -> None:
        rests.append(seconds)
        await over.wait()

    monkeypatch.setattr("gluetui.session.lanes.sleep", sleep)
    here = Serving(*"abc", most=1)
    here.lanes.go_on()
    here.lanes.rest(5)
    here.lanes.rest(40)
    await here.serve(1)
    here.lanes.go_on()
    assert (here.lanes.is_resting, here.lanes.busy, here.items) == (True, 0, ["b", "c"])
    over.set()
    await here.serve(2)
    assert (here.lanes.is_resting, rests, here.served) == (False, [5], [*"abc"])


async def test_held_while_it_rests_it_stays_held_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr("gluetui.session.lanes.sleep", sleep)
    here = Serving("a")
    here.lanes.rest(1)
    here.lanes.hold()
    await here.workers.all_done()
    assert (here.lanes.busy, here.items) == (0, ["a"])
    here.lanes.release()
    await here.serve(1)
    assert here.served == ["a"]
