"""Whoever wants the cause of a run waits for the one search that is under way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from gluetui.glue.clients.glue import Glue
from gluetui.glue.demo import demo
from gluetui.session.known_causes import KnownCauses
from gluetui.session.run_logs import RunLogs
from gluetui.text.times import Clock
from tests.conftest import NOW
from tests.text.test_log_cause import a_cause, run, searched


class Asking:
    """A session whose searches end when they are let go."""

    def __init__(self) -> None:
        self.glue: Glue = demo()
        self.go = asyncio.Event()
        self.searches = 0

    async def ask(self, call: Any, *args: Any, **how: Any) -> Any:
        if len(args) == 1:
            return call(*args)
        self.searches += 1
        await self.go.wait()
        return searched(a_cause()).searched


@pytest.fixture
def causes() -> KnownCauses:
    return KnownCauses()


async def test_two_that_want_a_cause_make_one_search(causes: KnownCauses) -> None:
    session = Asking()
    logs = RunLogs(session, causes, Clock(lambda: NOW))
    both = [asyncio.create_task(logs.find_cause(run())) for _ in range(2)]
    await asyncio.sleep(0)
    session.go.set()
    found = await asyncio.gather(*both)
    assert [known.cause for known in found] == [a_cause(), a_cause()]
    assert (await logs.find_cause(run())).cause == a_cause()
    assert session.searches == 1


async def test_who_waits_goes_on_where_the_other_one_gives_up(causes: KnownCauses) -> None:
    session = Asking()
    logs = RunLogs(session, causes, Clock(lambda: NOW))
    first, second = (asyncio.create_task(logs.find_cause(run())) for _ in range(2))
    while not session.searches:
        await asyncio.sleep(0)
    first.cancel()
    session.go.set()
    assert (await second).cause == a_cause()
    assert session.searches == 2


async def test_a_search_that_is_given_up_leaves_nothing_behind(causes: KnownCauses) -> None:
    session = Asking()
    search = asyncio.create_task(RunLogs(session, causes, Clock(lambda: NOW)).find_cause(run()))
    while not session.searches:
        await asyncio.sleep(0)
    assert causes.get(run().key) is not None
    search.cancel()
    with pytest.raises(asyncio.CancelledError):
        await search
    assert causes.get(run().key) is None
