"""The sums of runs that were on in a window: counts by run id, amounts, and what failed runs cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from gluetui.glue.lineage.totals import Sum
from gluetui.glue.run.cost import Amount, Bound, bound, dpu_hours, estimated_cost
from gluetui.glue.run.run import JobRun

HOURS = ("DPU-hours", "M-DPU-hours")
"""The units of usage, which are never added to each other."""

NO_AMOUNT = (0, 0, 0, 0, 0)
"""A sum's columns: of the first unit and of the second, runs without an amount, those with at most it, and at least."""

_WITHOUT = (0, 0, 1, 0, 0)
_BOUNDS: tuple[Bound, ...] = ("at most", "at least")
_FINE = 10**9


class Counts(NamedTuple):
    """Whole numbers that add up and can be taken away again without a rest; amounts in thousand-millionths."""

    runs: int = 0
    failed: int = 0
    succeeded: int = 0
    running: int = 0
    dpu_hours: tuple[int, ...] = NO_AMOUNT
    cost: tuple[int, ...] = NO_AMOUNT
    failed_dpu_hours: tuple[int, ...] = NO_AMOUNT
    failed_cost: tuple[int, ...] = NO_AMOUNT
    """Amounts have the columns of NO_AMOUNT."""

    def plus(self, other: Counts, times: int = 1) -> Counts:
        """The sums of both; with `times` of -1 the other is taken away."""
        return Counts(
            self.runs + times * other.runs,
            self.failed + times * other.failed,
            self.succeeded + times * other.succeeded,
            self.running + times * other.running,
            *(_added(mine, theirs, times) for mine, theirs in zip(self[4:], other[4:], strict=True)),
        )


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
    counts = Counts()
    for run in runs:
        side = bound(run, now)
        hours, cost = (_amount(amount_of(run, now), side) for amount_of in (dpu_hours, estimated_cost))
        failed = (hours, cost) if run.is_failed else (NO_AMOUNT, NO_AMOUNT)
        of_run = Counts(1, run.is_failed, run.state == "SUCCEEDED", not run.is_final, hours, cost, *failed)
        counts = counts.plus(of_run)
    return counts


def totals_of(counts: Counts) -> NightTotals:
    """What the counts say."""
    hours, cost, failed_hours, failed_cost = counts[4:]
    return NightTotals(
        *counts[:4], _sum(hours, HOURS), _sum(cost, ("USD",)), _sum(failed_hours, HOURS), _sum(failed_cost, ("USD",))
    )


def _amount(amount: Amount | None, side: Bound) -> tuple[int, ...]:
    if amount is None:
        return _WITHOUT
    value = round(amount.value * _FINE)
    is_second = amount.unit == HOURS[1]
    return (0 if is_second else value, value if is_second else 0, 0, side == "at most", side == "at least")


def _added(mine: tuple[int, ...], theirs: tuple[int, ...], times: int) -> tuple[int, ...]:
    if theirs == NO_AMOUNT:
        return mine
    return tuple(one + times * other for one, other in zip(mine, theirs, strict=True))


def _sum(amounts: tuple[int, ...], units: Sequence[str]) -> Sum:
    """The sum of each unit that there is, and which bound it is, where it is of one side only."""
    *values, without, at_most, at_least = amounts
    by_unit = {unit: value / _FINE for unit, value in zip(units, values, strict=False) if value}
    sides: list[Bound] = [side for side, count in zip(_BOUNDS, (at_most, at_least), strict=True) if count]
    return Sum(by_unit, without, sides[0] if len(sides) == 1 else "")
