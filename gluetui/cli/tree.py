"""`gluetui tree JOB RUN_ID`: the runs that led to a run."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import click

from gluetui.cli.connection import Connection, connected, run_id_as_meant
from gluetui.cli.exit_codes import complain, exit_code
from gluetui.cli.known_cause import cause_of
from gluetui.cli.printing import (
    console,
    is_terminal,
    joined,
    json_option,
    not_returned,
    secrets_option,
    write,
    write_json,
)
from gluetui.cli.sources import clock_of
from gluetui.glue.aws.boto import THREADS
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.printed import INDENT, PrintedForm
from gluetui.glue.files.saving import document
from gluetui.glue.lineage.graph import Lineage, no_predecessors_reason
from gluetui.glue.lineage.rows import ROOT, LineageRow
from gluetui.glue.lineage.tree import LineageTree
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.secrets.masks import Masks
from gluetui.local.aws_cli import copies_iso_times

if TYPE_CHECKING:
    from gluetui.cli.tables import TreeRow
    from gluetui.text.times import Clock

NOT_RETURNED_MEMBER = "NotReturned"
"""Member of the JSON that lists the runs without an answer, each with the reason."""

CAUSES_MEMBER = "CausesInLogs"
"""Member of the JSON that tells what the logs say of why runs failed."""


@click.command()
@click.argument("job")
@click.argument("run_id", type=run_id_as_meant)
@click.option("--depth", metavar="N", type=click.IntRange(min=0), help="So many runs back at most; else all of them.")
@click.option("--down", is_flag=True, help="The other way round: the runs that it led to, as far as triggers tell.")
@click.option("--timeline", is_flag=True, help="Draw the runs as bars, and tell which of them took the time.")
@json_option
@secrets_option
@connected()
@click.pass_context
def tree(
    context: click.Context,
    *,
    connection: Connection,
    job: str,
    run_id: str,
    depth: int | None,
    down: bool,
    timeline: bool,
    as_data: bool,
    show_secrets: bool,
) -> None:
    """Print the runs that led to a run. The JSON can be opened again with `gluetui open`."""
    root = RunKey(job, run_id)
    if down and timeline:
        raise click.UsageError("--down and --timeline exclude each other: a timeline is of what led to a run.")
    glue, run = connection.run(root)
    if down:
        _follow(context, connection, glue, run, depth, as_data=as_data, show_secrets=show_secrets)
        return
    lineage = fetch_lineage(glue, root, depth)
    failures = {key: error for key in lineage.walk() if (error := lineage.error(key))}
    if timeline:
        _print_timeline(glue, lineage, depth, as_data=as_data)
    elif as_data:
        form = glue.printed_form(has_iso_times=copies_iso_times(connection.profile))
        whole = _as_data(lineage, failures, masked=not show_secrets, form=form)
        write_json(whole | _causes(glue, lineage.get(root), masked=not show_secrets), indent=INDENT)
    else:
        _print(lineage, depth, clock_of(glue, filter(None, map(lineage.get, lineage.walk()))))
    # A predecessor that is past retention is no failure of this command.
    unexpected = [error for error in failures.values() if error.kind != ErrorKind.GONE]
    if unexpected:
        complain(f"{len(unexpected)} of the runs could not be had: {unexpected[0]}")
        context.exit(exit_code(unexpected[0]))


def _follow(
    context: click.Context,
    connection: Connection,
    glue: Glue,
    root: JobRun,
    depth: int | None,
    *,
    as_data: bool,
    show_secrets: bool,
) -> None:
    """Print the runs that a run led to, in the same forms."""
    from gluetui.cli.downstream import fetch_downstream, marked_as_probable, probable_object
    from gluetui.cli.tables import tree_rows
    from gluetui.cli.why_reading import WhyReading

    clock = clock_of(glue, [root])
    reading = WhyReading(glue, clock, root.key.job_name)
    found = fetch_downstream(reading, root, depth, clock.now())
    if as_data:
        form = glue.printed_form(has_iso_times=copies_iso_times(connection.profile))
        write_json(
            _as_data(found.lineage, {}, masked=not show_secrets, form=form) | probable_object(found), indent=INDENT
        )
    else:
        opened = _opened(found.lineage, depth, found.why_none)
        cells = tree_rows(opened, found.lineage, now=clock.now(), zone=clock.zone)
        _draw(list(marked_as_probable(found, opened, cells)))
    if reading.errors:
        complain(f"Not all is known: {reading.errors[0]}")
        context.exit(exit_code(reading.errors[0]))


def fetch_lineage(glue: Glue, root: RunKey, depth: int | None) -> Lineage:
    """The run and the runs up to `depth` links before it, asked for a level at a time, each run once.

    Raises: AwsError for the run itself; another run's error is kept in the lineage.
    """
    lineage = Lineage(root)
    lineage.add(glue.run(root), key=root)
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="aws")
    try:
        level = 0
        while (depth is None or level < depth) and (keys := lineage.frontier()):
            for key, answer in zip(keys, threads.map(lambda key: _run_or_error(glue, key), keys), strict=True):
                if isinstance(answer, AwsError):
                    lineage.fail(key, answer)
                else:
                    lineage.add(answer, key=key)
            level += 1
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
    return lineage


def _run_or_error(glue: Glue, key: RunKey) -> JobRun | AwsError:
    try:
        return glue.run(key)
    except AwsError as error:
        return error


def _as_data(lineage: Lineage, failures: dict[RunKey, AwsError], *, masked: bool, form: PrintedForm) -> dict[str, Any]:
    runs = [run for key in lineage.walk() if (run := lineage.get(key))]
    whole: dict[str, Any] = json.loads(document(runs, masked=masked, form=form))
    if failures:
        whole[NOT_RETURNED_MEMBER] = [
            {"JobName": key.job_name, "RunId": key.run_id, **not_returned(error)} for key, error in failures.items()
        ]
    return whole


def _causes(glue: Glue, run: JobRun | None, *, masked: bool) -> dict[str, Any]:
    """What the log of the run that was asked for says of its failure; nothing where it says nothing."""
    from gluetui.cli.log_output import cause_as_data

    known = cause_of(glue, run) if run is not None else None
    if run is None or known is None or known.cause is None:
        return {}
    mask = Masks(run.raw).apply if masked else str
    return {CAUSES_MEMBER: [{"JobName": run.key.job_name, "RunId": run.key.run_id, **cause_as_data(known.cause, mask)}]}


def _print_timeline(glue: Glue, lineage: Lineage, depth: int | None, *, as_data: bool) -> None:
    from gluetui.cli.timeline import Timeline, usual_durations
    from gluetui.glue.files.path_documents import path_object
    from gluetui.glue.lineage.critical_path import CriticalPath

    clock = clock_of(glue, filter(None, map(lineage.get, lineage.walk())))
    path = CriticalPath(lineage, clock.now())
    usual_seconds = usual_durations(glue, path)
    if as_data:
        write_json(path_object(path, usual_seconds), indent=INDENT)
    else:
        Timeline(path, usual_seconds, clock).print(_opened(lineage, depth))


def _print(lineage: Lineage, depth: int | None, clock: Clock) -> None:
    from gluetui.cli.tables import tree_rows

    _draw(list(tree_rows(_opened(lineage, depth), lineage, now=clock.now(), zone=clock.zone)))


def _draw(rows: Sequence[TreeRow]) -> None:
    from gluetui.cli.tables import plain_line

    if is_terminal():
        from gluetui.cli.tree_lines import tree_lines

        terminal = console()
        for line in tree_lines(rows, terminal.width):
            terminal.print(joined(line), soft_wrap=True)
    else:
        for depth_of_row, cells in rows:
            write(plain_line(cells, depth=depth_of_row))


def _opened(
    lineage: Lineage, depth: int | None, why_none: Callable[[JobRun], str] = no_predecessors_reason
) -> Sequence[LineageRow]:
    """The rows down to a depth: those at the last level stay closed."""
    opening = LineageTree(lineage, why_none)
    if depth is None:
        opening.expand_all()
        return opening.rows()
    if depth == 0:
        opening.collapse(ROOT)
    for _ in range(depth - 1):
        for row in opening.rows():
            opening.expand(row.node)
    return opening.rows()
