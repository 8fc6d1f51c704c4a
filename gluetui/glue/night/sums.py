"""The sums of runs that were on in a window: counts by run id, amounts, and what failed runs cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from gluetui.glue.lineage.totals import Sum
from gluetui.glue.run.cost import Bound, bound, dpu_hours, estimated_cost
from gluetui.glue.run.run import JobRun

Quantity = Literal["runs", "failed", "succeeded", "running", "hours", "cost", "failed hours", "failed cost"]

Counts = Counter[tuple[Quantity, str]]
"""By quantity, and of amounts by their unit, a bound or WITHOUT, so that sums come and go by adding."""

_WITHOUT = "without"
_BOUNDS: tuple[Bound, ...] = ("at most", "at least")

_FINE = 10**9
"""Amounts are counted in parts so fine: whole numbers can be taken away again without a rest."""


class NightTotals(NamedTuple):
    """Attempts count too, as they ran and were billed."""

    runs: int
    failed: int
    """FAILED, TIMEOUT and ERROR."""
    succeeded: int
    running: int
    """In a state that is not over."""
    dpu_hours: Sum
    cost: Sum
    failed_dpu_hours: Sum
    failed_cost: Sum

    @property
    def success_rate(self) -> float | None:
        """0..1 of the runs that failed or succeeded; None where there is none."""
        judged = self.failed + self.succeeded
        return self.succeeded / judged if judged else None


def counts_of(runs: Iterable[JobRun], now: datetime) -> Counts:
    """The counts of some runs; those of runs that are over do not depend on `now`."""
    counts: Counts = Counter()
    for run in runs:
        counts["runs", ""] += 1
        counts["failed", ""] += run.is_failed
        counts["succeeded", ""] += run.state == "SUCCEEDED"
        counts["running", ""] += not run.is_final
        _add_amounts(counts, run, now)
    return +counts


def totals_of(counts: Counts) -> NightTotals:
    """What the counts say."""
    return NightTotals(
        runs=counts["runs", ""],
        failed=counts["failed", ""],
        succeeded=counts["succeeded", ""],
        running=counts["running", ""],
        dpu_hours=_sum(counts, "hours"),
        cost=_sum(counts, "cost"),
        failed_dpu_hours=_sum(counts, "failed hours"),
        failed_cost=_sum(counts, "failed cost"),
    )


def _add_amounts(counts: Counts, run: JobRun, now: datetime) -> None:
    side = bound(run, now)
    quantities: tuple[tuple[Quantity, Quantity], ...] = (("hours", "failed hours"), ("cost", "failed cost"))
    for (quantity, of_failed), amount_of in zip(quantities, (dpu_hours, estimated_cost), strict=True):
        amount = amount_of(run, now)
        for each in (quantity, of_failed) if run.is_failed else (quantity,):
            if amount is None:
                counts[each, _WITHOUT] += 1
                continue
            counts[each, amount.unit] += round(amount.value * _FINE)
            counts[each, side or "exact"] += 1


def _sum(counts: Counts, quantity: Quantity) -> Sum:
    units = ("USD",) if "cost" in quantity else ("DPU-hours", "M-DPU-hours")
    by_unit = {unit: counts[quantity, unit] / _FINE for unit in units if counts[quantity, unit]}
    sides = [side for side in _BOUNDS if counts[quantity, side]]
    return Sum(by_unit, counts[quantity, _WITHOUT], sides[0] if len(sides) == 1 else "")
