"""A CloudWatch Logs of the tests' own, with what moto lacks: empty pages, late events, a tail, throttles, refusals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.logs import Logs
from gluetui.glue.files.snapshot import Operation, Snapshot

NO_GROUP = ("ResourceNotFoundException", "The specified log group does not exist.")
NO_STREAM = ("ResourceNotFoundException", "The specified log stream does not exist.")
THROTTLED = ("ThrottlingException", "Rate exceeded")

DENIED = ("AccessDeniedException", "User: arn:aws:sts::123456789012:assumed-role/A/me is not authorized to perform: {}")
KEY_DENIED = (
    "AccessDeniedException",
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, "
    "or you are not allowed to access.",
)
INFREQUENT = ("InvalidOperationException", "GetLogEvents is not supported for log group class INFREQUENT_ACCESS.")

Answer = tuple[int, Mapping[str, Any]]


class Served(NamedTuple):
    """An event, and when it can first be read, in ms."""

    timestamp: int
    message: str
    arrives: int = 0


@dataclass
class LogService:
    """Groups of streams; everything about it may be changed while it serves."""

    groups: dict[str, dict[str, list[Served]]] = field(default_factory=dict)
    now: int = 2**53
    """What has arrived by then, in ms, is served."""
    empty_pages: int = 0
    """So many empty pages come before each page that has events."""
    page_events: int = 10_000
    page_bytes: int = 1_048_576
    skips_late: bool = False
    """Whether a forward token skips events that arrive with an earlier time than was read."""
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By an operation, a group or a stream's name: the code and the message of the error."""
    throttles: int = 0
    """So many of the next calls are throttled."""
    refused_next: list[tuple[str, str]] = field(default_factory=list)
    """The errors of the next calls."""
    retention: dict[str, int] = field(default_factory=dict)
    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """Calls by operation."""
        return Counter(operation for operation, _ in self.calls)

    def put(self, group: str, stream: str, *events: Served) -> None:
        """Add events to a stream, in the order in which they arrive."""
        self.groups.setdefault(group, {}).setdefault(stream, []).extend(events)

    def logs(self) -> Logs:
        """The client that asks this service, with boto3 between."""
        return Logs(Aws(open_snapshot=self.snapshot, source="a file"))

    def snapshot(self, runs: list[dict[str, Any]] | None = None) -> Snapshot:
        """A snapshot that serves it beside these runs."""
        snapshot = Snapshot(runs or [])
        snapshot.serve("logs", **self.operations())
        return snapshot

    def operations(self) -> dict[str, Operation]:
        """What answers each operation."""
        own = {
            "GetLogEvents": self._get_log_events,
            "DescribeLogStreams": self._describe_log_streams,
            "FilterLogEvents": self._filter_log_events,
            "DescribeLogGroups": self._describe_log_groups,
        }

        def of(name: str) -> Operation:
            return lambda asked: self._answer(name, own[name], asked)

        return {name: of(name) for name in own}

    def _answer(self, name: str, serve: Operation, asked: Mapping[str, Any]) -> Answer:
        self.calls.append((name, asked))
        if self.throttles > 0:
            self.throttles -= 1
            return _error(*THROTTLED)
        if self.refused_next:
            return _error(*self.refused_next.pop(0))
        keys = (name, asked.get("logStreamName"), asked.get("logGroupName"))
        for key in keys:
            if key in self.refused:
                code, message = self.refused[key]
                return _error(code, message.format(f"logs:{name}"))
        group = asked.get("logGroupName")
        if group is not None and group not in self.groups:
            return _error(*NO_GROUP)
        return serve(asked)

    def _get_log_events(self, asked: Mapping[str, Any]) -> Answer:
        streams = self.groups[asked["logGroupName"]]
        if asked["logStreamName"] not in streams:
            return _error(*NO_STREAM)
        events = self._there(streams[asked["logStreamName"]], asked)
        token = json.loads(asked["nextToken"]) if "nextToken" in asked else None
        if token and token["way"] == "f" and not asked.get("startFromHead"):
            return _error("InvalidParameterException", "A forward token wants startFromHead.")
        is_forward = bool(asked.get("startFromHead")) if token is None else token["way"] == "f"
        left = self._left(events, token, is_forward=is_forward)
        empties = token["empties"] if token else 0
        if left and token and empties < self.empty_pages:
            moved = json.dumps(token | {"empties": empties + 1})
            return 200, _page((), *((moved, _turned(token)) if is_forward else (_turned(token), moved)))
        page = self._fitting(left, asked, is_forward=is_forward)
        return 200, _page(page, *self._tokens(page, asked.get("nextToken"), events, is_forward=is_forward))

    def _there(self, events: list[Served], asked: Mapping[str, Any]) -> list[tuple[int, int, Served]]:
        """What has arrived within the times asked for: time, place among the arrivals, event; in the order of time."""
        start, end = asked.get("startTime", 0), asked.get("endTime", 2**60)
        each = enumerate(events)
        there = [(e.timestamp, place, e) for place, e in each if e.arrives <= self.now and start <= e.timestamp < end]
        return sorted(there)

    def _left(
        self, events: list[tuple[int, int, Served]], token: dict[str, Any] | None, *, is_forward: bool
    ) -> list[tuple[int, int, Served]]:
        if token is None:
            return events
        at, seen = tuple(token["at"]), set(token["seen"])
        if not is_forward:
            return [each for each in events if each[:2] < at]
        return [each for each in events if (each[:2] > at if self.skips_late else each[1] not in seen)]

    def _fitting(
        self, events: list[tuple[int, int, Served]], asked: Mapping[str, Any], *, is_forward: bool
    ) -> list[tuple[int, int, Served]]:
        page: list[tuple[int, int, Served]] = []
        size = 0
        for each in events if is_forward else reversed(events):
            size += len(each[2].message.encode("utf-8", "surrogatepass")) + 26
            if page and (size > self.page_bytes or len(page) >= min(self.page_events, asked.get("limit", 10_000))):
                break
            page.append(each)
        return page if is_forward else page[::-1]

    def _tokens(
        self, page: list[tuple[int, int, Served]], given: str | None, events: list[Any], *, is_forward: bool
    ) -> tuple[str, str]:
        """Forward and backward; the one that was given comes back where there is nothing more."""
        if not page and given:
            other = _turned(json.loads(given))
            return (given, other) if is_forward else (other, given)
        before = set(json.loads(given)["seen"]) if given else set()
        if not given and not is_forward:
            before = {place for _, place, _ in events} - {place for _, place, _ in page}
        seen = sorted(before | {place for _, place, _ in page})
        first, last = (page[0][:2], page[-1][:2]) if page else ((0, 0), (0, -1))
        return (
            json.dumps({"way": "f", "at": last, "seen": seen, "empties": 0}),
            json.dumps({"way": "b", "at": first, "seen": seen, "empties": 0}),
        )

    def _describe_log_streams(self, asked: Mapping[str, Any]) -> Answer:
        if "orderBy" in asked and "logStreamNamePrefix" in asked:
            return _error("InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix.")
        streams = self.groups[asked["logGroupName"]]
        names = sorted(name for name in streams if name.startswith(asked.get("logStreamNamePrefix", "")))
        return 200, _listed("logStreams", [{"logStreamName": name, "storedBytes": 0} for name in names], asked)

    def _describe_log_groups(self, asked: Mapping[str, Any]) -> Answer:
        names = sorted(name for name in self.groups if name.startswith(asked.get("logGroupNamePrefix", "")))
        days = self.retention
        entries = [{"logGroupName": n} | ({"retentionInDays": days[n]} if n in days else {}) for n in names]
        return 200, _listed("logGroups", entries, asked)

    def _filter_log_events(self, asked: Mapping[str, Any]) -> Answer:
        """Knows one quoted phrase as a pattern; each page is an empty one first, where there are any."""
        if "startTime" not in asked:
            return _error("InvalidParameterException", "The tests' own service wants a startTime.")
        phrase = asked.get("filterPattern", "").strip('"')
        names = asked.get("logStreamNames")
        prefix = asked.get("logStreamNamePrefix", "")
        times = dict(asked, endTime=asked.get("endTime", 2**59) + 1)
        found = [
            {"logStreamName": name, "timestamp": time, "message": event.message, "eventId": f"{name}/{place}"}
            for name, events in self.groups[asked["logGroupName"]].items()
            if (name in names if names else name.startswith(prefix))
            for time, place, event in self._there(events, times)
            if phrase in event.message
        ]
        found.sort(key=lambda each: each["timestamp"])
        if "nextToken" not in asked and self.empty_pages:
            return 200, {"events": [], "searchedLogStreams": [], "nextToken": "0"}
        return 200, _listed("events", found, asked, most=asked.get("limit", 10_000)) | {"searchedLogStreams": []}


def _turned(token: dict[str, Any]) -> str:
    return json.dumps(token | {"way": "b" if token["way"] == "f" else "f", "empties": 0})


def _page(events: Any, forward: str, backward: str) -> dict[str, Any]:
    entries = [{"timestamp": t, "message": each.message, "ingestionTime": each.arrives} for t, _, each in events]
    return {"events": entries, "nextForwardToken": forward, "nextBackwardToken": backward}


def _listed(name: str, entries: list[Any], asked: Mapping[str, Any], *, most: int = 50) -> dict[str, Any]:
    start = int(asked.get("nextToken", 0))
    end = start + min(most, asked.get("limit", most))
    return {name: entries[start:end]} | ({"nextToken": str(end)} if end < len(entries) else {})


def _error(code: str, message: str) -> Answer:
    return 400, {"__type": code, "message": message}
