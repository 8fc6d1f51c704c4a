"""What the lists show in terminals of all usual widths: more of it in a wider one."""

from __future__ import annotations

import pytest

from tests.screens.conftest import Browsing, Loopback, a_run, browsing
from tests.screens.seen import shown_in

WIDTHS = (80, 90, 100, 110, 120, 140, 160, 200, 240)
LAKE = "Job aborted.\nCaused by: com.example.lake.LakeException: no table in the lake is called"


def a_bad_week() -> list[dict[str, object]]:
    runs = [
        a_run("load", f"jr_{day}", state="FAILED", TriggerName="nightly", ErrorMessage=f"{LAKE} sales_{name}")
        for day, name in enumerate(("north", "south", "east"))
    ]
    root = a_run("report", "jr_r", ("load", "jr_0"), ("load", "jr_1"))
    return [*runs, root]


async def lines_of(here: Browsing, pane: str, key: str) -> list[str]:
    await here.press(key)
    return shown_in(here.app, pane).split("\n")


def heading(lines: list[str]) -> str:
    return next(line for line in lines if line.split()[:1] in (["job"], ["state"], ["run"]))


@pytest.mark.parametrize("width", WIDTHS)
async def test_every_list_has_the_columns_that_its_width_has_room_for(aws: Loopback, width: int) -> None:
    aws.holds(a_bad_week())
    async with browsing(aws.glue, job="load", size=(width, 30), statuses=True) as here:
        await here.until(lambda: here.last_runs_are_there)
        jobs = heading(await lines_of(here, "jobs", "1"))
        runs = heading(await lines_of(here, "runs", "2"))
    assert jobs.split() == ["job", "last", "run", "age", "last", "8", "→"]
    names = ["state", "started", "UTC", "took", "DPU-hours", "try", "trigger"]
    assert runs.split() == [*names, *([] if width in (80, 90, 160) else ["error"])]


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_tree_has_the_times_of_its_runs_everywhere(aws: Loopback, width: int) -> None:
    aws.holds(a_bad_week())
    async with browsing(aws.glue, job="report", run="jr_r", size=(width, 30)) as here:
        await here.press("4", "space")
        lines = shown_in(here.app, "predecessors").split("\n")
    names = ["started", "UTC", "took", "waited"]
    assert heading(lines).split() == ["run", *(["state"] if width in (110, 120, 140, 240) else []), *names]
    told = [line for line in lines if "✗ load" in line]
    assert any("sales_north" in line for line in told)
    assert any("sales_south" in line for line in told)


@pytest.mark.parametrize("width", WIDTHS)
async def test_jobs_that_failed_tell_why(aws: Loopback, width: int) -> None:
    aws.holds(a_bad_week())
    async with browsing(aws.glue, size=(width, 30), statuses=True) as here:
        await here.press("exclamation_mark")
        await here.until(lambda: "✗ failed" in shown_in(here.app, "jobs"))
        lines = shown_in(here.app, "jobs").split("\n")
    assert heading(lines).split()[-1] == ("→" if width == 160 else "error")


async def test_in_a_list_of_errors_that_begin_alike_the_difference_is_seen(aws: Loopback) -> None:
    aws.holds(a_bad_week())
    async with browsing(aws.glue, job="load", size=(100, 30)) as here:
        runs = shown_in(here.app, "runs")
        assert [line.split()[-1] for line in runs.split("\n") if "✗ failed" in line] == [
            "sales_north",
            "sales_south",
            "sales_east",
        ]
