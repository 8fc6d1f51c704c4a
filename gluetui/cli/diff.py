"""`gluetui diff JOB RUN_ID [OTHER_RUN_ID]`: what differs between two runs of a job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from gluetui.cli.connection import Connection, connected, run_id_as_meant
from gluetui.cli.exit_codes import GONE, Failure, complain
from gluetui.cli.printing import is_terminal, json_option, pages, write_json
from gluetui.cli.sources import clock_of
from gluetui.glue.clients.glue import Glue
from gluetui.glue.clients.workflows import Workflows
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.printed import INDENT
from gluetui.glue.listing.comparing import Comparison, compare
from gluetui.glue.listing.definition import JobDefinition, last_changed
from gluetui.glue.listing.partner import PartnerSearch
from gluetui.glue.run.run import JobRun, RunKey

DIFFERENT = 1
"""The exit code of --exit-code where the runs differ in more than what changes every run."""


class Partner(NamedTuple):
    """The run to compare with, and the job's runs that were loaded on the way to it, newest first."""

    key: RunKey
    run: JobRun
    loaded: Sequence[JobRun]
    how: str
    """How it was come by, as a phrase."""


@click.command()
@click.argument("job")
@click.argument("run_id", type=run_id_as_meant)
@click.argument("other_run_id", type=run_id_as_meant, required=False)
@json_option
@click.option("--exit-code", "tells_by_code", is_flag=True, help="Exit with 1 where they differ in what may matter.")
@connected()
@click.pass_context
def diff(
    context: click.Context,
    *,
    connection: Connection,
    job: str,
    run_id: str,
    other_run_id: str | None,
    as_data: bool,
    tells_by_code: bool,
) -> None:
    """Print what differs between two runs of a job.

    Without OTHER_RUN_ID the run is compared with the last one that succeeded and began before it. Secrets are
    compared, never shown.
    """
    key = RunKey(job, run_id)
    glue, run = connection.run(key)
    partner = _named(connection, glue, RunKey(job, other_run_id)) if other_run_id else _searched(glue, key, run)
    clock = clock_of(glue, [run, partner.run])
    comparison = compare(
        partner.run, run, glue.fields(), now=clock.now(), loaded=partner.loaded, keys=(partner.key, key)
    )
    definition = _definition(glue, job, comparison)
    if as_data:
        from gluetui.glue.files.difference_documents import differences_object

        write_json(differences_object(comparison, definition.changed), indent=INDENT)
    else:
        from gluetui.cli.differences import Drawing

        drawing = Drawing(comparison, definition, clock.zone)
        drawing.draw(partner.how) if is_terminal() else drawing.write()
    if tells_by_code and comparison.telling:
        context.exit(DIFFERENT)


def _named(connection: Connection, glue: Glue, other: RunKey) -> Partner:
    """The run that the user named. Raises: Failure where there is no such run."""
    run = connection.run(other, glue)[1]
    try:
        loaded = glue.newest_runs(other.job_name)
    except AwsError:
        loaded = []  # Without others nothing is known to change every run.
    return Partner(other, run, loaded, "")


def _searched(glue: Glue, key: RunKey, run: JobRun) -> Partner:
    """The last success before the run, looked for page by page. Raises: Failure where there is none."""
    search = PartnerSearch(run)
    loaded: list[JobRun] = []
    if search.is_of_use:
        for page in pages(lambda token: glue.runs(key.job_name, token)):
            loaded += page
            if search.add(page) is not None:
                break
    if search.found is None:
        raise Failure(*_no_partner(search), exit_code=GONE)
    found = search.found
    return Partner(found.key, found, loaded, f"its last success, {search.looked_through:,} runs looked through")


def _no_partner(search: PartnerSearch) -> Iterator[str]:
    from gluetui.text.differences import no_partner
    from gluetui.text.times import Clock

    yield no_partner(search, Clock().zone)
    yield "Name the run to compare it with behind the first."


def _definition(glue: Glue, job: str, comparison: Comparison) -> JobDefinition:
    """One call: whoever may not make it hears so in the output, and all else is told all the same."""
    try:
        found = Workflows(glue.aws).job(job)
    except AwsError as error:
        if error.kind is ErrorKind.DENIED:
            return JobDefinition("denied", {})
        if glue.source.is_aws:
            complain(f"The job's definition could not be had: {error}")
        return JobDefinition("not asked", {}, error.cause)
    return JobDefinition(last_changed(found, comparison.before, comparison.after), found)
