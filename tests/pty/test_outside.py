"""What lies around the program in a true terminal: another stdin, exported sizes, the background, other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.aws_home import AwsHome
from tests.pty.terminal import Terminal, gluetui, running

SMALL = (80, 24)
PROGRAM = f"{sys.executable} -m gluetui"


def leave(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.is_restored


@pytest.mark.parametrize(
    "script",
    [
        "echo curate-sales | xargs {} --demo --job",
        "while read -r job; do {} --demo --job $job; done <<end\ncurate-sales\nend",
        "{} --demo --job curate-sales </dev/null",
        "{} --demo --job curate-sales <&-",
    ],
)
def test_keys_come_from_the_terminal_where_stdin_is_something_else(script: str) -> None:
    with running("bash", "-c", script.format(PROGRAM), size=SMALL) as terminal:
        terminal.wait_for("failed", "q Quit")
        terminal.press("?")
        terminal.wait_for("In every pane")
        terminal.press("q")
        terminal.wait(lambda: "In every pane" not in terminal.text, "the help to go")
        leave(terminal)


@pytest.mark.parametrize("way", ["exported", "a pipe for stdout"])
def test_the_size_is_the_terminals_own_also_after_it_changed(way: str) -> None:
    exported = {"COLUMNS": "80", "LINES": "24"} if way == "exported" else {}
    script = f"exec {PROGRAM} --demo" + ("" if exported else " | cat")
    with running("bash", "-c", script, size=(140, 40), **exported) as terminal:
        terminal.wait_for("curate-sales", "q Quit")
        assert (max(map(len, terminal.lines)), terminal.lines[39].endswith("Quit")) == (140, True)
        terminal.resize(70, 20)
        terminal.screen.reset()
        terminal.wait(lambda: terminal.lines[19].endswith("Quit"), "the last line")
        assert max(map(len, terminal.lines)) == 70
        leave(terminal)


@pytest.mark.parametrize("exported", ["", "60", "200"])
def test_tables_have_the_terminals_width_whatever_is_exported(exported: str) -> None:
    asked = ("runs", "curate-sales", "--demo", "--limit", "2")
    with gluetui(*asked, size=(100, 30), **({"COLUMNS": exported} if exported else {})) as terminal:
        assert terminal.wait_exit() == 0
        assert [len(line) for line in terminal.lines if line.startswith("  Container")] == [100]


@pytest.mark.parametrize("command", [f"{PROGRAM} --demo", f"sh -c '{PROGRAM} --demo; exit $?'"])
def test_it_may_be_started_in_the_background_and_is_drawn_once_it_is_in_front(command: str) -> None:
    """Also with a launcher, such as uv, which has to stop with it."""
    with running("bash", "--norc", "--noprofile", "-i", size=SMALL, PS1="ready> ") as terminal:
        terminal.wait_for("ready>")
        terminal.send(f"{command} &\r")
        _until_stopped(terminal)
        terminal.send("bg\r")
        _until_stopped(terminal)
        terminal.send("fg\r")
        terminal.wait_for("curate-sales", "q Quit")
        terminal.press("?")
        terminal.wait_for("In every pane")
        terminal.press("q")
        terminal.wait(lambda: "In every pane" not in terminal.text, "the help to go")
        terminal.press("q")
        terminal.wait_for("ready>")
        terminal.send("echo ended with $?\r")
        terminal.wait_for("ended with 0")


def _until_stopped(terminal: Terminal) -> None:
    """bash tells of a stopped job at its next prompt."""

    def is_told() -> bool:
        terminal.send("\r")
        terminal.read(0.2)
        return "Stopped" in terminal.text

    terminal.wait(is_told, "the stop")
    terminal.screen.reset()


@pytest.mark.parametrize("asks", ["read -r code </dev/tty", "read -r code", "printf 'Code: ' >/dev/tty"])
def test_a_credential_process_gets_neither_the_screen_nor_a_key(
    asks: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = AwsHome(tmp_path, monkeypatch)
    home.program("vault", f"{asks} || {{ echo 'a code is needed' >&2; exit 1; }}\nexit 1")
    home.config(f"[profile vault]\nregion = eu-west-1\ncredential_process = {tmp_path}/bin/vault\n")
    with gluetui("--profile", "vault", size=SMALL) as terminal:
        terminal.wait_for("credential_process of profile vault (…/vault) failed: a code is needed", "in a shell")
        terminal.press("?")
        terminal.wait_for("In every pane")
        terminal.press("q")
        terminal.wait(lambda: "In every pane" not in terminal.text, "the help to go")
        assert b"Code:" not in terminal.written
        leave(terminal)


def test_quitting_waits_for_no_program_and_leaves_none_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = AwsHome(tmp_path, monkeypatch)
    home.program("vault", f"echo $$ >{tmp_path}/number; exec sleep 600")
    home.config(f"[profile vault]\nregion = eu-west-1\ncredential_process = {tmp_path}/bin/vault\n")
    number = tmp_path / "number"
    with gluetui("--profile", "vault", size=SMALL) as terminal:
        terminal.wait(lambda: number.exists() and number.read_text().endswith("\n"), "the program")
        leave(terminal)
    assert (
        not Path(f"/proc/{number.read_text().strip()}/cmdline").exists()
        or not Path(f"/proc/{number.read_text().strip()}/cmdline").read_bytes()
    )
