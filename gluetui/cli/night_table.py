"""A night as a table: a line a job, first what failed; all that went well is one line on stderr."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from gluetui.cli.exit_codes import complain
from gluetui.cli.printing import Listing, is_terminal
from gluetui.cli.tables import Cells
from gluetui.glue.night.night import Night, Row
from gluetui.glue.night.verdict import Section
from gluetui.text.field_text import NOT_RETURNED
from gluetui.text.lines import Span
from gluetui.text.night_texts import (
    TITLES,
    asked_text,
    failed_amounts,
    fine_text,
    head_parts,
    peak_text,
    state_text,
    telling_text,
)
from gluetui.text.run_row import hours_short
from gluetui.text.safe import one_line
from gluetui.text.states import look
from gluetui.text.times import duration_short, when

NIGHT = ("section", "job", "state", "started", "took", "runs", "DPU-hours", "why")
"""Headings; without a run there is no start, and `why` says when the job was due."""


def draw_night(night: Night, sections: Sequence[Section], *, now: datetime, zone: tzinfo | None) -> None:
    """Print the jobs of these sections, but those that went well, and on a terminal what the night was in all."""
    listing = Listing(NIGHT)
    named = [section for section in sections if section is not Section.FINE]
    rows = [row for section in named for job in night.order(section) if (row := night.row(job, now)) is not None]
    listing.add(night_cells(row, now=now, zone=zone) for row in rows)
    if not is_terminal():
        return
    if Section.FINE in sections and (fine := fine_text(night, now)):
        complain(f"{fine}.")
    since, until = (when(each, zone, for_others=True) for each in night.window[:2])
    complain(f"{since} to {until}: {' · '.join(head_parts(night, now))}")
    if failed := failed_amounts(night, now):
        complain(f"Failed runs: {failed}")
    ends = filter(None, (peak_text(night, now, zone), asked_text(night.asked, is_whole=night.names_are_complete)))
    complain(" · ".join(ends))


def night_cells(row: Row, *, now: datetime, zone: tzinfo | None) -> Cells:
    """One job; its error is always masked."""
    run = row.lead.last if row.lead is not None else None
    role = look(run.state).role if run is not None else "unknown"
    hours = row.totals.dpu_hours.by_unit.get("DPU-hours")
    started = one_line(when(run.started, zone, for_others=True)) or NOT_RETURNED if run is not None else ""
    return (
        Span(TITLES[row.section].lower(), "dim"),
        Span(one_line(row.job), "name"),
        Span(state_text(row), role),
        Span(started),
        Span(duration_short(run.run_seconds(now)) if run is not None else ""),
        Span(f"{row.totals.runs:,}"),
        Span(hours_short(hours) if hours is not None else "", "dim"),
        Span(telling_text(row, now, zone), "bad" if run is not None and run.is_failed else ""),
    )
