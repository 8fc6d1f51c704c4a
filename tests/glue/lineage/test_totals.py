"""gluetui.glue.lineage.totals: sums over what is loaded, and nothing made up where a time is missing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.totals import totals
from gluetui.glue.run.run import JobRun, RunKey

NOW = datetime.fromtimestamp(2000, UTC)


def answer(run_id: str, start: int | None, end: int | None, *before: str, **raw: Any) -> JobRun:
    entries = [{"JobName": "job", "RunId": each} for each in before]
    members = {"JobName": "job", "Id": run_id, "JobRunState": "SUCCEEDED", "PredecessorRuns": entries}
    return JobRun(members | {"StartedOn": start, "CompletedOn": end} | raw, asked_predecessors=True)


def lineage(*runs: JobRun) -> Lineage:
    graph = Lineage(RunKey("job", "a"))
    for run in runs:
        graph.add(run)
    return graph


def test_what_is_loaded_is_counted_and_what_is_only_named_is_told_apart() -> None:
    graph = lineage(
        answer("a", 900, 1000, "b", "c"),
        answer("b", 0, 100, JobRunState="FAILED"),
        answer("stranger", 0, 100),
    )
    result = totals(graph, NOW)
    assert (result.known, result.runs, result.failed) == (3, 2, 1)


def test_a_run_in_a_diamond_is_counted_once() -> None:
    graph = lineage(answer("a", 0, 1, "b", "c"), answer("b", 0, 1, "d"), answer("c", 0, 1, "d"), answer("d", 0, 1))
    assert totals(graph, NOW).runs == 4


def test_waiting_is_the_share_of_the_wall_time_in_which_no_loaded_run_was_on() -> None:
    graph = lineage(
        answer("a", 900, 1000, "b", "c"),
        answer("b", 0, 400),
        answer("c", 100, 300),
    )
    result = totals(graph, NOW)
    assert result.wall_seconds == 1000
    assert result.waiting_share == pytest.approx(0.5)


def test_a_live_root_is_counted_to_now_and_what_goes_on_after_the_roots_end_is_not() -> None:
    live = totals(lineage(answer("a", 1000, None, JobRunState="RUNNING")), NOW)
    assert (live.wall_seconds, live.waiting_share) == (1000, 0.0)
    outlived = totals(lineage(answer("a", 50, 100, "b"), answer("b", 0, 5000)), NOW)
    assert (outlived.wall_seconds, outlived.waiting_share) == (100, 0.0)
    later = totals(lineage(answer("a", 0, 100, "b"), answer("b", 500, 600)), NOW)
    assert (later.wall_seconds, later.waiting_share) == (100, 0.0)


def test_the_share_is_not_known_where_a_run_lacks_a_time() -> None:
    result = totals(lineage(answer("a", 900, 1000, "b"), answer("b", 0, None)), NOW)
    assert (result.wall_seconds, result.waiting_share) == (1000, None)


@pytest.mark.parametrize(
    "runs",
    [[], [answer("a", None, None)], [answer("a", 900, None)], [answer("a", 900, 800)]],
    ids=["nothing loaded", "no times", "no end", "out of order"],
)
def test_the_wall_time_is_not_known_without_a_start_and_the_roots_end(runs: list[JobRun]) -> None:
    result = totals(lineage(*runs), NOW)
    assert (result.wall_seconds, result.waiting_share) == (None, None)


def test_a_run_of_no_length_has_no_share() -> None:
    assert totals(lineage(answer("a", 900, 900)), NOW).waiting_share is None


def test_amounts_are_added_by_unit_and_runs_without_one_are_counted() -> None:
    graph = lineage(
        answer("a", 0, 1, "b", "c", "d", DPUSeconds=7200, WorkerType="G.1X"),
        answer("b", 0, 1, DPUSeconds=3600, WorkerType="G.2X"),
        answer("c", 0, 1, DPUSeconds=3600, WorkerType="Z.2X"),
        answer("d", 0, 1),
    )
    result = totals(graph, NOW)
    assert result.dpu_hours.by_unit == {"DPU-hours": 3.0, "M-DPU-hours": 1.0}
    assert result.dpu_hours.without == 1
    assert result.cost.by_unit == {"USD": pytest.approx(3 * 0.44)}
    assert result.cost.without == 2


@pytest.mark.parametrize(
    ("one", "other", "bounds"),
    [
        ({"DPUSeconds": 3600}, {"DPUSeconds": 60}, ""),
        ({"DPUSeconds": 3600}, {"Arguments": {"--enable-auto-scaling": "true"}}, "at most"),
        ({"GlueVersion": "4.0"}, {"ExecutionClass": "FLEX"}, "at most"),
        ({"GlueVersion": "4.0"}, {}, "at least"),
        ({}, {"ExecutionClass": "FLEX"}, ""),
    ],
)
def test_a_sum_with_bounds_of_one_kind_is_a_bound(one: dict[str, Any], other: dict[str, Any], bounds: str) -> None:
    used = {"ExecutionTime": 60, "MaxCapacity": 10}
    result = totals(lineage(answer("a", 0, 1, "b", **used, **one), answer("b", 0, 1, **used, **other)), NOW)
    assert (result.dpu_hours.bounds, result.cost.bounds) == (bounds, bounds)
