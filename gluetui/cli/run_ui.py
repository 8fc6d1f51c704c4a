"""From the command line into the UI: the terminal that it needs, and how the process ends, also by a signal."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING, Any, NoReturn

from gluetui.cli.apply_settings import configured
from gluetui.cli.exit_codes import USAGE, Failure, complain
from gluetui.glue import gc_pause

if TYPE_CHECKING:
    from gluetui.glue.clients.glue import Glue


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


WRITING = 0.1
"""Seconds that the last choice has to reach the disk when the program ends."""


def open_ui(glue: Glue, *, job: str | None = None, run: str | None = None) -> NoReturn:
    """Run the UI, open at a job or at a run, and end the process with its exit code."""
    need_terminal()
    leaving = Leaving()
    # There is no garbage in what is loaded now. The app looks for some once it has been seen.
    gc_pause.put_off()
    from gluetui.app.app import GlueTui
    from gluetui.local.choices import Remembered

    remembered = Remembered()
    app = GlueTui(glue, job=job, run=run, settings=configured(), remembered=remembered)
    leaving.leave = app.leave
    app.run()
    for line in app.last_words:
        complain(line)
    remembered.finish(WRITING)
    sys.stdout.flush()
    sys.stderr.flush()
    # A thread whose call to AWS hangs would hold an ordinary exit up for as long as the call lasts.
    os._exit(app.return_code or 0)


def need_terminal() -> None:
    """Leave with one line where the UI could not be seen or could take no key. Textual draws on stderr."""
    missing = [name for name, stream in (("stdin", sys.stdin), ("stderr", sys.stderr)) if not stream.isatty()]
    if missing:
        none = " and ".join(missing)
        raise Failure(
            f"gluetui needs a terminal, not {none} redirected; "
            "in a script use `gluetui show`, `runs`, `tree`, or `get-job-run` as in `aws glue get-job-run`.",
            exit_code=USAGE,
        )
    kind = os.environ.get("TERM")
    if kind in ("dumb", "unknown"):
        raise Failure(
            f"TERM={kind}: gluetui needs a terminal that can place text, such as xterm-256color.", exit_code=USAGE
        )


def take_keys_from_terminal() -> None:
    """Make the terminal stdin again, once what was piped there is read."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        raise Failure(
            "gluetui open - reads stdin and then needs a terminal for its keys, but this process has none "
            f"(/dev/tty: {error.strerror}); `gluetui show … --open -` prints instead.",
            exit_code=USAGE,
        ) from None
    os.dup2(terminal, 0)
    os.close(terminal)
