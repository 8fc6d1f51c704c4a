"""One job's night, worked out from its runs in any thread, so that taking it in costs next to nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from gluetui.glue.listing.last_runs import Usual, usual
from gluetui.glue.listing.packed import PackedPage, PackedRun
from gluetui.glue.night.attempts import Line, each_once, lines_of
from gluetui.glue.night.overlap import Step, steps_of
from gluetui.glue.night.sums import Counts, counts_of
from gluetui.glue.night.verdict import URGENCY, Section, Verdict, verdict
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window

SortKey = tuple[int, float, str]
"""Urgency, then the time, then the job's name, which makes it one of its own."""


class Standing(NamedTuple):
    """A section, and the place in it."""

    section: Section
    key: SortKey


class JobNight:
    """The runs of one job that were on in a window, each once, newest first."""

    __slots__ = ("_standing", "as_of", "counts", "job", "live", "runs", "steps", "usual")

    def __init__(
        self, job: str, listed: Sequence[JobRun], window: Window, now: datetime, *, usual: Usual | None = None
    ) -> None:
        """`listed` are all runs of the job that are at hand, newest first; those of other times tell what is usual.

        `usual` goes before what they tell.
        """
        self.job = job
        self.as_of = now
        """When AWS was asked, as far as a live run's amounts go."""
        on = [run for run in each_once(listed) if window.has(run)]
        self.runs: tuple[JobRun, ...] = _packed(on, listed)
        self.usual = usual or usual_of(listed, now)
        # Unpacked, as the amounts of a live run are worked out again and again.
        self.live: tuple[JobRun, ...] = tuple(JobRun(run.raw) for run in on if not run.is_final)
        self.counts = counts_of((run for run in on if run.is_final), now)
        """Of the runs that are over; a live run's amounts grow."""
        self.steps: tuple[Step, ...] = tuple(steps_of(on, window))
        self._standing = self._stands(now)

    def carried_to(self, window: Window) -> JobNight:
        """The same answer for a window that lies within what was asked for."""
        return JobNight(self.job, self.runs, window, self.as_of, usual=self.usual)

    @property
    def lines(self) -> list[Line]:
        """The runs with their attempts folded, newest first."""
        return lines_of(self.runs)

    def verdict(self, now: datetime) -> Verdict | None:
        """How the night went; None where no run was on."""
        return verdict(self.lines, self.usual, now) if self.runs else None

    def counts_so_far(self, now: datetime) -> Counts:
        """The counts of all runs, live ones as of now."""
        return self.counts.plus(counts_of(self.live, now)) if self.live else self.counts

    def standing(self, now: datetime) -> Standing | None:
        """Where the job stands on the board; None where no run was on."""
        return self._stands(now) if self.live else self._standing

    def _stands(self, now: datetime) -> Standing | None:
        found = self.verdict(now)
        return None if found is None else Standing(found.section, _sort_key(self.job, found))


def usual_of(listed: Sequence[JobRun], now: datetime) -> Usual | None:
    """The usual duration by the succeeded runs of a listing, each once; None where they are too few."""
    lasted = (run.run_seconds(now) for run in each_once(listed) if run.state == "SUCCEEDED")
    return usual(sorted(seconds for seconds in lasted if seconds is not None))


def _packed(on: Sequence[JobRun], listed: Sequence[JobRun]) -> tuple[JobRun, ...]:
    """The runs that stay, without the rest of their pages, which would be kept for their sake."""
    if not on or (len(on) == len(listed) and all(isinstance(run, PackedRun) for run in on)):
        return tuple(on)
    page = PackedPage([run.raw for run in on])
    return tuple(PackedRun(page, place) for place in range(len(page)))


def _sort_key(job: str, found: Verdict) -> SortKey:
    """The most urgent first, then the newest; what went well by name, where nothing moves."""
    if found.section is Section.FINE:
        return 0, 0.0, job
    started = found.lead.last.started
    urgency = 0 if found.why is None else URGENCY[found.why]
    return urgency, -started.timestamp() if started is not None else float("-inf"), job
