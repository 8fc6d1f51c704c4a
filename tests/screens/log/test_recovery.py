"""A log whose load failed goes on where it was: nothing is doubled, and nothing is asked for twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.logs_server import LogService, Served
from tests.screens.log.conftest import ERROR, OUTPUT, STARTED, lines, reading
from tests.screens.seen import shown_in

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


@pytest.mark.parametrize("key", ["S", "A", "number_sign", "f", "home"])
async def test_a_sign_in_that_runs_out_under_any_key_stands_in_the_banner_and_the_key_works_again(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    service = LogService(page_events=20)
    service.put(OUTPUT, "jr_1", *lines(100))
    service.put(ERROR, "jr_1", Served(STARTED + 90_000, "bye\n"))
    async with reading(service) as log:
        service.refused = dict.fromkeys((OUTPUT, ERROR), EXPIRED)
        await log.press(key)
        await log.time_passes(2)
        assert "expired" in shown_in(log.here.app, "banner")
        assert not log.screen.output.is_saving and not log.screen.loader.is_loading_all
        assert not [*tmp_path.iterdir()]
        service.refused = {}
        if key == "number_sign":
            await log.here.open_picker("r")
            await log.press("escape")
        else:
            await log.press("r")
        await log.press("A")
        await log.until(lambda: "101 records" in log.border)
