"""A night as one JSON object, its members named in gluetui's own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from gluetui.glue.lineage.totals import Sum
from gluetui.glue.night.missing import Missing
from gluetui.glue.night.night import Night
from gluetui.glue.night.sums import HOURS
from gluetui.glue.night.verdict import Section

_DIGITS = 6


def summary_of(night: Night, now: datetime) -> dict[str, Any]:
    """Times are datetimes in UTC; an amount of which nothing is known is None, and so is `missing` before triggers are.

    M-DPU-hours are not DPU-hours and not among them.
    """
    totals, asked = night.totals(now), night.asked
    return {
        "window": {"since": night.window.since, "until": night.window.until},
        "jobs": {
            "total": asked.total,
            "asked": asked.asked,
            "unanswered": [{"job": job, "error": error.args[0]} for job, error in night.errors.items()],
        },
        "runs": totals.runs,
        "failed": totals.failed,
        "running": totals.running,
        "succeeded": totals.succeeded,
        "dpu_hours": _known(totals.dpu_hours, HOURS[0]),
        "cost_usd": _known(totals.cost, "USD"),
        "failed_dpu_hours": _known(totals.failed_dpu_hours, HOURS[0]),
        "failed_cost_usd": _known(totals.failed_cost, "USD"),
        "missing": [_missing(each) for each in night.missing] if night.knows_missing else None,
        "look_at": list(_look_at(night, now)),
    }


def _known(amount: Sum, unit: str) -> float | None:
    """The sum; None where AWS returned too little of any of the runs for it."""
    if not amount.by_unit and amount.without:
        return None
    return round(amount.by_unit.get(unit, 0.0), _DIGITS)


def _missing(missing: Missing) -> dict[str, Any]:
    return {"job": missing.job, "due": missing.due, "trigger": missing.trigger, "reason": missing.reason}


def _look_at(night: Night, now: datetime) -> Iterator[dict[str, Any]]:
    """The runs to look at of the jobs that have none that failed."""
    for job in night.order(Section.LOOK_AT):
        row = night.row(job, now)
        for reason in row.reasons if row is not None else ():
            yield {"job": job, "run": reason.line.last.key.run_id or None, "why": str(reason.why)}
