"""In real terminals that are small, change their size, know no UTF-8 or want no colours."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import pytest

from tests.pty.terminal import Terminal, gluetui, running

SEQUENCE = re.compile(rb"\x1b(?:\[[\d;:?<=>]*[ -/]*[@-~]|\][^\x07]*\x07|[ -/]*[0-~])")
SGR = re.compile(rb"\x1b\[([\d;:]*)m")


def text_bytes(terminal: Terminal) -> set[int]:
    """What was written beside control sequences and line ends."""
    return set(SEQUENCE.sub(b"", bytes(terminal.written))) - {*b"\r\n"}


def walk(terminal: Terminal) -> None:
    """Through the panes, the help, the palette and a toast."""
    terminal.wait_for("curate-sales")
    terminal.press("/", *"curate", "enter", "enter")
    terminal.wait_for("failed")
    terminal.press("enter")
    terminal.wait_for("JobRunState")
    terminal.press("y")
    terminal.wait_for("confirm")
    terminal.press("4", "space")
    terminal.wait_for("build-customer-360")
    terminal.press("?")
    terminal.wait_for("In every pane")
    terminal.press("esc")
    terminal.wait(lambda: "In every pane" not in terminal.text, "the help to go")
    terminal.press("ctrl+p")
    terminal.wait_for("Search for commands")


def test_without_utf_8_every_sign_is_one_of_ascii() -> None:
    with gluetui("--demo", size=(160, 24), LC_ALL="en_US.ISO-8859-1") as terminal:
        walk(terminal)
        assert not {byte for byte in text_bytes(terminal) if not 0x20 <= byte < 0x7F}
        assert re.search(rb"\+-[^\n]* 1 Jobs -", SEQUENCE.sub(b"", bytes(terminal.written)))
        terminal.press("ctrl+c")
        assert terminal.wait_exit() == 0


def test_with_utf_8_it_would_be_seen() -> None:
    with gluetui("--demo", size=(160, 24)) as terminal:
        terminal.wait_for("curate-sales")
        assert {byte for byte in text_bytes(terminal) if byte >= 0x80}


def test_no_color_writes_no_colour_and_states_have_a_sign_and_a_word() -> None:
    with gluetui("--demo", size=(160, 24), NO_COLOR="1") as terminal:
        walk(terminal)
        terminal.press("esc")
        terminal.wait(lambda: "Search for commands" not in terminal.text, "the palette to go")
        assert "✗ failed" in terminal.text
        codes = {code for sgr in SGR.findall(terminal.written) for code in sgr.split(b";")}
        assert b"1" in codes
        assert {int(code or b"0") for code in codes} <= set(range(10)) | set(range(21, 30))
        terminal.press("q")
        assert terminal.wait_exit() == 0


SHRINKS = """
import termios
from gluetui.cli.main import main
from gluetui.app.terminal import TerminalDriver
read = TerminalDriver._get_terminal_size
def read_before_it_shrinks(driver):
    size = read(driver)
    if size == (90, 20):
        termios.tcsetwinsize(0, (14, 59))
    return size
TerminalDriver._get_terminal_size = read_before_it_shrinks
main()
"""
"""The window goes on changing while its size is asked for."""


def test_of_two_sizes_at_once_the_last_one_counts() -> None:
    with running(sys.executable, "-c", SHRINKS, "--demo", size=(100, 30)) as terminal:
        terminal.wait_for("curate-sales", "q Quit")
        terminal.resize(90, 20)
        terminal.wait_for("this is 59×14.")


def test_any_size_is_survived_and_a_window_that_is_too_small_says_so() -> None:
    with gluetui("--demo", size=(40, 10)) as terminal:
        terminal.wait_for("gluetui needs 60×15;", "this is 40×10.", "q quits")
        terminal.resize(80, 24)
        terminal.wait_for("curate-sales", "q Quit")
        terminal.press("?")
        terminal.wait_for("In every pane")
        sizes = random.Random(1)
        for _ in range(500):
            terminal.resize(sizes.randint(1, 200), sizes.randint(1, 60))
            terminal.skip(0)
        for width, height in ((100, 300), (300, 100), (1, 1), (20, 4)):
            terminal.resize(width, height)
            terminal.skip(0.1)
        # Only what is drawn from here on is looked at.
        terminal.resize(40, 10)
        terminal.screen.reset()
        terminal.wait_for("this is 40×10.")
        terminal.resize(80, 24)
        terminal.wait_for("In every pane")
        terminal.resize(59, 15)
        terminal.wait_for("this is 59×15.")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.is_restored


@pytest.mark.parametrize("kind", ["dumb", "unknown"])
def test_a_terminal_that_cannot_place_text_is_refused_in_one_line(kind: str) -> None:
    with gluetui("--demo", TERM=kind) as terminal:
        assert terminal.wait_exit() == 2
        [line] = [line for line in terminal.lines if line]
        assert f"TERM={kind}" in line and "xterm-256color" in line
        assert b"\x1b" not in terminal.written


def test_without_the_variable_term_it_works_and_leaves_the_terminal_as_it_was() -> None:
    with running("env", "-u", "TERM", sys.executable, "-m", "gluetui", "--demo") as terminal:
        terminal.wait_for("curate-sales", "q Quit")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.is_restored


def test_where_keys_cannot_come_from_stdin_one_line_says_what_to_use_instead() -> None:
    # In a session of its own, as cron starts it, it has no terminal to take keys from.
    script = 'exec setsid --wait "$@" </dev/null'
    with running("sh", "-c", script, "sh", sys.executable, "-m", "gluetui", "--demo") as terminal:
        assert terminal.wait_exit() == 2
        said = "".join(terminal.lines)
        assert "needs a terminal, not stdin redirected" in said
        assert "gluetui show" in said
        assert b"\x1b" not in terminal.written


def test_a_copy_that_no_clipboard_confirms_says_so_and_f_writes_it_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with gluetui("--demo", "--job", "curate-sales") as terminal:
        terminal.wait_for("failed", "q Quit")
        terminal.press("2", "enter")
        terminal.wait_for("JobRunState", "ErrorMessage")
        terminal.press("y")
        terminal.wait_for("confirm")
        terminal.press("F")
        terminal.wait_for("Written to")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    [path] = tmp_path.glob("gluetui-copy-*.txt")
    assert "curate-sales" in path.read_text()
