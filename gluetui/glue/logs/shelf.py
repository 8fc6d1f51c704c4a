"""What is loaded of one log stream: pages of records, to which older ones come in front and newer ones behind.

A page of events may begin in the middle of a line or a trace. Its first records are read again, with what comes
before them, once older events are there; so the records are the same whatever the pages were.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gluetui.glue.logs.continuing import MOST_UNCERTAIN_LINES
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.heads import TRACEBACK
from gluetui.glue.logs.packed import MOST_BYTES, Page
from gluetui.glue.logs.records import Record, RecordReader


class Batch(NamedTuple):
    """Events that were read into records, to be put on their shelf: packed in a thread, put where keys are answered."""

    shelf: Shelf
    front: Page | None
    """The records that may yet change by what comes before them, in place of those; None leaves them."""
    body: Page
    """The records after these that are certain."""
    tail: Page | None
    """What may go on, in place of what was; None leaves it."""
    is_older: bool
    reader: RecordReader


class Shelf:
    """One stream's records, numbered: those that are certain never change their number."""

    def __init__(self, stream: Stream, number: int) -> None:
        self.stream = stream
        self.number = number
        """Among the log's streams."""
        self._reader = RecordReader(stream)
        self._front = Page()
        self._body: list[Page] = []
        self._tail = Page()
        self._firsts: list[int] = []
        self._pages: list[Page] = []

    @property
    def pages(self) -> Sequence[Page]:
        """The pages in their order, those without records left out."""
        return self._pages

    def page_of(self, number: int) -> Page:
        """The page that a record is in."""
        return self._pages[bisect_right(self._firsts, number) - 1]

    def newer(self, events: Sequence[Event]) -> Batch:
        """What events behind all others make; it is to be put on the shelf before the next is made."""
        records = self._reader.feed(events)
        tail = Page(self._reader.rest())
        if self._body:
            return Batch(self, None, Page(records), tail, False, self._reader)
        front = [*self._records_of(self._front), *records]
        certain = _first_certain(front)
        return Batch(self, Page(front[:certain]), Page(front[certain:]), tail, False, self._reader)

    def older(self, events: Sequence[Event]) -> Batch:
        """What events before all others make; it is to be put on the shelf before the next is made."""
        before = [*events, *_as_events(self._records_of(self._front))]
        reader = RecordReader(self.stream)
        if not self._body:
            records = reader.feed([*before, *_as_events(self._records_of(self._tail))])
            certain = _first_certain(records)
            tail = Page(reader.rest())
            return Batch(self, Page(records[:certain]), Page(records[certain:]), tail, True, reader)
        records = [*reader.feed(before), *reader.close()]
        certain = _first_certain(records)
        return Batch(self, Page(records[:certain]), Page(records[certain:]), None, True, self._reader)

    def replaced_by(self, batch: Batch) -> list[int]:
        """The numbers of the records that `put` would forget."""
        pages = [self._front] * (batch.front is not None) + [self._tail] * (batch.tail is not None)
        return [number for page in pages for number in range(page.first, page.end)]

    def put(self, batch: Batch) -> list[int]:
        """Takes a batch in; the numbers of the records that are new, in their order."""
        self._reader = batch.reader
        body = batch.body
        if body and batch.is_older and self._body:
            body.first = self._body[0].first - len(body)
            body.order(before=self._body[0].keys()[0])
            self._body.insert(0, body)
        if batch.front is not None:
            self._front = batch.front
            self._front.first = (self._body[0].first if self._body else 0) - len(self._front)
            self._front.order(before=self._body[0].keys()[0] if self._body else None)
        numbers = range(body.first, body.end) if body and batch.is_older and self._body else self._put_behind(body)
        if batch.tail is not None:
            self._tail = batch.tail
            self._tail.first = self._body[-1].end if self._body else 0
            self._tail.order(after=self._last_key())
        self._pages = [page for page in (self._front, *self._body, self._tail) if page]
        self._firsts = [page.first for page in self._pages]
        front = range(self._front.first, self._front.end) if batch.front is not None else ()
        tail = range(self._tail.first, self._tail.end) if batch.tail is not None else ()
        return [*front, *numbers, *tail]

    def _put_behind(self, page: Page) -> Sequence[int]:
        if not page:
            return ()
        page.order(after=self._last_key())
        last = self._body[-1] if self._body else None
        page.first = last.end if last else 0
        numbers = range(page.first, page.end)
        if last and len(last.data) + len(page.data) <= MOST_BYTES:
            last.merge(page)
        else:
            self._body.append(page)
        return numbers

    def _last_key(self) -> int | None:
        """The place in time of the last record that is certain, else of the last in front."""
        page = self._body[-1] if self._body else self._front
        return page.keys()[-1] if page else None

    def _records_of(self, page: Page) -> list[Record]:
        return [page.record(number, self.stream) for number in range(page.first, page.end)]


def _as_events(records: Iterable[Record]) -> list[Event]:
    return [Event(record.time, record.text) for record in records]


def _first_certain(records: Sequence[Record]) -> int:
    """Where the first record is that nothing before these can change: one with a head, or far enough behind."""
    lines = 0
    for place, record in enumerate(records):
        if place and record.has_head and not record.text.startswith(TRACEBACK):
            return place
        if place > 1 and lines > MOST_UNCERTAIN_LINES and records[place - 1].text.count("\n") == 1:
            return place
        lines += record.text.count("\n")
    return len(records)
