"""A Markdown note of what happened in a run, for a ticket or a chat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

from gluetui.glue.files.references import console_url
from gluetui.glue.lineage.graph import Lineage, no_predecessors_reason
from gluetui.glue.lineage.rows import LineageRow
from gluetui.glue.lineage.tree import LineageTree
from gluetui.glue.logs.places import log_places
from gluetui.glue.run.error_message import error_parts
from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.masks import Masks
from gluetui.text.markdown import block, code
from gluetui.text.run_fields import without_secrets
from gluetui.text.safe import cut_end
from gluetui.text.states import look
from gluetui.text.times import duration, when
from gluetui.text.unusual import unusual

LONGEST_ERROR = 4_000
"""Characters of an ErrorMessage in the note."""

LONGEST_CHAIN = 100
"""Runs of the chain in the note."""

_DEEPEST = 12
"""Levels of the list that are indented; more would read as code."""

_LINE = 200
"""Cells of an error within the chain."""


def incident_note(
    run: JobRun,
    lineage: Lineage | None = None,
    *,
    others: Iterable[JobRun] = (),
    now: datetime,
    zone: tzinfo | None,
    region: str = "",
) -> str:
    """What is known of the run and of the runs of `lineage` that are loaded; secrets are masked throughout.

    `others` are runs of the same job, to tell what is unusual; a `region` of "" leaves it out of the link.
    """
    known = [each for key in lineage.walk() if (each := lineage.get(key))] if lineage else []
    masks = Masks([run.raw, *(each.raw for each in known)])
    shown = without_secrets(run)
    parts = [
        f"# AWS Glue: {code(run.key.job_name)} {code(run.state.lower())}",
        "\n".join(_facts(run, masks, now, zone, region)),
        "## Error",
        *_error(shown, masks),
        "## What differs from usual",
        "\n".join(unusual(run, others, now=now)),
        "## Runs before it",
        "\n".join(_chain(run, lineage, masks, now, zone)),
        "## Where to look",
        "\n".join(_where(run, masks, region)),
        f"Written {when(now, zone)} from what AWS Glue had answered by then; secrets are masked.",
    ]
    return "\n\n".join(parts) + "\n"


def _facts(run: JobRun, masks: Masks, now: datetime, zone: tzinfo | None, region: str) -> Iterator[str]:
    attempt = f" (attempt {run.attempt})" if run.attempt else ""
    yield f"- Run: {code(run.key.run_id)}{attempt}"
    yield f"- State: {code(run.state)}"
    if run.text("StateDetail"):
        yield f"- State detail: {code(masks.argument('StateDetail', run.text('StateDetail')))}"
    yield f"- Started: {_moment(run.started, zone)}"
    yield f"- Ended: {_moment(run.completed, zone) if run.is_final else 'the run is not over'}"
    took = duration(run.run_seconds(now)) or "unknown"
    yield f"- Took: {took}{'' if run.is_final else ' so far'}"
    yield f"- Trigger: {code(masks.argument('TriggerName', run.text('TriggerName')))}"
    if region:
        yield f"- Region: {code(region)}"


def _moment(moment: datetime | None, zone: tzinfo | None) -> str:
    return code(when(moment, zone))


def _error(run: JobRun, masks: Masks) -> Iterator[str]:
    """The cause first, then the message that it is picked out of."""
    message = masks.apply(run.text("ErrorMessage"))
    if not message:
        yield "AWS returned no ErrorMessage." + (" The logs may say more." if run.is_failed else "")
        return
    parts = error_parts(message)
    told = (("Cause", parts.cause), ("Category", parts.category), ("Line of the script", parts.line))
    facts = [f"- {name}: {code(cut_end(text, 10 * _LINE))}" for name, text in told if text]
    if facts:
        yield "\n".join(facts)
    yield block(message, longest=LONGEST_ERROR)


def _chain(run: JobRun, lineage: Lineage | None, masks: Masks, now: datetime, zone: tzinfo | None) -> Iterator[str]:
    if lineage is None or lineage.links(run.key) is None:
        yield "Not asked for."
        return
    if not lineage.is_expandable(run.key):
        yield f"{code(masks.apply(no_predecessors_reason(run)))}"
        return
    tree = LineageTree(lineage)
    tree.expand_all()
    rows = tree.rows()
    for row, depth in _depths(rows[:LONGEST_CHAIN]):
        yield "  " * min(depth, _DEEPEST) + "- " + " · ".join(_line(row, masks, now, zone))
    if len(rows) > LONGEST_CHAIN:
        yield f"- and {len(rows) - LONGEST_CHAIN} more"


def _depths(rows: Sequence[LineageRow]) -> Iterator[tuple[LineageRow, int]]:
    """Each row with how many runs it lies behind."""
    depths: dict[int, int] = {}
    for row in rows:
        depths[row.node] = 0 if row.under is None else depths.get(row.under, 0) + 1
        yield row, depths[row.node]


def _line(row: LineageRow, masks: Masks, now: datetime, zone: tzinfo | None) -> Iterator[str]:
    yield f"{code(row.link.job_name)} {code(row.link.run_id)}"
    if row.mark:
        yield "cycle" if row.mark == "cycle" else "shown elsewhere"
    run = row.run
    if run is None:
        yield f"not loaded: {code(masks.apply(row.error.cause))}" if row.error else "not loaded"
        return
    yield f"{look(run.state).glyph} {code(run.state)}"
    if run.started:
        yield f"started {_moment(run.started, zone)}"
    took = duration(run.run_seconds(now))
    if took:
        yield f"took {took}"
    message = masks.argument("ErrorMessage", run.text("ErrorMessage"))
    if run.is_failed and message:
        telling = error_parts(message).cause or message.strip().partition("\n")[0]
        yield code(cut_end(telling, _LINE))


def _where(run: JobRun, masks: Masks, region: str) -> Iterator[str]:
    url = console_url(run.key, region)
    yield f"- [This run in the AWS console]({url})" if url else "- The console of this partition is not known."
    for place in log_places(run):
        group = f"group {code(masks.apply(place.group))}, " if place.group else ""
        yield f"- Log, {place.holds}: {group}stream {code(masks.apply(place.stream))}"
