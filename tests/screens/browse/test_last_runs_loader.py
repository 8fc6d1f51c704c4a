"""How jobs' last runs come into the job list: which calls are made, what is said where nothing is known, and `!`."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from gluetui.glue.listing.last_runs import LAST_RUNS_COUNT
from gluetui.screens.browse import last_runs_loader as glance
from tests.at_rest import at_rest
from tests.conftest import NOW
from tests.screens.conftest import NARROW, Browsing, Loopback, a_pipeline, a_run, aws_of_its_own, browsing
from tests.screens.seen import shown_in
from tests.server import Call, Fault, Reply, refusal

MANY = [f"job-{number:02}" for number in range(40)]


@pytest.fixture(autouse=True)
def a_view_that_rests_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glance, "VIEW_STILL_SECONDS", 0.001)


def looked_up(aws: Loopback) -> list[Any]:
    return [call.asked["JobName"] for call in aws.server.calls if call.asked.get("MaxResults") == LAST_RUNS_COUNT]


def row(here: Browsing, job: str) -> str:
    lines = shown_in(here.app, "jobs").splitlines()
    return next((line.strip("›│ ") for line in lines if line.strip("›│ ").startswith(f"{job} ")), "")


async def rested(here: Browsing) -> None:
    """Until all that the view asks for is there."""
    await here.until(lambda: here.last_runs_are_there)
    await here.settled()
    await here.until(lambda: here.last_runs_are_there)


def refusing(code: str, *jobs: str) -> Fault:
    """Every look at these jobs, or at any, is refused."""

    def fault(call: Call) -> Reply | None:
        is_meant = call.operation == "GetJobRuns" and (not jobs or call.asked["JobName"] in jobs)
        return refusal(code, "no") if is_meant else None

    return fault


async def test_each_job_in_sight_is_one_call_and_says_how_its_last_runs_went(aws: Loopback) -> None:
    aws.holds(a_pipeline(), ["empty"])
    async with browsing(aws.glue, statuses=True) as here:
        await rested(here)
        assert row(here, "clean").split() == ["clean", "✗", "failed", "1h", "✗"]
        assert row(here, "report").split() == ["report", "✓", "succeeded", "1h", "✓✓✓"]
        assert row(here, "live").split() == ["live", "▶", "running", "1h", "▶"]
        assert row(here, "empty").endswith("no runs")
        assert sorted(looked_up(aws)) == ["clean", "empty", "live", "load", "report"]
        await here.press("j", "k", "j")
        await rested(here)
        assert len(looked_up(aws)) == 5


async def test_switched_off_nothing_is_asked_and_there_are_no_columns(aws: Loopback) -> None:
    async with browsing(aws.glue, statuses=False) as here:
        await here.press("j", "G")
        assert looked_up(aws) == []
        assert row(here, "clean ") == ""
        assert "last run" not in shown_in(here.app, "jobs")


async def test_jobs_out_of_sight_are_asked_for_when_they_come_into_sight(aws: Loopback) -> None:
    aws.holds([], MANY)
    async with browsing(aws.glue, statuses=True) as here:
        await rested(here)
        first = looked_up(aws)
        assert sorted(first) == MANY[: len(first)]
        assert 5 < len(first) < 20
        await here.press("G")
        await rested(here)
        assert MANY[-1] in looked_up(aws)
        assert MANY[20] not in looked_up(aws)
        assert len(looked_up(aws)) == len(set(looked_up(aws)))


async def test_in_a_pane_that_is_not_seen_nothing_is_asked(aws: Loopback) -> None:
    async with browsing(aws.glue, statuses=True, size=NARROW, job="report") as here:
        await rested(here)
        assert looked_up(aws) == []
        await here.press("1")
        await here.until(lambda: "✗" in row(here, "clean"))


async def test_a_job_whose_runs_were_listed_needs_no_call(aws: Loopback) -> None:
    aws.holds([a_run(MANY[-1], "jr_1", state="FAILED")], MANY)
    async with browsing(aws.glue, statuses=True, job=MANY[-1]) as here:
        await rested(here)
        await here.press("1", "G")
        await rested(here)
        assert "✗ failed" in row(here, MANY[-1])
        assert MANY[-2] in looked_up(aws)
        assert MANY[-1] not in looked_up(aws)


async def test_never_more_than_three_are_asked_for_at_a_time_and_those_say_so() -> None:
    free, held = threading.Event(), []

    def fault(call: Call) -> Reply | None:
        if call.operation == "GetJobRuns":
            held.append(call.asked["JobName"])
            assert free.wait(20)
        return None

    with aws_of_its_own() as aws:
        aws.holds([], MANY)
        aws.server.fault = fault
        async with browsing(aws.glue, statuses=True, settled=False) as here:
            await here.until(lambda: len(held) == 3)
            await at_rest(here.app)
            assert sorted(held) == MANY[:3]
            assert [row(here, job)[len(job) :].strip() for job in MANY[:4]] == ["asking", "asking", "asking", ""]
            free.set()
            await rested(here)
            assert row(here, MANY[3]).endswith("no runs")


async def test_a_job_that_is_denied_says_so_on_its_line_only(aws: Loopback) -> None:
    aws.server.fault = refusing("AccessDeniedException", "clean")
    async with browsing(aws.glue, statuses=True) as here:
        await rested(here)
        assert row(here, "clean").endswith("denied")
        assert "✓" in row(here, "load")
        assert here.toasts == []
        assert here.jobs.error is None
        aws.server.fault = None
        await here.press("r")
        await here.until(lambda: "✗ failed" in row(here, "clean"))


async def test_where_every_job_is_denied_the_calls_stop_soon(aws: Loopback) -> None:
    aws.holds([], MANY)
    aws.server.fault = refusing("AccessDeniedException")
    async with browsing(aws.glue, statuses=True) as here:
        await rested(here)
        assert len(looked_up(aws)) < glance.DENIALS + glance.LANES
        await here.press("G")
        await rested(here)
        assert MANY[-1] not in looked_up(aws)


async def test_an_expired_sign_in_stops_the_calls_without_a_word(aws: Loopback) -> None:
    aws.holds([], MANY)
    aws.server.fault = refusing("ExpiredTokenException")
    async with browsing(aws.glue, statuses=True) as here:
        await rested(here)
        await here.press("G", "g")
        await rested(here)
        assert len(looked_up(aws)) <= glance.LANES
        assert shown_in(here.app, "jobs").splitlines()[1].strip("› ") == MANY[0]
        assert here.toasts == []
        aws.server.fault = None
        await here.press("r")
        await here.until(lambda: row(here, MANY[0]).endswith("no runs"))


async def test_throttled_the_pane_says_so_and_goes_on_after_a_while(
    aws: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda seconds: None))
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await here.until(lambda: row(here, "clean").endswith("throttled") and here.last_runs_are_there)
        assert "AWS throttles" in shown_in(here.app, "jobs")
        if len(waits) == 2:
            aws.server.fault = None

    throttled, ready = refusing("ThrottlingException"), threading.Event()

    def fault(call: Call) -> Reply | None:
        ready.wait(20)
        return throttled(call)

    aws.server.fault = fault
    monkeypatch.setattr("gluetui.session.lanes.sleep", sleep)
    async with browsing(aws.glue, statuses=True, settled=False) as here:
        ready.set()
        await here.until(lambda: "✗ failed" in row(here, "clean") and here.last_runs_are_there)
        assert waits == [5.0, 10.0]
        assert "AWS throttles" not in shown_in(here.app, "jobs")
        assert here.toasts == []


async def test_the_failed_filter_checks_all_jobs_and_shows_those_whose_last_run_failed(aws: Loopback) -> None:
    recovered = a_run("job-07", "jr_earlier", state="FAILED", StartedOn=NOW.timestamp() - 9000)
    aws.holds([a_run("job-30", "jr_1", state="TIMEOUT"), a_run("job-07", "jr_2"), recovered, *a_pipeline()], MANY)
    async with browsing(aws.glue, statuses=True) as here:
        await here.press("exclamation_mark")
        await rested(here)
        jobs = here.jobs
        assert [jobs.item_at(entry) for entry in range(jobs.entry_count)] == ["clean", "job-30"]
        assert jobs.count_text == "2 failed of 44"
        assert sorted(looked_up(aws)) == sorted([*MANY, "clean", "live", "load", "report"])
        await here.press("exclamation_mark")
        assert jobs.entry_count == 44
        assert len(looked_up(aws)) == 44


async def test_with_statuses_off_a_person_can_still_ask_for_the_failed_ones(aws: Loopback) -> None:
    async with browsing(aws.glue, statuses=False) as here:
        await here.press("exclamation_mark")
        await rested(here)
        assert row(here, "clean").split()[:3] == ["clean", "✗", "failed"]
        assert here.jobs.count_text == "1 failed of 4"


async def test_only_jobs_that_the_typed_filter_leaves_are_checked(aws: Loopback) -> None:
    aws.holds([a_run("job-30", "jr_1", state="FAILED"), a_run("job-12", "jr_1", state="FAILED")], MANY)
    async with browsing(aws.glue, statuses=False) as here:
        await here.press("slash", *"job-3", "enter", "exclamation_mark")
        await rested(here)
        assert sorted(looked_up(aws)) == MANY[30:]
        assert here.jobs.count_text == "1 failed of 10"
        await here.press("escape")
        await rested(here)
        assert here.jobs.count_text == "2 failed of 40"
        assert sorted(looked_up(aws)) == MANY
        await here.press("escape")
        assert here.jobs.entry_count == 40


async def test_the_check_tells_how_far_it_is_and_esc_stops_it_then_drops_the_filter() -> None:
    free = threading.Semaphore(0)

    def fault(call: Call) -> Reply | None:
        if call.operation == "GetJobRuns":
            assert free.acquire(timeout=20)
        return None

    with aws_of_its_own() as aws:
        aws.holds([], MANY)
        aws.server.fault = fault
        async with browsing(aws.glue, statuses=False) as here:
            jobs = here.jobs
            await here.tap("exclamation_mark")
            await here.until(lambda: len(looked_up(aws)) == 3)
            free.release(9)
            await here.until(lambda: jobs.count_text == "0 failed of 40 · checked 9 of 40 · esc stops")
            assert "checked 9 of 40" in shown_in(here.app, "screen")
            assert "Of 9 jobs checked, none failed" in shown_in(here.app, "jobs")
            await here.tap("escape")
            free.release(9)
            await rested(here)
            assert jobs.count_text == "0 failed of 40 · 28 not checked"
            assert len(looked_up(aws)) == 12
            await here.press("escape")
            assert jobs.entry_count == 40
            free.release(99)
            await here.press("exclamation_mark")
            await rested(here)
            assert len(looked_up(aws)) == 40
            assert "Of 40 jobs checked, none failed in its last run." in shown_in(here.app, "jobs")


async def test_jobs_without_an_answer_are_counted_and_never_taken_for_well(aws: Loopback) -> None:
    aws.server.fault = refusing("AccessDeniedException", "load", "live")
    async with browsing(aws.glue, statuses=True) as here:
        await here.press("exclamation_mark")
        await rested(here)
        assert here.jobs.count_text == "1 failed of 4 · 2 could not be checked"


async def test_a_job_that_recovers_leaves_the_failed_ones_when_it_is_listed_again(aws: Loopback) -> None:
    async with browsing(aws.glue, statuses=True) as here:
        await here.press("exclamation_mark")
        await rested(here)
        assert here.jobs.item == "clean"
        aws.holds([a_run("clean", "jr_retry"), *a_pipeline()])
        await here.press("enter")
        await here.until(lambda: here.jobs.entry_count == 0)


async def test_what_aws_sent_as_a_state_does_not_act_on_the_terminal(aws: Loopback) -> None:
    aws.holds([a_run("load", "jr_1", state="\x1b]52;c;x\x07")])
    async with browsing(aws.glue, statuses=True) as here:
        await rested(here)
        assert "?" in row(here, "load")
        assert "\x1b" not in shown_in(here.app, "jobs")


async def test_the_jobs_of_the_tree_are_looked_up_too_and_a_run_says_how_unusual_it_was(aws: Loopback) -> None:
    nights = [a_run("zz-slow", f"jr_{night}", ExecutionTime=100) for night in range(5)]
    slow = a_run("zz-slow", "jr_slow", ExecutionTime=250)
    aws.holds([a_run("job-00", "jr_root", ("zz-slow", "jr_slow")), slow, *nights], MANY)
    async with browsing(aws.glue, statuses=True, job="job-00", run="jr_root") as here:
        await here.until(lambda: here.predecessors.root is not None)
        await here.press("4", "space")
        await here.until(lambda: "✓ zz-slow  2.5× usual" in shown_in(here.app, "predecessors"))
        await rested(here)
        assert looked_up(aws).count("zz-slow") == 1
