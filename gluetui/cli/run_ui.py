"""From the command line into the UI: the terminal that it needs, and how the process ends, also by a signal."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING, Any, NoReturn

from gluetui.cli.apply_settings import configured
from gluetui.cli.exit_codes import USAGE, Failure, complain
from gluetui.cli.streams import settle
from gluetui.glue import gc_pause

if TYPE_CHECKING:
    from gluetui.glue.clients.glue import Glue
    from gluetui.glue.files.run_reference import RunReference
    from gluetui.glue.files.runless_log import RunlessLog
    from gluetui.glue.night.night import Night


LONGEST_ORDERLY_END = 1.0
"""Seconds to wait at most for an orderly end."""

_STDIN, _STDERR = 0, 2
"""Descriptors of the terminal, because Textual replaces sys.stderr."""

_RESTORING = b"\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
"""Sequences that set a terminal back from all that Textual sets."""


class SignalExit:
    """Ends the process on SIGINT, SIGTERM or SIGHUP, from its making on; the first one decides the exit code."""

    def __init__(self) -> None:
        self.leave: Callable[[int], bool] = lambda _: False
        """Ask the UI to end with an exit code; False while there is none to ask."""
        self._modes = termios.tcgetattr(_STDIN)
        self._is_leaving = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, _frame: Any) -> None:
        if self._is_leaving:
            return
        self._is_leaving = True
        if not self.leave(128 + number):
            os._exit(128 + number)
        anyway = Timer(LONGEST_ORDERLY_END, self._end_anyway, [128 + number])
        anyway.daemon = True
        anyway.start()

    def _end_anyway(self, exit_code: int) -> None:
        """Without the event loop, which hangs, and without waiting for a terminal that takes nothing now."""
        from gluetui.glue import programs

        with suppress(OSError, termios.error):
            if select.select([], [_STDERR], [], 0)[1]:
                os.write(_STDERR, _RESTORING)
            termios.tcsetattr(_STDIN, termios.TCSANOW, self._modes)
        programs.end_all()
        os._exit(exit_code)


LONGEST_WRITE = 0.1
"""Seconds to wait at most for the last choice to reach the disk."""


def open_ui(
    glue: Glue,
    *,
    job: str | None = None,
    run: str | None = None,
    named: RunReference | None = None,
    log: RunlessLog | None = None,
    night: Night | bool = False,
    notes: Sequence[str] = (),
) -> NoReturn:
    """Run the UI, open at a job, a run, what a text named, a log or the board of a night; end with its exit code."""
    need_terminal()
    for name in ("COLUMNS", "LINES"):  # The terminal's own size counts, also for the programs that sign in.
        os.environ.pop(name, None)
    signal_exit = SignalExit()
    # Importing makes no garbage to search for. The app starts the search once it has been drawn.
    gc_pause.put_off()
    from gluetui.app.app import GlueTui
    from gluetui.glue import programs
    from gluetui.local.choices import Remembered

    remembered = Remembered()
    app = GlueTui(
        glue,
        job=job,
        run=run,
        named=named,
        log=log,
        night=night,
        notes=notes,
        settings=configured(),
        remembered=remembered,
    )
    signal_exit.leave = app.leave
    app.run()
    for line in app.last_words:
        complain(line)
    remembered.finish(LONGEST_WRITE)
    programs.end_all()
    settle()
    # An ordinary exit would wait for threads whose calls to AWS hang.
    os._exit(app.return_code or 0)


def need_terminal() -> None:
    """Refuse to start where the UI could not be drawn, which Textual does on stderr, or could take no key.

    Where stdin is something else, as it is behind `xargs`, keys come from the process's terminal.
    """
    missing = [name for name, stream in (("stdin", sys.stdin), ("stderr", sys.stderr)) if not stream.isatty()]
    if missing == ["stdin"] and _terminal_is_stdin() is None:
        missing = []
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
    """Make the terminal stdin again, after the piped text was read."""
    refusal = _terminal_is_stdin()
    if refusal is not None:
        raise Failure(
            "gluetui open - reads stdin and then needs a terminal for its keys, but this process has none "
            f"(/dev/tty: {refusal.strerror}); `gluetui show … --open -` prints instead.",
            exit_code=USAGE,
        )


def _terminal_is_stdin() -> OSError | None:
    """Make the process's terminal its stdin; why that cannot be, or None."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError as refusal:
        return refusal
    os.dup2(terminal, _STDIN)
    if terminal != _STDIN:
        os.close(terminal)
    return None
