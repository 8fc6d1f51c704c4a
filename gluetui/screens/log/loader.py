"""Loads into the pane of a log: the first screen, older pages as they are wanted, a source, all of it."""

from __future__ import annotations

from itertools import filterfalse

from textual.message import Message

from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.pace import Stopped
from gluetui.glue.logs.reading import LogReader, is_executor
from gluetui.panes.log_view import LogView
from gluetui.screens.log.loaded import LoadedLog
from gluetui.screens.session_screen import SessionScreen
from gluetui.text.log_line import clock_text

_PAGES_A_MOVE = 3
"""Older pages that are loaded for one move of the user: whoever wants all of them has a key for it."""


class LogLoader:
    """Says what is under way, and what went wrong; what the user no longer wants it stops."""

    class Opened(Message):
        """The first screen is there."""

    def __init__(self, screen: SessionScreen, view: LogView, loaded: LoadedLog) -> None:
        self._screen = screen
        self._session = screen.session
        self._view = view
        self._loaded = loaded
        self._since_move = 0
        """Older pages that were loaded since the user moved last."""
        self._is_loading_older = False

    @property
    def is_loading_all(self) -> bool:
        """Whether the whole log is being loaded."""
        return self._loaded.is_loading_all

    # The first screen.

    def load(self) -> None:
        """Load the first screen."""
        self._view.is_opening, self._loaded.is_stopped = True, False
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
        reader = await self._loaded.begin()
        if isinstance(reader, LogReader) and reader.run.is_failed:
            await self._loaded.take_each(reader.insights())
        await self._loaded.take_each(reader.drivers())
        if not self._loaded.log:
            await self._loaded.find_streams()
            await self._loaded.take_each(map(reader.pages, filterfalse(is_executor, reader.streams)))
        if not self._loaded.log:
            await self._session.ask(reader.judge_empty, self._session.clock.now())
            self._view.say_empty(self._loaded.answers())
        self._view.arrived()
        self._loaded.tell_complete()
        # The end is looked at until its rows are there; a large page's are made beside the keys.
        await self._view.finding.rows_made()
        self._view.is_opening = False
        self._screen.post_message(self.Opened())

    # Older pages.

    def load_older(self, *, is_move: bool = False) -> None:
        """Load a page of the stream that reaches back the least, unless one is under way; `is_move` for a key."""
        self._since_move = 0 if is_move else self._since_move
        if not self._loaded.has_older or self._is_loading_older or self.is_loading_all or self._view.is_waiting:
            return
        if self._since_move < _PAGES_A_MOVE:
            self._since_move += 1
            self._is_loading_older, self._loaded.is_stopped = True, False
            self._view.wait_for("loading older records", quietly=True)
            self._screen.start_work(self._load_older, group="log older")

    async def _load_older(self) -> None:
        try:
            await self._loaded.older_page(self._loaded.shortest())
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
            self._screen.start_work(self._load_all, group="log all")

    async def _load_all(self) -> None:
        await self.all_loaded()
        if not self._loaded.has_older:
            self._screen.toast(f"The whole log is loaded: {len(self._loaded.log):,} records.")

    async def all_loaded(self) -> None:
        """Load the whole log; ends early where the user stops it, or AWS fails."""
        self._loaded.is_loading_all, self._loaded.is_stopped = True, False
        self._view.wait_for("loading the whole log", quietly=True)
        try:
            while self._loaded.has_older and not self._loaded.is_stopped:
                pages = self._loaded.shortest()
                await self._loaded.older_page(pages)
                back_to = clock_text(self._loaded.head(pages), self._session.clock.zone)
                self._view.say_progress(f"loading the whole log, back to {back_to}")
                self._view.measure()
            self._view.arrived()
        except AwsError as error:
            self._screen.fail(error, self.load_all, self._view.load)
        except Stopped:
            self._view.arrived()
        finally:
            self._loaded.is_loading_all = self._loaded.is_stopped = False
            self._view.finding.log_changed()

    def stop(self) -> None:
        """Make no further call of what is under way."""
        self._loaded.is_stopped = True

    async def load_source(self, source: str) -> None:
        """Load the newest pages of a source's streams, such as executors, that are not loaded yet."""
        if self._loaded.reader is None:
            return
        wanted = [each for each in self._loaded.reader.streams if not source or each.source == source]
        self._view.wait_for(f"loading {source}", quietly=True)
        try:
            await self._loaded.take_each(map(self._loaded.reader.pages, wanted))
            self._view.arrived()
        except AwsError as error:
            self._screen.fail(error, self.load, self._view.load)
        except Stopped:
            self._view.arrived()
