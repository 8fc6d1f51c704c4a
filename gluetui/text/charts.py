"""Numbers in one line: durations as bars, and the sums of a tree's loaded runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import isnan

from rich.cells import cell_len

from gluetui.glue.lineage.totals import Sum, Totals
from gluetui.glue.run.cost import Bound
from gluetui.text.times import duration_short

BARS = "▁▂▃▄▅▆▇█"
NO_BAR = " "

FULL_BAR_TIMES = 3.0
"""Times the usual duration at which a bar is full, so that one run that hung does not flatten all others."""


def bars(seconds: Iterable[float], usual: float) -> str:
    """One bar a duration; NaN, a duration that is not known, has none."""
    highest = usual * FULL_BAR_TIMES
    return "".join(NO_BAR if isnan(each) else BARS[_height(each, highest)] for each in seconds)


def _height(seconds: float, highest: float) -> int:
    if highest <= 0 or seconds <= 0:
        return 0
    return len(BARS) - 1 if seconds >= highest else int(seconds / highest * len(BARS))


def times_usual(seconds: float | None, usual: float) -> str:
    """How a duration compares, such as "2.3×"; "" where it is near the usual one, or either is unknown."""
    if seconds is None or isnan(seconds) or usual <= 0:
        return ""
    times = seconds / usual
    return "" if 0.5 < times < 1.5 else factor(times)


def factor(times: float, space: str = "") -> str:
    """A factor such as "0.3×", "14×" or, of a thousand and more, ">999×"; "<0.1×" for one that is not quite 0."""
    return f"{many_times(times)}{space}×"


def many_times(times: float) -> str:
    """The number of a factor, without its sign."""
    if 0 < times < 0.05:
        return "<0.1"
    return ">999" if times >= 1000 else f"{times:.0f}" if times >= 9.95 else f"{times:.1f}"


def percent(share: float) -> str:
    """A share such as "3%"; only nothing is 0%, and only all is 100%."""
    if 0 < share < 0.01:
        return "<1%"
    return ">99%" if 0.99 < share < 1 else f"{share:.0%}"


def totals_line(totals: Totals, width: int) -> str:
    """Such as "5 runs · 1 failed · 21.6 DPU-hours · about $9.45 · 1h08m in all, 3% waited"; "" for a lone run.

    Parts without room in `width` cells are left out whole, the least important first.
    """
    if totals.runs < 2:
        return ""
    more = f" of {totals.known:,}" if totals.known > totals.runs else ""
    parts = [f"{totals.runs:,}{more} runs"]
    if totals.failed:
        parts.append(f"{totals.failed:,} failed")
    amounts, costs = amounts_text(totals.dpu_hours, totals.cost)
    wall = f"{duration_short(totals.wall_seconds)} in all" if totals.wall_seconds is not None else ""
    waited = f"{wall}, {percent(totals.waiting_share)} waited" if wall and totals.waiting_share is not None else wall
    lines = (
        " · ".join(filter(None, (*parts, *more)))
        for more in ((amounts, costs, waited), (amounts, costs, wall), (costs, wall), (wall,), ())
    )
    *longer, shortest = lines
    return next((line for line in longer if cell_len(line) <= width), shortest)


def amounts_text(hours: Sum, cost: Sum) -> tuple[str, str]:
    """Such as "21.6 DPU-hours" and "about $9.45"; each "" where no run has such an amount."""
    if cost.by_unit and cost.without == hours.without:
        hours = hours._replace(without=0)  # Said once, behind both.
    return " · ".join(_added_up(hours, _amount)), " · ".join(_added_up(cost, _money))


def _amount(amount: float, unit: str, bounds: Bound) -> str:
    return f"{bounds} {amount:,.3g} {unit}".lstrip()


def _money(dollars: float, _unit: str, bounds: Bound) -> str:
    if 0 < dollars < 0.005:
        return f"at least ${dollars:.1g}" if bounds == "at least" else "under $0.01"
    return f"{bounds or 'about'} ${dollars:,.2f}"


def _added_up(amounts: Sum, form: Callable[[float, str, Bound], str]) -> list[str]:
    """The sum of each unit; the last adds how many runs have no such amount."""
    parts = [form(amount, unit, amounts.bounds) for unit, amount in amounts.by_unit.items()]
    if parts and amounts.without:
        parts[-1] += f" without {amounts.without:,} of them"
    return parts
