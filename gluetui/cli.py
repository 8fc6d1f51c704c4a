"""The command line. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

from importlib import import_module

import click

from gluetui import __version__
from gluetui.commandline.configured import configure, log_option
from gluetui.commandline.connection import Connection, demo_option, endpoint_option, profile_option, region_option
from gluetui.commandline.endings import Program
from gluetui.commandline.ui import need_terminal, open_ui

COMMANDS = {
    "get-job-run": ("get_job_run", "get_job_run"),
    "info": ("bug_report", "info"),
    "jobs": ("jobs", "jobs"),
    "open": ("opening", "open_"),
    "runs": ("runs", "runs"),
    "show": ("show", "show"),
    "tree": ("tree", "tree"),
}
"""For each command its module in gluetui.commandline, and its name there."""


class Commands(Program):
    """Imports a command when it is named or listed: the screen and `--version` need none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"gluetui.commandline.{module}"), name)
        return command


@click.group(
    cls=Commands,
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
