"""What is loaded of one log, and the calls that load more of it, one after the other whoever wants them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.ahead import calls_ahead
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.pace import Pace
from gluetui.glue.logs.pages import StreamPages
from gluetui.glue.logs.reading import FIRST_EVENTS, LogReader, is_executor
from gluetui.glue.logs.runless import RunlessReader
from gluetui.glue.logs.saved_streams import NO_LOG
from gluetui.glue.logs.window import milliseconds
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.secrets.masks import Masks
from gluetui.panes.log_view import LogView
from gluetui.session.session import Session
from gluetui.session.whole_logs import WholeLog
from gluetui.text.log_answers import all_answers, nothing_there, told_by_file, what_may_come
from gluetui.text.log_line import NEVER

if TYPE_CHECKING:
    from gluetui.glue.files.runless_log import RunlessLog

_EMPTY_PAGES = 20
"""Pages without an event that are asked for one after the other before the first event of a stream."""

Read = Callable[[], tuple[Event, ...]]


class LoadedLog:
    """The streams of a log as far as its pane has them. Its methods raise AwsError, or Stopped once stopped."""

    def __init__(self, session: Session, view: LogView, of: RunKey | RunlessLog) -> None:
        """`of` is the run, or what a file has without one."""
        self._session = session
        self._view = view
        self.key = of if isinstance(of, RunKey) else None
        """The run; None where nobody knows it."""
        self.file = None if isinstance(of, RunKey) else of
        """What was opened without a run; None for the log of a run."""
        self.run: JobRun | None = None
        self.reader: LogReader | RunlessReader | None = None
        self.is_stopped = False
        """Whether no further call is to be made."""
        self.is_loading_all = False
        """Whether the whole log is being loaded."""
        self._turn = asyncio.Lock()
        self._has_listed = False
        self._thread = ExitStack()
        """Of the calls that are made ahead; it ends with the screen."""
        self._read: list[StreamPages] = []

    @property
    def log(self) -> Log:
        """What is loaded."""
        return self._view.shown.log

    @property
    def streams(self) -> tuple[StreamPages, ...]:
        """The streams that are loaded, as far as they are."""
        return tuple(self._read)

    async def begin(self) -> LogReader | RunlessReader:
        """Ask for the run, where there is one that is not known, and make ready for its log."""
        if self.reader is not None:
            return self.reader
        if self.key is not None:
            self.run = self._session.known.whole(self.key) or await self._session.known.run(self.key)
        calls = await self._session.logs.calls(self.run)
        safe = self._view.shown.safe
        safe.masks, safe.is_whole = Masks(self.run.raw if self.run is not None else {}), self._is_whole
        if self.run is not None:
            self.reader = LogReader(
                calls,
                self.run,
                self._pace(),
                submit=self._thread.enter_context(calls_ahead()),
                # The cause of a failure is looked for in as much as one call gives.
                first_events=None if self.run.is_failed else FIRST_EVENTS,
            )
            self._view.show_run(self.run, milliseconds(self.run.started) if self.run.started else None)
        else:
            assert self.file is not None
            self.reader = RunlessReader(calls, tuple(self.file.events), self._pace())
            self._view.name_after(self.file.title)
        return self.reader

    def _pace(self) -> Pace:
        loop = asyncio.get_running_loop()

        def tell(rest: str) -> None:
            loop.call_soon_threadsafe(self._view.load.retrying, rest)

        return Pace(is_stopped=lambda: self.is_stopped, tell=tell)

    def close(self) -> None:
        """Make no further call, and wait for none."""
        self.is_stopped = True
        self._thread.close()

    def _is_whole(self, stream: Stream) -> bool:
        return all(pages.reached_head for pages in self._read if pages.stream == stream)

    async def take_each(self, found: Iterator[StreamPages]) -> None:
        """Load the newest page of streams that are found one after the other, each as soon as it is there."""
        while (pages := await self._asked(partial(next, found, None))) is not None:
            await self.take_stream(pages)

    async def take_stream(self, pages: StreamPages) -> None:
        """Load the newest page of a stream that has events."""
        if pages in self._read and (pages.reached_head or pages.stream in self.log.streams):
            return
        if pages not in self._read:
            self._read.append(pages)
        for _ in range(_EMPTY_PAGES):
            if await self.older_page(pages) or pages.reached_head:
                return

    async def _asked(self, call: Callable[[], StreamPages | None]) -> StreamPages | None:
        async with self._turn:
            return await self._session.ask(call, retrying=self._view.load)

    # Pages.

    @property
    def has_older(self) -> bool:
        """Whether AWS has older events than those that are loaded."""
        return any(not pages.reached_head for pages in self._read)

    def shortest(self) -> StreamPages:
        """The stream that reaches back the least of those that have older events."""
        return max((pages for pages in self._read if not pages.reached_head), key=self.head)

    def head(self, pages: StreamPages) -> int:
        """The earliest time of a stream that is loaded; of one without any the latest there is."""
        first = next(iter(self.log.pages(pages.stream)), None) if pages.stream in self.log.streams else None
        return first.key(first.first) if first is not None else NEVER

    async def older_page(self, pages: StreamPages) -> int:
        """Load one older page of a stream; how many events it had. While all is loaded, the next one is asked for."""
        return await self.take(pages, partial(pages.older, goes_on=self._goes_on), is_older=True)

    def _goes_on(self) -> bool:
        return self.is_loading_all and not self.is_stopped

    async def take(self, pages: StreamPages, read: Read, *, is_older: bool) -> int:
        """Read a page in a thread and take it into the log; how many events it had. Raises: AwsError, Stopped."""
        log = self.log
        async with self._turn:
            try:
                events = await self._session.ask(read, retrying=self._view.load)
            except AwsError as error:
                self._refused(pages, error)
                return 0
            if events:
                batch = await self._session.machine.ask(log.older if is_older else log.newer, pages.stream, events)
                await self._view.finding.rows_made()
                # Before the log changes: what it replaces can no longer be told from what is new.
                held = self._view.hold()
                log.take(batch)
                self._view.finding.log_changed(held)
        if self.reader is not None:
            self.reader.note_read(pages)
        self.tell_complete()
        return len(events)

    def _refused(self, pages: StreamPages, error: AwsError) -> None:
        """What one stream refuses costs no other; what AWS may give later is asked for again."""
        if error.retriable or self.reader is None:
            raise error
        self.reader.answers.refused(pages.stream.group, pages.stream.name, error)
        self._read.remove(pages)

    def tell_complete(self) -> None:
        """Have the pane know from which time on nothing is missing."""
        heads = [self.head(pages) for pages in self._read if not pages.reached_head]
        self._view.complete_from = max(heads, default=None)

    @property
    def whole(self) -> WholeLog | None:
        """What is loaded of a run's log, where AWS has no more of its streams; None where a part is missing."""
        if self.run is None or not self.log or self.has_older:
            return None
        return WholeLog(self.log, self.run.state, not what_may_come(self.run, self._session.clock.now()))

    def keep_whole(self) -> None:
        """Have the session keep what is whole, for a file of the run that is saved later."""
        whole = self.whole
        if whole is not None and self.key is not None:
            self._session.whole_logs.keep(self.key, whole)

    def answers(self) -> str:
        """What was asked for this log, and what it said, and why it is empty; or what a file tells of it."""
        if self.file is not None:
            return told_by_file(self.file, is_empty=not self.log)
        reader, run = self.reader, self.run
        if reader is None or run is None:
            return "The run is not loaded yet."
        if reader.answers.holds_nothing:
            return NO_LOG
        text = all_answers(
            run,
            reader.answers.all,
            is_shared=any(source.is_shared for source in reader.sources),
            unreadable=sum(pages.unreadable for pages in self._read),
            now=self._session.clock.now(),
        )
        return self._view.shown.safe.masks.apply(text if self.log else f"{nothing_there(run)}\n{text}")

    # Further streams.

    async def find_streams(self, *, again: bool = False) -> None:
        """List the streams of every candidate, once unless it is to be done again."""
        if self.reader is None or (self._has_listed and not again):
            return
        self._has_listed = True
        async with self._turn:
            await self._session.ask(self.reader.find_streams, again=again, retrying=self._view.load)

    async def take_new_streams(self) -> None:
        """List the streams again, and load those that are new; executors only where one is loaded already."""
        await self.find_streams(again=True)
        has_executors = any(is_executor(pages.stream) for pages in self._read)
        if self.reader is not None:
            for stream in self.reader.streams:
                if has_executors or not is_executor(stream):
                    await self.take_stream(self.reader.pages(stream))

    def go_on_with(self, run: JobRun) -> None:
        """Take a newer answer about the run."""
        self.run = run
        if isinstance(self.reader, LogReader):
            self.reader.go_on_with(run)
