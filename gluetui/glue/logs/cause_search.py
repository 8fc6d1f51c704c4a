"""The search for the cause of a failed run in its log, within a few calls and megabytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple, TypeVar

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.logs.answers import Answered, Said
from gluetui.glue.logs.calls import EventsPage, LogCalls, LogsPage, StreamEvent
from gluetui.glue.logs.cause import Cause, ExecutorHint, find_cause, last_error, wants_executor
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.pace import Pace
from gluetui.glue.logs.pages import StreamPages
from gluetui.glue.logs.reading import LogReader, is_executor
from gluetui.glue.logs.records import Record, RecordReader
from gluetui.glue.run.run import JobRun

MOST_CALLS = 6
MOST_BYTES = 3 * 1_048_576
PAGE_BYTES = 1_048_576
"""A page of events has no more: a call is made while a whole one still fits."""

AROUND = 60_000
"""Milliseconds before and after the driver's word within which an executor's record is looked for."""

Answer = TypeVar("Answer")


class SearchedCause(NamedTuple):
    """What the search came to."""

    cause: Cause | None
    last_error: Record | None
    """The driver's last ERROR, to be told where there is no cause."""
    answered: tuple[Answered, ...]
    """What was asked, and what it said."""
    is_whole: bool
    """Whether all of the driver's log was read, so that no cause means that it holds none."""
    throttled: AwsError | None = None
    """Why it ended before, where AWS throttled the last call."""

    @property
    def holds_nothing(self) -> bool:
        """Whether a saved file was asked that holds no log at all."""
        return any(each.is_unsaved for each in self.answered)


class Spent(Exception):
    """The budget allows no further call."""


class Budgeted:
    """Makes so many calls at most, and no more once what came back leaves no room for another page."""

    def __init__(self, calls: LogCalls) -> None:
        self._calls = calls
        self.made = 0
        self.bytes = 0
        self.throttled: AwsError | None = None
        """What the last call met, where AWS throttled it."""
        self.streams = partial(self._ask, calls.streams)
        self.groups = partial(self._ask, calls.groups)
        self.events = partial(self._ask, calls.events)
        self.filtered = partial(self._ask, calls.filtered)

    def _ask(self, call: Callable[..., Answer], *asked: Any, **more: Any) -> Answer:
        """Raises: Spent in place of a call too many."""
        if self.made >= MOST_CALLS or self.bytes + PAGE_BYTES > MOST_BYTES:
            raise Spent
        self.made += 1
        self.throttled = None
        try:
            answer = call(*asked, **more)
        except AwsError as error:
            if error.kind is ErrorKind.THROTTLED:
                self.throttled = error
            raise
        self.bytes += sum(len(event.message.encode("utf-8", "surrogatepass")) for event in _events_in(answer))
        return answer


def _events_in(answer: object) -> Iterator[Event]:
    if isinstance(answer, EventsPage):
        yield from answer.events
    elif isinstance(answer, LogsPage):
        yield from (item.event for item in answer.items if isinstance(item, StreamEvent))


def search_cause(calls: LogCalls, run: JobRun, pace: Pace | None = None) -> SearchedCause:
    """Why the run failed, by its insights, the end of its driver's log, and an executor's where the driver names one.

    Blocks. Raises: AwsError only for what every call would meet.
    """
    search = _Search(Budgeted(calls), run, pace or Pace())
    return search.result(search.look)


def search_insights(calls: LogCalls, run: JobRun, pace: Pace | None = None) -> SearchedCause:
    """What Glue's own analysis says of a run, which may have seen a failure that the run overcame.

    Blocks. Raises: AwsError only for what every call would meet.
    """
    search = _Search(Budgeted(calls), run, pace or Pace())
    return search.result(search.look_into_insights)


def search_unasked(calls: LogCalls, run: JobRun, pace: Pace | None = None) -> SearchedCause:
    """Why a run failed; of one that did not, what Glue's own analysis says alone. Blocks, and raises as the others."""
    return (search_cause if run.is_failed else search_insights)(calls, run, pace)


class _Search:
    def __init__(self, calls: Budgeted, run: JobRun, pace: Pace) -> None:
        self._calls = calls
        self._run = run
        self._pace = pace
        self._reader = LogReader(calls, run, pace)
        self._events: dict[Stream, list[Event]] = {}
        self._read: list[StreamPages] = []

    def result(self, look: Callable[[], None]) -> SearchedCause:
        """What the search came to, once it has looked."""
        try:
            look()
        except Spent:
            is_whole = False
        else:
            refused = (Said.DENIED, Said.FAILED, Said.INFREQUENT)
            is_hidden = any(each.said in refused and not each.is_listing for each in self._reader.answers.all)
            is_whole = bool(self._read) and not is_hidden and all(pages.reached_head for pages in self._read)
        records = self._records()
        cause = find_cause(records, self._run)
        throttled = None if is_whole else self._calls.throttled
        return SearchedCause(cause, last_error(records), self._reader.answers.all, is_whole, throttled)

    def look_into_insights(self) -> None:
        """Glue's own analysis alone."""
        for pages in self._reader.insights():
            self._take(pages)

    def look(self) -> None:
        """The insights, the driver's log, and what they lead to."""
        self.look_into_insights()
        for pages in self._reader.drivers():
            self._take(pages)
        if not any(self._events.values()):
            self._look_elsewhere()
        records = self._records()
        cause = find_cause(records, self._run)
        hint = wants_executor(records, cause)
        if hint is not None:
            self._ask_executors(hint)
        elif cause is None:
            self._go_back()

    def _take(self, pages: StreamPages) -> None:
        """The newest page of a stream; it may be an empty one before others."""
        self._read.append(pages)
        events = pages.older()
        while not events and not pages.reached_head:
            events = pages.older()
        self._events[pages.stream] = list(events)
        self._reader.note_read(pages)

    def _look_elsewhere(self) -> None:
        """The usual names held nothing: any stream of the run that is no executor's."""
        for stream in self._reader.find_streams():
            if not is_executor(stream):
                self._try(self._take, self._reader.pages(stream))

    def _go_back(self) -> None:
        """One page further back in each stream of the driver."""
        for pages in list(self._read):
            if not pages.reached_head:
                self._try(self._take_older, pages)

    def _take_older(self, pages: StreamPages) -> None:
        self._events[pages.stream][:0] = pages.older()

    def _try(self, read: Callable[[StreamPages], None], pages: StreamPages) -> None:
        """Read a stream; what it refuses costs no other."""
        try:
            read(pages)
        except AwsError as error:
            self._reader.answers.refused(pages.stream.group, pages.stream.name, error)

    def _ask_executors(self, hint: ExecutorHint) -> None:
        """The records of a failed task in the executors' streams, in the group of the driver's word first."""
        sources = [each for each in self._reader.sources if not each.is_last_resort and each.names]
        read = [pages.stream.group for pages in self._read]
        for source in sorted(sources, key=lambda each: each.group not in read):
            ask = partial(
                self._calls.filtered,
                source.group,
                prefix=source.prefix,
                pattern=f'"{hint.pattern}"',
                start=hint.time - AROUND,
                end=hint.time + AROUND,
            )
            try:
                found = self._filtered(ask)
            except AwsError as error:
                self._reader.answers.refused(source.group, f"{source.prefix}…", error)
                continue
            for each in found:
                stream = Stream(source.group, each.stream, source.source_of(each.stream))
                if source.holds(each.stream) and is_executor(stream):
                    self._events.setdefault(stream, []).append(each.event)
            if any(map(is_executor, self._events)):
                return

    def _filtered(self, ask: Callable[..., LogsPage[StreamEvent]]) -> list[StreamEvent]:
        """The first page that has events; an empty one before it is not the end."""
        token: str | None = None
        while True:
            page = self._pace.ask(partial(ask, token=token))
            token = page.next_token
            if page.items or token is None:
                return list(page.items)

    def _records(self) -> list[Record]:
        """The records of all that was read, those of the driver in the order of time."""
        records: list[Record] = []
        for stream, events in self._events.items():
            reader = RecordReader(stream)
            records += reader.feed(events)
            records += reader.close()
        return sorted(records, key=lambda record: record.time)
