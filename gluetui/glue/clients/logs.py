"""CloudWatch Logs' calls, read-only: the streams of a log group, and their events page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from gluetui.glue.aws.services import LOGS
from gluetui.glue.errors.error import BadAnswer
from gluetui.glue.logs.calls import EventsPage, Group, LogsPage, StreamEvent, StreamSeen
from gluetui.glue.logs.event import Event, Stream

if TYPE_CHECKING:
    from gluetui.glue.aws.boto import Aws

STREAMS_PAGE = 50
"""Streams a page: the most that DescribeLogStreams gives."""

GROUPS_PAGE = 50
"""Groups a page: the most that DescribeLogGroups gives."""

EVENTS_PAGE = 10_000
"""Events a page at the most; a page of 1 MB is full before."""


class Logs:
    """CloudWatch Logs of one Region. Every method blocks, may be called from any thread, raises AwsError only.

    Times are milliseconds since the epoch; `end` is the first one that no longer counts.
    """

    def __init__(self, aws: Aws) -> None:
        self.aws = aws

    def streams(self, group: str, prefix: str, *, token: str | None = None) -> LogsPage[StreamSeen]:
        """One page of the group's streams that begin with a prefix, by name (AWS sorts by time without one only)."""
        asked = {"logGroupName": group, "logStreamNamePrefix": prefix, "limit": STREAMS_PAGE}
        entries, following = self._list("DescribeLogStreams", "logStreams", asked, token)
        items = [
            StreamSeen(name, _time(entry, "firstEventTimestamp"), _time(entry, "lastEventTimestamp"))
            for entry in entries
            if isinstance(entry, dict) and isinstance(name := entry.get("logStreamName"), str)
        ]
        return LogsPage(tuple(items), following, len(entries) - len(items))

    def groups(self, prefix: str, *, token: str | None = None) -> LogsPage[Group]:
        """One page of the log groups that begin with a prefix."""
        asked = {"logGroupNamePrefix": prefix, "limit": GROUPS_PAGE}
        entries, following = self._list("DescribeLogGroups", "logGroups", asked, token)
        items = [
            Group(name, _time(entry, "retentionInDays"), _text(entry, "logGroupClass"))
            for entry in entries
            if isinstance(entry, dict) and isinstance(name := entry.get("logGroupName"), str)
        ]
        return LogsPage(tuple(items), following, len(entries) - len(items))

    def events(
        self,
        stream: Stream,
        *,
        token: str | None = None,
        start: int | None = None,
        end: int | None = None,
        from_head: bool = False,
        limit: int | None = None,
    ) -> EventsPage:
        """One page of a stream: the latest events, or the earliest `from_head`, which a forward token needs too."""
        asked: dict[str, Any] = {"logGroupName": stream.group, "logStreamName": stream.name, "startFromHead": from_head}
        asked |= _bounds(start, end) | _given(nextToken=token, limit=limit)
        answer = self._ask("GetLogEvents", asked)
        entries = self._member(answer, "events", "GetLogEvents", asked)
        events = events_of(entries)
        forward, backward = _text(answer, "nextForwardToken"), _text(answer, "nextBackwardToken")
        return EventsPage(events, forward, backward, len(entries) - len(events))

    def filtered(
        self,
        group: str,
        *,
        prefix: str = "",
        names: Iterable[str] = (),
        pattern: str = "",
        start: int,
        end: int | None = None,
        token: str | None = None,
        limit: int | None = None,
    ) -> LogsPage[StreamEvent]:
        """One page of events of up to 100 streams, or of those with a prefix, in the order of time.

        Without a start AWS would look through all that the group ever held.
        """
        asked: dict[str, Any] = {"logGroupName": group}
        # FilterLogEvents counts its endTime in, GetLogEvents does not.
        asked |= _bounds(start, None if end is None else end - 1)
        asked |= _given(logStreamNames=list(names), logStreamNamePrefix=prefix, filterPattern=pattern, limit=limit)
        entries, following = self._list("FilterLogEvents", "events", asked, token)
        items = [
            StreamEvent(_text(entry, "logStreamName"), event, _text(entry, "eventId"))
            for entry in entries
            if isinstance(entry, dict)
            for event in events_of([entry])
        ]
        return LogsPage(tuple(items), following, len(entries) - len(items))

    def _list(
        self, operation: str, member: str, asked: dict[str, Any], token: str | None
    ) -> tuple[list[Any], str | None]:
        answer = self._ask(operation, asked | _given(nextToken=token))
        following = _text(answer, "nextToken") or None
        if token and following == token:
            raise self._bad_answer("its nextToken leads to the same page again", operation, asked)
        return self._member(answer, member, operation, asked), following

    def _ask(self, operation: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        return self.aws.call(LOGS.name, operation, asked)

    def _member(self, answer: Mapping[str, Any], name: str, operation: str, asked: Mapping[str, Any]) -> list[Any]:
        value = answer.get(name)
        if not isinstance(value, list):
            raise self._bad_answer(f"no {name}", operation, asked)
        return value

    def _bad_answer(self, complaint: str, operation: str, asked: Mapping[str, Any]) -> Exception:
        return self.aws.explain(BadAnswer(complaint), LOGS.name, operation, asked)


def events_of(entries: list[Any]) -> tuple[Event, ...]:
    """The events of an answer's list; what is none is left out."""
    try:
        events = [Event(each["timestamp"], each["message"], each.get("ingestionTime") or 0) for each in entries]
    except (KeyError, TypeError, AttributeError):
        return tuple(event for each in entries if isinstance(each, dict) and len(each) for event in _event(each))
    return tuple(each for each in events if type(each.message) is str and type(each.timestamp) is int)


def _event(entry: Mapping[str, Any]) -> Iterable[Event]:
    return events_of([entry]) if {"timestamp", "message"} <= entry.keys() else ()


def _bounds(start: int | None, end: int | None) -> dict[str, int]:
    """AWS takes no time before 1970."""
    return {name: max(value, 0) for name, value in (("startTime", start), ("endTime", end)) if value is not None}


def _given(**asked: Any) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value}


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _time(entry: Mapping[str, Any], name: str) -> int | None:
    value = entry.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
