"""A Markdown note of a night, for the hand-over; text from AWS is quoted, never markup, and secrets are masked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, tzinfo

from gluetui.glue.aws.source import AWS_NAME
from gluetui.glue.night.night import Night, Row
from gluetui.glue.night.verdict import Section
from gluetui.text.charts import factor
from gluetui.text.night_texts import (
    TITLES,
    asked_text,
    failed_amounts,
    fine_text,
    head_parts,
    missing_text,
    peak_text,
    telling_text,
)
from gluetui.text.note import code
from gluetui.text.safe import cut_end, one_line
from gluetui.text.times import duration, when

LONGEST_SECTION = 100
"""Jobs of a section in the note."""

TOLD = (Section.FAILED, Section.RECOVERED, Section.MISSING, Section.LOOK_AT)
"""The sections whose jobs are named."""

_WIDTH = 200
"""Cells of an error or a reason."""


def night_note(
    night: Night,
    *,
    now: datetime,
    zone: tzinfo | None,
    region: str = "",
    source: str = AWS_NAME,
    sections: Collection[Section] = TOLD,
    triggers_error: str = "",
) -> str:
    """The note of what is known of a night; `source` who answered, `triggers_error` why triggers are not known."""
    since, until = (when(each, zone, for_others=True) for each in night.window[:2])
    parts = [f"# AWS Glue: {since} to {until}", "\n".join(_facts(night, now, zone, region))]
    for section in (each for each in TOLD if each in sections):
        if section is Section.MISSING and not night.knows_missing:
            parts += [f"## {TITLES[section]}", f"Not known: {code(triggers_error or 'triggers were not asked for')}."]
        elif night.size(section):
            parts += [f"## {TITLES[section]}", "\n".join(_rows(night, section, now, zone))]
    if night.errors:
        parts += ["## Not known", "\n".join(_unanswered(night))]
    if fine := fine_text(night, now):
        parts.append(f"{fine}.")
    told_by = "" if source == AWS_NAME else f", by {source}"
    parts.append(f"As of {when(now, zone, for_others=True)}{told_by}; amounts are estimates, secrets are masked.")
    return "\n\n".join(parts) + "\n"


def _facts(night: Night, now: datetime, zone: tzinfo | None, region: str) -> Iterator[str]:
    if region:
        yield f"- Region: {code(region)}"
    yield f"- {' · '.join(head_parts(night, now))}"
    if failed := failed_amounts(night, now):
        yield f"- Failed runs: {failed}"
    if peak := peak_text(night, now, zone):
        yield f"- {peak[0].upper()}{peak[1:]}"
    yield f"- {asked_text(night.asked, is_whole=night.names_are_complete)}"


def _rows(night: Night, section: Section, now: datetime, zone: tzinfo | None) -> Iterator[str]:
    order = night.order(section)
    for job in order[:LONGEST_SECTION]:
        if (row := night.row(job, now)) is not None:
            yield "- " + " · ".join(_row(row, now, zone))
    if len(order) > LONGEST_SECTION:
        yield f"- and {len(order) - LONGEST_SECTION:,} more"


def _row(row: Row, now: datetime, zone: tzinfo | None) -> Iterator[str]:
    yield code(row.job)
    if row.missing is not None:
        if row.missing.trigger:
            yield f"trigger {code(row.missing.trigger)}"
        yield code(cut_end(missing_text(row.missing, now, zone), _WIDTH))
        return
    if row.lead is None:
        return
    run = row.lead.last
    yield code(run.state)
    if run.started is not None:
        yield f"started {when(run.started, zone, for_others=True)}"
    if (lasted := run.run_seconds(now)) is not None and (took := duration(round(lasted))):
        seconds, usual = run.compared_seconds(now), row.usual
        times = f" ({factor(seconds / usual.seconds)})" if seconds and usual and usual.seconds else ""
        yield f"took {took}{times}" if run.is_final else f"{took} so far{times}"
    if row.totals.runs > 1:
        yield f"{row.totals.runs:,} runs, {row.totals.failed:,} failed"
    yield f"run {code(run.key.run_id)}"
    if said := telling_text(row, now, zone):
        yield code(cut_end(said, _WIDTH))


def _unanswered(night: Night) -> Iterator[str]:
    """Jobs of which nothing can be said, those with the same reason together."""
    by_reason: dict[str, list[str]] = {}
    for job, error in night.errors.items():
        by_reason.setdefault(one_line(error.args[0]), []).append(job)
    for reason, jobs in by_reason.items():
        named = ", ".join(map(code, jobs[:LONGEST_SECTION]))
        more = f" and {len(jobs) - LONGEST_SECTION:,} more" if len(jobs) > LONGEST_SECTION else ""
        yield f"- {named}{more}: {code(cut_end(reason, _WIDTH))}"
