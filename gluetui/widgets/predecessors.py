"""The runs that led to a run, as a tree whose branches are fetched when they are opened."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from gluetui.commands import bindings
from gluetui.glue.errors import GlueError
from gluetui.glue.lineage import Lineage
from gluetui.glue.lineage_rows import NOTE, ROOT, LineageRow, to_fetch
from gluetui.glue.lineage_totals import totals
from gluetui.glue.lineage_tree import LineageTree
from gluetui.glue.runs import JobRun, RunKey
from gluetui.text.clock import Clock
from gluetui.text.lineage_lines import LineageLines, opener_column, searched_text, trail_line
from gluetui.text.safe import one_line
from gluetui.text.spans import Line
from gluetui.text.totals_line import totals_line
from gluetui.widgets.pane import Pane

REDRAWN_EVERY = 0.1
"""Seconds between two projections while answers stream in: a tree of thousands costs some 20 ms each time."""


@dataclass
class TreeView:
    """A lineage as it was opened, and where the cursor stood: all that is needed to show it again."""

    tree: LineageTree
    node: int = ROOT

    @classmethod
    def closed(cls, root: RunKey) -> TreeView:
        tree = LineageTree(Lineage(root))
        tree.collapse(ROOT)
        return cls(tree)


class Predecessors(Pane):
    """The tree of one root run; posts Wanted for runs that it shows and knows nothing of."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tree")]

    class Wanted(Message):
        """Runs that came into sight; with `refresh` ones that were asked for before."""

        def __init__(self, view: TreeView, keys: list[RunKey], *, refresh: bool = False) -> None:
            super().__init__()
            self.view = view
            self.keys = keys
            self.refresh = refresh

    class FailedWanted(Message):
        """The person asks for the nearest failed run before `start`."""

        def __init__(self, view: TreeView, start: RunKey) -> None:
            super().__init__()
            self.view = view
            self.start = start

    def __init__(self, clock: Clock) -> None:
        super().__init__("4 Predecessors", id="predecessors")
        self.clock = clock
        self._lines = LineageLines(clock)
        self._view: TreeView | None = None
        self._rows: list[LineageRow] = []
        self._totals = ""
        self.progress = ""
        """What is under way, in place of the totals; drawn with the next projection."""
        self._trail: Sequence[RunKey] = ()
        self._due: Timer | None = None

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

    @property
    def keys_in_sight(self) -> set[RunKey]:
        """The runs whose rows are on the screen."""
        rows = self._rows[self.top : self.top + self.page_height]
        return {row.key for row in rows if row.key is not None}

    # What the screen says.

    def show(self, run: JobRun, seen: TreeView | None = None, *, trail: Sequence[RunKey] = ()) -> None:
        """Show a root; one that was only listed says how to ask for its predecessors. `trail` led here."""
        self.border_title = Content(f"{self.title} · {one_line(run.key.job_name)}")
        self._trail = trail
        if not run.asked_predecessors:
            self._view, self._rows, self._totals = None, [], ""
            self.say_empty("Enter on the run, or 4, asks AWS for the runs that led to it.")
            self.changed()
            return
        if seen is None or seen.tree.lineage.root != run.key:
            seen = TreeView.closed(run.key)
        seen.tree.lineage.add(run)
        self._view = seen
        self.filter_text = ""
        self.project(stay_on=seen.node)
        self.show_cursor()

    def take(self, view: TreeView, key: RunKey, answer: JobRun | GlueError) -> list[RunKey]:
        """Take in an answer for the tree that asked for it, be it on the screen or not.

        Returns: the runs to ask for next, at once, where all is being expanded: a chain goes on at AWS's pace.
        """
        lineage, behind = view.tree.lineage, list[RunKey]()
        if isinstance(answer, GlueError):
            lineage.fail(key, answer)
        else:
            lineage.add(answer, key=key)
            if view.tree.is_expanding_all:
                linked = [link.key for link in lineage.links(key) or () if link.key is not None]
                behind = self._mark_wanted(view, [*linked, *lineage.earlier(key)])
        if view is self._view and self._due is None:
            self._due = self.set_timer(REDRAWN_EVERY, self.project)
        return behind

    def give_up(self, view: TreeView, keys: list[RunKey]) -> None:
        """These will not be fetched after all."""
        for key in keys:
            view.tree.lineage.unwant(key)
        view.tree.stop_expanding()

    def go_to_node(self, node: int | None) -> None:
        """Put the cursor on a node that has a row."""
        self.filter_text = ""
        self.project(stay_on=node)
        self.show_cursor()

    def retry(self) -> bool:
        """Ask again for the run under the cursor where its answer failed or can have changed."""
        row = self.row
        if row is None or row.key is None or row.node == ROOT or self._view is None:
            return False
        if row.status == "failed" or (row.run is not None and not row.run.is_final):
            self._want(self._view, [row.key], refresh=True)
        return True

    def project(self, stay_on: Hashable | None = None) -> None:
        """Make the rows anew from what is known and opened, and ask for what they show and nobody asked for."""
        if self._due is not None:
            self._due.stop()
            self._due = None
        if self._view is None:
            return
        stay_on = self.current if stay_on is None else stay_on
        tree = self._view.tree
        self._want(self._view, to_fetch(tree.rows()))
        self._totals = totals_line(totals(tree.lineage, self.clock.now()))
        self.apply_filter()
        self.changed(stay_on)

    def _want(self, view: TreeView, keys: list[RunKey], *, refresh: bool = False) -> None:
        fresh = self._mark_wanted(view, keys, refresh=refresh)
        if fresh:
            self.post_message(self.Wanted(view, fresh, refresh=refresh))

    def _mark_wanted(self, view: TreeView, keys: list[RunKey], *, refresh: bool = False) -> list[RunKey]:
        """Those that nobody has asked for, marked so that nothing is asked for twice."""
        lineage = view.tree.lineage
        fresh = [key for key in dict.fromkeys(keys) if refresh or lineage.status(key) == "unknown"]
        for key in fresh:
            lineage.want(key)
        return fresh

    # What Rows asks for.

    @property
    def entry_count(self) -> int:
        return len(self._rows)

    @property
    def count_text(self) -> str:
        return self.progress or self._totals

    def identity(self, entry: int) -> Hashable:
        return self._rows[entry].node

    def find(self, identity: Hashable) -> int | None:
        return next((entry for entry, row in enumerate(self._rows) if row.node == identity), None)

    def apply_filter(self) -> None:
        """Keep rows that hold every word, and those that lead to them."""
        self._rows = self._view.tree.rows() if self._view is not None else []
        words = self.filter_text.casefold().split()
        if not words:
            return
        under = {row.node: row.under for row in self._rows}
        kept: set[int | None] = set()
        for row in self._rows:
            text = searched_text(row)
            if all(word in text for word in words):
                node: int | None = row.node
                while node is not None and node not in kept:
                    kept.add(node)
                    node = under.get(node)
        self._rows = [row for row in self._rows if row.node in kept]

    def fixed_lines(self, width: int) -> list[Line]:
        trail = [trail_line(self._trail, width)] if len(self._trail) > 1 else []
        return [*trail, *super().fixed_lines(width)]

    def heading(self, width: int) -> Line | None:
        return self.heading_if_any(self._lines.heading(width))

    def draw(self, line: int, width: int) -> Line:
        row = self._rows[line]
        gap = self._view.tree.lineage.gap(row.key) if self._view is not None and row.key is not None else None
        return self._lines.line(row, gap, self._names_behind(row), width)

    def _names_behind(self, row: LineageRow) -> tuple[str, ...]:
        """The jobs of a closed row's predecessors: known without a call, so shown without one."""
        if self._view is None or row.key is None or row.expanded or row.mark:
            return ()
        links = self._view.tree.lineage.links(row.key) or ()
        return tuple(dict.fromkeys(link.job_name or "?" for link in links))

    # Keys and mouse.

    def on_click(self, event: events.Click) -> None:
        super().on_click(event)
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
            self.project()
        elif row.expandable or row.status in ("unknown", "loading"):
            self._view.tree.expand(row.node)
            self.project()

    def action_expand_all(self) -> None:
        if self._view is not None:
            self._view.tree.expand_all()
            self._want(self._view, self._view.tree.lineage.frontier())
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
        if self.row is None or self.row.node in (ROOT, NOTE):
            self.action_toggle_node()
        else:
            super().action_select()
