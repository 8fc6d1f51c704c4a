"""Looks up the last runs of jobs: of the jobs in sight, of those in the tree, and with `!` of all."""

from __future__ import annotations

from datetime import timedelta

from textual.timer import Timer

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import SESSION_WIDE
from gluetui.glue.listing.last_runs import BACK_OFF_SECONDS, DENIALS, LANES
from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.screens.session_screen import SessionScreen
from gluetui.session.lanes import Lanes
from gluetui.widgets.timers import call_after

VIEW_STILL_SECONDS = 0.15
"""How long the view must stand still before AWS is asked."""

CHECK_SECONDS = 30
"""How old an answer may be for `!` to count it."""


class LastRunsLoader:
    """Makes one GetJobRuns a job and session; an error of one job's call is shown on that job's line."""

    def __init__(self, screen: SessionScreen, jobs: JobList, tree: PredecessorTree) -> None:
        """With the setting `statuses` jobs in sight are looked up by themselves, else only when the user asks."""
        self._session = screen.session
        self._known = screen.session.last_runs
        self._jobs = jobs
        self._tree = tree
        self.looks_by_itself = screen.session.settings.statuses
        self._lanes = Lanes[str](
            LANES, screen, "last-runs", choose=self._next, serve=self._fetch, settled=self._refresh_count
        )
        self._timer: Timer | None = None
        self._stale: set[str] = set()
        self._checked_to = 0
        self._is_stopped = False
        self._denials = 0
        self._refusals = 0

    @property
    def is_idle(self) -> bool:
        """Whether no call is under way, and none is due."""
        return not self._lanes.busy and self._timer is None

    # Called by the screen.

    def view_moved(self) -> None:
        """Look up the jobs in sight once the view stands still."""
        if self._timer is not None:
            self._timer.stop()
        looks = self.looks_by_itself or self._jobs.is_checking
        self._timer = call_after(self._jobs, VIEW_STILL_SECONDS, self.look_up) if looks else None

    def look_up(self) -> None:
        """Ask for jobs in sight that are not known, and with `!` for all other jobs."""
        self._timer = None
        self._checked_to = 0
        self._lanes.go_on()

    def again(self) -> None:
        """Look all known jobs up again when they are in sight, since they may have changed."""
        self._stale.update(self._known.known)
        self._jobs.is_checking = self._jobs.only_failed
        self._revive()
        self.view_moved()

    def check_failed(self) -> None:
        """Look up every job that the filter leaves and of which no fresh answer is known, or stop doing so."""
        self._jobs.is_checking = self._jobs.only_failed
        self._jobs.checks_since = self._session.clock.now() - timedelta(seconds=CHECK_SECONDS)
        self._revive()
        self.look_up()
        self._jobs.refresh_count()

    @property
    def is_checking(self) -> bool:
        """Whether all jobs are being looked up."""
        return bool(self._jobs.is_checking and self._lanes.busy)

    def stop(self) -> None:
        """Look up no further jobs but those in sight."""
        self._jobs.is_checking = False
        self._jobs.refresh_count()

    def learned(self, job_name: str) -> None:
        """Note that a job's last runs are known anew, also from a listing of its runs, which saves a call."""
        self._stale.discard(job_name)

    def runs_listed(self) -> None:
        """Look up jobs again after denials: AWS listed the runs of one."""
        if self._is_stopped:
            self._revive()
            self.view_moved()

    @property
    def may_look(self) -> bool:
        """Whether no denial or throttling keeps jobs from being looked up."""
        return not (self._is_stopped or self._lanes.is_resting)

    async def look(self, name: str) -> None:
        """Look a job up at once: behind the runs of a tree, which the lanes may wait for, it would come too late."""
        if self.may_look and name not in self._known.asked:
            await self._fetch(name, in_background=False)

    def want(self, name: str) -> None:
        """Look a known job up again in its turn."""
        self._stale.add(name)
        self._lanes.go_on()

    # The look-ups.

    def _next(self) -> str | None:
        """The next job to ask for, marked as asked for."""
        name = self._choose()
        if name is not None:
            self._known.asked.add(name)
        return name

    def _choose(self) -> str | None:
        """A job in sight first; none while the view moves, so that answers hold up no scrolling and typing."""
        if self._is_stopped or self._timer is not None:
            return None
        jobs, known = self._jobs, self._known
        if self.looks_by_itself:
            names: list[str] = [*(jobs.in_sight if jobs.is_on_screen else ())]
            names += self._tree.jobs_in_sight if self._tree.is_on_screen else ()
            wanted = (name for name in names if known.is_unknown(name) or name in self._stale)
            seen = next((name for name in wanted if name not in known.asked), None)
            if seen is not None:
                return seen
        while jobs.is_checking and self._checked_to < jobs.matching:
            name = jobs.matching_at(self._checked_to)
            self._checked_to += 1
            is_wanted = known.is_unknown(name, jobs.checks_since) or name in self._stale
            if is_wanted and name not in known.asked:
                return name
        return None

    def _refresh_count(self) -> None:
        if self._jobs.only_failed:
            self._jobs.refresh_count()

    async def _fetch(self, name: str, *, in_background: bool = True) -> None:
        self._known.asked.add(name)
        self._jobs.redraw(name)
        try:
            await self._session.known.look_up(name, in_background=in_background)
        except AwsError as error:
            self._known.asked.discard(name)
            self._refused(name, error)
            return
        self._known.asked.discard(name)
        self._denials = self._refusals = 0
        self._jobs.set_remark("")
        self.learned(name)

    def _refused(self, name: str, error: AwsError) -> None:
        self._denials = self._denials + 1 if error.kind is ErrorKind.DENIED else 0
        if error.kind in SESSION_WIDE or self._denials >= DENIALS:
            self._is_stopped = True
            self._jobs.is_checking = False
        if error.kind in SESSION_WIDE:  # The first load that meets the fault shows it; here only the calls stop.
            self._jobs.redraw(name)
        elif error.kind is ErrorKind.THROTTLED:
            self._checked_to = 0
            self._rest()
            if self._known.is_unknown(name):
                self._jobs.show_status(name, error)
        else:
            self._stale.discard(name)
            self._jobs.show_status(name, error)

    def _rest(self) -> None:
        """Make no call for a while, longer each time that AWS throttles."""
        if not self._lanes.is_resting:
            self._jobs.set_remark("AWS throttles: the last runs of jobs are asked for again in a while.")
            self._lanes.rest(BACK_OFF_SECONDS[self._refusals])
            self._refusals = min(self._refusals + 1, len(BACK_OFF_SECONDS) - 1)

    def _revive(self) -> None:
        self._is_stopped, self._denials = False, 0
