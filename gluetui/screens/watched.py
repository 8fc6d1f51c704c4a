"""What is live among the things on the main screen, and how each is asked for again without disturbing anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from gluetui.glue.clients.glue import Glue, Page
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.panes.run_details import RunDetails
from gluetui.panes.run_list import RunList
from gluetui.screens.asking import Ask, Fail
from gluetui.screens.browse.last_runs_loader import Glance
from gluetui.screens.browse.tree_loader import Ancestry
from gluetui.screens.live import Source
from gluetui.screens.turns import Turns
from gluetui.widgets.pane import Pane

MOST = 6
"""Calls for one pane in one look; the others have their turn in the next."""


class Watched:
    """The open run, the list of runs, the runs before it, the jobs. A pane that shows an error is left alone."""

    def __init__(
        self,
        glue: Glue,
        ask: Ask,
        *,
        panes: tuple[JobList, RunList, RunDetails, PredecessorTree],
        ancestry: Ancestry,
        glance: Glance,
        renew: Callable[[JobRun], None],
        reload_run: Callable[[RunKey], None],
        reload_runs: Callable[[str], None],
        fail: Fail,
    ) -> None:
        """`renew` shows a newer answer about the run that is shown; `reload_…` ask again as a person would."""
        self._glue = glue
        self._ask = ask
        self._jobs, self._runs, self._details, self._predecessors = panes
        self._ancestry = ancestry
        self._glance = glance
        self._renew = renew
        self._reload_run = reload_run
        self._reload_runs = reload_runs
        self._fail = fail
        self._turns = Turns()

    @property
    def sources(self) -> tuple[Source, ...]:
        """In the order in which they are looked at."""
        return (
            Source(lambda: self._open_run is not None, self._look_at_run),
            Source(
                lambda: _rests(self._runs) and any(not run.is_final for run in self._runs.in_sight), self._look_at_runs
            ),
            Source(lambda: bool(self._live_predecessors), self._look_at_predecessors),
            Source(lambda: bool(self._live_jobs), self._look_at_jobs),
        )

    def count_on(self) -> None:
        """Bring the times in the lists to this moment; the details count by themselves."""
        for pane in (self._jobs, self._runs, self._predecessors):
            if pane.is_on_screen:
                pane.refresh_changed()

    @property
    def _open_run(self) -> RunKey | None:
        """The run that is shown, if it was opened and is live."""
        run = self._details.run
        is_live = run is not None and not run.is_final and self._glue.cached(run.key) is not None
        is_seen = _rests(self._details) or (_rests(self._predecessors) and self._details.error is None)
        return run.key if run is not None and is_live and is_seen else None

    async def _look_at_run(self) -> bool:
        key, before = self._open_run, self._details.run
        if key is None or before is None:
            return False
        try:
            run = await self._ask(self._glue.run, key, refresh=True)
        except AwsError as error:
            self._tell(error, partial(self._reload_run, key), self._details)
            return False
        if self._details.run is not before:
            return False
        self._renew(run)
        return _has_changed(before, run)

    async def _look_at_runs(self) -> bool:
        """The first page; it may tell of a run that is shown but was not opened."""
        job_name = self._runs.job_name
        try:
            page = await self._ask(self._glue.runs, job_name)
        except AwsError as error:
            if self._runs.job_name == job_name:
                self._tell(error, partial(self._reload_runs, job_name), self._runs)
            return False
        if self._runs.job_name != job_name or self._runs.is_waiting:
            return False
        before = {run.key: run.state for run in self._runs.items}
        self._runs.merge(page)
        self._runs.arrived_at = self._runs.clock.now()
        self._glance.take(job_name, page)
        self._renew_preview(page)
        return any(before.get(run.key) != run.state for run in page.items)

    def _renew_preview(self, page: Page[JobRun]) -> None:
        shown = self._details.run
        if shown is None or shown.is_final or self._glue.cached(shown.key) is not None:
            return
        for run in page.items:
            if run.key == shown.key:
                self._renew(run)
                return

    @property
    def _live_predecessors(self) -> list[RunKey]:
        view = self._predecessors.view
        if view is None or not _rests(self._predecessors):
            return []
        known = ((key, view.lineage.get(key)) for key in self._predecessors.keys_in_sight if key != view.lineage.root)
        return [key for key, run in known if run is not None and not run.is_final]

    async def _look_at_predecessors(self) -> bool:
        view = self._predecessors.view
        has_changed = False
        for key in self._turns.take(self._live_predecessors, MOST):
            if view is None or self._predecessors.view is not view:
                break
            before = view.lineage.get(key)
            try:
                run = await self._ask(self._glue.run, key, refresh=True)
            except AwsError as error:
                if error.kind is not ErrorKind.THROTTLED:
                    self._ancestry.take(view, key, error)
                break
            if before is None or _has_changed(before, run):
                self._ancestry.take(view, key, run)
                has_changed = True
        return has_changed

    @property
    def _live_jobs(self) -> list[str]:
        jobs = self._jobs
        if not (jobs.shows_statuses and _rests(jobs)):
            return []
        # The job whose runs are listed is told of by its list.
        others: Iterable[str] = (name for name in jobs.in_sight if name != self._listed_job)
        return [name for name in others if jobs.last_runs.is_live(name)]

    @property
    def _listed_job(self) -> str:
        return (
            self._runs.job_name if _rests(self._runs) and any(not run.is_final for run in self._runs.in_sight) else ""
        )

    async def _look_at_jobs(self) -> bool:
        return await self._glance.refresh(self._turns.take(self._live_jobs, MOST))

    def _tell(self, error: AwsError, again: Callable[[], object], pane: Pane) -> None:
        """A throttled look is only made later; everything else stands in its pane until it is asked for again."""
        if error.kind is not ErrorKind.THROTTLED:
            self._fail(error, again, pane)


def _rests(pane: Pane) -> bool:
    """Whether a pane is seen, shows no error and waits for nothing."""
    return pane.is_on_screen and pane.error is None and not pane.is_waiting


def _has_changed(before: JobRun, after: JobRun) -> bool:
    """Whether an answer tells more than that time has passed."""
    told = ("JobRunState", "StateDetail", "PredecessorRuns")
    return any(before.raw.get(name) != after.raw.get(name) for name in told)
