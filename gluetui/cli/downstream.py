"""Asks AWS for the runs that a run led to, a level at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from gluetui.cli.tables import TreeRow
from gluetui.cli.why_reading import WhyReading
from gluetui.glue.lineage.rows import LineageRow
from gluetui.glue.run.run import JobRun
from gluetui.glue.triggers.downstream import Downstream
from gluetui.glue.triggers.report import OfRun

PROBABLE_MEMBER = "ProbablyFollowed"
"""Member of the JSON that lists the runs which nothing proves to have followed."""


def fetch_downstream(reading: WhyReading, root: JobRun, depth: int | None, now: datetime) -> Downstream:
    """The run and those up to `depth` links behind it. Raises: AwsError where the triggers may not be read."""
    triggers = reading.triggers()
    if triggers.found is None:
        raise reading.errors[0]
    found, back_to = Downstream(triggers.found, root, reading.answers, lambda: now), OfRun(root).back_to
    level = 0
    while (depth is None or level < depth) and (keys := found.lineage.frontier()):
        while any(wanted := found.follow(keys)):
            reading.ask(wanted, back_to)
        level += 1
    return found


def probable_object(found: Downstream) -> dict[str, Any]:
    """The runs that only probably followed, as a member beside the runs; nothing where there are none."""
    probable = [{"JobName": key.job_name, "RunId": key.run_id} for key in sorted(found.probable)]
    return {PROBABLE_MEMBER: probable} if probable else {}


def marked_as_probable(found: Downstream, rows: Sequence[LineageRow], cells: Iterable[TreeRow]) -> Iterator[TreeRow]:
    """The cells of the rows, whose note says where nothing proves that a run followed."""
    for row, (depth, each) in zip(rows, cells, strict=True):
        if row.key not in found.probable:
            yield TreeRow(depth, each)
            continue
        note = each[-1]
        yield TreeRow(depth, (*each[:-1], note._replace(text="; ".join(filter(None, ("probably", note.text))))))
