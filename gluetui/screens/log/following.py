"""Following the log of a live run: what it has newly comes to the screen while somebody looks."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.following import Following, Next
from gluetui.glue.logs.pace import FOLLOWING_SECONDS, Stopped
from gluetui.glue.logs.pages import StreamPages
from gluetui.panes.log_view import LogView
from gluetui.screens.log.loaded import LoadedLog
from gluetui.screens.session_screen import SessionScreen
from gluetui.text.log_line import clock_text
from gluetui.text.times import ago

AFTER_FAULT = 10.0
"""Seconds without a call after a fault that may pass."""

STOPPED = "not following"


class Ticker(Protocol):
    """Textual's timer."""

    def stop(self) -> None: ...


class LogFollower:
    """Ticks twice a second, and makes at most one call a tick; none while the screen is hidden or without the focus."""

    def __init__(
        self,
        screen: SessionScreen,
        view: LogView,
        loaded: LoadedLog,
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """`seconds` gives seconds that only grow."""
        self._screen = screen
        self._session = screen.session
        self._view = view
        self._loaded = loaded
        self._seconds = seconds
        self._rules = Following()
        self._ticker: Ticker | None = None
        self._is_looking = False
        self._rests_until = 0.0

    @property
    def is_on(self) -> bool:
        """Whether it looks for what is new."""
        return self._ticker is not None

    def begin(self) -> None:
        """Follow from now on, at the end of the log."""
        reader, run = self._loaded.reader, self._loaded.run
        if reader is None or run is None or self.is_on:
            return
        self._rules = Following()
        if run.is_final:
            self._rules.ended(run.completed)
        self._view.is_following, self._view.ending = True, ""
        self._view.action_last()
        self._view.measure()
        self._ticker = self._screen.set_interval(FOLLOWING_SECONDS, self.tick)

    def stop(self, ending: str = STOPPED) -> None:
        """Make no further call; the border says why."""
        if self._ticker is not None:
            self._ticker.stop()
            self._ticker = None
        self._view.is_following, self._view.ending = False, ending
        if self._view.is_attached:
            self._view.measure()

    def tick(self) -> None:
        """Make the call that is due, where somebody looks and none is under way."""
        is_free = not self._is_looking and not self._loaded.is_loading_all
        if self.is_on and is_free and self._screen.is_watched and self._seconds() >= self._rests_until:
            self._is_looking = True
            self._screen.start_work(self._look, group="log follow")

    async def _look(self) -> None:
        try:
            await self._ask()
        except AwsError as error:
            self._rests_until = self._seconds() + AFTER_FAULT
            if not error.retriable:
                self.stop()
                self._screen.fail(error, self.begin, self._view.load)
        except Stopped:
            self.stop()
        finally:
            self._is_looking = False

    async def _ask(self) -> None:
        followed = {f"{pages.stream.group}\n{pages.stream.name}": pages for pages in self._loaded.streams}
        self._rules.streams[:] = followed
        due, name = self._rules.due(self._seconds(), self._session.clock.now())
        if due is Next.END:
            self._end()
        elif due is Next.RUN:
            await self._look_at_run()
        elif due is Next.LIST:
            await self._loaded.take_new_streams()
        elif due is Next.EVENTS:
            await self._look_at(followed[name], name)

    async def _look_at_run(self) -> None:
        assert self._loaded.key is not None
        run = await self._session.known.run(self._loaded.key, refresh=True)
        self._loaded.go_on_with(run)
        if run.is_final:
            self._rules.ended(run.completed)

    async def _look_at(self, pages: StreamPages, name: str) -> None:
        news = await self._loaded.take(pages, pages.newer, is_older=False)
        self._rules.answered(name, self._seconds(), has_news=bool(news))

    def _end(self) -> None:
        clock = self._session.clock
        now = clock.now()
        read_at = clock_text(round(now.timestamp() * 1000), clock.zone)[:8]
        self.stop(f"complete, read at {read_at}")
        self._screen.toast(f"The log is complete: the run is over, and nothing came any more ({self._since(read_at)}).")

    def _since(self, read_at: str) -> str:
        run = self._loaded.run
        ended = run.completed if run is not None else None
        clock = self._session.clock
        return f"it ended {ago(ended, clock.now())}" if ended else f"read at {read_at}"
