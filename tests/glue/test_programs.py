"""Programs beside the UI: how each ends is known, none is waited for longer than said, none reaches the terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gluetui.glue import programs
from gluetui.glue.programs import Ended, end_all, feed, launch, output_of

PATIENT = 30.0


def sh(script: str) -> list[str]:
    return ["/bin/sh", "-c", script]


ENDS = {
    "good": (sh("echo out; echo err >&2"), "it ended with exit code 0", b"out\n", b"err\n"),
    "exit code": (sh("echo no >&2; exit 7"), "it ended with exit code 7", b"", b"no\n"),
    "signal": (sh("kill -9 $$"), "it was ended by SIGKILL", b"", b""),
    "another signal": (sh("kill -15 $$"), "it was ended by SIGTERM", b"", b""),
    "reads stdin": (sh("read -r line; echo \"got [$line]\""), "it ended with exit code 0", b"got []\n", b""),
    "complains at length": (
        [sys.executable, "-c", "import sys; sys.stderr.write('x' * 3_000_000 + 'end'); sys.exit(1)"],
        "it ended with exit code 1",
        b"",
        b"x" * (programs.MOST_COMPLAINT - 3) + b"end",
    ),
    "leaves a child that keeps its output open": (
        sh("sleep 3 & echo out; exit 4"),
        "it ended with exit code 4",
        b"out\n",
        b"",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDS)
def test_how_a_program_ended_and_what_it_said_is_known(name: str) -> None:
    command, how, output, complaint = ENDS[name]
    ended = output_of(command, seconds=PATIENT)
    assert (ended.how, ended.output, ended.complaint) == (how, output, complaint)


@pytest.mark.parametrize(
    "script", ["sleep 600", "sleep 600 & wait", "exec >&- 2>&-; sleep 600", "trap '' TERM; sleep 600"]
)
def test_a_program_that_hangs_is_ended_with_its_children(script: str) -> None:
    ended = output_of(sh(script), seconds=0.2)
    assert ended.how == "it did not end within 0.2 seconds"
    assert feed(sh(script), b"x", seconds=0.2) is None


def test_a_program_that_prints_without_end_is_ended() -> None:
    ended = output_of(sh("exec cat /dev/zero"), seconds=PATIENT)
    assert ended.how == "it printed more than 1,000,000 bytes"


@pytest.mark.parametrize("kind", ["missing", "not executable", "a folder", "of another machine"])
def test_a_program_that_cannot_be_started_is_an_error_of_the_system(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "program"
    if kind == "a folder":
        path.mkdir()
    elif kind != "missing":
        path.write_bytes(b"\x7fELF nonsense")
        path.chmod(0o755 if kind == "of another machine" else 0o644)
    for run in (lambda: output_of([str(path)], seconds=1), lambda: feed([str(path)], b"", seconds=1)):
        with pytest.raises(OSError):
            run()
    with pytest.raises(OSError):
        launch([str(path)], seconds=1)


@pytest.mark.parametrize("variable", sorted(programs.TERMINAL_VARIABLES))
def test_no_way_to_the_terminal_is_left(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "/dev/pts/0")
    monkeypatch.setenv("CONTROL", "stays")
    script = (
        f'(: </dev/tty) 2>/dev/null && echo tty; tty; echo "${{{variable}-none}} $CONTROL"; ps -o sid= -p $$ || true'
    )
    ended = output_of(sh(script), seconds=PATIENT)
    assert ended.output.decode().splitlines()[:2] == ["not a tty", "none stays"]


def test_text_is_fed_whole_and_nothing_is_waited_for_but_the_program(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    text = b"0123456789" * 50_000
    assert feed(sh(f"cat >{kept}; sleep 3 & echo noise; exit 0"), text, seconds=PATIENT) == 0
    assert kept.read_bytes() == text
    assert feed(sh("exit 3"), text, seconds=PATIENT) == 3


def test_a_program_that_stays_is_not_waited_for_and_lives_on() -> None:
    assert launch(sh("exit 0"), seconds=PATIENT) == 0
    assert launch(sh("exit 3"), seconds=PATIENT) == 3
    assert launch(sh("read -r line; sleep 0.3"), seconds=0.05) is None
    assert not programs._running


def test_the_end_of_the_program_ends_those_that_are_waited_for() -> None:
    from threading import Thread

    ended: list[Ended] = []
    waiting = Thread(target=lambda: ended.append(output_of(sh("sleep 600"), seconds=PATIENT)))
    waiting.start()
    while not programs._running:
        pass
    end_all()
    waiting.join()
    assert ended[0].how == "it was ended by SIGKILL"
