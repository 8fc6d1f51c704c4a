"""What the app owes the terminal: what may be drawn on it, how small it may be, how to stop, to leave and to crash."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Sequence

from textual import events, on
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome
from textual.geometry import Size
from textual.worker import WorkerFailed

from gluetui.app.backstop import Backstop
from gluetui.app.bare import AsciiOnly, NoColours
from gluetui.app.driver import TerminalDriver
from gluetui.app.too_small import TooSmall


class TerminalApp(App[None]):
    """An app that restores the terminal whatever happens, and writes nothing on it that it cannot show."""

    def __init__(self, *, is_ascii: bool) -> None:
        super().__init__(driver_class=TerminalDriver)
        self.animation_level = "none"
        self.last_keys: deque[str] = deque(maxlen=20)
        """What was pressed last, for a crash report; nothing that was typed into a filter."""
        self.last_words: tuple[str, ...] = ()
        """Lines for the terminal after the UI: what had to stop it."""
        self._is_ready = False
        self._leaves_with: int | None = None
        self._last_filters: list[LineFilter] = [Backstop()]
        if self.no_color:
            self._last_filters.append(NoColours())
        if is_ascii:
            self._last_filters.append(AsciiOnly())

    def get_line_filters(self) -> Sequence[LineFilter]:
        kept = [each for each in super().get_line_filters() if not isinstance(each, Monochrome)]
        return [*kept, *self._last_filters]

    def on_mount(self) -> None:
        self._fit(self.size)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        """Show the notice in place of the panes while the window is too small for them."""
        if TooSmall.is_needed(size):
            if not any(isinstance(screen, TooSmall) for screen in self.screen_stack):
                self.push_screen(TooSmall())
        elif isinstance(self.screen, TooSmall):
            self.pop_screen()

    def leave(self, exit_code: int) -> bool:
        """End in order, asked by a signal at any moment; False where the UI is not there yet, or not any more."""
        if self._loop is None:
            return False
        self._loop.call_soon_threadsafe(self._leave, exit_code)
        return True

    def _leave(self, exit_code: int) -> None:
        if not self._is_ready:  # Textual cannot take down screens that it is still putting up.
            self._leaves_with = exit_code
        elif not self._exit:
            self.exit(return_code=exit_code)

    @on(events.Ready)
    def _screens_are_up(self) -> None:
        self._is_ready = True
        if self._leaves_with is not None:
            self._leave(self._leaves_with)

    @on(Driver.SignalResume)
    def _draw_again(self) -> None:
        """After a stop the terminal shows what the shell left on it."""
        self.refresh(layout=True)

    def action_suspend(self) -> None:
        # Without a shell of its own between it and the terminal nobody could bring the process back.
        if os.getsid(0) == os.getpgrp():
            self.notify("There is no shell to go back to; q quits.", markup=False)
            return
        self._suspend_signal()
        # The whole job, as a terminal's own ctrl+z does it: what started gluetui, such as uv, waits in the shell too.
        os.killpg(0, signal.SIGTSTP)

    async def action_quit(self) -> None:
        self.exit()

    def _fatal_error(self) -> None:
        """Leave without Textual's traceback, which prints local variables, and with them secrets."""
        if not self.last_words:
            from gluetui.local.crash_report import reported

            where = reported(self._bug(), keys=self.last_keys)
            self.last_words = ("gluetui met a bug in itself and had to stop.", where, "Nothing in AWS was changed.")
        self._close_messages_no_wait()

    def _bug(self) -> BaseException:
        bug = self._exception or sys.exc_info()[1] or RuntimeError()
        return bug.error if isinstance(bug, WorkerFailed) else bug
