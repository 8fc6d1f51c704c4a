"""A terminal of the tests' own: runs a program in a pty, types into it and reads its screen."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pyte

from tests.patience import PATIENCE

KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "f1": "\x1bOP",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}  # fmt: skip
"""What a terminal sends for a key; other keys are sent as they are."""

LOGIN = (
    sys.executable,
    "-ISc",
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.environ.pop('LC_CTYPE', 0);"
    "os.execvp(sys.argv[1], sys.argv[1:])",
)
"""Makes the pty the terminal that signals come from, then becomes the program; Python adds LC_CTYPE by itself."""


class Terminal:
    """One program in one pty. Everything it wrote is in `written`, how it looks now in `lines`."""

    def __init__(self, command: list[str], size: tuple[int, int], env: Mapping[str, str]) -> None:
        width, height = size
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)
        self.written = bytearray()
        self._undrawn = bytearray()
        self._fd, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.before = termios.tcgetattr(inner)
        self.program = subprocess.Popen(
            [*LOGIN, *command], stdin=inner, stdout=inner, stderr=inner, env=dict(env), start_new_session=True
        )
        self._inner = inner

    @property
    def lines(self) -> list[str]:
        rows, width = self.screen.buffer, range(self.screen.columns)
        # pyte's own `display` measures each character anew; the second cell of a wide one holds nothing.
        return ["".join([rows[y][x].data for x in width]).rstrip() for y in range(self.screen.lines)]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def is_restored(self) -> bool:
        """Whether the terminal's mode is what it was and every switch that was set was set back."""
        off = {b"\x1b[?1049h": b"\x1b[?1049l", b"\x1b[?1003h": b"\x1b[?1003l", b"\x1b[?25l": b"\x1b[?25h"}
        undone = all(self.written.rfind(on) <= self.written.rfind(back) for on, back in off.items())
        return undone and self.mode[:4] == self.before[:4]

    @property
    def mode(self) -> list[Any]:
        return termios.tcgetattr(self._inner)

    def resize(self, width: int, height: int) -> None:
        """As a person who pulls at the window's corner."""
        self.screen.resize(height, width)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def skip(self, seconds: float) -> None:
        """Take in what the program writes without drawing it: what is drawn next must be drawn anew."""
        self.receive(seconds)
        self._undrawn.clear()

    def hang_up(self) -> None:
        """As a window that is closed or a connection that is lost."""
        os.close(self._fd)
        self._fd = -1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.send(key)
            self.read(0.05)

    def send(self, key: str) -> None:
        """Type a key without waiting for what it does."""
        os.write(self._fd, KEYS.get(key, key).encode())

    def wait(self, is_so: Callable[[], bool], what: str) -> None:
        """Read on until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain for {what}; the screen is:\n{self.text}")
            self.read(0.05)

    def wait_for(self, *texts: str) -> None:
        """Read on until all texts are on the screen."""

        def are_there() -> bool:
            shown = self.text
            return all(text in shown for text in texts)

        self.wait(are_there, repr(texts))

    def wait_exit(self) -> int:
        self.wait(lambda: self.program.poll() is not None, "the program's end")
        self.read(0.05)
        return self.program.returncode

    def close(self) -> None:
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
        if self._fd >= 0:
            os.close(self._fd)
        os.close(self._inner)

    def receive(self, seconds: float) -> None:
        """Take in what the program has written without drawing it; `read` draws it."""
        if select.select([self._fd], [], [], seconds)[0]:
            chunk = os.read(self._fd, 65536)
            self.written += chunk
            self._undrawn += chunk

    def read(self, seconds: float) -> None:
        """Take in what the program writes, until it has written nothing for so long."""
        self._stream.feed(bytes(self._undrawn))
        self._undrawn.clear()
        while select.select([self._fd], [], [], seconds)[0]:
            chunk = os.read(self._fd, 65536)
            self.written += chunk
            self._stream.feed(chunk)
            seconds = 0.01


@contextmanager
def running(*command: str, size: tuple[int, int] = (160, 45), **env: str) -> Iterator[Terminal]:
    """A program in a terminal of `size` columns and lines, with nothing in its environment but `env`."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    given = {
        **bare, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "UTC",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL_STS": os.environ.get("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9"),
        "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS": os.environ.get("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", "http://127.0.0.1:9"),
        **env,
    }  # fmt: skip
    terminal = Terminal(list(command), size, given)
    try:
        yield terminal
    finally:
        terminal.close()


def gluetui(*arguments: str, size: tuple[int, int] = (160, 45), **env: str) -> AbstractContextManager[Terminal]:
    """The program itself in a terminal, as `running` has it."""
    return running(sys.executable, "-m", "gluetui", *arguments, size=size, **env)
