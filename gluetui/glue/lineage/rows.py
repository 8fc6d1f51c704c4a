"""One line of the predecessor tree, as the widget is given it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from gluetui.glue.lineage.graph import Link, Status
from gluetui.glue.run.run import JobRun, RunKey

if TYPE_CHECKING:
    from gluetui.glue.errors.error import AwsError

RowKind = Literal["root", "predecessor", "attempt", "incomplete", "note"]
Mark = Literal["", "cycle", "elsewhere"]
Guides = tuple[bool, ...]

ROOT = 0
"""The root's node id."""

NOTE = -1
"""The node id of the one row that says why the root has no predecessors."""


class LineageRow(NamedTuple):
    """One line of the tree; `node` names its branch for as long as the tree lives."""

    node: int
    under: int | None
    """The node that this row was opened from."""
    kind: RowKind
    link: Link
    key: RunKey | None
    run: JobRun | None
    status: Status
    error: AwsError | None
    mark: Mark
    """"cycle": the run is among those that led here; "elsewhere": it is opened in an earlier branch."""
    elsewhere: int | None
    """Of a marked row, the node where the run is really shown; `LineageTree.show` opens the way to it."""
    expandable: bool
    expanded: bool
    predecessors: int | None
    """How many entries its PredecessorRuns has; None where not known yet."""
    attempt: int
    """0 for a first attempt."""
    earlier_attempts: int
    """How many attempts are folded behind this line; 0 for an attempt's own line."""
    guides: Guides
    """For each indent, left to right, whether its fork has more rows below this one."""
    is_chain: bool
    """Whether this is the only predecessor of the row that it is under: drawn as its continuation."""
    note: str = ""


def may_open(row: LineageRow) -> bool:
    """Whether rows are shown under it, or may be once its answer is there; a marked row leads to where they are."""
    waits = row.key is not None and row.status in ("unknown", "loading")
    return row.elsewhere is not None or row.expandable or waits


def to_fetch(rows: Iterable[LineageRow]) -> list[RunKey]:
    """The runs that are shown but were never asked for, each once, top to bottom."""
    return list(dict.fromkeys(row.key for row in rows if row.key is not None and row.status == "unknown"))


def reason_row(text: str) -> LineageRow:
    """The line under a root without predecessors."""
    return LineageRow(
        node=NOTE,
        under=ROOT,
        kind="note",
        link=Link("", ""),
        key=None,
        run=None,
        status="loaded",
        error=None,
        mark="",
        elsewhere=None,
        expandable=False,
        expanded=False,
        predecessors=None,
        attempt=0,
        earlier_attempts=0,
        guides=(),
        is_chain=True,
        note=text,
    )
