"""The runs of one job that a session has loaded; kept by job, so that going back to a job makes no call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gluetui.glue.clients.glue import Page
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.listing.loaded import LoadedRuns, Merged, shares_enough
from gluetui.glue.listing.ordering import RunOrdering
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.session.load import Load


class JobRuns:
    """Loaded runs in the order that the user chose for the job, the token of the next page, and their load."""

    def __init__(self, job_name: str = "") -> None:
        self.job_name = job_name
        """"" before a job is opened."""
        self.ordering = RunOrdering(LoadedRuns(job_name))
        self.next_token: str | None = None
        """AWS's token of the next page; None after the last one."""
        self.is_outdated = False
        """Whether AWS is known to have newer runs that are not loaded."""
        self.unreadable = 0
        """Entries of AWS's pages that were no runs."""
        self.marked: RunKey | None = None
        """The run that the user marked, to compare others with it."""
        self.load = Load()

    @property
    def loaded(self) -> LoadedRuns:
        """All runs that are loaded, filtered or not."""
        return self.ordering.runs

    @property
    def has_more(self) -> bool:
        """Whether AWS has further pages."""
        return self.next_token is not None

    @property
    def usual(self) -> Usual | None:
        """The duration that runs are compared with, where enough of them are loaded."""
        return self.loaded.usual

    def merge(self, page: Page[JobRun], now: datetime) -> None:
        """Take in a newer first page: where it shares a run with the loaded ones, older runs, order and filter stay."""
        before = len(self.loaded)
        merged = self.loaded.merge(page.items)
        is_new = merged is None or merged.replaced == before
        if is_new:
            self.next_token = page.next_token
        self.is_outdated = False
        self.unreadable = page.unreadable if is_new else max(page.unreadable, self.unreadable)
        self.ordering.merged(merged, now)

    def glimpse(self, runs: Sequence[JobRun], now: datetime) -> bool:
        """Take in a job's newest runs, fewer than a page, if they go on from the loaded ones; False if none changes."""
        if self.load.arrived_at is None:
            return False
        if not shares_enough(self.loaded, runs):
            self.is_outdated = bool(runs or self.loaded)
            return False
        self.is_outdated = False
        if all(known.says_the_same_as(run) for known, run in zip(self.loaded, runs, strict=False)):
            return False
        self.ordering.merged(self.loaded.merge(runs), now)
        return True

    def renew(self, runs: Sequence[JobRun], now: datetime) -> bool:
        """Take in newer answers about single runs; False where none of them is loaded, or none says anything new."""
        newest = self.loaded[0].started if self.loaded else None
        if newest is not None and any(run.started is not None and run.started > newest for run in runs):
            self.is_outdated = True
        places = [place for run in runs if (place := self.loaded.renew(run)) is not None]
        if places:
            # Of the runs up to the last of them, as many give way to as many.
            self.ordering.merged(Merged(max(places) + 1, max(places) + 1), now)
        return bool(places)

    def add_pages(self, pages: Sequence[Page[JobRun]], now: datetime) -> None:
        """Take in further pages, each asked for with the token of the one before it."""
        for page in pages:
            self.loaded.add(page.items)
            self.next_token = page.next_token
            self.unreadable += page.unreadable
        self.ordering.grew(now)
