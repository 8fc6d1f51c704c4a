"""Older pages come as one scrolls up, or all of them by a key; what is read stays in its place."""

from __future__ import annotations

from tests.logs_server import LogService, Served
from tests.screens.log.conftest import ERROR, OUTPUT, STARTED, lines, reading


def long_log(count: int = 600, page: int = 200) -> LogService:
    service = LogService(page_events=page)
    service.put(OUTPUT, "jr_1", *lines(count))
    service.put(ERROR, "jr_1", Served(STARTED + 599_500, "done\n"))
    return service


async def test_the_first_screen_is_the_end_of_the_log_and_takes_three_calls() -> None:
    service = long_log()
    async with reading(service) as log:
        assert log.lines[-1].endswith("done")
        assert log.under_cursor == "done"
        assert dict(service.counts) == {"GetLogEvents": 3}
        assert log.border.startswith("201 records")


async def test_scrolling_up_loads_what_is_older_and_moves_nothing() -> None:
    async with reading(long_log()) as log:
        await log.press("home")
        assert log.under_cursor == "line 400"
        await log.until(lambda: len(log.view.shown.rows) >= 401)
        assert log.under_cursor == "line 400"


async def test_the_whole_log_is_loaded_by_a_key() -> None:
    async with reading(long_log()) as log:
        await log.press("A")
        await log.until(lambda: log.border.startswith("601 records"))
        assert log.under_cursor == "done"
        await log.press("home")
        assert log.under_cursor == "line 0"
        await log.press("A")
        assert log.toasts == ["All that AWS has of these streams is loaded."]


async def test_empty_pages_are_not_the_end() -> None:
    service = long_log()
    service.empty_pages = 2
    async with reading(service) as log:
        await log.press("A")
        await log.until(lambda: log.border.startswith("601 records"))


async def test_a_throttle_only_slows_the_load_down(impatient: None) -> None:
    service = long_log()
    async with reading(service) as log:
        service.throttles = 12
        await log.press("A")
        await log.until(lambda: log.border.startswith("601 records"))
        assert log.rests[:2] == [1, 2]


async def test_escape_stops_a_load_and_then_closes() -> None:
    async with reading(long_log(1_400, 10)) as log:
        await log.here.tap("A")
        assert log.screen.loader.is_loading_all
        assert log.screen.key_titles["screen.close"] == "Stop loading"
        await log.press("escape")
        assert not log.screen.loader.is_loading_all
        assert 10 <= len(log.view.shown.log) < 1_400
        await log.press("escape")
        assert log.here.is_in_front


async def test_streams_of_other_lengths_are_merged_without_a_gap() -> None:
    """The stream whose page reaches back the least goes on first."""
    service = LogService(page_events=50)
    service.put(OUTPUT, "jr_1", *lines(300, text="out {}"))
    service.put(ERROR, "jr_1", *lines(30, text="err {}"))
    async with reading(service) as log:
        shown = log.view.shown.log
        assert log.view.complete_from is not None
        complete = [
            shown.record(position).message for position in range(shown.at_time(log.view.complete_from), len(shown))
        ]
        assert complete == [f"out {number}" for number in range(300 - len(complete), 300)]
        await log.press("A")
        await log.until(lambda: log.border.startswith("330 records"))
        times = [log.view.shown.log.record(position).time for position in range(330)]
        assert times == sorted(times)
        assert log.view.complete_from is None


async def test_one_move_loads_a_few_pages_at_most_and_the_border_says_where_records_are_missing() -> None:
    service = LogService(page_events=50)
    service.put(OUTPUT, "jr_1", Served(STARTED - 1000, "very early\n"), Served(STARTED + 999_000, "late\n"))
    service.put(ERROR, "jr_1", *lines(900))
    async with reading(service) as log:
        await log.press("home")
        assert log.under_cursor == "very early"
        assert service.counts["GetLogEvents"] < 10
        assert "not whole before" in log.border
        await log.press("end")
        assert "not whole before" not in log.border
