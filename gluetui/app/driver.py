"""The terminal under the UI: Textual's driver, which also stands being stopped, resized in bursts and hung up on."""

from __future__ import annotations

import asyncio
import os
import select
import signal
from threading import Thread
from typing import Any

from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size


class TerminalDriver(LinuxDriver):
    """Takes the terminal back as it should be after any stop, and ends the process when there is none any more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        Thread(target=end_with_terminal, args=(self.fileno,), name="terminal", daemon=True).start()

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        # Textual reads the size within the signal's handler: a second signal there is told first, and its size is lost.
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._tell_size)

    def _tell_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(Resize(size, size))

    def disable_input(self) -> None:
        if not self._app._exit:
            super().disable_input()
            return
        # The process ends: waiting for the thread that reads keys would take it up to 0.2 s.
        self._key_thread = None
        super().disable_input()
        self.exit_event.set()

    def _sigcont_application(self, *_: object) -> None:
        if self._must_signal_resume or not self._auto_restart:
            super()._sigcont_application()
        elif not self._loop.is_closed():
            # Not here: who is interrupted by the signal may hold what taking the terminal back would wait for.
            self._loop.call_soon_threadsafe(self._take_back)

    def _take_back(self) -> None:
        """SIGSTOP is not announced: the shell has changed the terminal since, and Textual's threads are still there."""
        self.suspend_application_mode()
        self._must_signal_resume = True
        self.resume_application_mode()


def end_with_terminal(terminal: int) -> None:
    """Wait until a terminal hangs up, and end the process: nobody sees it, and reading on would only spin."""
    poll = select.poll()
    poll.register(terminal, 0)
    if any(event & select.POLLHUP for _, event in poll.poll()):
        os._exit(128 + signal.SIGHUP)
