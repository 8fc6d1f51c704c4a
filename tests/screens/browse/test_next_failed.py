"""`f` goes to the next failed run or job, says which of how many it is, and begins again after the last."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import NOW
from tests.screens.conftest import Browsing, Loopback, a_run, browsing

STATES = ["FAILED", "SUCCEEDED", "TIMEOUT", "STOPPED", "ERROR", "EXPIRED", "RUNNING"]


def shards(*states: str) -> list[dict[str, Any]]:
    """A run after one of each state."""
    names = [f"shard-{number:02}" for number in range(len(states))]
    before = [(name, f"jr_{name}") for name in names]
    each = [a_run(name, f"jr_{name}", state=state) for name, state in zip(names, states, strict=True)]
    return [a_run("root", "jr_root", *before), *each]


def runs(*states: str) -> list[dict[str, Any]]:
    """A job's runs, newest first."""
    begun = NOW.timestamp() - 4000
    return [a_run("job", f"jr_{n}", state=state, StartedOn=begun - 3600 * n) for n, state in enumerate(states)]


async def steps(here: Browsing, count: int) -> list[str]:
    said = []
    for _ in range(count):
        await here.press("f")
        said += here.toasts[-1:]
    return said


@pytest.mark.parametrize("failed", [1, 2, 5, 13])
async def test_in_the_tree_every_failed_run_is_reached_once_before_the_first_comes_again(
    aws: Loopback, failed: int
) -> None:
    aws.holds(shards(*["FAILED"] * failed, *["SUCCEEDED"] * 8))
    async with browsing(aws.glue, job="root", run="jr_root") as here:
        await here.press("4")
        reached = []
        for number in range(failed):
            await here.press("f")
            reached.append(here.predecessors.key)
            noun = "runs" if failed > 1 else "run"
            assert here.toasts[-1] == f"{number + 1} of {failed} failed {noun}."
        assert len(set(reached)) == failed
        await here.press("f")
        assert here.predecessors.key == reached[0]


async def test_in_the_tree_timeouts_and_errors_count_and_what_was_cut_short_is_named_apart(aws: Loopback) -> None:
    aws.holds(shards(*STATES))
    async with browsing(aws.glue, job="root", run="jr_root") as here:
        await here.press("4")
        told = await steps(here, 4)
        assert told == [f"{number} of 3 failed runs, and 1 expired and 1 stopped." for number in (1, 2, 3, 1)]


async def test_from_a_green_leaf_the_failed_run_after_it_comes_next(aws: Loopback) -> None:
    aws.holds(
        [
            a_run("root", "jr_root", ("green", "jr_g"), ("red", "jr_r")),
            a_run("green", "jr_g", ("deep", "jr_d")),
            a_run("red", "jr_r", state="FAILED"),
            a_run("deep", "jr_d", state="FAILED"),
        ]
    )
    async with browsing(aws.glue, job="root", run="jr_root") as here:
        await here.press("4", "space", "j", "j")
        assert here.predecessors.key is not None and here.predecessors.key.job_name == "green"
        await here.press("f")
        assert here.predecessors.key.job_name == "deep" and here.toasts[-1] == "2 of 2 failed runs."
        await here.press("f")
        assert here.predecessors.key.job_name == "red" and here.toasts[-1] == "1 of 2 failed runs."


async def test_along_a_chain_f_goes_on_and_loads_no_further_than_it_must(aws: Loopback) -> None:
    state = {2: "FAILED", 5: "TIMEOUT", 8: "ERROR"}
    aws.holds(
        [
            a_run(
                f"r{n}", f"jr_{n}", *([(f"r{n + 1}", f"jr_{n + 1}")] if n < 11 else []), state=state.get(n, "SUCCEEDED")
            )
            for n in range(12)
        ]
    )
    async with browsing(aws.glue, job="r0", run="jr_0") as here:
        await here.press("4")
        assert await steps(here, 2) == ["1 of 1 failed run, 1 not looked at.", "2 of 2 failed runs, 1 not looked at."]
        assert "jr_9" not in aws.server.asked_for("GetJobRun", "RunId")
        assert await steps(here, 2) == ["3 of 3 failed runs, 1 not looked at.", "1 of 3 failed runs."]


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (["SUCCEEDED", "FAILED", "SUCCEEDED", "TIMEOUT"], [f"{n} of 2 failed runs." for n in (1, 2, 1)]),
        (["FAILED", "SUCCEEDED", "STOPPED"], ["1 of 1 failed run, and 1 stopped."] * 2),
        (["SUCCEEDED", "EXPIRED", "EXPIRED", "STOPPED"], ["No failed run, and 2 expired and 1 stopped."]),
        (["ERROR", "ERROR", "RUNNING"], ["2 of 2 failed runs.", "1 of 2 failed runs."]),
        (["SUCCEEDED", "RUNNING"], ["No failed run."]),
    ],
)  # fmt: skip
async def test_in_the_runs_f_goes_down_the_list_and_round(aws: Loopback, states: list[str], told: list[str]) -> None:
    aws.holds(runs(*states))
    async with browsing(aws.glue, job="job") as here:
        assert await steps(here, len(told)) == told


async def test_in_the_runs_what_is_not_loaded_is_not_counted_and_a_filter_leaves_out_the_rest(aws: Loopback) -> None:
    aws.holds(runs(*["FAILED", "SUCCEEDED", "TIMEOUT"] * 300))
    async with browsing(aws.glue, job="job") as here:
        await here.press("f")
        assert here.toasts[-1] == "2 of 133 failed runs among the 200 loaded."
        await here.press("slash", *"state:timeout", "enter", "home", "f")
        assert here.toasts[-1] == "2 of 66 failed runs among the 200 loaded."


async def test_in_the_jobs_f_goes_to_those_whose_last_run_failed(aws: Loopback) -> None:
    aws.holds([a_run(f"job-{n}", f"jr_{n}", state=state) for n, state in enumerate(STATES)])
    async with browsing(aws.glue, statuses=True) as here:
        await here.until(lambda: here.last_runs_are_there)
        assert await steps(here, 3) == [
            f"{number} of 3 failed jobs, and 1 expired and 1 stopped." for number in (2, 3, 1)
        ]
        assert here.jobs.item == "job-0"


async def test_jobs_that_were_not_looked_up_are_said_to_be_so(aws: Loopback) -> None:
    async with browsing(aws.glue) as here:
        await here.press("f")
        assert here.toasts == ["Which jobs failed was not looked up: ! looks it up."]


async def test_in_the_details_f_says_where_it_works(aws: Loopback) -> None:
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("f")
        assert "the next failed one is found in the jobs" in here.toasts[-1]


async def test_a_burst_of_f_ends_where_one_by_one_would(aws: Loopback) -> None:
    aws.holds(runs(*["SUCCEEDED", "FAILED"] * 6))
    async with browsing(aws.glue, job="job") as here:
        await here.burst(*"fff")
        await here.settled()
        assert here.runs.cursor == 5 and here.toasts[-1] == "3 of 6 failed runs."
