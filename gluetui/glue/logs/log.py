"""What is loaded of a run's log: the records of all its streams in the order of time, packed."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.noise import Kind
from gluetui.glue.logs.packed import Page
from gluetui.glue.logs.records import Record
from gluetui.glue.logs.shelf import Batch, Shelf

_NUMBERS = 1 << 43
"""Numbers of records lie between minus and plus this; a reference has the stream's number above."""


class Log:
    """The records that are loaded, each at a position in the order of time.

    A record's reference stays while positions move by what is loaded before it. Records of one stream keep the
    stream's order, also where its clock runs backwards; those of one millisecond stand in the order of streams.
    """

    def __init__(self) -> None:
        self._shelves: dict[Stream, Shelf] = {}
        self._by_number: list[Shelf] = []
        self._order = array("q")
        self._changes: list[tuple[int, int]] = []
        """Of each change the first position that is another, and how many at the end stayed as they were."""

    def __len__(self) -> int:
        return len(self._order)

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The streams, in the order in which they came."""
        return tuple(self._shelves)

    @property
    def levels(self) -> Mapping[str | None, int]:
        """How many records have which level."""
        counts: dict[str | None, int] = {}
        for page in self.pages():
            page.count_levels(counts)
        return counts

    @property
    def revision(self) -> int:
        """A number that grows with each change; see `changed_from`."""
        return len(self._changes)

    def changed_from(self, revision: int) -> int:
        """The first position at which anything is another since a revision."""
        return min((first for first, _ in self._changes[revision:]), default=len(self))

    def same_behind(self, revision: int) -> int:
        """How many records at the end are the same since a revision, and stand there in the same order."""
        return min((same for _, same in self._changes[revision:]), default=len(self))

    def newer(self, stream: Stream, events: Sequence[Event]) -> Batch:
        """Reads events that come behind the stream's others. In any thread, one stream in one at a time.

        The batch is to be taken before the stream's next one is read.
        """
        return self._shelf(stream).newer(events)

    def older(self, stream: Stream, events: Sequence[Event]) -> Batch:
        """Reads events that come before the stream's others; as `newer`."""
        return self._shelf(stream).older(events)

    def take(self, batch: Batch) -> None:
        """Takes in what was read; quick, for the thread that reads the log."""
        shelf = batch.shelf
        least, left = self._forget(shelf, shelf.replaced_by(batch))
        added, behind = self._insert(shelf, shelf.put(batch))
        self._changes.append((min(least, added), min(left, behind)))

    def reference(self, position: int) -> int:
        """The reference of the record at a position."""
        return self._order[position]

    def reference_of(self, stream: Stream, number: int) -> int:
        """The reference of a record by its number in its stream."""
        return _reference(self._shelves[stream], number)

    def position(self, reference: int) -> int:
        """Where the record of a reference stands."""
        return bisect_left(self._order, (self.key(reference), reference), key=self._sorted_by)

    def key(self, reference: int) -> int:
        """The place in time of a record, in milliseconds since the epoch."""
        page, number = self.page_of(reference)
        return page.key(number)

    def page_of(self, reference: int) -> tuple[Page, int]:
        """The page that a record is in, and its number there."""
        number = (reference & (2 * _NUMBERS - 1)) - _NUMBERS
        return self._by_number[reference >> 44].page_of(number), number

    def at_time(self, time: int) -> int:
        """The first position whose record is not before a time, in milliseconds since the epoch."""
        return bisect_left(self._order, time, key=self.key)

    def record(self, position: int) -> Record:
        """The record at a position."""
        return self.record_of(self._order[position])

    def record_of(self, reference: int) -> Record:
        """The record of a reference."""
        page, number = self.page_of(reference)
        return page.record(number, self.stream_of(reference))

    def stream_of(self, reference: int) -> Stream:
        """The stream that a record is of."""
        return self._by_number[reference >> 44].stream

    def kind(self, reference: int) -> Kind:
        """Who a record is from."""
        page, number = self.page_of(reference)
        return Kind(page.kinds[number - page.first])

    def pages(self, stream: Stream | None = None) -> Iterator[Page]:
        """The pages of one stream, or of all of them, each stream's in order."""
        for shelf in self._by_number:
            if stream is None or shelf.stream == stream:
                yield from shelf.pages

    def referenced_pages(self) -> Iterator[tuple[Page, int]]:
        """The pages with what makes a reference of a record's number by adding it."""
        for shelf in self._by_number:
            for page in shelf.pages:
                yield page, _reference(shelf, 0)

    def raw(self, stream: Stream) -> Iterator[bytes]:
        """The text of a stream as it came, in UTF-8; a lone surrogate in the three bytes that it would have."""
        return (page.data for page in self.pages(stream))

    def _shelf(self, stream: Stream) -> Shelf:
        shelf = self._shelves.get(stream)
        if shelf is None:
            shelf = self._shelves[stream] = Shelf(stream, len(self._by_number))
            self._by_number.append(shelf)
        return shelf

    def _sorted_by(self, reference: int) -> tuple[int, int]:
        return self.key(reference), reference

    def _forget(self, shelf: Shelf, numbers: Sequence[int]) -> tuple[int, int]:
        """Takes records out of the order. Gives the first position that changed, and how many at the end did not."""
        places = sorted(self.position(_reference(shelf, number)) for number in numbers)
        if not places:
            return len(self._order), len(self._order)
        behind = len(self._order) - places[-1] - 1
        end = len(places)
        for start in range(len(places) - 1, -1, -1):
            if start == 0 or places[start - 1] != places[start] - 1:
                del self._order[places[start] : places[end - 1] + 1]
                end = start
        return places[0], behind

    def _insert(self, shelf: Shelf, numbers: Sequence[int]) -> tuple[int, int]:
        """Puts a stream's records into the order. Gives what `_forget` does."""
        least = behind = len(self._order)
        if not numbers:
            return least, behind
        new = array("q", map(_reference(shelf, 0).__add__, numbers))
        for some in _neighbours(new):
            start = bisect_left(self._order, self._sorted_by(some[0]), key=self._sorted_by)
            end = bisect_left(self._order, self._sorted_by(some[-1]), key=self._sorted_by)
            if start < end:
                some = self._merged(start, end, some)
            behind = min(behind, len(self._order) - end)
            self._order[start:end] = some
            least = min(least, start)
        return least, behind

    def _merged(self, start: int, end: int, some: array[int]) -> array[int]:
        """References that are in order, with those from one position to another among them: run by run."""
        merged, order, place = array("q"), self._order, 0
        while place < len(some) and start < end:
            run = self._first_behind(order, some[place], start, end)
            merged += order[start:run]
            start = run
            if start < end:
                run = self._first_behind(some, order[start], place, len(some))
                merged += some[place:run]
                place = run
        return merged + some[place:] + order[start:end]

    def _first_behind(self, references: array[int], reference: int, start: int, end: int) -> int:
        """The first place whose record does not stand before another, looked for in steps that double."""
        wanted, low, high, step = self._sorted_by(reference), start, start, 1
        while high < end and self._sorted_by(references[high]) < wanted:
            low, high, step = high + 1, high + step, 2 * step
        return bisect_left(references, wanted, low, min(high, end), key=self._sorted_by)


def _reference(shelf: Shelf, number: int) -> int:
    return (shelf.number << 44) + number + _NUMBERS


def _neighbours(references: array[int]) -> Iterator[array[int]]:
    """The references in parts, each of records that stand next to one another in their stream."""
    starts = [0, *(place for place in range(1, len(references)) if references[place] != references[place - 1] + 1)]
    for start, end in pairwise([*starts, len(references)]):
        yield references[start:end]
