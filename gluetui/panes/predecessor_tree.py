"""The runs that led to a run, as a tree whose branches are fetched when they are opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from gluetui.commands import bindings
from gluetui.glue.lineage.rows import ROOT
from gluetui.glue.lineage.tree import OpenedTree
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.run.run import RunKey
from gluetui.panes.tree_rows import TreeRows
from gluetui.text.times import Clock
from gluetui.text.tree_row import opener_column


class PredecessorTree(TreeRows):
    """What a person does in the tree: opens and closes it, expands it all, looks for a failed run."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tree")]

    class FailedWanted(Message):
        """The person asks for the nearest failed run before `start`."""

        def __init__(self, view: OpenedTree, start: RunKey) -> None:
            super().__init__()
            self.view = view
            self.start = start

    def __init__(self, clock: Clock, *, usual_of: Callable[[str], Usual | None] = lambda _: None) -> None:
        super().__init__("4 Predecessors", id="predecessors", clock=clock, usual_of=usual_of)

    def retry(self) -> bool:
        """Ask again for the run under the cursor where its answer failed or can have changed."""
        row = self.row
        if row is None or row.key is None or row.node == ROOT or self._view is None:
            return False
        if row.status == "failed" or (row.run is not None and not row.run.is_final):
            self._want(self._view, [row.key], refresh=True)
        return True

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = super().unavailable_actions
        return idle if self.root is not None else idle | {"filter", "toggle_node", "expand_all", "find_failed"}

    @property
    def key_titles(self) -> Mapping[str, str]:
        closes = self.row is not None and self.row.expanded
        return {**({"toggle_node": "Collapse"} if closes else {}), **super().key_titles}

    def move_to(self, entry: int) -> None:
        super().move_to(entry)
        self.refresh_keys()

    # Keys and mouse.

    def on_click(self, event: events.Click) -> None:
        super().on_click(event)
        event.prevent_default()  # Textual would call that once more, after what follows.
        line = self.line_at(event.y)
        if line is not None and event.x - self.gutter.left == opener_column(self._rows[line]) + 1:
            self.action_toggle_node()

    def action_toggle_node(self) -> None:
        """Open or close; of a run that is opened at another place, go there."""
        row = self.row
        if self._view is None or row is None:
            return
        if row.elsewhere is not None:
            self._view.tree.show(row.elsewhere)
            self.project(stay_on=row.elsewhere)
            self.show_cursor()
        elif row.expanded:
            self._view.tree.collapse(row.node)
            self._project_on()
        elif row.expandable or row.status in ("unknown", "loading"):
            self._view.tree.expand(row.node)
            self._project_on()

    def action_expand_all(self) -> None:
        if self._view is not None:
            self._view.tree.expand_all()
            self._want(self._view, self._view.lineage.frontier())
            self.project()

    def action_find_failed(self) -> None:
        if self._view is not None and self.root is not None:
            self.post_message(self.FailedWanted(self._view, self.key or self.root))

    def action_right(self) -> None:
        if self.row is not None and self.row.expanded:
            self.move_to(self.cursor + 1)
        else:
            self.action_toggle_node()

    def action_left(self) -> None:
        if self.row is None:
            return
        if self.row.expanded:
            self.action_toggle_node()
        elif self.row.under is not None:
            self.move_to(self.find(self.row.under) or 0)

    def action_select(self) -> None:
        if self.row is None or self.row.node == ROOT:
            self.action_toggle_node()
        else:
            super().action_select()
