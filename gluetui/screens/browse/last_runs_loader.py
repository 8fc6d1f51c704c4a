"""Looks up the last runs of jobs: of the jobs in sight, of those in the tree, and with `!` of all."""

from __future__ import annotations

from textual.timer import Timer

from gluetui.glue.clients.glue import Page
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import SESSION_WIDE
from gluetui.glue.listing.last_runs import BACK_OFF_SECONDS, DENIALS, LANES, LastRuns
from gluetui.glue.run.run import JobRun
from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.panes.run_list import RunList
from gluetui.screens.browse.run_loader import shows_live
from gluetui.screens.session_screen import SessionScreen
from gluetui.session.lanes import Lanes
from gluetui.session.live import CALLS_A_LOOK, Turns
from gluetui.widgets.timers import call_after

VIEW_STILL_SECONDS = 0.15
"""How long the view must stand still before AWS is asked."""


class LastRunsLoader:
    """Makes one GetJobRuns a job and session; an error of one job's call is shown on that job's line."""

    def __init__(self, screen: SessionScreen, jobs: JobList, runs: RunList, tree: PredecessorTree) -> None:
        """With the setting `statuses` jobs in sight are looked up by themselves, else only when the user asks."""
        self._session = screen.session
        self._known = screen.session.last_runs
        self._jobs = jobs
        self._runs = runs
        self._tree = tree
        self._looks_by_itself = screen.session.settings.statuses
        self._lanes = Lanes[str](
            LANES, screen, "last-runs", choose=self._next, serve=self._fetch, settled=self._refresh_count
        )
        self._timer: Timer | None = None
        self._stale: set[str] = set()
        self._checked_to = 0
        self._is_stopped = False
        self._denials = 0
        self._refusals = 0
        self._turns = Turns()

    @property
    def is_idle(self) -> bool:
        """Whether no call is under way, and none is due."""
        return not self._lanes.busy and self._timer is None

    # Called by the screen.

    def view_moved(self) -> None:
        """Look up the jobs in sight once the view stands still."""
        if self._timer is not None:
            self._timer.stop()
        looks = self._looks_by_itself or self._jobs.is_checking
        self._timer = call_after(self._jobs, VIEW_STILL_SECONDS, self.look_up) if looks else None

    def look_up(self) -> None:
        """Ask for jobs in sight that are not known, and with `!` for all other jobs."""
        self._timer = None
        self._checked_to = 0
        self._lanes.go_on()

    def again(self) -> None:
        """Look all known jobs up again when they are in sight, since they may have changed."""
        self._stale.update(self._known.known)
        self._revive()
        self.view_moved()

    def check_failed(self) -> None:
        """Look up every job that the filter leaves, or stop doing so."""
        self._jobs.is_checking = self._jobs.only_failed
        self._revive()
        self.look_up()
        self._jobs.refresh_count()

    def stop(self) -> bool:
        """Look up no further jobs; False if no look-up of all jobs is under way."""
        if not (self._jobs.is_checking and self._lanes.busy):
            return False
        self._jobs.is_checking = False
        self._jobs.refresh_count()
        return True

    def take(self, job_name: str, page: Page[JobRun]) -> None:
        """Take a job's last runs from a listing, which saves a call; it also shows that AWS answers."""
        if not page.unreadable and (page.items or page.next_token is None):
            self._learn(job_name, LastRuns.of(page.items))
        if self._is_stopped:
            self._revive()
            self.view_moved()

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
        if self._looks_by_itself:
            names: list[str] = [*(jobs.in_sight if jobs.is_on_screen else ())]
            names += self._tree.jobs_in_sight if self._tree.is_on_screen else ()
            wanted = (name for name in names if known.is_unknown(name) or name in self._stale)
            seen = next((name for name in wanted if name not in known.asked), None)
            if seen is not None:
                return seen
        while jobs.is_checking and self._checked_to < jobs.matching:
            name = jobs.matching_at(self._checked_to)
            self._checked_to += 1
            if known.is_unknown(name) and name not in known.asked:
                return name
        return None

    def _refresh_count(self) -> None:
        if self._jobs.only_failed:
            self._jobs.refresh_count()

    async def _fetch(self, name: str, *, in_background: bool = True) -> None:
        self._known.asked.add(name)
        self._jobs.redraw(name)
        try:
            known = await self._session.ask(self._session.glue.last_runs, name, in_background=in_background)
        except AwsError as error:
            self._known.asked.discard(name)
            self._refused(name, error)
            return
        self._denials = self._refusals = 0
        self._jobs.set_remark("")
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

    # As a LiveSource.

    @property
    def is_live(self) -> bool:
        """Whether a job in sight has a run that is not over."""
        return bool(self._live_jobs)

    @property
    def _live_jobs(self) -> list[str]:
        jobs = self._jobs
        if not (jobs.shows_statuses and jobs.shows_answer):
            return []
        # The RunLoader's look at a job's runs brings the last runs of that job too.
        listed = self._runs.job_name if shows_live(self._runs) else None
        return [name for name in jobs.in_sight if name != listed and self._known.is_live(name)]

    async def look(self) -> bool:
        """Look live jobs in sight up again, one after the other; True if one of them went on."""
        names = self._turns.take(self._live_jobs, CALLS_A_LOOK)
        before = {name: self._known.known.get(name) for name in names}
        for name in before:
            if not (self._lanes.is_resting or self._is_stopped or name in self._known.asked):
                # Not behind the runs of a tree: all live looks would wait for them.
                await self._fetch(name, in_background=False)
        return any(self._known.known.get(name) != status for name, status in before.items())

    def refresh_times(self) -> None:
        """Bring the ages of the jobs' last runs to this moment."""
        if self._jobs.is_on_screen:
            self._jobs.refresh_changed()
