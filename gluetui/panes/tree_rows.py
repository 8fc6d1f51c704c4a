"""A predecessor tree as a pane's rows: made from what is known and opened, and asking for what they lack."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from time import perf_counter

from textual.message import Message
from textual.timer import Timer

from gluetui.glue.lineage.rows import NOTE, LineageRow, to_fetch
from gluetui.glue.lineage.totals import Totals, totals
from gluetui.glue.lineage.tree import OpenedTree
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.text.charts import totals_line
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import one_line
from gluetui.text.times import Clock
from gluetui.text.tree_row import LineageLines, searched_text, trail_line
from gluetui.text.words import holds
from gluetui.widgets.pane import Pane
from gluetui.widgets.timers import call_after

REDRAWN_EVERY = 0.1
"""Seconds between two projections while answers stream in."""

SHARE = 10
"""How many times as long as the last projection took is waited for the next: keys go before news."""


_BORDER = 4
"""Cells of the border below that no text can have."""


class TreeRows(Pane):
    """The tree of one root run; posts Wanted for runs that it shows and knows nothing of."""

    class Wanted(Message):
        """Runs that came into sight; with `refresh` ones that were asked for before."""

        def __init__(self, view: OpenedTree, keys: list[RunKey], *, refresh: bool = False) -> None:
            super().__init__()
            self.view = view
            self.keys = keys
            self.refresh = refresh

    class InSight(Message):
        """Other rows came into sight."""

    def __init__(
        self,
        title: str,
        *,
        id: str,  # noqa: A002 - Textual's own name
        clock: Clock,
        usual_of: Callable[[str], Usual | None],
    ) -> None:
        """`usual_of` tells what is known to be usual for a job."""
        super().__init__(title, id=id, clock=clock)
        self._lines = LineageLines(clock, self.key_of)
        self._view: OpenedTree | None = None
        self._rows: list[LineageRow] = []
        self._usual_of = usual_of
        self._totals: Totals | None = None
        self._reason = ""
        """Why the root has no predecessors."""
        self.progress = ""
        """What is under way, in place of the totals; drawn with the next projection."""
        self._trail: Sequence[RunKey] = ()
        self._due: Timer | None = None
        self._drawn = self._took = 0.0

    @property
    def root(self) -> RunKey | None:
        """The run whose predecessors these are; None where they were not asked for."""
        return self._view.lineage.root if self._view else None

    @property
    def view(self) -> OpenedTree | None:
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

    @property
    def jobs_in_sight(self) -> list[str]:
        """The jobs of these runs, each once."""
        rows = self._rows[self.top : self.top + self.page_height]
        return list(dict.fromkeys(row.link.job_name for row in rows if row.run is not None and row.link.job_name))

    # What the screen says.

    def show(self, run: JobRun, seen: OpenedTree | None = None, *, trail: Sequence[RunKey] = ()) -> None:
        """Show a root; one that was only listed says how to ask for its predecessors. `trail` led here."""
        self.name_after(run.key.job_name)
        self._trail = trail
        if not run.asked_predecessors:
            self._view, self._rows, self._totals, self._reason = None, [], None, ""
            opens, goes = self.key_of("rows.open"), self.key_of("browse.predecessors")
            self.say_empty(f"{opens} on the run, or {goes}, asks AWS for the runs that led to it.")
            self.changed()
            return
        if seen is None or seen.tree.lineage.root != run.key:
            seen = OpenedTree.closed(run.key)
        seen.tree.lineage.add(run)
        self._view = seen
        self.filter_text = ""
        self.project(stay_on=seen.node)
        self.show_cursor()

    def answered(self, view: OpenedTree) -> None:
        """An answer came for this tree: it is drawn soon, the first of many at once."""
        if view is not self._view or self._due is not None:
            return
        wait = self._drawn + max(REDRAWN_EVERY, SHARE * self._took) - perf_counter()
        self._due = call_after(self, max(0.001, wait), self._project_on)

    def go_to_node(self, node: int | None) -> None:
        """Put the cursor on a node that has a row."""
        self.filter_text = ""
        self.project(stay_on=node)
        self.show_cursor()

    def project(self, stay_on: Hashable | None = None) -> None:
        """Make the rows anew from what is known and opened, and ask for what they show and nobody asked for."""
        if self._view is not None:
            self._totals = totals(self._view.lineage, self.clock.now())
        self._project_on(stay_on)

    def _project_on(self, stay_on: Hashable | None = None) -> None:
        """As `project`, without adding up: the sum of thousands would hold up the keys."""
        began = perf_counter()
        if self._due is not None:
            self._due.stop()
            self._due, self._drawn = None, began
        if self._view is None:
            return
        stay_on = self.current if stay_on is None else stay_on
        self._make_rows(self._view.tree.rows())
        self.changed(stay_on)
        self._took = perf_counter() - began

    def _want(self, view: OpenedTree, keys: list[RunKey], *, refresh: bool = False) -> None:
        fresh = view.mark_wanted(keys, refresh=refresh)
        if fresh:
            self.post_message(self.Wanted(view, fresh, refresh=refresh))

    # What moves the view.

    def changed(self, stay_on: Hashable | None = None) -> None:
        super().changed(stay_on)
        self.post_message(self.InSight())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.InSight())

    # What Rows asks for.

    @property
    def entry_count(self) -> int:
        return len(self._rows)

    @property
    def count_text(self) -> str:
        if self.progress or self._totals is None:
            return self.progress
        return totals_line(self._totals, self.size.width - _BORDER)

    def identity(self, entry: int) -> Hashable:
        return self._rows[entry].node

    def find(self, identity: Hashable) -> int | None:
        return next((entry for entry, row in enumerate(self._rows) if row.node == identity), None)

    def apply_filter(self) -> None:
        self._make_rows(self._view.tree.rows() if self._view is not None else [])

    def _make_rows(self, rows: list[LineageRow]) -> None:
        """Show these rows, of a filtered tree those that hold every word and those that lead to them."""
        words = self.filter_text.casefold().split()
        self._reason = next((row.note for row in rows if row.node == NOTE), "")
        shown = [row for row in rows if row.node != NOTE]
        self._rows = _narrowed(shown, words) if words else shown
        if self._view is not None:
            self._want(self._view, to_fetch(self._rows))

    def fixed_lines(self, width: int) -> list[Line]:
        trail = [trail_line(self._trail, width)] if len(self._trail) > 1 else []
        reason = wrapped(one_line(self._reason), width) if self._reason else []
        return [*trail, *([Span(line, "dim")] for line in reason), *super().fixed_lines(width)]

    def heading(self, width: int) -> Line | None:
        return self.heading_if_any(self._lines.heading(width))

    def draw(self, line: int, width: int) -> Line:
        row = self._rows[line]
        gap = self._view.lineage.gap(row.key) if self._view is not None and row.key is not None else None
        return self._lines.line(row, gap, self._names_behind(row), width, self._usual_of(row.link.job_name))

    def _names_behind(self, row: LineageRow) -> tuple[str, ...]:
        """The jobs of a closed row's predecessors: known without a call, so shown without one."""
        if self._view is None or row.key is None or row.expanded or row.mark:
            return ()
        links = self._view.lineage.links(row.key) or ()
        return tuple(dict.fromkeys(link.job_name or "?" for link in links))


def _narrowed(rows: list[LineageRow], words: list[str]) -> list[LineageRow]:
    under = {row.node: row.under for row in rows}
    kept: set[int | None] = set()
    for row in rows:
        if holds(searched_text(row), words):
            node: int | None = row.node
            while node is not None and node not in kept:
                kept.add(node)
                node = under.get(node)
    return [row for row in rows if row.node in kept]
