"""What tests of the commands share: the demo's night, a server that gives it, and commands run in this process."""

from __future__ import annotations

import os
import pty
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pyte
import pytest
from click.testing import CliRunner, Result

from gluetui.cli.main import main
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import JobRun, RunKey
from tests.conftest import NOW
from tests.server import GlueServer

Command = Callable[..., Result]


@pytest.fixture
def demo() -> Snapshot:
    """An hour old, so that nothing of it lies in the future."""
    return Snapshot.demo(NOW - timedelta(hours=1))


@pytest.fixture
def command() -> Command:
    """A command's result; what it wrote is in `stdout` and `stderr`."""

    def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, list(arguments), input=stdin, prog_name="gluetui")

    return run


AwsOnPath = Callable[[int], None]


@pytest.fixture
def aws_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsOnPath:
    """Puts an AWS CLI of some main version on the machine, which does nothing but say so."""

    def put(major: int) -> None:
        program = tmp_path / f"aws{major}"
        program.write_text(f"#!/bin/sh\necho aws-cli/{major}.40.1 Python/3.13.0\n")
        program.chmod(0o755)
        monkeypatch.setattr("gluetui.local.aws_cli.PROGRAM", str(program))

    return put


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


@pytest.fixture
def server(demo: Snapshot, signed_in: None) -> Iterator[GlueServer]:
    with GlueServer(demo).serving() as serving:
        yield serving


@pytest.fixture
def served(command: Command, server: GlueServer) -> Command:
    """A command that asks the server."""

    def run(name: str, *arguments: str) -> Result:
        return command(name, *arguments, "--endpoint-url", server.url)

    return run


Printed = Callable[..., bytes]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Printed:
    """What a command that succeeds writes to a pseudo-terminal of some size, as the terminal gets it."""
    for name, value in {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, size: tuple[int, int]) -> bytes:
        outer, inner = pty.openpty()
        termios.tcsetwinsize(inner, size[::-1])
        written = bytearray()
        reading = threading.Thread(target=_read_all, args=(outer, written))
        reading.start()
        with os.fdopen(inner, "w", encoding="utf-8") as terminal, monkeypatch.context() as patch:
            for stream in ("stdin", "stdout", "stderr"):
                patch.setattr(sys, stream, terminal)
            with pytest.raises(SystemExit) as ended:
                main(list(arguments), prog_name="gluetui")
            terminal.flush()
        reading.join()
        os.close(outer)
        assert not ended.value.code, written.decode()
        return bytes(written)

    return run


def _read_all(terminal: int, written: bytearray) -> None:
    # A pseudo-terminal without a writer is an error to read from, on Linux.
    with suppress(OSError):
        while chunk := os.read(terminal, 65_536):
            written += chunk


def lines_of(written: bytes, size: tuple[int, int]) -> list[str]:
    """How a terminal of this size shows what was written, without the empty lines at the end."""
    screen = pyte.Screen(*size)
    pyte.ByteStream(screen).feed(written)
    rows = screen.buffer
    lines = ["".join(rows[y][x].data for x in range(screen.columns)).rstrip() for y in range(screen.lines)]
    return "\n".join(lines).rstrip("\n").split("\n")


def key_of(snapshot: Snapshot, job_name: str, state: str = "") -> RunKey:
    """The newest run of a job, or the newest in a state."""
    _, answer = snapshot.respond("glue", "GetJobRuns", {"JobName": job_name})
    return next(run.key for run in map(JobRun, answer["JobRuns"]) if state in ("", run.state))
