"""The routes to the clipboard: which one is taken, what arrives, and that no more is said than is known."""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path

import pytest

from gluetui.local import clipboard
from gluetui.local.clipboard import OSC_52_LIMIT, copy

TEXT = "{'Ä': '\x1b]52;c;x\x07', '漢': '\ud800'}"
BYTES = TEXT.encode("utf-8", "backslashreplace")


@pytest.fixture
def written() -> list[str]:
    return []


def sent(written: list[str]) -> bytes:
    """What one OSC 52 sequence carries."""
    (sequence,) = written
    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\a")
    return base64.b64decode(sequence[7:-1], validate=True)


def fake_tmux(folder: Path, monkeypatch: pytest.MonkeyPatch, *, exits: int) -> Path:
    """A program named tmux that keeps its arguments and its input in a file, whose path this returns."""
    kept = folder / "kept"
    tmux = folder / "tmux"
    tmux.write_text(f'#!/bin/sh\necho "$*" > "{kept}"\ncat >> "{kept}"\nexit {exits}\n')
    tmux.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    monkeypatch.setenv("TMUX", "/tmp/tmux-1000/default,1,0")
    return kept


def test_inside_tmux_its_buffer_is_loaded_and_its_clipboard_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[str]
) -> None:
    kept = fake_tmux(tmp_path, monkeypatch, exits=0)
    assert copy(TEXT, written.append) == "copied to the tmux buffer"
    assert kept.read_bytes() == b"load-buffer -w -\n" + BYTES
    assert written == []


def test_where_tmux_refuses_the_terminal_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[str]
) -> None:
    fake_tmux(tmp_path, monkeypatch, exits=1)
    assert "it cannot confirm" in copy(TEXT, written.append)
    assert sent(written) == BYTES


def test_where_tmux_is_not_installed_the_terminal_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("TMUX", "x")
    copy(TEXT, written.append)
    assert sent(written) == BYTES


def test_without_tmux_or_desktop_the_terminal_is_asked_and_nothing_is_claimed(written: list[str]) -> None:
    assert copy(TEXT, written.append) == "sent to the terminal's clipboard (it cannot confirm)"
    assert sent(written) == BYTES


@pytest.mark.parametrize(("spare", "is_sent"), [(0, True), (3, False)])
def test_what_is_too_long_for_the_terminal_is_not_sent_and_is_said(
    spare: int, is_sent: bool, written: list[str]
) -> None:
    told = copy("x" * (OSC_52_LIMIT * 3 // 4 + spare), written.append)
    assert bool(written) == is_sent
    assert ("too long" in told) != is_sent


def test_the_desktops_clipboard_is_used_where_there_is_one(monkeypatch: pytest.MonkeyPatch, written: list[str]) -> None:
    copied: list[str] = []
    monkeypatch.setitem(sys.modules, "pyperclip", FakePyperclip(copied.append))
    monkeypatch.setenv("DISPLAY", ":0")
    assert copy(TEXT, written.append) == "copied to the clipboard"
    assert copied == [TEXT]
    assert written == []


def test_over_ssh_the_far_machines_desktop_is_left_alone(monkeypatch: pytest.MonkeyPatch, written: list[str]) -> None:
    monkeypatch.setitem(sys.modules, "pyperclip", FakePyperclip(pytest.fail))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
    copy(TEXT, written.append)
    assert sent(written) == BYTES


def test_a_desktop_clipboard_that_fails_is_followed_by_the_terminal(
    monkeypatch: pytest.MonkeyPatch, written: list[str]
) -> None:
    def fail(_: str) -> None:
        raise FakePyperclip.PyperclipException

    monkeypatch.setitem(sys.modules, "pyperclip", FakePyperclip(fail))
    monkeypatch.setenv("DISPLAY", ":0")
    assert "it cannot confirm" in copy(TEXT, written.append)


def test_a_desktop_clipboard_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch, written: list[str]) -> None:
    import threading

    never = threading.Event()
    monkeypatch.setattr(clipboard, "LONGEST_WAIT", 0.05)
    monkeypatch.setitem(sys.modules, "pyperclip", FakePyperclip(lambda _: never.wait(5)))
    monkeypatch.setenv("DISPLAY", ":0")
    assert "it cannot confirm" in copy(TEXT, written.append)
    never.set()


class FakePyperclip:
    """As much of pyperclip as is used."""

    class PyperclipException(RuntimeError):
        pass

    def __init__(self, copy: object) -> None:
        self.copy = copy
