"""The details of a failed run say in one line what differs from its last success, without a call."""

from __future__ import annotations

from gluetui.screens.diff.screen import DiffScreen
from tests.conftest import NOW
from tests.screens.conftest import Browsing, Loopback, a_run, browsing
from tests.screens.seen import shown_in

ROW = "against the last success"
RUNS = [
    a_run("load", "jr_failed", state="FAILED", GlueVersion="5.0", ErrorMessage="disk full"),
    a_run("load", "jr_good", GlueVersion="4.0", StartedOn=NOW.timestamp() - 9000, CompletedOn=NOW.timestamp() - 8000),
]


def row(here: Browsing) -> str:
    return next((line for line in shown_in(here.app, "details").splitlines() if ROW in line), "")


async def test_the_row_names_the_differences_and_enter_opens_them_whatever_is_marked(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, job="load") as here:
        await here.press("2")
        calls = len(aws.server.calls)
        await here.press("j", "k", "m", "3")
        assert "1 difference: GlueVersion" in row(here)
        assert len(aws.server.calls) == calls
        while not (here.details.entry and here.details.entry.field.name == ROW):
            await here.press("j")
        await here.press("enter")
        await here.until(lambda: isinstance(here.app.screen, DiffScreen))
        await here.settled()
        assert "against its last success" in shown_in(here.app, "differences")
        assert "jr_good" in shown_in(here.app, "differences")
        await here.press("escape")
        assert here.focus == "details"


async def test_a_run_that_is_opened_before_its_list_is_loaded_says_it_as_soon_as_that_is_there(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, job="load", run="jr_failed") as here:
        await here.settled()
        assert "1 difference: GlueVersion" in row(here)


async def test_a_run_that_succeeded_has_no_such_row(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, job="load", run="jr_good") as here:
        await here.settled()
        assert row(here) == ""
