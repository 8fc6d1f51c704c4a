"""Records packed: their text in UTF-8, and 14 bytes a record beside it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from gluetui.glue.logs.event import Stream
from gluetui.glue.logs.heads import head_of, level_of_json
from gluetui.glue.logs.noise import kind_of
from gluetui.glue.logs.records import Record

MOST_BYTES = 1_000_000
"""Of a page that still grows."""

_LEVELS = (None, "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "ERROR", "FATAL")
_NUMBERS = {level: number for number, level in enumerate(_LEVELS)}
"""A level that only some JSON knows is counted as none."""


class Page:
    """Some neighbouring records of a stream; they are numbered from `first` on."""

    __slots__ = ("_keys", "data", "first", "kinds", "levels", "starts", "times")

    def __init__(self, records: Iterable[Record] = ()) -> None:
        given = list(records)
        encoded = [record.text.encode("utf-8", "surrogatepass") for record in given]
        self.first = 0
        self.data = b"".join(encoded)
        self.starts = array("I", [0, *accumulate(map(len, encoded))])
        """Where in the data each record begins; one more than there are records."""
        self.times = array("q", [record.time for record in given])
        self.levels = bytes([_NUMBERS.get(record.level, 0) for record in given])
        self.kinds = bytes([kind_of(record) for record in given])
        self._keys: array[int] | None = None

    def __len__(self) -> int:
        return len(self.times)

    @property
    def end(self) -> int:
        """The number after its last record's."""
        return self.first + len(self.times)

    def merge(self, page: Page) -> None:
        """Adds another page's records behind the others; both have been given their places in time."""
        if self._keys is not None or page._keys is not None:
            self._keys = array("q", [*self.keys(), *page.keys()])
        size = len(self.data)
        self.data += page.data
        self.starts.extend(size + start for start in page.starts[1:])
        self.times += page.times
        self.levels += page.levels
        self.kinds += page.kinds

    def order(self, *, after: int | None = None, before: int | None = None) -> None:
        """Gives each record a place in time that keeps the stream's own order where its clock runs backwards.

        Args:
            after: the place of the record before these.
            before: the place of the record behind these, where that one has its place already.
        """
        times = self.times
        is_in_order = all(map(int.__le__, times, times[1:]))
        fits = not times or ((after is None or after <= times[0]) and (before is None or times[-1] <= before))
        self._keys = None if is_in_order and fits else _in_order(times, after, before)

    def key(self, number: int) -> int:
        """A record's place in time, in milliseconds since the epoch."""
        return (self._keys or self.times)[number - self.first]

    def keys(self) -> Sequence[int]:
        """All their places in time, in order."""
        return self._keys or self.times

    def size(self, number: int) -> int:
        """A record's size in bytes."""
        place = number - self.first
        return self.starts[place + 1] - self.starts[place]

    def raw(self, number: int) -> bytes:
        """A record's bytes."""
        place = number - self.first
        return self.data[self.starts[place] : self.starts[place + 1]]

    def record(self, number: int, stream: Stream) -> Record:
        """A record as it was before it was packed; its start is that in the page."""
        place = number - self.first
        text = self.raw(number).decode("utf-8", "surrogatepass")
        head = head_of(text)
        return Record(
            stream,
            self.times[place],
            text,
            start=self.starts[place],
            level=head.level if head else level_of_json(text) if text.startswith("{") else None,
            logger=head.logger if head else "",
            has_head=head is not None,
        )

    def place_of(self, byte: int) -> int:
        """The number of the record that a byte of the data is in."""
        return self.first + bisect_right(self.starts, byte) - 1

    def count_levels(self, counts: dict[str | None, int]) -> None:
        """Adds its records to those counted."""
        for number, level in enumerate(_LEVELS):
            found = self.levels.count(number)
            if found:
                counts[level] = counts.get(level, 0) + found


def _in_order(times: Sequence[int], after: int | None, before: int | None) -> array[int]:
    keys = array("q", times)
    if before is None:
        latest = keys[0] if after is None else after
        for place, key in enumerate(keys):
            latest = keys[place] = max(key, latest)
        return keys
    for place in range(len(keys) - 1, -1, -1):
        before = keys[place] = min(keys[place], before)
    return keys
