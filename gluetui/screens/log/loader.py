"""Loads a run's log into its pane: the first screen, older pages as they are wanted, all of it, and its cause."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from gluetui.glue.errors.error import AwsError
from gluetui.glue.files.saved_logs import NO_LOG
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.pace import Pace, Stopped
from gluetui.glue.logs.pages import StreamPages
from gluetui.glue.logs.reading import LogReader, is_executor
from gluetui.glue.logs.window import milliseconds
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.secrets.masks import Masks
from gluetui.panes.log_view import LogView
from gluetui.screens.session_screen import SessionScreen
from gluetui.text.log_answers import all_answers, is_not_saved, nothing_there
from gluetui.text.log_line import NEVER, clock_text

if TYPE_CHECKING:
    from gluetui.glue.logs.calls import LogCalls

FAILED = frozenset({"FAILED", "TIMEOUT", "ERROR"})
"""States of a run whose log is opened at the record that says why."""

_EMPTY_PAGES = 20
"""Pages without an event that are asked for one after the other before the first event of a stream."""

_PAGES_A_MOVE = 3
"""Older pages that are loaded while the user stays in one place: whoever wants all of them has a key for it."""

Read = Callable[[], tuple[Event, ...]]


class LogLoader:
    """Makes the calls of one log one after the other, whoever wants them."""

    class Opened(Message):
        """The first screen is there."""

    def __init__(self, screen: SessionScreen, view: LogView, key: RunKey) -> None:
        self._screen = screen
        self._session = screen.session
        self._view = view
        self.key = key
        self._turn = asyncio.Lock()
        self._is_stopped = False
        self._has_listed = False
        self._loaded_for: tuple[int, int] | None = None
        """Where the user was when older records were loaded last."""
        self._unasked = 0
        self._read: list[StreamPages] = []
        self.run: JobRun | None = None
        self.reader: LogReader | None = None
        self.is_loading_all = False
        self._is_loading_older = False

    @property
    def log(self) -> Log:
        """What is loaded."""
        return self._view.shown.log

    @property
    def streams(self) -> tuple[StreamPages, ...]:
        """The streams that are loaded, as far as they are."""
        return tuple(self._read)

    # The first screen.

    def load(self) -> None:
        """Load the first screen."""
        self._view.is_opening = True
        self._view.wait_for("loading the log")
        self._screen.start_work(self._load, group="log", exclusive=True)

    async def _load(self) -> None:
        try:
            await self._load_first()
        except AwsError as error:
            self._screen.fail(error, self.load, self._view.load)
        except Stopped:
            self._view.arrived()

    async def _load_first(self) -> None:
        run = self._session.known.whole(self.key) or await self._session.known.run(self.key)
        reader = await self._begin(run)
        if run.state in FAILED:
            await self.take_each(reader.insights())
        await self.take_each(reader.drivers())
        if not self.log:
            await self.find_streams()
            await self.take_each(map(reader.pages, filter(self._is_first, reader.streams)))
        if not self.log:
            await self._session.ask(reader.judge_empty, self._session.clock.now())
            self._view.say_empty(self.answers())
        self._view.arrived()
        self.tell_complete()
        self._view.is_opening = False
        self._screen.post_message(self.Opened())

    async def _begin(self, run: JobRun) -> LogReader:
        calls = await self._session.machine.ask(log_calls, self._session.aws)
        loop = asyncio.get_running_loop()

        def tell(rest: str) -> None:
            loop.call_soon_threadsafe(self._view.load.retrying, rest)

        self.run = run
        self.reader = LogReader(calls, run, Pace(is_stopped=lambda: self._is_stopped, tell=tell))
        shown = self._view.shown
        shown.masks, shown.is_whole = Masks(run.raw), self._is_whole
        self._view.show_run(run, milliseconds(run.started) if run.started else None)
        return self.reader

    def _is_whole(self, stream: Stream) -> bool:
        return all(pages.reached_head for pages in self._read if pages.stream == stream)

    def _is_first(self, stream: Stream) -> bool:
        """Executors are loaded where asked for."""
        return not is_executor(stream)

    async def take_each(self, found: Iterator[StreamPages]) -> None:
        """Load the newest page of streams that are found one after the other, each as soon as it is there."""
        while (pages := await self._asked(partial(next, found, None))) is not None:
            await self.take_stream(pages)

    async def take_stream(self, pages: StreamPages) -> None:
        """Load the newest page of a stream that has events."""
        if pages in self._read:
            return
        self._read.append(pages)
        for _ in range(_EMPTY_PAGES):
            if await self.older_page(pages) or pages.reached_head:
                return

    async def _asked(self, call: Callable[[], StreamPages | None]) -> StreamPages | None:
        async with self._turn:
            return await self._session.ask(call, retrying=self._view.load)

    # Older pages.

    @property
    def has_older(self) -> bool:
        """Whether AWS has older events than those that are loaded."""
        return any(not pages.reached_head for pages in self._read)

    def load_older(self) -> None:
        """Load a page of the stream that reaches back the least, unless that is under way."""
        place = self._view.hold().place
        self._unasked = self._unasked + 1 if place == self._loaded_for else 0
        if self._unasked >= _PAGES_A_MOVE:
            return
        if self.has_older and not self._is_loading_older and not self.is_loading_all and not self._view.is_waiting:
            self._is_loading_older, self._loaded_for = True, place
            self._view.wait_for("loading older records", quietly=True)
            self._screen.start_work(self._load_older, group="log older")

    async def _load_older(self) -> None:
        try:
            await self.older_page(self._shortest())
        except AwsError as error:
            self._screen.fail(error, self.load_older, self._view.load)
            return
        except Stopped:
            pass
        finally:
            self._is_loading_older = False
        self._view.arrived()
        if self._view.is_near_start:
            self.load_older()

    def load_all(self) -> None:
        """Load the whole log, the newest pages first."""
        if not self.is_loading_all:
            self._screen.start_work(self.all_loaded, group="log all")

    async def all_loaded(self) -> None:
        """Load the whole log; ends early where the user stops it, or AWS fails."""
        self.is_loading_all, self._is_stopped = True, False
        self._view.shown.grows = True
        self._view.wait_for("loading the whole log", quietly=True)
        try:
            while self.has_older and not self._is_stopped:
                pages = self._shortest()
                await self.older_page(pages)
                back_to = clock_text(self.head(pages), self._session.clock.zone)
                self._view.say_progress(f"loading the whole log, back to {back_to}")
                self._view.measure()
            self._view.arrived()
        except AwsError as error:
            self._screen.fail(error, self.load_all, self._view.load)
        except Stopped:
            self._view.arrived()
        finally:
            self.is_loading_all = self._view.shown.grows = self._is_stopped = False
            self._view.finding.log_changed()

    def stop(self) -> None:
        """Make no further call of what is under way."""
        self._is_stopped = True

    def _shortest(self) -> StreamPages:
        return max((pages for pages in self._read if not pages.reached_head), key=self.head)

    def head(self, pages: StreamPages) -> int:
        """The earliest time of a stream that is loaded; of one without any the latest there is."""
        first = next(iter(self.log.pages(pages.stream)), None) if pages.stream in self.log.streams else None
        return first.key(first.first) if first is not None else NEVER

    async def older_page(self, pages: StreamPages) -> int:
        """Load one older page of a stream; how many events it had."""
        return await self.take(pages, pages.older, is_older=True)

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
                log.take(batch)
        if self.reader is not None:
            self.reader.note_read(pages)
        self.tell_complete()
        if events:
            self._view.finding.log_changed()
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

    def answers(self) -> str:
        """What was asked for this log, and what it said, with the sentence for an empty one."""
        reader, run = self.reader, self.run
        if reader is None or run is None:
            return "The run is not loaded yet."
        if is_not_saved(reader.answers.all):
            return NO_LOG
        text = all_answers(
            run,
            reader.answers.all,
            is_shared=any(source.is_shared for source in reader.sources),
            unreadable=sum(pages.unreadable for pages in self._read),
            now=self._session.clock.now(),
        )
        return self._view.shown.masks.apply(text if self.log else f"{nothing_there(run)}\n{text}")

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
                if has_executors or self._is_first(stream):
                    await self.take_stream(self.reader.pages(stream))

    def go_on_with(self, run: JobRun) -> None:
        """Take a newer answer about the run."""
        self.run = run
        if self.reader is not None:
            self.reader.go_on_with(run)

    async def load_source(self, source: str) -> None:
        """Load the newest pages of a source's streams, such as executors, that are not loaded yet."""
        if self.reader is None:
            return
        wanted = [each for each in self.reader.streams if not source or each.source == source]
        self._view.wait_for(f"loading {source}", quietly=True)
        try:
            await self.take_each(map(self.reader.pages, wanted))
            self._view.arrived()
        except AwsError as error:
            self._screen.fail(error, self.load, self._view.load)
        except Stopped:
            self._view.arrived()


def log_calls(aws: object) -> LogCalls:
    """CloudWatch Logs beside the session's Glue; made in a thread, as it is imported then."""
    from gluetui.glue.aws.boto import Aws
    from gluetui.glue.clients.logs import Logs

    assert isinstance(aws, Aws)
    return Logs(aws)
