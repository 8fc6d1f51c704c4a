"""What the loaded runs of a tree add up to, in one line."""

from __future__ import annotations

from gluetui.glue.lineage_totals import Sum, Totals
from gluetui.text.durations import duration_short


def totals_line(totals: Totals) -> str:
    """Such as "5 runs · 1 failed · 21.6 DPU-hours · about $9.45 · 1h08m in all, 3% waiting"; "" for a lone run."""
    if totals.runs < 2:
        return ""
    more = f" of {totals.known:,}" if totals.known > totals.runs else ""
    parts = [f"{totals.runs:,}{more} runs"]
    if totals.failed:
        parts.append(f"{totals.failed:,} failed")
    hours, cost = totals.dpu_hours, totals.cost
    if cost.by_unit and cost.without == hours.without:
        hours = hours._replace(without=0)  # Said once, behind both.
    parts += _added_up(hours, "{1:,.3g} {0}")
    parts += _added_up(cost, "about ${1:,.2f}")
    if totals.wall_seconds is not None:
        waiting = f", {totals.waiting_share:.0%} waiting" if totals.waiting_share is not None else ""
        parts.append(f"{duration_short(totals.wall_seconds)} in all{waiting}")
    return " · ".join(parts)


def _added_up(amounts: Sum, form: str) -> list[str]:
    """The sum of each unit; the last says of how many runs the amount is not in it, where there is a sum at all."""
    parts = [form.format(unit, amount) for unit, amount in amounts.by_unit.items()]
    if parts and amounts.without:
        parts[-1] += f" without {amounts.without:,} of them"
    return parts
