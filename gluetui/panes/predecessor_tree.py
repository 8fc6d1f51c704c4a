"""The runs that led to a run, as a tree whose branches are fetched when they are opened."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from gluetui.commands import bindings
from gluetui.glue.errors.error import AwsError
from gluetui.glue.lineage.rows import ROOT, LineageRow
from gluetui.glue.lineage.tree import OpenedTree
from gluetui.glue.listing.last_runs import LastRunsOfJobs, UsualDurations
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.tree_hints import TreeHints
from gluetui.text.lines import Line
from gluetui.text.log_cause import NONE_KNOWN, Causes
from gluetui.text.times import Clock
from gluetui.text.tree_projection import TreeProjection
from gluetui.text.tree_row import opener_cells, why_closed
from gluetui.text.tree_timeline import NO_ZOOM
from gluetui.widgets.pane import Pane, WhyNot
from gluetui.widgets.throttle import Throttle

ADDED_UP_EACH_SECOND = 200
"""Rows at most with which the totals go on while a run is live: adding up thousands holds up the keys."""


TITLE, TURNED = "4 Predecessors", "4 Led to"


class PredecessorTree(Pane):
    """The tree of one root run; posts FetchRequested for runs that have a row and were not asked for yet."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tree")]

    @dataclass
    class FetchRequested(Message):
        """Runs have a row now and are to be fetched; with `refresh` they were asked for before."""

        view: OpenedTree
        keys: list[RunKey]
        refresh: bool = False

    @dataclass
    class NextFailedRequested(Message):
        """The user asks for the next failed run after another one of the tree."""

        view: OpenedTree
        after: RunKey

    def __init__(self, clock: Clock, usual: UsualDurations | None = None, causes: Causes = NONE_KNOWN) -> None:
        super().__init__(TITLE, id="predecessors", clock=clock)
        self.why_empty = "The runs that led to a run are shown here."
        self.projection = TreeProjection(clock, self.key_of, usual or LastRunsOfJobs(), causes)
        self.news = Throttle(self, self._project_on)
        """Draws answers that stream in, many at a time."""
        self.progress = ""
        """Words for the fetching under way, in place of the totals; drawn with the next projection."""

    @property
    def root(self) -> RunKey | None:
        """The run whose predecessors are shown; None where they were not asked for."""
        return self.projection.root

    @property
    def view(self) -> OpenedTree | None:
        """The opened tree with its cursor, which `show` can restore."""
        if self.projection.view is not None and self.row is not None:
            self.projection.view.node = self.row.node
        return self.projection.view

    @property
    def row(self) -> LineageRow | None:
        """The row under the cursor."""
        return self.projection.rows[self.cursor] if self.cursor < self.entry_count else None

    @property
    def key(self) -> RunKey | None:
        """The run under the cursor."""
        return self.row.key if self.row else None

    @property
    def shown_error(self) -> AwsError | None:
        return self.error or (self.row.error if self.row else None)

    @property
    def keys_in_sight(self) -> set[RunKey]:
        """The runs whose rows are on the screen."""
        return self.projection.keys(slice(self.top, self.top + self.page_height))

    @property
    def jobs_in_sight(self) -> list[str]:
        """The jobs of the runs whose rows are on the screen, each once."""
        return self.projection.jobs(slice(self.top, self.top + self.page_height))

    @property
    def live_in_sight(self) -> list[RunKey]:
        """The runs whose rows are on the screen and that are known not to be over."""
        return self.projection.live(self.keys_in_sight)

    def show(self, run: JobRun, seen: OpenedTree | None = None, *, trail: Sequence[RunKey] = ()) -> None:
        """Show a root, as `seen` if given; `trail` are the opened runs up to it.

        A root that was only listed has no predecessors yet: the pane says how to ask for them.
        """
        node = self.projection.show(run, seen, trail)
        self.name_after(run.key.job_name)
        if node is not None:
            self.go_to_node(node)
            return
        opens, goes = self.key_of("rows.open"), self.key_of("browse.predecessors")
        self.say_empty(f"{opens} on the run, or {goes}, asks AWS for the runs that led to it.")
        self.changed()

    def expect(self, key: RunKey, trail: Sequence[RunKey]) -> None:
        """Show the name of the run that is wanted, and the tree of no other one."""
        if self.root != key:
            self.projection.clear(trail)
            self.changed()
        self.name_after(key.job_name)

    def name_after(self, name: str) -> None:
        """Show the run's job beside which way the tree goes."""
        self.title = TURNED if self.projection.is_down else TITLE
        super().name_after(name)

    def answered(self, view: OpenedTree) -> None:
        """Draw an answer for this tree soon, the first of many at once."""
        if view is self.projection.view:
            self.news.draw_soon()

    def go_to_node(self, node: int | None) -> None:
        """Put the cursor on a node that has a row."""
        self.filter_text = ""
        self.project(stay_on=node)
        self.show_cursor()

    def project(self, stay_on: Hashable | None = None) -> None:
        """Make the rows anew from the known and opened runs, and ask for those that were not asked for yet."""
        self.projection.add_up()
        self._project_on(stay_on)

    def show_causes(self) -> None:
        """Draw the errors anew: the cause of one is known now."""
        self.projection.forget_errors()
        self.refresh_changed()

    def count_on(self) -> None:
        """Bring durations and totals to this moment."""
        if self.entry_count <= ADDED_UP_EACH_SECOND:
            self.projection.add_up()
            self.measure()
        self.refresh_changed()

    def _project_on(self, stay_on: Hashable | None = None) -> None:
        """Do as `project` does, without adding up the totals."""
        with self.news.drawing():
            if self.projection.view is not None:
                stay_on = self.current if stay_on is None else stay_on
                self.apply_filter()
                self.changed(stay_on)

    def retry(self) -> bool:
        """Ask again for the run under the cursor, if it may have changed; False where the row is no predecessor."""
        keys = self.projection.to_retry(self.cursor)
        self._want(keys or [], refresh=True)
        return keys is not None

    def _want(self, keys: list[RunKey], *, refresh: bool = False) -> None:
        view = self.projection.view
        if view is not None and (fresh := view.mark_wanted(keys, refresh=refresh)):
            self.post_message(self.FetchRequested(view, fresh, refresh=refresh))

    @property
    def entry_count(self) -> int:
        return len(self.projection.rows)

    @property
    def count_text(self) -> str:
        return self.progress or self.projection.totals_text(self.count_width)

    def identity(self, entry: int) -> Hashable:
        return self.projection.rows[entry].node

    def find(self, identity: Hashable) -> int | None:
        return self.projection.find(identity)

    def apply_filter(self) -> None:
        self._want(self.projection.make_rows(self.filter_text))

    def fixed_lines(self, width: int) -> list[Line]:
        return [*self.projection.lines_above(width), *super().fixed_lines(width)]

    def foot_lines(self, width: int) -> list[Line]:
        return self.projection.timeline.foot_lines(width, self.size.height)

    @property
    def notice(self) -> str:
        return self.projection.timeline.told

    def heading(self, width: int) -> Line | None:
        return self.heading_if_any(self.projection.heading(width))

    def draw(self, line: int, width: int) -> Line:
        return self.projection.line(line, width)

    @property
    def not_searched(self) -> str:
        opens = self.key_of("tree.expand_all")
        return f"Only the rows that are open were searched: {opens} opens all." if self.projection.has_closed else ""

    @property
    def hints(self) -> TreeHints:
        """What can be opened from the row under the cursor, and what can be done with the timeline."""
        return TreeHints(self.row, self.projection)

    @property
    def unavailable_actions(self) -> Set[str]:
        needing_root = {"filter", "expand_all", "find_failed", "timeline", "screen.turn(True)"}
        has_none = needing_root if self.root is None else set()
        return super().unavailable_actions | self.hints.idle(is_filtering=self.is_filtering) | has_none

    @property
    def reasons(self) -> Mapping[str, str]:
        return self.hints.reasons

    @property
    def idle_moves(self) -> Set[str]:
        return super().idle_moves | self.hints.idle_moves

    @property
    def key_titles(self) -> Mapping[str, str]:
        return {**self.hints.titles, **super().key_titles}

    def cursor_moved(self) -> None:
        self.refresh_keys()

    def clicked(self, entry: int, cell: int, *, is_double: bool) -> None:
        if cell in opener_cells(self.projection.rows[entry]):
            self.move_to(entry)
            self.action_toggle_node()
        else:
            super().clicked(entry, cell, is_double=is_double)

    def action_toggle_node(self) -> None:
        """Open or close the row; where its run is opened in another branch, go there."""
        row = self.row
        if row is not None and not self.projection.toggle(row):
            self.post_message(WhyNot(why_closed(row, is_down=self.projection.is_down)))
        elif row is not None:
            if row.elsewhere is None:
                self._project_on()
            else:
                self.project(stay_on=row.elsewhere)
                self.show_cursor()

    def action_expand_all(self) -> None:
        self._want(self.projection.expand_all())
        self.project()

    def action_find_failed(self) -> None:
        if (view := self.projection.view) is not None:
            self.post_message(self.NextFailedRequested(view, self.key or view.lineage.root))

    def action_timeline(self) -> None:
        self.projection.timeline.toggle()
        self.changed(self.current)

    def action_zoom(self, step: int) -> None:
        if self.projection.timeline.zoom(step, self.key):
            self.changed(self.current)
        else:
            self.post_message(WhyNot(NO_ZOOM))

    def action_right(self) -> None:
        if self.row is not None and self.row.expanded:
            self.move_to(self.cursor + 1)
        else:
            self.action_toggle_node()

    def action_left(self) -> None:
        if self.row is not None and self.row.expanded:
            self.action_toggle_node()
        elif self.row is not None and self.row.under is not None:
            self.move_to(self.find(self.row.under) or 0)

    def action_select(self) -> None:
        if self.row is None or self.row.node == ROOT:
            self.action_toggle_node()
        elif self.row.key is None:
            self.post_message(WhyNot(why_closed(self.row, is_down=self.projection.is_down)))
        else:
            super().action_select()
