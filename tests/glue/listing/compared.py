"""Runs of one job that differ in what a test says, compared by the installed botocore's fields."""

from __future__ import annotations

from functools import cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import ServiceModel

from gluetui.glue.listing.comparing import Comparison, Difference, compare
from gluetui.glue.run.fields import Field, catalogue
from gluetui.glue.run.run import JobRun
from tests.conftest import NOW

DAY = 86_400
START = 1_795_000_000


@cache
def fields() -> tuple[Field, ...]:
    model = ServiceModel(Loader().load_service_model("glue", "service-2"))
    return catalogue(model.shape_for("JobRun"))


def a_run(day: int, *, asked: bool = True, **raw: Any) -> JobRun:
    """A run that succeeded on some day, each a day after the other; a member that is None is left out."""
    start = START + day * DAY
    members = {
        "JobName": "orders",
        "Id": f"jr_{day}",
        "JobRunState": "SUCCEEDED",
        "StartedOn": start,
        "CompletedOn": start + 100,
        "ExecutionTime": 90,
    }
    return JobRun(
        {name: value for name, value in (members | raw).items() if value is not None}, asked_predecessors=asked
    )


def compared(before: dict[str, Any], after: dict[str, Any], *, loaded: tuple[JobRun, ...] = ()) -> Comparison:
    """A run of one day against one of the day before."""
    return compare(a_run(0, **before), a_run(1, **after), fields(), now=NOW, loaded=loaded)


def names(comparison: Comparison) -> list[str]:
    return [each.name for each in comparison.differences]


def only(comparison: Comparison) -> Difference:
    (difference,) = comparison.differences
    return difference
