"""The command line. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from gluetui import __version__

if TYPE_CHECKING:
    from gluetui.glue.client import Glue


class NoTerminal(click.ClickException):
    """Told in one line: the usage has nothing to do with it."""

    exit_code = 2


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--profile", metavar="P", help="AWS profile; AWS_PROFILE works too.")
@click.option("--region", metavar="R", help="AWS region; AWS_REGION, AWS_DEFAULT_REGION and the profile's work too.")
@click.option("--endpoint-url", metavar="URL", help="Another endpoint than AWS's own.")
@click.option("--job", metavar="JOB", help="Open the runs of this job.")
@click.option("--run", metavar="RUN_ID", help="Open this run of the job.")
@click.option("--demo", is_flag=True, help="Browse a bundled example; no AWS account and no network.")
@click.version_option(__version__, prog_name="gluetui")
def main(
    *,
    profile: str | None,
    region: str | None,
    endpoint_url: str | None,
    job: str | None,
    run: str | None,
    demo: bool,
) -> NoReturn:
    """See why an AWS Glue run did what it did: every field of it, and the runs that led to it. Reads only."""
    if run and not job:
        raise click.UsageError("--run needs --job: AWS Glue finds a run by its job's name and its id.")
    _need_terminal()
    from gluetui.app import GlueTui

    app = GlueTui(_glue(profile, region, endpoint_url, demo=demo), job=job, run=run)
    app.run()
    sys.stdout.flush()
    sys.stderr.flush()
    # A thread whose call to AWS hangs would hold an ordinary exit up for as long as the call lasts.
    os._exit(app.return_code or 0)


def _glue(profile: str | None, region: str | None, endpoint_url: str | None, *, demo: bool) -> Glue:
    from gluetui.glue.client import Glue

    if not demo:
        return Glue(profile=profile, region=region, endpoint_url=endpoint_url)
    from gluetui.glue.snapshot import Snapshot

    return Glue(open_snapshot=Snapshot.demo, source="the demo")


def _need_terminal() -> None:
    """Leave with one line where the UI could not be seen or could take no key. Textual draws on stderr."""
    missing = [name for name, stream in (("stdin", sys.stdin), ("stderr", sys.stderr)) if not stream.isatty()]
    if missing:
        none = " and ".join(missing)
        raise NoTerminal(f"gluetui needs a terminal, not {none} redirected; in a script use `aws glue get-job-run`.")
    if os.environ.get("TERM") == "dumb":
        raise NoTerminal("TERM=dumb: gluetui needs a terminal that can place text, such as xterm-256color.")
