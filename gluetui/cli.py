"""The command line. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import click

from gluetui import __version__
from gluetui.commandline.bug_report import info
from gluetui.commandline.configured import configure, log_option
from gluetui.commandline.connection import Connection, demo_option, endpoint_option, profile_option, region_option
from gluetui.commandline.endings import Program
from gluetui.commandline.get_job_run import get_job_run
from gluetui.commandline.jobs import jobs
from gluetui.commandline.opening import open_
from gluetui.commandline.runs import runs
from gluetui.commandline.show import show
from gluetui.commandline.tree import tree
from gluetui.commandline.ui import need_terminal, open_ui


@click.group(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="[COMMAND]",
)
@profile_option
@region_option
@endpoint_option
@click.option("--job", metavar="JOB", help="Open the runs of this job.")
@click.option("--run", metavar="RUN_ID", help="Open this run of the job.")
@demo_option
@log_option
@click.version_option(__version__, prog_name="gluetui")
@click.pass_context
def main(
    context: click.Context,
    *,
    profile: str | None,
    region: str | None,
    endpoint_url: str | None,
    job: str | None,
    run: str | None,
    demo: bool,
    log_file: str | None,
) -> None:
    """See why an AWS Glue run did what it did: every field of it, and the runs that led to it. Reads only.

    Without a command, the UI opens.
    """
    configure(context, log_file=log_file)
    if context.invoked_subcommand is not None:
        return
    if run and not job:
        raise click.UsageError("--run needs --job: AWS Glue finds a run by its job's name and its id.")
    need_terminal()
    connection = Connection(profile=profile, region=region, endpoint_url=endpoint_url, demo=demo)
    open_ui(connection.glue(), job=job, run=run)


for command in (open_, jobs, runs, show, tree, get_job_run, info):
    main.add_command(command)
