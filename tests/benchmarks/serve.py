"""A Glue in a process of its own, so that what is measured does not share its interpreter with what serves it.

`python -m tests.benchmarks.serve chain 1000 0.04` prints its address and serves until its standard input closes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gluetui.glue.snapshot import Snapshot
from tests.server import GlueServer

START = 1_790_000_000


def run(name: str, before: list[str], minute: int) -> dict[str, Any]:
    """A run of job `name` that lasted one minute."""
    return {
        "Id": f"jr_{name}", "Attempt": 0, "JobName": name, "TriggerName": "after", "JobRunState": "SUCCEEDED",
        "StartedOn": START + 60.0 * minute, "CompletedOn": START + 60.0 * minute + 58, "ExecutionTime": 40,
        "MaxCapacity": 10.0, "WorkerType": "G.1X", "NumberOfWorkers": 10, "GlueVersion": "5.0", "Timeout": 480,
        "Arguments": {"--date": "2026-11-19", "--source": f"s3://bucket/{name}/"},
        "PredecessorRuns": [{"JobName": each, "RunId": f"jr_{each}"} for each in before],
    }  # fmt: skip


def chain(length: int) -> list[dict[str, Any]]:
    """Runs r0 … rN, each preceded by the next."""
    return [run(f"r{n}", [f"r{n + 1}"] if n + 1 < length else [], 2 * (length - n)) for n in range(length)]


def fan(width: int) -> list[dict[str, Any]]:
    """A run r0 with so many predecessors."""
    return [run("r0", [f"p{n}" for n in range(width)], width + 1), *(run(f"p{n}", [], n) for n in range(width))]


@contextmanager
def serving(kind: str, size: int, latency: float) -> Iterator[str]:
    """The address of a server in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.serve", kind, str(size), str(latency)]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert server.stdin is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.stdin.close()
        server.wait(10)


def main() -> None:
    kind, size, latency = sys.argv[1:]
    runs = {"chain": chain, "fan": fan}[kind](int(size))
    with GlueServer(Snapshot(runs), latency=float(latency)).serving() as server:
        print(server.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
