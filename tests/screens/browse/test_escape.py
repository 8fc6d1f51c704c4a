"""What esc does: the nearest thing first, named by the line of keys, until nothing is left but the jobs."""

from __future__ import annotations

import threading

import pytest

from gluetui.glue.run.run import RunKey
from gluetui.screens.browse.screen import Browse
from gluetui.widgets.key_line import KeyLine
from tests.screens.browse.test_bursts import many
from tests.screens.conftest import NARROW, Browsing, Loopback, a_pipeline, a_run, browsing
from tests.server import Call, Reply


def named(here: Browsing) -> str:
    """What the line of keys says that esc does; "" where it names no esc."""
    titles = [key.title for key in here.screen.query_one(KeyLine).keys if key.key == "escape"]
    return "".join(titles)


def steps(here: Browsing) -> list[str]:
    assert isinstance(here.screen, Browse)
    return [step.title for step in here.screen._escape.steps]


class Stuck:
    """Keeps some calls waiting until it is let go."""

    def __init__(self, *operations: str) -> None:
        self._operations = operations
        self.go_on = threading.Event()

    def __call__(self, call: Call) -> Reply | None:
        if call.operation in self._operations and ("NextToken" in call.asked or call.operation != "GetJobRuns"):
            self.go_on.wait(20)
        return None


async def test_where_nothing_is_open_esc_does_nothing_and_is_not_named(aws: Loopback) -> None:
    async with browsing(aws.glue) as here:
        assert (named(here), steps(here)) == ("", [])
        await here.press("escape")
        assert here.focus == "jobs"


@pytest.mark.parametrize("size", [NARROW, (100, 30), (160, 45)])
async def test_from_the_tree_esc_leads_to_the_jobs_and_says_each_step(aws: Loopback, size: tuple[int, int]) -> None:
    async with browsing(aws.glue, job="report", run="jr_report", size=size) as here:
        await here.press("4")
        for title, pane in (("Details", "details"), ("Runs", "runs"), ("Jobs", "jobs")):
            assert named(here) == title
            assert f"esc {title}" in here.screen.query_one(KeyLine).render_line(0).text
            await here.press("escape")
            assert here.focus == pane
        assert named(here) == ""


async def test_from_a_predecessor_esc_leads_back_through_the_runs_whose_trees_led_there(aws: Loopback) -> None:
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("4", "space", "j", "enter", "space", "j", "enter")
        assert here.run_key == RunKey("load", "jr_load")
        assert named(here) == "Back to clean"
        await here.press("escape")
        assert here.run_key == RunKey("clean", "jr_clean")
        assert (here.focus, named(here)) == ("predecessors", "Back to report")
        await here.press("3")
        assert named(here) == "Back to report"
        await here.press("escape")
        assert here.run_key == RunKey("report", "jr_report")
        assert (here.focus, named(here)) == ("details", "Runs")


async def test_a_run_that_is_opened_in_the_list_leads_back_to_the_list(aws: Loopback) -> None:
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("4", "space", "j", "enter", "1", "G", "enter", "j", "enter")
        assert here.run_key == RunKey("report", "jr_old")
        assert (here.focus, named(here)) == ("details", "Runs")


@pytest.mark.parametrize("pane", ["1", "2", "3", "4"])
async def test_what_is_typed_comes_before_all_else_and_a_kept_filter_after_it(aws: Loopback, pane: str) -> None:
    async with browsing(aws.glue, job="report", run="jr_report", size=NARROW) as here:
        await here.press(pane, "slash", "e")
        assert named(here) == "Clear"
        await here.press("enter")
        assert named(here) == "Clear"
        await here.press("escape")
        focused = here.app.focused
        assert focused is here.panes[int(pane) - 1] and not here.panes[int(pane) - 1].filter_text
        assert named(here) != "Clear"


@pytest.mark.parametrize("pane", ["1", "2", "4"])
async def test_esc_while_a_filter_is_typed_stops_no_work(aws: Loopback, pane: str) -> None:
    aws.holds([*many("big", 650), *a_pipeline()])
    stuck = Stuck("GetJobRun", "GetJobRuns")
    async with browsing(aws.glue, job="big") as here:
        aws.server.fault = stuck
        await here.tap("A", pane, "slash", "g", "s", "escape")
        assert here.screen.run_loader.is_loading_all
        assert not here.panes[int(pane) - 1].is_filtering
        stuck.go_on.set()
        await here.until(lambda: len(here.runs.items) == 650)


async def test_the_work_of_the_pane_is_stopped_before_the_pane_is_left(aws: Loopback) -> None:
    aws.holds([*many("big", 650), *a_pipeline()])
    stuck = Stuck("GetJobRuns")
    async with browsing(aws.glue, job="big") as here:
        aws.server.fault = stuck
        await here.tap("A")
        assert steps(here) == ["Stop loading", "Jobs"]
        assert named(here) == "Stop loading"
        await here.tap("escape")
        assert not here.screen.run_loader.is_loading_all
        assert (here.focus, named(here)) == ("runs", "Jobs")
        stuck.go_on.set()


async def test_work_of_another_pane_is_stopped_last_and_that_is_said(aws: Loopback) -> None:
    aws.holds([*many("big", 650), *a_pipeline()])
    stuck = Stuck("GetJobRuns")
    async with browsing(aws.glue, job="big") as here:
        aws.server.fault = stuck
        await here.tap("A", "3")
        assert steps(here) == ["Runs", "Stop loading runs"]
        await here.tap("1")
        assert named(here) == "Stop loading runs"
        await here.tap("escape")
        assert here.toasts == ["Stopped loading runs."]
        assert named(here) == ""
        stuck.go_on.set()


async def test_esc_stops_an_expanding_tree_once_and_then_leaves_it_though_calls_are_under_way(aws: Loopback) -> None:
    aws.holds([a_run(f"r{n}", f"jr_{n}", (f"r{n + 1}", f"jr_{n + 1}")) for n in range(30)])
    stuck = Stuck("GetJobRun")
    async with browsing(aws.glue, job="r0", run="jr_0") as here:
        await here.press("4")
        aws.server.fault = stuck
        await here.tap("E")
        assert named(here) == "Stop loading"
        await here.tap("escape")
        assert (here.focus, named(here)) == ("predecessors", "Details")
        await here.tap("escape")
        assert here.focus == "details"
        stuck.go_on.set()


async def test_shown_secrets_are_hidden_before_the_details_are_left(aws: Loopback) -> None:
    aws.holds([a_run("keeps", "jr_k", Arguments={"--password": "correct-horse"})])
    async with browsing(aws.glue, job="keeps", run="jr_k") as here:
        await here.press("x", "slash", "p", "enter")
        assert steps(here) == ["Clear", "Hide secrets", "Runs"]
        await here.press("escape", "escape")
        assert here.focus == "details" and not here.details.reveals


async def test_the_failed_jobs_only_are_left_after_the_filter(aws: Loopback) -> None:
    async with browsing(aws.glue, statuses=True) as here:
        await here.press("exclamation_mark", "slash", "c", "enter")
        assert steps(here)[:2] == ["Clear", "All jobs"]
        await here.press("escape", "escape")
        assert not here.jobs.only_failed and named(here) == ""


async def test_a_burst_of_escs_ends_at_the_jobs(aws: Loopback) -> None:
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("4", "space", "j", "enter", "slash", "l")
        await here.burst(*["escape"] * 6)
        await here.settled()
        assert (here.focus, steps(here)) == ("jobs", [])


async def test_at_80_columns_a_kept_filter_of_the_tree_is_counted_and_its_esc_is_named(aws: Loopback) -> None:
    async with browsing(aws.glue, job="report", run="jr_report", size=NARROW) as here:
        await here.press("4", "E", "slash", *"clea", "enter")
        assert "1 of 4 match" in str(here.predecessors.border_subtitle)
        assert "esc Clear" in here.screen.query_one(KeyLine).render_line(0).text
        await here.press("escape")
        assert "match" not in str(here.predecessors.border_subtitle)
