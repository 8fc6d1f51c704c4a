"""Looks up how the last runs of jobs went: of those in sight, of those in the tree, and of all where a person asks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from textual.timer import Timer

from gluetui.glue.clients.glue import Glue, Page
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import SESSION_WIDE
from gluetui.glue.listing.last_runs import LastRuns
from gluetui.glue.run.run import JobRun
from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.screens.asking import Ask, Start
from gluetui.widgets.timers import call_after

RESTS = 0.15
"""Seconds for which the view must have rested before AWS is asked."""

LANES = 3
"""Jobs looked up at a time."""

BACK_OFF = (5.0, 10.0, 20.0, 40.0, 60.0)
"""Seconds without a call after AWS throttled one; boto3 has retried in vain before each."""

DENIALS = 5
"""Refusals in a row after which no other job is tried: it is the permission that lacks, not one job."""


class Glance:
    """One GetJobRuns a job, kept for the session; what is wrong with one job's answer is shown on its line."""

    def __init__(
        self,
        glue: Glue,
        ask: Ask,
        jobs: JobList,
        tree: PredecessorTree,
        *,
        start: Start,
        is_on: bool,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`is_on`: look up the jobs in sight; without it only what a person asks for."""
        self._glue = glue
        self._ask = ask
        self._jobs = jobs
        self._tree = tree
        self._start = start
        self._is_on = is_on
        self._sleep = sleep
        self._timer: Timer | None = None
        self._lanes = 0
        self._stale: set[str] = set()
        self._checked_to = 0
        self._is_throttled = False
        self._is_stopped = False
        self._denials = 0
        self._refusals = 0

    @property
    def is_resting(self) -> bool:
        """Whether nothing is asked, and nothing will be before something changes."""
        return not self._lanes and self._timer is None

    # What a person does.

    def view_moved(self) -> None:
        """Look once the view has rested for a moment."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = call_after(self._jobs, RESTS, self.look) if self._is_on or self._jobs.is_checking else None

    def look(self) -> None:
        """Ask for what is in sight and not known, and with `!` for the other jobs."""
        self._timer = None
        self._checked_to = 0
        while self._lanes < LANES and (name := self._next()) is not None:
            self._lanes += 1
            self._start(partial(self._lane, name), group="glances")

    def again(self) -> None:
        """What is known may have changed since: look all jobs up again when they are in sight."""
        self._stale.update(self._jobs.last_runs.known)
        self._revive()
        self.view_moved()

    def check_failed(self) -> None:
        """Look up every job that the filter leaves, or no longer."""
        self._jobs.is_checking = self._jobs.only_failed
        self._revive()
        self.look()
        self._jobs.refresh_count()

    def stop(self) -> bool:
        """Look up no further jobs; False if that is not under way."""
        if not (self._jobs.is_checking and self._lanes):
            return False
        self._jobs.is_checking = False
        self._jobs.refresh_count()
        return True

    def take(self, job_name: str, page: Page[JobRun]) -> None:
        """A job's runs were listed: that tells of its last ones without a call, and that AWS answers."""
        if not page.unreadable and (page.items or page.next_token is None):
            self._learn(job_name, LastRuns.of(page.items))
        if self._is_stopped:
            self._revive()
            self.view_moved()

    async def refresh(self, names: Iterable[str]) -> bool:
        """Look these up again, one after the other; True if one of them went on."""
        before = {name: self._jobs.last_runs.known.get(name) for name in names}
        for name in before:
            if not (self._is_throttled or self._is_stopped or name in self._jobs.last_runs.asked):
                await self._fetch(name)
        return any(self._jobs.last_runs.known.get(name) != status for name, status in before.items())

    # How it is done.

    def _next(self) -> str | None:
        """The next job to ask for, marked as asked for."""
        name = self._choose()
        if name is not None:
            self._jobs.last_runs.asked.add(name)
        return name

    def _choose(self) -> str | None:
        """Those in sight first; none while the view moves, since who scrolls or types is not to wait for answers."""
        if self._is_throttled or self._is_stopped or self._timer is not None:
            return None
        jobs = self._jobs
        if self._is_on:
            names: list[str] = [*(jobs.in_sight if jobs.is_on_screen else ())]
            names += self._tree.jobs_in_sight if self._tree.is_on_screen else ()
            wanted = (name for name in names if jobs.last_runs.is_unknown(name) or name in self._stale)
            seen = next((name for name in wanted if name not in jobs.last_runs.asked), None)
            if seen is not None:
                return seen
        while jobs.is_checking and self._checked_to < jobs.matching:
            name = jobs.matching_at(self._checked_to)
            self._checked_to += 1
            if jobs.last_runs.is_unknown(name) and name not in jobs.last_runs.asked:
                return name
        return None

    async def _lane(self, name: str | None) -> None:
        while name is not None:
            await self._fetch(name)
            name = self._next()
        self._lanes -= 1
        if self._jobs.only_failed:
            self._jobs.refresh_count()

    async def _fetch(self, name: str) -> None:
        self._jobs.last_runs.asked.add(name)
        self._jobs.redraw(name)
        try:
            known = await self._ask(self._glue.last_runs, name)
        except AwsError as error:
            self._jobs.last_runs.asked.discard(name)
            self._refused(name, error)
            return
        self._denials = self._refusals = 0
        self._jobs.say("")
        self._learn(name, known)

    def _learn(self, name: str, known: LastRuns) -> None:
        self._stale.discard(name)
        self._jobs.show_status(name, known)
        self._tree.refresh_changed()

    def _refused(self, name: str, error: AwsError) -> None:
        self._denials = self._denials + 1 if error.kind is ErrorKind.DENIED else 0
        if error.kind in SESSION_WIDE or self._denials >= DENIALS:
            self._is_stopped = True
            self._jobs.is_checking = False
        if error.kind in SESSION_WIDE:  # Others tell of it; here only the calls stop.
            self._jobs.redraw(name)
        elif error.kind is ErrorKind.THROTTLED:
            self._wait()
            if self._jobs.last_runs.is_unknown(name):
                self._jobs.show_status(name, error)
        else:
            self._stale.discard(name)
            self._jobs.show_status(name, error)

    def _wait(self) -> None:
        """Let AWS have its rest, longer each time."""
        if not self._is_throttled:
            self._is_throttled = True
            self._jobs.say("AWS throttles: the last runs of jobs are asked for again in a while.")
            self._start(partial(self._go_on, BACK_OFF[self._refusals]), group="glances")
            self._refusals = min(self._refusals + 1, len(BACK_OFF) - 1)

    async def _go_on(self, seconds: float) -> None:
        await self._sleep(seconds)
        self._is_throttled = False
        self.look()

    def _revive(self) -> None:
        self._is_stopped, self._denials = False, 0
