"""How a job's night went: its section of the board, the run that says so, and why it is to be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.night.attempts import Line
from gluetui.glue.run.run import CUT_SHORT_STATES, FINAL_STATES, LIVE_STATES, JobRun, number

SLOW_TIMES = 1.5
"""Times the usual duration from which on a run is slow; below, lists show no factor either."""

SLOW_SECONDS = 30
"""Seconds more than usual that a run is slow from: of jobs of a few seconds a start that dawdled says nothing."""

LONG_SHARE = 0.5
"""Share of its Timeout from which on a live run of a job without a usual duration runs long."""


class Section(IntEnum):
    """The sections of the board, worst first."""

    FAILED = 0
    """Failed, and no later run of the job succeeded."""
    RECOVERED = 1
    """Failed, and a later run of the job succeeded."""
    MISSING = 2
    """Due, and did not run."""
    LOOK_AT = 3
    FINE = 4
    """All others: succeeded, or at work as usual."""


class Why(StrEnum):
    """Why a run is to be looked at, the most urgent first."""

    RUNNING_LONG = "still running long"
    WAITING = "waiting"
    STOPPED = "stopped"
    SLOW = "slow"
    RETRIED = "retried"
    UNKNOWN_STATE = "unknown state"


URGENCY = {why: place for place, why in enumerate(Why)}
"""0 for the most urgent reason."""


class Reason(NamedTuple):
    """A run that is to be looked at."""

    line: Line
    why: Why


class Verdict(NamedTuple):
    """Where a job stands on the board."""

    section: Section
    lead: Line
    """The run that says so: the newest failed one, the most urgent one to look at, else the newest."""
    reasons: tuple[Reason, ...] = ()
    """All runs of the job that are to be looked at, the most urgent first; failed ones are not among them."""

    @property
    def why(self) -> Why | None:
        """Why the lead is to be looked at; None in other sections."""
        return self.reasons[0].why if self.section is Section.LOOK_AT else None


def verdict(lines: Sequence[Line], usual: Usual | None, now: datetime) -> Verdict:
    """Of a job's lines, newest first, of which there is one at least."""
    reasons = tuple(sorted(_reasons(lines, usual, now), key=lambda each: URGENCY[each.why]))
    failed = next((place for place, line in enumerate(lines) if line.last.is_failed), None)
    if failed is not None:
        is_recovered = any(line.last.state == "SUCCEEDED" for line in lines[:failed])
        section = Section.RECOVERED if is_recovered else Section.FAILED
        return Verdict(section, lines[failed], reasons)
    if reasons:
        return Verdict(Section.LOOK_AT, reasons[0].line, reasons)
    return Verdict(Section.FINE, lines[0])


def _reasons(lines: Sequence[Line], usual: Usual | None, now: datetime) -> Iterator[Reason]:
    for line in lines:
        why = why_to_look(line, usual, now)
        if why is not None:
            yield Reason(line, why)


def why_to_look(line: Line, usual: Usual | None, now: datetime) -> Why | None:
    """The most urgent reason to look at a run that did not fail; None where there is none."""
    run = line.last
    if run.is_failed:
        return None
    if run.state == "WAITING":
        return Why.WAITING
    if run.state in CUT_SHORT_STATES:
        return Why.STOPPED
    if run.state not in FINAL_STATES | LIVE_STATES:
        return Why.UNKNOWN_STATE
    if run.is_final:
        return Why.SLOW if is_slow(run, usual, now) else Why.RETRIED if line.is_retried else None
    is_long = is_slow(run, usual, now) if usual is not None else _is_near_timeout(run, now)
    return Why.RUNNING_LONG if is_long else Why.RETRIED if line.is_retried else None


def is_slow(run: JobRun, usual: Usual | None, now: datetime) -> bool:
    """Whether a run takes, or has taken so far, much longer than its job's runs do as a rule."""
    seconds = run.compared_seconds(now)
    if usual is None or seconds is None:
        return False
    return seconds >= SLOW_TIMES * usual.seconds and seconds >= usual.seconds + SLOW_SECONDS


def _is_near_timeout(run: JobRun, now: datetime) -> bool:
    minutes, seconds = number(run.raw.get("Timeout")), run.wall_seconds(now)
    return minutes is not None and seconds is not None and 0 < LONG_SHARE * minutes * 60 <= seconds
