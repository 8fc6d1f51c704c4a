"""What the loaded runs of a tree add up to, in one line."""

from __future__ import annotations

from gluetui.glue.lineage_totals import Totals
from gluetui.text.durations import duration_short


def totals_line(totals: Totals) -> str:
    """Such as "5 runs · 1 failed · 21.6 DPU-hours · about $9.45 · 1h08m from first start, 3 % of it waiting"."""
    if totals.runs < 2:
        return ""
    more = f" of {totals.known:,}" if totals.known > totals.runs else ""
    parts = [f"{totals.runs:,}{more} runs"]
    if totals.failed:
        parts.append(f"{totals.failed:,} failed")
    parts += [f"{amount:,.3g} {unit}" for unit, amount in totals.dpu_hours.by_unit.items()]
    parts += [f"about ${amount:,.2f}" for amount in totals.cost.by_unit.values()]
    if totals.cost.without:
        parts[-1] += f" without {totals.cost.without:,} of them"
    if totals.wall_seconds is not None:
        waiting = f", {totals.waiting_share:.0%} waiting" if totals.waiting_share is not None else ""
        parts.append(f"{duration_short(totals.wall_seconds)} in all{waiting}")
    return " · ".join(parts)
