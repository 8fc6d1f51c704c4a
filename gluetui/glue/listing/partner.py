"""The run to compare another with: the last one of its job that succeeded and began before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from gluetui.glue.listing.loaded import LoadedRuns
from gluetui.glue.run.attempts import are_attempts_of_one
from gluetui.glue.run.run import JobRun


class PartnerSearch:
    """Looks through a job's runs page by page, newest first, and knows how far it has looked."""

    def __init__(self, run: JobRun) -> None:
        self.run = run
        self.found: JobRun | None = None
        self.looked_through = 0
        """Runs, the one that is to be compared among them."""
        self.back_to: datetime | None = None
        """The start of the oldest of these; None where none has one."""

    @property
    def is_of_use(self) -> bool:
        """False where nothing can be found: without its start no other run is known to have begun before."""
        return self.run.started is not None

    def add(self, page: Iterable[JobRun]) -> JobRun | None:
        """Look through one more page. Returns: the partner, after which no other page need be asked for."""
        if isinstance(page, LoadedRuns):
            return self._add_loaded(page)
        runs = list(page)
        self.looked_through += len(runs)
        starts = [started for run in runs if (started := run.started) is not None]
        self.back_to = min([*starts, *([self.back_to] if self.back_to else [])], default=None)
        if self.found is None:
            # A page is in AWS's order, which some that stand in for AWS turn round.
            partners = ((run.started, place, run) for place, run in enumerate(runs) if self._is_partner(run))
            known = [(started, -place, run) for started, place, run in partners if started is not None]
            self.found = max(known, key=lambda each: each[:2])[2] if known else None
        return self.found

    def _add_loaded(self, loaded: LoadedRuns) -> JobRun | None:
        """Look through the runs that a session has loaded, by their columns: they may be very many."""
        self.looked_through += len(loaded)
        known = [started for started in (loaded[-1].started, loaded[0].started) if started] if loaded else []
        self.back_to = min([*known, *([self.back_to] if self.back_to else [])], default=None)
        if self.found is None:
            self.found = last_success_before(self.run, loaded)
        return self.found

    def _is_partner(self, run: JobRun) -> bool:
        if run.state != "SUCCEEDED" or are_attempts_of_one(run, self.run):
            return False
        return run.started is not None and self.run.started is not None and run.started < self.run.started


def last_success_before(run: JobRun, loaded: Sequence[JobRun]) -> JobRun | None:
    """The partner among loaded runs of the same job, newest first."""
    if isinstance(loaded, LoadedRuns):
        return _by_columns(run, loaded)
    return PartnerSearch(run).add(loaded)


def _by_columns(run: JobRun, loaded: LoadedRuns) -> JobRun | None:
    """The same without a look at the JSON of all the runs that may lie before it."""
    if run.started is None:
        return None
    began = run.started.timestamp()
    for index in range((loaded.find(run.key) or 0), len(loaded)):
        # What is not known is before nothing.
        if loaded.states[index] == "SUCCEEDED" and loaded.started[index] < began:
            found = loaded[index]
            if not are_attempts_of_one(found, run):
                return found
    return None
