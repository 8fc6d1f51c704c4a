"""From the events of a log stream to records: a head and the lines up to the next one.

AWS Glue sends its log in chunks of up to 32,768 bytes, so an event may begin and end anywhere in a line, and with the
line end of the line before. Hence a record is read from the events' text put together. Where an event begins
matters only to a line that has no end: it ends there if a head begins there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from copy import copy

from gluetui.glue.logs.continuing import Continuing
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.heads import MOST_READ, Head, begins_record, head_of, level_of_json


class Record:
    """One record as it stands in its stream."""

    __slots__ = ("has_head", "level", "logger", "start", "stream", "text", "time")

    def __init__(
        self,
        stream: Stream,
        time: int,
        text: str,
        start: int = 0,
        level: str | None = None,
        logger: str = "",
        has_head: bool = False,
    ) -> None:
        self.stream = stream
        self.time = time
        """Milliseconds since the epoch: of the event that it begins in."""
        self.text = text
        """All of it, its last line end too, so that the texts of a stream's records are the stream's text."""
        self.start = start
        """Characters of the stream before it, from where its reader began."""
        self.level = level
        self.logger = logger
        self.has_head = has_head

    @property
    def end(self) -> int:
        """Where the next record begins."""
        return self.start + len(self.text)

    @property
    def message(self) -> str:
        """The whole record without its last line end."""
        return self.text[:-1].removesuffix("\r") if self.text.endswith("\n") else self.text

    def __repr__(self) -> str:
        return f"Record({self.stream.source!r}, {self.time}, {self.level!r}, {self.message[:60]!r})"


_FirstLine = tuple[int, int, Head | None]
"""Where the first line of a record begins and ends, and its head."""

_NONE: _FirstLine = (0, 0, None)


def last_state(line: str) -> str:
    """What a terminal would show of a line that a progress bar drew again and again, parted by `\\r`."""
    return line.rstrip("\r").rpartition("\r")[2] if "\r" in line else line


class RecordReader:
    """Reads one stream's events, in any cutting, into records."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._text = ""
        """The record that may go on, and what came after it and is not decided yet."""
        self._before = 0
        """Characters of the stream before that text."""
        self._event_starts: list[int] = []
        self._event_times: list[int] = []
        self._line_at = 0
        """Where the first line begins that is not decided yet."""
        self._checked_to = 0
        """Up to where no record begins in that line."""
        self._is_begun = False
        """Whether a record has begun at the beginning of that text."""
        self._head: Head | None = None
        self._time = 0
        """Of the event that the record begins in."""
        self._continuing = Continuing()

    def feed(self, events: Sequence[Event]) -> list[Record]:
        """The records that these events complete. The last one is kept back, since the next event may go on with it."""
        size = len(self._text)
        for event in events:
            if event.message:
                self._event_starts.append(size)
                self._event_times.append(event.timestamp)
                size += len(event.message)
        self._text = "".join([self._text, *(event.message for event in events)])
        return self._read(is_end=False)

    def close(self) -> list[Record]:
        """What is left, as records. A later `feed` begins with a new record."""
        records = self._read(is_end=True)
        if self._is_begun:
            records.append(self._record(0, len(self._text)))
        self._before += len(self._text)
        self._text, self._line_at, self._checked_to, self._is_begun = "", 0, 0, False
        self._event_starts, self._event_times = [], []
        return records

    def rest(self) -> list[Record]:
        """What `close` would give, without closing."""
        twin = copy(self)
        twin._continuing = copy(self._continuing)
        return twin.close()

    def _read(self, *, is_end: bool) -> list[Record]:
        records: list[Record] = []
        text, line_at, begun_at = self._text, self._line_at, 0
        starts, event = self._event_starts, bisect_right(self._event_starts, self._line_at)
        count, is_redrawn, first_line = len(starts), "\r" in text, _NONE
        while True:
            while event < count and starts[event] <= line_at:
                event += 1
            end: int | None = text.find("\n", line_at) + 1
            if not end or is_redrawn or (event < count and starts[event] < end):
                end = self._line_end(line_at, is_end=is_end)
            if end is None:
                break
            head = head_of(text, line_at)
            if self._is_begun and (head is None or not head.is_timed):
                if first_line is not _NONE:
                    self._continuing.begin(text, *first_line)
                    first_line = _NONE
                if self._continuing.goes_on(text, line_at, end, head):
                    line_at = end
                    continue
            if self._is_begun:
                records.append(self._record(begun_at, line_at))
            self._is_begun, self._head, begun_at = True, head, line_at
            self._time = self._event_times[event - 1]
            # Most records are one line behind which a timed head begins the next: what could go on is asked elsewhere.
            first_line = line_at, end, head
            line_at = end
        if first_line is not _NONE:
            self._continuing.begin(text, *first_line)
        self._line_at = line_at
        if begun_at:
            self._drop(begun_at)
        return records

    def _line_end(self, line_at: int, *, is_end: bool) -> int | None:
        """Where the line ends that begins here; None while that is not known."""
        text, starts = self._text, self._event_starts
        size = len(text)
        if line_at >= size:
            return None
        newline = text.find("\n", line_at)
        end = newline + 1 or size
        is_known = newline >= 0 or is_end
        unchecked = max(line_at, self._checked_to)
        next_event = bisect_right(starts, unchecked)
        places = []
        while next_event < len(starts) and starts[next_event] < end:
            places.append(starts[next_event])
            next_event += 1
        if text.find("\r", unchecked, end) >= 0:
            places = sorted([*places, *_redrawn(text, unchecked, end)])
        for place in places:
            if not is_known and place + MOST_READ > size:
                return None
            if begins_record(text, line_at, place):
                return place
            self._checked_to = place
        return end if is_known else None

    def _record(self, start: int, end: int) -> Record:
        text = self._text[start:end]
        head = self._head
        if head is None:
            level = level_of_json(text) if text.startswith("{") else None
            return Record(self.stream, self._time, text, start=self._before + start, level=level)
        return Record(self.stream, self._time, text, self._before + start, head.level, head.logger, True)

    def _drop(self, count: int) -> None:
        """What stands before the record that may go on is no longer needed."""
        first = bisect_right(self._event_starts, count) - 1
        self._event_starts = [max(each - count, 0) for each in self._event_starts[first:]]
        self._event_times = self._event_times[first:]
        self._text = self._text[count:]
        self._before += count
        self._line_at -= count
        self._checked_to = max(self._checked_to - count, 0)


def _redrawn(text: str, start: int, end: int) -> list[int]:
    """Where a line goes on after a `\\r` that is not its end: a head there ends a progress bar."""
    places = []
    at = text.find("\r", start, end)
    while at >= 0:
        places.append(at + 1)
        at = text.find("\r", at + 1, end)
    return [place for place in places if place < end and text[place] != "\n"]
