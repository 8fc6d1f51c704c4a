"""Who may do only a part: jobs and runs can be opened by what is typed, and jobs that runs name are offered."""

from __future__ import annotations

import pytest

from gluetui.glue.run.run import JobRun, jobs_named
from tests.screens.conftest import Browsing, Loopback, a_run, browsing
from tests.screens.faults import DENIED, Hold, on
from tests.screens.seen import shown_in


async def type_in(here: Browsing, text: str) -> None:
    await here.press("slash", *text)


async def test_who_may_not_list_jobs_opens_one_by_its_typed_name(aws: Loopback) -> None:
    aws.server.fault = on("ListJobs", DENIED)
    async with browsing(aws.glue) as here:
        await type_in(here, "report")
        assert "glue:ListJobs" in shown_in(here.app, "jobs")
        assert "›open job report …" in shown_in(here.app, "jobs")
        await here.press("enter")
        assert here.focus == "runs"
        assert "all-in" in shown_in(here.app, "runs")


async def test_a_name_can_be_typed_while_the_list_is_loading(aws: Loopback) -> None:
    hold = aws.server.fault = Hold("ListJobs")
    async with browsing(aws.glue, settled=False) as here:
        await here.until(hold.reached.is_set)
        await here.tap("1", "slash", *"load", "enter")
        await here.until(lambda: here.runs.job_name == "load" and bool(here.runs.items))
        hold.let_go()
        await here.settled()
        assert "load" in here.jobs.items


@pytest.mark.parametrize(
    ("typed", "offers"), [("report", False), ("repor", False), ("reporting", True), ("no such", True), ("", False)]
)
async def test_where_the_list_is_whole_only_a_name_without_a_hit_is_offered(
    aws: Loopback, typed: str, offers: bool
) -> None:
    async with browsing(aws.glue) as here:
        await type_in(here, typed)
        said = shown_in(here.app, "jobs")
        assert ("open job" in said) is offers
        assert ("nothing matches" in said) is offers


async def test_jobs_that_runs_named_are_offered_as_seen_and_give_way_to_the_list(aws: Loopback) -> None:
    aws.server.fault = on("ListJobs", DENIED)
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("1")
        lines = [line.split() for line in shown_in(here.app, "jobs").split("\n") if "seen in a run" in line]
        assert [words[0].strip("›") for words in lines] == ["clean", "load", "report"]
        await here.press("g", "enter")
        assert here.runs.job_name == "clean"
        aws.server.fault = None
        await here.press("1", "r")
        assert "seen" not in shown_in(here.app, "jobs")
        assert here.jobs.items == ["clean", "live", "load", "report"]


def test_only_names_that_are_text_count_as_seen() -> None:
    odd = JobRun({"JobName": "a", "PredecessorRuns": [None, 1, {"JobName": 5}, {"JobName": "b"}, {"RunId": "x"}]})
    assert jobs_named([odd, JobRun({"JobName": None, "PredecessorRuns": "?"})]) == {"a", "b"}


async def test_where_there_is_a_hit_enter_opens_it_and_what_was_typed_stands_below(aws: Loopback) -> None:
    aws.server.fault = on("ListJobs", DENIED)
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("1", "G")
        await type_in(here, "lo")
        assert "›load" in shown_in(here.app, "jobs")
        assert " open job lo …" in shown_in(here.app, "jobs")
        await here.press("enter", "enter")
        assert here.runs.job_name == "load"


async def test_a_run_opens_by_its_typed_id_where_its_list_is_denied_or_lacks_it(aws: Loopback) -> None:
    aws.server.fault = on("GetJobRuns", DENIED)
    async with browsing(aws.glue, job="report") as here:
        assert "glue:GetJobRuns" in shown_in(here.app, "runs")
        await type_in(here, "jr_old")
        assert "›open run jr_old …" in shown_in(here.app, "runs")
        await here.press("enter")
        assert here.focus == "details"
        assert here.details.run is not None
        assert here.details.run.key == ("report", "jr_old")


async def test_several_words_or_a_hit_offer_no_run(aws: Loopback) -> None:
    async with browsing(aws.glue, job="report") as here:
        await type_in(here, "jr_old")
        assert "open run" not in shown_in(here.app, "runs")
        await here.press("ctrl+u")
        await type_in(here, "two words")
        assert "open run" not in shown_in(here.app, "runs")
        assert "nothing matches" in shown_in(here.app, "runs")


async def test_what_is_typed_is_shown_safely_and_asked_for_as_it_is(aws: Loopback) -> None:
    name = "a[b]\u202ec"
    aws.holds([a_run(name, "jr_1")])
    aws.server.fault = on("ListJobs", DENIED)
    async with browsing(aws.glue) as here:
        await here.press("slash")
        here.jobs.set_filter(name)
        await here.settled()
        assert "open job a[b]\\u202ec …" in shown_in(here.app, "jobs")
        await here.press("enter")
        assert here.runs.job_name == name
        assert here.runs.items
