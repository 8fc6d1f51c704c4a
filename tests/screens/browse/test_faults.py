"""What a person sees when AWS refuses, is not AWS, says nothing, or answers too late."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from gluetui.glue.clients.glue import Glue
from gluetui.glue.run.run import RunKey
from gluetui.screens.viewer import TextView
from tests.screens.conftest import NARROW, Loopback, a_pipeline, a_run, aws_of_its_own, browsing
from tests.screens.faults import DENIED, GONE, PORTAL, Hold, on
from tests.screens.seen import shown_in
from tests.server import Call, Reply


def note_answers(glue: Glue, method: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs whose answers have come back to the app's thread."""
    answered: list[str] = []
    ask = getattr(glue, method)

    def noted(asked: str | RunKey, *args: object, **kwargs: object) -> object:
        answer = ask(asked, *args, **kwargs)
        answered.append(asked if isinstance(asked, str) else asked.job_name)
        return answer

    monkeypatch.setattr(glue, method, noted)
    return answered


@pytest.fixture
def slow_aws() -> Iterator[Loopback]:
    with aws_of_its_own() as own:
        yield own
        if isinstance(own.server.fault, Hold):
            own.server.fault.let_go()


async def test_who_may_not_list_jobs_reads_which_permission_is_missing_and_can_try_again(aws: Loopback) -> None:
    aws.server.fault = on("ListJobs", DENIED)
    async with browsing(aws.glue, size=NARROW) as here:
        assert "glue:ListJobs" in shown_in(here.app, "jobs")
        assert "no Glue jobs" not in shown_in(here.app, "jobs")
        aws.server.fault = None
        await here.press("r")
        assert "›clean" in shown_in(here.app, "jobs")
        assert "glue:ListJobs" not in shown_in(here.app, "jobs")


async def test_who_may_not_list_jobs_can_still_open_one_by_its_name(aws: Loopback) -> None:
    aws.server.fault = on("ListJobs", DENIED)
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        assert "✓ SUCCEEDED" in shown_in(here.app, "details")
        assert "all-in" in shown_in(here.app, "runs")


async def test_runs_that_are_denied_for_one_job_say_so_and_other_jobs_go_on(aws: Loopback) -> None:
    aws.server.fault = on("GetJobRuns", DENIED, JobName="clean")
    async with browsing(aws.glue) as here:
        await here.press("enter")
        assert "glue:GetJobRuns" in shown_in(here.app, "runs")
        await here.press("1", "G", "enter")
        assert "all-in" in shown_in(here.app, "runs")
        assert "glue:GetJobRuns" not in shown_in(here.app, "runs")


async def test_a_refresh_that_fails_keeps_what_was_loaded(aws: Loopback) -> None:
    async with browsing(aws.glue) as here:
        aws.server.fault = on("ListJobs", DENIED)
        await here.press("r")
        assert "glue:ListJobs" in shown_in(here.app, "jobs")
        assert "›clean" in shown_in(here.app, "jobs")


async def test_one_predecessor_that_is_gone_leaves_its_siblings_and_is_asked_for_again_by_r(aws: Loopback) -> None:
    aws.server.fault = on("GetJobRun", GONE, JobName="clean")
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("4", "space")
        lines = shown_in(here.app, "predecessors").split("\n")
        assert "gone" in next(line for line in lines if "clean" in line)
        assert "✓ load" in next(line for line in lines if "load" in line)
        while (here.predecessors.key or ("",))[0] != "clean":
            await here.press("j")
        aws.server.fault = None
        await here.press("r")
        assert "✗ clean" in next(line for line in shown_in(here.app, "predecessors").split("\n") if "clean" in line)


async def test_a_captive_portal_is_never_an_empty_list(aws: Loopback) -> None:
    aws.server.fault = lambda call: PORTAL
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        assert shown_in(here.app, "screen").count("was not from AWS") == 1
        for pane in ("jobs", "runs", "details", "predecessors"):
            assert "Not loaded" in shown_in(here.app, pane)
            assert "AWS says" not in shown_in(here.app, pane)


async def test_while_aws_is_silent_the_wait_is_told_keys_answer_and_q_quits(slow_aws: Loopback) -> None:
    hold = slow_aws.server.fault = Hold("ListJobs")
    async with browsing(slow_aws.glue, settled=False) as here:
        await here.until(lambda: "loading jobs…" in shown_in(here.app, "jobs") and hold.reached.is_set())
        await here.tap("2", "slash", "x")
        assert here.focus == "runs"
        assert here.runs.filter_text == "x"
        await here.tap("escape", "q")
        assert here.has_quit


async def test_the_runs_of_a_job_that_was_left_are_not_shown_when_they_come(
    slow_aws: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = note_answers(slow_aws.glue, "runs", monkeypatch)
    hold = slow_aws.server.fault = Hold("GetJobRuns", "clean")
    async with browsing(slow_aws.glue) as here:
        await here.tap("enter")
        await here.until(hold.reached.is_set)
        await here.tap("1", "G", "enter")
        await here.until(lambda: "all-in" in shown_in(here.app, "runs"))
        hold.let_go()
        await here.until(lambda: "clean" in answered)
        await here.settled()
        assert {run.key.job_name for run in here.runs.items} == {"report"}
        assert "report" in str(here.runs.border_title)


async def test_a_run_that_was_left_is_not_shown_when_it_comes(
    slow_aws: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = note_answers(slow_aws.glue, "run", monkeypatch)
    slow_aws.holds([*a_pipeline(), a_run("slow", "jr_slow")])
    hold = slow_aws.server.fault = Hold("GetJobRun", "slow")
    async with browsing(slow_aws.glue, job="slow") as here:
        await here.tap("enter")
        await here.until(hold.reached.is_set)
        await here.tap("1", "g", "enter")
        await here.until(lambda: here.runs.job_name == "clean" and here.runs.entry_count == 1)
        await here.until(lambda: "disk full" in shown_in(here.app, "details"))
        hold.let_go()
        await here.until(lambda: "slow" in answered)
        await here.settled()
        assert here.details.run is not None
        assert here.details.run.key.job_name == "clean"
        assert here.tree == ["clean"]


@pytest.mark.parametrize(
    ("broken", "said"),
    [({"StartedOn": "2026-13-45"}, "unreadable"), ({"StartedOn": None}, "not returned"), ({"Attempt": "two"}, "01:30")],
    ids=["bad time", "no time", "wrong type"],
)
async def test_one_odd_run_of_a_page_has_its_row_and_hides_no_other(
    aws: Loopback, broken: dict[str, object], said: str
) -> None:
    runs = [a_run("odd", "jr_1"), a_run("odd", "jr_2", **broken), a_run("odd", "jr_3")]
    aws.server.fault = on("GetJobRuns", Reply(200, json.dumps({"JobRuns": runs}).encode()))
    async with browsing(aws.glue, job="odd") as here:
        rows = shown_in(here.app, "runs").split("\n")[1:4]
        assert all("succeeded" in row for row in rows)
        assert said in rows[1]
        assert "01:30" in rows[0] and "01:30" in rows[2]


async def test_odd_values_are_on_the_screen_as_they_came_or_as_not_returned(aws: Loopback) -> None:
    odd = a_run(
        "odd", "jr_1", state="REVERSING", ExecutionTime=float("nan"), DPUSeconds=float("-inf"), Timeout=-5,
        NumberOfWorkers=None, Shape="oblong",
    )  # fmt: skip
    del odd["Attempt"]
    answers = {"ListJobs": {"JobNames": ["odd"]}, "GetJobRuns": {"JobRuns": [odd]}, "GetJobRun": {"JobRun": odd}}
    aws.server.fault = lambda call: Reply(200, json.dumps(answers[call.operation]).encode())
    async with browsing(aws.glue, size=(160, 140), job="odd", run="jr_1") as here:
        rows = [line.strip("› ") for line in shown_in(here.app, "details").split("\n")]
        for name, value in {
            "JobRunState": "REVERSING", "ExecutionTime": "NaN", "DPUSeconds": "-Infinity", "Timeout": "-5",
            "NumberOfWorkers": "not returned", "Attempt": "not returned", "Shape": "oblong",
            "estimated cost": "unknown",
        }.items():  # fmt: skip
            [row] = [row for row in rows if row.startswith(f"{name} ")]
            assert value in row
        assert "? reversing" in shown_in(here.app, "runs")


async def test_entries_that_are_no_runs_or_names_are_counted_and_the_rest_is_shown(aws: Loopback) -> None:
    page = {"JobRuns": [a_run("load", "jr_load"), "what", None]}

    def fault(call: Call) -> Reply | None:
        names = {"JobNames": ["load", 7]}
        answer = {"GetJobRuns": page, "ListJobs": names}.get(call.operation)
        return Reply(200, json.dumps(answer).encode()) if answer else None

    aws.server.fault = fault
    async with browsing(aws.glue, job="load") as here:
        assert str(here.runs.border_subtitle) == "1 run · 2 unreadable · as of 02:30"
        assert str(here.jobs.border_subtitle) == "1 job · 1 unreadable · as of 02:30"
        assert "succeeded" in shown_in(here.app, "runs")


async def test_a_cut_off_answer_is_unreadable_and_what_was_loaded_stays(aws: Loopback) -> None:
    async with browsing(aws.glue, job="report") as here:
        aws.server.fault = on("GetJobRuns", Reply(200, b'{"JobRuns": [{"Id": "jr_1"}]}', sent="half"))
        await here.press("2", "r")
        said = " ".join(shown_in(here.app, "runs").split())
        assert "could not be read" in said
        assert "all-in" in said
        assert "no runs" not in said


async def test_a_page_of_jobs_that_fails_in_a_refresh_takes_no_job_away(aws: Loopback) -> None:
    names = [f"job-{number:04}" for number in range(1500)]
    aws.holds([], names)
    async with browsing(aws.glue) as here:
        assert here.jobs.items == names
        aws.server.fault = lambda call: DENIED if "NextToken" in call.asked else None
        await here.press("1", "r")
        assert "glue:ListJobs" in shown_in(here.app, "jobs")
        assert [name for name in here.jobs.items if name not in here.jobs.seen] == names
        aws.server.fault = None
        await here.press("r")
        assert here.jobs.items == names


async def test_a_page_of_runs_that_fails_late_is_not_told_of_another_job(slow_aws: Loopback) -> None:
    slow_aws.holds([*a_pipeline(), *(a_run("many", f"jr_{number}") for number in range(250))])
    hold = Hold("GetJobRuns", "many")
    async with browsing(slow_aws.glue, job="many") as here:
        slow_aws.server.fault = lambda call: (hold(call) or DENIED) if call.asked.get("JobName") == "many" else None
        await here.tap("2", "G")
        await here.until(hold.reached.is_set)
        assert "loading more…" in str(here.runs.border_subtitle)
        await here.tap("1", "g", "enter")
        await here.until(lambda: here.runs.job_name == "clean" and bool(here.runs.items))
        hold.let_go()
        await here.settled()
        assert here.runs.error is None
        assert [run.key.run_id for run in here.runs.items] == ["jr_clean"]


@pytest.mark.parametrize(("key", "said"), [("1", "ListJobs operation"), ("2", "GetJobRuns operation"), ("3", None)])
async def test_all_that_was_said_of_an_error_is_behind_e(aws: Loopback, key: str, said: str | None) -> None:
    aws.server.fault = lambda call: DENIED
    async with browsing(aws.glue, job="report") as here:
        await here.press(key, "e")
        if said is None:
            assert here.toasts == ["Nothing went wrong here."]
        else:
            view = here.app.screen.query_one(TextView)
            assert said in view.text
            assert "arn:aws:iam::1:user/u" in view.text
            await here.press("escape")


async def test_behind_e_is_the_error_of_the_run_under_the_cursor_or_else_the_banners(aws: Loopback) -> None:
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        aws.server.fault = on("GetJobRun", GONE, JobName="clean")
        await here.press("4", "space", "G")
        aws.server.fault = lambda call: PORTAL
        while (here.predecessors.key or ("",))[0] != "clean":
            await here.press("k")
        await here.press("e")
        assert "Job Run not found" in here.app.screen.query_one(TextView).text
        await here.press("escape", "1", "r", "2", "e")
        assert "hotel" in here.app.screen.query_one(TextView).text
