"""`gluetui jobs`: the jobs, and how their last runs went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from gluetui.cli.connection import Connection, connected
from gluetui.cli.exit_codes import complain, exit_code
from gluetui.cli.job_look_ups import Answer, JobLookUps
from gluetui.cli.printing import Listing, is_terminal, json_option, not_returned, pages, write, write_json
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.printed import PrintedForm
from gluetui.glue.secrets.masks import masked_run
from gluetui.local.aws_cli import copies_iso_times


@click.command(short_help="Print the jobs, on a terminal with their last runs.")
@click.option("--failed", is_flag=True, help="Only jobs whose last run failed: FAILED, TIMEOUT or ERROR.")
@click.option(
    "--names", "only_names", is_flag=True, help="Names only, as where stdout is no terminal; no runs are asked for."
)
@json_option
@connected()
@click.pass_context
def jobs(context: click.Context, *, connection: Connection, failed: bool, only_names: bool, as_data: bool) -> None:
    """Print the jobs: names alone in a pipe; on a terminal, and as JSON, how their last runs went too.

    That takes a call a job, three at a time.
    """
    glue = connection.glue()
    if not failed and (only_names or not (as_data or is_terminal())):
        for names in pages(glue.jobs):
            _print_names(names, as_data=as_data)
        return
    look_ups, seen = JobLookUps(glue.newest_runs), Seen()
    if only_names or not (as_data or is_terminal()):
        for names in pages(glue.jobs):
            for answer in seen.watched(look_ups.of(names), failed=failed):
                _print_names([answer.job_name], as_data=as_data)
    elif as_data:
        form = glue.printed_form(has_iso_times=copies_iso_times(connection.profile))
        for names in pages(glue.jobs):
            for answer in seen.watched(look_ups.of(names), failed=failed):
                write_json(job_data(answer, form))
    else:
        _draw(glue, look_ups, seen, failed=failed)
    seen.tell(context, failed=failed)


def job_data(answer: Answer, form: PrintedForm) -> dict[str, Any]:
    """A job and its last run, secrets masked; null where AWS says that there is none."""
    data: dict[str, Any] = {"JobName": answer.job_name}
    if answer.error is not None:
        return {**data, "NotReturned": not_returned(answer.error)}
    newest = form.run(masked_run(answer.runs[0].raw)[0]) if answer.runs else None
    return {**data, "LastRun": newest, "LastStates": [run.state or None for run in answer.runs]}


class Seen:
    """Counts the answers that come by, to tell in the end what is not known."""

    def __init__(self) -> None:
        self._count = self._failed = 0
        self._errors: list[AwsError] = []

    def watched(self, answers: Iterable[Answer], *, failed: bool) -> Iterator[Answer]:
        """The answers to be printed: with `failed` those of jobs whose last run failed."""
        for answer in answers:
            self._count += 1
            self._failed += answer.is_failed
            self._errors += [answer.error] if answer.error is not None else []
            if answer.is_failed or not failed:
                yield answer

    def tell(self, context: click.Context, *, failed: bool) -> None:
        """Say on stderr which jobs could not be checked, and end with its exit code."""
        checked = self._count - len(self._errors)
        if failed and not self._failed and is_terminal():
            jobs = "job" if checked == 1 else "jobs"
            complain(f"Of {checked:,} {jobs} checked, none failed in its last run.")
        # A job that was deleted since it was listed is no failure of this command.
        unexpected = [error for error in self._errors if error.kind is not ErrorKind.GONE]
        if unexpected:
            complain(f"{len(unexpected):,} of {self._count:,} jobs could not be checked: {unexpected[0]}")
            context.exit(exit_code(unexpected[0]))


def _print_names(names: Iterable[str], *, as_data: bool) -> None:
    from gluetui.text.safe import one_line

    for name in names:
        if as_data:
            write_json({"JobName": name})
        else:
            write(one_line(name))


def _draw(glue: Glue, look_ups: JobLookUps, seen: Seen, *, failed: bool) -> None:
    """A line a job, as soon as it is known."""
    from gluetui.cli.tables import JOBS, job_cells, job_widths
    from gluetui.text.times import Clock, when

    clock, listing = Clock(), Listing(JOBS)
    for names in pages(glue.jobs):
        listing.make_room(job_widths(names))
        for answer in seen.watched(look_ups.of(names), failed=failed):
            listing.add([job_cells(answer.job_name, answer.runs, answer.error, now=clock.now(), zone=clock.zone)])
    complain(f"As of {when(clock.now(), clock.zone)}.")
