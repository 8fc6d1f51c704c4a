"""`gluetui runs JOB`: a job's runs, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import click

from gluetui.cli.connection import Connection, connected
from gluetui.cli.printing import Listing, is_terminal, json_option, pages, secrets_option, write_json
from gluetui.cli.sources import clock_of
from gluetui.glue.clients.glue import Glue, Page
from gluetui.glue.run.run import FINAL_STATES, LIVE_STATES, JobRun
from gluetui.glue.secrets.masks import masked_run
from gluetui.local.aws_cli import copies_iso_times
from gluetui.text.times import end_of, moment

if TYPE_CHECKING:
    from gluetui.text.run_filter import RunFilter
    from gluetui.text.times import Clock

NO_TIME = "{!r} is neither a span such as 2d, 12h or 1h30m nor a date such as 2026-11-20."


def read_time(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """The value of --since or --until, if it is a point in time: click's callback of these options."""
    if value is not None and moment(value, datetime.now(UTC)) is None:
        raise click.BadParameter(NO_TIME.format(value))
    return value


def complete_state(context: click.Context, option: click.Parameter, incomplete: str) -> list[str]:
    """The states that begin so; of several with commas between, the last one."""
    before, comma, begun = incomplete.rpartition(",")
    states = sorted(state.lower() for state in FINAL_STATES | LIVE_STATES)
    return [before + comma + state for state in states if state.startswith(begun.casefold())]


AskPage = Callable[[str | None], Page[JobRun]]
"""Asks for one page, by the token in the page before."""


@click.command()
@click.argument("job")
@click.option(
    "--state",
    "states",
    metavar="S",
    multiple=True,
    help="Runs whose state begins so: failed; several, or A,B, add up.",
    shell_complete=complete_state,
)
@click.option("--since", metavar="WHEN", callback=read_time, help="Runs started since then: 2d, 12h, 1h30m or a date.")
@click.option("--until", metavar="WHEN", callback=read_time, help="Runs started before; a date counts to its end.")
@click.option(
    "--filter", "text", metavar="TEXT", default="", help="Runs that / would leave: 'dur>1h -trigger:nightly'."
)
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
    until: str | None,
    text: str,
    limit: int | None,
    as_data: bool,
    show_secrets: bool,
) -> None:
    """Print a job's runs, newest first. No page is asked for that is not needed."""
    from gluetui.text.times import Clock

    wanted = tuple(state.strip().casefold() for each in states for state in each.split(",") if state.strip())
    glue, clock = connection.glue(), Clock()
    ask, saved = partial(glue.runs, job), glue.source.as_of if connection.files else None
    now = saved or datetime.now(UTC)
    condition = Condition.read(text, glue, clock.stopped(saved)) if text.strip() else None
    asked = _checked_states(ask, glue, wanted) if wanted else ask
    first, last = moment(since, now) if since else None, end_of(until, now) if until else None
    found = _limited(chosen(asked, wanted, first, until=last, condition=condition), limit)
    if as_data:
        form = glue.printed_form(has_iso_times=copies_iso_times(connection.profile))
        for page in found:
            for run in page:
                write_json(form.run(run.raw if show_secrets else masked_run(run.raw)[0]))
    elif not _print(found, glue if saved else None) and is_terminal():
        none = "This job has no runs." if glue.source.is_aws else glue.source.no_runs
        click.echo("No such run." if wanted or since or until or condition else none, err=True)


def _print(found: Iterator[list[JobRun]], saved: Glue | None) -> int:
    """Print the runs, those of a saved file at its own time, and say how many there were."""
    from gluetui.cli.tables import RUNS, run_cells
    from gluetui.text.times import Clock

    count, listing, clock = 0, Listing(RUNS), None
    for page in found:
        count += len(page)
        clock = clock or (clock_of(saved, page) if saved else Clock())
        listing.add(run_cells(run, now=clock.now(), zone=clock.zone) for run in page)
    return count


class Condition(NamedTuple):
    """The filter of the runs pane, for runs that come page by page."""

    filter: RunFilter
    since: datetime | None
    """The start before which no run matches."""

    @classmethod
    def read(cls, text: str, glue: Glue, clock: Clock) -> Condition:
        """The filter in a text. Raises: BadParameter where a part of it would not be applied."""
        from gluetui.text.run_filter import run_filter

        now, zone = clock.now(), clock.zone
        found = run_filter(text, now, zone, states=model_states(glue))
        if found.remarks:
            raise click.BadParameter(f"{'; '.join(found.remarks)}.", param_hint="'--filter'")
        starts = [moment(term.value.upper(), now, zone) for term in found.terms if term[0] == "since" and not term[3]]
        return cls(found, max((start for start in starts if start is not None), default=None))

    def holds(self, page: Sequence[JobRun]) -> list[bool]:
        """For each run of a page whether it matches."""
        from gluetui.glue.listing.loaded import LoadedRuns

        loaded = LoadedRuns()
        loaded.add(page)
        return [self.filter.matches(loaded, index) for index in range(len(page))]


def model_states(glue: Glue) -> tuple[str, ...]:
    """The states that gluetui or the installed botocore knows."""
    from gluetui.text.states import KNOWN_STATES

    return tuple(dict.fromkeys((*KNOWN_STATES, *glue.service_model().shape_for("JobRun").members["JobRunState"].enum)))


def _checked_states(ask: AskPage, glue: Glue, wanted: tuple[str, ...]) -> AskPage:
    """Asks the same, and stops at a state that neither gluetui, botocore nor a run on the first page has.

    Raises: BadParameter, when the first page is asked for.
    """
    from gluetui.text.safe import one_line
    from gluetui.text.states import unknown_beginnings

    model = model_states(glue)
    strange = unknown_beginnings(wanted, model)

    def asked(token: str | None) -> Page[JobRun]:
        page = ask(token)
        seen = {run.state for run in page.items if run.state}
        if token is None and (none := unknown_beginnings(strange, seen)):
            there_are = one_line(", ".join(state.lower() for state in dict.fromkeys((*model, *sorted(seen)))))
            raise click.BadParameter(
                f"no state begins with {none[0]!r}; there are {there_are}.", param_hint="'--state'"
            )
        return page

    return asked


def chosen(
    ask: AskPage,
    states: tuple[str, ...],
    since: datetime | None,
    *,
    until: datetime | None = None,
    condition: Condition | None = None,
) -> Iterator[list[JobRun]]:
    """The wanted runs of each page; the page on which they become too old is the last.

    `states` are beginnings of states, in lower case. A run without a start is wanted: it may have started since.
    """
    oldest = max((each for each in (since, condition.since if condition else None) if each), default=None)
    for page in pages(ask):
        started = [run.started for run in page]
        holds = condition.holds(page) if condition else [True] * len(page)
        yield [
            run
            for run, start, is_wanted in zip(page, started, holds, strict=True)
            if is_wanted
            and (not states or run.state.casefold().startswith(states))
            and (start is None or ((since is None or start >= since) and (until is None or start < until)))
        ]
        known = [start for start in started if start is not None]
        if oldest is not None and known and known[-1] < oldest:
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
