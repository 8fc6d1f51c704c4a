"""How long a key takes in the details of a heavy run: `uv run python -m tests.benchmarks.details` prints medians.

Beside it, in the same run and the same kind of terminal, stands a bare Textual app that echoes keys. A key's time
goes from its being typed to the last byte that the program wrote for it.
"""

from __future__ import annotations

import os
import select
import sys
import time
from statistics import median
from typing import Any

from gluetui.glue.files.snapshot import Snapshot
from tests.pty.terminal import Terminal, gluetui
from tests.server import GlueServer

ROUNDS = 8
QUIET = 0.2
"""Seconds without a byte after which a key's work is done."""

ERRORS = {
    "256 KB on one line": ("java.lang.RuntimeException at com.example.Job " * 6000)[:262_144],
    "256 KB hostile": ("token=\x1b]0;x\x07 漢字 a=b;" * 20_000)[:262_144],
}
BUDGET, BUDGET_OPEN = 50, 300
"""Milliseconds that issue 3 allows a key, and for opening a value."""


def heavy_run(error: str) -> dict[str, Any]:
    """A run with 500 arguments, 20 of them secret."""
    arguments = {f"--argument_{number}": f"s3://bucket/day={number}/" * 3 for number in range(480)}
    secrets = {f"--password_{number}": f"hunter{number}two" for number in range(20)}
    return {
        "JobName": "heavy", "Id": "jr_heavy", "JobRunState": "FAILED", "StartedOn": 1_790_000_000, "StateDetail": "x",
        "CompletedOn": 1_790_000_900, "ErrorMessage": error, "Arguments": {**arguments, **secrets},
    }  # fmt: skip


def key_time(terminal: Terminal, key: str, sign: bytes = b"") -> float:
    """Milliseconds from the key to the last byte of what it made the program write, `sign` being part of it."""
    chunks: list[bytes] = []
    began = last = time.perf_counter()
    terminal.send(key)
    # What is read is not interpreted before it is all there: pyte takes longer than the program.
    while select.select([terminal._fd], [], [], QUIET if chunks and sign in b"".join(chunks) else 2)[0]:
        chunks.append(os.read(terminal._fd, 65_536))
        last = time.perf_counter()
    for chunk in chunks:
        terminal.written += chunk
        terminal._stream.feed(chunk)
    return 1000 * (last - began)


def bare_echo() -> float:
    command = [sys.executable, "-m", "tests.benchmarks.details", "bare"]
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    terminal = Terminal(command, (160, 45), environment)
    try:
        terminal.wait_for("ready")
        return median(key_time(terminal, "b") for _ in range(2 * ROUNDS))
    finally:
        terminal.close()


def run_bare_app() -> None:
    """Writes each key that it gets: the least that Textual can do for one."""
    from textual import events
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            yield Static("ready")

        def on_key(self, event: events.Key) -> None:
            self.query_one(Static).update(f"{event.key} {time.monotonic()}")

    Bare().run()


def measure(name: str, error: str, bare: float) -> None:
    with GlueServer(Snapshot([heavy_run(error)])).serving() as server:
        keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        arguments = ("--endpoint-url", server.url, "--region", "eu-west-1", "--job", "heavy", "--run", "jr_heavy")
        with gluetui(*arguments, **keys) as terminal:
            terminal.wait_for("JobRunState", "ErrorMessage")
            terminal.read(0.5)
            times: dict[str, list[float]] = {}
            for _ in range(ROUNDS):
                for key in ("down", "up", "pagedown", "end", "home", "x", "x", "a", "a"):
                    times.setdefault(key, []).append(key_time(terminal, key))
                terminal.press("/")
                for key in ("v", "backspace"):
                    times.setdefault(f"/ {key}", []).append(key_time(terminal, key))
                terminal.press("esc")
                terminal.read(0.2)
            for key, each in times.items():
                tell(name, key, each, bare, BUDGET)
            for what, before in {"enter": ("home", "down", "down"), "J": ()}.items():
                opened = [open_time(terminal, before, what) for _ in range(ROUNDS)]
                tell(name, f"{what}: opens whole", opened, bare, BUDGET_OPEN)


def open_time(terminal: Terminal, before: tuple[str, ...], key: str) -> float:
    terminal.press(*before)
    terminal.read(QUIET)
    took = key_time(terminal, key, b"line 1 of")
    assert "line 1 of" in terminal.text, terminal.text
    terminal.press("esc")
    terminal.wait(lambda: "line 1 of" not in terminal.text, "the viewer to close")
    return took


def tell(name: str, key: str, times: list[float], bare: float, budget: float) -> None:
    middle, worst = median(times), max(times)
    verdict = f"  OVER {budget} ms" if middle > budget else f"  worst over {budget} ms" if worst > budget else ""
    print(f"{name:<20}{key:<22}{middle:7.1f} ms  worst {worst:6.1f}  {middle / bare:5.1f} × bare{verdict}", flush=True)


def main() -> None:
    bare = bare_echo()
    print(f"{'bare Textual app':<20}{'echo of a key':<22}{bare:7.1f} ms")
    for name, error in ERRORS.items():
        measure(name, error, bare)


if __name__ == "__main__":
    if "bare" in sys.argv:
        run_bare_app()
    else:
        main()
