"""The runs that led to a run, as a tree whose branches are fetched when they are opened."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from gluetui.commands import bindings
from gluetui.glue.errors import GlueError
from gluetui.glue.lineage import Lineage
from gluetui.glue.lineage_rows import NOTE, ROOT, LineageRow, to_fetch
from gluetui.glue.lineage_tree import LineageTree
from gluetui.glue.runs import JobRun, RunKey
from gluetui.text.clock import Clock
from gluetui.text.lineage_lines import LineageLines
from gluetui.text.safe import one_line
from gluetui.text.spans import Line
from gluetui.widgets.pane import Pane


@dataclass
class TreeView:
    """A lineage as it was opened, and where the cursor stood: all that is needed to show it again."""

    tree: LineageTree
    node: int = ROOT


class Predecessors(Pane):
    """The tree of one root run; posts Wanted for runs that it shows and knows nothing of."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tree")]

    class Wanted(Message):
        """Runs that came into sight; with `refresh` ones that were asked for before."""

        def __init__(self, keys: list[RunKey], *, refresh: bool = False) -> None:
            super().__init__()
            self.keys = keys
            self.refresh = refresh

    def __init__(self, clock: Clock) -> None:
        super().__init__("4 Predecessors", id="predecessors")
        self._lines = LineageLines(clock)
        self._view: TreeView | None = None
        self._rows: list[LineageRow] = []

    @property
    def root(self) -> RunKey | None:
        return self._view.tree.lineage.root if self._view else None

    @property
    def view(self) -> TreeView | None:
        """What to hand to `show` to have it all again."""
        if self._view is not None and self.row is not None:
            self._view.node = self.row.node
        return self._view

    @property
    def row(self) -> LineageRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def key(self) -> RunKey | None:
        """The run under the cursor."""
        return self.row.key if self.row else None

    def show(self, run: JobRun, seen: TreeView | None = None) -> None:
        """Show a root; one that was only listed says how to ask for its predecessors."""
        self.border_title = Content(f"{self.title} · {one_line(run.key.job_name)}")
        if not run.asked_predecessors:
            self._view, self._rows = None, []
            self.say_empty("Enter on the run, or 4, asks AWS for the runs that led to it.")
            self.changed()
            return
        if seen is None or seen.tree.lineage.root != run.key:
            tree = LineageTree(Lineage(run.key))
            tree.collapse(ROOT)
            seen = TreeView(tree)
        seen.tree.lineage.add(run)
        self._view = seen
        self._project(stay_on=seen.node)
        self.show_cursor()

    def want(self, key: RunKey) -> TreeView | None:
        """Note that a run is being fetched, and for which view."""
        if self._view is not None:
            self._view.tree.lineage.want(key)
            self._project()
        return self._view

    def add_run(self, view: TreeView | None, run: JobRun, key: RunKey) -> None:
        """Take in an answer for the view that asked for it, be it on the screen or not."""
        if view is not None:
            view.tree.lineage.add(run, key=key)
            if view is self._view:
                self._project()

    def fail_run(self, view: TreeView | None, key: RunKey, error: GlueError) -> None:
        """One run could not be had; its siblings go on."""
        if view is not None:
            view.tree.lineage.fail(key, error)
            if view is self._view:
                self._project()

    def retry(self) -> bool:
        """Ask again for the run under the cursor where its answer failed or can have changed."""
        row = self.row
        if row is None or row.key is None or row.node == ROOT:
            return False
        if row.status == "failed" or (row.run is not None and not row.run.is_final):
            self.post_message(self.Wanted([row.key], refresh=True))
        return True

    def _project(self, stay_on: Hashable | None = None) -> None:
        if self._view is None:
            return
        stay_on = self.current if stay_on is None else stay_on
        self._rows = self._view.tree.rows()
        self.changed(stay_on)
        missing = to_fetch(self._rows)
        if missing:
            # Marked at once, so that the same rows do not ask twice before the screen has heard.
            for key in missing:
                self._view.tree.lineage.want(key)
            self._rows = self._view.tree.rows()
            self.post_message(self.Wanted(missing))

    # What Rows asks for.

    @property
    def entry_count(self) -> int:
        return len(self._rows)

    def identity(self, entry: int) -> Hashable:
        return self._rows[entry].node

    def find(self, identity: Hashable) -> int | None:
        return next((entry for entry, row in enumerate(self._rows) if row.node == identity), None)

    def heading(self, width: int) -> Line | None:
        return self.heading_if_any(self._lines.heading(width))

    def draw(self, line: int, width: int) -> Line:
        row = self._rows[line]
        gap = None
        if self._view is not None and row.key is not None:
            gap = self._view.tree.lineage.gap(row.key)
        return self._lines.line(row, gap, self._names_behind(row), width)

    def _names_behind(self, row: LineageRow) -> tuple[str, ...]:
        """The jobs of a closed row's predecessors: known without a call, so shown without one."""
        if self._view is None or row.key is None or row.expanded or row.mark:
            return ()
        links = self._view.tree.lineage.links(row.key) or ()
        return tuple(dict.fromkeys(link.job_name or "?" for link in links))

    # Keys.

    def action_toggle_node(self) -> None:
        if self._view is None or self.row is None or not self.row.expandable:
            return
        change = self._view.tree.collapse if self.row.expanded else self._view.tree.expand
        change(self.row.node)
        self._project()

    def action_right(self) -> None:
        if self.row is not None and self.row.expandable and not self.row.expanded:
            self.action_toggle_node()
        elif self.row is not None and self.row.expanded:
            self.move_to(self.cursor + 1)

    def action_left(self) -> None:
        if self.row is None:
            return
        if self.row.expanded:
            self.action_toggle_node()
        elif self.row.under is not None:
            self.move_to(self.find(self.row.under) or 0)

    def action_select(self) -> None:
        if self.row is None or self.row.node in (ROOT, NOTE):
            self.action_toggle_node()
        else:
            super().action_select()
