"""What ails the whole session is told once, in the banner; all else in the pane that it concerns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from tests.conftest import NOW
from tests.screens.conftest import NARROW, WIDE, Alarms, Loopback, aws_of_its_own, browsing
from tests.screens.faults import PORTAL, Hold
from tests.screens.seen import shown_in
from tests.server import RESET, Reply, refusal
from tests.widgets.ticks import Ticks

EXPIRED = refusal("ExpiredTokenException", "The security token included in the request is expired")
SKEWED = refusal("InvalidSignatureException", "Signature expired: 20261120T0200Z is now earlier than 20261120T0225Z")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize(
    ("reply", "cause", "step", "keys"),
    [
        (EXPIRED, "have expired", "unset AWS_ACCESS_KEY_ID", "r asks again"),
        (PORTAL, "was not from AWS", "in a browser", "asks again by itself · r asks at once"),
        (RESET, "was cut", "Check the network", "asks again by itself · r asks at once"),
        (SKEWED, "clock differs", "Set the clock", "r asks again"),
    ],
    ids=["sign-in", "portal", "reset", "clock"],
)
async def test_a_fault_of_the_whole_session_is_one_banner_with_cause_and_next_step(
    aws: Loopback, alarms: Alarms, reply: Reply, cause: str, step: str, keys: str, size: tuple[int, int]
) -> None:
    aws.server.fault = lambda call: reply
    async with browsing(aws.glue, job="report", run="jr_report", size=size) as here:
        said = shown_in(here.app, "banner").split("\n")
        assert cause in said[0]
        assert step in said[1] and keys in said[2]
        assert shown_in(here.app, "screen").count(cause) == 1
        for pane in here.panes if size == WIDE else [here.details]:
            assert "Not loaded: see above." in shown_in(here.app, pane.id or "")
        aws.server.fault = None
        await here.press("r")
        assert shown_in(here.app, "banner") == ""
        assert all(pane.error is None for pane in here.panes)
        assert "succeeded" in shown_in(here.app, "screen").casefold()


async def test_no_region_is_told_once_with_what_sets_it(alarms: Alarms) -> None:
    async with browsing(Glue(Aws()), job="report") as here:
        assert "No AWS Region is set" in shown_in(here.app, "banner")
        assert "AWS_REGION" in shown_in(here.app, "banner")
        assert shown_in(here.app, "screen").count("No AWS Region") == 1
        assert alarms == []


async def test_what_was_loaded_stays_and_is_marked_with_its_age(
    aws: Loopback, alarms: Alarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with browsing(aws.glue, job="report") as here:
        ticks = Ticks(monkeypatch, here.runs)
        aws.server.fault = lambda call: RESET
        await here.press("2", "r")
        assert ticks.seconds == [60]
        assert "all-in" in shown_in(here.app, "runs")
        assert shown_in(here.app, "runs").split("\n")[0].strip() == "as of 02:30"
        assert "as of" not in shown_in(here.app, "jobs")
        here.app.clock.now = lambda: NOW + timedelta(minutes=13, seconds=5)
        ticks.pass_one()
        assert shown_in(here.app, "runs").split("\n")[0].strip() == "as of 02:30, 13 minutes ago"
        aws.server.fault = None
        await here.press("r")
        assert not any("as of" in shown_in(here.app, pane.id or "") for pane in here.panes)


async def test_runs_of_a_job_that_was_left_keep_their_own_age(aws: Loopback, alarms: Alarms) -> None:
    async with browsing(aws.glue, job="report") as here:
        here.app.clock.now = lambda: NOW + timedelta(minutes=20)
        await here.press("1", "g", "enter", "1", "G")
        aws.server.fault = lambda call: RESET
        await here.press("enter")
        assert "as of 02:30, 20 minutes ago" in shown_in(here.app, "runs")
        assert "all-in" in shown_in(here.app, "runs")


async def test_an_error_of_one_pane_shows_no_banner_and_the_age_of_what_stays(aws: Loopback) -> None:
    async with browsing(aws.glue, job="report") as here:
        aws.server.fault = lambda call: refusal("AccessDeniedException", "no")
        await here.press("2", "r")
        said = shown_in(here.app, "runs")
        assert "glue:GetJobRuns" in said
        assert "as of 02:30" in said
        assert "all-in" in said
        assert shown_in(here.app, "banner") == ""


async def test_a_call_that_works_takes_the_banner_away(aws: Loopback, alarms: Alarms) -> None:
    async with browsing(aws.glue, job="report") as here:
        aws.server.fault = lambda call: EXPIRED
        await here.press("2", "r")
        assert shown_in(here.app, "banner")
        aws.server.fault = None
        await here.press("enter")
        assert "SUCCEEDED" in shown_in(here.app, "details")
        assert shown_in(here.app, "banner") == ""
        assert here.runs.error is None


async def test_tree_nodes_that_failed_for_it_say_only_that_they_are_not_loaded(aws: Loopback, alarms: Alarms) -> None:
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        aws.server.fault = lambda call: RESET
        await here.press("4", "space")
        assert "was cut" in shown_in(here.app, "banner")
        lines = shown_in(here.app, "predecessors").split("\n")
        assert all("was cut" not in line for line in lines)
        failed = [line for line in lines if "not loaded" in line]
        assert failed and all("unreachable" in line for line in failed)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (refusal("ThrottlingException", "Rate exceeded"), "throttled, retrying 3/3"),
        (refusal("InternalServiceException", "oops", 500), "server error, retrying 3/3"),
        (RESET, "connection lost, retrying 3/3"),
    ],
    ids=["throttled", "server error", "reset"],
)
async def test_further_tries_are_told_where_the_answer_is_waited_for(alarms: Alarms, reply: Reply, said: str) -> None:
    # Of its own: a client that has failed often does not try again.
    with aws_of_its_own() as aws:
        async with browsing(aws.glue, job="report") as here:
            told: dict[str, list[str]] = {}
            for pane in here.panes:
                pane.load.retrying = (told.setdefault(pane.id or "", [])).append  # type: ignore[method-assign]
            aws.server.fault = lambda call: reply
            await here.press("2", "r", "1", "r", "2", "enter")
            assert [each[-1:] for each in told.values()] == [[said]] * 4


async def test_a_throttled_call_says_on_the_screen_which_try_is_under_way(alarms: Alarms) -> None:
    with aws_of_its_own() as aws:
        async with browsing(aws.glue, job="report") as here:
            hold = Hold("GetJobRuns", "report")
            tries = iter([refusal("ThrottlingException", "Rate exceeded")])
            aws.server.fault = lambda call: next(tries, None) or hold(call)
            await here.tap("2", "r")
            await here.until(hold.reached.is_set)
            await here.until(lambda: "throttled, retrying 2/3" in shown_in(here.app, "runs"))
            assert "all-in" in shown_in(here.app, "runs")
            hold.let_go()
            await here.settled()
            assert "retrying" not in shown_in(here.app, "runs")


async def test_a_waiting_line_tells_the_further_try(aws: Loopback) -> None:
    async with browsing(aws.glue) as here:
        here.jobs.wait_for("loading jobs")
        here.jobs.load.retrying("throttled, retrying 2/3")
        assert "loading jobs… · throttled, retrying 2/3" in shown_in(here.app, "jobs")
        here.jobs.arrived()
        here.jobs.load.retrying("throttled, retrying 3/3")
        assert "retrying" not in shown_in(here.app, "jobs")
