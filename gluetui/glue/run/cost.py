"""The consumption of a run and its estimated cost: DPU-hours and an estimate in USD, each with its basis."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from gluetui.glue.run.run import JobRun, number

STANDARD_RATE = 0.44
"""USD per DPU-hour (AWS's public price in most Regions; it varies by Region)."""

FLEX_RATE = 0.29
"""USD per DPU-hour of a run whose ExecutionClass is FLEX."""

MINIMUM_SECONDS, OLD_MINIMUM_SECONDS = 60, 600
"""AWS bills every run for one minute at least, Spark of Glue 0.9 and 1.0 for ten; DPUSeconds has that in it already."""

Bound = Literal["", "at most", "at least"]
"""The side on which an amount bounds the true one; "" where it is neither."""

_OLD_VERSIONS = frozenset({"0.9", "1.0"})
_WORKERS_OF_ALL_VERSIONS = frozenset({"", "Standard", "G.1X", "G.2X"})
"""Types of which Glue 0.9 and 1.0 had workers too; every other one came with a later version."""

_PYTHON_SHELL_CAPACITIES = frozenset({0.0625, 1.0})
"""MaxCapacity of Python shell runs; Spark has two DPU at least."""

_ONE_MINUTE = " (the one-minute minimum)"
_AUTO_SCALING = "--enable-auto-scaling"

DPU_PER_WORKER = {
    "G.025X": 0.25,
    "G.1X": 1.0,
    "G.2X": 2.0,
    "G.4X": 4.0,
    "G.8X": 8.0,
    "G.12X": 12.0,
    "G.16X": 16.0,
    "Z.2X": 2.0,
    "R.1X": 1.0,
    "R.2X": 2.0,
    "R.4X": 4.0,
    "R.8X": 8.0,
}
"""DPU of one worker; Standard is missing because it has none of its own (MaxCapacity holds it)."""

M_DPU_TYPES = frozenset({"Z.2X", "R.1X", "R.2X", "R.4X", "R.8X"})
"""Memory-optimised workers, counted in M-DPU: their price could not be checked, so none is given."""

_CONSUMING_STATES = frozenset({"RUNNING", "STOPPING"})
_DPU_PRICED_CLASSES = {"": STANDARD_RATE, "STANDARD": STANDARD_RATE, "FLEX": FLEX_RATE}


class Amount(NamedTuple):
    """A quantity, how it was worked out, and its unit: DPU, M-DPU, DPU-hours, M-DPU-hours or USD."""

    value: float
    unit: str
    basis: str


def dpu_hours(run: JobRun, now: datetime) -> Amount | None:
    """DPU-hours from DPUSeconds, else from capacity × time; None where AWS returned too little for it.

    A run at work counts its wall time so far, which includes its start-up.
    """
    billed = _amount(run, "DPUSeconds")
    if billed is not None:
        return _hours(run, billed, "DPUSeconds")
    dpus, time = _dpus(run), _seconds(run, now)
    if dpus is None or time is None:
        return None
    seconds, remark = time
    return _hours(run, dpus * seconds, f"{dpus:g} {dpu_unit(run)} × {seconds:.0f} s{remark}")


def bound(run: JobRun, now: datetime) -> Bound:
    """Whether the amounts of a run are bounds of the true ones; `bound_reason` says why."""
    if dpu_hours(run, now) is None or _amount(run, "DPUSeconds") is not None:
        return ""
    if may_use_less(run):
        return "at most"
    time = _seconds(run, now)
    return "at least" if minimum_seconds(run) is None and time and time[0] < OLD_MINIMUM_SECONDS else ""


def bound_reason(run: JobRun, now: datetime) -> str:
    """Why the amounts of a run are bounds, as a phrase; "" where they are not."""
    kind = bound(run, now)
    if kind == "at most":
        return f"{may_use_less(run)}, and AWS returned no DPUSeconds"
    return "Glue 0.9 and 1.0 bill ten minutes, and AWS returned no GlueVersion that tells" if kind else ""


def may_use_less(run: JobRun) -> str:
    """Why a run may use less than its capacity, as a phrase; "" where nothing says so."""
    arguments = run.raw.get("Arguments")
    scales = arguments.get(_AUTO_SCALING) if isinstance(arguments, Mapping) else None
    if scales is not None and str(scales).strip().casefold() not in ("false", "0", "no", "off"):
        return "the run scales"
    return "a Flex run may have fewer workers" if run.raw.get("ExecutionClass") == "FLEX" else ""


def minimum_seconds(run: JobRun) -> int | None:
    """The seconds that AWS bills at least; None where it may be one minute or ten."""
    capacity, version = _amount(run, "MaxCapacity"), run.text("GlueVersion").strip()
    worker_type = run.text("WorkerType")
    is_python_shell = not run.raw.get("WorkerType") and capacity in _PYTHON_SHELL_CAPACITIES
    if is_python_shell or may_use_less(run) or worker_type not in _WORKERS_OF_ALL_VERSIONS:
        return MINIMUM_SECONDS
    if version in _OLD_VERSIONS:
        return OLD_MINIMUM_SECONDS
    major = version.partition(".")[0]
    return MINIMUM_SECONDS if major.isascii() and major.isdigit() and int(major) >= 2 else None


def estimated_cost(run: JobRun, now: datetime) -> Amount | None:
    """USD at the public rate, always an estimate; None where `no_price_reason` has something to say."""
    hours, rate = dpu_hours(run, now), _rate(run)
    if hours is None or rate is None:
        return None
    return Amount(hours.value * rate, "USD", f"{hours.basis} at ${rate:.2f} per DPU-hour")


def no_price_reason(run: JobRun, now: datetime) -> str:
    """Why there is no estimate, as a phrase; "" where there is one."""
    worker_type = run.text("WorkerType")
    if worker_type in M_DPU_TYPES:
        return f"the price of M-DPU workers ({worker_type}) is not known"
    if not _has_known_worker_type(run):
        return "the price of this worker type is not known"
    if _rate(run) is None:
        return "the price of this execution class is not known"
    if dpu_hours(run, now) is None:
        return missing_usage(run, now)
    return ""


def missing_usage(run: JobRun, now: datetime) -> str:
    """Why there are no DPU-hours, as a phrase; "" where there are some."""
    if dpu_hours(run, now) is not None:
        return ""
    if _dpus(run) is None:
        return "AWS returned no capacity that can be counted in DPU"
    return "AWS returned no time that can be counted"


def workers(run: JobRun) -> Amount | None:
    """NumberOfWorkers × DPU of the worker type, its basis such as "10 × G.2X"; None for an unknown type."""
    count, each = _amount(run, "NumberOfWorkers"), DPU_PER_WORKER.get(run.text("WorkerType"))
    if not count or each is None or not math.isfinite(count * each):
        return None
    return Amount(count * each, dpu_unit(run), f"{count:g} × {run.text('WorkerType')}")


def capacity(run: JobRun) -> Amount | None:
    """The DPU that a run may hold at once; None where AWS returned nothing that tells."""
    dpus = _dpus(run)
    return None if dpus is None or not math.isfinite(dpus) else Amount(dpus, dpu_unit(run), "its capacity")


def dpu_unit(run: JobRun) -> str:
    """ "M-DPU" for memory-optimised workers, else "DPU"."""
    return "M-DPU" if run.text("WorkerType") in M_DPU_TYPES else "DPU"


def _dpus(run: JobRun) -> float | None:
    """MaxCapacity, else workers; never AllocatedCapacity, which is 0 on Python shell runs."""
    capacity = _amount(run, "MaxCapacity")
    if capacity:
        return capacity
    counted = workers(run)
    return counted.value if counted else None


def _seconds(run: JobRun, now: datetime) -> tuple[float, str] | None:
    executed = _amount(run, "ExecutionTime")
    wall = run.wall_seconds(now) if run.state in _CONSUMING_STATES else None
    if wall is not None and wall > (executed or 0):
        executed, remark = wall, " wall time so far"
    elif executed is None or (executed == 0 and not run.is_final):
        return None
    else:
        remark = "" if run.is_final else " so far"
    least = minimum_seconds(run) or MINIMUM_SECONDS
    if executed >= least:
        return executed, remark
    is_old = least == OLD_MINIMUM_SECONDS
    return least, f" (the ten-minute minimum of Glue {run.text('GlueVersion').strip()})" if is_old else _ONE_MINUTE


def _hours(run: JobRun, dpu_seconds: float, basis: str) -> Amount | None:
    if not math.isfinite(dpu_seconds):
        return None
    return Amount(dpu_seconds / 3600, f"{dpu_unit(run)}-hours", basis)


def _rate(run: JobRun) -> float | None:
    if not _has_known_worker_type(run) or run.text("WorkerType") in M_DPU_TYPES:
        return None
    given = run.raw.get("ExecutionClass")
    return _DPU_PRICED_CLASSES.get(given) if isinstance(given, str) else STANDARD_RATE if given is None else None


def _has_known_worker_type(run: JobRun) -> bool:
    """No worker type is a known one: Python shell and the oldest Spark runs have none."""
    given = run.raw.get("WorkerType")
    return given is None or given in ("", "Standard") or (isinstance(given, str) and given in DPU_PER_WORKER)


def _amount(run: JobRun, name: str) -> float | None:
    value = number(run.raw.get(name))
    return value if value is not None and value >= 0 else None
