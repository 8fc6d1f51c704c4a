"""The app's care for the terminal: the last filters, the smallest window, stopping, leaving and crashing in order."""

from __future__ import annotations

import asyncio
import errno
import os
import select
import signal
import sys
import termios
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Thread
from typing import Any, ClassVar, NoReturn

from textual import events, on
from textual.app import App, ComposeResult, RenderResult
from textual.binding import BindingType
from textual.content import Content
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.filter import LineFilter, Monochrome, NoColor
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.worker import WorkerFailed

from gluetui.app.line_filters import AsciiFilter, ColourFilter, ControlFilter
from gluetui.commands import BY_ID, first_key
from gluetui.glue import programs
from gluetui.local.colours import chooses_no_colours

MOST_STARTS = 100
"""Tries to take the terminal, one each time that a shell lets the process go on."""


class TerminalDriver(LinuxDriver):
    """Takes the terminal back in order after any stop, and ends the process when the terminal is gone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._is_starting = True
        super().__init__(*args, **kwargs)
        Thread(target=end_with_terminal, args=(self.fileno,), name="terminal", daemon=True).start()

    def start_application_mode(self) -> None:
        self._is_starting = True
        for _ in range(MOST_STARTS):
            stop_until_in_front(self.fileno)
            # Textual returns with nothing started where the terminal was taken away in between.
            super().start_application_mode()  # type: ignore[no-untyped-call]
            if self._writer_thread is not None and self._writer_thread.is_alive():
                break
        else:
            end_without_terminal()
        self._is_starting = False
        # Textual reads the size within the signal's handler: a second signal during that posts its size first, and
        # the older size then replaces it. asyncio calls this handler between other callbacks instead.
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._post_size)

    def _get_terminal_size(self) -> tuple[int, int]:
        """By the terminal that keys come from: COLUMNS and LINES stay as they are, and stdout may be a pipe."""
        try:
            width, height = os.get_terminal_size(self.fileno)
        except OSError:
            width = height = 0
        return (width, height) if width and height else super()._get_terminal_size()

    def _post_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(Resize(size, size))

    def disable_input(self) -> None:
        if not self._app._exit:
            super().disable_input()
            return
        # The process ends: waiting for Textual's thread that reads keys would take up to 0.2 s.
        self._key_thread = None
        super().disable_input()
        self.exit_event.set()

    def _sigtstp_application(self, *_: object) -> None:
        if self._is_starting:
            # There is nothing to put back yet.
            os.kill(os.getpid(), signal.SIGSTOP)
        else:
            super()._sigtstp_application()

    def _sigcont_application(self, *_: object) -> None:
        if self._is_starting:
            return
        if self._must_signal_resume or not self._auto_restart:
            super()._sigcont_application()
        elif not self._loop.is_closed():
            # Later, on the event loop: the code that the signal interrupted may hold a lock that is needed for it.
            self._loop.call_soon_threadsafe(self._take_back)

    def _take_back(self) -> None:
        """Take the terminal back after SIGSTOP, of which Textual had no notice: its input thread was never ended."""
        self.suspend_application_mode()
        self._must_signal_resume = True
        self.resume_application_mode()


def stop_until_in_front(terminal: int) -> None:
    """Let the system stop the process, and its launcher, until the shell gives it the terminal.

    Textual's own handler of that stop runs a little later: it would stop a process that has the terminal by then.
    """
    with suppress(termios.error):  # The terminal is gone, or is not this session's.
        modes = termios.tcgetattr(terminal)
        while True:
            try:
                termios.tcsetattr(terminal, termios.TCSANOW, modes)
                return
            except termios.error as error:
                if error.args[0] != errno.EINTR:
                    raise


def end_with_terminal(terminal: int) -> None:
    """Wait until a terminal hangs up, and end the process: Textual would go on reading from it in a busy loop."""
    poll = select.poll()
    poll.register(terminal, 0)
    if any(event & select.POLLHUP for _, event in poll.poll()):
        end_without_terminal()


def end_without_terminal() -> NoReturn:
    """End the process at once: the terminal is gone, or no shell will ever give it."""
    programs.end_all()
    os._exit(128 + signal.SIGHUP)


SMALLEST_WINDOW = Size(60, 15)
"""The smallest window in which the panes can be read."""


class Notice(Widget):
    """Says how large the window must be, and how large it is now."""

    def render(self) -> RenderResult:
        width, height = self.app.size
        return Content(
            f"gluetui needs {SMALLEST_WINDOW.width}×{SMALLEST_WINDOW.height};\nthis is {width}×{height}.\n"
            f"Make the window larger; {first_key('app.quit', self.app._keymap)} quits."
        )


class TooSmall(ModalScreen[None]):
    """Covers the panes of a window that is too small, and goes when it has grown."""

    BINDINGS: ClassVar[list[BindingType]] = [replace(BY_ID["app.quit"].binding(), action="app.quit")]

    @staticmethod
    def is_needed(size: Size) -> bool:
        """Whether a window is smaller than the panes need."""
        return size.width < SMALLEST_WINDOW.width or size.height < SMALLEST_WINDOW.height

    def compose(self) -> ComposeResult:
        yield Notice()

    def on_screen_resume(self) -> None:
        """Go also where the window has grown while another screen lay over this one."""
        if self.is_active and not self.is_needed(self.app.size):
            self.dismiss()


class TerminalApp(App[None]):
    """An app that restores the terminal however it ends, and writes only text that the terminal can show."""

    def __init__(self, *, is_ascii: bool) -> None:
        super().__init__(driver_class=TerminalDriver)
        self.animation_level = "none"
        # Textual takes an empty NO_COLOR for a choice, too.
        self.no_color = chooses_no_colours(os.environ)
        # Of sixteen colours the nearest to a theme's soft red is grey: the states then have the terminal's own.
        self.set_class(self.console.color_system == "standard", "-few-colours", update=False)
        self.last_keys: deque[str] = deque(maxlen=20)
        """The keys that were pressed last, for a crash report; none that was typed into a filter."""
        self.last_words: tuple[str, ...] = ()
        """Lines for the terminal once the UI is gone: why it had to stop."""
        self._is_ready = False
        self._leaves_with: int | None = None
        self._last_filters: list[LineFilter] = [ControlFilter()]
        if self.no_color:
            self._last_filters.append(ColourFilter())
        if is_ascii:
            self._last_filters.append(AsciiFilter())

    def get_line_filters(self) -> Sequence[LineFilter]:
        kept = [each for each in super().get_line_filters() if not isinstance(each, Monochrome | NoColor)]
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
        """End in order, when a signal asks for it; False where the UI has not begun, or is over."""
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
        """Draw all again: after a stop the terminal shows the shell's lines."""
        self.refresh(layout=True)

    def action_suspend(self) -> None:
        # Where no shell started the process, as in a terminal window of its own, nothing could continue it.
        if os.getsid(0) == os.getpgrp():
            self.notify("There is no shell to go back to; q quits.", markup=False)
            return
        self._suspend_signal()
        # The whole process group, as a terminal's own ctrl+z does it: a launcher such as uv has to stop too.
        os.killpg(0, signal.SIGTSTP)

    async def action_quit(self) -> None:
        self.exit()

    def _fatal_error(self) -> None:
        """Leave without Textual's traceback, which prints local variables, and so secrets."""
        if not self.last_words:
            from gluetui.local.crash_report import reported

            where = reported(self._bug(), keys=self.last_keys)
            self.last_words = ("gluetui met a bug in itself and had to stop.", where, "Nothing in AWS was changed.")
        self._close_messages_no_wait()

    def _bug(self) -> BaseException:
        bug = self._exception or sys.exc_info()[1] or RuntimeError()
        return bug.error if isinstance(bug, WorkerFailed) else bug
