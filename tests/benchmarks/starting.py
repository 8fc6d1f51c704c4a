"""How soon there is something to see and a key is answered, beside other programs that start."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import gluetui
from tests.benchmarks.measure import Row, compared, in_turn, limited
from tests.benchmarks.serve import serving
from tests.benchmarks.typist import found, gluetui_command, typing, until_answer, until_sign, wall, yardstick

_IMPORT = re.compile(r"^(?:from|import) (textual[\w.]*)", re.MULTILINE)
JOB = b"alert-on-failure"
"""The first job of the demo."""

CARET = "▏".encode()
"""Stands in an open filter line, and nowhere else."""


def textual_modules() -> list[str]:
    """What the program imports of Textual: a minimal app with the same imports is the yardstick."""
    sources = [path.read_text("utf-8") for path in Path(gluetui.__file__).parent.rglob("*.py")]
    return sorted({name for source in sources for name in _IMPORT.findall(source)})


def version(rounds: int) -> Iterator[Row]:
    taken = in_turn(
        2 * rounds,
        {
            "ours": lambda: wall([*gluetui_command(), "--version"]),
            "nothing": lambda: wall(yardstick("nothing", "--version")),
        },
    )
    yield compared("`gluetui --version`", taken["ours"], taken["nothing"], 1.5, yardstick="click, doing nothing")


def paint(rounds: int) -> Iterator[Row]:
    with serving("names", 20) as server:
        command = [*gluetui_command(), "--endpoint-url", server.url]
        minimal = yardstick("minimal_textual", *textual_modules())
        taken = in_turn(
            rounds,
            {
                "ours": until_answer(command, b"Jobs", "/", CARET),
                "minimal": until_answer(minimal, b"ready", "x", b"heard"),
                "ours seen": until_sign(command, b"Jobs"),
                "minimal seen": until_sign(minimal, b"ready"),
            },
        )
    beside = "minimal Textual, same imports"
    yield compared("start, until a key is answered", taken["ours"], taken["minimal"], 1.1, yardstick=beside)
    yield compared("start, until something is seen", taken["ours seen"], taken["minimal seen"], None, yardstick=beside)


def first_page(rounds: int) -> Iterator[Row]:
    what = "first 200 runs of a job drawn"
    with serving("history", 1000) as server:
        url = ["--endpoint-url", server.url]
        contestants: dict[str, Callable[[], float]] = {
            "ours": until_sign([*gluetui_command(), *url, "--job", "many"], "✓ succeeded".encode()),
            "boto3": lambda: wall(yardstick("boto3_page", server.url, "many")),
        }
        aws = found("aws")
        if aws:
            call = [aws, "glue", "get-job-runs", "--job-name", "many", "--max-results", "200", "--no-paginate", *url]
            contestants["aws"] = lambda: wall(call)
        taken = in_turn(rounds, contestants)
    if aws:
        yield compared(what, taken["ours"], taken["aws"], 0.9, yardstick="`aws glue get-job-runs`")
    else:
        yield Row(what, "", "the AWS CLI is not installed")
    yield compared(what, taken["ours"], taken["boto3"], 1.35, yardstick="bare boto3 script")


def memory(rounds: int) -> Iterator[Row]:
    minimal = yardstick("minimal_textual", *textual_modules())
    ours = [*gluetui_command(), "--demo"]
    taken = in_turn(
        max(2, rounds // 3), {"ours": lambda: _peak(ours, JOB), "minimal": lambda: _peak(minimal, b"ready")}
    )
    what, beside = "peak memory of `--demo`", "minimal Textual"
    yield compared(what, taken["ours"], taken["minimal"], 2.2, yardstick=beside, unit="MB", digits=1)


def idle(rounds: int) -> Iterator[Row]:
    """Both programs at once, for as long; no run is live, or times would go on."""
    seconds = min(2.0 * rounds, 10.0)
    with (
        serving("history", 1000) as server,
        typing([*gluetui_command(), "--endpoint-url", server.url]) as ours,
        typing(yardstick("minimal_textual")) as minimal,
    ):
        ours.await_sign(b"few")
        minimal.await_sign(b"ready")
        for each in (ours, minimal):
            each.settle(1.5)
        before = [each.cpu() for each in (ours, minimal)]
        written = ours.rest(seconds)
        worked, beside = (each.cpu() - start for each, start in zip((ours, minimal), before, strict=True))
    what = f"idle for {seconds:.0f} s, no run live"
    yield limited(f"{what}: bytes written", written, 0, unit="B")
    yield compared(f"{what}: CPU", [worked], [beside], 1.2, yardstick="minimal Textual", unit="ms", digits=1)


def _peak(command: list[str], sign: bytes) -> float:
    """Megabytes, once the program has shown what it has and come to rest."""
    with typing(command) as typist:
        typist.await_sign(sign)
        typist.settle(1.5)
        return typist.memory("VmHWM") / 1024
