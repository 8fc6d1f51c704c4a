"""The cause of a failed run in its log, looked for by the commands that tell it beside what AWS Glue says."""

from __future__ import annotations

from datetime import UTC, datetime

from gluetui.glue.clients.glue import Glue
from gluetui.glue.clients.logs import Logs
from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.cause_search import search_cause
from gluetui.glue.logs.following import is_early
from gluetui.glue.logs.known_cause import KnownCause
from gluetui.glue.run.run import JobRun


def cause_of(glue: Glue, run: JobRun) -> KnownCause:
    """What the log of a run that failed says of why; blocks for up to six calls of CloudWatch Logs."""
    try:
        searched = search_cause(Logs(glue.aws), run)
    except AwsError as error:
        return KnownCause(error=error)
    return KnownCause(searched, was_early=is_early(run, datetime.now(UTC)))
