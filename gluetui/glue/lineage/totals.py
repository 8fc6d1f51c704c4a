"""The sums of the loaded runs of a lineage: runs, failures, amounts, wall time and waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.run.cost import Amount, Bound, bound, dpu_hours, estimated_cost
from gluetui.glue.run.run import JobRun

_Span = tuple[datetime, datetime]


class Sum(NamedTuple):
    """Amounts of the loaded runs added up, and of how many of them the amount is not known."""

    by_unit: Mapping[str, float]
    """DPU-hours and M-DPU-hours are not the same thing and never added to each other."""
    without: int
    bounds: Bound = ""
    """Which bound of the true sum it is, since some of the amounts are; "" too where some are of either kind."""


class Totals(NamedTuple):
    """Sums over the runs that are loaded, out of all that are known to exist."""

    known: int
    """The runs that are loaded, and those that they name."""
    runs: int
    """Runs that are loaded."""
    failed: int
    dpu_hours: Sum
    cost: Sum
    wall_seconds: float | None
    """From the first start to the root's end, or to now while it is live; None where a time is missing."""
    waiting_share: float | None
    """0..1 of the wall time in which no loaded run was on; None where a time is missing."""


def totals(lineage: Lineage, now: datetime) -> Totals:
    """Add up the loaded runs; attempts count, as they ran and were billed."""
    known = list(lineage.walk())
    runs = [run for run in map(lineage.get, known) if run is not None]
    span = _whole(lineage, now, runs)
    wall = (span[1] - span[0]).total_seconds() if span else None
    return Totals(
        known=len(known),
        runs=len(runs),
        failed=sum(run.is_failed for run in runs),
        dpu_hours=_sum(runs, dpu_hours, now),
        cost=_sum(runs, estimated_cost, now),
        wall_seconds=wall,
        waiting_share=_waiting_share(runs, span, now) if span else None,
    )


def _sum(runs: Iterable[JobRun], amount_of: Callable[[JobRun, datetime], Amount | None], now: datetime) -> Sum:
    by_unit: dict[str, float] = {}
    bounds: set[Bound] = set()
    without = 0
    for run in runs:
        amount = amount_of(run, now)
        if amount is None:
            without += 1
        else:
            by_unit[amount.unit] = by_unit.get(amount.unit, 0.0) + amount.value
            bounds.add(bound(run, now))
    kinds = bounds - {""}
    return Sum(by_unit, without, kinds.pop() if len(kinds) == 1 else "")


def _end(run: JobRun, now: datetime) -> datetime | None:
    return run.completed if run.is_final else now


def _whole(lineage: Lineage, now: datetime, runs: list[JobRun]) -> _Span | None:
    """The first start of a loaded run and the root's end."""
    root = lineage.get(lineage.root)
    end = _end(root, now) if root is not None else None
    starts = [started for run in runs if (started := run.started) is not None]
    if end is None or not starts or min(starts) > end:
        return None
    return min(starts), end


def _waiting_share(runs: list[JobRun], whole: _Span, now: datetime) -> float | None:
    first, last = whole
    spans: list[_Span] = []
    for run in runs:
        started, ended = run.started, _end(run, now)
        if started is None or ended is None:
            return None
        spans.append((started, ended))
    seconds = (last - first).total_seconds()
    if not seconds:
        return None
    waited = 0.0
    busy_until = first
    for started, ended in sorted(spans):
        waited += max(0.0, (min(started, last) - busy_until).total_seconds())
        busy_until = max(busy_until, min(ended, last))
    waited += (last - busy_until).total_seconds()
    return waited / seconds
