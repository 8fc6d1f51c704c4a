"""The user's settings put in force for every command, names of secrets among them, and the log of calls."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from gluetui.cli.exit_codes import USAGE, Failure
from gluetui.local.settings import Settings, read_settings

log_option = click.option(
    "--log-file",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write what is asked of AWS to FILE: times and outcomes, no answers, no secrets.",
)


def configure(context: click.Context, *, log_file: str | None) -> None:
    """Read the settings and put them in force, before any command runs.

    Raises: Failure where the log cannot be written to the file that was asked for.
    """
    settings = read_settings(os.environ)
    if settings.masks:
        from gluetui.glue.secrets.names import add_rules

        add_rules(settings.masks)
    if log_file or os.environ.get("GLUETUI_LOG"):
        log_to(log_file or settings.log_file)
    elif settings.log_file:
        settings = _with_log(settings, settings.log_file)
    context.obj = settings
    _log_notices(settings)


def configured() -> Settings:
    """The settings that `configure` read."""
    context = click.get_current_context(silent=True)
    return (context and context.find_object(Settings)) or Settings()


def log_to(file: str | Path | None) -> None:
    """Log calls to this file, where one is named.

    Raises: Failure, in one line.
    """
    if file:
        from gluetui.glue.aws import call_log

        try:
            call_log.start(Path(file))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise Failure(f"{file}: no log can be written there: {reason}", exit_code=USAGE) from None


def _with_log(settings: Settings, file: Path) -> Settings:
    """A log file of config.toml that cannot be written is a notice: it must not stop every command."""
    try:
        log_to(file)
    except Failure:
        notice = settings.refusal("log_file", str(file), "a file of your own that can be written")
        return replace(settings, notices=(*settings.notices, notice))
    return settings


def _log_notices(settings: Settings) -> None:
    if not settings.notices:
        return
    from gluetui.glue.aws.call_log import note

    for notice in settings.notices:
        note("settings", notice)
