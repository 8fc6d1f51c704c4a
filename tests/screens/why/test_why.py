"""The screen that tells why: what it names, what its rows open, its calls, and what AWS refuses."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.screens.viewer import Viewer
from gluetui.screens.why.screen import WhyScreen
from gluetui.text.safe import is_safe
from tests.conftest import NOW
from tests.screens.conftest import NARROW, WIDE, Browsing, Loopback, a_run, browsing
from tests.screens.night.conftest import at_night, ran, serving_triggers, trigger
from tests.screens.seen import shown_in
from tests.server import SILENCE, Call, Reply, refusal

DEMO = Snapshot.demo(NOW - timedelta(hours=1))


def failed_run() -> RunKey:
    runs = map(JobRun, DEMO.respond("glue", "GetJobRuns", {"JobName": "curate-sales"})[1]["JobRuns"])
    return next(run.key for run in runs if run.state == "FAILED")


def seen(here: Browsing) -> str:
    return shown_in(here.app, "screen")


def why_screens(here: Browsing) -> int:
    return sum(isinstance(screen, WhyScreen) for screen in here.app.screen_stack)


def calls(aws: Loopback) -> Counter[str]:
    return Counter(call.operation for call in aws.server.calls)


async def ask_about_job(here: Browsing, job: str) -> None:
    here.jobs.go_to(job)
    await here.press("W")
    await here.settled()


async def go_to_row(here: Browsing, text: str) -> None:
    """Put the cursor on the first row that holds a text."""
    screen = here.app.screen
    assert isinstance(screen, WhyScreen)
    place = next(place for place, row in enumerate(screen.report._shown) if text in row.text)
    await here.press("home", *["down"] * place)


@pytest.fixture
def demo(aws: Loopback) -> Loopback:
    aws.server.snapshot = DEMO
    return aws


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_job_that_did_not_run_names_the_failed_run_which_enter_opens(
    demo: Loopback, size: tuple[int, int]
) -> None:
    async with browsing(demo.glue, size=size) as here:
        await ask_about_job(here, "mart-revenue-daily")
        assert "Why did mart-revenue-daily not run?" in seen(here)
        assert "mart-revenue-daily did not run because curate-sales FAILED." in seen(here)
        await go_to_row(here, "curate-sales FAILED")
        await here.press("enter")
        await here.until(lambda: here.run_key == failed_run())
        assert (here.is_in_front, here.focus) == (True, "details")


async def test_a_failed_run_tells_what_started_it_what_it_set_off_and_what_waits_in_vain(demo: Loopback) -> None:
    async with browsing(demo.glue, job="curate-sales", run=failed_run().run_id) as here:
        await here.press("3", "W")
        await here.settled()
        text = seen(here)
        assert "Trigger staging-done started it" in text
        assert "build-customer-360 came last" in text
        assert "alert-on-failure started" in text
        assert "WAITS IN VAIN FOR curate-sales · 5 jobs" in text
        assert "publish-dashboards" in text
        await here.press("escape")
        assert here.is_in_front


async def test_nothing_is_asked_twice_also_when_the_next_answer_needs_it_again(demo: Loopback) -> None:
    async with browsing(demo.glue, job="curate-sales", run=failed_run().run_id) as here:
        await here.press("3", "W")
        await here.settled()
        before = calls(demo)
        assert before["GetTriggers"] == 1
        await here.press("escape", "W")
        await here.settled()
        assert calls(demo) == before
        asked = Counter((call.operation, str(call.asked)) for call in demo.server.calls)
        assert {each: count for each, count in asked.items() if count > 1 and each[0] != "GetJobRuns"} == {}


async def test_a_job_row_opens_its_runs_and_is_asked_about_in_the_same_window(demo: Loopback) -> None:
    async with browsing(demo.glue) as here:
        await ask_about_job(here, "publish-dashboards")
        await go_to_row(here, "mart-stock-forecast did not run")
        await here.press("W")
        await here.settled()
        assert "Why did mart-stock-forecast not run?" in seen(here)
        assert why_screens(here) == 2
        await here.press("escape", "enter")
        await here.settled()
        assert (here.is_in_front, here.runs.job_name) == (True, "mart-stock-forecast")


async def test_a_trigger_row_opens_its_definition_with_its_secrets_masked(aws: Loopback) -> None:
    aws.holds([ran("load", "jr_load", 30), ran("other", "jr_other")])
    nightly = trigger("nightly", "load", cron="30 0 * * ? *", state="DEACTIVATED")
    nightly["Actions"][0]["Arguments"] = {"--db_password": "hunter2-secret"}
    aws.server.fault = serving_triggers(nightly)
    async with browsing(aws.glue) as here:
        await ask_about_job(here, "load")
        assert "trigger nightly is not active (as of now: DEACTIVATED)" in seen(here)
        await here.press("enter")
        assert isinstance(here.app.screen, Viewer)
        assert "as of now" in seen(here)
        assert "--db_password" in seen(here)
        assert "hunter2" not in seen(here)
        await here.press("escape")
        assert isinstance(here.app.screen, WhyScreen)


def a_workflow_run() -> dict[str, Any]:
    job = a_run("load", "jr_load", TriggerName="start")
    nodes = [
        {"Type": "TRIGGER", "Name": "start", "UniqueId": "1", "TriggerDetails": {"Trigger": {"Name": "start"}}},
        {"Type": "JOB", "Name": "load", "UniqueId": "2", "JobDetails": {"JobRuns": [job]}},
        {"Type": "CRAWLER", "Name": "crawl", "UniqueId": "3", "CrawlerDetails": {"Crawls": [{"State": "FAILED"}]}},
        {"Type": "JOB", "Name": "mart", "UniqueId": "4"},
    ]
    edges = [{"SourceId": one, "DestinationId": other} for one, other in ("12", "13", "34")]
    return {
        "Name": "flow",
        "WorkflowRunId": "wr_1",
        "Status": "COMPLETED",
        "StartedOn": NOW.timestamp() - 4000,
        "WorkflowRunProperties": {"db_password": "hunter2-secret", "day": "today"},
        "Statistics": {"TotalActions": 3, "SucceededActions": 1, "FailedActions": 1},
        "Graph": {"Nodes": nodes, "Edges": edges},
    }


@pytest.mark.parametrize("named", [True, False])
async def test_a_workflow_row_opens_its_graph_whose_rows_open_runs(aws: Loopback, named: bool) -> None:
    arguments = {"--WORKFLOW_NAME": "flow", "--WORKFLOW_RUN_ID": "wr_1"} if named else {}
    aws.holds([a_run("load", "jr_load", TriggerName="start", Arguments=arguments)])
    start = {**trigger("start", "load"), "Type": "ON_DEMAND", "WorkflowName": "flow"}

    def fault(call: Call) -> Reply | None:
        if call.operation == "GetWorkflowRuns":
            return Reply.of({"Runs": [a_workflow_run()]})
        if call.operation == "GetWorkflowRun":
            return Reply.of({"Run": a_workflow_run()})
        return serving_triggers(start)(call)  # type: ignore[no-any-return]

    aws.server.fault = fault
    async with browsing(aws.glue, job="load", run="jr_load") as here:
        await here.press("3", "W")
        await here.settled()
        await go_to_row(here, "workflow flow")
        await here.press("enter")
        await here.settled()
        text = seen(here)
        assert "COMPLETED: 1 of 3 succeeded, 1 failed, 1 never ran" in text
        assert "hunter2" not in text
        assert "crawler crawl: failed" in text
        assert "job mart: no run of it" in text
        await go_to_row(here, "job load")
        await here.press("enter")
        await here.settled()
        assert (here.is_in_front, here.run_key) == (True, RunKey("load", "jr_load"))


async def test_a_missing_job_of_the_night_is_explained_by_what_the_board_knows(aws: Loopback) -> None:
    aws.holds([ran("clean", "jr_clean", 2, "FAILED", TriggerName="nightly"), ran("mart", "jr_mart", 40)])
    aws.server.fault = serving_triggers(
        trigger("nightly", "clean", cron="30 0 * * ? *"), trigger("in", "mart", "clean")
    )
    async with at_night(aws.glue) as night:
        here = night.here
        await here.press("down")
        assert night.under_cursor == "mart"
        before = calls(aws)
        await here.press("W")
        await here.settled()
        assert "mart did not run because clean FAILED." in seen(here)
        asked = calls(aws) - before
        assert asked == {"GetJobRuns": 1}
        await here.press("escape")
        assert night.is_in_front


async def test_triggers_that_may_not_be_read_are_said_to_be_unknown_in_their_row(demo: Loopback) -> None:
    demo.server.fault = lambda call: refusal("AccessDeniedException", "no") if call.operation == "GetTriggers" else None
    async with browsing(demo.glue) as here:
        await ask_about_job(here, "mart-revenue-daily")
        assert "It is not known why mart-revenue-daily did not run: triggers could not be read" in seen(here)
        demo.server.fault = None
        await here.press("r")
        await here.settled()
        assert "because curate-sales FAILED" in seen(here)


async def test_a_watched_job_that_may_not_be_read_stands_in_its_row(demo: Loopback) -> None:
    def denied(call: Call) -> Reply | None:
        is_it = call.operation == "GetJobRuns" and call.asked["JobName"] == "curate-sales"
        return refusal("AccessDeniedException", "no") if is_it else None

    demo.server.fault = denied
    async with browsing(demo.glue) as here:
        await ask_about_job(here, "mart-revenue-daily")
        assert "? curate-sales could not be asked" in seen(here)
        assert "ingest-inventory is RUNNING" in seen(here)


async def test_while_aws_is_silent_keys_are_answered_and_esc_stops_then_closes(demo: Loopback) -> None:
    async with browsing(demo.glue) as here:
        demo.server.fault = lambda call: SILENCE if call.operation == "GetJobRuns" else None
        here.jobs.go_to("mart-revenue-daily")
        await here.tap("W")
        await here.until(lambda: "is being asked" in seen(here))
        await here.tap("escape")
        await here.until(lambda: "was not asked: that was stopped" in seen(here))
        await here.tap("escape")
        await here.until(lambda: here.is_in_front)


async def test_a_sign_in_that_ran_out_stands_in_the_banner_and_the_answer_comes_after_it(demo: Loopback) -> None:
    async with browsing(demo.glue) as here:
        demo.server.fault = lambda call: refusal("ExpiredTokenException", "expired")
        await ask_about_job(here, "mart-revenue-daily")
        await here.until(lambda: here.session.health.fault is not None)
        demo.server.fault = None
        await here.press("r")
        await here.until(lambda: "because curate-sales FAILED" in seen(here))


async def test_w_without_a_run_or_job_says_why_not(aws: Loopback) -> None:
    async with browsing(aws.glue) as here:
        await here.press("4", "W")
        assert any("Neither a run nor a job" in toast for toast in here.toasts)


HOSTILE = ["\x1b]0;owned\x07", "two\nlines", "\u202eback", "[link=x]", "nul\x00"]


async def test_hostile_names_are_seen_and_obeyed_in_no_row_and_no_title(aws: Loopback) -> None:
    aws.holds([ran(name, f"jr_{name}", 2, "FAILED", TriggerName=name) for name in HOSTILE])
    aws.server.fault = serving_triggers(
        *({**trigger(name, name, HOSTILE[place - 1]), "WorkflowName": name} for place, name in enumerate(HOSTILE))
    )
    async with browsing(aws.glue) as here:
        for name in HOSTILE:
            await ask_about_job(here, name)
            assert isinstance(here.app.screen, WhyScreen)
            assert all(is_safe(line) for line in seen(here).split("\n"))
            await go_to_row(here, "trigger")
            await here.press("enter")
            assert all(is_safe(line) for line in seen(here).split("\n"))
            while not here.is_in_front:
                await here.press("escape")
