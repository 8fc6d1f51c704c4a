"""How long the board of a night takes, what keys wait for meanwhile, and what it holds and asks."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

from gluetui.glue.listing.last_runs import LANES
from tests.benchmarks.measure import Row, limited, percentile
from tests.benchmarks.serve import Served, serving
from tests.benchmarks.typist import PATIENCE, Typist, gluetui_command, typing

LATENCY = 0.1
"""Seconds a call."""

RUNS = 4
"""Runs of each job in the window."""

FIRST_ROW = b"broke"
"""Of the error of a job that failed."""

CURSOR = "›".encode()


def night(rounds: int) -> Iterator[Row]:
    """An account of some size behind a latency, then one of many jobs, and the same board once more."""
    few, many = (412, 5000) if rounds > 3 else (100, 1000)
    with serving("night", few, LATENCY) as server, _main_screen(server) as typist:
        yield from _at_latency(server, typist, few)
    with serving("night", many) as server, _main_screen(server) as typist:
        yield from _with_many(server, typist, many)


def _at_latency(server: Served, typist: Typist, jobs: int) -> Iterator[Row]:
    pressed = time.perf_counter()
    typist.send("N")
    first = typist.await_sign(FIRST_ROW) - pressed
    whole = _done(typist, jobs) - pressed
    least = jobs * LATENCY / LANES
    what = f"{jobs:,} jobs at {1000 * LATENCY:.0f} ms"
    yield limited(f"{what}: N to the first row", first, 1, unit="s", digits=2)
    note = f"what lanes and latency allow: {least:.1f} s"
    yield limited(f"{what}: all asked", whole / least, 1.15, unit="×", digits=2, note=note)
    typist.settle()
    before = sum(server.calls().values())
    typist.key("escape")
    typist.key("N")
    typist.settle()
    yield limited("the board opened again", sum(server.calls().values()) - before, 0, unit="calls")
    twice = [call for call, times in server.calls().items() if call.startswith("GetJobRuns") and times > 1]
    yield limited("jobs asked for twice", len(twice), 0, unit="calls")


def _with_many(server: Served, typist: Typist, jobs: int) -> Iterator[Row]:
    before, keys = typist.memory("VmRSS"), list[float]()
    whole, began, start = re.compile(f"{jobs:,} of {jobs:,} jobs".encode()), time.perf_counter(), len(typist.written)
    typist.key("N", FIRST_ROW)
    while not whole.search(typist.written, start) and time.perf_counter() - began < 8 * PATIENCE:
        start = max(start, len(typist.written) - 2000)
        for key in "jk":
            keys.append(typist.key(key, CURSOR, quiet=0))
            typist.rest(0.05)
    took = time.perf_counter() - began
    slope = (typist.memory("VmRSS") - before) / (RUNS * jobs)
    what = f"{jobs:,} jobs with {RUNS * jobs:,} runs"
    yield Row(f"{what}: all asked", f"{took:.1f} s")
    note = f"median {statistics.median(keys):.1f} ms of {len(keys)} keys"
    yield limited(f"{what}: key to repaint meanwhile, p99", percentile(keys, 99), 30, unit="ms", digits=1, note=note)
    yield limited(f"{what}: memory a run", slope, 1.5, unit="kB", digits=2)


@contextmanager
def _main_screen(server: Served) -> Iterator[Typist]:
    """The program, its jobs listed; of their last runs nothing is looked up, which would be known to the board."""
    with typing(["env", "GLUETUI_STATUSES=false", *gluetui_command(), "--endpoint-url", server.url]) as typist:
        typist.await_sign(b"job-00007")
        typist.settle()
        yield typist


def _done(typist: Typist, jobs: int) -> float:
    return typist.await_sign(f"{jobs:,} of {jobs:,} jobs".encode())
