"""Finding in a log: what matches and the errors, by key; only those with their surroundings, or all but those."""

from __future__ import annotations

from tests.logs_server import LogService, Served
from tests.screens.log.conftest import OUTPUT, STARTED, lines, reading

HALT = "2026-08-04 04:17:36 ERROR ProcessLauncher:1 - Error from Python:Traceback (most recent call last):\n"
HALT += '  File "/tmp/x.py", line 7, in <module>\nValueError: no such column\n'
OTHER = "2026-08-04 04:17:35 ERROR Job:1 - something else went wrong\n"


def searched_log() -> LogService:
    service = LogService()
    service.put(OUTPUT, "jr_1", *lines(100), Served(STARTED + 200_000, OTHER), Served(STARTED + 201_000, HALT))
    service.put(OUTPUT, "jr_1", *lines(20, STARTED + 300_000, "Line after {}"))
    return service


async def test_a_search_counts_its_matches_and_goes_from_one_to_the_next() -> None:
    async with reading(searched_log()) as log:
        await log.press("home", "slash")
        await log.type("line 5")
        assert log.border.startswith("11 matches · ")
        assert log.under_cursor == "line 5"
        await log.press("enter", "n")
        assert log.under_cursor == "line 50"
        await log.press("N", "N")
        assert log.under_cursor == "line 59"
        await log.press("n")
        assert log.under_cursor == "line 5"
        await log.press("escape")
        assert "match" not in log.border


async def test_a_capital_letter_wants_its_case() -> None:
    async with reading(searched_log()) as log:
        await log.press("slash")
        await log.type("line a")
        assert log.border.startswith("20 matches")
        await log.press("ctrl+u")
        await log.type("LINE")
        assert log.border.startswith("0 matches")


async def test_a_regular_expression_is_searched_for_by_a_key_and_one_that_is_none_says_so() -> None:
    async with reading(searched_log()) as log:
        await log.press("home", "slash", "alt+r")
        await log.type("line [12]5$")
        assert log.border.startswith("2 matches of the expression")
        assert log.under_cursor == "line 15"
        await log.type("(")
        assert log.border.startswith("it is no regular expression: ")


async def test_only_what_matches_is_shown_with_its_surroundings_then_all_but_that() -> None:
    async with reading(searched_log()) as log:
        await log.press("slash")
        await log.type("line 42")
        await log.press("enter", "ampersand")
        shown = log.view.shown
        assert [shown.record(row).message for row in range(5)] == [f"line {number}" for number in range(40, 45)]
        assert len(shown.rows) == 5 and "only matching" in log.border
        await log.press("ampersand")
        assert len(shown.rows) == 121 and "without matching" in log.border
        await log.press("ampersand")
        assert len(shown.rows) == 122


async def test_errors_come_in_the_order_of_evidence_and_not_of_time() -> None:
    async with reading(searched_log()) as log:
        await log.press("e")
        assert "ValueError: no such column" in log.under_cursor
        await log.press("e")
        assert log.under_cursor == OTHER.strip()
        await log.press("e")
        assert log.toasts == ["There is no further evidence in what is loaded."]
        await log.press("E")
        assert "ValueError: no such column" in log.under_cursor


async def test_a_log_without_errors_says_so() -> None:
    service = LogService()
    service.put(OUTPUT, "jr_1", *lines(3))
    async with reading(service) as log:
        await log.press("e")
        assert log.toasts == ["What is loaded holds no error that tells of a failure."]
