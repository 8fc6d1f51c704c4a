"""A Glue in a process of its own, so that what is measured does not share its interpreter with what serves it.

`python -m tests.benchmarks.serve chain 1000 0.04` prints its address and serves until its standard input closes; for
each line that it reads there it prints what was asked so far.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from gluetui.glue.files.snapshot import Snapshot
from tests.benchmarks.served_log import ServedLog
from tests.server import GlueServer

START = 1_790_000_000


class Served(NamedTuple):
    """A server in another process."""

    url: str
    process: subprocess.Popen[str]

    def calls(self) -> Counter[str]:
        """How often each call arrived: the operation and what it asked for, as JSON."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return Counter(json.loads(self.process.stdout.readline()))


def run(name: str, before: list[str], minute: int) -> dict[str, Any]:
    """A run of job `name` that lasted one minute."""
    return {
        "Id": f"jr_{name}", "Attempt": 0, "JobName": name, "TriggerName": "after", "JobRunState": "SUCCEEDED",
        "StartedOn": START + 60.0 * minute, "CompletedOn": START + 60.0 * minute + 58, "ExecutionTime": 40,
        "MaxCapacity": 10.0, "WorkerType": "G.1X", "NumberOfWorkers": 10, "GlueVersion": "5.0", "Timeout": 480,
        "Arguments": {"--date": "2026-11-19", "--source": f"s3://bucket/{name}/"},
        "PredecessorRuns": [{"JobName": each, "RunId": f"jr_{each}"} for each in before],
    }  # fmt: skip


def chain(length: int) -> Snapshot:
    """Runs r0 … rN, each preceded by the next."""
    return Snapshot([run(f"r{n}", [f"r{n + 1}"] if n + 1 < length else [], 2 * (length - n)) for n in range(length)])


def fan(width: int) -> Snapshot:
    """A run r0 with so many predecessors."""
    return Snapshot(
        [run("r0", [f"p{n}" for n in range(width)], width + 1), *(run(f"p{n}", [], n) for n in range(width))]
    )


def history(count: int) -> Snapshot:
    """Job `few` with 1,000 runs, `many` with `count`, and `none`, each run as heavy as those of real pipelines."""
    return Snapshot([*_nights("few", 1000), *_nights("many", count)], ["none"])


def names(count: int) -> Snapshot:
    """So many jobs without runs."""
    words = ("ingest", "stage", "curate", "mart", "publish", "export", "audit", "backfill")
    subjects = ("orders", "payments", "customers", "inventory", "clickstream", "returns", "stock")
    return Snapshot([], [f"{words[n % 8]}-{subjects[n % 7]}-{n:05}" for n in range(count)])


def night(count: int) -> Snapshot:
    """So many jobs with four runs each in the last 24 hours; one job in fifty failed in its last run."""
    now = time.time()
    return Snapshot([_ran(f"job-{job:05}", job, each, now) for job in range(count) for each in range(4)])


def _ran(name: str, job: int, number: int, now: float) -> dict[str, Any]:
    start, fails = now - 3600 * (1 + 5 * number) - job % 3000, number == 0 and job % 50 == 7
    return {
        **run(name, [], 0), "Id": f"jr_{name}_{number:050}", "JobRunState": "FAILED" if fails else "SUCCEEDED",
        "StartedOn": start, "CompletedOn": start + 600, "ExecutionTime": 580, "LogGroupName": "/aws-glue/jobs",
        **({"ErrorMessage": f"Error Category: UNCLASSIFIED_ERROR; batch {job} broke"} if fails else {}),
    }  # fmt: skip


KINDS: dict[str, Callable[[int], Snapshot]] = {
    "chain": chain, "fan": fan, "history": history, "names": names, "night": night,
}  # fmt: skip


def _nights(job_name: str, count: int) -> list[dict[str, Any]]:
    return [
        {
            **run(job_name, [], -30 * night), "Id": f"jr_{job_name}{night:060}",
            "JobRunState": "FAILED" if night % 9 == 0 else "SUCCEEDED", "TriggerName": f"nightly-{night % 5}",
            "JobMode": "SCRIPT", "JobRunQueuingEnabled": False, "AllocatedCapacity": 10, "ExecutionClass": "STANDARD",
            "LastModifiedOn": START - 1800.0 * night + 58, "LogGroupName": "/aws-glue/jobs",
            "Arguments": {
                "--date": f"2026-{1 + night % 12:02}-{1 + night % 28:02}", "--TempDir": "s3://glue-temp-111122223333/",
                "--enable-metrics": "", "--source": f"s3://lake/{job_name}/batch={night}/",
                "--enable-continuous-cloudwatch-log": "true",
            },
            **({"ErrorMessage": f"Error Category: UNCLASSIFIED_ERROR; batch {night} broke"} if night % 9 == 0 else {}),
        }
        for night in range(count)
    ]  # fmt: skip


@contextmanager
def serving(kind: str, size: int, latency: float = 0) -> Iterator[Served]:
    """A server in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.serve", kind, str(size), str(latency)]
    # A program that is stopped between two calls resets its connection, which the server would tell at length.
    server = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert server.stdout is not None
    assert server.stdin is not None
    try:
        yield Served(server.stdout.readline().strip(), server)
    finally:
        server.stdin.close()
        server.wait(10)


def served(kind: str, size: int, latency: float) -> GlueServer:
    """The server of a kind of KINDS, or of a "log" of so many megabytes."""
    if kind == "log":
        log = ServedLog(size)
        return GlueServer(log.snapshot, latency=latency, fault=log.answer)
    return GlueServer(KINDS[kind](size), latency=latency)


def main() -> None:
    kind, size, latency = sys.argv[1:]
    with served(kind, int(size), float(latency)).serving() as server:
        print(server.url, flush=True)
        for _ in sys.stdin:
            asked = Counter(f"{call.operation} {json.dumps(call.asked, sort_keys=True)}" for call in server.calls)
            print(json.dumps(asked), flush=True)


if __name__ == "__main__":
    main()
