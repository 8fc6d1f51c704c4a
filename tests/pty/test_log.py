"""The log of a run in a real terminal: a few keys to the line that says why, and nothing in it acts on the terminal."""

from __future__ import annotations

import re
from functools import partial

import pytest

from gluetui.text.safe import is_safe
from tests.pty.terminal import Terminal, gluetui
from tests.pty.test_hostile import on
from tests.screens.log.test_hostile import RUN, hostile_service
from tests.server import GlueServer

SIZES = [(160, 45), (80, 24)]

MOST_KEYS = 6
"""From the shell to the record that says why a run failed."""

OWN = re.compile(
    r"\x1b\[\d+;\d+H"  # moves
    r"|\x1b\[(?:0|(?:\d+;)*[34]8;2;\d+;\d+;\d+(?:;\d+)*)m"  # colours, which the log's own are never like
    r"|\x1b\[\?\d+(?:[hl]|\$p)|\x1b\[(?:>\d+|<)u|\x1b\]22;\w+\x07"  # modes, keys, the pointer
    r"|\r\n"
)
"""What the program itself writes beside text."""


def acts_by_itself(terminal: Terminal) -> set[str]:
    """The characters on the wire that are no text and stand in no sequence of the program's own."""
    return {each for each in OWN.sub("", terminal.written.decode()) if not is_safe("x" + each)}


def is_at_head(terminal: Terminal) -> bool:
    """Older records come above the cursor, which stays where it is: the key leads to them once they are there."""
    terminal.press("home")
    return "›11:06:40.000 before␀after" in terminal.text


@pytest.mark.parametrize("size", SIZES)
def test_no_control_character_of_a_hostile_log_reaches_the_terminal(size: tuple[int, int]) -> None:
    service = hostile_service()
    with GlueServer(service.snapshot([RUN])).serving() as server:
        arguments, env = on(server, "--job", "load", "--run", "jr_1")
        with gluetui(*arguments, size=size, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=server.url, **env) as terminal:
            terminal.wait_for("JobRunState", "SUCCEEDED")
            terminal.press("L")
            terminal.wait_for(" records")
            terminal.wait(partial(is_at_head, terminal), "the head of the log")
            terminal.wait_for("␛[2J", "␛]52;c;", "\\u202e", "\\u009b2J", "\\ud800")
            terminal.press("w", "pagedown", "pagedown", "w", "right", "left", "home", "down", "down", "enter")
            terminal.wait_for("output · 11:06:40.002", "›␛[38;5;␛]0;a new title␇")
            terminal.press("q")
            terminal.wait_for("Log · load")
            terminal.press("/", *"same")
            terminal.wait_for("50 matches")
            terminal.press("enter", "n", "i")
            terminal.wait_for("group /aws-glue/jobs/output, stream jr_1: there.")
            assert acts_by_itself(terminal) == set()
            assert terminal.program.poll() is None


@pytest.mark.parametrize("size", SIZES)
def test_the_cause_of_the_failed_run_is_a_few_keys_from_the_shell(size: tuple[int, int]) -> None:
    road = [
        ("!", "›curate-sales"),
        ("enter", "29 runs"),
        ("enter", "JobRunState"),
        ("L", "Log · curate-sales"),
    ]
    with gluetui("--demo", size=size) as terminal:
        terminal.wait_for("ingest-orders")
        for key, seen in road:
            terminal.press(key)
            terminal.wait_for(seen)
        terminal.wait_for("Container killed by YARN for exceeding memory limits", "curate_sales.py:87")
        terminal.wait(lambda: "first at" in terminal.text, "where the cause was seen first")
        [under_cursor] = [line for line in terminal.lines if "│›" in line]
        assert "insights" in under_cursor and "ERROR ProcessLauncher: [Glue Exception" in under_cursor
        assert len(road) <= MOST_KEYS
        terminal.press("enter")
        terminal.wait_for("[Glue Exception Analysis]", '"Event": "GlueETLJobExceptionEvent"', '"Failure Reason": ')
