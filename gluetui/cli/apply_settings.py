"""The user's settings put in force for every command, names of secrets among them, and the log of calls."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from gluetui.cli.exit_codes import complain
from gluetui.local.settings import Settings, read_settings

log_option = click.option(
    "--log-file",
    metavar="FILE",
    type=click.Path(),
    help="Write what is asked of AWS to FILE: times and outcomes, no answers, no secrets.",
)


def configure(context: click.Context, *, log_file: str | None) -> None:
    """Read the settings and put them in force, before any command runs."""
    settings = read_settings(os.environ)
    if settings.masks:
        from gluetui.glue.secrets.names import add_rules

        add_rules(settings.masks)
    context.obj = settings
    if log_file or os.environ.get("GLUETUI_LOG"):
        log_to(log_file or settings.log_file, context, tells=context.invoked_subcommand not in (None, "open"))
    elif settings.log_file and _refusal_of(settings.log_file):
        notice = settings.refusal("log_file", str(settings.log_file), "a file of your own that can be written")
        context.obj = replace(settings, notices=(*settings.notices, notice))
    _log_notices(context.obj)


def configured() -> Settings:
    """The settings that `configure` read."""
    context = click.get_current_context(silent=True)
    return (context and context.find_object(Settings)) or Settings()


def log_to(file: str | Path | None, context: click.Context, *, tells: bool) -> None:
    """Log calls to this file, where one is named; one that cannot be written stops nothing.

    It is told at once with `tells`, else among the notices that the UI shows.
    """
    reason = _refusal_of(file)
    if not reason:
        return
    from gluetui.text.safe import one_line

    notice = one_line(f"{file}: no log can be written there: {reason}")
    if tells:
        complain(f"Warning: {notice}")
    settings = context.find_object(Settings) or Settings()
    context.obj = replace(settings, notices=(*settings.notices, notice))


def _refusal_of(file: str | Path | None) -> str:
    """Begin the log; why that cannot be, or ""."""
    if file:
        from gluetui.glue.aws import call_log

        try:
            call_log.start(Path(file))
        except OSError as error:
            return error.strerror or str(error)
        except ValueError as error:
            return str(error)
    return ""


def _log_notices(settings: Settings) -> None:
    if not settings.notices:
        return
    from gluetui.glue.aws.call_log import note

    for notice in settings.notices:
        note("settings", notice)
