"""An MFA code for a command that prints: asked on the plain terminal, unseen, or said to be impossible."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gluetui.glue.files.snapshot import Snapshot
from tests.aws_home import KEYS, AwsHome
from tests.cli.conftest import Command, command
from tests.pty.terminal import gluetui
from tests.server import GlueServer, role_credentials

__all__ = ["command"]

DEVICE = "arn:aws:iam::1:mfa/ann"
ROLE = f"role_arn = arn:aws:iam::1:role/d\nsource_profile = base\nmfa_serial = {DEVICE}\n"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GlueServer]:
    AwsHome(tmp_path, monkeypatch).config(f"[profile base]\n{KEYS}[profile mfa]\nregion = eu-west-1\n{ROLE}")
    with GlueServer(Snapshot([], ["orders"])).serving() as serving:
        serving.sts = lambda form: role_credentials()
        yield serving


def test_it_is_asked_on_the_terminal_and_not_echoed(server: GlueServer) -> None:
    ask = ("--profile", "mfa", "--endpoint-url", server.url, "jobs")
    with gluetui(*ask, AWS_ENDPOINT_URL_STS=server.url) as terminal:
        terminal.wait_for(f"MFA code of {DEVICE}:")
        terminal.press("654321\r")
        assert terminal.wait_exit() == 0
        assert "orders" in terminal.text
        assert b"654321" not in terminal.written


def test_without_a_terminal_it_is_said_that_nobody_can_be_asked(
    server: GlueServer, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", server.url)
    done = command("--profile", "mfa", "--endpoint-url", server.url, "jobs")
    assert done.exit_code == 3
    assert DEVICE in done.stderr
    assert "no terminal to ask" in done.stderr
