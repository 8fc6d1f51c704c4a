"""In a real terminal: however the UI ends or is stopped, the terminal is sane and the exit code says what happened."""

from __future__ import annotations

import os
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gluetui.glue.files.snapshot import Snapshot
from tests.patience import PATIENCE
from tests.pty.terminal import Terminal, gluetui, running
from tests.pty.test_leaks import SEQUENCE
from tests.server import SILENCE, Call, GlueServer, Reply

HUNG = 8
"""Calls that get no answer: as many as there are threads for them."""

SMALL = (100, 30)

ENTERED = b"\x1b[?1049h"
"""Written when the UI takes the terminal."""

CRASHES = {
    "before the first paint": ("gluetui.screens.browse.screen.Browse.body", ()),
    "while mounting": ("gluetui.screens.browse.screen.Browse.on_mount", ()),
    "in a thread": ("gluetui.glue.clients.glue.Glue.runs", ("enter",)),
    "in a modal screen": ("gluetui.screens.help.HelpRows.action_last", ("?", "G")),
    "from the palette": ("gluetui.screens.session_screen.SessionScreen.action_toggle_utc", ("ctrl+p", *"utc", "enter")),
    "before the app": ("gluetui.app.app.GlueTui.__init__", ()),
}
"""What has the bug, and the keys that meet it."""

BUG = """
import importlib, sys
from gluetui.cli.main import main
owner, method = sys.argv.pop(1).rsplit(".", 1)
module, name = owner.rsplit(".", 1)
def bug(*_, **__):
    password = "hunter2two"
    raise ValueError(password)
setattr(getattr(importlib.import_module(module), name), method, bug)
main()
"""

HANG = """
import time
from gluetui.cli.main import main
from gluetui.screens.browse.screen import Browse
Browse.action_toggle_utc = lambda self: time.sleep(60)
main()
"""

CONTINUES = """
import os, signal
from textual.drivers._writer_thread import WriterThread
from gluetui.cli.main import main
write = WriterThread.write
def continued(thread, text):
    if "In every pane" in text:
        WriterThread.write = write
        with thread._queue.mutex:
            os.kill(os.getpid(), signal.SIGCONT)
            for _ in range(1000):
                pass
    write(thread, text)
WriterThread.write = continued
main()
"""
"""It was stopped in the middle of handing over what is to be written."""


@contextmanager
def with_hung_calls() -> Iterator[Terminal]:
    """The program while all its threads wait for answers that do not come."""
    before = [{"JobName": f"p{number}", "RunId": "jr"} for number in range(HUNG)]
    runs = [{"JobName": "report", "Id": "jr", "JobRunState": "FAILED", "PredecessorRuns": before}]
    held: list[str] = []

    def hold(call: Call) -> Reply | None:
        if call.operation == "GetJobRun" and call.asked["JobName"] == "report":
            return None
        held.append(call.operation)
        return SILENCE

    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-west-1"}
    with GlueServer(Snapshot(runs), fault=hold).serving() as server:
        arguments = ("--endpoint-url", server.url, "--job", "report", "--run", "jr")
        with gluetui(*arguments, size=SMALL, **keys) as terminal:
            terminal.wait_for("FAILED")
            terminal.press("4", "space")
            terminal.wait(lambda: len(held) == HUNG, "the calls")
            yield terminal
            assert len(held) == HUNG, "it waited until boto3 had enough, and tried again"


@pytest.mark.parametrize("how", ["q", "palette, ctrl+c", "SIGTERM", "help, SIGINT", "palette, SIGHUP"])
def test_it_ends_at_once_with_hung_calls_whatever_is_open(how: str) -> None:
    *opened, end = how.split(", ")
    with with_hung_calls() as terminal:
        for what in opened:
            terminal.press({"palette": "ctrl+p", "help": "?"}[what])
            terminal.wait_for({"palette": "Search for commands", "help": "In every pane"}[what])
        if end.startswith("SIG"):
            # A second one while it ends changes nothing. Of two kinds that come at once, the system chooses the order.
            terminal.program.send_signal(signal.Signals[end])
            terminal.program.send_signal(signal.Signals[end])
        else:
            terminal.send(end)
        assert terminal.wait_exit() == {"SIGTERM": 143, "SIGINT": 130, "SIGHUP": 129}.get(end, 0)
        assert terminal.is_restored


def test_a_signal_while_it_starts_ends_it_as_one_later_does() -> None:
    with gluetui("--demo", size=SMALL) as terminal:
        terminal.wait(lambda: b"\x1b[?1049h" in terminal.written, "the first byte of the UI")
        terminal.program.send_signal(signal.SIGTERM)
        assert terminal.wait_exit() == 143
        assert terminal.is_restored


def test_a_signal_before_there_is_a_ui_ends_it_with_the_same_code() -> None:
    code = "import os; from gluetui.cli.run_ui import SignalExit; SignalExit(); os.kill(os.getpid(), 2)"
    with running(sys.executable, "-c", code) as terminal:
        assert terminal.wait_exit() == 130


def test_a_stop_in_the_middle_of_a_write_does_not_hang_it() -> None:
    with running(sys.executable, "-c", CONTINUES, "--demo", size=SMALL) as terminal:
        terminal.wait_for("curate-sales")
        terminal.press("?")
        terminal.wait(lambda: terminal.written.count(ENTERED) == 2, "the terminal to be taken back")
        terminal.wait_for("In every pane")
        terminal.send("q")
        terminal.wait(lambda: "In every pane" not in terminal.text, "the help to go")


def test_a_ui_that_hangs_is_ended_by_a_signal_all_the_same() -> None:
    with running(sys.executable, "-c", HANG, "--demo", size=SMALL) as terminal:
        terminal.wait_for("curate-sales")
        terminal.press("u")
        terminal.program.send_signal(signal.SIGTERM)
        assert terminal.wait_exit() == 143
        assert terminal.is_restored


@pytest.mark.parametrize("ignores", ["", "trap '' HUP; "])
def test_a_terminal_that_vanishes_ends_it(ignores: str) -> None:
    command = f"{ignores}exec {sys.executable} -m gluetui --demo"
    with running("sh", "-c", command, size=SMALL) as terminal:
        terminal.wait_for("curate-sales")
        terminal.hang_up()
        assert terminal.program.wait(PATIENCE) == 129


def test_ctrl_z_gives_the_terminal_to_the_shell_and_fg_brings_the_screen_back() -> None:
    with running("bash", "--norc", "--noprofile", "-i", size=SMALL, PS1="ready> ") as terminal:
        terminal.wait_for("ready>")
        terminal.send(f"{sys.executable} -m gluetui --demo\r")
        terminal.wait_for("curate-sales")
        terminal.press("ctrl+z")
        _in_the_shell(terminal)
        assert terminal.written.rfind(b"\x1b[?1049h") < terminal.written.rfind(b"\x1b[?1049l")
        terminal.send("stty -a\r")
        terminal.wait_for("isig icanon iexten echo ")
        _back(terminal, "curate-sales")
        terminal.press("?")
        terminal.wait_for("In every pane")
        terminal.press("ctrl+z")
        _in_the_shell(terminal)
        _back(terminal, "In every pane")
        # As `kill -STOP` does it, of which no program hears.
        shell = terminal.program.pid
        os.kill(int(Path(f"/proc/{shell}/task/{shell}/children").read_text().split()[0]), signal.SIGSTOP)
        _in_the_shell(terminal)
        _back(terminal, "In every pane")
        terminal.press("esc")
        terminal.wait(lambda: "In every pane" not in terminal.text, "the help to go")
        terminal.press("j")
        terminal.wait_for("›backfill-orders")
        terminal.screen.reset()
        terminal.send("q")
        terminal.wait_for("ready>")
        terminal.send("echo ended with $?\r")
        terminal.wait_for("ended with 0")


def _in_the_shell(terminal: Terminal) -> None:
    terminal.wait_for("Stopped", "ready>")
    terminal.screen.reset()


def _back(terminal: Terminal, to: str) -> None:
    entered = terminal.written.count(ENTERED)
    terminal.screen.reset()
    terminal.send("fg\r")
    # What it was writing when it was stopped comes before; keys that are typed until then are thrown away.
    terminal.wait(lambda: terminal.written.count(ENTERED) > entered, "the terminal to be taken back")
    terminal.wait_for(to)


def test_without_a_shell_to_go_back_to_ctrl_z_says_so() -> None:
    with gluetui("--demo", size=SMALL) as terminal:
        terminal.wait_for("curate-sales")
        terminal.press("ctrl+z")
        terminal.wait_for("no shell to go back to")
        terminal.press("q")
        assert terminal.wait_exit() == 0


@pytest.mark.parametrize("when", CRASHES)
def test_a_bug_restores_the_terminal_and_leaves_a_report_without_values(when: str, tmp_path: Path) -> None:
    owner, keys = CRASHES[when]
    with running(sys.executable, "-c", BUG, owner, "--demo", size=SMALL, XDG_STATE_HOME=str(tmp_path)) as terminal:
        for key in keys:
            terminal.wait_for("curate-sales") if key == keys[0] else terminal.read(0.3)
            terminal.send(key)
        assert terminal.wait_exit() == 1
        assert terminal.is_restored
        (report,) = (tmp_path / "gluetui").glob("crash-*.txt")
        first, second, *third = SEQUENCE.sub("", terminal.written.decode()).splitlines()[
            -3 - (when == "before the app") :
        ]
        assert "gluetui met a bug in itself" in first
        assert second.endswith(f"is in {report}")
        assert third[:1] == ["Nothing in AWS was changed."] or when == "before the app"
        assert stat.S_IMODE(report.stat().st_mode) == 0o600
        assert "ValueError" in report.read_text()
        assert "gluetui " in report.read_text()
        assert b"hunter2two" not in terminal.written + report.read_bytes()
