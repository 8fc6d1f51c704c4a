"""The night: all jobs of an account in a window, as far as they are known, in the order of a board."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from gluetui.glue.errors.error import AwsError
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.night.asking import is_fresh
from gluetui.glue.night.attempts import Line
from gluetui.glue.night.job_night import JobNight, SortKey, Standing
from gluetui.glue.night.missing import Missing
from gluetui.glue.night.overlap import Overlap, Peak
from gluetui.glue.night.sums import Counts, NightTotals, counts_of, totals_of
from gluetui.glue.night.verdict import Reason, Section, Why
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window


class Row(NamedTuple):
    """One job on the board; the job's name is the row's identity, whatever section it comes to."""

    job: str
    section: Section
    lead: Line | None
    """The run that says how it went; None for a job that is missing."""
    lines: tuple[Line, ...]
    """All its runs that were on, attempts folded, newest first."""
    why: Why | None
    reasons: tuple[Reason, ...]
    usual: Usual | None
    totals: NightTotals
    missing: Missing | None = None


class Asked(NamedTuple):
    """How much of the account is known."""

    total: int
    """Jobs that there are, as far as they are listed."""
    asked: int
    """Of these those that answered or refused."""
    unanswered: int


class Night:
    """Answers come in job by job, each in place of what was known of that job; nothing is fetched from here."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.jobs: dict[str, JobNight] = {}
        """Of the jobs that answered what is known, by name."""
        self.errors: dict[str, AwsError] = {}
        """Of the jobs that did not answer when they were asked last, why."""
        self.version = 0
        """Goes up with every change."""
        self.names_are_complete = False
        self._names: dict[str, None] = {}
        self._missing: dict[str, Missing] | None = None
        self._live: set[str] = set()
        self._standings: dict[str, Standing] = {}
        self._orders: dict[Section, list[SortKey]] = {section: [] for section in Section}
        self._counts = Counts()
        self._overlap = Overlap(window)

    # What comes in.

    def list_jobs(self, names: Iterable[str], *, is_last: bool = False) -> None:
        """Take in a page of the account's jobs."""
        self._names.update(dict.fromkeys(names))
        self.names_are_complete |= is_last
        self._place_missing(self._missing or ())

    def answered(self, found: JobNight, now: datetime) -> None:
        """Take in a job's answer, in place of all that was known of it."""
        self.version += 1
        self.errors.pop(found.job, None)
        self._take_out(found.job)
        self._names.setdefault(found.job)
        self.jobs[found.job] = found
        self._counts = self._counts.plus(found.counts)
        self._overlap.add(found.steps)
        if found.live:
            self._live.add(found.job)
        self._place(found.job, now)

    def refused(self, job: str, error: AwsError) -> None:
        """Note why a job did not answer; what it answered before stays."""
        self.version += 1
        self._names.setdefault(job)
        self.errors[job] = error
        self._place_missing((job,))

    def renew(self, job: str, run: JobRun, now: datetime) -> bool:
        """Take in a newer answer about one run of a job; False where the job has no such run in the window."""
        known = self.jobs.get(job)
        places = [place for place, each in enumerate(known.runs) if each.key == run.key] if known else []
        if known is None or not places:
            return False
        runs = [*known.runs[: places[0]], run, *known.runs[places[0] + 1 :]]
        self.answered(JobNight(job, runs, self.window, now, usual=known.usual), now)
        return True

    def set_missing(self, missing: Iterable[Missing]) -> None:
        """Take in which jobs were due and did not run, in place of what was known; the first reason of a job counts."""
        before = self._missing or {}
        self._missing = {}
        for each in missing:
            self._missing.setdefault(each.job, each)
        self._place_missing({**before, **self._missing})

    def carried_to(self, window: Window, now: datetime) -> Iterator[JobNight]:
        """What is known for another window too, job by job, and so fresh that AWS need not be asked again."""
        if self.window.since > window.since:
            return
        for job, known in self.jobs.items():
            reaches = self.window.until >= min(window.until, known.as_of)
            if reaches and job not in self.errors and is_fresh(known.as_of, bool(known.live), now):
                yield known.carried_to(window)

    def time_passed(self, now: datetime) -> bool:
        """Place jobs with live runs anew, which may have begun to run long; False where nothing changes."""
        before = self.version
        for job in list(self._live):
            self._place(job, now)
        return self.version != before

    # What is read.

    @property
    def asked(self) -> Asked:
        """How many jobs there are and were asked."""
        return Asked(len(self._names), len(self.jobs.keys() | self.errors.keys()), len(self.errors))

    @property
    def not_asked(self) -> list[str]:
        """The jobs that are listed, and neither answered nor refused."""
        return [job for job in self._names if job not in self.jobs and job not in self.errors]

    @property
    def knows_missing(self) -> bool:
        """Whether it is known which jobs were due."""
        return self._missing is not None

    @property
    def missing(self) -> list[Missing]:
        """The jobs that were due and did not run; one that may have run is not among them."""
        return [self._missing[job] for job in self.order(Section.MISSING)] if self._missing else []

    @property
    def live_jobs(self) -> frozenset[str]:
        """The jobs with a run that is not over."""
        return frozenset(self._live)

    def order(self, section: Section) -> list[str]:
        """The jobs of a section, the worst first; of a job that stays as it is the place among the others stays."""
        return [key[-1] for key in self._orders[section]]

    def size(self, section: Section) -> int:
        """How many jobs a section has."""
        return len(self._orders[section])

    def section(self, job: str) -> Section | None:
        """Where a job stands; None where it has no row: not asked, or neither on nor due."""
        placed = self._standings.get(job)
        return None if placed is None else placed.section

    def row(self, job: str, now: datetime) -> Row | None:
        """A job's row, as of now; None where it has none."""
        placed, known = self._standings.get(job), self.jobs.get(job)
        if placed is None:
            return None
        if known is None or not known.runs:
            missing = (self._missing or {}).get(job)
            return Row(
                job, placed.section, None, (), None, (), known.usual if known else None, totals_of(Counts()), missing
            )
        found = known.verdict(now)
        assert found is not None
        totals = totals_of(known.counts_so_far(now))
        return Row(job, placed.section, found.lead, tuple(known.lines), found.why, found.reasons, known.usual, totals)

    def totals(self, now: datetime) -> NightTotals:
        """The sums over all that is known; a live run's amounts are those so far."""
        return totals_of(self._counts_so_far(now))

    def section_totals(self, section: Section, now: datetime) -> NightTotals:
        """The sums over the jobs of a section; of FINE, which has by far the most, all that the others do not have."""
        if section is not Section.FINE:
            return totals_of(self._section_counts(section, now))
        counts = self._counts_so_far(now)
        for other in (Section.FAILED, Section.RECOVERED, Section.LOOK_AT):
            counts = counts.plus(self._section_counts(other, now), -1)
        return totals_of(counts)

    def _counts_so_far(self, now: datetime) -> Counts:
        return self._counts.plus(counts_of((run for job in self._live for run in self.jobs[job].live), now))

    def _section_counts(self, section: Section, now: datetime) -> Counts:
        counts = Counts()
        for job in self.order(section):
            if (known := self.jobs.get(job)) is not None:
                counts = counts.plus(known.counts_so_far(now))
        return counts

    def peak(self) -> Peak | None:
        """The most runs at once; None where none was on at a known time."""
        return self._overlap.peak()

    def at_once(self, columns: int, now: datetime) -> Sequence[int | None]:
        """The most runs at once in each of so many equal parts of the window; None for a part that is to come."""
        return self._overlap.columns(columns, now)

    # The board's order.

    def _take_out(self, job: str) -> None:
        known = self.jobs.pop(job, None)
        if known is not None:
            self._counts = self._counts.plus(known.counts, -1)
            self._overlap.remove(known.steps)
            self._live.discard(job)

    def _place(self, job: str, now: datetime) -> None:
        standing = self.jobs[job].standing(now)
        if standing is None:
            self._place_missing((job,))
        else:
            self._put(job, standing)

    def _place_missing(self, jobs: Iterable[str]) -> None:
        """Show jobs as missing, or no longer: none that was on, and none that may have been as it did not answer."""
        for job in list(jobs):
            known, missing = self.jobs.get(job), (self._missing or {}).get(job)
            if known is not None and known.runs:
                continue
            is_gone = self.names_are_complete and job not in self._names
            if missing is not None and (is_gone or (known is not None and job not in self.errors)):
                due = missing.due.timestamp() if missing.due is not None else float("inf")
                self._put(job, Standing(Section.MISSING, (0, due, job)))
            else:
                self._put(job, None)

    def _put(self, job: str, standing: Standing | None) -> None:
        before = self._standings.get(job)
        if before == standing:
            return
        self.version += 1
        if before is not None:
            order = self._orders[before.section]
            del order[bisect_left(order, before.key)]
            del self._standings[job]
        if standing is not None:
            insort(self._orders[standing.section], standing.key)
            self._standings[job] = standing
