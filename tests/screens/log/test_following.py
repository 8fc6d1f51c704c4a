"""A live log is followed: what is new is seen, nothing is asked while nobody looks, and it ends by itself."""

from __future__ import annotations

from typing import Any

from tests.logs_server import LogService, Served
from tests.screens.conftest import NOW
from tests.screens.log.conftest import ERROR, OUTPUT, STARTED, Reading, lines, reading, spark

LIVE = spark("jr_1", JobRunState="RUNNING", CompletedOn=None)


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def live_log() -> LogService:
    service = LogService()
    service.put(OUTPUT, "jr_1", *lines(80))
    service.put(ERROR, "jr_1", Served(STARTED + 500, "begun\n"))
    return service


async def look(log: Reading, times: int) -> None:
    """So many calls, half a second between them."""
    follower = log.screen.follower
    if not isinstance(follower._seconds, Seconds):
        follower._seconds = Seconds()
        follower._ticker.stop()
    for _ in range(times):
        follower._seconds.now += 0.5
        await log.tick()


async def test_a_live_run_opens_at_its_end_and_shows_what_comes() -> None:
    service = live_log()
    async with reading(service, LIVE) as log:
        assert log.under_cursor == "line 79" and "following" in log.border
        service.put(OUTPUT, "jr_1", Served(STARTED + 90_000, "news\n"))
        await look(log, 6)
        assert log.under_cursor == "news"


async def test_every_tick_makes_one_call_at_most_and_none_without_the_focus() -> None:
    service = live_log()
    async with reading(service, LIVE) as log:
        await look(log, 1)
        for _ in range(8):
            before = len(service.calls)
            await look(log, 1)
            assert len(service.calls) - before <= 2  # two groups are listed in one go
        log.here.app.app_focus = False
        before = len(service.calls)
        await look(log, 8)
        assert len(service.calls) == before


async def test_scrolling_up_stops_it_visibly_and_a_key_goes_on() -> None:
    service = live_log()
    async with reading(service, LIVE) as log:
        await log.press("up")
        assert "not following" in log.border and not log.screen.follower.is_on
        service.put(OUTPUT, "jr_1", Served(STARTED + 90_000, "news\n"))
        await log.press("f")
        await look(log, 6)
        assert log.under_cursor == "news" and "not following" not in log.border


async def test_throttles_slow_it_down_and_never_end_it() -> None:
    service = live_log()
    async with reading(service, LIVE) as log:
        await look(log, 4)
        log.screen.loaded.reader.pace._sleep = lambda seconds: None  # type: ignore[union-attr]
        service.throttles = 5
        service.put(OUTPUT, "jr_1", Served(STARTED + 90_000, "news\n"))
        await look(log, 6)
        assert log.under_cursor == "news" and log.screen.follower.is_on


async def test_it_ends_by_itself_once_the_run_is_over_and_says_so() -> None:
    service = live_log()
    over: dict[str, Any] = spark("jr_1", CompletedOn=NOW.timestamp() - 3000)
    async with reading(service, over) as log:
        await log.press("f")
        await look(log, 20)
        assert not log.screen.follower.is_on
        assert "complete, read at 03:28:00" in log.border or "complete, read at" in log.border
        assert log.toasts[-1].startswith("The log is complete: the run is over")


async def test_leaving_the_log_ends_it() -> None:
    service = live_log()
    async with reading(service, LIVE) as log:
        follower = log.screen.follower
        await log.press("escape")
        before = len(service.calls)
        follower.tick()
        await log.here.settled()
        assert len(service.calls) == before
