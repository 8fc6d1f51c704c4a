"""A run's log: how soon it is there, what it holds in memory, how it is searched, followed and explained."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from statistics import median
from typing import Any

from tests.benchmarks import log_screen
from tests.benchmarks.log_reading import SCREEN
from tests.benchmarks.log_text import DENSE, LINE_BYTES, RARE
from tests.benchmarks.measure import Row, compared, in_turn, limited, told
from tests.benchmarks.serve import Served, serving
from tests.benchmarks.served_log import JOB, LIVE_RUN, RUN
from tests.benchmarks.typist import ENVIRONMENT, PATIENCE, gluetui_command, yardstick

LATENCY = 0.04
BARE = "bare boto3 script"
SERVED_AT = re.compile(r"served at ([\d.]+)")

Found = dict[str, Any]


def logs(rounds: int) -> Iterator[Row]:
    """Every row of a log, each beside what it is held against."""
    is_quick = rounds < 4
    with serving("log", 20 if is_quick else 100, LATENCY) as server:
        yield from _first_screen(server, rounds)
        yield from log_screen.opening(server)
        size = yield from _whole(server, 1 if is_quick else 3)
        yield from log_screen.loading(server, size)
        yield from _cause(server)
        yield from _follow(server, 6 if is_quick else 20)
        yield from log_screen.following(server, 6 if is_quick else 20)
    lines = 100_000 if is_quick else 1_000_000
    grep = yield from _held(lines)
    with serving("log", lines * LINE_BYTES // 1_000_000) as server:
        yield from log_screen.reading(server, 3 * rounds, grep)


def _first_screen(server: Served, rounds: int) -> Iterator[Row]:
    before = log_screen.calls_of_logs(server)
    _read(server, "first")
    calls = log_screen.calls_of_logs(server) - before
    taken = in_turn(rounds, {"ours": _reading(server, "first"), "bare": _bare(server, "first")})
    what = "a log's first screen"
    yield limited(f"{what}: round trips", calls, 3, unit="calls")
    yield compared(what, taken["ours"], taken["bare"], 1.15, yardstick=f"{BARE}, same calls")


def _whole(server: Served, rounds: int) -> Generator[Row, None, int]:
    """Returns: the log's size in bytes."""
    sizes: list[Found] = []
    ours = _reading(server, "whole", sizes)
    taken = in_turn(rounds, {"ours": ours, "bare": _bare(server, "whole")}, warms_up=False)
    size = sizes[-1]["bytes"]
    what, bare = f"{size / 1e6:.0f} MB of log", "bare get_log_events loop"
    yield compared(f"{what}: the load", taken["ours"], taken["bare"], 1, yardstick=bare)
    held = median(found["memory"] for found in sizes)
    yield limited(f"{what}: memory", held / size, 1.5, unit="× its bytes", digits=2)
    return int(size)


def _cause(server: Served) -> Iterator[Row]:
    before = log_screen.calls_of_logs(server)
    found = _read(server, "cause")
    note = f"{found['cause']!r}".replace("|", "¦")
    yield limited("cause of a failure: calls", log_screen.calls_of_logs(server) - before, 6, unit="calls", note=note)
    yield limited("cause of a failure: read", found["read"] / 1_048_576, 3, unit="MB", digits=1)


def _follow(server: Served, seconds: float) -> Iterator[Row]:
    """`gluetui logs --follow` of a run whose every event says when it could first be read."""
    command = [*gluetui_command(), "logs", JOB, LIVE_RUN, "--follow", "--endpoint-url", server.url]
    with subprocess.Popen(command, env=_environment(server), stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        program.stdout.readline()
        began, before = time.time(), log_screen.calls_of_logs(server)
        waits: list[float] = []
        while time.time() - began < seconds:
            served = SERVED_AT.search(program.stdout.readline())
            assert served is not None
            if float(served[1]) > began:
                waits.append(time.time() - float(served[1]))
        rate = (log_screen.calls_of_logs(server) - before) / (time.time() - began)
        program.terminate()
    yield limited("followed: until an event is seen, longest", max(waits), 2.5, unit="s", digits=2)
    yield limited("followed: calls of Logs", rate, 2, unit="a second", digits=2)


def _held(lines: int) -> Generator[Row, None, list[float]]:
    """Returns: the milliseconds that grep takes to count a rare word."""
    with tempfile.NamedTemporaryFile() as text:
        held = _module("log_holding", str(lines), text.name)
        grep = {word: [_grep(word, text.name) for _ in range(5)] for word in (RARE, DENSE)}
    what = f"{lines:,} lines"
    beside = "1,000 lines"
    yield compared(f"{what}: {SCREEN} records to show", held["many"], held["few"], 1.2, yardstick=beside, digits=1)
    for name, word in (("rare", RARE), ("dense", DENSE)):
        note = f"grep -c: {told(grep[word])}"
        limit = round(2 * median(grep[word]) + 50)
        yield limited(f"{what}: count of a {name} word", median(held[name]), limit, unit="ms", note=note)
        yield limited(f"{what}: `n` of a {name} word, p99", held[f"{name} n"], 16, unit="ms", digits=1)
    yield limited(f"{what}: first hit of an expression", held["first hit"], 100, unit="ms")
    yield Row(f"{what}: rows after an older page", f"{held['rows after older']:,.0f} ms")
    return grep[RARE]


def _read(server: Served, what: str) -> Found:
    return _module("log_reading", server.url, RUN, what)


def _reading(server: Served, what: str, found: list[Found] | None = None) -> Callable[[], float]:
    """A contestant: milliseconds that our reading takes; what else it found is kept."""

    def read() -> float:
        answer = _read(server, what)
        if found is not None:
            found.append(answer)
        return 1000 * float(answer["seconds"])

    return read


def _bare(server: Served, what: str) -> Callable[[], float]:
    return lambda: 1000 * float(_printed(yardstick("boto3_log", server.url, RUN, what)).split()[0])


def _module(name: str, *arguments: str) -> Found:
    found: Found = json.loads(_printed([sys.executable, "-m", f"tests.benchmarks.{name}", *arguments]))
    return found


def _printed(command: list[str]) -> str:
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=4 * PATIENCE, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def _environment(server: Served) -> dict[str, str]:
    return ENVIRONMENT | {"AWS_ENDPOINT_URL_CLOUDWATCH_LOGS": server.url}


def _grep(word: str, path: str) -> float:
    """Milliseconds that grep takes to count the lines with a word. Without a pipe it would stop at the first."""
    began = time.perf_counter()
    subprocess.run(["grep", "-c", word, path], env=ENVIRONMENT, stdout=subprocess.PIPE, check=True)
    return 1000 * (time.perf_counter() - began)
