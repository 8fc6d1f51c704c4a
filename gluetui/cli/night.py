"""`gluetui night`: all runs that were on in a window, over all jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gluetui.cli.connection import Connection, connected
from gluetui.cli.exit_codes import complain, exit_code
from gluetui.cli.printing import json_option, secrets_option, write_as_is, write_json
from gluetui.cli.window_options import asked_window
from gluetui.glue.files.printed import INDENT
from gluetui.glue.secrets.masks import masked_run

if TYPE_CHECKING:
    from gluetui.cli.night_reading import NightReading

SOMETHING_FAILED = 1
"""The exit code of --exit-code."""


@click.command(short_help="Print what ran in a window, over all jobs.")
@click.option("--since", metavar="WHEN", help="Its begin, 24h without it: 2d, a date or 'last night'.")
@click.option("--until", metavar="WHEN", help="Its end, now without it; a date counts to its end.")
@click.option("--failed", is_flag=True, help="Only what failed: FAILED, TIMEOUT or ERROR.")
@json_option
@click.option("--summary", is_flag=True, help="Print the sums as one JSON object.")
@click.option("--markdown", is_flag=True, help="Print a summary for the hand-over.")
@click.option("--exit-code", "tells_by_code", is_flag=True, help="End with 1 where something failed or is missing.")
@secrets_option
@connected()
@click.pass_context
def night(
    context: click.Context,
    *,
    connection: Connection,
    since: str | None,
    until: str | None,
    failed: bool,
    as_data: bool,
    summary: bool,
    markdown: bool,
    tells_by_code: bool,
    show_secrets: bool,
) -> None:
    """Print how all runs went that were on in a window, of all jobs: first what failed.

    That takes a GetJobRuns a job, three at a time. The JSON has a run a line, as soon as it is known, times in UTC.
    """
    form = _form(json=as_data, summary=summary, markdown=markdown)
    if failed and form == "summary":
        raise click.UsageError("--failed and --summary exclude each other: a summary counts all.")
    if show_secrets and form != "json":
        raise click.UsageError("--show-secrets goes with --json only.")
    from gluetui.cli.night_reading import NightReading
    from gluetui.text.times import Clock

    if connection.files:
        glue, documents = connection.opened()
        clock = Clock().stopped(documents.as_of)
        saved = documents.night if since is None and until is None else None
    else:
        glue, clock, saved = connection.glue(), Clock(), None
    window = saved.window if saved is not None else asked_window(since, until, clock)
    reading = NightReading(glue, window, clock, saved=saved)
    if form == "json":
        _print_runs(reading, only_failed=failed, show_secrets=show_secrets, judges=tells_by_code)
    else:
        _print_night(reading, form, only_failed=failed)
    reading.tell_what_is_not_known()
    if tells_by_code and reading.is_bad:
        context.exit(SOMETHING_FAILED)
    if (error := reading.refusal) is not None:
        context.exit(exit_code(error))


def _form(**asked: bool) -> str:
    """The form that is asked for, "" for the table. Raises: UsageError for several."""
    given = [name for name, is_given in asked.items() if is_given]
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(f'--{name}' for name in given)} exclude each other.")
    return given[0] if given else ""


def _print_runs(reading: NightReading, *, only_failed: bool, show_secrets: bool, judges: bool) -> None:
    """A run a line, the runs of a job as soon as they are known; nothing is kept, unless an exit code `judges` all."""
    form = reading.glue.printed_form(has_iso_times=True)._replace(is_utc=True)
    for runs in reading.runs(judges=judges):
        for run in runs:
            if run.is_failed or not only_failed:
                write_json(form.run(run.raw if show_secrets else masked_run(run.raw)[0]))


def _print_night(reading: NightReading, form: str, *, only_failed: bool) -> None:
    from gluetui.cli.night_reading import printed
    from gluetui.glue.night.summary import summary_of
    from gluetui.glue.night.verdict import Section

    night, now = reading.night(), reading.clock.now()
    failed = (Section.FAILED, Section.RECOVERED)
    if form == "summary":
        write_json(printed(summary_of(night, now)), indent=INDENT)
        if others := night.totals(now).dpu_hours.by_unit.get("M-DPU-hours"):
            complain(f"Not among the DPU-hours: {others:,.3g} M-DPU-hours, of which no price is known.")
    elif form == "markdown":
        from gluetui.text.night_note import TOLD, night_note

        source, region = reading.glue.source, reading.glue.aws.region or ""
        sections = failed if only_failed else TOLD
        note = night_note(
            night,
            now=now,
            zone=reading.clock.zone,
            region=region,
            source=source.name,
            sections=sections,
            triggers_error=reading.triggers_error,
        )
        write_as_is(note)
    else:
        from gluetui.cli.night_table import draw_night

        draw_night(night, failed if only_failed else tuple(Section), now=now, zone=reading.clock.zone)
