"""Logs in a saved file, beside the runs that they are of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gluetui.glue.files.printed import as_json
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.saved_streams import NO_LOG, Absent, StreamName
from gluetui.glue.run.run import instant, number

if TYPE_CHECKING:  # What reads logs is imported when the first log is looked into.
    from gluetui.glue.logs.log import Log

LOGS_MEMBER = "LogStreams"
"""Member beside JobRuns with the logs: a list of {logGroupName, logStreamName, events}, by CloudWatch Logs' names."""

_FURTHEST = 1 << 53
"""Milliseconds: a time beyond is a number that JSON readers cannot tell from its neighbours, and no time at all."""

NOTHING_SAVED = Absent(NO_LOG, NO_LOG)
"""What a file without any log says, whatever is asked for."""

NOT_SAVED = Absent("The file holds no log group of this name.", "The file holds no log stream of this name.")
"""What a file says that holds other logs."""


def logged(log: Log) -> dict[StreamName, Iterator[Event]]:
    """What a log holds, to be saved: an event for each record, as it does not keep where AWS's events began."""
    return {StreamName(each.group, each.name): _as_events(log, each) for each in log.streams}


def _as_events(log: Log, stream: Stream) -> Iterator[Event]:
    for page in log.pages(stream):
        for place in range(page.first, page.end):
            record = page.record(place, stream)
            yield Event(record.time, record.text)


def printed_streams(logs: Mapping[StreamName, Iterable[Event]]) -> Iterator[str]:
    """The value of LOGS_MEMBER in pieces, an event a line."""
    opening = "["
    for name, events in logs.items():
        named = as_json({"logGroupName": name.group, "logStreamName": name.name})
        yield f'{opening}\n{named[:-1]}, "events": ['
        comma = ""
        for event in events:
            yield f"{comma}\n{as_json(event_members(event))}"
            comma = ","
        yield "]}"
        opening = ","
    yield "[]" if opening == "[" else "\n]"


def event_members(event: Event) -> dict[str, Any]:
    """An event by CloudWatch Logs' names."""
    members: dict[str, Any] = {"timestamp": event.timestamp, "message": event.message}
    return members | ({"ingestionTime": event.ingested} if event.ingested else {})


def streams_in(value: object) -> tuple[dict[StreamName, list[Event]], int]:
    """The logs of a value of LOGS_MEMBER, and how many events or streams in it cannot be read."""
    streams: dict[StreamName, list[Event]] = {}
    unread = 0
    for entry in value if isinstance(value, list) else [value]:
        found = _stream_in(entry)
        if found is None:
            unread += 1
            continue
        name, (events, left_out) = found
        unread += left_out
        streams[name] = max(streams.get(name, []), events, key=len)
    return streams, unread


def events_in(value: object) -> tuple[list[Event], int]:
    """The events of a list of CloudWatch Logs, and how many entries are none; what is no list is one entry."""
    if not isinstance(value, list):
        return [], 1
    events = [event for entry in value if (event := event_in(entry)) is not None]
    return events, len(value) - len(events)


def event_in(entry: object) -> Event | None:
    """One event as CloudWatch Logs returns it; None for what is none."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("message"), str):
        return None
    timestamp = _milliseconds(entry.get("timestamp"))
    if timestamp is None or abs(timestamp) > _FURTHEST:
        return None
    return Event(timestamp, entry["message"], _milliseconds(entry.get("ingestionTime")) or 0)


def _stream_in(entry: object) -> tuple[StreamName, tuple[list[Event], int]] | None:
    if not isinstance(entry, Mapping):
        return None
    group, name = entry.get("logGroupName"), entry.get("logStreamName")
    if not isinstance(group, str) or not isinstance(name, str):
        return None
    return StreamName(group, name), events_in(entry.get("events"))


def _milliseconds(value: object) -> int | None:
    """Milliseconds since the epoch; ISO text is read too, as `aws logs tail` has times."""
    if isinstance(value, int | float):
        return None if number(value) is None else int(value)
    moment = instant(value)
    return None if moment is None else round(moment.timestamp() * 1000)
