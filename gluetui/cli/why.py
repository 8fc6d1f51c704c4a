"""`gluetui why JOB [RUN_ID]`: what started a run and what it set off, or why a job did not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gluetui.cli.connection import Connection, connected, run_id_as_meant
from gluetui.cli.exit_codes import complain, exit_code
from gluetui.cli.printing import json_option, write_json
from gluetui.cli.window_options import asked_window
from gluetui.glue.files.printed import INDENT

if TYPE_CHECKING:
    from gluetui.cli.why_reading import WhyReading
    from gluetui.glue.clients.glue import Glue
    from gluetui.glue.triggers.report import Question, Report
    from gluetui.text.times import Clock


@click.command(short_help="Print what started a run, or why a job did not run.")
@click.argument("job")
@click.argument("run_id", type=run_id_as_meant, required=False)
@click.option("--since", metavar="WHEN", help="Begin of the window, 24h without it: 2d, a date or 'last night'.")
@click.option("--until", metavar="WHEN", help="Its end, now without it; a date counts to its end.")
@json_option
@connected()
@click.pass_context
def why(
    context: click.Context,
    *,
    connection: Connection,
    job: str,
    run_id: str | None,
    since: str | None,
    until: str | None,
    as_data: bool,
) -> None:
    """Print what started a run and what it set off; without RUN_ID why the job did not run in a window, or how it ran.

    It takes a GetTriggers for every 200 triggers, and a GetJobRuns for each job that the answer depends on. Triggers
    are taken as they are now, as AWS keeps no history of them.
    """
    if run_id and (since or until):
        raise click.UsageError("RUN_ID has a time of its own: --since and --until are for a job without it.")
    from gluetui.cli.why_reading import WhyReading
    from gluetui.text.times import Clock

    if connection.files:
        glue, documents = connection.opened()
        clock = Clock().stopped(documents.as_of)
    else:
        glue, clock = connection.glue(), Clock()
    reading = WhyReading(glue, clock, job)
    question = _question(connection, glue, job, run_id, since, until, clock)
    report = reading.report(question, reading.triggers())
    if as_data:
        from gluetui.cli.night_reading import printed
        from gluetui.glue.triggers.why_object import why_object

        write_json(printed(why_object(report)), indent=INDENT)
    else:
        _print(report, clock)
    _end(context, reading)


def _question(
    connection: Connection, glue: Glue, job: str, run_id: str | None, since: str | None, until: str | None, clock: Clock
) -> Question:
    """What is asked. Raises: Failure where there is no such run, BadParameter for a window that cannot be read."""
    from gluetui.glue.run.run import RunKey
    from gluetui.glue.triggers.report import OfJob, OfRun

    if run_id:
        return OfRun(connection.run(RunKey(job, run_id), glue)[1])
    return OfJob(job, asked_window(since, until, clock))


def _print(report: Report, clock: Clock) -> None:
    from gluetui.cli.why_lines import draw_why

    draw_why(report, now=clock.now(), zone=clock.zone)


def _end(context: click.Context, reading: WhyReading) -> None:
    """Say what AWS refused, and end with its exit code."""
    if reading.errors:
        complain(f"Not all is known: {reading.errors[0]}")
        context.exit(exit_code(reading.errors[0]))
