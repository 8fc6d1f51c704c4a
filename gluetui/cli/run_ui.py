"""From the command line into the UI: the terminal that it needs, and how the process ends after it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

from gluetui.cli.apply_settings import configured
from gluetui.cli.exit_codes import USAGE, Failure, complain
from gluetui.cli.leaving import Leaving
from gluetui.glue import gc_pause

if TYPE_CHECKING:
    from gluetui.glue.clients.glue import Glue


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
