"""The routes to the clipboard: which one is taken, what arrives, and that no more is said than is known."""

from __future__ import annotations

import base64
import os
import re
from pathlib import Path

import pytest

from gluetui.local import clipboard
from gluetui.local.clipboard import OSC_52_LIMIT, copy, to_file

TEXT = "{'Ä': '\x1b]52;c;x\x07', '漢': '\ud800'}"
BYTES = TEXT.encode("utf-8", "backslashreplace")


@pytest.fixture
def written() -> list[str]:
    return []


def sent(written: list[str]) -> bytes:
    """What one OSC 52 sequence carries, for tmux the same one twice."""
    (sequence,) = written
    if os.environ.get("TMUX"):
        sequence, wrapped = sequence.split("\x1bPtmux;")
        assert wrapped == sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
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


@pytest.mark.parametrize("text", ["", "x", "x" * 75_000, "ä" * 37_500, "漢" * 25_000])
def test_what_terminals_usually_take_is_sent_without_further_doubt(text: str, written: list[str]) -> None:
    assert copy(text, written.append) == "sent to the terminal's clipboard (it cannot confirm)"


@pytest.mark.parametrize("text", ["x" * 75_001, "ä" * 37_501, "漢" * 26_000, "{}\n" * 88_000, "x" * 585_000])
def test_what_many_terminals_drop_is_sent_and_said_to_be_in_doubt(text: str, written: list[str]) -> None:
    told = copy(text, written.append)
    assert "it cannot confirm, and many terminals drop more than 75 kB" in told
    assert sent(written) == text.encode()


@pytest.mark.parametrize("name", ["load-jr_1-JSON", "text", "漢-jr_1-x", "a.b", "-"])
def test_a_file_is_named_after_what_it_holds_and_never_overwrites_another(name: str, tmp_path: Path) -> None:
    written = [to_file(text, tmp_path, name) for text in ("first", "second", TEXT)]
    assert [path.name for path in written] == [f"gluetui-copy-{name}{end}.txt" for end in ("", "-2", "-3")]
    assert [path.read_bytes() for path in written] == [b"first", b"second", BYTES]
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}


def test_a_link_that_stands_in_the_way_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "gluetui-copy-x.txt").symlink_to(tmp_path / "elsewhere")
    assert to_file("text", tmp_path, "x").name == "gluetui-copy-x-2.txt"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(("spare", "is_sent"), [(0, True), (3, False)])
def test_what_is_too_long_for_the_terminal_is_not_sent_and_is_said(
    spare: int, is_sent: bool, written: list[str]
) -> None:
    told = copy("x" * (OSC_52_LIMIT * 3 // 4 + spare), written.append)
    assert bool(written) == is_sent
    assert ("too long" in told) != is_sent


@pytest.mark.parametrize("name", ["STY", "TERM"])
@pytest.mark.parametrize("length", [0, 1, 400, 5_000, 100_000])
def test_inside_gnu_screen_the_sequence_is_wrapped_in_pieces_that_it_hands_on(
    name: str, length: int, monkeypatch: pytest.MonkeyPatch, written: list[str]
) -> None:
    monkeypatch.setenv(name, {"STY": "4711.pts-0.host", "TERM": "screen.xterm-256color"}[name])
    assert "it cannot confirm" in copy("y" * length, written.append)
    (sequence,) = written
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sequence, re.DOTALL)
    assert "".join(f"\x1bP{piece}\x1b\\" for piece in pieces) == sequence
    assert max(len(piece) for piece in pieces) + len("\x1bP\x1b\\") < 768
    assert sent(["".join(pieces)]) == b"y" * length


@pytest.mark.parametrize("kind", ["xterm", "xterm-256color", "screen", "screen-256color", "tmux-256color", ""])
def test_elsewhere_the_sequence_goes_as_it_is(kind: str, monkeypatch: pytest.MonkeyPatch, written: list[str]) -> None:
    monkeypatch.setenv("TERM", kind)
    copy(TEXT, written.append)
    assert sent(written) == BYTES


def desktop(folder: Path, monkeypatch: pytest.MonkeyPatch, **programs: str) -> Path:
    """A desktop with these shell scripts alone, each of which keeps its input in a file of its name."""
    monkeypatch.setenv("PATH", f"{folder / 'bin'}")
    monkeypatch.setenv("DISPLAY", ":0")
    (folder / "bin").mkdir()
    for name, script in programs.items():
        path = folder / "bin" / name.replace("_", "-")
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\nkept={folder / name}\n{script}\n")
        path.chmod(0o755)
    return folder


KEEPS = 'cat >"$kept"; echo "$*" >"$kept.words"'
FAILS = 'cat >/dev/null; echo "Error: Can\'t open display" >&2; exit 1'


def test_the_desktops_clipboard_is_used_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[str]
) -> None:
    desktop(tmp_path, monkeypatch, xclip=KEEPS)
    assert copy(TEXT, written.append) == "copied to the clipboard"
    assert (tmp_path / "xclip").read_bytes() == BYTES
    assert (tmp_path / "xclip.words").read_text() == "-selection clipboard\n"
    assert written == []


def test_over_ssh_the_far_machines_desktop_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[str]
) -> None:
    desktop(tmp_path, monkeypatch, xclip=KEEPS)
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
    copy(TEXT, written.append)
    assert sent(written) == BYTES
    assert not (tmp_path / "xclip").exists()


@pytest.mark.parametrize(
    ("programs", "took"),
    [
        ({"xclip": FAILS}, ""),
        ({"xclip": FAILS, "xsel": FAILS}, ""),
        ({"xclip": "kill -9 $$"}, ""),
        ({"xclip": "exec /no/such/program"}, ""),
        ({"xclip": FAILS, "xsel": KEEPS}, "xsel"),
        ({"wl_copy": KEEPS, "xsel": KEEPS}, "xsel"),
        ({"xclip": "exit 1"}, ""),
        ({}, ""),
        ({"xclip": "exec sleep 600"}, ""),
    ],
)
def test_the_exit_code_of_the_desktops_programs_decides_and_then_comes_the_terminal(
    programs: dict[str, str], took: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    desktop(tmp_path, monkeypatch, **programs)
    if "sleep" in str(programs):
        monkeypatch.setattr(clipboard, "LONGEST_WAIT", 0.05)
    told = copy(TEXT, written.append)
    assert told == "copied to the clipboard" if took else "it cannot confirm" in told
    assert (tmp_path / took).read_bytes() == BYTES if took else sent(written) == BYTES
    assert capfd.readouterr() == ("", "")


def test_waylands_clipboard_comes_before_that_of_x(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[str]
) -> None:
    desktop(tmp_path, monkeypatch, wl_copy=KEEPS, xclip=KEEPS)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert copy(TEXT, written.append) == "copied to the clipboard"
    assert (tmp_path / "wl_copy").read_bytes() == BYTES
    assert not (tmp_path / "xclip").exists()
