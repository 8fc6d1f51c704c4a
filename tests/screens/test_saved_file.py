"""A saved file on the screen: it stands at its own time, in whichever zone, and is loaded whole."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from tests.conftest import NOW
from tests.screens.conftest import a_run, browsing
from tests.screens.seen import shown_in

SAVED = NOW - timedelta(days=5)


def a_file(*runs: dict[str, object], as_of: datetime | None = SAVED) -> Glue:
    return Glue(Aws(open_snapshot=lambda: Snapshot(list(runs)), source="file kept.json", as_of=as_of))


async def test_a_live_run_stands_where_the_file_was_saved_and_the_first_line_says_when() -> None:
    live = a_run(
        "orders", "jr_1", state="RUNNING", StartedOn=(SAVED - timedelta(minutes=36)).timestamp(), CompletedOn=None,
        MaxCapacity=10.0, GlueVersion="4.0", ExecutionTime=0,
    )  # fmt: skip
    async with browsing(a_file(live), job="orders", run="jr_1") as here:
        await here.until(lambda: "36m 0s" in shown_in(here.app, "details"))
        cost = next(each for each in here.details.laid_out.fields if each.field.name == "estimated cost")
        assert cost.shown.text == "about $2.64", "10 DPU for 36 minutes"
        assert "as of 2026-11-15 02:30:00 UTC" in shown_in(here.app, "top")
        here.app.clock.zone = timezone(timedelta(hours=9), "JST")
        here.app.sessions.show_zone(here.app.clock.zone)
        here.screen.show_times()
        await here.until(lambda: "as of 2026-11-15 11:30:00 JST" in shown_in(here.app, "top"))
        assert here.app.clock.now() == NOW, "the program's own clock goes on"


async def test_a_file_without_times_is_as_of_no_time() -> None:
    async with browsing(a_file(a_run("orders", "jr_1"), as_of=None), job="orders") as here:
        assert "as of" not in shown_in(here.app, "top")
        assert here.session.clock is here.app.clock


async def test_a_file_is_loaded_whole_and_filtered_whole() -> None:
    runs = [a_run("orders", f"jr_{number}", StartedOn=SAVED.timestamp() - number) for number in range(450)]
    async with browsing(a_file(*runs), job="orders") as here:
        await here.until(lambda: here.runs.count_text == "450 runs")
        await here.press("2", "slash", *"jr_449")
        assert here.runs.count_text == "1 of 450 runs"


async def test_a_file_says_itself_that_it_is_empty() -> None:
    async with browsing(a_file(), settled=False) as here:
        await here.until(lambda: "There are no Glue jobs in the file kept.json." in shown_in(here.app, "jobs"))
