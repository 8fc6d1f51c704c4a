"""A log whose load failed goes on where it was: nothing is doubled, and nothing is asked for twice."""

from __future__ import annotations

from tests.logs_server import LogService, Served
from tests.screens.log.conftest import ERROR, OUTPUT, STARTED, lines, reading

EXPIRED = ("ExpiredTokenException", "The security token included in the request is expired")


async def test_a_fault_between_two_streams_is_asked_again_without_doubling_the_first() -> None:
    service = LogService()
    service.put(OUTPUT, "jr_1", *lines(30))
    service.put(ERROR, "jr_1", Served(STARTED + 90_000, "bye\n"))
    service.refused = {ERROR: EXPIRED}
    async with reading(service) as log:
        assert log.screen.session.health.fault is not None
        assert len(log.view.shown.log) == 30
        service.refused = {}
        await log.press("r")
        await log.until(lambda: log.border.startswith("31 records"))
        assert log.under_cursor == "bye"
        named = [asked["logGroupName"] for name, asked in service.calls if name == "GetLogEvents"]
        assert named.count(OUTPUT) <= 2


async def test_what_a_stop_ended_can_be_asked_for_again() -> None:
    service = LogService(page_events=20)
    service.put(OUTPUT, "jr_1", *lines(1_400))
    async with reading(service) as log:
        await log.here.tap("A")
        await log.press("escape")
        assert len(log.view.shown.log) < 1_400
        assert log.under_cursor == "line 1399"
        await log.press("A")
        await log.until(lambda: log.border.startswith("1,400 records"))
        assert log.under_cursor == "line 1399"
