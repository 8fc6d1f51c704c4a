"""gluetui.glue.listing.comparing: what differs between two runs, and what only looks as if it did."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.listing.comparing import compare, same_value
from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.found import DOTS
from tests.conftest import NOW
from tests.glue.listing.compared import DAY, START, a_run, compared, fields, names, only

ISO = "2026-11-20T02:14:07Z"
EPOCH = 1_795_140_847


@pytest.mark.parametrize(
    ("before", "after", "name", "sign"),
    [
        ({"GlueVersion": "4.0"}, {"GlueVersion": "5.0"}, "GlueVersion", "~"),
        ({}, {"GlueVersion": "5.0"}, "GlueVersion", "+"),
        ({"GlueVersion": "4.0"}, {}, "GlueVersion", "-"),
        ({"NumberOfWorkers": 2}, {"NumberOfWorkers": 3}, "NumberOfWorkers", "~"),
        ({"NumberOfWorkers": 0}, {}, "NumberOfWorkers", "-"),
        ({"JobRunQueuingEnabled": False}, {"JobRunQueuingEnabled": True}, "JobRunQueuingEnabled", "~"),
        ({"JobRunQueuingEnabled": False}, {"JobRunQueuingEnabled": 0}, "JobRunQueuingEnabled", "~"),
        ({}, {"TriggerName": ""}, "TriggerName", "+"),
        ({"TriggerName": "nightly"}, {"TriggerName": ""}, "TriggerName", "~"),
        ({}, {"Arguments": {}}, "Arguments", "+"),
        ({"Arguments": ["odd"]}, {"Arguments": {"--a": "1"}}, "Arguments", "~"),
        ({"Arguments": {}}, {"Arguments": {"--a": ""}}, "Arguments.--a", "+"),
        ({}, {"Arguments": {"--a": "1"}}, "Arguments.--a", "+"),
        ({"Arguments": {"--a": "1"}}, {"Arguments": {}}, "Arguments.--a", "-"),
        ({"Arguments": {"--a": ""}}, {"Arguments": {"--a": " "}}, "Arguments.--a", "~"),
        ({"Arguments": {"--a": "1"}}, {"Arguments": {"--a": "1.0"}}, "Arguments.--a", "~"),
        ({"Arguments": {"--a": "1"}}, {"Arguments": {"--a": 1}}, "Arguments.--a", "~"),
        ({"Arguments": {"--a": ISO}}, {"Arguments": {"--a": "2026-11-20T02:14:07+00:00"}}, "Arguments.--a", "~"),
        ({"Arguments": {"--conf": "x=1"}}, {"Arguments": {"--conf": "x=2"}}, "Arguments.--conf", "~"),
        ({"NotificationProperty": {"NotifyDelayAfter": 1}}, {"NotificationProperty": {}}, "NotificationProperty", "~"),
        ({"Tomorrow": {"a": [1, 2]}}, {"Tomorrow": {"a": [2, 1]}}, "Tomorrow", "~"),
        ({}, {"Tomorrow": "x"}, "Tomorrow", "+"),
        ({"JobRunState": "SUCCEEDED"}, {"JobRunState": "FAILED"}, "JobRunState", "~"),
        ({}, {"ErrorMessage": "boom"}, "ErrorMessage", "+"),
        ({"Attempt": 0}, {"Attempt": 1}, "Attempt", "~"),
    ],
)
def test_each_kind_of_difference(before: dict[str, Any], after: dict[str, Any], name: str, sign: str) -> None:
    found = only(compared(before, after))
    assert (found.name, found.sign, found.every_run, found.is_secret) == (name, sign, False, False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"Timeout": 2880}, {"Timeout": 2880.0}),
        ({"MaxCapacity": 10.0}, {"MaxCapacity": 10}),
        ({"NotificationProperty": {"NotifyDelayAfter": 5}}, {"NotificationProperty": {"NotifyDelayAfter": 5.0}}),
        ({"Tomorrow": math.nan}, {"Tomorrow": math.nan}),
        ({"Tomorrow": {"a": None}}, {"Tomorrow": {}}),
        ({"Tomorrow": ISO}, {"Tomorrow": EPOCH}),
        ({"Tomorrow": ISO}, {"Tomorrow": EPOCH * 1000}),
        ({"Tomorrow": [ISO]}, {"Tomorrow": ["2026-11-20T03:14:07.000+01:00"]}),
        ({"Arguments": {"--a": "1", "--b": "2"}}, {"Arguments": {"--b": "2", "--a": "1"}}),
        ({"Arguments": {"--a": None}}, {"Arguments": {}}),
    ],
)
def test_equal_values_in_other_forms_are_no_difference(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert names(compared(before, after)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ISO, "2026-11-20T02:14:08Z"),
        (ISO, EPOCH + 1),
        ("2026-11-20", "2026-11-20T00:00:00Z"),
        ("1", 1),
        (0, ""),
        (1, True),
    ],
)
def test_other_values_stay_different(one: object, other: object) -> None:
    assert not same_value(one, other)


@pytest.mark.parametrize(
    "members",
    [
        {"Id": "jr_other", "PreviousRunId": "jr_before"},
        {"StartedOn": 1, "CompletedOn": 101, "LastModifiedOn": 5},
        {"QueuedOn": "2026-11-20T02:14:07Z"},
        {"WorkflowRunId": "wr_1"},
        {"JobName": "renamed"},
        {"Arguments": {"--JOB_RUN_ID": "jr_2", "--WORKFLOW_RUN_ID": "wr_2"}},
    ],
)
def test_ids_and_moments_are_never_a_difference(members: dict[str, Any]) -> None:
    arguments = {"Arguments": {"--JOB_RUN_ID": "jr_1", "--WORKFLOW_RUN_ID": "wr_1"}} if "Arguments" in members else {}
    assert names(compared({"QueuedOn": 1_795_000_000, **arguments}, {"QueuedOn": 1_795_086_400, **members})) == []


def test_times_taken_dpu_hours_and_the_cost_are_differences() -> None:
    capacity = {"MaxCapacity": 10.0}
    found = compared(capacity, {**capacity, "ExecutionTime": 900, "CompletedOn": START + DAY + 1_000})
    assert names(found) == ["wall time", "ExecutionTime", "start-up time", "DPU-hours", "estimated cost"]
    assert all(each.is_result for each in found.differences)
    assert [found.differences[place].after for place in (0, 2, 3)] == [1_000, 100, 2.5]
    assert found.settings == ()


@pytest.mark.parametrize(
    ("after", "settings"),
    [
        ({"NumberOfWorkers": 4, "MaxCapacity": 4.0, "AllocatedCapacity": 4}, ["NumberOfWorkers"]),
        ({"MaxCapacity": 4.0, "AllocatedCapacity": 4}, ["MaxCapacity"]),
        ({"AllocatedCapacity": 4}, ["AllocatedCapacity"]),
    ],
)
def test_a_capacity_that_follows_from_another_member_is_not_counted_twice(
    after: dict[str, Any], settings: list[str]
) -> None:
    before = {"NumberOfWorkers": 2, "MaxCapacity": 2.0, "AllocatedCapacity": 2}
    found = compared(before, {**before, **after})
    assert [each.name for each in found.settings] == settings
    assert set(after) <= set(names(found))


def linked(*jobs: str) -> list[dict[str, str]]:
    return [{"JobName": job, "RunId": f"jr_{number}"} for number, job in enumerate(jobs)]


def test_predecessors_are_compared_by_their_jobs_and_only_where_both_runs_were_asked() -> None:
    same, other = linked("a", "b"), linked("b", "a")
    assert names(compared({"PredecessorRuns": same}, {"PredecessorRuns": other})) == []
    assert names(compared({"PredecessorRuns": same}, {"PredecessorRuns": linked("a")})) == ["PredecessorRuns"]
    listed = a_run(0, asked=False, PredecessorRuns=[])
    assert names(compare(listed, a_run(1, PredecessorRuns=same), fields(), now=NOW)) == []


def test_differences_stand_in_the_order_of_the_details_and_what_always_changes_at_the_end() -> None:
    def args(day: int) -> dict[str, Any]:
        return {"Arguments": {"--date": str(day), "--a": "1", "--conf": "x"}, "GlueVersion": "4.0"}

    loaded = tuple(a_run(day, **args(day)) for day in (5, 4, 3, 2))
    after = {"Arguments": {"--date": "1", "--a": "2", "--conf": "y"}, "GlueVersion": "5.0", "JobRunState": "FAILED"}
    found = compared(args(0), after, loaded=loaded)
    order = ["JobRunState", "GlueVersion", "Arguments.--a", "Arguments.--conf", "Arguments.--date"]
    assert names(found) == order
    assert [each.every_run for each in found.differences] == [False] * 4 + [True]
    assert [each.name for each in found.telling] == order[:-1]
    assert [each.own_name for each in found.settings] == ["GlueVersion", "--a", "--conf"]


def dated(*dates: str | None) -> tuple[JobRun, ...]:
    """Newest first."""
    return tuple(a_run(9 - n, Arguments={"--date": date} if date else {}) for n, date in enumerate(dates))


@pytest.mark.parametrize(
    ("loaded", "every_run"),
    [
        (dated("4", "3", "2", "1"), True),
        (dated("3", "2", "1"), False),
        (dated("4", "3", "2", "2"), False),
        (dated("1", "1", "1", "1"), False),
        (dated("6", "5", "4", "4", "3"), True),
        (dated("4", "3", "2", "1", "1", "1", "1", "1"), False),
        (dated("4", None, "2", None), True),
    ],
)
def test_a_value_changes_every_run_where_it_differs_between_most_of_four_neighbours_or_more(
    loaded: tuple[JobRun, ...], every_run: bool
) -> None:
    found = only(compared({"Arguments": {"--date": "x"}}, {"Arguments": {"--date": "y"}}, loaded=loaded))
    assert found.every_run is every_run


def test_a_value_that_is_missing_is_not_the_next_of_those_that_change() -> None:
    loaded = dated("4", "3", "2", "1")
    assert not only(compared({"Arguments": {"--date": "1"}}, {}, loaded=loaded)).every_run
    assert not only(compared({"Arguments": {"--date": "1"}}, {"Arguments": {"--date": ""}}, loaded=loaded)).every_run


def test_attempts_of_one_run_are_no_neighbours() -> None:
    first = a_run(5, Arguments={"--date": "5"})
    retries = tuple(a_run(5, Id=f"jr_5_attempt_{n}", Arguments={"--date": "5"}) for n in (3, 2, 1))
    loaded = (*retries, first, *dated("4", "3")[:2])
    found = only(compared({"Arguments": {"--date": "x"}}, {"Arguments": {"--date": "y"}}, loaded=loaded))
    assert not found.every_run


def test_results_never_count_as_what_changes_every_run() -> None:
    loaded = tuple(a_run(9 - n, ExecutionTime=n + 1) for n in range(6))
    found = compared({}, {"ExecutionTime": 89}, loaded=loaded)
    assert "ExecutionTime" in names(found) and len(found.telling) == len(found.differences)


PASSWORD = {"--db-password": "hunter2-secret"}


def test_secrets_are_compared_by_value() -> None:
    other = {"Arguments": {"--db-password": "hunter3-secret"}}
    found = only(compared({"Arguments": PASSWORD}, other))
    assert found.is_secret
    assert names(compared({"Arguments": PASSWORD}, {"Arguments": dict(PASSWORD)})) == []
    assert only(compared({}, {"Arguments": PASSWORD})).is_secret


@pytest.mark.parametrize(
    "value",
    [
        "jdbc:postgresql://h/db?user=me&password=hunter2-secret",
        {"nested": {"api_key": "hunter2-secret"}},
        {"token": 12_345},
    ],
)
def test_a_value_that_holds_a_secret_counts_as_one(value: object) -> None:
    name = "Tomorrow" if isinstance(value, dict) else "Arguments"
    after = value if isinstance(value, dict) else {"--url": value}
    assert only(compared({}, {name: after})).is_secret


def test_a_name_that_holds_a_secret_is_masked() -> None:
    found = only(compared({}, {"Arguments": {"--to=https://me:hunter2-secret@host/": "x"}}))
    assert found.is_secret
    assert "hunter2" not in found.name and found.own_name.startswith("--to=https://")


def test_another_value_that_repeats_a_secret_is_one_too() -> None:
    before = {"Arguments": {**PASSWORD, "--note": "a"}}
    after = {"Arguments": {**PASSWORD, "--note": "use hunter2-secret"}}
    assert only(compared(before, after)).is_secret


@pytest.mark.parametrize(
    ("one", "other", "differs", "is_compared"),
    [
        (DOTS, DOTS, False, False),
        (DOTS, "hunter2-secret", False, False),
        (DOTS, "", True, True),
        (DOTS, None, True, True),
    ],
)
def test_what_was_masked_already_is_compared_only_where_that_can_be_told(
    one: str, other: str | None, differs: bool, is_compared: bool
) -> None:
    after = {"Arguments": {} if other is None else {"--db-password": other}}
    found = compared({"Arguments": {"--db-password": one}}, after)
    assert (names(found) != []) is differs
    assert (found.not_compared == ()) is is_compared
    assert "Arguments.--db-password" not in found.same


def test_equal_fields_are_named_too() -> None:
    found = compared(
        {"GlueVersion": "4.0", "Arguments": {"--a": "1"}}, {"GlueVersion": "4.0", "Arguments": {"--a": "1"}}
    )
    assert {"GlueVersion", "Arguments.--a", "JobRunState", "wall time"} <= set(found.same)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(["GlueVersion", "Timeout", "Arguments", "Tomorrow", "ErrorMessage"]), json_values)
)
def test_a_run_never_differs_from_itself_and_any_answer_can_be_compared(members: dict[str, Any]) -> None:
    run = JobRun(members, asked_predecessors=True)
    assert compare(run, run, fields(), now=NOW).differences == ()
    there, back = (compare(*pair, fields(), now=NOW) for pair in ((a_run(0), run), (run, a_run(0))))
    assert sorted(names(there)) == sorted(names(back))
