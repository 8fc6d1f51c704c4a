"""A predecessor tree as the lines of a pane: rows that a filter narrows, what they add up to, and how each looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from gluetui.glue.lineage.rows import NOTE, ROOT, LineageRow, may_open, to_fetch
from gluetui.glue.lineage.totals import Totals, totals
from gluetui.glue.lineage.tree import OpenedTree
from gluetui.glue.listing.last_runs import UsualDurations
from gluetui.glue.run.folding import folded
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.text.charts import totals_line
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.log_cause import NONE_KNOWN, Causes
from gluetui.text.safe import one_line
from gluetui.text.telling import Neighbours
from gluetui.text.times import Clock
from gluetui.text.tree_row import LineageLines, Turned, error_of, narrowed, trail_line
from gluetui.text.tree_timeline import TreeTimeline


class TreeProjection:
    """Rows are made anew by `make_rows`, since any answer can move them; without a `view` there are none."""

    def __init__(
        self, clock: Clock, key_of: Callable[[str], str], usual: UsualDurations, causes: Causes = NONE_KNOWN
    ) -> None:
        """`key_of` gives the key to name for a command, by its id."""
        self._clock = clock
        self._causes = causes
        self._lines = LineageLines(clock, key_of, causes)
        self._usual = usual
        self.timeline = TreeTimeline(clock, usual, key_of)
        """Draws the rows while it is shown."""
        self.view: OpenedTree | None = None
        self.rows: list[LineageRow] = []
        self.has_closed = False
        """Whether a row, filtered out or not, hides further ones."""
        self._totals: Totals | None = None
        self._reason = ""
        """Why the root has no predecessors."""
        self._matches = ""
        """How many of the opened rows a filter finds."""
        self._trail: Sequence[RunKey] = ()
        self._errors = Neighbours(self._errors_of)

    def _errors_of(self, entries: range) -> Iterable[str]:
        return (error_of(row, self._causes) for row in self.rows[entries.start : entries.stop])

    def forget_errors(self) -> None:
        """Cut the errors anew: the cause of one is known now."""
        self._errors.forget()

    def show(self, run: JobRun, seen: OpenedTree | None, trail: Sequence[RunKey]) -> int | None:
        """Show the tree of a run, as it was `seen` before if it was; `trail` led here.

        Returns: the node for the cursor; None without a tree, where the run was only listed.
        """
        if not run.asked_predecessors:
            self.clear(trail)
            return None
        if seen is None or seen.tree.lineage.root != run.key:
            seen = OpenedTree.closed(run.key)
        seen.tree.lineage.add(run)
        self.view, self._trail = seen, trail
        return seen.node

    def clear(self, trail: Sequence[RunKey]) -> None:
        """Show no tree: that of the run to which the trail leads is not known yet."""
        self._trail = trail
        self.view, self.rows, self._totals, self._reason, self._matches = None, [], None, "", ""
        self.timeline.take(None, [])

    def toggle(self, row: LineageRow) -> bool:
        """Open or close a row, or the way to where its run is really shown; False if nothing lies behind it."""
        if self.view is None:
            return False
        tree = self.view.tree
        if row.elsewhere is not None:
            tree.show(row.elsewhere)
        elif row.expanded:
            tree.collapse(row.node)
        elif may_open(row):
            tree.expand(row.node)
        else:
            return False
        return True

    def expand_all(self) -> list[RunKey]:
        """Open all rows, and those that come. Returns: the runs to ask for first."""
        if self.view is None:
            return []
        self.view.tree.expand_all()
        return self.view.lineage.frontier()

    def to_retry(self, entry: int) -> list[RunKey] | None:
        """The run of a row, where its answer failed or can have changed; None for the root and where no run is."""
        row = self.rows[entry] if entry < len(self.rows) else None
        if row is None or row.key is None or row.node == ROOT:
            return None
        return [row.key] if row.status == "failed" or (row.run is not None and not row.run.is_final) else []

    def make_rows(self, filter_text: str) -> list[RunKey]:
        """Project what is known and opened, of a filtered tree the rows with every word and those that lead to them.

        Returns: the runs that have a row and that AWS was never asked for.
        """
        rows = self.view.tree.rows() if self.view is not None else []
        self._reason = next((row.note for row in rows if row.node == NOTE), "")
        shown = [row for row in rows if row.node != NOTE]
        self.has_closed = any(row.expandable and not row.expanded for row in shown)
        words = folded(filter_text).split()
        self.rows, hits = narrowed(shown, words, self._causes) if words else (shown, 0)
        self._matches = f"{hits:,} of {len(shown):,} match" if words else ""
        self._errors.forget()
        self.timeline.take(self.view.lineage if self.view is not None and not self.is_down else None, self.rows)
        return to_fetch(self.rows)

    def add_up(self) -> None:
        """Add up all that is known: of thousands it would hold up the keys."""
        if self.view is not None:
            self._totals = totals(self.view.lineage, self._clock.now())
            self.timeline.count_on()

    @property
    def root(self) -> RunKey | None:
        """The run whose predecessors the rows are."""
        return self.view.lineage.root if self.view is not None else None

    def find(self, node: object) -> int | None:
        """The entry of a node that has a row."""
        return next((entry for entry, row in enumerate(self.rows) if row.node == node), None)

    def keys(self, entries: slice) -> set[RunKey]:
        """The runs of these rows."""
        return {row.key for row in self.rows[entries] if row.key is not None}

    def live(self, keys: Iterable[RunKey]) -> list[RunKey]:
        """Those of these runs that are known not to be over."""
        if self.view is None:
            return []
        known = ((key, self.view.lineage.get(key)) for key in keys)
        return [key for key, run in known if run is not None and not run.is_final]

    def jobs(self, entries: slice) -> list[str]:
        """The jobs of the runs that are known among these rows, each once."""
        runs = (row for row in self.rows[entries] if row.run is not None)
        return list(dict.fromkeys(row.link.job_name for row in runs if row.link.job_name))

    def totals_text(self, width: int) -> str:
        """How many rows the filter finds; without one the totals of the runs, or "" where they were not added up."""
        if self._matches:
            return self._matches
        return totals_line(self._totals, width) if self._totals is not None else ""

    def lines_above(self, width: int) -> list[Line]:
        """The trail that led to the root, and why the root has no predecessors, where it has none."""
        trail = [trail_line(self._trail, width)] if len(self._trail) > 1 else []
        reason = wrapped(one_line(self._reason), width) if self._reason else []
        return [*trail, *([Span(line, "dim")] for line in reason), *self.timeline.lines_above(width)]

    def heading(self, width: int) -> Line:
        """The names of the columns."""
        return self.timeline.heading(width) if self._has_bars else self._lines.heading(width)

    def line(self, entry: int, width: int) -> Line:
        """One row."""
        if self._has_bars:
            return self.timeline.line(entry, width)
        row = self.rows[entry]
        gap = self.view.lineage.gap(row.key) if self.view is not None and row.key is not None else None
        usual, among = self._usual.usual(row.link.job_name), self._errors.of(entry)
        return self._lines.line(row, gap, self._names_behind(row), width, usual, among, self._turned(row))

    @property
    def is_down(self) -> bool:
        """Whether the tree is turned round."""
        return self.view is not None and self.view.is_down

    @property
    def _has_bars(self) -> bool:
        """Whether bars are drawn: of runs that led to the root alone, as what a run led to has no end to wait for."""
        return self.timeline.is_shown and not self.is_down

    def _turned(self, row: LineageRow) -> Turned | None:
        view = self.view
        return Turned(view.tree.why_none, row.key in view.probable) if view is not None and view.is_down else None

    def _names_behind(self, row: LineageRow) -> tuple[str, ...]:
        """The jobs of a closed row's predecessors: known without a call, so shown without one."""
        if self.view is None or row.key is None or row.expanded or row.mark:
            return ()
        links = self.view.lineage.links(row.key) or ()
        return tuple(dict.fromkeys(link.job_name or "?" for link in links))
