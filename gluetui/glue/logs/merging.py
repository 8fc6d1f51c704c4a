"""The records of several streams in the order of time, while their pages are read one after the other."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter

from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.pages import Events, StreamPages
from gluetui.glue.logs.reading import LogReader
from gluetui.glue.logs.records import Record, RecordReader

PAGE_EVENTS = 10_000
LEAST_EVENTS = 500
"""Events a page where so many streams are read side by side that their pages would fill the memory."""

MOST_REMEMBERED = 50_000
"""Events of a stream up to which it is read once more at its end, to find those that came late."""


class LiveStream:
    """One stream that is read on: its records, and what tells whether any event came late."""

    def __init__(self, pages: StreamPages) -> None:
        self.pages = pages
        self.stream: Stream = pages.stream
        self._records = RecordReader(pages.stream)
        self._seen: Counter[tuple[int, int]] = Counter()
        self._looks_without_news = 0

    def read(self, events: Events) -> list[Record]:
        """The records that these events complete; of a stream that pauses, the last one too."""
        if self.pages.count <= MOST_REMEMBERED:
            self._seen.update(map(_identity, events))
        else:
            self._seen.clear()
        if events:
            self._looks_without_news = 0
            return self._records.feed(events)
        self._looks_without_news += 1
        left = self._records.rest()
        # A chunk may end within a line: such a line is waited for once more.
        is_whole = bool(left) and left[-1].text.endswith("\n")
        return self.close() if is_whole or self._looks_without_news > 1 else []

    def close(self) -> list[Record]:
        """What is left."""
        return self._records.close()

    def late(self) -> tuple[Record, ...] | None:
        """The records of events that came behind others that were read before; None where it was too long to ask."""
        if self.pages.count > MOST_REMEMBERED:
            return None
        missing: list[Event] = []
        seen = self._seen.copy()
        for events in self.pages.whole():
            for event in events:
                each = _identity(event)
                if seen[each] > 0:
                    seen[each] -= 1
                else:
                    missing.append(event)
        self._seen.update(map(_identity, missing))
        return (*self._records.feed(missing), *self._records.close()) if missing else ()


def _identity(event: Event) -> tuple[int, int]:
    """Events of GetLogEvents have no id: time and text tell them apart, equal ones are counted."""
    return event.timestamp, hash(event.message)


def merged(reader: LogReader, streams: Sequence[LiveStream], *, goes_on: bool = False) -> Iterator[Record]:
    """Every record that there is by now, in the order of time; each stream's own order stays.

    A stream that AWS no longer gives ends there, which is among the reader's answers. Where it `goes_on`, a stream's
    last record is kept back, since the next event may go on with it.
    Raises: AwsError for what every call would meet.
    """
    limit = None if len(streams) <= 10 else max(LEAST_EVENTS, PAGE_EVENTS * 10 // len(streams))
    return heapq.merge(*(_records(reader, each, limit, goes_on=goes_on) for each in streams), key=attrgetter("time"))


def _records(reader: LogReader, live: LiveStream, limit: int | None, *, goes_on: bool) -> Iterator[Record]:
    try:
        for events in live.pages.rest(limit=limit):
            if events:
                yield from live.read(events)
    except AwsError as error:
        reader.answers.refused(live.stream.group, live.stream.name, error)
    else:
        reader.note_read(live.pages)
    if not goes_on:
        yield from live.close()
