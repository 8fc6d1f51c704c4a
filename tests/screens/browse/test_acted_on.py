"""Commands act on the run under the cursor of the pane with the focus, or on none; all panes show the same run."""

from __future__ import annotations

import json

import pytest

from gluetui.glue.run.run import RunKey
from gluetui.widgets.key_line import KeyLine
from tests.screens.conftest import NARROW, Browsing, Loopback, a_pipeline, a_run, browsing
from tests.screens.seen import shown_in

ON_A_RUN = ("y", "C", "S", "J")


def named(here: Browsing) -> set[str]:
    return {key.key for key in here.screen.query_one(KeyLine).keys} & set(ON_A_RUN)


def gone() -> list[dict[str, object]]:
    return [a_run("orphan", "jr_o", ("gone", "jr_gone"), ("load", "jr_load")), a_run("gone", "jr_2"), *a_pipeline()]


@pytest.mark.parametrize("key", [*ON_A_RUN, "Y", "o", "ctrl+s"])
@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (["2", "slash", *"state:expired", "enter"], "No run here."),
        (["1"], "No run here: enter opens the job's runs."),
        (["4", "slash", *"nosuch", "enter"], "No run here."),
    ],
    ids=["runs", "jobs", "tree"],
)
async def test_where_no_run_is_under_the_cursor_none_is_acted_on_and_the_key_says_so(
    aws: Loopback, keys: list[str], says: str, key: str
) -> None:
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press(*keys)
        assert named(here) == set()
        await here.press(key)
        assert here.toasts[-1] == says and not here.copied and here.is_in_front


@pytest.mark.parametrize(
    ("keys", "run_id"),
    [(["2"], "jr_report"), (["2", "j"], "jr_old"), (["3"], "jr_report"), (["4", "space", "j"], "jr_clean")],
)
async def test_the_run_under_the_cursor_is_copied(aws: Loopback, keys: list[str], run_id: str) -> None:
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press(*keys)
        assert named(here) == set(ON_A_RUN)
        await here.press("y")
        await here.until(lambda: bool(here.copied))
        assert json.loads(here.copied)["JobRun"]["Id"] == run_id


async def test_of_a_job_it_is_the_last_run_where_its_line_shows_it(aws: Loopback) -> None:
    async with browsing(aws.glue, job="live", run="jr_live", statuses=True) as here:
        await here.until(lambda: here.last_runs_are_there)
        await here.press("1", "G", "y")
        await here.until(lambda: bool(here.copied))
        assert json.loads(here.copied)["JobRun"]["Id"] == "jr_report"


async def test_a_predecessor_that_aws_did_not_name_is_not_acted_on_and_opens_nothing(aws: Loopback) -> None:
    aws.holds([a_run("root", "jr_r", ("nameless", ""), ("load", "jr_load")), *a_pipeline()])
    async with browsing(aws.glue, job="root", run="jr_r", size=NARROW) as here:
        await here.press("4", "space", "G")
        while here.predecessors.key is not None:
            await here.press("up")
        line = here.screen.query_one(KeyLine).render_line(0).text
        assert "enter Open" not in line and "Expand" not in line
        for key in ("enter", "space"):
            here.app.clear_notifications()
            await here.press(key)
            assert here.toasts == ["AWS did not return which run this is: there is nothing to open."]
        await here.press("y")
        assert here.toasts[-1] == "No run here: AWS did not return which one this is." and not here.copied


async def test_a_run_that_is_gone_is_what_every_pane_shows(aws: Loopback) -> None:
    aws.holds(gone())
    async with browsing(aws.glue, job="orphan", run="jr_o") as here:
        await here.press("4", "space", "j")
        while here.predecessors.key != RunKey("gone", "jr_gone"):
            await here.press("j")
        await here.press("enter")
        assert here.details.error is not None and here.predecessors.error is not None
        assert "gone" in str(here.details.border_title) and "gone" in str(here.predecessors.border_title)
        assert here.details.entry_count == here.predecessors.entry_count == 0
        assert "jr_gone is open and none of these." in shown_in(here.app, "runs")
        assert named(here) == set()
        await here.press("escape")
        assert here.run_key == RunKey("orphan", "jr_o") and here.details.entry_count > 0
        assert here.predecessors.key == RunKey("gone", "jr_gone")


async def test_the_cursor_of_the_runs_that_was_moved_stays_where_the_user_put_it(aws: Loopback) -> None:
    aws.holds(gone())
    async with browsing(aws.glue, job="gone", run="jr_gone") as here:
        assert "none of these" in shown_in(here.app, "runs")
        aws.holds([*gone(), a_run("gone", "jr_3"), a_run("gone", "jr_gone")])
        await here.press("2", "r")
        assert here.runs.item is not None and here.runs.item.key.run_id == "jr_gone"
        assert "none of these" not in shown_in(here.app, "runs")
