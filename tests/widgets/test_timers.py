"""A call that is put off comes once, whatever holds the thread up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest
from textual.app import App
from textual.widget import Widget

from gluetui.widgets.timers import call_after
from tests.patience import PATIENCE

MOMENT = 0.001


def held_up(times: int) -> Callable[[], float]:
    """A clock that finds, so many times, half a second gone since it was looked at."""
    looks = 0

    def now() -> float:
        nonlocal looks
        looks += 1
        return time.monotonic() + min(looks, times) / 2

    return now


@pytest.mark.parametrize("times", [0, 5])
async def test_a_call_comes_though_the_thread_is_held_up_for_longer_than_it_was_put_off(
    monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    app: App[None] = App()
    async with app.run_test():
        widget = Widget()
        await app.mount(widget)
        calls, came = [], asyncio.Event()
        monkeypatch.setattr("textual.timer._time.get_time", held_up(times))
        timer = call_after(widget, MOMENT, lambda: (calls.append(1), came.set()))
        await asyncio.wait_for(came.wait(), PATIENCE)
        await asyncio.sleep(20 * MOMENT)
        assert calls == [1]
        assert timer._task is None or timer._task.done()


async def test_a_call_that_is_stopped_does_not_come() -> None:
    app: App[None] = App()
    async with app.run_test():
        widget = Widget()
        await app.mount(widget)
        calls = []
        call_after(widget, MOMENT, lambda: calls.append(1)).stop()
        await asyncio.sleep(20 * MOMENT)
        assert calls == []
