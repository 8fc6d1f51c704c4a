"""The records of the demo's logs, in the forms that Glue's versions write, and the events they are cut into."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from gluetui.glue.files.demo_logs import TIMES

CHUNK = 32_768
"""Bytes of an event that Glue sends at most."""

Record = tuple[datetime, str]
"""When it was written, and its text."""

SCHEDULER = "org.apache.spark.scheduler.TaskSetManager"
STAGES = "org.apache.spark.scheduler.DAGScheduler"
CONTEXT = "org.apache.spark.SparkContext"
EXECUTOR = "org.apache.spark.executor.Executor"
UPLOADER = "com.amazonaws.services.glue.LogPusher"
LAUNCHER = "com.amazonaws.services.glue.ProcessLauncher"


class Log:
    """One stream's records, in the form of a version of Glue."""

    def __init__(self, glue: str, start: datetime) -> None:
        self.glue = glue
        self.start = start
        self.records: list[Record] = []

    def add(self, at: datetime, level: str, logger: str, said: str, thread: str = "main") -> None:
        """A record of Spark's or Glue's."""
        milliseconds = at.microsecond // 1000
        name = logger.rpartition(".")[2]
        if self.glue == "logs-v2":
            head = f"{at:%y/%m/%d %H:%M:%S} {level} {name}: "
        elif self.glue < "5":
            package = logger.split(".")[-2]
            place = f"(Logging.scala:log{level.capitalize()}({ {'INFO': 61, 'WARN': 73, 'ERROR': 77}[level] }))"
            head = f"{at:%Y-%m-%d %H:%M:%S},{milliseconds:03} {level} [{thread}] {package}.{name} {place}: "
        else:
            since = round((at - self.start) / timedelta(milliseconds=1))
            head = f"{level}\t{at:%Y-%m-%dT%H:%M:%S},{milliseconds:03}\t{since}\t{logger}\t[{thread}]\t"
        self.plain(at, f"{head}{said}")

    def plain(self, at: datetime, text: str) -> None:
        """What has no head of Spark's: what the script prints, a trace, the command."""
        self.records.append((at, f"{text}\n"))

    def scripts(self, at: datetime, name: str, said: str, level: str = "INFO") -> None:
        """A record of the script's own logging."""
        self.plain(at, f"{at:%Y-%m-%d %H:%M:%S},{at.microsecond // 1000:03} {level} [MainThread] {name} - {said}")

    def in_order(self) -> list[Record]:
        return sorted(self.records, key=lambda record: record[0])


def single_events(records: list[Record]) -> list[dict[str, Any]]:
    """An event a record, as what a script prints is sent."""
    return [_event(at, text) for at, text in records]


def chunks(records: list[Record], rng: random.Random) -> list[dict[str, Any]]:
    """What was written in a few seconds is one event, cut wherever it is full; some begin with a line end."""
    events: list[dict[str, Any]] = []
    left_over = ""
    for at, text in _gathered(records, rng):
        text = left_over + text
        left_over = ""
        while len(text.encode()) > CHUNK:
            cut = _place_to_cut(text)
            events.append(_event(at, text[:cut]))
            text = text[cut:]
        if rng.random() < 0.15 and text.endswith("\n") and len(text) > 1:
            text, left_over = text[:-1], "\n"
        events.append(_event(at, text))
    if left_over:
        events[-1]["message"] += left_over
    return events


def _gathered(records: list[Record], rng: random.Random) -> Iterator[Record]:
    """The records that are sent together, with the time of the first."""
    first, parts = None, []
    until = datetime.min.replace(tzinfo=UTC)
    for at, text in records:
        if at >= until:
            if first is not None:
                yield first, "".join(parts)
            first, parts, until = at, [], at + timedelta(seconds=rng.choice([2, 5, 5, 20, 90]))
        parts.append(text)
    if first is not None:
        yield first, "".join(parts)


def _place_to_cut(text: str) -> int:
    """Where an event is full: anywhere but within a time, which the demo has to move."""
    cut = len(text.encode()[:CHUNK].decode("utf-8", "ignore"))
    for found in TIMES.finditer(text, max(0, cut - 40), cut + 40):
        if found.start() < cut < found.end():
            return found.start()
    return cut


def _event(at: datetime, text: str) -> dict[str, Any]:
    milliseconds = round(at.timestamp() * 1000)
    return {"timestamp": milliseconds, "message": text, "ingestionTime": milliseconds + 1200 + milliseconds % 3000}
