"""What can change is asked for again once it is seen, however it came into sight, and agrees wherever it is shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.geometry import Offset

from gluetui.glue.demo import demo
from gluetui.screens.browse import last_runs_loader as glance
from gluetui.widgets.panes import PaneTabs
from tests.screens.browse.test_live import LIVE_NOW, ended, looks, passed, seconds, watching
from tests.screens.conftest import NARROW, WIDE, Browsing, Loopback, a_pipeline, a_run
from tests.screens.seen import shown_in
from tests.server import Call, Reply, refusal
from tests.session.test_live import Seconds

__all__ = ["seconds"]

Way = Callable[[Browsing], Awaitable[None]]


def keys(*pressed: str) -> Way:
    async def way(here: Browsing) -> None:
        await here.press(*pressed)

    return way


async def click_on_the_tab(here: Browsing) -> None:
    await here.pilot.click(PaneTabs, offset=Offset(3, 0))


async def palette(here: Browsing) -> None:
    await here.tap("ctrl+p")
    await here.until(lambda: not here.is_in_front)
    await here.tap(*"jobs: focus")
    commands = list(here.app.get_system_commands(here.screen))
    await here.tap("escape")
    await here.until(lambda: here.is_in_front)
    goes = next(command for command in commands if "jobs" in command.title.lower())
    done = goes.callback()
    if done is not None:
        await done


async def a_window_that_grows(here: Browsing) -> None:
    await here.pilot.resize_terminal(*WIDE)


async def another_session_and_back(here: Browsing) -> None:
    await here.press("1")
    mode, other = here.app.current_mode, here.app.sessions._add(demo()).mode
    here.app.switch_mode(other)
    await here.settled()
    here.app.switch_mode(mode)


async def a_terminal_that_gets_the_focus(here: Browsing) -> None:
    here.app.app_focus = False
    await here.press("1")
    here.app.app_focus = True


async def the_view_moved_by_program(here: Browsing) -> None:
    here.screen.panes.go_to(here.jobs)


WAYS: dict[str, Way] = {
    "a key": keys("1"),
    "tab": keys("tab", "tab"),
    "shift+tab": keys("shift+tab", "shift+tab"),
    "left, twice": keys("left", "left"),
    "esc, twice": keys("escape", "escape"),
    "a click on a tab": click_on_the_tab,
    "the palette": palette,
    "a window that grows": a_window_that_grows,
    "another session and back": another_session_and_back,
    "the terminal's focus": a_terminal_that_gets_the_focus,
    "help and back": keys("1", "question_mark", "escape"),
    "a viewer and back": keys("J", "escape", "1"),
    "the program": the_view_moved_by_program,
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_live_job_is_asked_for_as_soon_as_it_is_seen(aws: Loopback, seconds: Seconds, way: str) -> None:
    async with watching(aws.glue, seconds, size=NARROW, statuses=True) as here:
        await here.until(lambda: "▶ running" in shown_in(here.app, "jobs") and here.last_runs_are_there)
        here.open_run(here.session.glue.runs("report").items[0].key)
        await here.settled()
        await here.press("3")
        await passed(here, seconds, 20)
        looks(aws)
        aws.holds(ended())
        await passed(here, seconds, 20)
        assert looks(aws) == []
        await WAYS[way](here)
        await here.settled()
        await passed(here, seconds, 1)
        await here.until(lambda: "▶" not in shown_in(here.app, "jobs"))
        assert "✗ failed" in shown_in(here.app, "jobs")


@pytest.mark.parametrize("way", [keys("G"), keys("end"), keys("slash", *"live", "enter"), keys(*["pagedown"] * 3)])
async def test_a_live_job_is_asked_for_when_the_list_moves_or_is_narrowed_to_it(
    aws: Loopback, seconds: Seconds, way: Way
) -> None:
    aws.holds(a_pipeline(), [f"a-{number:02}" for number in range(30)])
    async with watching(aws.glue, seconds, size=NARROW, statuses=True) as here:
        await here.press("G")
        await here.until(lambda: "▶ running" in shown_in(here.app, "jobs") and here.last_runs_are_there)
        await here.press("g")
        await passed(here, seconds, 12)
        looks(aws)
        aws.holds(ended(), [f"a-{number:02}" for number in range(30)])
        await passed(here, seconds, 10)
        assert looks(aws) == []
        await way(here)
        await passed(here, seconds, 1)
        await here.until(lambda: "▶" not in shown_in(here.app, "jobs"))


@pytest.mark.parametrize("there", ["left_square_bracket", "right_square_bracket"])
async def test_a_live_run_that_the_trail_leads_back_to_is_asked_for(
    aws: Loopback, seconds: Seconds, there: str
) -> None:
    async with watching(aws.glue, seconds, size=NARROW, job="live", run="jr_live") as here:
        other = here.session.glue.runs("report").items[0].key
        here.open_run(other)
        await here.settled()
        if there.startswith("right"):
            here.open_run(here.session.glue.runs("live").items[0].key)
            await here.settled()
            await here.press("left_square_bracket")
        aws.holds(ended())
        seconds.now += 20
        await here.press(there)
        await passed(here, seconds, 1)
        assert "FAILED" in shown_in(here.app, "details")


async def test_the_details_of_a_run_that_was_only_looked_at_are_followed_where_its_list_is_out_of_sight(
    aws: Loopback, seconds: Seconds
) -> None:
    async with watching(aws.glue, seconds, size=NARROW, job="live") as here:
        await here.press("3")
        looks(aws)
        aws.holds(ended())
        await passed(here, seconds, 5)
        assert looks(aws) == ["GetJobRun jr_live"]
        assert "FAILED" in shown_in(here.app, "details")
        await here.press("2")
        assert "✗ failed" in shown_in(here.app, "runs")


# One fact, everywhere.


async def test_what_one_run_answers_is_shown_in_every_pane_without_a_further_call(aws: Loopback) -> None:
    async with watching(aws.glue, Seconds(), refresh=0, statuses=True, job="live", run="jr_live") as here:
        await here.until(lambda: "▶ running" in shown_in(here.app, "jobs") and here.last_runs_are_there)
        aws.holds(ended())
        looks(aws)
        await here.press("3", "r")
        assert looks(aws) == ["GetJobRun jr_live"]
        assert "FAILED" in shown_in(here.app, "details")
        assert "✗ failed" in shown_in(here.app, "runs")
        assert "▶" not in shown_in(here.app, "jobs")
        assert "✗ live" in shown_in(here.app, "predecessors")


async def test_what_a_list_answers_is_shown_in_every_pane_without_a_further_call(aws: Loopback) -> None:
    async with watching(aws.glue, Seconds(), refresh=0, statuses=True, job="live", run="jr_live") as here:
        await here.until(lambda: "▶ running" in shown_in(here.app, "jobs") and here.last_runs_are_there)
        aws.holds(ended("TIMEOUT"))
        looks(aws)
        await here.press("2", "r")
        assert looks(aws) == ["GetJobRuns"]
        assert "TIMEOUT" in shown_in(here.app, "details")
        assert "▶" not in shown_in(here.app, "jobs")
        assert "∞ live" in shown_in(here.app, "predecessors")
        assert here.toasts == ["live TIMEOUT after 1h04m"]


async def test_what_a_look_at_the_last_runs_answers_is_shown_in_the_list_of_runs(aws: Loopback) -> None:
    async with watching(aws.glue, Seconds(), refresh=0, statuses=True, job="live") as here:
        await here.until(lambda: "▶ running" in shown_in(here.app, "jobs") and here.last_runs_are_there)
        newer = a_run("live", "jr_new", state="STARTING", StartedOn=LIVE_NOW + 600, CompletedOn=None)
        aws.holds([*ended("STOPPED"), newer])
        await here.press("1", "r")
        await here.until(lambda: "starting" in shown_in(here.app, "jobs"))
        assert [run.state for run in here.runs.items] == ["STARTING", "STOPPED"]
        assert "STOPPED" in shown_in(here.app, "details")


async def test_a_run_that_ended_behind_a_predecessor_is_over_in_its_own_list_too(aws: Loopback) -> None:
    root = a_run("root", "jr_root", ("live", "jr_live"), ("load", "jr_load"))
    aws.holds([root, *a_pipeline()])
    async with watching(aws.glue, Seconds(), refresh=0, job="live") as here:
        aws.holds([root, *ended()])
        here.open_run(here.session.glue.runs("root").items[0].key)
        await here.settled()
        await here.press("4", "space")
        looks(aws)
        here.load_runs("live", kept=True)
        await here.settled()
        assert looks(aws) == []
        assert "✗ failed" in shown_in(here.app, "runs")


# New ones.


@pytest.mark.parametrize(
    ("typed", "run"),
    [
        ("", a_run("report", "jr_new", StartedOn=LIVE_NOW + 60)),
        ("", a_run("report", "jr_report_attempt_1", state="RUNNING", StartedOn=LIVE_NOW + 60, CompletedOn=None)),
        ("state:running", a_run("report", "jr_new", state="RUNNING", StartedOn=LIVE_NOW + 60, CompletedOn=None)),
        ("state:failed", a_run("report", "jr_new", state="FAILED", StartedOn=LIVE_NOW + 60)),
        ("trigger:by-hand", a_run("report", "jr_new", TriggerName="by-hand", StartedOn=LIVE_NOW + 60)),
        ("attempt>0", a_run("report", "jr_report_attempt_1", state="ERROR", Attempt=1, StartedOn=LIVE_NOW + 60)),
    ],
)
async def test_new_runs_of_the_listed_job_come_by_themselves_also_through_a_filter_that_left_none(
    aws: Loopback, seconds: Seconds, typed: str, run: dict[str, Any]
) -> None:
    async with watching(aws.glue, seconds, job="report") as here:
        await here.press("2", *(["slash", *typed, "enter"] if typed else ["j"]))
        under = here.runs.item
        assert (under is None) == bool(typed)
        aws.holds([*a_pipeline(), run])
        await passed(here, seconds, 31)
        assert run["Id"] in [here.runs.item_at(entry).key.run_id for entry in range(here.runs.item_count)]
        assert typed or (here.runs.item is not None and under is not None and here.runs.item.key == under.key)


async def test_new_runs_of_jobs_in_sight_and_new_jobs_come_by_themselves(aws: Loopback, seconds: Seconds) -> None:
    async with watching(aws.glue, seconds, statuses=True) as here:
        await here.until(lambda: "✗ failed" in shown_in(here.app, "jobs") and here.last_runs_are_there)
        again = a_run("clean", "jr_again", state="SUCCEEDED", StartedOn=LIVE_NOW + 60)
        aws.holds([*a_pipeline(), again], ["brand-new"])
        await passed(here, seconds, 31)
        await here.until(lambda: "✗ failed" not in shown_in(here.app, "jobs"))
        assert "brand-new" in shown_in(here.app, "jobs")


async def test_an_account_that_had_no_jobs_and_a_job_that_had_no_runs_get_theirs(
    aws: Loopback, seconds: Seconds
) -> None:
    aws.holds([], ["first"])
    async with watching(aws.glue, seconds, job="first") as here:
        assert "AWS says that this job has no runs." in shown_in(here.app, "runs")
        assert "as of 02:30" in str(here.runs.border_subtitle)
        aws.holds([a_run("first", "jr_1")])
        await passed(here, seconds, 31)
        assert "✓ succeeded" in shown_in(here.app, "runs")


async def test_nothing_is_asked_while_aws_throttles_but_what_the_user_asks_for(
    aws: Loopback, seconds: Seconds, impatient: None
) -> None:
    async with watching(aws.glue, seconds, job="live", statuses=False) as here:
        throttled = refusal("ThrottlingException", "Rate exceeded")

        def fault(call: Call) -> Reply | None:
            return throttled if call.operation == "GetJobRuns" else None

        aws.server.fault = fault
        looks(aws)
        await passed(here, seconds, 5)
        tries = len(looks(aws))
        assert tries > 0
        for _ in range(4):
            await here.press("j")
            await passed(here, seconds, 1)
        assert looks(aws) == []


# How old it is.


@pytest.mark.parametrize(
    ("size", "pane", "said"),
    [
        (NARROW, "jobs", "4 jobs · as of 02:30"),
        (NARROW, "runs", "1 run · as of 02:30"),
        (WIDE, "jobs", "4 jobs · as of 02:30"),
        (WIDE, "runs", "1 run · as of 02:30"),
        (WIDE, "predecessors", "as of 02:30"),
    ],
)
async def test_lists_and_live_runs_say_how_old_they_are_beside_their_count(
    aws: Loopback, seconds: Seconds, size: tuple[int, int], pane: str, said: str
) -> None:
    async with watching(aws.glue, seconds, size=size, refresh=0, job="live", run="jr_live") as here:
        shown = next(each for each in here.panes if each.id == pane)
        here.screen.panes.go_to(shown)
        await here.settled()
        assert str(shown.border_subtitle) == said
        assert "as of 02:30" in str(here.details.border_subtitle)


async def test_of_a_run_that_is_over_no_age_is_told(aws: Loopback, seconds: Seconds) -> None:
    async with watching(aws.glue, seconds, refresh=0, job="report", run="jr_report") as here:
        assert "as of" not in str(here.details.border_subtitle)
        assert "as of" not in str(here.predecessors.border_subtitle)


async def test_a_saved_file_has_no_age(seconds: Seconds) -> None:
    async with watching(demo(), seconds) as here:
        await here.press("enter", "enter")
        assert not any("as of" in str(pane.border_subtitle) for pane in here.panes)


async def test_the_age_is_in_the_zone_of_the_screen_and_goes_on_with_each_look(aws: Loopback, seconds: Seconds) -> None:
    async with watching(aws.glue, seconds, job="report") as here:
        await passed(here, seconds, 65)
        assert "as of 02:31" in str(here.runs.border_subtitle)


# `!`.


async def test_failed_ones_are_asked_for_again_where_the_answers_are_old(aws: Loopback, seconds: Seconds) -> None:
    async with watching(aws.glue, seconds, refresh=0, statuses=True) as here:
        await here.until(lambda: "▶ running" in shown_in(here.app, "jobs") and here.last_runs_are_there)
        aws.holds([*ended(), a_run("clean", "jr_again", StartedOn=LIVE_NOW + 60)])
        seconds.now += glance.CHECK_SECONDS - 1
        looks(aws)
        await here.press("exclamation_mark")
        assert looks(aws) == []
        await here.press("exclamation_mark")
        seconds.now += 3
        await here.press("exclamation_mark")
        await here.until(lambda: here.last_runs_are_there and here.jobs.item == "live")
        assert looks(aws) == ["GetJobRuns"] * 4
        assert here.jobs.count_text == "1 failed of 4"


async def test_that_none_failed_is_said_with_its_time(aws: Loopback, seconds: Seconds) -> None:
    aws.holds([a_run("load", "jr_load")])
    async with watching(aws.glue, seconds, refresh=0, statuses=True) as here:
        await here.press("1", "exclamation_mark")
        await here.until(lambda: here.last_runs_are_there)
        seconds.now += 300
        await here.press("u")
        assert "Of 1 job checked, none failed in its last run. As of 02:30." in shown_in(here.app, "jobs")


async def test_a_job_that_was_seen_in_a_run_shows_what_is_known_of_its_runs(aws: Loopback, seconds: Seconds) -> None:
    denied = refusal("AccessDeniedException", "no")
    aws.server.fault = lambda call: denied if call.operation == "ListJobs" else None
    async with watching(aws.glue, seconds, job="report", run="jr_report", statuses=True, size=NARROW) as here:
        await here.press("1")
        await here.until(lambda: "succeeded" in shown_in(here.app, "jobs"))
        [row] = [line for line in shown_in(here.app, "jobs").splitlines() if "report" in line]
        assert row.split()[-1] == "✓✓✓"
        assert "as of 02:30" in str(here.jobs.border_subtitle)
