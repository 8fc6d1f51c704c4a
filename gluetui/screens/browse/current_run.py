"""The current run, which the user opened, looks at in the list or went back to, and the trail of opened runs."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from textual.message import Message

from gluetui.glue.errors.error import AwsError
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.tree import OpenedTree
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.panes.run_details import RunDetails
from gluetui.screens.browse.tree_loader import TreeLoader
from gluetui.screens.session_screen import SessionScreen
from gluetui.text.times import duration_short

Seen = TypeVar("Seen")


@dataclass
class Visit(Generic[Seen]):
    """One opened run; `seen` is the predecessor tree as the user left it."""

    key: RunKey
    seen: Seen | None = None
    is_predecessor: bool = False
    """Whether it was opened in the tree of the run before it."""


@dataclass
class Trail(Generic[Seen]):
    """The opened runs, with steps back and forward; opening one drops those that lie forward, as in a browser."""

    visits: list[Visit[Seen]] = field(default_factory=list)
    index: int = -1

    @property
    def here(self) -> Visit[Seen] | None:
        """The run that is open; None before one was opened."""
        return self.visits[self.index] if self.visits else None

    def open(self, key: RunKey, *, is_predecessor: bool = False) -> Visit[Seen]:
        """Add a visit, unless the run is the one that is open already."""
        if self.here is None or self.here.key != key:
            del self.visits[self.index + 1 :]
            self.visits.append(Visit(key, is_predecessor=is_predecessor))
            self.index += 1
        return self.visits[self.index]

    def has(self, step: int) -> bool:
        """Whether there is a visit so many steps back (negative) or forward."""
        return 0 <= self.index + step < len(self.visits)

    def step(self, step: int) -> Visit[Seen] | None:
        """The visit so many steps back (negative) or forward, which is then here; None at either end."""
        if not self.has(step):
            return None
        self.index += step
        return self.visits[self.index]


class CurrentRun:
    """Shows the current run in its panes; a new request cancels the one before, whose answer is never shown."""

    class Asked(Message):
        """Another run is the current one, and AWS is asked for it."""

        def __init__(self, key: RunKey) -> None:
            super().__init__()
            self.key = key

    class Shown(Message):
        """AWS's answer about the current run is shown."""

    def __init__(
        self, screen: SessionScreen, details: RunDetails, predecessors: PredecessorTree, tree_loader: TreeLoader
    ) -> None:
        self._screen = screen
        self._session = screen.session
        self._details = details
        self._predecessors = predecessors
        self._tree_loader = tree_loader
        self._panes = details, predecessors
        self.key: RunKey | None = None
        """The current run, from the moment it is asked for; the panes show it once its answer is there."""
        self.trail: Trail[OpenedTree] = Trail()

    # Choosing the run.

    def open(self, key: RunKey, *, is_predecessor: bool = False) -> None:
        """Make a run the current one: a new step of the trail."""
        self._leave()
        self.trail.open(key, is_predecessor=is_predecessor)
        self.load(key)

    @property
    def opened_from(self) -> RunKey | None:
        """The run in whose tree the current one was opened; None where it was opened elsewhere."""
        here = self.trail.here
        if here is None or here.key != self.key or not here.is_predecessor:
            return None
        return self.trail.visits[self.trail.index - 1].key

    @property
    def opened(self) -> JobRun | None:
        """The current run as it is shown, where the user opened it; None for one that is only looked at."""
        here, run = self.trail.here, self._details.run
        is_shown = here is not None and run is not None and here.key == self.key == run.key
        return run if is_shown else None

    def load(self, key: RunKey, *, refresh: bool = False, seen: OpenedTree | None = None) -> None:
        """Make a run the current one, with its tree as `seen`; with `refresh` AWS is asked for a live run anew."""
        self.key = key
        self._details.expect(key)
        self._predecessors.expect(key, self.way)
        self._screen.refresh_keys()
        self._screen.post_message(self.Asked(key))
        work = partial(self._load_run, key, refresh=refresh, seen=seen)
        self._screen.start_work(work, group="load-run", exclusive=True)

    def look_at(self, run: JobRun, listed_at: datetime | None) -> None:
        """Show a run from its listing, so that moving along the list makes no call."""
        self._leave()
        self.key = run.key
        self._screen.refresh_keys()
        self._screen.start_work(partial(self._show_listed, run, listed_at), group="load-run", exclusive=True)

    def refresh(self) -> None:
        """Ask AWS for the current run once more."""
        if self.key is not None:
            self.load(self.key, refresh=True, seen=self._predecessors.view)

    def step(self, step: int) -> None:
        """Go back or forward through the runs that were opened."""
        self._leave()
        here = self.trail.here
        # Where the user moved along the list since, the step back leads to the run that is open.
        visit = here if step < 0 and here is not None and here.key != self.key else self.trail.step(step)
        if visit is not None:
            self.load(visit.key, seen=visit.seen)

    @property
    def way(self) -> list[RunKey]:
        """The opened runs up to the one that is open."""
        return [visit.key for visit in self.trail.visits[: self.trail.index + 1]]

    @property
    def unavailable_steps(self) -> Set[str]:
        """The actions of the trail that lead to no run now."""
        here = self.trail.here
        is_elsewhere = here is not None and here.key != self.key
        back = frozenset[str]() if is_elsewhere or self.trail.has(-1) else frozenset({"step(-1)"})
        return back if self.trail.has(1) else back | {"step(1)"}

    def lineage_of(self, key: RunKey) -> Lineage | None:
        """The known runs before a run of the tree that is shown; None for any other run."""
        view = self._predecessors.view
        if view is None or view.is_down or view.lineage.links(key) is None:
            return None
        return view.lineage if view.lineage.root == key else view.lineage.seen_from(key)

    def _leave(self) -> None:
        """Keep the predecessor tree as it is, for coming back."""
        here = self.trail.here
        if here is not None and self._predecessors.root == here.key:
            here.seen = self._predecessors.view

    # Its answers.

    async def _load_run(self, key: RunKey, *, refresh: bool, seen: OpenedTree | None) -> None:
        """Load a run with its predecessors: one GetJobRun, or none where the cached answer is final."""
        for pane in self._panes:
            pane.wait_for("loading the run")
        try:
            await self._learn_fields()
            run = await self._session.known.run(key, refresh=refresh, retrying=self)
        except AwsError as error:
            self._screen.fail(
                error, partial(self.load, key, refresh=refresh, seen=seen), *(pane.load for pane in self._panes)
            )
            return
        self._announce_end(run)
        if seen is not None:
            self._bring_up_to_date(seen)
        self._details.show(run)
        self._predecessors.show(run, seen, trail=self.way)
        for pane in self._panes:
            pane.arrived(self._session.known.came_at(key))
        self._screen.post_message(self.Shown())

    def retrying(self, how: str) -> None:
        """Show a further try of the call, in words."""
        for pane in self._panes:
            pane.load.retrying(how)

    async def _show_listed(self, run: JobRun, listed_at: datetime | None) -> None:
        """Show a run as GetJobRuns listed it, or a cached answer about it."""
        try:
            await self._learn_fields()
        except AwsError as error:
            self._screen.fail(error, partial(self.look_at, run, listed_at), self._details.load)
            return
        newest = self._session.known.newest(run)
        self._details.show(newest)
        self._predecessors.show(newest)
        for pane in self._panes:
            pane.arrived(self._session.known.came_at(run.key) or listed_at)

    async def _learn_fields(self) -> None:
        """Get the catalogue of fields once, in a thread: it needs boto3's client, which may not be made yet."""
        if not self._details.fields:
            self._details.fields = await self._session.ask(self._session.glue.fields)

    def renew(self, runs: Mapping[RunKey, JobRun]) -> None:
        """Show newer answers about the run that is shown, and about those of its tree; nothing else changes."""
        shown = self._details.run
        run = runs.get(shown.key) if shown is not None else None
        if run is not None:
            self._announce_end(run)
            self._details.show(run)
        if self._predecessors.view is not None:
            self._tree_loader.renew(self._predecessors.view, runs.items())

    def _bring_up_to_date(self, seen: OpenedTree) -> None:
        """Take in what was learned of the runs of a tree while it was not shown."""
        keys = [key for key in seen.lineage.walk() if (run := seen.lineage.get(key)) is not None and not run.is_final]
        known = self._session.known
        self._tree_loader.renew(seen, [(key, run) for key in keys if (run := known.get(key)) is not None])

    def _announce_end(self, run: JobRun) -> None:
        """Show a toast if the run that is shown has ended since; only once, for its end is shown from now on."""
        before = self._details.run
        if before is None or before.key != run.key or before.is_final or not run.is_final:
            return
        took = duration_short(run.run_seconds(self._session.clock.now()))
        text = f"{run.key.job_name} {run.state}" + (f" after {took}" if took else "")
        self._screen.toast(text, severity="error" if run.is_failed else "information")
