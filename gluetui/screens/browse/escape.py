"""What esc does on the main screen: the steps out of where the user is, nearest first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from gluetui.screens.browse.following import Loaders, Shown
from gluetui.screens.session_screen import SessionScreen
from gluetui.text.safe import cut_end, shown_name
from gluetui.widgets.pane import Pane
from gluetui.widgets.panes import Panes
from gluetui.widgets.rows import Step

_NAME_WIDTH = 24
"""Cells of a job's name in the line of keys."""


class PaneWork(NamedTuple):
    """Work of many calls that the user began in a pane, and how it is stopped."""

    pane: Pane
    what: str
    is_under_way: bool
    stop: Callable[[], None]


class Escape:
    """The line of keys names the first of the steps, and esc does it: neither can say what the other does not."""

    def __init__(self, screen: SessionScreen, panes: Panes, shown: Shown, loaders: Loaders) -> None:
        self._screen = screen
        self._panes = panes
        self._shown = shown
        self._loaders = loaders

    @property
    def steps(self) -> list[Step]:
        """What is typed, the pane's filter, its work, what is open in it, the way back, and work of other panes."""
        pane = self._panes.focused
        if pane is None:
            return []
        here = [Step("Stop " + work.what.split()[0], work.stop) for work in self._works if work.pane is pane]
        elsewhere = [
            Step(f"Stop {work.what}", partial(self._stop_unseen, work)) for work in self._works if work.pane is not pane
        ]
        return [*pane.clearing, *here, *pane.leaving, *self._way_back(pane), *elsewhere]

    @property
    def _works(self) -> list[PaneWork]:
        shown, loaders = self._shown, self._loaders
        works = (
            PaneWork(shown.jobs, "checking jobs", loaders.last_runs.is_checking, loaders.last_runs.stop),
            PaneWork(shown.runs, "loading runs", loaders.runs.is_loading_all, loaders.runs.stop),
            PaneWork(shown.tree, "loading predecessors", loaders.tree.can_stop, loaders.tree.stop),
        )
        return [work for work in works if work.is_under_way]

    def _way_back(self, pane: Pane) -> list[Step]:
        current = self._loaders.current
        opened_from = current.opened_from if pane in (self._shown.details, self._shown.tree) else None
        if opened_from is not None:
            name = cut_end(shown_name(opened_from.job_name), _NAME_WIDTH)
            return [Step(f"Back to {name}", partial(current.step, -1))]
        before = self._panes.before(pane)
        return [Step(before.title.split(" ", 1)[1], partial(self._panes.go_to, before))] if before else []

    def _stop_unseen(self, work: PaneWork) -> None:
        work.stop()
        self._screen.toast(f"Stopped {work.what}.")
