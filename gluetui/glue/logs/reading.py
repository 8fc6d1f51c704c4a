"""A run's log from all its candidates: which streams there are, what each of them answered, and their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.ahead import Submit
from gluetui.glue.logs.answers import Answers, Said
from gluetui.glue.logs.calls import Group, LogCalls, LogsPage
from gluetui.glue.logs.event import Stream
from gluetui.glue.logs.pace import Pace
from gluetui.glue.logs.pages import StreamPages
from gluetui.glue.logs.sources import EXECUTOR, Source, sources_of
from gluetui.glue.logs.window import ALWAYS, Window, window_of
from gluetui.glue.run.run import JobRun

Item = TypeVar("Item")


FIRST_EVENTS = 1_000
"""Events that fill a screen many times over, and are there long before a full page would be."""


class LogReader:
    """Finds the streams of one run's log. Its methods block and make calls one after the other.

    They raise AwsError only for what every call would meet, such as a sign-in that has run out: what one group or
    stream refuses is among the `answers`.
    """

    def __init__(
        self,
        logs: LogCalls,
        run: JobRun,
        pace: Pace | None = None,
        *,
        within: Window = ALWAYS,
        from_head: bool = False,
        submit: Submit | None = None,
        first_events: int | None = None,
    ) -> None:
        """`first_events` is how many the first page of a stream has at most, such as FIRST_EVENTS for a screen.

        `within` narrows the time of the run; streams begin at their end, or `from_head`; `submit` as StreamPages."""
        self.run = run
        self.sources = sources_of(run)
        self.answers = Answers()
        self.pace = pace or Pace()
        self._logs = logs
        self._within = within
        self._from_head = from_head
        self._submit = submit
        self._first_events = first_events
        self._pages: dict[Stream, StreamPages] = {}

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The run's streams that are known by now, in the order in which they were found."""
        return tuple(self._pages)

    def pages(self, stream: Stream) -> StreamPages:
        """The pages of a stream. Raises: KeyError for one that was not found."""
        return self._pages[stream]

    def go_on_with(self, run: JobRun) -> None:
        """Take a newer answer about the same run: where others write the same streams, its end bounds them."""
        self.run = run
        for stream, pages in self._pages.items():
            source = self._source(stream)
            if source is not None and source.is_shared:
                pages.last = self._window(source).end

    def drivers(self) -> Iterator[StreamPages]:
        """The driver's streams by their usual names, begun: one call each, which needs GetLogEvents alone."""
        for source in self.sources:
            if not source.is_last_resort:
                for name in source.names[:1]:
                    yield from self._try(source, name)

    def insights(self) -> Iterator[StreamPages]:
        """The streams with Glue's own analysis of a failure, begun, where they are there."""
        for source in self.sources:
            if source.insights:
                yield from self._try(source, source.insights)

    def named(self, name: str) -> Iterator[StreamPages]:
        """The run's streams of this exact name, begun, in each candidate that has one."""
        for source in self.sources:
            if not source.is_beginning and source.holds(name):
                yield from self._try(source, name)

    def find_streams(self, *, again: bool = False) -> tuple[Stream, ...]:
        """List the streams of every candidate; returns those that are new. Usual names are tried where that is refused.

        Candidates of last resort are asked where no other has a stream; groups that were not there, only `again`.
        """
        known = set(self._pages)
        if again:
            self.answers.forget_gone()
        for source in self.sources:
            if not source.is_last_resort:
                self._find(source)
        if not self._pages:
            for source in self.sources:
                if source.is_beginning:
                    self._find_groups(source)
                elif source.is_last_resort:
                    self._find(source)
        return tuple(stream for stream in self._pages if stream not in known)

    @property
    def is_listed(self) -> bool:
        """Whether AWS has listed the streams of every group that is there, so that none can be missing."""
        listings = [each for each in self.answers.all if each.is_listing]
        return bool(listings) and all(each.error is None or each.said is Said.NO_GROUP for each in listings)

    def note_read(self, pages: StreamPages) -> None:
        """Say of a stream whether it had events, once it was read."""
        said = Said.READ if pages.count else Said.EMPTY
        self.answers.say(pages.stream.group, pages.stream.name, said)

    def judge_empty(self, now: datetime) -> None:
        """Of streams without events of a run that is over, say which have expired: a call for each group."""
        ended = self.run.completed
        if ended is None:
            return
        for group in dict.fromkeys(each.group for each in self.answers.all if each.said is Said.EMPTY):
            days = self._retention(group)
            if days is None or now - ended <= timedelta(days=days):
                continue
            for each in self.answers.all:
                if each.group == group and each.said is Said.EMPTY:
                    self.answers.say(group, each.stream, Said.EXPIRED)

    def _try(self, source: Source, name: str) -> Iterator[StreamPages]:
        """The pages of a stream that may be there, begun; nothing where it is not."""
        stream = Stream(source.group, name, source.source_of(name))
        pages = self._pages.get(stream)
        if pages is not None and pages.is_begun:
            yield pages
            return
        if self.answers.is_gone(source.group):
            return
        pages = pages or self._unread(source, stream)
        try:
            pages.begin(from_head=self._from_head, limit=self._first_events)
        except AwsError as error:
            self.answers.refused(source.group, name, error)
            return
        self._pages[stream] = pages
        self.note_read(pages)
        yield pages

    def _find(self, source: Source) -> None:
        if self.answers.is_gone(source.group):
            return
        prefixes = [source.prefix, *([source.insights] if source.insights and source.is_shared else [])]
        try:
            seen = [
                each for prefix in prefixes for each in self._all(partial(self._logs.streams, source.group, prefix))
            ]
        except AwsError as error:
            said = self.answers.refused(source.group, source.prefix, error, is_listing=True)
            if said in (Said.DENIED, Said.FAILED):
                self._find_by_names(source)
            return
        names = [each.name for each in seen if source.holds(each.name)]
        self.answers.say(source.group, source.prefix, Said.READ if names else Said.NONE_FOUND, is_listing=True)
        for name in names:
            stream = Stream(source.group, name, source.source_of(name))
            self._pages.setdefault(stream, self._unread(source, stream))

    def _find_by_names(self, source: Source) -> None:
        for name in filter(None, (*source.names, source.insights)):
            for _ in self._try(source, name):
                pass

    def _find_groups(self, source: Source) -> None:
        """The groups whose names go on with what no answer tells, and the streams in them."""
        try:
            groups = list(self._all(partial(self._logs.groups, source.group)))
        except AwsError as error:
            self.answers.refused(source.group, "", error, is_listing=True)
            return
        self.answers.say(source.group, "", Said.READ if groups else Said.NO_GROUP, is_listing=True)
        ends = [(group.name, group.name.rpartition("/")[2]) for group in groups]
        found = [source._replace(group=name, source=end, is_beginning=False) for name, end in ends if end in _ENDS]
        self.sources += tuple(each for each in found if each not in self.sources)
        for each in found:
            self._find(each)

    def _retention(self, group: str) -> int | None:
        try:
            found: list[Group] = list(self._all(partial(self._logs.groups, group)))
        except AwsError as error:
            self.answers.refused(group, "", error, is_listing=True)
            return None
        return next((each.retention for each in found if each.name == group), None)

    def _all(self, ask: Callable[..., LogsPage[Item]]) -> Iterator[Item]:
        """The items of every page; an empty page is not the last."""
        token: str | None = None
        while True:
            page = self.pace.ask(partial(ask, token=token))
            yield from page.items
            token = page.next_token
            if token is None:
                return

    def _unread(self, source: Source, stream: Stream) -> StreamPages:
        return StreamPages(self._logs, self.pace, stream, self._window(source), submit=self._submit)

    def _window(self, source: Source) -> Window:
        return window_of(self.run, is_shared=source.is_shared).within(self._within)

    def _source(self, stream: Stream) -> Source | None:
        return next((each for each in self.sources if each.group == stream.group), None)


_ENDS = ("output", "error")


def is_executor(stream: Stream) -> bool:
    """Whether a stream is one of an executor's, of which there may be hundreds."""
    return stream.source == EXECUTOR
