"""How fast the UI ends and how free its loop stays: `uv run python -m tests.benchmarks.lifecycle` prints figures.

The server is silent in each: all threads for calls wait for answers that do not come.
"""

from __future__ import annotations

import asyncio
import os
import time
from statistics import median

from gluetui.app.app import GlueTui
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from tests.pty.test_endings import with_hung_calls
from tests.pty.test_leaks import PAYLOADS, shapes, unsafe, walk
from tests.server import GlueServer

ROUNDS = 7
IDLE = 5.0
"""Seconds in which a program at rest is listened to."""


def quit_time(key: str) -> float:
    """Milliseconds from the key to the end of the process."""
    with with_hung_calls() as terminal:
        began = time.perf_counter()
        terminal.send(key)
        while terminal.program.poll() is None:
            terminal.skip(0.001)
        return 1000 * (time.perf_counter() - began)


async def longest_block() -> float:
    """Milliseconds that the event loop was late at most, while the server is silent and keys are pressed."""
    worst = 0.0
    with GlueServer(Snapshot([]), latency=20).serving() as server:
        app = GlueTui(Glue(Aws(region="eu-west-1", endpoint_url=server.url)), job="report", run="jr")
        async with app.run_test(size=(160, 45)) as pilot:
            await pilot.pause(1)
            end = time.perf_counter() + IDLE
            while (now := time.perf_counter()) < end:
                await asyncio.sleep(0.001)
                worst = max(worst, time.perf_counter() - now - 0.001)
    return 1000 * worst


def leaked() -> int:
    """Control characters and kinds of sequences that hostile runs made it write, beyond what tame ones do."""
    tame = shapes(walk("tame").written.decode())
    written = [walk(text).written.decode() for text in PAYLOADS.values()]
    return sum(len(shapes(each) - tame) + len(list(unsafe(each))) for each in written)


def idle_bytes() -> int:
    """Bytes written in IDLE seconds after the wait for hung calls has been drawn, seconds counting."""
    with with_hung_calls() as terminal:
        terminal.read(0.5)
        before, end = len(terminal.written), time.monotonic() + IDLE
        while time.monotonic() < end:
            terminal.skip(0.1)
        return len(terminal.written) - before


def main() -> None:
    os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    os.environ["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:9"
    for key in ("q", "ctrl+c"):
        times = sorted(quit_time(key) for _ in range(ROUNDS))
        print(f"{key} with 8 hung calls: median {median(times):.0f} ms, worst {times[-1]:.0f} ms (goal 300)")
    print(
        f"longest block of the event loop while the server is silent: {asyncio.run(longest_block()):.0f} ms (goal 50)"
    )
    print(f"control characters and foreign sequences leaked in {len(PAYLOADS)} hostile cases: {leaked()} (goal 0)")
    print(f"bytes in {IDLE:.0f} s with 8 hung calls: {idle_bytes()}; the lists count their seconds of waiting")


if __name__ == "__main__":
    main()
