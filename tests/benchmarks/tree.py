"""How the predecessor tree keeps up: `uv run python -m tests.benchmarks.tree` prints medians and ratios.

A chain of 1,000 links at 40 ms a call is expanded whole, beside a bare boto3 loop over the same links in the same
run; keys are pressed meanwhile; then a tree of 1,000 levels is scrolled beside one of 10; then 300 predecessors
are expanded.
"""

from __future__ import annotations

import os
import re
import statistics
import time
from collections.abc import Callable

from tests.benchmarks.serve import serving
from tests.pty.terminal import Terminal, gluetui

LATENCY = 0.04
SIZE = (120, 30)
"""Columns and lines: the terminal of the tests reads what is written in Python, which costs more than writing it."""
JOBS_LINE = re.compile(rb"\x1b\[\d+;1H")
"""How a line in the left column begins."""

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def bare_loop(url: str, links: int) -> float:
    """Seconds that a boto3 script needs for the same calls, one after the other."""
    import boto3

    client = boto3.client("glue", region_name="eu-west-1", endpoint_url=url)
    began = time.perf_counter()
    key = {"JobName": "r0", "RunId": "jr_r0"}
    for _ in range(links):
        run = client.get_job_run(**key, PredecessorsIncluded=True)["JobRun"]
        for before in run["PredecessorRuns"]:
            key = before
    return time.perf_counter() - began


def opened(terminal: Terminal) -> None:
    terminal.wait_for("✓ r0")
    terminal.press("4")
    terminal.wait_for("› ▸ ✓ r0")


def key_times(terminal: Terminal, keys: list[str], until: Callable[[], bool], pause: float) -> list[float]:
    """Milliseconds from each key until the screen shows the cursor elsewhere."""
    times = []
    while not until():
        for key in keys:
            before = cursor(terminal)
            began = time.perf_counter()
            terminal.send(key)
            while cursor(terminal) == before and time.perf_counter() - began < 2:
                terminal.read(0.001)
            times.append(1000 * (time.perf_counter() - began))
            terminal.read(pause)
    return times


def cursor(terminal: Terminal) -> tuple[int, str]:
    """Where the cursor of the tree is, and on what."""
    lines = [(number, line) for number, line in enumerate(terminal.lines) if "│›" in line]
    return lines[-1] if lines else (-1, "")


def spread(times: list[float]) -> str:
    ordered = sorted(times)
    return (
        f"p50 {statistics.median(ordered):.1f}, p99 {ordered[int(len(ordered) * 0.99)]:.1f}, max {ordered[-1]:.1f} ms"
        f" of {len(ordered)}"
    )


def whole_chain(links: int) -> None:
    with serving("chain", links, LATENCY) as server:
        arguments = ("--endpoint-url", server.url, "--region", "eu-west-1", "--job", "r0", "--run", "jr_r0")
        with gluetui(*arguments, size=SIZE, **CREDENTIALS) as terminal:
            opened(terminal)
            terminal.press("E")
            terminal.wait_for("r3 ")
            began = time.perf_counter()
            terminal.press("1")
            times = wire_times(terminal, lambda: f"{links:,} runs" in terminal.text)
            took = time.perf_counter() - began
        bare = bare_loop(server.url, links)
    print(f"E over {links:,} links at {1000 * LATENCY:.0f} ms: {took:.1f} s")
    print(f"  beside a bare boto3 loop of {bare:.1f} s: {took / bare:.2f} ×")
    print(f"  keys meanwhile, to the bytes of their line: {spread(times)}")


def wire_times(terminal: Terminal, until: Callable[[], bool]) -> list[float]:
    """Milliseconds from a key in the jobs to the first line that is drawn there; only keys make that pane draw."""
    times = []
    while not until():
        for key in ("j", "k"):
            seen = len(terminal.written)
            began = time.perf_counter()
            terminal.send(key)
            while not JOBS_LINE.search(terminal.written, seen) and time.perf_counter() - began < 2:
                terminal.receive(0.002)
            times.append(1000 * (time.perf_counter() - began))
            terminal.read(0.05)
    return times


def scrolling() -> None:
    """One page after the other through 1,000 levels, beside the same number of keys in 10 levels."""
    medians = {}
    for links in (10, 1000):
        with serving("chain", links, 0) as server:
            arguments = ("--endpoint-url", server.url, "--region", "eu-west-1", "--job", "r0", "--run", "jr_r0")
            with gluetui(*arguments, size=SIZE, **CREDENTIALS) as terminal:
                opened(terminal)
                terminal.press("E")
                terminal.wait_for(f"{links:,} runs")
                times = [time for _ in range(60) for time in key_times(terminal, ["j", "k"], once(), 0.02)]
                medians[links] = statistics.median(times)
    deep, flat = medians[1000], medians[10]
    print(f"cursor in 1,000 levels beside 10: {deep:.1f} / {flat:.1f} ms = {deep / flat:.2f} ×")


def once() -> Callable[[], bool]:
    """False the first time it is called, then True."""
    answers = iter([False, True])
    return lambda: next(answers)


def first_of_fan(width: int) -> None:
    with serving("fan", width, LATENCY) as server:
        arguments = ("--endpoint-url", server.url, "--region", "eu-west-1", "--job", "r0", "--run", "jr_r0")
        with gluetui(*arguments, size=SIZE, **CREDENTIALS) as terminal:
            opened(terminal)
            terminal.read(0.5)
            seen = len(terminal.written)
            began = time.perf_counter()
            terminal.send("l")
            # On the wire: the root's own state is drawn again with the first rows.
            while terminal.written.count(b"succeeded", seen) < 3:
                terminal.receive(0.001)
            first = time.perf_counter() - began
            terminal.wait_for(f"{width + 1:,} runs")
            whole = time.perf_counter() - began
    print(f"{width} predecessors: first state after {first / LATENCY:.1f} round trips, all after {whole:.2f} s")


def main() -> None:
    os.environ.update(CREDENTIALS)
    whole_chain(1000)
    scrolling()
    first_of_fan(300)


if __name__ == "__main__":
    main()
