"""The rules that read a run's fields, one a field or kind; a rule answers None for what it cannot read."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from gluetui.glue.run.cost import (
    DPU_PER_WORKER,
    dpu_hours,
    dpu_unit,
    estimated_cost,
    missing_usage,
    no_price_reason,
    workers,
)
from gluetui.glue.run.run import JobRun, instant, number
from gluetui.text.field_text import NOT_RETURNED, FieldText, as_it_came, number_text, unknown
from gluetui.text.safe import one_line
from gluetui.text.states import look
from gluetui.text.times import ago, duration, when


class FieldContext(NamedTuple):
    """A field's value and the run, moment and zone it is seen from."""

    value: Any
    run: JobRun
    now: datetime
    zone: tzinfo | None


def _predecessors(seen: FieldContext) -> FieldText | None:
    if not isinstance(seen.value, list) or not all(isinstance(each, Mapping) for each in seen.value):
        return None
    if not seen.value:
        return FieldText("none", note="only a conditional trigger on other runs gives a run predecessors")
    lines = [
        "  ".join(one_line(each.get(name) or f"{name} {NOT_RETURNED}") for name in ("JobName", "RunId"))
        for each in seen.value
    ]
    return FieldText("\n".join(lines), note=_counted(len(lines), "predecessor"))


def _arguments(seen: FieldContext) -> FieldText | None:
    if not isinstance(seen.value, Mapping):
        return None
    return FieldText(_counted(len(seen.value), "argument") if seen.value else "none")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _state(seen: FieldContext) -> FieldText | None:
    if not isinstance(seen.value, str) or not seen.value:
        return None
    looks = look(seen.value)
    return FieldText(one_line(seen.value), note=looks.meaning, role=looks.role)


def _instant(seen: FieldContext, note: str = "") -> FieldText | None:
    """Exact is UTC to the millisecond; the note says how long ago."""
    read = instant(seen.value)
    if read is None:
        return None
    exact = f"{read.replace(tzinfo=None).isoformat('T', 'milliseconds')}Z"
    notes = [each for each in (ago(read, seen.now), note) if each]
    return FieldText(one_line(when(read, seen.zone)), exact, ", ".join(notes))


def _completed(seen: FieldContext) -> FieldText | None:
    return _instant(seen, "" if seen.run.is_final else "but the run is not over")


def _modified(seen: FieldContext) -> FieldText | None:
    read, started = instant(seen.value), seen.run.started
    return _instant(seen, "before the start" if read and started and read < started else "")


def _seconds(seen: FieldContext) -> FieldText | None:
    value = number(seen.value)
    if value is None:
        return None
    note = "" if seen.run.is_final else "so far, as AWS last reported"
    return FieldText(duration(value), f"{number_text(seen.value)} s", note)


_FAR_PAST = 10
"""Times its Timeout that no run lasts: what an old file says of a live run, or an error in the answer."""


def _timeout(seen: FieldContext) -> FieldText | None:
    """Minutes; the share used is floored, so that only a reached limit says 100 %."""
    minutes = number(seen.value)
    if minutes is None or minutes < 0 or not math.isfinite(minutes * 60):
        return None
    shown = FieldText(duration(minutes * 60, smallest="m"), f"{number_text(seen.value)} min")
    if minutes == 0:
        return shown._replace(text="0m", note="streaming jobs may have no limit")
    used = seen.run.run_seconds(seen.now)
    if used is None or not math.isfinite(used / minutes):
        return shown
    share = f"{math.floor(used / (minutes * 60) * 100)} % used"
    if used > _FAR_PAST * minutes * 60:
        share = "far past it"
    by = "" if seen.run.is_final else " so far by wall time"
    return shown._replace(note=share + by, role="bad" if seen.run.is_final and used >= minutes * 60 else "")


def _notify_delay(seen: FieldContext) -> FieldText | None:
    minutes = number(seen.value)
    if minutes is None or minutes < 0 or not math.isfinite(minutes * 60):
        return None
    used = seen.run.run_seconds(seen.now)
    note = "" if used is None else "passed" if used >= minutes * 60 else "not reached"
    return FieldText(duration(minutes * 60, smallest="m"), f"{number_text(seen.value)} min", note)


def _notification(seen: FieldContext) -> FieldText | None:
    if not isinstance(seen.value, Mapping) or set(seen.value) != {"NotifyDelayAfter"}:
        return as_it_came(seen.value) if isinstance(seen.value, Mapping) else None
    delay = _notify_delay(seen._replace(value=seen.value["NotifyDelayAfter"]))
    return delay._replace(text=f"NotifyDelayAfter  {delay.text}") if delay else as_it_came(seen.value)


def _attempt(seen: FieldContext) -> FieldText | None:
    value = number(seen.value)
    if value is None or value < 0 or not value.is_integer():
        return None
    return FieldText(number_text(value), note="first attempt" if value == 0 else f"retry {number_text(value)}")


def _max_capacity(seen: FieldContext) -> FieldText | None:
    value = number(seen.value)
    return None if value is None else FieldText(f"{number_text(seen.value)} {dpu_unit(seen.run)}")


def _allocated_capacity(seen: FieldContext) -> FieldText | None:
    """Without its unit where it is 0: on a Python shell run that is no zero DPU."""
    value = number(seen.value)
    if value is None:
        return None
    if value == 0:
        return FieldText("0", note="deprecated; 0 says nothing, MaxCapacity counts", role="muted")
    return FieldText(
        f"{number_text(seen.value)} {dpu_unit(seen.run)}", note="deprecated: see MaxCapacity", role="muted"
    )


def _worker_type(seen: FieldContext) -> FieldText | None:
    if not isinstance(seen.value, str) or not seen.value:
        return None
    each = DPU_PER_WORKER.get(seen.value)
    return FieldText(one_line(seen.value), note=f"{each:g} {dpu_unit(seen.run)} a worker" if each else "")


def _dpu_seconds(seen: FieldContext) -> FieldText | None:
    value = number(seen.value)
    if value is None or value < 0:
        return None
    unit = dpu_unit(seen.run)
    return FieldText(
        f"{_few_digits(value / 3600)} {unit}-hours", f"{number_text(seen.value)} {unit}-seconds", "as billed"
    )


def _log_group(seen: FieldContext) -> FieldText | None:
    if not isinstance(seen.value, str) or not seen.value:
        return None
    return FieldText(one_line(seen.value), note="a prefix: /output and /error follow")


def _few_digits(value: float) -> str:
    """Three significant digits, but all of the whole ones."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _wall_time(seen: FieldContext) -> FieldText:
    seconds = seen.run.wall_seconds(seen.now)
    if seconds is None:
        return unknown("StartedOn and CompletedOn do not tell")
    return _measured(seconds, "" if seen.run.is_final else "so far")


def _start_up_time(seen: FieldContext) -> FieldText:
    wall, executed = seen.run.wall_seconds(seen.now), number(seen.run.raw.get("ExecutionTime"))
    if not seen.run.is_final:
        return unknown("known when the run is over")
    if wall is None or executed is None or not 0 <= executed <= wall:
        return unknown("wall time and ExecutionTime do not tell")
    return _measured(wall - executed, "wall time less execution")


def _measured(seconds: float, note: str) -> FieldText:
    """Whole seconds, cut down, as timestamps have milliseconds that nobody reads; those stand in the exact value."""
    exact = round(seconds, 3)
    return FieldText(duration(math.floor(exact) if exact >= 1 else exact), f"{number_text(exact)} s", note)


def _dpu_hours(seen: FieldContext) -> FieldText:
    hours = dpu_hours(seen.run, seen.now)
    if hours is None:
        return unknown(missing_usage(seen.run, seen.now))
    return FieldText(f"{_few_digits(hours.value)} {hours.unit}", note=f"from {hours.basis}")


def _cost(seen: FieldContext) -> FieldText:
    cost = estimated_cost(seen.run, seen.now)
    if cost is None:
        return unknown(no_price_reason(seen.run, seen.now))
    text = f"about ${cost.value:,.2f}" if cost.value >= 0.005 else "under $0.01"
    return FieldText(text, f"{cost.value:.4g} USD", f"estimate: {cost.basis}; prices vary by Region")


def _workers(seen: FieldContext) -> FieldText:
    counted, capacity = workers(seen.run), number(seen.run.raw.get("MaxCapacity"))
    if counted is None:
        return unknown("NumberOfWorkers and WorkerType do not tell")
    note = f"MaxCapacity says {capacity:g}" if capacity is not None and capacity != counted.value else ""
    return FieldText(f"{counted.basis} = {counted.value:g} {counted.unit}", note=note)


RULES: dict[str, Callable[[FieldContext], FieldText | None]] = {
    "JobRunState": _state,
    "StartedOn": _instant,
    "CompletedOn": _completed,
    "LastModifiedOn": _modified,
    "ExecutionTime": _seconds,
    "Timeout": _timeout,
    "NotificationProperty": _notification,
    "WorkerType": _worker_type,
    "MaxCapacity": _max_capacity,
    "AllocatedCapacity": _allocated_capacity,
    "DPUSeconds": _dpu_seconds,
    "Attempt": _attempt,
    "PredecessorRuns": _predecessors,
    "LogGroupName": _log_group,
    "Arguments": _arguments,
}
"""By the member's name; a member that is not here is read by its kind."""

KINDS: dict[str, Callable[[FieldContext], FieldText | None]] = {"timestamp": _instant}
"""By the model's type name; every other kind is shown as it came."""

DERIVED_RULES: dict[str, Callable[[FieldContext], FieldText]] = {
    "wall time": _wall_time,
    "start-up time": _start_up_time,
    "workers": _workers,
    "DPU-hours": _dpu_hours,
    "estimated cost": _cost,
}
"""By the derived field's name in the catalogue."""
