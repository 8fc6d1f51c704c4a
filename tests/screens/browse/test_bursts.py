"""Keys that come faster than they are served, and jobs that are left while their answers are under way."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.run.run import RunKey
from tests.conftest import NOW
from tests.screens.conftest import Alarms, Browsing, Loopback, a_pipeline, a_run, browsing
from tests.server import RESET, Call, Reply, caller, refusal

REPORT, LOAD, OLD = RunKey("report", "jr_report"), RunKey("load", "jr_load"), RunKey("report", "jr_old")
THROTTLED = refusal("ThrottlingException", "Rate exceeded")


async def at_once(here: Browsing, *keys: str) -> None:
    """All keys are there before the first one is served."""
    await here.burst(*keys)
    await here.settled()


def many(job: str, count: int) -> list[dict[str, Any]]:
    begun = NOW.timestamp() - 4000
    return [a_run(job, f"jr_{number:04}", StartedOn=begun - 3600 * number) for number in range(count)]


class Gate:
    """Keeps the calls for a page of a job waiting, then answers them so."""

    def __init__(self, job: str, token: str | None, reply: Reply | None = None) -> None:
        self._what = (job, token)
        self._reply = reply
        self.is_reached, self.is_open = threading.Event(), threading.Event()

    def __call__(self, call: Call) -> Reply | None:
        if (call.asked.get("JobName"), call.asked.get("NextToken")) != self._what:
            return None
        self.is_reached.set()
        self.is_open.wait(20)
        return self._reply


@pytest.mark.parametrize(
    ("keys", "run"),
    [(["[", "["], REPORT), (["[", "]"], OLD), (["[", "]", "["], LOAD), (["[", "[", "]"], LOAD)],
    ids="".join,
)
async def test_steps_of_the_trail_in_one_burst_end_where_they_would_one_by_one(
    aws: Loopback, keys: list[str], run: RunKey
) -> None:
    names = {"[": "left_square_bracket", "]": "right_square_bracket"}
    async with browsing(aws.glue) as here:
        for key in (REPORT, LOAD, OLD):
            here.open_run(key)
            await here.settled()
        await at_once(here, *(names[key] for key in keys))
        assert here.run_key == run
        assert here.details.run is not None and here.details.run.key == run
        assert (here.runs.job_name, here.predecessors.root) == (run.job_name, run)
        assert here.runs.item is not None and here.runs.item.key == run


@pytest.mark.parametrize(
    ("keys", "focus"),
    [(["enter", "left"], "jobs"), (["2", "enter", "right"], "predecessors"), (["enter", "h"], "jobs")],
)
async def test_left_and_right_are_served_after_the_enter_before_them(
    aws: Loopback, keys: list[str], focus: str
) -> None:
    async with browsing(aws.glue, job="report") as here:
        await here.press("1")
        await at_once(here, *keys)
        assert here.focus == focus


@pytest.mark.parametrize("keys", [["enter", "enter"], ["enter", "escape", "enter"], ["escape", "escape"]])
async def test_a_box_answers_once_however_often_it_is_asked(aws: Loopback, keys: list[str]) -> None:
    async with browsing(aws.glue, job="report") as here:
        for opens in ("P", "R"):
            await here.open_picker(opens)
            await at_once(here, *keys)
            if not here.is_in_front:
                await here.press("escape", "escape")
            assert not here.has_quit


@pytest.mark.parametrize("keys", [["q", "q"], ["escape", "q"], ["escape", "escape"]])
async def test_the_viewer_closes_once(aws: Loopback, keys: list[str]) -> None:
    async with browsing(aws.glue, job="report") as here:
        await here.press("J")
        await here.until(lambda: not here.is_in_front)
        await at_once(here, keys[0])
        assert here.is_in_front and not here.has_quit


async def test_loading_all_runs_of_a_job_that_was_left_fails_without_a_word_and_stops_no_recovery(
    aws: Loopback, alarms: Alarms
) -> None:
    aws.holds([*many("big", 650), *a_pipeline()])
    gate = Gate("big", "200", RESET)
    async with browsing(aws.glue, job="big") as here:
        aws.server.fault = gate
        await here.tap("2", "A")
        await here.until(gate.is_reached.is_set)
        here.load_runs("report")
        await here.until(lambda: here.runs.job_name == "report" and not here.runs.is_waiting)
        gate.is_open.set()
        await here.settled()
        assert here.runs.error is None
        aws.server.fault = lambda call: RESET
        here.load_jobs()
        await here.settled()
        assert here.session.health.fault is not None and here.jobs.error is not None
        aws.server.fault = None
        await alarms.ring(here)
        assert here.session.health.fault is None and here.jobs.error is None


async def test_a_throttled_load_of_all_runs_is_not_carried_on_with_another_job(aws: Loopback, alarms: Alarms) -> None:
    aws.holds([*many("big", 650), *many("other", 650), *a_pipeline()])
    gate = Gate("big", "200", THROTTLED)
    async with browsing(aws.glue, job="big") as here:
        aws.server.fault = gate
        await here.tap("2", "A")
        await here.until(gate.is_reached.is_set)
        here.load_runs("other")
        await here.until(lambda: here.runs.job_name == "other" and not here.runs.is_waiting)
        gate.is_open.set()
        await here.settled()
        aws.server.fault = None
        await alarms.ring(here)
        assert len(here.runs.items) == 200


async def test_a_further_try_for_a_job_that_was_left_is_not_shown_with_the_next_one(
    aws: Loopback, alarms: Alarms
) -> None:
    aws.holds([*many("slow", 3), *many("quick", 3), *a_pipeline()])
    slow, quick = Gate("slow", None, THROTTLED), Gate("quick", None)
    async with browsing(aws.glue) as here:
        aws.server.fault = lambda call: slow(call) or quick(call)
        here.load_runs("slow")
        await here.until(slow.is_reached.is_set)
        here.load_runs("quick")
        await here.until(quick.is_reached.is_set)
        slow.is_open.set()
        await here.until(lambda: aws.server.asked_for("GetJobRuns", "JobName").count("slow") == 3)
        assert here.runs.load.retry == ""
        quick.is_open.set()
        await here.settled()


async def test_the_note_of_a_run_that_is_still_loading_tells_what_came_before_it(aws: Loopback) -> None:
    hold = threading.Event()

    def fault(call: Call) -> None:
        if call.operation == "GetJobRun":
            hold.wait(20)

    async with browsing(aws.glue, job="report") as here:
        aws.server.fault = fault
        await here.tap("enter", "C")
        hold.set()
        await here.until(lambda: here.focus == "choices")
        await here.tap("slash", *"incident", "enter", "enter")
        await here.until(lambda: "Runs before it" in here.copied)
        assert "Not asked for" not in here.copied and "clean" in here.copied


async def test_after_a_fault_the_account_is_asked_for_once(
    aws: Loopback, alarms: Alarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def sts(form: dict[str, str]) -> Reply:
        asked.append(form["Action"])
        return caller("arn:aws:iam::123456789012:user/ann")

    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", aws.server.url)
    monkeypatch.setattr(aws.server, "sts", sts)
    aws.server.fault = lambda call: RESET
    glue = Glue(Aws(region="eu-west-1", endpoint_url=aws.server.url))
    async with browsing(glue) as here:
        assert here.session.health.fault is not None
        aws.server.fault = None
        await alarms.ring(here)
        await here.until(lambda: here.session.account is not None)
        assert asked == ["GetCallerIdentity"]


async def test_a_key_without_a_meaning_is_not_carried_on_to_the_pane_that_the_next_key_leads_to(aws: Loopback) -> None:
    aws.holds([a_run("leaky", "jr_leaky", Arguments={"--password": "correct-horse"})])
    async with browsing(aws.glue, job="leaky", run="jr_leaky") as here:
        await here.press("4")
        await at_once(here, "x", "escape")
        assert here.focus == "details" and not here.details.reveals
        await here.press("x")
        assert here.details.reveals
