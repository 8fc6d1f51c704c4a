"""What follows from a run's state, numbers and times alone, however AWS spelt them."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.run.run import FAILED_STATES, FINAL_STATES, JobRun, RunKey, instant, number

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LATER = START + timedelta(minutes=10)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


def run(**members: Any) -> JobRun:
    return JobRun({"JobName": "job", "Id": "jr_1", "JobRunState": "SUCCEEDED", **members})


def test_a_run_is_known_by_its_job_and_its_id() -> None:
    assert run().key == RunKey("job", "jr_1")
    assert JobRun({}).key == RunKey("", "")


@pytest.mark.parametrize("state", ["STARTING", "RUNNING", "STOPPING", "WAITING", "A_NEW_STATE", "", None, 7])
def test_a_state_that_is_not_final_is_live(state: object) -> None:
    assert not run(JobRunState=state).is_final
    assert not run(JobRunState=state).is_failed


def test_every_failed_state_is_final() -> None:
    assert FAILED_STATES < FINAL_STATES
    assert all(run(JobRunState=state).is_final for state in FINAL_STATES)


def test_the_end_of_a_live_run_is_not_believed() -> None:
    assert run(JobRunState="RUNNING", CompletedOn=1).completed is None
    assert run(CompletedOn=1).completed == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        START.timestamp(),
        int(START.timestamp()) * 1000,
        "2026-11-20T01:00:00Z",
        "2026-11-20T02:00:00+01:00",
        "2026-11-20 01:00:00",
    ],
)
def test_a_time_is_read_in_each_form_that_aws_and_its_tools_use(value: object) -> None:
    assert instant(value) == START


@given(json_values)
def test_no_value_breaks_the_reading_of_a_time_or_a_number(value: object) -> None:
    moment, read = instant(value), number(value)
    assert moment is None or moment.tzinfo is UTC
    assert read is None or math.isfinite(read)


@pytest.mark.parametrize("value", [True, "3", None, math.nan, math.inf, -math.inf, 10**400, [3]])
def test_what_is_no_finite_number_is_none(value: object) -> None:
    assert number(value) is None


@given(st.dictionaries(st.sampled_from(["JobName", "Id", "StartedOn", "CompletedOn", "Attempt"]), json_values))
def test_no_answer_breaks_what_is_said_of_a_run(members: dict[str, Any]) -> None:
    odd = run(**members)
    assert odd.attempt >= 0
    assert (odd.wall_seconds(LATER) or 0) >= 0
    assert (odd.run_seconds(LATER) or 0) >= 0


def test_the_wall_time_goes_to_the_end_or_while_live_to_now() -> None:
    times = {"StartedOn": START.timestamp(), "CompletedOn": START.timestamp() + 60}
    assert run(**times).wall_seconds(LATER) == 60
    assert run(**times, JobRunState="RUNNING").wall_seconds(LATER) == 600
    assert run(StartedOn=START.timestamp()).wall_seconds(LATER) is None


def test_a_wall_time_out_of_order_is_not_known() -> None:
    assert run(StartedOn=LATER.timestamp(), CompletedOn=START.timestamp()).wall_seconds(LATER) is None


def test_the_duration_is_the_execution_time_of_a_final_run_and_the_wall_time_of_a_live_one() -> None:
    times = {"StartedOn": START.timestamp(), "CompletedOn": START.timestamp() + 60, "ExecutionTime": 30}
    assert run(**times).run_seconds(LATER) == 30
    assert run(**{**times, "ExecutionTime": 0}).run_seconds(LATER) == 60
    assert run(**times, JobRunState="RUNNING").run_seconds(LATER) == 600


@pytest.mark.parametrize(
    ("value", "year"),
    [
        (253402300799, 9999),
        (253402300800, None),
        (100_000_000_000, 5138),
        (1_795_140_847, 2026),
        (1_795_140_847_000, 2026),
        (-62135596800, 1),
        (-1_795_140_847_000, None),
    ],
)
def test_what_can_be_seconds_is_seconds(value: int, year: int | None) -> None:
    moment = instant(value)
    assert (moment.year if moment else None) == year


@pytest.mark.parametrize(
    ("seconds", "is_execution", "members"),
    [
        (30, True, {"ExecutionTime": 30}),
        (None, False, {"ExecutionTime": 0}),
        (None, False, {"ExecutionTime": -5}),
        (60, False, {}),
        (60, False, {"ExecutionTime": "30"}),
        (600, False, {"ExecutionTime": 0, "JobRunState": "RUNNING"}),
        (600, False, {"ExecutionTime": 90, "JobRunState": "STOPPING"}),
    ],
)
def test_a_run_that_consumed_nothing_is_compared_with_no_other(
    seconds: float | None, is_execution: bool, members: dict[str, Any]
) -> None:
    one = run(**{"StartedOn": START.timestamp(), "CompletedOn": START.timestamp() + 60, **members})
    assert one.compared_seconds(LATER) == seconds
    assert one.has_execution_time is is_execution
