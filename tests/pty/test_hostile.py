"""In a real terminal: hostile text from AWS over HTTP is written as text only, and a silent AWS holds nobody up."""

from __future__ import annotations

from gluetui.glue.files.snapshot import Snapshot
from tests.pty.terminal import Terminal, gluetui
from tests.server import SILENCE, GlueServer

EVIL = "\x1b]52;c;ZXZpbA==\x07\x1b]0;owned\x07\x9b31m\u202e\u200b[@click=app.quit]x[/]"
ACTS = (b"\x1b]52;c;ZXZpbA", b"owned\x07", "\x9b31m".encode(), "\u202e".encode(), "\u200b".encode())
"""What of it would act on a terminal, as bytes."""


def on(server: GlueServer, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Arguments and environment that point the program at a server on loopback."""
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    return ["--endpoint-url", server.url, "--region", "eu-west-1", *arguments], keys


def acts(terminal: Terminal) -> list[bytes]:
    return [sequence for sequence in ACTS if sequence in terminal.written]


def test_the_terminal_gets_no_hostile_sequence_from_any_pane() -> None:
    before = {"JobName": EVIL, "Id": "before", "JobRunState": EVIL}
    run = {
        "JobName": EVIL, "Id": EVIL, "JobRunState": "FAILED", "TriggerName": EVIL, "ErrorMessage": EVIL, EVIL: EVIL,
        "StartedOn": 1_700_000_000, "Arguments": {EVIL: EVIL},
        "PredecessorRuns": [{"JobName": EVIL, "RunId": "before"}],
    }  # fmt: skip
    with GlueServer(Snapshot([run, before])).serving() as server:
        arguments, env = on(server)
        with gluetui(*arguments, size=(80, 24), **env) as terminal:
            terminal.wait_for("␛]52;c;ZXZpbA==␇", "✗ failed")
            terminal.press("enter")
            terminal.wait_for("JobRunState", "␛]0;owned␇")
            terminal.press("end", "pagedown", "4", "space")
            terminal.wait_for("▾ ✗ ␛]52;c;")
            assert acts(terminal) == []
            assert terminal.program.poll() is None
            terminal.press("q")
            assert terminal.wait_exit() == 0
            assert acts(terminal) == []
            assert terminal.is_restored


def test_q_quits_at_once_while_aws_is_silent() -> None:
    with GlueServer(Snapshot([]), fault=lambda call: SILENCE).serving() as server:
        arguments, env = on(server)
        with gluetui(*arguments, size=(80, 24), **env) as terminal:
            terminal.wait(lambda: bool(server.calls), "a call under way")
            terminal.wait_for("loading jobs…")
            asked = len(server.calls)
            terminal.press("q")
            assert terminal.wait_exit() == 0
            assert len(server.calls) == asked, "it waited until boto3 had enough, and tried again"
            assert terminal.is_restored
