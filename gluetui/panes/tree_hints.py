"""What the keys of the predecessor tree do on the row under the cursor, and why they do nothing."""

from __future__ import annotations

from collections.abc import Mapping, Set

from gluetui.glue.lineage.rows import ROOT, LineageRow, may_open
from gluetui.text.tree_projection import TreeProjection
from gluetui.text.tree_row import why_closed

NO_TIMELINE = "Time bars show the runs that led to a run: turn the tree back first."


class TreeHints:
    """For one row, None where there is none, and for the timeline in which the rows may be drawn."""

    def __init__(self, row: LineageRow | None, projection: TreeProjection) -> None:
        self._row = row
        self._has_closed = projection.has_closed
        self._timeline = projection.timeline
        self._is_down = projection.is_down
        self._toggles = row is not None and (row.expanded or may_open(row))

    def idle(self, *, is_filtering: bool) -> Set[str]:
        """The actions that do nothing: on the root enter opens the row too, on a row without a run's id nothing."""
        row = self._row
        enters = self._toggles if row is None or row.node == ROOT else row.key is not None
        openings = {
            "toggle_node": self._toggles,
            "select": enters or is_filtering,
            "expand_all": self._has_closed,
        }
        idle = self._timeline.idle | {action for action, is_of_use in openings.items() if not is_of_use}
        return idle | {f"screen.turn({self._is_down})"} | ({"timeline"} if self._is_down else set())

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why these actions do nothing."""
        turned = {"screen.turn(True)": "This is what the run led to.", "timeline": NO_TIMELINE} if self._is_down else {}
        if self._row is None:
            return turned
        why = why_closed(self._row, is_down=self._is_down)
        openings = {"toggle_node": why, "select": why, "expand_all": "All rows are open."}
        return {**self._timeline.reasons, **turned, **openings}

    @property
    def idle_moves(self) -> Set[str]:
        """Left on the closed root, and right on a row that hides nothing, lead nowhere."""
        row = self._row
        left = {"left"} if row is None or (row.under is None and not row.expanded) else set()
        return left if self._toggles else left | {"right"}

    @property
    def titles(self) -> Mapping[str, str]:
        """What the keys do now, where that is not what their commands say."""
        toggles = {"toggle_node": "Collapse"} if self._row is not None and self._row.expanded else {}
        return {**toggles, **self._timeline.titles}
