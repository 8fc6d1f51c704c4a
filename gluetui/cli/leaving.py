"""How the UI's process ends when a signal asks it to: in order where it can, in time and with the terminal restored."""

from __future__ import annotations

import os
import select
import signal
import termios
from collections.abc import Callable
from contextlib import suppress
from threading import Timer
from typing import Any

SECONDS = 1.0
"""Longest wait for an orderly end."""

_STDIN, _STDERR = 0, 2
"""The terminal's own: Textual has put something else in the place of sys.stderr."""

_RESTORE = b"\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
"""What Textual sets on a terminal, set back."""


class Leaving:
    """Hears SIGINT, SIGTERM and SIGHUP from its making on; the first one decides the exit code."""

    def __init__(self) -> None:
        self.leave: Callable[[int], bool] = lambda _: False
        """Ask the UI to end with an exit code; False while there is none to ask."""
        self._modes = termios.tcgetattr(_STDIN)
        self._is_leaving = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._heard)

    def _heard(self, number: int, _frame: Any) -> None:
        if self._is_leaving:
            return
        self._is_leaving = True
        if not self.leave(128 + number):
            os._exit(128 + number)
        anyway = Timer(SECONDS, self._end, [128 + number])
        anyway.daemon = True
        anyway.start()

    def _end(self, exit_code: int) -> None:
        """Without the event loop, which hangs; a terminal that takes nothing now is not waited for either."""
        with suppress(OSError, termios.error):
            if select.select([], [_STDERR], [], 0)[1]:
                os.write(_STDERR, _RESTORE)
            termios.tcsetattr(_STDIN, termios.TCSANOW, self._modes)
        os._exit(exit_code)
