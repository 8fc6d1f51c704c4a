"""A night in words: its head, the sections' headings, and what a row says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from gluetui.glue.night.missing import Missing
from gluetui.glue.night.night import Asked, Night, Row
from gluetui.glue.night.verdict import Section, Why
from gluetui.glue.run.run import JobRun, number
from gluetui.glue.secrets.masks import Masks
from gluetui.text.charts import amounts_text, percent, times_usual
from gluetui.text.run_fields import telling_line
from gluetui.text.safe import one_line
from gluetui.text.states import look
from gluetui.text.times import duration_short, when_short

TITLES = {
    Section.FAILED: "Failed",
    Section.RECOVERED: "Failed, then succeeded",
    Section.MISSING: "Due, but did not run",
    Section.LOOK_AT: "To look at",
    Section.FINE: "All others",
}


def asked_text(asked: Asked, *, is_whole: bool) -> str:
    """Such as "402 of 412 jobs asked, 3 could not be"; a list of jobs that is not whole yet has more than these."""
    more = "" if is_whole else "+"
    text = f"{asked.asked:,} of {asked.total:,}{more} {'job' if asked.total == 1 else 'jobs'} asked"
    return f"{text}, {asked.unanswered:,} could not be" if asked.unanswered else text


def head_parts(night: Night, now: datetime) -> Iterator[str]:
    """The parts of the head, the most important first: runs, failed, missing, on, success rate, amounts."""
    totals = night.totals(now)
    yield from count_parts(night, now)
    yield from filter(None, amounts_text(totals.dpu_hours, totals.cost))


def count_parts(night: Night, now: datetime) -> Iterator[str]:
    """Those of the head's parts that count: runs, failed, missing, on, success rate."""
    totals = night.totals(now)
    yield f"{totals.runs:,} {'run' if totals.runs == 1 else 'runs'}"
    yield f"{totals.failed:,} failed"
    if night.knows_missing:
        yield f"{len(night.missing):,} missing"
    if totals.running:
        yield f"{totals.running:,} on"
    if (rate := totals.success_rate) is not None:
        yield f"{percent(rate)} succeeded"


def failed_amounts(night: Night, now: datetime) -> str:
    """What the failed runs consumed, such as "71.3 DPU-hours · about $31.37"; "" where none failed or none is known."""
    totals = night.totals(now)
    return " · ".join(filter(None, amounts_text(totals.failed_dpu_hours, totals.failed_cost)))


def peak_text(night: Night, now: datetime, zone: tzinfo | None) -> str:
    """Such as "peak 41 runs, 388 DPU at 11-20 02:10"; "" where no run was on at a known time."""
    peak = night.peak()
    if peak is None:
        return ""
    held = f", {peak.dpus:,.4g} DPU" if peak.dpus else ""
    return f"peak {peak.runs:,} {'run' if peak.runs == 1 else 'runs'}{held} at {when_short(peak.at, now, zone).strip()}"


def fine_text(night: Night, now: datetime) -> str:
    """The one line of all that went well, such as "402 other jobs: 1,193 runs succeeded, 2 on"; "" for no job."""
    jobs = night.size(Section.FINE)
    if not jobs:
        return ""
    totals = night.section_totals(Section.FINE, now)
    shown = f"{jobs:,} other {'job' if jobs == 1 else 'jobs'}"
    shown += f": {totals.succeeded:,} {'run' if totals.succeeded == 1 else 'runs'} succeeded"
    return f"{shown}, {totals.running:,} on" if totals.running else shown


def state_text(row: Row) -> str:
    """The sign and the word of the state of the run that stands for a job, safe to show."""
    if row.lead is None:
        return "? did not run"
    state = look(row.lead.last.state)
    return f"{state.glyph} {state.word}"


def telling_text(row: Row, now: datetime, zone: tzinfo | None) -> str:
    """The one line that says most of a row: the error, why it is to be looked at, or why it did not run; safe."""
    if row.missing is not None:
        return missing_text(row.missing, now, zone)
    if row.lead is None:
        return ""
    run = row.lead.last
    if run.is_failed:
        said = telling_line(run) if run.text("ErrorMessage") else "AWS returned no ErrorMessage"
        return f"then succeeded: {said}" if row.section is Section.RECOVERED else said
    return why_text(row, now) if row.why is not None else ""


def why_text(row: Row, now: datetime) -> str:
    """Why the run that stands for a row is to be looked at, such as "succeeded, but slow: 2.5×"."""
    if row.lead is None or row.why is None:
        return ""
    run, times = row.lead.last, ""
    if row.usual is not None:
        times = times_usual(run.compared_seconds(now), row.usual.seconds)
    word = look(run.state).word
    match row.why:
        case Why.SLOW:
            return f"{word}, but slow: {times} the usual {duration_short(row.usual.seconds)}" if row.usual else word
        case Why.RETRIED:
            return f"{word}, at the {_ordinal(row.lead.attempt + 1)} attempt"
        case Why.RUNNING_LONG:
            return f"still {word}, {_share_of_timeout(run, now) or f'{times} the usual time'}"
        case Why.WAITING:
            detail = one_line(Masks(run.raw).argument("StateDetail", run.text("StateDetail")))
            return f"waiting: {detail}" if detail else "waiting; AWS returned no StateDetail"
        case Why.STOPPED:
            return f"{word} before it ended" if run.state == "STOPPED" else word
        case Why.UNKNOWN_STATE:
            return look(run.state).meaning


def missing_text(missing: Missing, now: datetime, zone: tzinfo | None) -> str:
    """When a job was due, and why it did not run; safe to show."""
    due = f"due {when_short(missing.due, now, zone).strip()}: " if missing.due is not None else ""
    return due + one_line(missing.reason)


def _share_of_timeout(run: JobRun, now: datetime) -> str:
    minutes, seconds = number(run.raw.get("Timeout")), run.wall_seconds(now)
    if minutes is None or seconds is None or minutes <= 0:
        return ""
    return f"{percent(seconds / 60 / minutes)} of its timeout"


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
