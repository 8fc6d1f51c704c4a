"""What tests of the commands share: the demo's night, a server that gives it, and commands run in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

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


def key_of(snapshot: Snapshot, job_name: str, state: str = "") -> RunKey:
    """The newest run of a job, or the newest in a state."""
    _, answer = snapshot.respond("glue", "GetJobRuns", {"JobName": job_name})
    return next(run.key for run in map(JobRun, answer["JobRuns"]) if state in ("", run.state))
