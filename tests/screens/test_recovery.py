"""What failed is asked for again by itself: one load at a time while the fault stands, the rest once it is over."""

from __future__ import annotations

import pytest
from textual.events import AppBlur, AppFocus

from tests.screens.conftest import Alarms, Loopback, a_run, browsing
from tests.screens.seen import shown_in
from tests.server import RESET, Call, Reply, refusal

EXPIRED = refusal("ExpiredTokenException", "expired")
THROTTLED = refusal("ThrottlingException", "Rate exceeded")


def calls_of(aws: Loopback) -> list[str]:
    """What was asked since this was last called, each further try of boto3's left out."""
    asked = [(call.operation, str(call.asked)) for call in aws.server.calls if call.operation != "GetCallerIdentity"]
    aws.server.calls.clear()
    return sorted(operation for operation, _ in set(asked))


async def test_while_the_network_is_down_one_load_is_tried_at_growing_intervals(aws: Loopback, alarms: Alarms) -> None:
    aws.server.fault = lambda call: RESET
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        assert calls_of(aws) == ["GetJobRun", "GetJobRuns", "ListJobs"]
        waited, asked = [], []
        for _ in range(7):
            waited += alarms.seconds
            await alarms.ring(here)
            asked.append(calls_of(aws))
        assert waited == [2, 4, 8, 16, 30, 30, 30]
        assert all(len(each) == 1 for each in asked)
        assert {each[0] for each in asked} == {"GetJobRun", "GetJobRuns", "ListJobs"}


async def test_when_it_is_back_all_that_failed_is_asked_for_once_and_the_banner_goes(
    aws: Loopback, alarms: Alarms
) -> None:
    aws.server.fault = lambda call: RESET
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await alarms.ring(here)
        aws.server.fault = None
        aws.server.calls.clear()
        await alarms.ring(here)
        assert sorted(call.operation for call in aws.server.calls if call.operation != "GetCallerIdentity") == [
            "GetJobRun", "GetJobRuns", "ListJobs",
        ]  # fmt: skip
        assert shown_in(here.app, "banner") == ""
        assert "SUCCEEDED" in shown_in(here.app, "details")
        assert "all-in" in shown_in(here.app, "runs")
        await alarms.ring(here)
        assert alarms == []


async def test_after_a_recovery_the_next_fault_is_probed_soon_again(aws: Loopback, alarms: Alarms) -> None:
    aws.server.fault = lambda call: RESET
    async with browsing(aws.glue, job="report") as here:
        for _ in range(4):
            await alarms.ring(here)
        aws.server.fault = None
        await alarms.ring(here)
        await alarms.ring(here)
        aws.server.fault = lambda call: RESET
        await here.press("2", "r")
        assert alarms.seconds == [2]


async def test_nodes_of_the_tree_recover_too_without_a_storm(aws: Loopback, alarms: Alarms) -> None:
    before = [("load", f"jr_{number}") for number in range(40)]
    aws.holds([a_run("report", "jr_wide", *before), *(a_run(job, run_id) for job, run_id in before)])
    async with browsing(aws.glue, job="report", run="jr_wide") as here:
        aws.server.fault = lambda call: RESET
        calls_of(aws)
        await here.press("4")
        await here.tap("space")
        await here.until(lambda: here.runs_not_fetched > 0 and here.fetching_is_held)
        assert len(calls_of(aws)) <= 6
        for _ in range(3):
            due, alarms[:] = list(alarms), []
            for _, callback in due:
                callback()
            await here.settled()
            assert len(calls_of(aws)) == 1
        aws.server.fault = None
        await alarms.ring(here)
        await here.until(lambda: here.runs_to_fetch == 0)
        await here.settled()
        asked = [call.asked["RunId"] for call in aws.server.calls if call.operation == "GetJobRun"]
        assert sorted(set(asked)) == sorted(run_id for _, run_id in before)
        assert len(asked) == len(set(asked))
        assert shown_in(here.app, "banner") == ""
        assert not here.predecessors.view.lineage.unreached()  # type: ignore[union-attr]


async def test_where_one_load_never_works_the_others_do_not_chase_it(aws: Loopback, alarms: Alarms) -> None:
    def fault(call: Call) -> Reply | None:
        return RESET if call.operation == "GetJobRuns" else None

    aws.server.fault = fault
    async with browsing(aws.glue, job="report") as here:
        calls_of(aws)
        for _ in range(4):
            await alarms.ring(here)
            assert calls_of(aws) == ["GetJobRuns"]
        assert len(alarms) == 1
        await here.press("1", "r")
        assert set(calls_of(aws)) == {"GetJobRuns", "ListJobs"}


async def test_an_expired_sign_in_is_not_polled_but_asked_by_r_after_a_sign_in_and_on_focus(
    aws: Loopback, alarms: Alarms
) -> None:
    aws.server.fault = lambda call: EXPIRED
    async with browsing(aws.glue, job="report") as here:
        assert alarms == []
        calls_of(aws)
        await here.press("r")
        assert calls_of(aws) == ["GetJobRuns"]
        here.session.retry_all()
        await here.settled()
        assert calls_of(aws) == ["GetJobRuns", "ListJobs"]
        here.app.post_message(AppBlur())
        here.app.post_message(AppFocus())
        await here.settled()
        assert len(calls_of(aws)) == 1
        aws.server.fault = None
        here.app.post_message(AppBlur())
        here.app.post_message(AppFocus())
        await here.settled()
        assert calls_of(aws) == ["GetJobRuns", "ListJobs"]
        assert shown_in(here.app, "banner") == ""


@pytest.mark.parametrize("key", ["1", "2"])
async def test_a_throttled_list_is_asked_for_again_by_itself_and_then_by_r(
    aws: Loopback, alarms: Alarms, key: str
) -> None:
    pane = {"1": "jobs", "2": "runs"}[key]
    async with browsing(aws.glue, job="report") as here:
        aws.server.fault = lambda call: THROTTLED
        await here.press(key, "r")
        waited = []
        for seconds in (1, 2, 4, 8):
            said = " ".join(shown_in(here.app, pane).split())
            assert "throttled" in said and f"Asks again by itself in {seconds} s." in said
            waited += alarms.seconds
            await alarms.ring(here)
        assert waited == [1, 2, 4, 8]
        assert alarms == []
        assert "r asks again, e says more." in " ".join(shown_in(here.app, pane).split())
        aws.server.fault = None
        await here.press("r")
        assert "throttled" not in shown_in(here.app, pane)


async def test_a_load_that_a_person_left_is_not_asked_for_again(aws: Loopback, alarms: Alarms) -> None:
    aws.server.fault = lambda call: THROTTLED if call.asked.get("JobName") == "clean" else None
    async with browsing(aws.glue) as here:
        await here.press("g", "enter")
        assert len(alarms) == 1
        await here.press("1", "G", "enter")
        calls_of(aws)
        await alarms.ring(here)
        assert calls_of(aws) == []
        assert here.runs.job_name == "report"
