"""The cause of a failed run in its log, looked for by the commands that tell it beside what AWS Glue says."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from gluetui.glue.clients.glue import Glue
from gluetui.glue.clients.logs import Logs
from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.cause_search import search_unasked
from gluetui.glue.logs.following import is_early
from gluetui.glue.logs.known_cause import KnownCause, is_looked_into
from gluetui.glue.run.run import JobRun
from gluetui.local.settings import Settings


def cause_of(glue: Glue, run: JobRun) -> KnownCause | None:
    """What the log of a run says of its failure; blocks for up to six calls of CloudWatch Logs.

    None where the log is not looked into, or that of a run that did its work tells no failure.
    """
    if not (is_looked_into(run) and _looks_into_logs()):
        return None
    known = _searched(glue, run)
    return known if known.cause is not None or run.is_failed else None


def _searched(glue: Glue, run: JobRun) -> KnownCause:
    try:
        searched = search_unasked(Logs(glue.aws), run)
    except AwsError as error:
        return KnownCause(error=error)
    return KnownCause(searched, was_early=is_early(run, datetime.now(UTC)))


def _looks_into_logs() -> bool:
    """Whether the user's settings let a log be looked into that was not asked for."""
    settings = click.get_current_context().find_object(Settings) or Settings()
    return settings.logs == "auto"
