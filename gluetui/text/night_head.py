"""The head of the board of a night: what ran at one look, and how much of the account is known; each section's line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from rich.cells import cell_len

from gluetui.glue.lineage.totals import Sum
from gluetui.glue.night.night import Night
from gluetui.glue.night.sums import NightTotals
from gluetui.glue.night.verdict import Section
from gluetui.glue.run.cost import Bound
from gluetui.text.charts import amounts_text
from gluetui.text.lines import Line, Span
from gluetui.text.night_axis import sparkline
from gluetui.text.night_row import Shape
from gluetui.text.night_texts import TITLES, asked_text, count_parts, peak_text
from gluetui.text.safe import cut_end, pad
from gluetui.text.windows import window_text

_SIGNS: Mapping[Bound, str] = {"": "", "at most": "≤", "at least": "≥"}

_SPARK = 32
"""Cells of the sparkline where no bars stand below it."""


class Progress(NamedTuple):
    """How far the loading is, in words."""

    state: str = ""
    """Such as "esc stops", "stopped: r goes on"; "" when all is done."""
    as_of: str = ""
    """How old the oldest answer is."""
    problem: str = ""
    """What is missing of the whole account, such as that jobs cannot be listed."""


def head_lines(night: Night, shape: Shape, progress: Progress) -> list[Line]:
    """The lines above the rows: as many at any time, so that nothing below them moves."""
    now, zone, width = shape.now, shape.zone, shape.width
    asked = asked_text(night.asked, is_whole=night.names_are_complete)
    known = " · ".join(filter(None, (asked, progress.state, progress.as_of)))
    lines: list[Line] = [
        _ends(window_text(night.window, now, zone), known, width),
        _counts(night, now, width),
        _amounts(night.totals(now), width),
        _over_time(night, shape),
    ]
    return [*lines, *([[Span(cut_end(progress.problem, width), "waiting")]] if progress.problem else [])]


def _ends(left: str, right: str, width: int) -> Line:
    """Two texts at either end of a line; the left one is cut."""
    left = cut_end(left, max(0, width - cell_len(right) - 2))
    return [Span(left, "title"), Span(pad(cut_end(right, width), width - cell_len(left), "right"), "dim")]


def _counts(night: Night, now: datetime, width: int) -> Line:
    """As many counts as fit; what failed and is missing stands out."""
    spans: list[Span] = []
    for part in count_parts(night, now):
        gap = [Span(" · ", "dim")] if spans else []
        added = [*spans, *gap, Span(part, _role(part))]
        if sum(cell_len(each.text) for each in added) > width:
            break
        spans = added
    return spans


def _role(part: str) -> str:
    """The colour of a count: of what failed or is missing, where there is any."""
    if part.startswith("0 "):
        return ""
    return "bad" if part.endswith(" failed") else "waiting" if part.endswith(" missing") else ""


def _amounts(totals: NightTotals, width: int) -> Line:
    """What all runs used, and of it the failed ones, in as many words as fit."""
    used = " · ".join(filter(None, amounts_text(totals.dpu_hours, totals.cost))) or (
        "AWS returned no DPU-hours" if totals.runs else ""
    )
    lost = " · ".join(filter(None, amounts_text(totals.failed_dpu_hours, totals.failed_cost)))
    short = amounts_short(totals.dpu_hours, totals.cost)
    short_lost = amounts_short(totals.failed_dpu_hours, totals.failed_cost)
    if not totals.failed:
        return [Span(used if cell_len(used) <= width else cut_end(short, width), "")]
    between = " · failed runs: "
    money = [amounts_short(Sum({}, each.without), each) for each in (totals.cost, totals.failed_cost)]
    variants = (
        (used, between, lost or "not known"),
        (short, between, short_lost),
        (short, " · failed: ", short_lost),
        (money[0], " · failed: ", money[1]),
    )
    whole = next((each for each in variants if cell_len("".join(each)) <= width), variants[-1])
    return [
        Span(whole[0]),
        Span(whole[1], "dim"),
        Span(cut_end(whole[2], max(0, width - cell_len(whole[0] + whole[1]))), "bad"),
    ]


def amounts_short(hours: Sum, cost: Sum) -> str:
    """Such as "≤404 DPU-h · ≈$177.74 + 2 unknown"; AWS returned no amount of those runs."""
    parts = [
        f"{_SIGNS[hours.bounds]}{value:,.4g} {unit.replace('hours', 'h')}" for unit, value in hours.by_unit.items()
    ]
    parts += [f"{_SIGNS[cost.bounds] or '≈'}${value:,.2f}" for value in cost.by_unit.values()]
    without = max(hours.without, cost.without)
    if not parts:
        return "not known" if without else "nothing"
    return " · ".join(parts) + (f" + {without:,} unknown" if without else "")


def _over_time(night: Night, shape: Shape) -> Line:
    """How many runs were on at once, above the bars where there are some, and the peak."""
    peak = peak_text(night, shape.now, shape.zone)
    if "bar" in shape.columns:
        spark = sparkline(night.at_once(shape.axis.cells, shape.now))
        return [Span(pad(peak, shape.before_bar - 1), "dim"), Span(" "), Span(spark, "name")]
    cells = max(0, min(_SPARK, shape.width - cell_len(peak) - 2))
    spark = sparkline(night.at_once(cells, shape.now)) if cells else ""
    return [Span(spark, "name"), Span(f"  {peak}" if peak else "", "dim")]


def section_line(night: Night, section: Section, now: datetime, *, shown: int) -> str:
    """Such as "FAILED · 4 jobs, 9 runs · 71.3 DPU-hours · about $31.37"; `shown` jobs are left by a filter."""
    size = night.size(section)
    jobs = f"{size:,} {'job' if size == 1 else 'jobs'}"
    parts = [f"{TITLES[section].upper()} · {f'{shown:,} of {jobs}' if shown != size else jobs}"]
    if section in (Section.FAILED, Section.RECOVERED):
        totals = night.section_totals(section, now)
        parts[0] += f", {totals.failed:,} failed {'run' if totals.failed == 1 else 'runs'}"
        parts += filter(None, amounts_text(totals.failed_dpu_hours, totals.failed_cost))
    return " · ".join(parts)


def fitting(parts: Iterable[str], width: int) -> str:
    """As many parts as fit into so many cells, with a dot between them."""
    text = ""
    for part in parts:
        longer = f"{text} · {part}" if text else part
        if text and cell_len(longer) > width:
            break
        text = longer
    return cut_end(text, width)
