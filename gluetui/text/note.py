"""A Markdown note of what happened in a run, for a ticket or a chat; text from AWS is quoted, never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from statistics import median
from typing import Any

from gluetui.glue.aws.source import AWS_NAME
from gluetui.glue.files.references import console_url
from gluetui.glue.lineage.graph import Lineage, no_predecessors_reason
from gluetui.glue.lineage.rows import LineageRow
from gluetui.glue.lineage.tree import LineageTree
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.logs.known_cause import KnownCause
from gluetui.glue.logs.places import log_places
from gluetui.glue.run.arguments import own_and_special
from gluetui.glue.run.error_message import error_parts, telling_text
from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.masks import Masks
from gluetui.text.charts import many_times
from gluetui.text.field_text import NOT_RETURNED, as_it_came
from gluetui.text.log_cause import cause_field
from gluetui.text.run_fields import without_secrets
from gluetui.text.safe import cut_end, many_lines, one_line
from gluetui.text.states import look
from gluetui.text.times import duration, of_milliseconds, size, when

_TICKS = re.compile("`+")


def code(text: object) -> str:
    """A code span that holds any text on one line; *not returned* for none."""
    shown = one_line(text)
    if not shown:
        return "*not returned*"
    fence = "`" * (_longest(shown) + 1)
    # A tick at either end would join the fence; Markdown removes one space from each end where both have one.
    padded = f" {shown} " if shown[0] in "` " or shown[-1] in "` " else shown
    return f"{fence}{padded}{fence}"


def block(text: str, *, longest: int) -> str:
    """A fenced block that holds any text, cut at `longest` characters with a remark."""
    shown = many_lines(text[:longest])
    fence = "`" * max(3, _longest(shown) + 1)
    cut = f"\n\nCut here: the whole text has {size(len(text))}." if len(text) > longest else ""
    return f"{fence}text\n{shown}\n{fence}{cut}"


def _longest(text: str) -> int:
    """The length of the longest row of ticks."""
    return max(map(len, _TICKS.findall(text)), default=0)


COMPARED_SETTINGS = (
    "GlueVersion",
    "WorkerType",
    "NumberOfWorkers",
    "MaxCapacity",
    "ExecutionClass",
    "Timeout",
    "SecurityConfiguration",
    "TriggerName",
)
"""Members that are set for a job, so that a difference may explain the run."""

_VALUE_WIDTH = 80
"""Cells of a value."""


def unusual(run: JobRun, others: Iterable[JobRun], *, now: datetime, usual: Usual | None = None) -> Iterator[str]:
    """The duration against the usual one or the median of the job's others, settings against the latest of these."""
    name = run.key.job_name
    succeeded = [
        each
        for each in others
        if each.key.job_name == name and each.key.run_id != run.key.run_id and each.state == "SUCCEEDED"
    ]
    if not succeeded:
        yield "Not compared: no other succeeded run of this job was at hand."
        return
    yield _duration(run, succeeded, now, usual)
    latest = max(succeeded, key=lambda each: each.started.timestamp() if each.started else 0.0)
    differences = list(_differences(run, latest, Masks([run.raw, latest.raw])))
    yield from differences
    if not differences:
        yield "- Settings and the job's own arguments: as in the latest succeeded run."


def _duration(run: JobRun, succeeded: list[JobRun], now: datetime, usual: Usual | None) -> str:
    took = run.compared_seconds(now)
    if took is None and run.run_seconds(now) is not None:
        return "- Duration: not compared, as the run ended before it consumed anything."
    times = [seconds for each in succeeded if (seconds := each.run_seconds(now)) is not None]
    if took is None or not (times or usual):
        return "- Duration: not compared, as times are missing."
    middle = usual.seconds if usual else median(times)
    # The usual duration is the number that lists show: all of the job's runs at hand, this one too.
    among = f"{usual.runs:,}" if usual else f"{len(times)} other"
    among += f" succeeded run{'' if among in ('1', '1 other') else 's'}"
    times_as_long = f", {many_times(took / middle)} times {'the usual' if usual else 'as long'}" if middle else ""
    lasted = duration(took) + ("" if run.is_final else " so far")
    return f"- Duration: {lasted}; the median of {among} is {duration(round(middle, 3))}{times_as_long}."


def _differences(run: JobRun, before: JobRun, masks: Masks) -> Iterator[str]:
    for name in COMPARED_SETTINGS:
        yield from _difference(name, run.raw.get(name), before.raw.get(name), masks)
    own, own_before = (own_and_special(each.raw.get("Arguments"))[0] for each in (run, before))
    for name in dict.fromkeys((*own, *own_before)):
        yield from _difference(name, own.get(name), own_before.get(name), masks)


def _difference(name: str, value: Any, before: Any, masks: Masks) -> Iterator[str]:
    if value != before:
        yield f"- {code(masks.apply(name))}: {_value(name, value, masks)}, before {_value(name, before, masks)}"


def _value(name: str, value: Any, masks: Masks) -> str:
    if value is None:
        return f"*{NOT_RETURNED}*"
    text = masks.argument(name, value) if isinstance(value, str) else as_it_came(value).text
    return code(cut_end(one_line(text), _VALUE_WIDTH)) if text else '`""`'


LONGEST_ERROR = 4_000
"""Characters of an ErrorMessage in the note."""

LONGEST_CHAIN = 100
"""Runs of the chain in the note."""

_MOST_LEVELS = 12
"""Levels of the list that are indented; more would read as code."""

_ERROR_WIDTH = 200
"""Cells of an error within the chain."""


def incident_note(
    run: JobRun,
    lineage: Lineage | None = None,
    *,
    others: Iterable[JobRun] = (),
    now: datetime,
    zone: tzinfo | None,
    region: str = "",
    usual: Usual | None = None,
    source: str = AWS_NAME,
    cause: KnownCause | None = None,
) -> str:
    """The note of a run and of the loaded runs in `lineage`; secrets are masked throughout.

    `cause` is what is known of it by the run's log.
    `others` are runs of the same job, to compare with; a `region` of "" leaves it out of the link.
    `usual` is the job's usual duration, `source` who answered.
    """
    known = [each for key in lineage.walk() if (each := lineage.get(key))] if lineage else []
    masks = Masks([run.raw, *(each.raw for each in known)])
    shown = without_secrets(run)
    parts = [
        f"# AWS Glue: {code(run.key.job_name)} {code(run.state.lower())}",
        "\n".join(_facts(run, masks, now, zone, region)),
        "## Error",
        *_error(shown, masks, list(_cause_in_log(run, cause, masks, zone))),
        "## What differs from usual",
        "\n".join(unusual(run, others, now=now, usual=usual)),
        "## Runs before it",
        "\n".join(_chain(run, lineage, masks, now, zone)),
        "## Where to look",
        "\n".join(_links_and_logs(run, masks, region)),
        f"{_written(source)} {when(now, zone, for_others=True)}{_from(source)}; secrets are masked.",
    ]
    return "\n\n".join(parts) + "\n"


def _written(source: str) -> str:
    return "Written" if source == AWS_NAME else "As of"


def _from(source: str) -> str:
    return " from what AWS Glue had answered by then" if source == AWS_NAME else f", by {source}"


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
    return code(when(moment, zone, for_others=True))


def _cause_in_log(run: JobRun, known: KnownCause | None, masks: Masks, zone: tzinfo | None) -> Iterator[str]:
    """What the run's log says of the cause, and where it stands there; nothing while it is being looked for."""
    if known is None or known.is_under_way:
        return
    shown = cause_field(
        known, run, mask=masks.apply, times=lambda time: when(of_milliseconds(time), zone, for_others=True)
    ).shown
    yield f"- Cause in the log: {code(cut_end(one_line(shown.text), 10 * _ERROR_WIDTH))}"
    if where := " · ".join(filter(None, (shown.exact, shown.note))):
        yield f"- There: {code(where)}"
    if known.cause is not None:
        yield f"- Log stream: {code(masks.apply(known.cause.stream.name))}"


def _error(run: JobRun, masks: Masks, in_log: list[str]) -> Iterator[str]:
    """The cause first, by the log and then by the message, which follows whole."""
    if in_log:
        yield "\n".join(in_log)
    message = masks.apply(run.text("ErrorMessage"))
    if not message:
        yield "AWS returned no ErrorMessage." + (" The logs may say more." if run.is_failed else "")
        return
    parts = error_parts(message)
    named = (("Cause", parts.cause), ("Category", parts.category), ("Line of the script", parts.line))
    facts = [f"- {name}: {code(cut_end(text, 10 * _ERROR_WIDTH))}" for name, text in named if text]
    if facts:
        yield "\n".join(facts)
    yield block(message, longest=LONGEST_ERROR)


def _chain(run: JobRun, lineage: Lineage | None, masks: Masks, now: datetime, zone: tzinfo | None) -> Iterator[str]:
    if lineage is None or lineage.links(run.key) is None:
        yield "Not asked for."
        return
    if not lineage.is_expandable(run.key):
        yield no_predecessors_reason(run, lambda name: code(masks.apply(name)))
        return
    tree = LineageTree(lineage)
    tree.expand_all()
    rows = tree.rows()
    for row, depth in _depths(rows[:LONGEST_CHAIN]):
        yield "  " * min(depth, _MOST_LEVELS) + "- " + " · ".join(_line(row, masks, now, zone))
    if len(rows) > LONGEST_CHAIN:
        yield f"- and {len(rows) - LONGEST_CHAIN} more"


def _depths(rows: Sequence[LineageRow]) -> Iterator[tuple[LineageRow, int]]:
    """Each row with its depth: how many runs it led to, one after the other."""
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
        yield code(cut_end(telling_text(message), _ERROR_WIDTH))


def _links_and_logs(run: JobRun, masks: Masks, region: str) -> Iterator[str]:
    url = console_url(run.key, region)
    yield f"- [This run in the AWS console]({url})" if url else "- The console of this partition is not known."
    for place in log_places(run):
        group = f"group {code(masks.apply(place.group))}, " if place.group else ""
        yield f"- Log, {place.holds}: {group}stream {code(masks.apply(place.stream))}"
