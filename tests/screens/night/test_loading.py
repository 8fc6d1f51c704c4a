"""How a night is loaded: each job asked once, what is known at once, a stop that stops, and refusals in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gluetui.glue.night.verdict import Section
from gluetui.glue.run.run import RunKey
from gluetui.panes.night_rows import Apart
from gluetui.screens.night.loader import NightLoader
from gluetui.session.known_nights import known_nights
from gluetui.session.lanes import Lanes
from tests.conftest import NOW
from tests.screens.conftest import NARROW, WIDE, Alarms, Loopback, a_run, aws_of_its_own
from tests.screens.faults import DENIED, Hold, on
from tests.screens.night.conftest import a_night, asked_jobs, at_night, ran
from tests.screens.seen import shown_in
from tests.server import Call, Reply, refusal

THROTTLED = refusal("ThrottlingException", "Rate exceeded")
EXPIRED = refusal("ExpiredTokenException", "The security token included in the request is expired")


def many(count: int, state: str = "SUCCEEDED") -> list[dict[str, Any]]:
    return [ran(f"job-{number:03}", f"jr_{number}", 2, state) for number in range(count)]


# What is asked.


async def test_a_job_with_more_runs_in_the_window_than_a_page_holds_is_asked_for_its_next_page(aws: Loopback) -> None:
    busy = [ran("busy", f"jr_{number}", number / 5) for number in range(130)]
    aws.holds([*busy, ran("calm", "jr_calm", 2), ran("calm", "jr_before", 30)])
    async with at_night(aws.glue) as night:
        assert asked_jobs(aws.server).count("busy") == 3
        assert asked_jobs(aws.server).count("calm") == 1
        assert night.board.night is not None
        # Those of the last 24 hours, but for the one that begins as the window ends.
        assert len(night.board.night.jobs["busy"].runs) == 120


async def test_what_the_job_list_looked_up_is_not_asked_for_again(aws: Loopback) -> None:
    old = [ran(job, f"jr_{job}_old", 30) for job in ("load", "clean", "report")]
    aws.holds([*a_night(), *old])
    async with at_night(aws.glue, statuses=True) as night:
        calls = asked_jobs(aws.server)
        # The live one is asked again: it may have gone on.
        assert {job: calls.count(job) for job in calls} == {"load": 1, "clean": 1, "report": 1, "idle": 1, "live": 2}
        assert night.jobs(Section.FAILED) == ["clean"]


async def test_what_the_board_was_told_the_job_list_knows(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        before = len(aws.server.calls)
        assert night.here.session.last_runs.has_failed("clean")
        assert not night.here.session.last_runs.is_unknown("report")
        assert len(aws.server.calls) == before


async def test_what_is_known_is_on_screen_before_any_answer(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue, statuses=True, done=False) as night:
        await night.here.until(lambda: "clean" in night.text)
        assert night.under_cursor == "clean"


async def test_jobs_that_are_live_or_failed_are_asked_first(aws: Loopback) -> None:
    aws.holds([*many(60), ran("zz-failed", "jr_failed", 30, "FAILED"), a_run("zz-live", "jr_z", state="RUNNING")])
    async with at_night(aws.glue, size=(80, 16), statuses=True, keys=["end"]) as night:
        await night.done()
        calls = asked_jobs(aws.server)
        # Of what the job list asked for in sight the live one is asked again, before those that were never in sight.
        again = len(calls) - 1 - calls[::-1].index("zz-live")
        assert calls.count("zz-live") == 2
        assert again < min(calls.index(f"job-{number:03}") for number in range(20, 40))


async def test_r_asks_nothing_again_within_a_minute_but_for_live_jobs(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        before = len(asked_jobs(aws.server))
        await night.here.press("r")
        await night.done()
        assert asked_jobs(aws.server)[before:] == ["live"]


async def test_r_asks_again_a_minute_later_and_shows_what_ran_since(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        before, later = len(asked_jobs(aws.server)), NOW + timedelta(minutes=5)
        night.here.session.clock.now = lambda: later
        aws.holds([ran("idle", "jr_new", -0.03, "FAILED", ErrorMessage="new one"), *a_night()])
        await night.here.press("r")
        await night.done()
        assert sorted(asked_jobs(aws.server)[before:]) == ["clean", "idle", "live", "load", "report"]
        assert "new one" in night.text
        assert night.under_cursor == "clean"


async def test_the_window_before_and_back_makes_one_call_a_job_in_all(aws: Loopback) -> None:
    aws.holds([*a_night(), ran("load", "jr_before", 30, "FAILED", ErrorMessage="the night before")])
    async with at_night(aws.glue) as night:
        await night.here.press("less_than_sign")
        await night.done()
        assert "the night before" in night.text
        assert "disk full" not in night.text
        calls = len(aws.server.calls)
        await night.here.press("greater_than_sign")
        await night.done()
        assert "disk full" in night.text
        assert len(aws.server.calls) == calls


# Stopping.


async def test_stop_stops_and_r_goes_on() -> None:
    with aws_of_its_own() as aws:
        aws.holds(many(40))
        holds = [Hold("GetJobRuns", f"job-{number:03}") for number in (5, 6, 7)]
        aws.server.fault = lambda call: next((None for hold in holds if hold(call)), None)
        async with at_night(aws.glue, done=False) as night:
            await night.here.until(lambda: all(hold.reached.is_set() for hold in holds))
            assert "esc stops" in night.text
            assert night.screen.key_titles["screen.close"] == "Stop"
            await night.here.tap("escape")
            assert night.screen.key_titles["screen.close"] == "Close"
            for hold in holds:
                hold.let_go()
            await night.here.settled()
            assert len(asked_jobs(aws.server)) == 8
            night.board.news_came()
            assert night.is_in_front
            assert "8 of 40 jobs asked · stopped: r goes on" in night.text
            await night.here.press("r")
            await night.done()
            assert sorted(asked_jobs(aws.server)) == [f"job-{number:03}" for number in range(40)]


# Nothing moves.


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_row_under_the_cursor_keeps_its_line_while_rows_come(size: tuple[int, int]) -> None:
    with aws_of_its_own() as aws:
        late = [ran(f"a-{number:02}", f"jr_a{number}", 1 - number / 50, "FAILED") for number in range(30)]
        aws.holds([*late, ran("m-slow", "jr_m", 2, "STOPPED"), ran("m-failed", "jr_f", 2, "FAILED"), *many(5)])
        holds = [Hold("GetJobRuns", f"a-{number:02}") for number in range(3)]
        aws.server.fault = lambda call: next((None for hold in holds if hold(call)), None)
        async with at_night(aws.glue, size=size, done=False, keys=["G"]) as night:
            session = night.here.session
            for hold in holds:
                await night.here.until(hold.reached.is_set)
            for job in ("m-slow", "m-failed"):
                await session.known.look_up(job)
                found = next(each for each in _known(night.screen.loader, job))
                night.screen.loader.take(night.screen.loader.load, found)  # type: ignore[arg-type]
            night.board.news_came()
            assert night.under_cursor == "m-failed"
            await night.here.tap("down")
            assert night.under_cursor == "m-slow"
            line = night.line_of("m-slow")
            for hold in holds:
                hold.let_go()
            await night.done()
            assert night.under_cursor == "m-slow"
            assert night.line_of("m-slow") == line
            assert night.board.night is not None
            assert len(night.jobs(Section.FAILED)) == 31
            assert "above" in night.text


def _known(loader: NightLoader, job: str) -> list[Any]:
    window = loader._load.night.window  # type: ignore[union-attr]
    return [each.night for each in known_nights(loader._session.known, window, NOW) if each.night.job == job]


async def test_failures_that_come_later_stand_below_the_first_one_which_keeps_its_line(aws: Loopback) -> None:
    aws.holds(many(12, "FAILED"))
    async with at_night(aws.glue, done=False) as night:
        await night.here.until(lambda: night.under_cursor is not None)
        first, line = night.under_cursor, night.line_of(str(night.under_cursor))
        await night.done()
        assert night.under_cursor == first
        assert night.line_of(str(first)) == line
        assert "above" not in night.text


# Refusals.


async def test_a_job_that_is_refused_has_its_remark_and_the_others_their_rows(aws: Loopback) -> None:
    aws.holds(a_night())
    aws.server.fault = on("GetJobRuns", DENIED, JobName="load")
    async with at_night(aws.glue) as night:
        assert "5 of 5 jobs asked, 1 could not be" in night.text
        assert "COULD NOT BE ASKED · 1" in night.text
        assert "denied" in night.lines[night.line_of(" load")]
        assert shown_in(night.here.app, "banner") == ""
        assert night.jobs(Section.FAILED) == ["clean"]
        aws.server.fault = None
        await night.here.press("r")
        await night.done()
        assert "5 of 5 jobs asked" in night.text
        assert "COULD NOT BE ASKED" not in night.text
        assert asked_jobs(aws.server).count("clean") == 1


async def test_where_all_jobs_are_denied_few_are_asked_and_none_is_said_to_have_no_runs(aws: Loopback) -> None:
    aws.holds(many(40))
    aws.server.fault = on("GetJobRuns", DENIED)
    async with at_night(aws.glue) as night:
        assert len(asked_jobs(aws.server)) < 15
        assert night.board.rows.counts[Apart.NOT_KNOWN] == 40
        assert "glue:GetJobRuns" in night.board.shown_error.next_step if night.board.shown_error else False
        assert "40 could not be" in night.text
        assert "No run was on" not in night.text


async def test_where_jobs_may_not_be_listed_those_that_are_known_are_asked(aws: Loopback) -> None:
    aws.holds(a_night())
    aws.server.fault = on("ListJobs", DENIED)
    async with at_night(aws.glue, job="clean", run="jr_clean", done=False) as night:
        await night.here.until(lambda: "disk full" in night.text)
        assert "Jobs could not be listed" in night.text
        aws.server.fault = None
        await night.here.press("r")
        await night.here.until(lambda: "5 of 5 jobs asked" in night.text)
        assert "could not be listed" not in night.text


async def test_without_the_permission_for_triggers_the_section_says_so(aws: Loopback) -> None:
    aws.holds(a_night())
    aws.server.fault = on("GetTriggers", DENIED)
    async with at_night(aws.glue) as night:
        await night.here.settled()
        assert "triggers could not be read" in night.text
        assert "glue:GetTriggers" in night.text
        assert "missing" not in night.lines[2]
        assert shown_in(night.here.app, "banner") == ""
        await night.here.press("r", "r")
        assert aws.server.counts["GetTriggers"] == 3


async def test_a_fault_of_the_session_is_the_banners_and_once_it_is_over_the_rest_is_asked(
    aws: Loopback, alarms: Alarms
) -> None:
    aws.holds(many(20))

    def fault(call: Call) -> Reply | None:
        return EXPIRED if call.operation == "GetJobRuns" and len(asked_jobs(aws.server)) > 5 else None

    aws.server.fault = fault
    async with at_night(aws.glue, done=False) as night:
        await night.here.until(lambda: night.here.session.health.fault is not None)
        await night.here.settled()
        assert "expired" in shown_in(night.here.app, "banner")
        calls = len(asked_jobs(aws.server))
        assert calls <= 9
        assert "COULD NOT BE ASKED" not in night.text
        aws.server.fault = None
        await night.here.press("r")
        await night.here.until(lambda: night.here.session.health.fault is None)
        await night.done()
        assert "20 of 20 jobs asked" in night.text


async def test_under_a_throttle_no_job_is_lost_or_doubled(
    aws: Loopback, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.holds(many(30))
    rests: list[float] = []
    rest = Lanes.rest

    def noted(lanes: Lanes[Any], seconds: float) -> None:
        rests.append(seconds)
        rest(lanes, 0.0)

    monkeypatch.setattr(Lanes, "rest", noted)
    failing = [f"job-{number:03}" for number in range(0, 30, 3)]
    left = dict.fromkeys(failing, 3)

    def fault(call: Call) -> Reply | None:
        job = call.asked.get("JobName", "")
        if call.operation == "GetJobRuns" and left.get(job, 0):
            left[job] -= 1
            return THROTTLED
        return None

    aws.server.fault = fault
    async with at_night(aws.glue) as night:
        assert night.board.night is not None
        assert len(night.board.night.jobs) == 30
        assert rests
        assert not night.board.night.errors
        answered = [call for call in asked_jobs(aws.server) if call not in failing]
        assert len(answered) == len(set(answered))


async def test_what_comes_while_another_screen_is_in_front_is_there_when_it_comes_back() -> None:
    with aws_of_its_own() as aws:
        aws.holds([*many(5), ran("late", "jr_late", 1, "FAILED")])
        hold = Hold("GetJobRuns", "late")
        aws.server.fault = hold
        async with at_night(aws.glue, done=False) as night:
            await night.here.until(lambda: hold.reached.is_set() and "5 other jobs" in night.text)
            await night.here.tap("q")
            await night.here.until(lambda: night.here.is_in_front)
            hold.let_go()
            await night.here.settled()
            await night.here.press("N")
            await night.done()
            assert "late" in night.text


# Live runs.


async def test_a_run_that_ends_is_shown_as_over(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue, refresh=5) as night:
        over = [each for each in a_night() if each["JobName"] != "live"]
        aws.holds([*over, ran("live", "jr_live", 1, "FAILED", ErrorMessage="it broke")])
        later = NOW + timedelta(seconds=30)
        night.here.session.clock.now = lambda: later
        calls = len(asked_jobs(aws.server))
        night.screen.live.tick()
        await night.here.settled()
        night.board.news_came()
        assert asked_jobs(aws.server)[calls:] == ["live"]
        assert "it broke" in night.text
        assert night.under_cursor == "clean"


async def test_what_another_screen_learns_of_a_run_is_on_the_board(aws: Loopback) -> None:
    aws.holds(a_night())
    async with at_night(aws.glue) as night:
        aws.holds([a_run("live", "jr_live", state="FAILED", ErrorMessage="seen elsewhere")])
        await night.here.session.known.run(RunKey("live", "jr_live"), refresh=True)
        night.board.news_came()
        assert "seen elsewhere" in night.text
