"""A run whose job a text leaves open: AWS's list tells which it is, or the user chooses; no other job is asked for."""

from __future__ import annotations

import pytest

from gluetui.glue.files.run_reference import RunReference
from gluetui.glue.run.run import RunKey
from tests.screens.conftest import NARROW, Browsing, Loopback, a_run, browsing
from tests.screens.seen import shown_in
from tests.server import Call, Reply, refusal

RUNS = [
    a_run("Copy", "jr_other"),
    a_run("Copy to lake", "jr_1", state="FAILED"),
    a_run("publish-prices", "jr_1"),
    a_run("prices", "jr_2"),
]


def left_open(words: str, run_id: str = "jr_1", *, begins: bool = False) -> RunReference:
    return RunReference("", run_id, words=words, begins=begins)


def said(here: Browsing) -> str:
    """The jobs' pane, its lines joined."""
    return " ".join(line.strip(" │") for line in shown_in(here.app, "jobs").splitlines())


def asked_for(aws: Loopback) -> set[str]:
    """The jobs of which AWS was asked for runs."""
    return {call.asked["JobName"] for call in aws.server.calls if "JobName" in call.asked}


@pytest.mark.parametrize(
    ("named", "job"),
    [
        (left_open("Run jr_ of Copy to lake failed"), "Copy to lake"),
        (left_open("Copy to lake failed: jr_", begins=True), "Copy to lake"),
        (left_open("publish-prices failed jr_"), "publish-prices"),
        (left_open("*publish-prices* - jr_"), "publish-prices"),
        (left_open("The Glue job, Copy to lake, failed: jr_"), "Copy to lake"),
    ],
)
async def test_a_listed_job_that_fits_is_opened_at_the_run_and_no_other_is_asked_for(
    aws: Loopback, named: RunReference, job: str
) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, named=named, size=NARROW) as here:
        await here.until(lambda: here.run_key == RunKey(job, "jr_1") and here.focus == "details")
        await here.settled()
        assert asked_for(aws) == {job}
        assert "looked for" not in said(here)


@pytest.mark.parametrize(
    ("named", "candidates"),
    [
        (left_open("prices failed after publish-prices: jr_"), ["prices", "publish-prices"]),
        (left_open("Copy tables jr_", begins=True), ["Copy"]),
        (left_open("COPY TO LAKE broke: jr_"), ["Copy to lake"]),
    ],
)
async def test_among_several_that_may_be_meant_the_user_chooses(
    aws: Loopback, named: RunReference, candidates: list[str]
) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, named=named) as here:
        await here.until(lambda: "which is the job of run jr_1" in said(here))
        assert [here.jobs.item_at(entry) for entry in range(here.jobs.item_count)] == candidates
        assert asked_for(aws) == set()
        await here.press("enter")
        assert here.run_key == RunKey(candidates[0], "jr_1")
        assert here.focus == "details"
        assert here.jobs.item_count == len(RUNS)


async def test_where_none_fits_all_are_offered_and_the_id_is_kept(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, named=left_open("Glue job gone failed: jr_", "jr_2")) as here:
        await here.until(lambda: "names none of these jobs for run jr_2" in said(here))
        assert here.jobs.item_count == len(RUNS)
        await here.press("slash", *"prices")
        await here.press("enter", "enter")
        assert here.run_key is not None
        assert here.run_key.run_id == "jr_2"


async def test_escape_shows_all_jobs_and_the_question_stays(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, named=left_open("prices failed after publish-prices: jr_")) as here:
        await here.until(lambda: here.jobs.item_count == 2)
        assert "esc shows all jobs" in said(here)
        await here.press("escape")
        assert here.jobs.item_count == len(RUNS)
        assert "which is the job of run jr_1" in said(here)
        assert "shows all jobs" not in said(here)


async def test_without_the_right_to_list_jobs_a_typed_job_gets_the_run(aws: Loopback) -> None:
    aws.holds(RUNS)

    def denies(call: Call) -> Reply | None:
        return refusal("AccessDeniedException", "no") if call.operation == "ListJobs" else None

    aws.server.fault = denies
    async with browsing(aws.glue, named=left_open("Glue job prices failed jr_", "jr_2")) as here:
        await here.until(lambda: "No job is listed: /, the job's name and enter open run jr_2." in said(here))
        assert "looked for" not in said(here)
        await here.press("slash", *"prices")
        await here.press("enter")
        assert here.run_key == RunKey("prices", "jr_2")


async def test_a_list_that_comes_after_a_refusal_is_looked_through(aws: Loopback) -> None:
    aws.holds(RUNS)
    aws.server.fault = lambda call: refusal("AccessDeniedException", "no") if call.operation == "ListJobs" else None
    async with browsing(aws.glue, named=left_open("publish-prices failed jr_"), size=NARROW) as here:
        await here.until(lambda: "No job is listed" in said(here))
        aws.server.fault = None
        await here.press("r")
        await here.until(lambda: here.run_key == RunKey("publish-prices", "jr_1"))


async def test_a_text_that_names_a_job_only_opens_its_runs(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, named=left_open("Copy to lake and more", "", begins=True)) as here:
        await here.until(lambda: here.runs.job_name == "Copy to lake" and here.focus == "runs")


async def test_a_job_that_is_opened_without_a_text_opens_its_runs_as_ever(aws: Loopback) -> None:
    aws.holds([*RUNS, a_run("Copy", "jr_before")])
    async with browsing(aws.glue) as here:
        await here.press("enter")
        assert here.focus == "runs"


# A list that has never shown any runs, a single job, a single run.


@pytest.mark.parametrize("key", ["2", "tab", "right", "l"])
async def test_a_key_that_leads_to_an_empty_list_of_runs_opens_the_job_under_the_cursor(
    aws: Loopback, key: str
) -> None:
    async with browsing(aws.glue) as here:
        await here.press("j", "j", key)
        assert (here.focus, here.runs.job_name) == ("runs", "load")
        await here.press("1", "G", key)
        assert here.runs.job_name == "load"


async def test_a_click_on_the_tab_of_the_runs_opens_the_job_under_the_cursor_too(aws: Loopback) -> None:
    async with browsing(aws.glue, size=NARROW) as here:
        await here.press("G")
        here.screen.panes.action_pane("runs")
        await here.settled()
        assert here.runs.job_name == "report"


async def test_while_it_is_open_which_job_is_meant_a_look_at_the_runs_opens_none(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, named=left_open("prices failed after publish-prices: jr_")) as here:
        await here.until(lambda: "which is the job of run jr_1" in said(here))
        await here.press("2")
        assert (here.focus, here.runs.job_name) == ("runs", "")


@pytest.mark.parametrize("count", [2, 3])
async def test_where_there_is_one_job_its_runs_are_shown(aws: Loopback, count: int) -> None:
    aws.holds([a_run("only", f"jr_{number}") for number in range(count)])
    async with browsing(aws.glue) as here:
        await here.until(lambda: here.runs.job_name == "only" and here.focus == "runs")
        assert here.runs.item_count == count


async def test_where_there_is_one_job_with_one_run_the_run_is_shown(aws: Loopback) -> None:
    aws.holds([a_run("only", "jr_only")])
    async with browsing(aws.glue) as here:
        await here.until(lambda: here.run_key == RunKey("only", "jr_only") and here.focus == "details")
        await here.press("escape", "escape")
        assert here.focus == "jobs"


async def test_a_job_with_one_run_is_opened_at_the_run_by_enter_and_not_by_a_look(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue) as here:
        await here.press("2")
        assert here.focus == "runs"
        await here.press("1", "j", "enter")
        assert (here.focus, here.run_key) == ("details", RunKey("Copy to lake", "jr_1"))
        await here.press("1", "enter")
        assert here.focus == "details"


async def test_enter_on_a_job_whose_runs_could_not_be_loaded_asks_again(aws: Loopback) -> None:
    refused = refusal("EntityNotFoundException", "no such job")
    aws.server.fault = lambda call: refused if call.asked.get("JobName") == "nosuch" else None
    async with browsing(aws.glue) as here:
        await here.press("slash", *"nosuch", "enter")
        assert here.runs.error is not None
        asked = len(aws.server.asked_for("GetJobRuns", "JobName"))
        await here.press("1", "enter")
        assert len(aws.server.asked_for("GetJobRuns", "JobName")) > asked
