"""When a document was written, by what stands in it: a file's own date says when it was copied or cloned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from gluetui.glue.logs.event import Event
from gluetui.glue.run.run import TIMES, JobRun, instant, number

_AHEAD = timedelta(days=1)
"""How far another machine's clock may be ahead; a time beyond that is an error in the document."""


class SavedAt:
    """Is shown every object of a document, and keeps the newest time that can be believed."""

    def __init__(self, now: datetime) -> None:
        self._latest = now + _AHEAD
        self.newest: datetime | None = None
        """None where the document has no time."""

    def look_at(self, found: Mapping[str, Any]) -> None:
        """Take in the time that an event, a notification or an answer of boto3 has of itself."""
        if "detail" in found:
            self._take(instant(found.get("time")))
        if "TopicArn" in found:
            self._take(instant(found.get("Timestamp")))
        self._take(_answered(found.get("ResponseMetadata")))

    def look_at_run(self, raw: Mapping[str, Any]) -> None:
        """Take in the times of a run; what it had consumed by then, it had consumed since its start."""
        for moment in _times_of(raw):
            self._take(moment)

    def look_at_night(self, as_of: datetime | None) -> None:
        """Take in when a night was saved."""
        self._take(as_of)

    def look_at_log(self, events: Iterable[Event]) -> None:
        """Take in the times of a log's events."""
        self._take(instant(max((event.timestamp for event in events), default=None)))

    def _take(self, moment: datetime | None) -> None:
        if moment is not None and moment <= self._latest and (self.newest is None or moment > self.newest):
            self.newest = moment


def _times_of(raw: Mapping[str, Any]) -> Iterator[datetime | None]:
    for name in TIMES:
        yield instant(raw.get(name))
    started, executed = JobRun(raw).started, number(raw.get("ExecutionTime"))
    if started is not None and executed is not None and 0 < executed < _AHEAD.total_seconds() * 365:
        with suppress(OverflowError):
            yield started + timedelta(seconds=executed)


def _answered(metadata: object) -> datetime | None:
    """The date in the HTTP headers of an answer that was printed whole."""
    headers = metadata.get("HTTPHeaders") if isinstance(metadata, Mapping) else None
    date = headers.get("date") if isinstance(headers, Mapping) else None
    try:
        return parsedate_to_datetime(date).astimezone(UTC) if isinstance(date, str) else None
    except (ValueError, TypeError, OverflowError):
        return None
