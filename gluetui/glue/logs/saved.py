"""Logs that are not in AWS, which answer CloudWatch Logs' calls as the service does."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from gluetui.glue.logs.event import Event
from gluetui.glue.logs.filter_pattern import UnreadPattern, matcher
from gluetui.glue.logs.saved_streams import SavedStreams, StreamName
from gluetui.glue.logs.tokens import BadToken, Place, place_in, position, token

PAGE_BYTES, PAGE_EVENTS = 1_048_576, 10_000
"""The most that GetLogEvents and FilterLogEvents return at a time; one event is returned whatever its size."""

EVENT_BYTES = 26
"""Bytes that the service counts for each event beside its message."""

MOST_NAMES = 50
"""Streams or groups of one answer."""

Answer = tuple[int, Mapping[str, Any]]
"""HTTP status and JSON body, as the service would send them."""

Operation = Callable[[Mapping[str, Any]], Answer]
"""Answers one operation's parameters."""


class _Refused(Exception):
    """The service would answer an error."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.answer: Answer = (400, {"__type": code, "message": message})


class SavedLogs:
    """Answers GetLogEvents, FilterLogEvents, DescribeLogStreams and DescribeLogGroups."""

    def __init__(self, load: Callable[[], SavedStreams], *, now: Callable[[], int] | None = None) -> None:
        """`load` gives the streams at the first call. Events after `now`, in ms since the epoch, are yet to come."""
        self._load = load
        self._now = now
        self._saved: SavedStreams | None = None
        self._sorted: dict[StreamName, list[Event]] = {}

    @property
    def operations(self) -> dict[str, Operation]:
        """What answers each operation, by its name."""
        answers = {
            "GetLogEvents": self._get_log_events,
            "FilterLogEvents": self._filter_log_events,
            "DescribeLogStreams": self._describe_log_streams,
            "DescribeLogGroups": self._describe_log_groups,
        }
        return {name: partial(_answered, answer) for name, answer in answers.items()}

    def _get_log_events(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        events = self._events(self._stream(asked, asked.get("logStreamName", "")))
        first, end = 0, len(events)
        if "startTime" in asked:
            first = bisect_left(events, asked["startTime"], key=attrgetter("timestamp"))
        if "endTime" in asked:
            end = max(first, bisect_left(events, asked["endTime"], key=attrgetter("timestamp")))
        direction, at = position(asked.get("nextToken"))
        if not direction:
            direction, at = ("f", first) if asked.get("startFromHead") else ("b", end)
        at = min(max(at, first), end)
        most = asked.get("limit", PAGE_EVENTS)
        if direction == "f":
            page = range(at, at + _fitting(events[at : min(end, at + most)]))
        else:
            page = range(at - _fitting(events[max(first, at - most) : at][::-1]), at)
        given = asked.get("nextToken", "")
        forward, backward = token("f", page.stop), token("b", page.start)
        if not page and given:
            forward, backward = (given, backward) if direction == "f" else (forward, given)
        return {
            "events": [_as_answered(events[index]) for index in page],
            "nextForwardToken": forward,
            "nextBackwardToken": backward,
        }

    def _filter_log_events(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        names = self._asked_streams(asked)
        try:
            matches = matcher(asked.get("filterPattern", ""))
        except UnreadPattern as error:
            raise _Refused("InvalidParameterException", str(error)) from None
        after = place_in(asked.get("nextToken"))
        start = max(asked.get("startTime", 0), after.timestamp if after else 0)
        answered: list[dict[str, Any]] = []
        size, last = 0, after
        for place, event in heapq.merge(*(self._placed(name, start, asked.get("endTime")) for name in names)):
            if (after and place <= after) or not matches(event.message):
                continue
            size += _size(event)
            if last and answered and (size > PAGE_BYTES or len(answered) == asked.get("limit", PAGE_EVENTS)):
                return {"events": answered, "searchedLogStreams": [], "nextToken": last.token}
            answered.append({"logStreamName": place.stream, **_as_answered(event), "eventId": place.event_id})
            last = place
        return {"events": answered, "searchedLogStreams": []}

    def _placed(self, name: StreamName, start: int, end: int | None) -> Iterator[tuple[Place, Event]]:
        """The events of a stream from one time to another, each with its place."""
        events = self._events(name)
        first = bisect_left(events, start, key=attrgetter("timestamp"))
        behind = len(events) if end is None else bisect_right(events, end, key=attrgetter("timestamp"))
        for index in range(first, behind):
            yield Place(events[index].timestamp, name.name, index), events[index]

    def _asked_streams(self, asked: Mapping[str, Any]) -> list[StreamName]:
        names, prefix = asked.get("logStreamNames"), asked.get("logStreamNamePrefix")
        if names and prefix:
            raise _Refused(
                "InvalidParameterException", "logStreamNames and logStreamNamePrefix must not be given together."
            )
        if names:
            return [self._stream(asked, name) for name in names]
        return self._streams_of(asked, prefix or "")

    def _describe_log_streams(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        by_time = asked.get("orderBy") == "LastEventTime"
        prefix = asked.get("logStreamNamePrefix", "")
        if by_time and prefix:
            raise _Refused("InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix.")
        described = [self._described(name) for name in self._streams_of(asked, prefix)]
        order = "lastEventTimestamp" if by_time else "logStreamName"
        none: int | str = 0 if by_time else ""
        described.sort(key=lambda each: each.get(order, none), reverse=bool(asked.get("descending")))
        return _page("logStreams", described, asked)

    def _described(self, name: StreamName) -> dict[str, Any]:
        described: dict[str, Any] = {"logStreamName": name.name, "storedBytes": 0}
        if events := self._events(name):
            described |= {"firstEventTimestamp": events[0].timestamp, "lastEventTimestamp": events[-1].timestamp}
            ingested = max(event.ingested for event in events)
            described |= {"lastIngestionTime": ingested} if ingested else {}
        return described

    def _describe_log_groups(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        prefix, part = asked.get("logGroupNamePrefix", ""), asked.get("logGroupNamePattern", "").lower()
        names = (name for name in self._all.all_groups if name.startswith(prefix) and part in name.lower())
        return _page("logGroups", [{"logGroupName": name} for name in names], asked)

    @property
    def _all(self) -> SavedStreams:
        self._saved = self._saved or self._load()
        return self._saved

    def _stream(self, asked: Mapping[str, Any], name: str) -> StreamName:
        """The stream of that name. Raises: _Refused where it or its group is not there."""
        stream = StreamName(self._group(asked), name)
        if stream not in self._all.streams or not self._has_begun(stream):
            raise _Refused("ResourceNotFoundException", self._all.absent.stream)
        return stream

    def _streams_of(self, asked: Mapping[str, Any], prefix: str) -> list[StreamName]:
        group = self._group(asked)
        ours = (each for each in self._all.streams if each.group == group and each.name.startswith(prefix))
        return [each for each in ours if self._has_begun(each)]

    def _group(self, asked: Mapping[str, Any]) -> str:
        identifier = asked.get("logGroupIdentifier", "").rpartition(":log-group:")[2].removesuffix(":*")
        name: str = asked.get("logGroupName") or identifier
        if name not in self._all.all_groups:
            raise _Refused("ResourceNotFoundException", self._all.absent.group)
        return name

    def _has_begun(self, name: StreamName) -> bool:
        """Whether the stream is there by now: one without events always is."""
        return not self._all.streams[name] or bool(self._events(name))

    def _events(self, name: StreamName) -> Sequence[Event]:
        """The events that have come by now, in the order of time, those of one millisecond as they came."""
        if name not in self._sorted:
            self._sorted[name] = sorted(self._all.streams[name], key=attrgetter("timestamp"))
        events = self._sorted[name]
        if self._now is None or not events or events[-1].timestamp <= (now := self._now()):
            return events
        return events[: bisect_right(events, now, key=attrgetter("timestamp"))]


def _answered(answer: Callable[[Mapping[str, Any]], dict[str, Any]], asked: Mapping[str, Any]) -> Answer:
    try:
        return 200, answer(asked)
    except BadToken as error:
        return _Refused("InvalidParameterException", str(error)).answer
    except _Refused as refused:
        return refused.answer


def _as_answered(event: Event) -> dict[str, Any]:
    answered = {"timestamp": event.timestamp, "message": event.message}
    return answered | ({"ingestionTime": event.ingested} if event.ingested else {})


def _size(event: Event) -> int:
    return len(event.message.encode("utf-8", "surrogatepass")) + EVENT_BYTES


def _fitting(events: Sequence[Event]) -> int:
    """How many of these events, from the first, are one page."""
    size = 0
    for count, event in enumerate(events):
        size += _size(event)
        if count and size > PAGE_BYTES:
            return count
    return len(events)


def _page(name: str, items: list[dict[str, Any]], asked: Mapping[str, Any]) -> dict[str, Any]:
    start = asked.get("nextToken", "0")
    if not start.isdecimal():
        raise BadToken
    start = int(start)
    end = start + min(asked.get("limit", MOST_NAMES), MOST_NAMES)
    return {name: items[start:end]} | ({"nextToken": str(end)} if end < len(items) else {})
