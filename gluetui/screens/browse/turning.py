"""Turns the tree of the run that is open round, and back."""

from __future__ import annotations

from functools import partial

from gluetui.glue.lineage.tree import OpenedTree
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.screens.browse.current_run import CurrentRun
from gluetui.screens.browse.downstreams import Downstreams
from gluetui.screens.session_screen import SessionScreen


class Turning:
    """Shows the tree of the run that is open the other way round, and back as it was."""

    def __init__(
        self, screen: SessionScreen, pane: PredecessorTree, current: CurrentRun, downstreams: Downstreams
    ) -> None:
        self._screen = screen
        self._session = screen.session
        self._pane = pane
        self._current = current
        self._downstreams = downstreams
        self._before: OpenedTree | None = None
        """The tree as it was before it was turned."""

    def turn(self, *, down: bool) -> None:
        """Show what the run led to, or what led to it."""
        self._screen.start_work(self._turn_down if down else self._turn_back, group="turn", exclusive=True)

    async def _turn_down(self) -> None:
        triggers, root, pane = self._session.triggers, self._pane.root, self._pane
        if triggers.index is None:
            pane.wait_for("asking AWS for triggers")
            await triggers.learn(again=True)
            if triggers.error is not None:
                self._screen.fail(triggers.error, partial(self.turn, down=True), pane.load)
                return
            pane.arrived()
        view, index = pane.view, triggers.index
        run = view.lineage.get(root) if view is not None and root is not None else None
        if pane.root != root or run is None or index is None:
            return
        if view is not None and not view.is_down:
            self._before = view
        pane.show(run, self._downstreams.turned(index, run), trail=self._current.way)
        self._screen.refresh_keys()

    async def _turn_back(self) -> None:
        view = self._pane.view
        run = view.lineage.get(view.lineage.root) if view is not None else None
        if view is None or run is None or not view.is_down:
            return
        before = self._before
        seen = before if before is not None and before.lineage.root == view.lineage.root else None
        self._pane.show(run, seen, trail=self._current.way)
        self._screen.refresh_keys()
