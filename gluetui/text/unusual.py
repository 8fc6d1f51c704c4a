"""What of a run differs from the other runs of its job, as lines of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from statistics import median
from typing import Any

from gluetui.glue.run.arguments import own_and_special
from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.masks import Masks
from gluetui.text.field_text import NOT_RETURNED, as_it_came
from gluetui.text.markdown import code
from gluetui.text.safe import cut_end, one_line
from gluetui.text.times import duration

COMPARED = (
    "GlueVersion",
    "WorkerType",
    "NumberOfWorkers",
    "MaxCapacity",
    "ExecutionClass",
    "Timeout",
    "SecurityConfiguration",
    "TriggerName",
)
"""Members that a person sets, so that a difference is news."""

_VALUE = 80
"""Cells of a value."""


def unusual(run: JobRun, others: Iterable[JobRun], *, now: datetime) -> Iterator[str]:
    """The duration against the median of the job's succeeded runs, and settings against the latest of them."""
    name = run.key.job_name
    succeeded = [
        each
        for each in others
        if each.key.job_name == name and each.key.run_id != run.key.run_id and each.state == "SUCCEEDED"
    ]
    if not succeeded:
        yield "Not compared: no other succeeded run of this job was at hand."
        return
    yield _duration(run, succeeded, now)
    latest = max(succeeded, key=lambda each: each.started.timestamp() if each.started else 0.0)
    differences = list(_differences(run, latest, Masks([run.raw, latest.raw])))
    yield from differences
    if not differences:
        yield "- Settings and the job's own arguments: as in the latest succeeded run."


def _duration(run: JobRun, succeeded: list[JobRun], now: datetime) -> str:
    took = run.run_seconds(now)
    times = [seconds for each in succeeded if (seconds := each.run_seconds(now)) is not None]
    if took is None or not times:
        return "- Duration: not compared, as times are missing."
    usual = median(times)
    among = f"{len(times)} other succeeded run{'' if len(times) == 1 else 's'}"
    times_as_long = f", {took / usual:.1f} times the usual" if usual else ""
    so_far = "" if run.is_final else " so far"
    return f"- Duration: {duration(took)}{so_far}; the median of {among} is {duration(round(usual, 3))}{times_as_long}."


def _differences(run: JobRun, before: JobRun, masks: Masks) -> Iterator[str]:
    for name in COMPARED:
        yield from _difference(name, run.raw.get(name), before.raw.get(name), masks)
    own, own_before = (own_and_special(each.raw.get("Arguments"))[0] for each in (run, before))
    for name in dict.fromkeys((*own, *own_before)):
        yield from _difference(name, own.get(name), own_before.get(name), masks)


def _difference(name: str, value: Any, before: Any, masks: Masks) -> Iterator[str]:
    if value != before:
        yield f"- {code(masks.apply(name))}: {_value(name, value, masks)}, before {_value(name, before, masks)}"


def _value(name: str, value: Any, masks: Masks) -> str:
    if value is None:
        return f"*{NOT_RETURNED}*"
    text = masks.argument(name, value) if isinstance(value, str) else as_it_came(value).text
    return code(cut_end(one_line(text), _VALUE)) if text else '`""`'
