"""A program in a terminal, and someone who types into it with a stopwatch."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.pty.terminal import Terminal

YARDSTICKS = Path(__file__).with_name("yardsticks")

PATIENCE = 60.0
"""Seconds after which something that should happen has not."""

QUIET = 0.03
"""Seconds without a byte after which what a key made a program write is whole."""

ENVIRONMENT = {
    "PATH": os.environ.get("PATH", os.defpath), "HOME": "/nonexistent", "TERM": "xterm-256color", "TZ": "UTC",
    "COLORTERM": "truecolor", "LANG": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "",
    "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:9",
}  # fmt: skip
"""All that a measured program gets to know of this machine."""

Sign = bytes | re.Pattern[bytes]


def gluetui_command() -> list[str]:
    """The program as it is installed, beside the interpreter that measures."""
    return [str(Path(sys.executable).with_name("gluetui"))]


def yardstick(name: str, *arguments: str) -> list[str]:
    return [sys.executable, str(YARDSTICKS / f"{name}.py"), *arguments]


def found(program: str) -> str | None:
    """Where a program of other people's is, if it is installed."""
    return shutil.which(program)


def wall(command: list[str]) -> float:
    """Milliseconds that a command takes from start to end."""
    began = time.perf_counter()
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, timeout=PATIENCE, check=False)
    took = 1000 * (time.perf_counter() - began)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    return took


class Typist(Terminal):
    """Reads bytes at once and draws nothing: drawing, which takes longer than the program does, would be measured."""

    def __init__(
        self, command: list[str], size: tuple[int, int] = (160, 45), environment: Mapping[str, str] = ENVIRONMENT
    ) -> None:
        self.began = time.perf_counter()
        super().__init__(command, size, environment)
        self.seen = 0
        """Where in `written` that begins which nobody has waited for yet."""

    def await_sign(self, sign: Sign) -> float:
        """Wait for something to be written; the moment at which the last byte of it was read."""
        deadline = time.perf_counter() + PATIENCE
        while True:
            place = self._end_of(sign)
            if place >= 0:
                self.seen = place
                return time.perf_counter()
            assert time.perf_counter() < deadline, f"no {sign!r} in {bytes(self.written[self.seen :][-3000:])!r}"
            assert self.program.poll() is None or self._is_readable(), f"ended before {sign!r} came"
            self.receive(0.05)

    def key(self, key: str, sign: Sign = b"", quiet: float = QUIET) -> float:
        """Milliseconds from a key to the last byte of what it made the program write, `sign` being part of it."""
        self.skip()
        start = len(self.written)
        began = time.perf_counter()
        self.send(key)
        if sign:
            last = self.await_sign(sign)
        else:
            while len(self.written) == start and time.perf_counter() - began < PATIENCE:
                self.receive(0.05)
            last = time.perf_counter()
        while self._grows(quiet):
            last = time.perf_counter()
        self.seen = len(self.written)
        return 1000 * (last - began)

    def bytes_for(self, key: str, quiet: float = 0.3) -> int:
        """How much a program writes for a key."""
        self.skip()
        start = len(self.written)
        self.send(key)
        while self._grows(quiet):
            pass
        return len(self.written) - start

    def skip(self) -> None:
        """Take in what was written without waiting, and look for signs after it."""
        while self._grows(0):
            pass
        self.seen = len(self.written)
        self._undrawn.clear()

    def rest(self, seconds: float) -> int:
        """Press nothing for so long; the number of bytes that the program wrote nevertheless."""
        start, deadline = len(self.written), time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            self.receive(left)
        return len(self.written) - start

    def settle(self, quiet: float = 0.7) -> None:
        """Wait until the program has written nothing for a while."""
        deadline = time.perf_counter() + PATIENCE
        while self._grows(quiet):
            assert time.perf_counter() < deadline, "it never stops writing"
        self.seen = len(self.written)

    def memory(self, name: str) -> float:
        """Kilobytes by their name in /proc, such as VmRSS or, for the peak, VmHWM."""
        status = Path(f"/proc/{self.program.pid}/status").read_text()
        return float(re.findall(rf"{name}:\s+(\d+) kB", status)[0])

    def cpu(self) -> float:
        """Milliseconds that all threads have worked."""
        tasks = Path(f"/proc/{self.program.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6

    def _grows(self, seconds: float) -> bool:
        before = len(self.written)
        self.receive(seconds)
        return len(self.written) > before

    def _is_readable(self) -> bool:
        return self._grows(0)

    def _end_of(self, sign: Sign) -> int:
        if isinstance(sign, bytes):
            place = self.written.find(sign, self.seen)
            return place + len(sign) if place >= 0 else -1
        found = sign.search(self.written, self.seen)
        return found.end() if found else -1


@contextmanager
def typing(
    command: list[str], size: tuple[int, int] = (160, 45), environment: Mapping[str, str] = ENVIRONMENT
) -> Iterator[Typist]:
    typist = Typist(command, size, environment)
    try:
        yield typist
    finally:
        typist.close()


def until_sign(command: list[str], sign: Sign) -> Callable[[], float]:
    """A contestant: milliseconds from the start of a program to a sign on its terminal."""

    def take() -> float:
        with typing(command) as typist:
            return 1000 * (typist.await_sign(sign) - typist.began)

    return take


def until_answer(command: list[str], ready: Sign, key: str, sign: Sign) -> Callable[[], float]:
    """A contestant: milliseconds from the start to the answer to a key that is pressed as soon as there is something.

    Who sees the program's first picture presses the key.
    """

    def take() -> float:
        with typing(command) as typist:
            typist.await_sign(ready)
            typist.send(key)
            return 1000 * (typist.await_sign(sign) - typist.began)

    return take
