"""The rules that make text of a run's fields, one a field or kind; None is for a value that a rule cannot read."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from gluetui.glue.run.cost import (
    DPU_PER_WORKER,
    bound,
    bound_reason,
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
    """A field's value and the run, moment and zone that its text depends on."""

    value: Any
    run: JobRun
    now: datetime
    zone: tzinfo | None
    for_others: bool = False
    """Whether it is read elsewhere, where the zone's name may be another zone's."""


def _predecessors(context: FieldContext) -> FieldText | None:
    if not isinstance(context.value, list) or not all(isinstance(each, Mapping) for each in context.value):
        return None
    if not context.value:
        return FieldText("none", note="only a conditional trigger on other runs gives a run predecessors")
    lines = [
        "  ".join(one_line(each.get(name) or f"{name} {NOT_RETURNED}") for name in ("JobName", "RunId"))
        for each in context.value
    ]
    return FieldText("\n".join(lines), note=_counted(len(lines), "predecessor"))


def _arguments(context: FieldContext) -> FieldText | None:
    if not isinstance(context.value, Mapping):
        return None
    return FieldText(_counted(len(context.value), "argument") if context.value else "none")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _state(context: FieldContext) -> FieldText | None:
    if not isinstance(context.value, str) or not context.value:
        return None
    looks = look(context.value)
    return FieldText(one_line(context.value), note=looks.meaning, role=looks.role)


def _instant(context: FieldContext, note: str = "") -> FieldText | None:
    """A point in time; its exact value is in UTC to the millisecond, its note says how long ago."""
    read = instant(context.value)
    if read is None:
        return None
    exact = f"{read.replace(tzinfo=None).isoformat('T', 'milliseconds')}Z"
    notes = [each for each in (ago(read, context.now), note) if each]
    return FieldText(one_line(when(read, context.zone, for_others=context.for_others)), exact, ", ".join(notes))


def _completed(context: FieldContext) -> FieldText | None:
    return _instant(context, "" if context.run.is_final else "but the run is not over")


def _modified(context: FieldContext) -> FieldText | None:
    read, started = instant(context.value), context.run.started
    return _instant(context, "before the start" if read and started and read < started else "")


def _seconds(context: FieldContext) -> FieldText | None:
    value = number(context.value)
    if value is None:
        return None
    note = "" if context.run.is_final else "so far, as AWS last reported"
    return FieldText(duration(value), f"{number_text(context.value)} s", note)


_MOST_TIMEOUTS = 10
"""No run lasts so many times its Timeout: an old file still calls it live, or the answer is wrong."""


def _timeout(context: FieldContext) -> FieldText | None:
    """A limit in minutes; the share used is rounded down, so that only a reached limit says 100 %."""
    minutes = number(context.value)
    if minutes is None or minutes < 0 or not math.isfinite(minutes * 60):
        return None
    shown = FieldText(duration(minutes * 60, smallest="m"), f"{number_text(context.value)} min")
    if minutes == 0:
        return shown._replace(text="0m", note="streaming jobs may have no limit")
    used = context.run.run_seconds(context.now)
    if used is None or not math.isfinite(used / minutes):
        return shown
    share = f"{math.floor(used / (minutes * 60) * 100) or ('<1' if used else 0)} % used"
    if used > _MOST_TIMEOUTS * minutes * 60:
        share = "far past it"
    by = "" if context.run.is_final else " so far by wall time"
    return shown._replace(note=share + by, role="bad" if context.run.is_final and used >= minutes * 60 else "")


def _notify_delay(context: FieldContext) -> FieldText | None:
    minutes = number(context.value)
    if minutes is None or minutes < 0 or not math.isfinite(minutes * 60):
        return None
    used = context.run.run_seconds(context.now)
    note = "" if used is None else "passed" if used >= minutes * 60 else "not reached"
    return FieldText(duration(minutes * 60, smallest="m"), f"{number_text(context.value)} min", note)


def _notification(context: FieldContext) -> FieldText | None:
    if not isinstance(context.value, Mapping) or set(context.value) != {"NotifyDelayAfter"}:
        return as_it_came(context.value) if isinstance(context.value, Mapping) else None
    delay = _notify_delay(context._replace(value=context.value["NotifyDelayAfter"]))
    return delay._replace(text=f"NotifyDelayAfter  {delay.text}") if delay else as_it_came(context.value)


def _attempt(context: FieldContext) -> FieldText | None:
    value = number(context.value)
    if value is None or value < 0 or not value.is_integer():
        return None
    return FieldText(number_text(value), note="first attempt" if value == 0 else f"retry {number_text(value)}")


def _max_capacity(context: FieldContext) -> FieldText | None:
    value = number(context.value)
    return None if value is None else FieldText(f"{number_text(context.value)} {dpu_unit(context.run)}")


def _allocated_capacity(context: FieldContext) -> FieldText | None:
    """A 0 has no unit: AWS sends it for Python shell runs, which do use a part of a DPU."""
    value = number(context.value)
    if value is None:
        return None
    if value == 0:
        return FieldText("0", note="deprecated; 0 says nothing, MaxCapacity counts", role="muted")
    return FieldText(
        f"{number_text(context.value)} {dpu_unit(context.run)}", note="deprecated: see MaxCapacity", role="muted"
    )


def _worker_type(context: FieldContext) -> FieldText | None:
    if not isinstance(context.value, str) or not context.value:
        return None
    each = DPU_PER_WORKER.get(context.value)
    return FieldText(one_line(context.value), note=f"{each:g} {dpu_unit(context.run)} a worker" if each else "")


def _dpu_seconds(context: FieldContext) -> FieldText | None:
    value = number(context.value)
    if value is None or value < 0:
        return None
    unit = dpu_unit(context.run)
    return FieldText(
        f"{_few_digits(value / 3600)} {unit}-hours", f"{number_text(context.value)} {unit}-seconds", "as billed"
    )


def _log_group(context: FieldContext) -> FieldText | None:
    if not isinstance(context.value, str) or not context.value:
        return None
    return FieldText(one_line(context.value), note="a prefix: /output and /error follow")


def _few_digits(value: float) -> str:
    """Three significant digits, but all of the whole ones."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _wall_time(context: FieldContext) -> FieldText:
    seconds = context.run.wall_seconds(context.now)
    if seconds is None:
        return unknown("StartedOn and CompletedOn do not tell")
    return _measured(seconds, "" if context.run.is_final else "so far")


def _start_up_time(context: FieldContext) -> FieldText:
    if not context.run.is_final:
        return unknown("known when the run is over")
    seconds = context.run.start_up_seconds
    if seconds is None:
        return unknown("wall time and ExecutionTime do not tell")
    return _measured(seconds, "wall time less execution")


def _measured(seconds: float, note: str) -> FieldText:
    """Whole seconds, cut down, because milliseconds are noise here; the exact value has them."""
    exact = round(seconds, 3)
    return FieldText(duration(math.floor(exact) if exact >= 1 else exact), f"{number_text(exact)} s", note)


def _dpu_hours(context: FieldContext) -> FieldText:
    hours = dpu_hours(context.run, context.now)
    if hours is None:
        return unknown(missing_usage(context.run, context.now))
    bounds = f"{bound(context.run, context.now)} ".lstrip()
    return FieldText(f"{bounds}{_few_digits(hours.value)} {hours.unit}", note=f"from {hours.basis}{_why(context)}")


def _why(context: FieldContext) -> str:
    """Why an amount is a bound, behind its basis."""
    reason = bound_reason(context.run, context.now)
    return f"; {reason}" if reason else ""


def _cost(context: FieldContext) -> FieldText:
    cost = estimated_cost(context.run, context.now)
    if cost is None:
        return unknown(no_price_reason(context.run, context.now))
    bounds = bound(context.run, context.now)
    text = f"{bounds or 'about'} ${cost.value:,.2f}" if cost.value >= 0.005 else "under $0.01"
    if bounds == "at least" and cost.value < 0.005:
        text = f"at least ${cost.value:.1g}"
    note = f"estimate: {cost.basis}{_why(context)}; prices vary by Region"
    return FieldText(text, f"{cost.value:.4g} USD", note)


def _workers(context: FieldContext) -> FieldText:
    counted, capacity = workers(context.run), number(context.run.raw.get("MaxCapacity"))
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

RULES_BY_KIND: dict[str, Callable[[FieldContext], FieldText | None]] = {"timestamp": _instant}
"""By the model's type name; every other kind is shown as it came."""

DERIVED_RULES: dict[str, Callable[[FieldContext], FieldText]] = {
    "wall time": _wall_time,
    "start-up time": _start_up_time,
    "workers": _workers,
    "DPU-hours": _dpu_hours,
    "estimated cost": _cost,
}
"""By the derived field's name in the catalogue."""
