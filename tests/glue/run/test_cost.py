"""gluetui.glue.run.cost: golden cases, each worked out by hand in its docstring."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.run.cost import (
    DPU_PER_WORKER,
    M_DPU_TYPES,
    Amount,
    bound,
    bound_reason,
    dpu_hours,
    estimated_cost,
    minimum_seconds,
    missing_usage,
    no_price_reason,
    workers,
)
from gluetui.glue.run.run import JobRun

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def run(**raw: Any) -> JobRun:
    return JobRun({"JobRunState": "SUCCEEDED", **raw})


def hours_and_cost(subject: JobRun) -> tuple[Amount, Amount]:
    hours, cost = dpu_hours(subject, NOW), estimated_cost(subject, NOW)
    assert hours is not None
    assert cost is not None
    return hours, cost


def test_capacity_times_execution_time() -> None:
    """Recorded: 10 DPU × 117 s = 1170 DPU-seconds; / 3600 = 0.325 DPU-hours; × $0.44 = $0.143."""
    hours, cost = hours_and_cost(run(ExecutionTime=117, MaxCapacity=10.0, WorkerType="G.1X", NumberOfWorkers=10))
    assert hours.value == pytest.approx(0.325)
    assert hours[1:] == ("DPU-hours", "10 DPU × 117 s")
    assert cost.value == pytest.approx(0.143)
    assert cost[1:] == ("USD", "10 DPU × 117 s at $0.44 per DPU-hour")


def test_dpu_seconds_come_before_capacity() -> None:
    """Recorded: 12 DPU × 53 s, but DPUSeconds 240; 240 / 3600 = 0.0667 DPU-hours; × $0.44 = $0.02933."""
    hours, cost = hours_and_cost(run(DPUSeconds=240.0, ExecutionTime=53, MaxCapacity=12.0))
    assert hours.value == pytest.approx(240 / 3600)
    assert hours.basis == "DPUSeconds"
    assert cost.value == pytest.approx(0.0293333, abs=1e-6)


def test_dpu_seconds_have_the_one_minute_minimum_in_them() -> None:
    """Recorded: 2 DPU × 41 s, DPUSeconds 120 = 2 × 60; 120 / 3600 = 0.0333; × $0.44 = $0.014667."""
    hours, cost = hours_and_cost(run(DPUSeconds=120.0, ExecutionTime=41, MaxCapacity=2.0))
    assert hours.value == pytest.approx(1 / 30)
    assert cost.value == pytest.approx(0.0146667, abs=1e-6)


def test_a_python_shell_run_costs_a_sixteenth_of_a_dpu() -> None:
    """Recorded: 0.0625 DPU × 197 s = 12.3125; / 3600 = 0.003420 DPU-hours; × $0.44 = $0.001505."""
    hours, cost = hours_and_cost(run(AllocatedCapacity=0, MaxCapacity=0.0625, ExecutionTime=197))
    assert hours.value == pytest.approx(0.00342014, abs=1e-7)
    assert hours.basis == "0.0625 DPU × 197 s"
    assert cost.value == pytest.approx(0.00150486, abs=1e-7)


def test_a_run_under_a_minute_is_billed_for_a_minute() -> None:
    """Recorded: 0.0625 DPU × max(16, 60) s = 3.75; / 3600 = 0.00104167; × $0.44 = $0.00045833."""
    hours, cost = hours_and_cost(run(JobRunState="FAILED", MaxCapacity=0.0625, ExecutionTime=16))
    assert hours.value == pytest.approx(0.00104167, abs=1e-8)
    assert hours.basis == "0.0625 DPU × 60 s (the one-minute minimum)"
    assert cost.value == pytest.approx(0.00045833, abs=1e-8)


def test_a_flex_run_has_the_lower_rate() -> None:
    """7200 DPU-seconds / 3600 = 2 DPU-hours; × $0.29 = $0.58."""
    hours, cost = hours_and_cost(run(DPUSeconds=7200, ExecutionClass="FLEX", WorkerType="G.1X"))
    assert hours.value == 2.0
    assert cost.value == pytest.approx(0.58)
    assert cost.basis == "DPUSeconds at $0.29 per DPU-hour"


def test_workers_count_where_max_capacity_is_missing() -> None:
    """10 × G.2X = 20 DPU × 7092 s = 141840; / 3600 = 39.4 DPU-hours; × $0.44 = $17.336."""
    hours, cost = hours_and_cost(run(WorkerType="G.2X", NumberOfWorkers=10, ExecutionTime=7092))
    assert hours.value == pytest.approx(39.4)
    assert cost.value == pytest.approx(17.336)


def test_max_capacity_comes_before_workers() -> None:
    """Recorded: MaxCapacity 32, 4 × G.2X; 32 × 2672 = 85504; / 3600 = 23.7511 DPU-hours."""
    hours, _ = hours_and_cost(run(MaxCapacity=32.0, WorkerType="G.2X", NumberOfWorkers=4, ExecutionTime=2672))
    assert hours.value == pytest.approx(23.7511, abs=1e-4)


@pytest.mark.parametrize("worker_type", sorted(M_DPU_TYPES))
def test_memory_optimised_workers_have_hours_but_no_price(worker_type: str) -> None:
    """Two workers for half an hour are DPU-per-worker M-DPU-hours."""
    subject = run(WorkerType=worker_type, NumberOfWorkers=2, ExecutionTime=1800)
    hours = dpu_hours(subject, NOW)
    assert hours is not None
    assert hours.value == DPU_PER_WORKER[worker_type]
    assert hours.unit == "M-DPU-hours"
    assert estimated_cost(subject, NOW) is None
    assert "M-DPU" in no_price_reason(subject, NOW)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"ExecutionTime": 100},
        {"MaxCapacity": 10},
        {"AllocatedCapacity": 10, "ExecutionTime": 100},
        {"WorkerType": "G.32X", "NumberOfWorkers": 2, "ExecutionTime": 100},
        {"WorkerType": "Standard", "NumberOfWorkers": 2, "ExecutionTime": 100},
        {"WorkerType": ["G.1X"], "NumberOfWorkers": 2, "ExecutionTime": 100},
        {"MaxCapacity": "10", "ExecutionTime": 100},
        {"MaxCapacity": math.nan, "ExecutionTime": 100},
        {"MaxCapacity": -10, "ExecutionTime": 100},
        {"MaxCapacity": True, "ExecutionTime": 100},
        {"MaxCapacity": 10, "ExecutionTime": -100},
        {"MaxCapacity": 1e308, "ExecutionTime": 1e308},
        {"JobRunState": "WAITING", "MaxCapacity": 10, "ExecutionTime": 0},
    ],
)
def test_nothing_is_guessed_from_too_little(raw: dict[str, Any]) -> None:
    subject = run(**raw)
    assert dpu_hours(subject, NOW) is None
    assert estimated_cost(subject, NOW) is None
    assert missing_usage(subject, NOW)
    assert no_price_reason(subject, NOW)


@pytest.mark.parametrize("unknown", [{"WorkerType": "G.32X"}, {"ExecutionClass": "TURBO"}, {"ExecutionClass": 1}])
def test_what_nobody_knows_the_price_of_has_none(unknown: dict[str, Any]) -> None:
    subject = run(DPUSeconds=3600, **unknown)
    assert dpu_hours(subject, NOW) is not None
    assert estimated_cost(subject, NOW) is None
    assert "not known" in no_price_reason(subject, NOW)


def test_a_run_at_work_counts_its_wall_time_so_far() -> None:
    """Started 30 minutes before now: 10 DPU × 1800 s / 3600 = 5 DPU-hours; × $0.44 = $2.20."""
    hours, cost = hours_and_cost(
        run(JobRunState="RUNNING", StartedOn="2026-11-20T11:30:00Z", ExecutionTime=0, MaxCapacity=10)
    )
    assert hours == Amount(5.0, "DPU-hours", "10 DPU × 1800 s wall time so far")
    assert cost.value == pytest.approx(2.20)


def test_a_live_run_that_is_not_at_work_counts_what_aws_reported() -> None:
    """1 DPU × 3600 s = 1 DPU-hour, though it started a day ago."""
    hours, _ = hours_and_cost(
        run(JobRunState="WAITING", StartedOn="2026-11-19T12:00:00Z", ExecutionTime=3600, MaxCapacity=1)
    )
    assert hours == Amount(1.0, "DPU-hours", "1 DPU × 3600 s so far")


@pytest.mark.parametrize(
    ("seconds", "raw"),
    [
        (600, {"GlueVersion": "0.9", "MaxCapacity": 10}),
        (600, {"GlueVersion": "1.0", "WorkerType": "G.2X", "NumberOfWorkers": 4}),
        (60, {"GlueVersion": "2.0", "WorkerType": "G.1X", "NumberOfWorkers": 2}),
        (60, {"GlueVersion": "10.1", "MaxCapacity": 4}),
        (60, {"GlueVersion": "1.0", "MaxCapacity": 0.0625}),
        (60, {"GlueVersion": "1.0", "MaxCapacity": 1}),
        (60, {"MaxCapacity": 1.0}),
        (60, {"WorkerType": "Z.2X", "NumberOfWorkers": 2}),
        (60, {"WorkerType": "G.025X", "NumberOfWorkers": 2}),
        (60, {"ExecutionClass": "FLEX", "WorkerType": "G.1X"}),
        (60, {"Arguments": {"--enable-auto-scaling": "True"}, "WorkerType": "G.1X"}),
        (None, {"WorkerType": "G.1X", "NumberOfWorkers": 2}),
        (None, {"GlueVersion": "latest", "MaxCapacity": 10}),
        (None, {"GlueVersion": 1.0, "MaxCapacity": 10}),
        (None, {"Arguments": {"--enable-auto-scaling": "false"}, "MaxCapacity": 10}),
    ],
)
def test_the_minimum_that_is_billed_is_the_versions_and_the_types_or_not_known(
    seconds: int | None, raw: dict[str, Any]
) -> None:
    assert minimum_seconds(run(**raw)) == seconds


def test_ten_minutes_of_glue_1_are_billed_at_least() -> None:
    """8 DPU × max(45, 600) s = 4800; / 3600 = 1.333 DPU-hours; × $0.44 = $0.587."""
    hours, cost = hours_and_cost(run(GlueVersion="1.0", ExecutionTime=45, MaxCapacity=8))
    assert hours.value == pytest.approx(4 / 3)
    assert hours.basis == "8 DPU × 600 s (the ten-minute minimum of Glue 1.0)"
    assert cost.value == pytest.approx(0.5867, abs=1e-4)


@pytest.mark.parametrize(
    ("side", "raw"),
    [
        ("at most", {"ExecutionTime": 900, "MaxCapacity": 10, "Arguments": {"--enable-auto-scaling": ""}}),
        ("at most", {"ExecutionTime": 900, "MaxCapacity": 10, "ExecutionClass": "FLEX"}),
        ("at least", {"ExecutionTime": 599, "MaxCapacity": 10}),
        ("", {"ExecutionTime": 601, "MaxCapacity": 10}),
        ("", {"ExecutionTime": 30, "MaxCapacity": 10, "GlueVersion": "4.0"}),
        ("", {"ExecutionTime": 30, "MaxCapacity": 10, "DPUSeconds": 400, "ExecutionClass": "FLEX"}),
        ("", {"ExecutionTime": 30, "Arguments": {"--enable-auto-scaling": "true"}}),
        ("", {"ExecutionTime": 900, "MaxCapacity": 10, "Arguments": "--enable-auto-scaling"}),
    ],
)
def test_amounts_bound_the_true_ones_where_aws_did_not_return_enough(side: str, raw: dict[str, Any]) -> None:
    assert bound(run(**raw), NOW) == side
    assert bool(bound_reason(run(**raw), NOW)) == bool(side)


def test_workers_are_counted_in_dpu() -> None:
    """10 × G.2X at 2 DPU each = 20 DPU; 2 × G.025X at ¼ DPU = 0.5 DPU; 3 × R.2X at 2 M-DPU = 6 M-DPU."""
    assert workers(run(WorkerType="G.2X", NumberOfWorkers=10)) == Amount(20.0, "DPU", "10 × G.2X")
    assert workers(run(WorkerType="G.025X", NumberOfWorkers=2)) == Amount(0.5, "DPU", "2 × G.025X")
    assert workers(run(WorkerType="R.2X", NumberOfWorkers=3)) == Amount(6.0, "M-DPU", "3 × R.2X")
    assert workers(run(WorkerType="Standard", NumberOfWorkers=3)) is None
    assert workers(run(WorkerType="G.1X")) is None


def test_every_worker_type_of_the_table_exists_in_the_model() -> None:
    model = botocore.session.get_session().get_service_model("glue").shape_for("JobRun")
    assert set(DPU_PER_WORKER) <= set(model.members["WorkerType"].enum)
    assert set(DPU_PER_WORKER) >= M_DPU_TYPES


ANY_VALUE = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "10", "NaN", []])


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "JobRunState": st.sampled_from(["RUNNING", "FAILED", "WAITING", "NEW", ""]),
            "StartedOn": ANY_VALUE,
            "CompletedOn": ANY_VALUE,
            "DPUSeconds": ANY_VALUE,
            "ExecutionTime": ANY_VALUE,
            "MaxCapacity": ANY_VALUE,
            "NumberOfWorkers": ANY_VALUE,
            "WorkerType": st.sampled_from([*DPU_PER_WORKER, "Standard", "X"]) | ANY_VALUE,
            "ExecutionClass": st.sampled_from(["FLEX", "STANDARD"]) | ANY_VALUE,
        },
    )
)
def test_any_answer_gives_a_finite_amount_or_a_reason(raw: dict[str, Any]) -> None:
    subject = JobRun(raw)
    hours, cost = dpu_hours(subject, NOW), estimated_cost(subject, NOW)
    assert (hours is None) == bool(missing_usage(subject, NOW))
    assert (cost is None) == bool(no_price_reason(subject, NOW))
    assert hours is None or (math.isfinite(hours.value) and hours.value >= 0)
    assert cost is None or (math.isfinite(cost.value) and cost.value >= 0)
