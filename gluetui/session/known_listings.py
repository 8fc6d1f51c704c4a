"""The runs of jobs around a time, as a session has them: what was listed lately is not asked for again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from gluetui.glue.night.asking import NIGHT_PAGE, is_fresh, needs_older, reaches
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window
from gluetui.glue.triggers.asking import MOST_PAGES, NOT_REACHED, Runs
from gluetui.session.known_runs import KnownRuns
from gluetui.text.times import Clock

MOST_KEPT = 500
"""Jobs whose listings are kept: those that were asked for last."""


class Listing(NamedTuple):
    """A job's newest runs, newest first, as one or several calls listed them."""

    runs: Sequence[JobRun]
    is_whole: bool
    """Whether AWS has none that are older."""
    at: datetime


class KnownListings:
    """Asks for a job's runs as far back as a window needs them, unless they are known and fresh."""

    def __init__(self, known: KnownRuns, clock: Clock) -> None:
        self._known = known
        self._clock = clock
        self._kept: dict[str, Listing] = {}

    def get(self, job: str, back_to: Window | None) -> Runs | None:
        """What is known of a job's runs, each by its newest answer; None where AWS has to be asked."""
        for listing in (self._kept.get(job), self._listed(job, back_to)):
            if listing is None or not is_fresh(listing.at, False, self._clock.now()):
                continue
            if back_to is None or reaches(listing.runs, back_to, are_all=listing.is_whole):
                return [self._known.newest(run) for run in listing.runs]
        return None

    async def read(self, job: str, back_to: Window | None) -> Runs:
        """Ask for a job's runs, page by page. Raises: AwsError."""
        runs, token = list[JobRun](), None
        at = self._clock.now()
        for _ in range(MOST_PAGES):
            page = await self._known.page(job, token, most=NIGHT_PAGE, in_background=True)
            runs += page.items
            token = page.next_token
            if back_to is None or not needs_older(page.items, token, back_to):
                self._keep(job, Listing(runs, token is None, at))
                return runs
        return NOT_REACHED

    def _keep(self, job: str, listing: Listing) -> None:
        self._kept.pop(job, None)
        self._kept[job] = listing
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]

    def _listed(self, job: str, back_to: Window | None) -> Listing | None:
        """The runs that the list of runs has, as far back as they matter: there may be very many."""
        listed = self._known.job_runs.get(job)
        came = listed.load.arrived_at if listed is not None else None
        if listed is None or came is None or listed.is_outdated:
            return None
        started, since = listed.loaded.started, back_to.since.timestamp() if back_to is not None else math.inf
        first = next((place for place, start in enumerate(started) if start < since), len(started))
        runs = listed.loaded[: first + NIGHT_PAGE]
        return Listing(runs, not listed.has_more and len(runs) == len(listed.loaded), came)
