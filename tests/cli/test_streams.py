"""Standard streams that are closed, full or cut: one line, an exit code that says so, and never a bug."""

from __future__ import annotations

import errno
import subprocess
import sys

import pytest

from gluetui.cli.streams import refusal_to_print

PRINTING = ("jobs --demo", "runs curate-sales --demo --json", "info", "--help", "tree --help", "--version")


def ended(command: str, redirected: str) -> tuple[int, str, str]:
    """A command's exit code, stdout and stderr in a shell that redirects as it is told."""
    script = f"exec {sys.executable} -m gluetui {command} {redirected}"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("command", PRINTING)
@pytest.mark.parametrize(("redirected", "reason"), [(">/dev/full", "No space left on device"), (">&-", "it is closed")])
def test_output_that_has_no_place_to_go_is_one_line_and_exit_code_2(command: str, redirected: str, reason: str) -> None:
    assert ended(command, redirected) == (2, "", f"Error: stdout takes no output: {reason}.\n")


@pytest.mark.parametrize(
    ("command", "redirected", "code", "prints"),
    [
        ("jobs --demo", "2>&-", 0, True),
        ("jobs --demo", "<&-", 0, True),
        ("--help", "<&- 2>&-", 0, True),
        ("jobs --nosuch", "2>/dev/full", 2, False),
        ("jobs --nosuch", "2>&-", 2, False),
        ("show curate-sales jr_gone --demo", "2>/dev/full", 5, False),
        ("jobs --demo", ">&- 2>&- <&-", 2, False),
        ("--version", ">/dev/full 2>/dev/full", 2, False),
        ("--demo", ">&- 2>&- <&-", 2, False),
    ],
)
def test_complaints_that_nobody_can_read_change_no_exit_code_and_no_output(
    command: str, redirected: str, code: int, prints: bool
) -> None:
    given, out, err = ended(command, redirected)
    assert (given, bool(out), err) == (code, prints, "")


@pytest.mark.parametrize("redirected", ["<&-", "</dev/null"])
def test_stdin_that_holds_nothing_is_told_as_such(redirected: str) -> None:
    code, out, err = ended("open -", redirected)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "found nothing" in err


@pytest.mark.parametrize("command", ["--help", "jobs --demo", "runs curate-sales --demo --json"])
def test_a_reader_that_goes_ends_it_as_sigpipe_would(command: str) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "gluetui", *command.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout is not None and program.stderr is not None
    program.stdout.close()
    assert (program.stderr.read(), program.wait()) == (b"", 141)
    program.stderr.close()


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "No such file", "orders.json"),
        OSError(errno.ENOSPC, "No space left", "saved.json"),
        OSError(errno.ECONNRESET, "reset"),
        ValueError("x"),
        OSError("without a number"),
    ],
)
def test_another_error_is_not_taken_for_one_of_stdout(error: Exception) -> None:
    assert refusal_to_print(error) == ""
