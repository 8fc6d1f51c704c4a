"""The log of a run opens where one wants to read it: a failed run's at the record that says why."""

from __future__ import annotations

from gluetui.glue.demo import demo
from gluetui.screens.log.screen import LogScreen
from tests.glue.logs.test_cause_search import FAILURE
from tests.logs_server import DENIED, LogService, Served
from tests.screens.conftest import NARROW, Browsing, browsing
from tests.screens.log.conftest import ERROR, OUTPUT, STARTED, lines, reading, spark
from tests.screens.seen import shown_in

FAILED = "jr_aac4f327f20b96511e4ac61963d522180f5b03c38723724262bfada13685da19"


def log_of(here: Browsing) -> LogScreen:
    screen = here.app.screen
    assert isinstance(screen, LogScreen)
    return screen


async def test_a_failed_run_opens_at_the_record_that_says_why_with_the_cause_above() -> None:
    async with browsing(demo(), job="curate-sales", run=FAILED) as here:
        await here.press("L")
        view = log_of(here).log_view
        lines = shown_in(here.app, "log").splitlines()
        assert lines[0].startswith(" Container killed by YARN for exceeding memory limits.")
        assert lines[0].endswith("curate_sales.py:87")
        assert "first at" in lines[1] and "10 times, in error" in lines[1]
        assert view.cause is not None and view.shown.record(view.cursor).stream == view.cause.stream
        assert "[Glue Exception Analysis]" in view.shown.record(view.cursor).text


async def test_escape_leads_back_to_the_run() -> None:
    async with browsing(demo(), job="curate-sales", run=FAILED) as here:
        await here.press("L", "escape")
        assert here.is_in_front


async def test_what_is_not_found_is_said_above_the_end_of_the_log() -> None:
    service = LogService()
    service.put(ERROR, "jr_1", *lines(300))
    async with reading(service, spark("jr_1", JobRunState="FAILED")) as log:
        assert log.lines[0].strip() == "No cause found in the log."
        assert log.under_cursor == "line 299"


async def test_a_run_that_succeeded_opens_at_its_end_and_no_cause_is_looked_for() -> None:
    service = LogService()
    service.put(ERROR, "jr_1", *lines(300), Served(STARTED, FAILURE), Served(STARTED + 400_000, "the end\n"))
    async with reading(service, spark("jr_1")) as log:
        assert log.under_cursor == "the end"
        assert log.view.cause is None and "cause" not in log.lines[0]


async def test_a_refused_log_says_why_in_place_of_a_cause() -> None:
    service = LogService()
    service.put(ERROR, "jr_1", *lines(3))
    service.refused = {OUTPUT: DENIED, ERROR: DENIED}
    async with reading(service, spark("jr_1", JobRunState="FAILED")) as log:
        assert "denied" in "\n".join(log.lines)


async def test_a_narrow_terminal_shows_the_cause_its_record_and_the_keys_whole() -> None:
    async with browsing(demo(), job="curate-sales", run=FAILED, size=NARROW) as here:
        await here.press("L")
        screen = shown_in(here.app, "screen").splitlines()
        assert "Container killed by YARN for exceeding memory limits." in screen[2]
        assert screen[2].rstrip(" │").endswith("curate_sales.py:87")
        assert "first at" in screen[3] and "10 times, in error" in screen[3]
        assert sum("│›" in line for line in screen) == 1
        assert "7 errors · 7 warnings · 5,172 records" in screen[-2]
        assert screen[-1].strip() == "enter Open  / Search  e Error  z Noise  esc Close  ? Help  ctrl+c Quit"


async def test_a_large_log_opens_at_the_cause_and_stays_there_while_older_pages_come() -> None:
    service = LogService(page_events=4_500)
    many = [Served(STARTED + 20 * number, f"line {number}\n") for number in range(40_000)]
    service.put(OUTPUT, "jr_1", *many[::10])
    service.put(ERROR, "jr_1", *many, Served(STARTED + 900_001, FAILURE))
    async with reading(service, spark("jr_1", JobRunState="FAILED")) as log:
        assert log.under_cursor == FAILURE.strip()
        loaded = len(log.view.shown.log)
        log.screen.loader.load_older(is_move=True)
        await log.here.settled()
        assert len(log.view.shown.log) > loaded + 4_000
        assert log.under_cursor == FAILURE.strip()
