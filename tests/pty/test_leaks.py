"""In a real terminal: hostile runs make the program write nothing that it does not write for tame ones, but text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from gluetui.glue.files.snapshot import Snapshot
from gluetui.text.safe import is_safe
from tests.pty.terminal import Terminal, gluetui
from tests.server import GlueServer

PAYLOADS = {
    "sequences": "\x1b]52;c;ZXZpbA==\x07\x1b]0;owned\x1b\\"
    "\x1b[2J\x1b[H\x1b[?1049l\x1bc\x1bP+q544e\x1b\\\x1b_G;A\x1b\\\x1b[6n",
    "C1 and controls": "\x9b31m\x9d0;owned\x9c\x90q\x9c\x85\x8d \x00\x05\x07\x08\x0b\x0c\x0e\x0f\x7f\rj",
    "direction": "a\u202eb\u2066c\u2069d\u200fe",
    "unseen": "a\u200bb\u200dc\ufeffd\u00ade\U000e0041f\u2028g\ud800h" + "\u0301" * 40,
    "markup": "[@click=app.quit]x[/] [/] [b [link=x]",
}
"""What a terminal could obey or hide, by what it would do."""

SEQUENCE = re.compile(
    r"\x1b(?:\[(?P<private>[?<=>]?)[\d;:]*(?P<middle>[ -/]*)(?P<final>[@-~])"
    r"|(?P<string>[\]PX^_])(?P<body>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|(?P<other>[ -/]*[0-~]))"
)
"""An escape sequence as ECMA-48 and xterm have them."""


def shapes(written: str) -> set[str]:
    """What kinds of sequences were written, their numbers left out but for those of modes and of OSC."""
    return {_shape(found) for found in SEQUENCE.finditer(written)}


def _shape(found: re.Match[str]) -> str:
    if found["string"]:
        return f"{found['string']} {found['body'].partition(';')[0][:12]}"
    if found["final"] in ("h", "l"):
        return found[0]
    return f"{found['private'] or ''} {found['middle'] or ''} {found['final'] or found['other']}"


def runs(text: str) -> list[dict[str, Any]]:
    """A failed run with the text in every place that takes text, and one before it."""
    return [
        {
            "JobName": f"1{text}", "Id": f"i{text}", "JobRunState": "FAILED", "TriggerName": text, "StateDetail": text,
            "ErrorMessage": f"first {text}\nCaused by: a.B: {text}\n", "StartedOn": 1_700_000_000, "GlueVersion": text,
            "CompletedOn": text, "WorkerType": text, "LogGroupName": text, "Arguments": {f"--{text}": text},
            "Timeout": text, f"New{text}": {text: [text]},
            "PredecessorRuns": [{"JobName": f"2{text}", "RunId": f"b{text}"}],
        },
        {"JobName": f"2{text}", "Id": f"b{text}", "JobRunState": text, "StartedOn": 1_700_000_000},
    ]  # fmt: skip


def walk(text: str) -> Terminal:
    """Through every pane, the viewer of a value, of the JSON and of a field's help, the filter and the keys."""
    with GlueServer(Snapshot(runs(text))).serving() as server:
        keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        arguments = ("--endpoint-url", server.url, "--region", "eu-west-1")
        with gluetui(*arguments, size=(110, 40), **keys) as terminal:
            terminal.wait_for("›1")
            terminal.press("enter")
            terminal.wait_for("JobRunState", "ErrorMessage")
            terminal.press("down", "down", "i")
            terminal.wait_for("This run:")
            _escape(terminal, "This run:")
            terminal.press("enter")
            terminal.wait_for("line 1 of 1")
            _escape(terminal, "line 1 of 1")
            terminal.press("J")
            terminal.wait_for('"JobRun": {')
            terminal.press("pagedown", "end")
            _escape(terminal, "line ")
            terminal.press("end", "pageup", "x", "a", "u", "4")
            terminal.wait_for("▸ ✗ 1")
            terminal.press("space")
            terminal.wait_for("▾ ✗ 1")
            terminal.press("?")
            terminal.wait_for("In every pane")
            _escape(terminal, "In every pane")
            terminal.press("q")
            assert terminal.wait_exit() == 0
            assert terminal.is_restored
            return terminal


def _escape(terminal: Terminal, text: str) -> None:
    """An escape that another key follows at once would be read as alt and that key."""
    terminal.press("esc")
    terminal.wait(lambda: text not in terminal.text, f"{text!r} to go")


@pytest.fixture(scope="module")
def tame() -> str:
    """What is written for text that does nothing."""
    return walk("tame").written.decode()


def unsafe(written: str) -> Iterator[str]:
    """Characters outside of sequences that no pane may show."""
    for line in re.split(r"[\r\n]", SEQUENCE.sub("\n", written)):
        if not is_safe(line):
            yield line


def test_for_tame_text_there_are_sequences_and_no_control_character_beside_them(tame: str) -> None:
    assert len(shapes(tame)) > 5
    assert list(unsafe(tame)) == []


@pytest.mark.parametrize("kinds", [("sequences", "C1 and controls"), ("direction", "unseen", "markup")])
def test_hostile_text_makes_no_other_sequence_and_no_control_character(kinds: tuple[str, ...], tame: str) -> None:
    # Bytes that are no UTF-8 raise here.
    written = walk(" ".join(PAYLOADS[kind] for kind in kinds)).written.decode()
    assert shapes(written) - shapes(tame) == set()
    assert list(unsafe(written)) == []
    assert "owned\x07" not in written
    assert "ZXZpbA==\x07" not in written


def test_the_check_would_see_what_it_looks_for() -> None:
    for text in ("\x1b]52;c;ZXZpbA==\x07", "\x1b[2J", "\x1b[31m", "\x1bPq\x1b\\", "\x1bc"):
        assert shapes(text) != set(), text
    for text in ("\x9b31m", "a\u202eb", "\u200b", "\x00", "\x7f", "\x07", "\x1b"):
        assert list(unsafe(text)) != [], text
