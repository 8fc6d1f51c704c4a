"""The command line. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import shlex
from difflib import get_close_matches
from importlib import import_module

import click

from gluetui import __version__
from gluetui.cli.apply_settings import configure, log_option
from gluetui.cli.connection import (
    Connection,
    demo_option,
    endpoint_option,
    profile_option,
    region_option,
    run_id_as_meant,
)
from gluetui.cli.exit_codes import Program
from gluetui.cli.run_ui import need_terminal, open_ui

COMMANDS = {
    "diff": ("diff", "diff"),
    "get-job-run": ("get_job_run", "get_job_run"),
    "info": ("info", "info"),
    "jobs": ("jobs", "jobs"),
    "keys": ("keys", "keys"),
    "logs": ("logs", "logs"),
    "night": ("night", "night"),
    "open": ("open", "open_"),
    "runs": ("runs", "runs"),
    "show": ("show", "show"),
    "tree": ("tree", "tree"),
    "why": ("why", "why"),
}
"""By command, its module in gluetui.cli and its name there."""


COMPLETION = """\b
To have commands, options, profiles, Regions and states completed, add to
  ~/.bashrc    eval "$(_GLUETUI_COMPLETE=bash_source gluetui)"
  ~/.zshrc     eval "$(_GLUETUI_COMPLETE=zsh_source gluetui)"
  config.fish  _GLUETUI_COMPLETE=fish_source gluetui | source
"""


class Commands(Program):
    """Imports a command when it is named or listed: the screen and `--version` need none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            # click's own error for a command suggests none before 8.5, and then of imported ones only.
            raise click.NoSuchOption(name, f"No such command {name!r}.{_hint(name)}", COMMANDS, ctx)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"gluetui.cli.{module}"), name)
        return command


def _hint(name: str) -> str:
    """How to open a job of that name, unless a command was misspelt."""
    if get_close_matches(name, COMMANDS):
        return ""
    return f" `gluetui --job {shlex.quote(name)}` opens a job of that name, `gluetui open` files and texts."


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="[COMMAND]",
    epilog=COMPLETION,
)
@profile_option
@region_option
@endpoint_option
@click.option("--job", metavar="JOB", help="Open the runs of this job.")
@click.option("--run", metavar="RUN_ID", type=run_id_as_meant, help="Open this run of the job.")
@click.option("--night", is_flag=True, help="Open the board of the last 24 hours: all jobs, what failed first.")
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
    night: bool,
    demo: bool,
    log_file: str | None,
) -> None:
    """See why an AWS Glue run did what it did: every field of it, and the runs that led to it. Reads only.

    Without a command, the UI opens.
    """
    configure(context, log_file=log_file)
    if context.invoked_subcommand is not None:
        _refuse_job_and_run(context.invoked_subcommand, job=job, run=run, night=night)
        return
    if night and job:
        raise click.UsageError("--night and --job exclude each other: the one opens the board, the other a job.")
    if run and not job:
        raise click.UsageError("--run needs --job: AWS Glue finds a run by its job's name and its id.")
    need_terminal()
    connection = Connection(profile=profile, region=region, endpoint_url=endpoint_url, demo=demo)
    open_ui(connection.glue(), job=job, run=run, night=night)


def _refuse_job_and_run(command: str, *, job: str | None, run: str | None, night: bool) -> None:
    """Only what opens the UI can open it at a job, a run or the board of a night."""
    given = " and ".join(name for name, value in (("--job", job), ("--run", run), ("--night", night)) if value)
    if given and command != "open":
        raise click.UsageError(f"{given} opens the UI there; `gluetui {command}` takes no such option.")
