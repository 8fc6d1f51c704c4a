"""A live log is followed: what is new is seen, nothing is asked while nobody looks, and it ends by itself."""

from __future__ import annotations

from typing import Any

from tests.logs_server import LogService, Served
from tests.screens.conftest import NOW
from tests.screens.log.conftest import ERROR, OUTPUT, STARTED, lines, reading, spark

LIVE = spark("jr_1", JobRunState="RUNNING", CompletedOn=None)


def live_log() -> LogService:
    service = LogService()
    service.put(OUTPUT, "jr_1", *lines(80))
    service.put(ERROR, "jr_1", Served(STARTED + 500, "begun\n"))
    return service


async def test_a_live_run_opens_at_its_end_and_shows_what_comes() -> None:
    service = live_log()
    async with reading(service, LIVE) as log:
        assert log.under_cursor == "line 79" and "following" in log.border
        service.put(OUTPUT, "jr_1", Served(STARTED + 90_000, "news\n"))
        await log.time_passes(3)
        assert log.under_cursor == "news"


async def test_every_tick_makes_one_call_at_most_and_none_without_the_focus() -> None:
    service = live_log()
    async with reading(service, LIVE) as log:
        await log.time_passes(0.5)
        for _ in range(8):
            before = len(service.calls)
            await log.time_passes(0.5)
            assert len(service.calls) - before <= 2  # two groups are listed in one go
        log.here.app.app_focus = False
        before = len(service.calls)
        await log.time_passes(4)
        assert len(service.calls) == before


async def test_scrolling_up_stops_it_visibly_and_a_key_goes_on() -> None:
    service = live_log()
    async with reading(service, LIVE) as log:
        await log.press("up")
        assert "not following" in log.border and not log.screen.follower.is_on
        service.put(OUTPUT, "jr_1", Served(STARTED + 90_000, "news\n"))
        await log.press("f")
        await log.time_passes(3)
        assert log.under_cursor == "news" and "not following" not in log.border


async def test_throttles_slow_it_down_and_never_end_it(impatient: None) -> None:
    service = live_log()
    async with reading(service, LIVE) as log:
        await log.time_passes(2)
        service.throttles = 12
        service.put(OUTPUT, "jr_1", Served(STARTED + 90_000, "news\n"))
        await log.time_passes(3)
        assert log.under_cursor == "news" and log.screen.follower.is_on
        assert log.rests[:2] == [1, 2]


async def test_it_ends_by_itself_once_the_run_is_over_and_says_so() -> None:
    service = live_log()
    over: dict[str, Any] = spark("jr_1", CompletedOn=NOW.timestamp() - 3000)
    async with reading(service, over) as log:
        await log.press("f")
        await log.time_passes(10)
        assert not log.screen.follower.is_on
        assert "complete, read at 02:30:0" in log.border
        assert log.toasts == [
            "The log is complete: the run is over, and nothing came any more (it ended 50 minutes ago)."
        ]


async def test_leaving_the_log_ends_it() -> None:
    service = live_log()
    async with reading(service, LIVE) as log:
        follower = log.screen.follower
        await log.press("escape")
        before = len(service.calls)
        follower.tick()
        await log.here.settled()
        assert len(service.calls) == before
