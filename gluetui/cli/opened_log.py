"""A log among what `gluetui open` is given: told from what names a run, and from files of runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gluetui.cli.exit_codes import USAGE, Failure
from gluetui.glue.files.opened_log import SavedLog, log_of
from gluetui.glue.files.references import parse_reference

_LONGEST_ALERT = 20_000
"""Bytes of a text that may be an alert."""

BY_ITSELF = "; a log and its run's JSON are opened one by one"
"""What to do with files of both kinds."""


def printed_log(content: bytes) -> SavedLog | None:
    """The log that a content is; None for any other, and for an alert that names a run behind its time."""
    log = log_of(content)
    if log is None or len(content) > _LONGEST_ALERT or log.run_ids or sum(map(len, log.streams.values())) > 1:
        return log
    return log if parse_reference(content.decode("utf-8", "replace")) is None else None


def further_logs(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, SavedLog]]:
    """The logs of files that are opened beside a log. Raises: Failure for one that holds none."""
    for name, content in files:
        log = printed_log(content)
        if log is None:
            raise Failure(f"{name}: expected a log, as the file before it is{BY_ITSELF}.", exit_code=USAGE)
        yield name, log
