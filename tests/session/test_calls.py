"""Blocking calls in threads: the user's own never wait for those in the background."""

from __future__ import annotations

import asyncio
import threading

import pytest

from gluetui.session.calls import Calls


class Hanging:
    """Calls that hang until they are let go."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.count = 0
        self._let_go = threading.Event()

    def call(self) -> None:
        self.count += 1
        self.begun.release()
        self._let_go.wait(20)

    def let_go(self) -> None:
        self._let_go.set()

    async def have_begun(self, count: int) -> None:
        for _ in range(count):
            while not self.begun.acquire(blocking=False):
                await asyncio.sleep(0.001)


async def test_background_calls_that_hang_leave_threads_to_the_user() -> None:
    calls, hanging = Calls(4, "test", background=2), Hanging()
    waiting = [asyncio.create_task(calls.ask_in_background(hanging.call)) for _ in range(5)]
    await hanging.have_begun(2)
    assert await calls.ask(len, "abc") == 3
    assert hanging.count == 2
    hanging.let_go()
    await asyncio.gather(*waiting)
    assert hanging.count == 5


async def test_a_background_call_that_is_given_up_keeps_its_thread_until_it_ends() -> None:
    calls, hanging = Calls(2, "test", background=1), Hanging()
    given_up = asyncio.create_task(calls.ask_in_background(hanging.call))
    await hanging.have_begun(1)
    given_up.cancel()
    next_one = asyncio.create_task(calls.ask_in_background(len, "abcd"))
    with pytest.raises(asyncio.CancelledError):
        await given_up
    assert await calls.ask(len, "abc") == 3
    assert not next_one.done()
    hanging.let_go()
    assert await next_one == 4


async def test_an_error_of_a_call_is_raised_and_its_place_in_the_budget_is_free_again() -> None:
    calls = Calls(1, "test", background=1)
    for ask in (calls.ask, calls.ask_in_background, calls.ask_in_background):
        with pytest.raises(ValueError, match="invalid literal"):
            await ask(int, "x")
