"""`gluetui jobs` and `gluetui runs JOB`: lists, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import islice

import click

from gluetui.cli.connection import Connection, connected
from gluetui.cli.printing import Listing, is_terminal, json_option, pages, secrets_option, write_json
from gluetui.cli.sources import clock_of
from gluetui.glue.clients.glue import Glue, Page
from gluetui.glue.files.saving import with_iso_times
from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.masks import masked_run
from gluetui.text.times import moment


def read_since(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """The value of --since, if it is a point in time: click's callback of that option."""
    if value is not None and moment(value, datetime.now(UTC)) is None:
        raise click.BadParameter(f"{value!r} is neither a span such as 2d, 12h or 1h30m nor a date such as 2026-11-20.")
    return value


@click.command()
@json_option
@connected()
def jobs(*, connection: Connection, as_data: bool) -> None:
    """Print the names of the jobs."""
    from gluetui.cli.tables import JOBS, job_cells

    listing = Listing(JOBS)
    for names in pages(connection.glue().jobs):
        if as_data:
            for name in names:
                write_json({"JobName": name})
        else:
            listing.add(job_cells(name) for name in names)


AskPage = Callable[[str | None], Page[JobRun]]
"""Asks for one page, by the token in the page before."""


@click.command()
@click.argument("job")
@click.option(
    "--state", "states", metavar="S", multiple=True, help="Runs whose state begins so: failed; several, or A,B, add up."
)
@click.option("--since", metavar="WHEN", callback=read_since, help="Runs started since then: 2d, 12h, 1h30m or a date.")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="So many runs at most.")
@json_option
@secrets_option
@connected()
def runs(
    *,
    connection: Connection,
    job: str,
    states: tuple[str, ...],
    since: str | None,
    limit: int | None,
    as_data: bool,
    show_secrets: bool,
) -> None:
    """Print a job's runs, newest first. No page is asked for that is not needed."""
    wanted = tuple(state.strip().casefold() for each in states for state in each.split(",") if state.strip())
    glue = connection.glue()
    ask = partial(glue.runs, job)
    saved = glue.source.as_of if connection.files else None
    start = moment(since, saved or datetime.now(UTC)) if since else None
    found = _limited(chosen(_checked_states(ask, glue, wanted) if wanted else ask, wanted, start), limit)
    count = 0
    if as_data:
        for page in found:
            for run in page:
                write_json(with_iso_times(run.raw if show_secrets else masked_run(run.raw)[0]))
        return
    from gluetui.cli.tables import RUNS, run_cells
    from gluetui.text.times import Clock

    listing, clock = Listing(RUNS), None
    for page in found:
        count += len(page)
        clock = clock or clock_of(glue, page) if saved else Clock()
        listing.add(run_cells(run, now=clock.now(), zone=clock.zone) for run in page)
    if not count and is_terminal():
        none = "This job has no runs." if glue.source.is_aws else glue.source.no_runs
        click.echo("No such run." if wanted or since else none, err=True)


def _checked_states(ask: AskPage, glue: Glue, wanted: tuple[str, ...]) -> AskPage:
    """Asks the same, and stops at a state that neither gluetui, botocore nor a run on the first page has.

    Raises: BadParameter, when the first page is asked for.
    """
    from gluetui.text.safe import one_line
    from gluetui.text.states import KNOWN_STATES, unknown_beginnings

    model = glue.service_model().shape_for("JobRun").members["JobRunState"].enum
    strange = unknown_beginnings(wanted, (*KNOWN_STATES, *model))

    def asked(token: str | None) -> Page[JobRun]:
        page = ask(token)
        seen = {run.state for run in page.items if run.state}
        if token is None and (none := unknown_beginnings(strange, seen)):
            there_are = one_line(
                ", ".join(state.lower() for state in dict.fromkeys((*KNOWN_STATES, *model, *sorted(seen))))
            )
            raise click.BadParameter(
                f"no state begins with {none[0]!r}; there are {there_are}.", param_hint="'--state'"
            )
        return page

    return asked


def chosen(ask: AskPage, states: tuple[str, ...], since: datetime | None) -> Iterator[list[JobRun]]:
    """The wanted runs of each page; the page on which they become too old is the last.

    `states` are beginnings of states, in lower case. A run without a start is wanted: it may have started since.
    """
    for page in pages(ask):
        started = [run.started for run in page]
        yield [
            run
            for run, start in zip(page, started, strict=True)
            if (not states or run.state.casefold().startswith(states))
            and (since is None or start is None or start >= since)
        ]
        known = [start for start in started if start is not None]
        if since is not None and known and known[-1] < since:
            return


def _limited(found: Iterator[list[JobRun]], limit: int | None) -> Iterator[list[JobRun]]:
    """No more runs than the limit, and no page after the one that reaches it."""
    left = limit
    for page in found:
        yield page if left is None else list(islice(page, left))
        if left is not None:
            left -= len(page)
            if left <= 0:
                return
