"""The runs of one job, as far as a session has loaded them; kept by job, so that going back to one asks for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gluetui.glue.clients.glue import Page
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.listing.loaded import LoadedRuns
from gluetui.glue.listing.ordering import RunOrdering
from gluetui.glue.run.run import JobRun
from gluetui.session.load import Load


class JobRuns:
    """Loaded runs in the order that was chosen for the job, the token of the next page, and how the load stands."""

    def __init__(self, job_name: str = "") -> None:
        self.job_name = job_name
        """"" for the runs of no job: before one is opened."""
        self.ordering = RunOrdering(LoadedRuns(job_name))
        self.next_token: str | None = None
        """What AWS wants to hear for the next page."""
        self.unreadable = 0
        """Entries of AWS's pages that were no runs."""
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
        """What durations are compared with, where enough runs are loaded."""
        return self.loaded.usual

    def merge(self, page: Page[JobRun], now: datetime) -> None:
        """A first page, anew: order, filter and what is older stay, where the two have a run in common."""
        before = len(self.loaded)
        merged = self.loaded.merge(page.items)
        is_new = merged is None or merged.replaced == before
        if is_new:
            self.next_token = page.next_token
        self.unreadable = page.unreadable if is_new else max(page.unreadable, self.unreadable)
        self.ordering.merged(merged, now)

    def add_pages(self, pages: Sequence[Page[JobRun]], now: datetime) -> None:
        """Further pages, each asked for with the token of the one before it."""
        for page in pages:
            self.loaded.add(page.items)
            self.next_token = page.next_token
            self.unreadable += page.unreadable
        self.ordering.grew(now)
