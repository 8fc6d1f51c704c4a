"""gluetui.glue.lineage.critical_path: what the last run waited for, and how much slack the others had."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.run.run import JobRun
from tests.glue.lineage.chains import NOW, chain, key, ran


def path_of(*runs: JobRun, gone: tuple[str, ...] = (), **more: Any) -> CriticalPath:
    return CriticalPath(chain(*runs, gone=gone), NOW, **more)


def ids(path: CriticalPath) -> list[str]:
    return [run.key.run_id for run in path.path]


def seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


NIGHT = (
    ran("alert", 7_621, 7_656, "curate"),
    ran("curate", 3_744, 7_608, "build", "stage", JobRunState="FAILED"),
    ran("build", 544, 3_736, "customers"),
    ran("stage", 1_256, 2_252, "payments", "orders"),
    ran("customers", 0, 535),
    ran("payments", 0, 1_255),
    ran("orders", 0, 1_016),
)
"""A night in which one run took long."""


def test_the_path_goes_back_from_each_run_to_the_predecessor_that_ended_last_before_it() -> None:
    path = path_of(*NIGHT)
    assert ids(path) == ["customers", "build", "curate", "alert"]
    assert [seconds(path.gap_on_path(run)) for run in path.path] == [0, 9, 8, 13]
    assert (seconds(path.wall), seconds(path.waited), path.is_at_least) == (7_656, 30, False)


def test_slack_is_how_much_later_a_run_could_have_ended() -> None:
    path = path_of(*NIGHT)
    stage = 3_736 - 2_252
    expected = {"stage": stage, "payments": stage, "orders": stage + 1_255 - 1_016, "build": 0, "alert": 0}
    assert {each: seconds(path.slack(key(each))) for each in expected} == expected


def test_of_several_runs_behind_it_the_one_that_would_be_delayed_first_counts() -> None:
    path = path_of(
        ran("a", 300, 400, "e", "b", "c"),
        ran("e", 0, 300),
        ran("b", 100, 290, "d"),
        ran("c", 100, 200, "d"),
        ran("d", 0, 95),
    )
    assert {each: seconds(path.slack(key(each))) for each in "bcd"} == {"b": 10, "c": 100, "d": 10}


def test_a_run_goes_from_the_start_of_its_first_attempt_to_the_end_of_its_last() -> None:
    path = path_of(
        ran("a", 200, 300, "b_attempt_2"),
        ran("b_attempt_2", 150, 190, PreviousRunId="b_attempt_1"),
        ran("b_attempt_1", 80, 90, JobRunState="FAILED"),
        ran("b", 40, 60, "c", JobRunState="FAILED"),
        ran("c", 0, 30),
    )
    assert ids(path) == ["c", "b_attempt_2", "a"]
    (run,) = (run for run in path.path if run.key == key("b_attempt_2"))
    assert (seconds(run.ran), [seconds(path.gap_on_path(each)) for each in path.path]) == (150, [0, 10, 10])
    assert path.of(key("b")) is run and path.is_on_path(key("b_attempt_1"))
    assert run.start_up is None


def test_a_predecessor_of_an_earlier_attempt_is_one_of_the_run() -> None:
    path = path_of(ran("a_attempt_1", 200, 300), ran("a", 100, 150, "b", JobRunState="FAILED"), ran("b", 0, 99))
    assert ids(path) == ["b", "a_attempt_1"]


@pytest.mark.parametrize(
    ("end", "path"), [(100, ["b", "a"]), (105, ["b", "a"]), (105.001, ["c", "a"]), (150, ["c", "a"])]
)
def test_a_predecessor_may_end_five_seconds_after_the_run_that_it_released_began(end: float, path: list[str]) -> None:
    found = path_of(ran("a", 100, 200, "b", "c"), ran("b", 0, end), ran("c", 10, 50))
    assert ids(found) == path
    assert sum(((run.ran + found.gap_on_path(run)) for run in found.path), timedelta()) == found.wall


def test_who_ended_after_a_run_behind_it_began_has_no_slack_that_is_known() -> None:
    path = path_of(ran("a", 100, 200, "b", "c"), ran("b", 0, 90), ran("c", 10, 150, "d"), ran("d", 0, 5))
    assert path.slack(key("c")) is None
    assert path.slack(key("d")) is None
    assert path.slack(key("b")) == timedelta()


def test_where_one_condition_is_enough_there_is_no_slack_but_on_the_path() -> None:
    runs = (ran("a", 100, 200, "b", "c", TriggerName="any"), ran("b", 0, 90), ran("c", 10, 50))
    assert seconds(path_of(*runs).slack(key("c"))) == 40
    path = path_of(*runs, any_triggers={"any"})
    assert (path.slack(key("c")), path.slack(key("b"))) == (None, timedelta())


def test_a_live_run_lasts_until_now_and_released_nobody() -> None:
    now = NOW.timestamp()
    path = path_of(ran("a", now - 50, None, "b", "c"), ran("b", now - 500, None), ran("c", 0, now - 60))
    assert ids(path) == ["c", "a"]
    assert seconds(path.path[-1].ran) == 50
    ahead = path_of(ran("a", now + 3, None))
    assert seconds(ahead.wall) == 0


INCOMPLETE = {"PredecessorRuns": [{"JobName": "b", "RunId": "b"}, {"JobName": "c"}]}


@pytest.mark.parametrize(
    ("runs", "gone", "path"),
    [
        ((ran("a", 100, 200, "b"), ran("b", 0, 90)), (), ["b", "a"]),
        ((ran("a", 100, 200, "b", "c"), ran("b", 0, 90)), ("c",), ["b", "a"]),
        ((ran("a", 100, 200, "b", "c"), ran("b", 0, 90)), (), ["b", "a"]),
        ((ran("a", 100, 200, "b"),), ("b",), ["a"]),
        ((ran("a", 100, 200, **INCOMPLETE), ran("b", 0, 90)), (), ["b", "a"]),
        ((ran("a_attempt_1", 100, 200, "b"), ran("b", 0, 90)), ("a",), ["b", "a_attempt_1"]),
        ((ran("a", 100, 200, "b"), ran("b", None, 90)), (), ["a"]),
        ((ran("a", 100, 200, "b"), ran("b", 90, 80)), (), ["a"]),
        ((ran("a", 100, 200, PredecessorRuns=None),), (), ["a"]),
    ],
    ids=["all is known", "gone", "not loaded", "the only one", "incomplete", "attempt", "no start", "order", "untold"],
)
def test_what_is_not_known_makes_the_path_at_least_so_long(
    runs: tuple[JobRun, ...], gone: tuple[str, ...], path: list[str], request: pytest.FixtureRequest
) -> None:
    found = path_of(*runs, gone=gone)
    assert ids(found) == path
    assert found.is_at_least is ("all is known" not in request.node.name)


def test_what_is_missing_away_from_the_path_leaves_it_whole() -> None:
    path = path_of(ran("a", 100, 200, "b", "c"), ran("b", 0, 90), ran("c", 0, 50, "d"), gone=("d",))
    assert not path.is_at_least


def test_a_root_without_times_has_no_path() -> None:
    path = path_of(ran("a", None, 200, "b"), ran("b", 0, 90))
    assert (ids(path), path.wall, path.is_at_least) == ([], None, True)
    assert path.slack(key("b")) is None


def test_runs_in_a_ring_end_the_path_and_have_no_slack() -> None:
    path = path_of(ran("a", 10, 20, "b"), ran("b", 8, 9, "c", "d"), ran("c", 7, 8, "b"), ran("d", 0, 1))
    assert ids(path) == ["c", "b", "a"]
    assert path.slack(key("d")) is None


@pytest.mark.parametrize(
    ("raw", "start_up"),
    [({"ExecutionTime": 70}, 30), ({}, None), ({"ExecutionTime": 300}, None), ({"ExecutionTime": "70"}, None)],
)
def test_start_up_is_what_execution_time_leaves_of_a_run_of_one_attempt(
    raw: dict[str, Any], start_up: float | None
) -> None:
    assert seconds(path_of(ran("a", 0, 100, **raw)).path[0].start_up) == start_up
