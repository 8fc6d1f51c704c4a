"""A CloudWatch Logs that answers from pages made beforehand, so that what is measured waits for nothing else."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from gluetui.glue.files.snapshot import Snapshot
from tests.benchmarks.log_text import START, failure, records
from tests.server import Call, Reply, refusal

JOB, RUN, FEW_RUN, LIVE_RUN = "orders", "jr_log", "jr_few", "jr_live"
OUTPUT, ERROR = "/aws-glue/jobs/output", "/aws-glue/jobs/error"
PAGE_BYTES, EVENT_BYTES, PAGE_EVENTS = 1_048_576, 26, 10_000
CHUNK = 32_768
PRINTED = 10
"""Every so many bytes of `error` have one byte of `output`."""

FEW_BYTES = 240_000
"""Of the run with 1,000 lines."""

LIVE_SECONDS = 0.5
"""Between two events of the run that is live."""

Entry = dict[str, Any]
Part = bytes
"""The events of a page as they are sent, without what is around them."""


class ServedLog:
    """Serves runs' logs as a `fault` of the tests' server: a long one, a short one, in pages, and one that is live."""

    def __init__(self, megabytes: int) -> None:
        self.began = time.time()
        self._pages: dict[tuple[str, str], list[Part]] = {}
        ends = {RUN: self._speak(RUN, megabytes * 1_000_000), FEW_RUN: self._speak(FEW_RUN, FEW_BYTES)}
        self.snapshot = Snapshot([*(_run(name, end) for name, end in ends.items()), _run(LIVE_RUN, None)])

    def _speak(self, run_id: str, size: int) -> int:
        """Make the pages of a failed run, so many bytes; the time of its last event in ms."""
        spoken = list(_up_to(records(10**9), size))
        end = spoken[-1][0]
        printed = _up_to(records(10**9), size // PRINTED)
        self._pages[ERROR, run_id] = list(_parts(_entry(*each) for each in [*spoken, (end, failure(end))]))
        self._pages[OUTPUT, run_id] = list(_parts(_chunks(printed)))
        return end

    def answer(self, call: Call) -> Reply | None:
        """The reply to a call of Logs; None leaves a call of Glue to the snapshot."""
        if call.service != "logs":
            return None
        asked = call.asked
        if call.operation == "DescribeLogStreams":
            return Reply.of({"logStreams": list(self._streams(asked))})
        if call.operation != "GetLogEvents":
            return refusal("AccessDeniedException", "Nothing else is served here.")
        if asked["logStreamName"] == LIVE_RUN:
            return self._live(asked)
        pages = self._pages.get((asked["logGroupName"], asked["logStreamName"]))
        if pages is None:
            return refusal("ResourceNotFoundException", "The specified log stream does not exist.")
        return _page(pages, asked)

    def _streams(self, asked: Entry) -> Iterator[Entry]:
        prefix = asked.get("logStreamNamePrefix", "")
        names = {name for group, name in self._pages if group == asked["logGroupName"]} | {LIVE_RUN}
        return ({"logStreamName": name} for name in sorted(names) if name.startswith(prefix))

    def _live(self, asked: Entry) -> Reply:
        """Every event says when it could first be read: the seconds since 1970."""
        seen = int(asked.get("nextToken", "f/0").partition("/")[2])
        there = int((time.time() - self.began) / LIVE_SECONDS)
        if asked["logGroupName"] == OUTPUT:
            there = seen
        moments = [self.began + LIVE_SECONDS * (number + 1) for number in range(seen, there)]
        entries = [_entry(round(1000 * each), f"served at {each:.6f}\n") for each in moments]
        return Reply.of({"events": entries, "nextForwardToken": f"f/{there}", "nextBackwardToken": f"b/{seen}"})


def _page(pages: list[Part], asked: Entry) -> Reply:
    """The newest page, or the first; and what a token leads to: a place between two pages, or one within a page."""
    token = asked.get("nextToken")
    if token is None:
        number = 0 if asked.get("startFromHead") else len(pages) - 1
        return _newest(pages, number, asked["limit"]) if "limit" in asked else _whole(pages, number)
    way, _, place = token.partition("/")
    place, _, within = place.partition(".")
    number = int(place) if way == "f" else int(place) - 1
    if within:
        return _reply(_part(_entries(pages[number])[: int(within)]), f"f/{number}.{within}", f"b/{number}")
    return _whole(pages, number)


def _whole(pages: list[Part], number: int) -> Reply:
    if not 0 <= number < len(pages):
        return _reply(b"", f"f/{max(number, 0)}", f"b/{max(number, 0)}")
    return _reply(pages[number], f"f/{number + 1}", f"b/{number}")


def _newest(pages: list[Part], number: int, limit: int) -> Reply:
    """The last events of a page; what is older goes on within it."""
    entries = _entries(pages[number])
    if len(entries) <= limit:
        return _whole(pages, number)
    return _reply(_part(entries[-limit:]), f"f/{number + 1}", f"b/{number + 1}.{len(entries) - limit}")


def _entries(part: Part) -> list[Entry]:
    entries: list[Entry] = json.loads(b"[" + part + b"]")
    return entries


def _reply(events: bytes, forward: str, backward: str) -> Reply:
    tokens = f'],"nextForwardToken":"{forward}","nextBackwardToken":"{backward}"}}'
    return Reply(200, b'{"events":[' + events + tokens.encode())


def _up_to(coming: Iterable[tuple[int, str]], size: int) -> Iterator[tuple[int, str]]:
    for at, text in coming:
        yield at, text
        size -= len(text)
        if size <= 0:
            return


def _entry(at: int, message: str) -> Entry:
    return {"timestamp": at, "message": message, "ingestionTime": at + 900}


def _chunks(printed: Iterable[tuple[int, str]]) -> Iterator[Entry]:
    """Events that end anywhere in a line, as Glue sends what a script prints."""
    held = ""
    at = 0
    for at, text in printed:
        held += text
        while len(held) >= CHUNK:
            yield _entry(at, held[:CHUNK])
            held = held[CHUNK:]
    yield _entry(at, held)


def _parts(entries: Iterable[Entry]) -> Iterator[Part]:
    """Pages that are full by AWS's own rule."""
    page: list[Entry] = []
    size = 0
    for entry in entries:
        size += len(entry["message"]) + EVENT_BYTES
        if page and (size > PAGE_BYTES or len(page) == PAGE_EVENTS):
            yield _part(page)
            page, size = [], len(entry["message"]) + EVENT_BYTES
        page.append(entry)
    yield _part(page)


def _part(page: list[Entry]) -> Part:
    return json.dumps(page, separators=(",", ":"))[1:-1].encode()


def _run(run_id: str, end: int | None) -> Entry:
    over = {"JobRunState": "FAILED", "CompletedOn": end / 1000} if end else {"JobRunState": "RUNNING"}
    arguments = {"--db-password": "sesame-open-it-91", "--enable-job-insights": "false"}
    started = (START - timedelta(seconds=9)).timestamp()
    return {
        "Id": run_id, "JobName": JOB, "Attempt": 0, "StartedOn": started, "GlueVersion": "5.0",
        "LogGroupName": "/aws-glue/jobs", "Arguments": arguments, **over,
    }  # fmt: skip
