"""The log of a run opens where one wants to read it: a failed run's at the record that says why."""

from __future__ import annotations

from gluetui.glue.demo import demo
from gluetui.screens.log.screen import LogScreen
from tests.screens.conftest import Browsing, browsing
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
