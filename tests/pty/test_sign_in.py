"""Signing in from the UI in a true terminal: the command gets it, fails, is stopped, and gives it back."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.aws_home import SSO, SSO_SESSION, AwsHome
from tests.pty.terminal import Terminal, gluetui

TOKEN = '{"accessToken": "t", "expiresAt": "2100-01-01T00:00:00Z"}'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsHome:
    home = AwsHome(tmp_path, monkeypatch)
    home.config(f"[profile corp]\nregion = eu-west-1\n{SSO}{SSO_SESSION}")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return home


def is_back(terminal: Terminal) -> bool:
    """Whether the UI has the terminal, and keys get there."""
    return "1 Jobs" in terminal.text


def sign_in(terminal: Terminal) -> None:
    terminal.wait_for("is not signed in to SSO")
    confirm(terminal)


def confirm(terminal: Terminal) -> None:
    terminal.press("I")
    terminal.wait_for("I again runs `aws sso login")
    terminal.press("I")


def leave(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.is_restored


def test_the_command_gets_the_terminal_and_what_failed_is_asked_again(home: AwsHome) -> None:
    home.program("aws", 'echo "args: $*"; printf "name? "; read name; echo "hello $name"; touch "$HOME/done"')
    with gluetui("--profile", "corp") as terminal:
        sign_in(terminal)
        terminal.wait_for("$ aws sso login --profile corp", "args: sso login --profile corp", "name?")
        terminal.press("ann\r")
        terminal.wait_for("`aws sso login --profile corp` is done")
        terminal.wait(lambda: is_back(terminal), "the UI")
        assert (home.path / "done").exists()
        leave(terminal)


@contextmanager
def in_the_foreground(*arguments: str) -> Iterator[Terminal]:
    """The program with the terminal as its own, so that ctrl+c there is a signal."""
    # A session's first process that opens a terminal gets it as its own.
    script = 'exec 0<>"$(tty)"; exec "$@"'
    command = ["sh", "-c", script, "sh", sys.executable, "-m", "gluetui", *arguments]
    given = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    terminal = Terminal(command, (120, 30), given)
    try:
        yield terminal
    finally:
        terminal.close()


def test_ctrl_c_stops_the_command_and_not_the_program(home: AwsHome) -> None:
    home.program("aws", "echo waiting; exec sleep 60")
    with in_the_foreground("--profile", "corp") as terminal:
        sign_in(terminal)
        terminal.wait_for("waiting")
        terminal.press("ctrl+c")
        terminal.wait_for("stopped; r asks")
        terminal.wait(lambda: is_back(terminal), "the UI")
        terminal.press("?")
        terminal.wait_for("In every pane")
        terminal.press("esc")
        terminal.wait(lambda: "In every pane" not in terminal.text, "the help to close")
        leave(terminal)


def test_why_the_command_failed_can_be_read(home: AwsHome) -> None:
    home.program("aws", "echo 'no such sso-session' >&2; exit 3")
    with gluetui("--profile", "corp") as terminal:
        sign_in(terminal)
        terminal.wait_for("no such sso-session", "Enter goes back")
        terminal.press("enter")
        terminal.wait_for("ended with 3", "1 Jobs")
        leave(terminal)


def test_an_aws_cli_that_knows_no_sso_login_is_told(home: AwsHome) -> None:
    home.program("aws", "echo 'usage: aws' >&2; exit 2")
    with gluetui("--profile", "corp") as terminal:
        terminal.wait_for("is not signed in to SSO")
        confirm(terminal)
        terminal.wait_for("`aws sso login` needs AWS CLI 2", "Enter goes back")
        terminal.press("enter")
        terminal.wait_for("ended with 2", "1 Jobs")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_being_told_to_end_ends_the_command_too(home: AwsHome) -> None:
    home.program("aws", 'echo "waiting $$"; exec sleep 60')
    with gluetui("--profile", "corp") as terminal:
        sign_in(terminal)
        terminal.wait_for("waiting ")
        number = int(re.findall(rb"waiting (\d+)", terminal.written)[0])
        terminal.program.send_signal(signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
        assert terminal.is_restored
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


def test_without_the_aws_command_it_is_copied(home: AwsHome) -> None:
    with gluetui("--profile", "corp", PATH=f"{home.path}/bin") as terminal:
        terminal.wait_for("is not signed in to SSO")
        terminal.press("I")
        terminal.wait_for("There is no program aws here.")
        assert b"\x1b]52;c;" in terminal.written
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_a_command_that_cannot_be_run_is_told_and_one_that_leaves_no_echo_costs_none(home: AwsHome) -> None:
    aws = home.program("aws", "stty -echo -icanon; kill -9 $$")
    with gluetui("--profile", "corp") as terminal:
        sign_in(terminal)
        terminal.wait_for("was stopped", "1 Jobs")
        aws.write_bytes(b"\x7fELF of another machine")
        confirm(terminal)
        terminal.wait_for("Exec format error", "Enter goes back")
        terminal.press("enter")
        terminal.wait_for("ended with 126", "1 Jobs")
        leave(terminal)
