"""Which run is the current one: opened, only looked at in a list, or gone back to."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import partial

from textual import on, work

from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.tree import OpenedTree
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.screens.asking import Ask
from gluetui.screens.browse.trail import Trail
from gluetui.screens.self_updating import SelfUpdating
from gluetui.text.times import Clock
from gluetui.widgets.rows import Rows

OTHERS = 200
"""Loaded runs, the newest, that a run is compared with in a note."""

ON_A_RUN = frozenset({"copy_run", "copy_raw", "share", "show_json", "save", "save_raw", "open_console"})
"""Actions that need one."""


class CurrentRun(SelfUpdating):
    """Shows the current run in its panes; one worker, so that an answer that was superseded is never shown."""

    def __init__(self, glue: Glue, ask: Ask, clock: Clock, *, mode: str) -> None:
        super().__init__(glue, ask, clock, mode=mode)
        self.trail: Trail[OpenedTree] = Trail()

    @property
    def subject(self) -> RunKey | None:
        """The run under the cursor of the tree for who is there, else the current one."""
        under_cursor = self.predecessors.key if self.focused is self.predecessors else None
        return under_cursor or self.wanted

    def lineage(self, key: RunKey) -> Lineage | None:
        view = self.predecessors.view
        if view is None or view.lineage.links(key) is None:
            return None
        return view.lineage if view.lineage.root == key else view.lineage.seen_from(key)

    def others(self, key: RunKey) -> Sequence[JobRun]:
        is_same = key.job_name == self.runs.job_name
        return [run for run in self.runs.items[:OTHERS] if run.key != key] if is_same else []

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = set() if self.subject is not None else set(ON_A_RUN)
        here = self.trail.here
        is_elsewhere = here is not None and here.key != self.wanted
        if not (is_elsewhere or self.trail.has(-1)):
            idle.add("step(-1)")
        return idle if self.trail.has(1) else idle | {"step(1)"}

    def open_run(self, key: RunKey) -> None:
        """Make a run the current one: a new step of the trail."""
        self._leave()
        self.trail.open(key)
        self.load_run(key)

    def load_run(self, key: RunKey, *, refresh: bool = False, seen: OpenedTree | None = None) -> None:
        self.wanted = key
        self.refresh_keys()
        self._load_run(key, refresh=refresh, seen=seen)

    @work(exclusive=True, group="run")
    async def _load_run(self, key: RunKey, *, refresh: bool, seen: OpenedTree | None) -> None:
        """The run and its predecessors: one GetJobRun, or none where the answer cannot have changed."""
        for pane in (self.details, self.predecessors):
            pane.wait_for("loading the run")
        if self.runs.job_name != key.job_name:
            self.run_pages.load_runs(key.job_name, kept=True)
        self.jobs.go_to(key.job_name)
        self.runs.go_to(key)
        try:
            await self._learn_fields()
            run = await self.ask(self.glue.run, key, refresh=refresh)
        except AwsError as error:
            again = partial(self.load_run, key, refresh=refresh, seen=seen)
            self.standing.fail(error, again, self.details, self.predecessors)
            return
        self.announce_end(run)
        self.details.show(run)
        self.predecessors.show(run, seen, trail=[visit.key for visit in self.trail.visits[: self.trail.place + 1]])
        for pane in (self.details, self.predecessors):
            pane.arrived(self.came_at(run))
        self.job_pages.offer_seen()

    @on(Rows.Highlighted, "#runs")
    def preview(self) -> None:
        """Show the run under the cursor from its listing: no call is made for looking along a list."""
        run = self.runs.item
        if run is None or run.key == self.wanted:
            return
        self._leave()
        self.wanted = run.key
        self.refresh_keys()
        self.show_from_listing(run)

    @work(exclusive=True, group="run")
    async def show_from_listing(self, run: JobRun) -> None:
        """Show a run as its listing tells it, or as it was answered before."""
        try:
            await self._learn_fields()
        except AwsError as error:
            self.standing.fail(error, partial(self.show_from_listing, run), self.details)
            return
        known = self.glue.cached(run.key)
        self.details.show(known or run)
        self.predecessors.show(known or run)
        for pane in (self.details, self.predecessors):
            pane.arrived(self.runs.arrived_at if known is None else self.came_at(known))

    async def _learn_fields(self) -> None:
        """The catalogue, once: it needs boto3's client, which may have to be made anew."""
        if not self.details.fields:
            self.details.fields = await self.ask(self.glue.fields)

    def action_step(self, step: int) -> None:
        self._leave()
        here = self.trail.here
        # Who only looked along a list of runs goes back to the one that is open.
        visit = here if step < 0 and here is not None and here.key != self.wanted else self.trail.step(step)
        if visit is None:
            self.toast("No run was opened before this one." if step < 0 else "This is the last run opened.")
        else:
            self.load_run(visit.key, seen=visit.seen)

    def _leave(self) -> None:
        """Keep how the predecessors look, for coming back."""
        here = self.trail.here
        if here is not None and self.predecessors.root == here.key:
            here.seen = self.predecessors.view
