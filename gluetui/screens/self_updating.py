"""How the main screen goes on by itself: jobs' last runs are looked up, what is live is asked for again."""

from __future__ import annotations

from datetime import datetime

from textual import on
from textual.worker import Worker, WorkerState

from gluetui.glue.clients.glue import Glue
from gluetui.glue.lineage.tree import OpenedTree
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.panes.run_list import RunList
from gluetui.screens.asking import Ask
from gluetui.screens.browse.job_loader import JobPages
from gluetui.screens.browse.last_runs_loader import Glance
from gluetui.screens.browse.run_loader import RunPages
from gluetui.screens.browse.tree_loader import Ancestry
from gluetui.screens.in_session import InSession
from gluetui.screens.live import Live
from gluetui.screens.watched import Watched
from gluetui.text.times import Clock, duration_short


class SelfUpdating(InSession):
    """Looks at what is live while a person looks at it; a subclass makes the panes, then calls `keep_up`."""

    jobs: JobList
    runs: RunList
    predecessors: PredecessorTree
    ancestry: Ancestry
    job_pages: JobPages
    run_pages: RunPages
    glance: Glance
    live: Live

    def __init__(self, glue: Glue, ask: Ask, clock: Clock, *, mode: str) -> None:
        super().__init__(glue, ask, clock, mode=mode)
        self._came: dict[RunKey, tuple[JobRun, datetime]] = {}
        """The answers about runs that were asked for one by one, and when they came."""

    @property
    def shown(self) -> JobRun | None:
        """The run whose details are shown; another one than `wanted` while that is loading."""
        return self.details.run

    def load_run(self, key: RunKey, *, refresh: bool = False, seen: OpenedTree | None = None) -> None:
        """Load a run and show it."""
        raise NotImplementedError

    def keep_up(self, interval: float) -> None:
        """Look at what is live every so many seconds; never with 0, nor at a file: what it holds does not change."""
        watched = Watched(
            self.glue,
            self.ask,
            panes=(self.jobs, self.runs, self.details, self.predecessors),
            ancestry=self.ancestry,
            glance=self.glance,
            renew=self.renew,
            reload_run=lambda key: self.load_run(key, refresh=True, seen=self.predecessors.view),
            reload_runs=self.run_pages.load_runs,
            fail=self.standing.fail,
        )
        self.live = Live(
            watched.sources,
            interval=0 if self.glue.is_offline else interval,
            every=self.set_interval,
            start=lambda look: self.start_work(look, group="live"),
            is_watched=lambda: self.is_active and self.app.app_focus and self.standing.fault is None,
            count_on=watched.count_on,
        )

    def renew(self, run: JobRun) -> None:
        """Show a newer answer about the run that is shown; nothing else changes."""
        self.announce_end(run)
        self.details.show(run)
        self.details.arrived_at = self.came_at(run)
        view = self.predecessors.view
        if view is not None and view.lineage.root == run.key and run.asked_predecessors:
            self.ancestry.take(view, run.key, run)

    def came_at(self, run: JobRun) -> datetime:
        """When AWS gave this very answer: one that is kept does not grow younger by being shown again."""
        known = self._came.get(run.key)
        if known is None or known[0] is not run:
            known = self._came[run.key] = run, self.clock.now()
        return known[1]

    def announce_end(self, run: JobRun) -> None:
        """Say that the run that is shown has ended since: once, for it is shown as ended from now on."""
        before = self.shown
        if before is None or before.key != run.key or before.is_final or not run.is_final:
            return
        took = duration_short(run.run_seconds(self.clock.now()))
        text = f"{run.key.job_name} {run.state}" + (f" after {took}" if took else "")
        self.toast(text, severity="error" if run.is_failed else "information")

    def on_mount(self) -> None:
        self.watch(self.app, "app_focus", self.live.person_acts, init=False)

    def on_screen_resume(self) -> None:
        self.live.person_acts()

    def key_pressed(self) -> None:
        self.live.person_acts()

    @on(Worker.StateChanged)
    def worker_ended(self, event: Worker.StateChanged) -> None:
        """Whatever was loaded may be live."""
        if event.state is WorkerState.SUCCESS:
            (self.live.arrived if event.worker.group in ("run", "runs") else self.live.wake)()

    @on(JobList.InSight)
    @on(PredecessorTree.InSight)
    def jobs_in_sight(self) -> None:
        self.glance.view_moved()

    @on(JobList.FailedToggled)
    def failed_toggled(self) -> None:
        self.glance.check_failed()
