"""What can change by itself in each pane of the main screen, and how AWS is asked about it once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from gluetui.glue.clients.glue import RUNS_PAGE
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.last_runs import LastRuns
from gluetui.glue.run.run import FINAL_STATES, RunKey
from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.panes.run_details import RunDetails
from gluetui.panes.run_list import RunList
from gluetui.screens.browse.current_run import CurrentRun
from gluetui.screens.browse.job_loader import JobLoader
from gluetui.screens.browse.last_runs_loader import LastRunsLoader
from gluetui.screens.browse.run_loader import RunLoader
from gluetui.screens.browse.tree_loader import TreeLoader
from gluetui.screens.session_screen import SessionScreen
from gluetui.session.live import InSight

LISTING = RunKey("", "")
"""Stands for the listing of jobs among their names."""


class LiveRun:
    """The run that is shown, while it is not over; of a run that was only listed, where its list is out of sight."""

    def __init__(
        self, screen: SessionScreen, current: CurrentRun, details: RunDetails, tree: PredecessorTree, runs: RunList
    ) -> None:
        self._screen = screen
        self._session = screen.session
        self._current = current
        self._details = details
        self._tree = tree
        self._runs = runs

    @property
    def in_sight(self) -> Sequence[InSight]:
        run = self._details.run
        if run is None or run.is_final or self._details.error is not None:
            return []
        is_in_tree = self._tree.shows_answer and self._tree.root == run.key
        is_listed = self._runs.shows_answer and self._runs.job_name == run.key.job_name
        was_opened = self._session.glue.cached(run.key) is not None
        if not (self._details.shows_answer or is_in_tree) or (is_listed and not was_opened):
            return []
        return [InSight(run.key, True, self._session.known.came_at(run.key))]

    async def look(self, key: RunKey) -> bool:
        """Ask for the run once more."""
        before = self._details.run
        try:
            run = await self._session.known.run(key, refresh=True)
        except AwsError as error:
            # A throttled look is not shown, since another one follows; other errors stay until the user asks again.
            if error.kind is ErrorKind.THROTTLED:
                raise
            again = partial(self._current.load, key, refresh=True, seen=self._tree.view)
            self._screen.fail(error, again, self._details.load)
            return False
        at = self._session.known.came_at(key)
        if at is not None and self._details.run is not None and self._details.run.key == key:
            self._details.load.renewed(at)
        return before is not None and run.has_gone_on_since(before)

    def refresh_times(self) -> None:
        """Do nothing: the details count by themselves, and the tree has a source of its own."""


class LiveRuns:
    """The first page of the runs that are listed: new ones come, and those that are not over go on."""

    def __init__(self, screen: SessionScreen, runs: RunList, loader: RunLoader) -> None:
        self._screen = screen
        self._session = screen.session
        self._runs = runs
        self._loader = loader

    @property
    def in_sight(self) -> Sequence[InSight]:
        runs = self._runs
        if not (runs.job_name and runs.shows_answer) or runs.arrived_at is None:
            return []
        # Of those that a filter hides or that are scrolled away, too: they may end so that they are shown.
        is_live = not FINAL_STATES.issuperset(self._states)
        return [InSight(runs.job_name, is_live, None if runs.job.is_outdated else runs.arrived_at)]

    @property
    def _states(self) -> list[str]:
        return self._runs.loaded.states[:RUNS_PAGE]

    async def look(self, job_name: str) -> bool:
        """Ask for the first page once more."""
        runs = self._runs
        before = self._states
        try:
            page = await self._session.known.page(job_name)
        except AwsError as error:
            if error.kind is ErrorKind.THROTTLED:
                raise
            if runs.job_name == job_name:
                self._screen.fail(error, partial(self._loader.load, job_name), runs.load)
            return False
        if runs.job_name != job_name or runs.is_waiting:
            return False
        runs.merge(page)
        runs.load.renewed(self._session.clock.now())
        runs.post_message(RunList.Listed(job_name, page, is_wanted=False))
        return before != self._states

    def refresh_times(self) -> None:
        """Bring the durations in the list to this moment."""
        if self._runs.is_on_screen:
            self._runs.count_on()


class LiveTree:
    """The runs of the tree that are not over."""

    def __init__(self, screen: SessionScreen, pane: PredecessorTree, loader: TreeLoader) -> None:
        self._session = screen.session
        self._pane = pane
        self._loader = loader

    @property
    def in_sight(self) -> Sequence[InSight]:
        pane = self._pane
        if not pane.shows_answer:
            return []
        return [InSight(key, True, self._session.known.came_at(key)) for key in pane.live_in_sight if key != pane.root]

    async def look(self, key: RunKey) -> bool:
        """Ask for a run once more."""
        view = self._pane.view
        before = view.lineage.get(key) if view is not None else None
        if view is None or before is None:
            return False
        try:
            run = await self._session.known.run(key, refresh=True)
        except AwsError as error:
            if error.kind is ErrorKind.THROTTLED:
                raise
            self._loader.take(view, key, error)
            return False
        return run.has_gone_on_since(before)

    def refresh_times(self) -> None:
        """Bring the durations in the tree to this moment."""
        if self._pane.is_on_screen:
            self._pane.count_on()


class LiveJobs:
    """The jobs in sight: how their last runs went, and the listing itself where it is one call."""

    def __init__(self, jobs: JobList, runs: RunList, loader: JobLoader, last_runs: LastRunsLoader) -> None:
        self._jobs = jobs
        self._runs = runs
        self._loader = loader
        self._last_runs = last_runs

    @property
    def in_sight(self) -> Sequence[InSight]:
        jobs = self._jobs
        listing = jobs.shows_answer and self._loader.is_one_page
        return [*([InSight(LISTING, False, jobs.arrived_at)] if listing else []), *self._statuses()]

    def _statuses(self) -> Iterator[InSight]:
        # Also where AWS denies the listing: each job is asked for by itself.
        if not (self._jobs.shows_statuses and self._jobs.is_on_screen and self._last_runs.may_look):
            return
        # A look at the runs that are listed brings the last runs of their job too.
        listed = self._runs.job_name if self._runs.shows_answer else None
        known = self._jobs.last_runs
        for name in self._jobs.in_sight:
            status = known.known.get(name)
            is_settled = isinstance(status, LastRuns) and name not in known.asked and name != listed
            if is_settled and (known.is_live(name) or self._last_runs.looks_by_itself):
                yield InSight(name, known.is_live(name), None if name in known.outdated else known.came_at(name))

    async def look(self, item: str | RunKey) -> bool:
        """Ask for the listing, or for the last runs of a job."""
        if isinstance(item, RunKey):
            return await self._loader.look()
        known = self._jobs.last_runs
        before = known.known.get(item)
        if not known.is_live(item):
            self._last_runs.want(item)
            return False
        await self._last_runs.look(item)
        return known.known.get(item) != before

    def refresh_times(self) -> None:
        """Bring the ages of the jobs' last runs to this moment."""
        if self._jobs.is_on_screen:
            self._jobs.refresh_changed()
            self._jobs.update_subtitle()
