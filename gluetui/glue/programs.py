"""Programs that run beside the UI: without its terminal, for a limited time, and how each ended is known."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any, NamedTuple

MOST_OUTPUT, MOST_COMPLAINT = 1_000_000, 8_000
"""Bytes of a program's stdout at most, past which it is ended, and of the end of its stderr, which are kept."""

LOOK_SECONDS = 0.1
"""Seconds between two looks whether a program is over whose output a child of its own keeps open."""

TERMINAL_VARIABLES = frozenset({"GPG_TTY", "SSH_TTY", "TTY"})
"""Variables that name the terminal: a program could ask there although it is in a session of its own."""


class Ended(NamedTuple):
    """How a program ended."""

    code: int
    """Its exit code; negative for the signal that ended it."""
    output: bytes
    complaint: bytes
    """The end of its stderr."""
    cut: str = ""
    """Why it was ended before it was over; "" where it was not."""

    @property
    def how(self) -> str:
        """The end in words, such as "it ended with exit code 3"."""
        if self.cut or self.code >= 0:
            return self.cut or f"it ended with exit code {self.code}"
        with suppress(ValueError):
            return f"it was ended by {signal.Signals(-self.code).name}"
        return f"it was ended by signal {-self.code}"


def output_of(command: Sequence[str], *, seconds: float) -> Ended:
    """Run a program to its end, with nothing on stdin. Raises: OSError where it cannot be started."""
    child = _started(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None and child.stderr is not None
    output, complaint, cut = bytearray(), bytearray(), ""
    with child:
        try:
            cut = _read(child, {child.stdout: output, child.stderr: complaint}, time.monotonic() + seconds, seconds)
        finally:
            if cut or child.poll() is None:
                _end(child)
            _running.discard(child)
    return Ended(child.returncode, bytes(output), bytes(complaint), cut)


def feed(command: Sequence[str], given: bytes, *, seconds: float) -> int | None:
    """Give a program its stdin and drop what it says: its exit code, None where it had to be ended.

    What it leaves behind, such as the owner of X's clipboard, goes on. Raises: OSError where it cannot be started.
    """
    quiet = subprocess.DEVNULL
    with _started(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet) as child:
        try:
            child.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(child)
            return None
        finally:
            _running.discard(child)
    return child.returncode


def launch(command: Sequence[str], *, seconds: float) -> int | None:
    """Start a program that may stay, such as a browser: its exit code, None where it runs on after so long.

    Raises: OSError where it cannot be started.
    """
    quiet = subprocess.DEVNULL
    child = _started(command, stdin=quiet, stdout=quiet, stderr=quiet)
    _running.discard(child)  # It outlives this program.
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        threading.Thread(target=child.wait, daemon=True).start()
        return None


def end_all() -> None:
    """End the programs that are still waited for: this program ends, and their session hears of no terminal."""
    for child in list(_running):
        _end(child)


_running: set[subprocess.Popen[bytes]] = set()


def _started(command: Sequence[str], **streams: Any) -> subprocess.Popen[bytes]:
    """A program in a session of its own, from which /dev/tty cannot be opened."""
    environ = {name: value for name, value in os.environ.items() if name not in TERMINAL_VARIABLES}
    child = subprocess.Popen(command, env=environ, start_new_session=True, **streams)
    _running.add(child)
    return child


def _read(child: subprocess.Popen[bytes], kept: dict[IO[bytes], bytearray], deadline: float, seconds: float) -> str:
    """Take in what a program says until it is over: "", or why it must be ended."""
    with selectors.DefaultSelector() as selector:
        for stream in kept:
            selector.register(stream, selectors.EVENT_READ)
        while selector.get_map() or child.poll() is None:
            left = deadline - time.monotonic()
            if left <= 0:
                return f"it did not end within {seconds:g} seconds"
            ready = selector.select(min(left, LOOK_SECONDS))
            if not ready and child.poll() is not None:
                return ""
            for key, _ in ready:
                if not _took(key.fd, kept[key.fileobj]):  # type: ignore[index]
                    selector.unregister(key.fileobj)
            if len(kept[child.stdout]) > MOST_OUTPUT:  # type: ignore[index]
                return f"it printed more than {MOST_OUTPUT:,} bytes"
            del kept[child.stderr][:-MOST_COMPLAINT]  # type: ignore[index]
    return ""


def _took(file: int, kept: bytearray) -> bool:
    """Whether there was more to read."""
    chunk = os.read(file, 65_536)
    kept += chunk
    return bool(chunk)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a program with all that it started in its session."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
