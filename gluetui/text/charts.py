"""Numbers in one line: durations as bars, and the sums of a tree's loaded runs."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

from rich.cells import cell_len

from gluetui.glue.lineage.totals import Sum, Totals
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
    """A factor such as "0.3×", "14×" or, of a thousand and more, ">999×"."""
    shown = ">999" if times >= 1000 else f"{times:.0f}" if times >= 9.95 else f"{times:.1f}"
    return f"{shown}{space}×"


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
    hours, cost = totals.dpu_hours, totals.cost
    if cost.by_unit and cost.without == hours.without:
        hours = hours._replace(without=0)  # Said once, behind both.
    amounts = " · ".join(_added_up(hours, "{2}{1:,.3g} {0}"))
    costs = " · ".join(_added_up(cost, "{2}${1:,.2f}", "about"))
    wall = f"{duration_short(totals.wall_seconds)} in all" if totals.wall_seconds is not None else ""
    waited = f"{wall}, {totals.waiting_share:.0%} waited" if wall and totals.waiting_share is not None else wall
    lines = (
        " · ".join(filter(None, (*parts, *more)))
        for more in ((amounts, costs, waited), (amounts, costs, wall), (costs, wall), (wall,), ())
    )
    *longer, shortest = lines
    return next((line for line in longer if cell_len(line) <= width), shortest)


def _added_up(amounts: Sum, form: str, about: str = "") -> list[str]:
    """The sum of each unit, behind `about` where it is no bound; the last adds how many runs have no such amount."""
    before = f"{amounts.bounds or about} ".lstrip()
    parts = [form.format(unit, amount, before) for unit, amount in amounts.by_unit.items()]
    if parts and amounts.without:
        parts[-1] += f" without {amounts.without:,} of them"
    return parts
