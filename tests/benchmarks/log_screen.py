"""The screen of a log under the hands of a reader: how soon it is there, keys while it loads, long logs, following."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import cycle

from tests.benchmarks.log_text import RARE
from tests.benchmarks.measure import Row, compared, in_turn, limited, percentile
from tests.benchmarks.serve import Served
from tests.benchmarks.served_log import FEW_RUN, JOB, LIVE_RUN, RUN
from tests.benchmarks.typist import ENVIRONMENT, PATIENCE, Typist, gluetui_command, typing

CURSOR = r"›(?:\x1b\[[\d;:]*m)*"
CLOCK = r"\d\d:\d\d:\d\d\.\d{3}"
"""The time of a record, which tells it from its neighbours."""

LOADED = re.compile(rb"([\d,]+) records \x1b")
"""The count of a log in whose border nothing is said to be under way."""

SERVED_AT = re.compile(rb"served at ([\d.]+)")
COUNTED = re.compile(rb"[\d,]+ match(?:es)? \xc2\xb7")
"""How many records match, once all were searched: else "so far" follows."""

CAUSE, LAST_RECORD = b"ValueError: no price", b"Error from Python"
LOADING, NOTHING_LEFT = "loading the whole log", "All that AWS has"
FOCUS_LOST, FOCUS_CAME = "\x1b[O", "\x1b[I"
PASTED = "\x1b[200~{}\x1b[201~"

KEYS = {
    "down": ("k", "j"), "page down": ("pageup", "pagedown"), "half page": ("ctrl+u", "ctrl+d"), "Home": ("G", "home"),
    "End": ("home", "G"),
}  # fmt: skip
"""What is pressed before each key that is measured, and that key, by the name of the row."""


def opening(server: Served) -> Iterator[Row]:
    """The first screen of a run that is opened without a look at its cause: calls of Logs until it is there."""
    with _opened(server, RUN) as typist:
        typist.await_sign(CAUSE)
        before = calls_of_logs(server)
        typist.send("L")
        typist.await_sign(LAST_RECORD)
        calls = calls_of_logs(server) - before
    yield limited("a log's screen, until it shows records: round trips", calls, 3, unit="calls")


def loading(server: Served, held: int) -> Iterator[Row]:
    """All of a log by `A`: keys meanwhile, and what the program grows by; `held` is its size in bytes."""
    times: list[float] = []
    with _shown(server, RUN) as typist:
        before = typist.memory("VmRSS")
        began, start = time.perf_counter(), len(typist.written)
        typist.send("A")
        typist.await_sign(LOADING.encode())
        keys = cycle("kj")
        while not LOADED.search(typist.written, start) and time.perf_counter() - began < 4 * PATIENCE:
            start = max(start, len(typist.written) - 3000)
            times.append(_to_other_record(typist, next(keys)))
            typist.rest(0.05)
        took = time.perf_counter() - began
        typist.settle()
        grown = 1024 * (typist.memory("VmRSS") - before)
    what = f"{held / 1e6:.0f} MB of log on the screen"
    note = f"median {statistics.median(times):.1f} ms of {len(times)} keys"
    yield Row(f"{what}: the load", f"{took:.1f} s")
    yield limited(f"{what}: key to repaint meanwhile, p99", percentile(times, 99), 30, unit="ms", digits=1, note=note)
    yield limited(f"{what}: key to repaint meanwhile, slowest", max(times), 60, unit="ms", digits=1)
    yield limited(f"{what}: memory", grown / held, 1.5, unit="× its bytes", digits=2)


def reading(server: Served, rounds: int, grep: list[float]) -> Iterator[Row]:
    """Keys in a long log beside those in a short one; `grep` has the milliseconds of its count of a rare word."""
    with _shown(server, RUN) as many, _shown(server, FEW_RUN) as few:
        lines = _load_all(many)
        _load_all(few)
        what, beside = f"{lines:,} records on the screen", "1,000 records"
        for name, keys in KEYS.items():
            contestants = {"many": _pressing(many, *keys), "few": _pressing(few, *keys)}
            taken = in_turn(rounds, contestants)
            yield compared(f"{what}: {name}", taken["many"], taken["few"], 1.2, yardstick=beside, digits=1)
        counts = [_count(many, RARE) for _ in range(3)]
        limit = round(2 * statistics.median(grep) + 50)
        note = f"grep -c: {statistics.median(grep):.0f} ms"
        yield limited(f"{what}: count of a rare word", statistics.median(counts), limit, unit="ms", note=note)
        many.key("/")
        many.key(PASTED.format(RARE), quiet=0.5)
        many.key("enter", quiet=0.3)
        found = [_to_other_record(many, key) for key in "nNnnNnnN" * (rounds // 8 + 1)]
        note = f"p99 {percentile(found, 99):.1f} ms"
        yield limited(f"{what}: `n`", statistics.median(found), 16, unit="ms", digits=1, note=note)


def following(server: Served, seconds: float) -> Iterator[Row]:
    """A live log on the screen, then behind another window."""
    with _opened(server, LIVE_RUN) as typist:
        typist.send("L")
        typist.await_sign(SERVED_AT)
        typist.settle(0.3)
        began, before = time.time(), calls_of_logs(server)
        seen: dict[float, float] = {}
        while time.time() - began < seconds:
            start = len(typist.written)
            typist.receive(0.05)
            for each in SERVED_AT.findall(typist.written, max(0, start - 40)):
                seen.setdefault(float(each), time.time())
        # One call may stand at each edge of this time: between so many calls lies one interval less.
        rate = (calls_of_logs(server) - before - 1) / (time.time() - began)
        waits = [at - served for served, at in seen.items() if served > began]
        typist.send(FOCUS_LOST)
        typist.rest(1)
        before = calls_of_logs(server)
        typist.rest(seconds / 2)
        hidden = calls_of_logs(server) - before
    yield limited("followed on the screen: until an event is seen, longest", max(waits), 2.5, unit="s", digits=2)
    yield limited("followed on the screen: calls of Logs", rate, 2, unit="a second", digits=2)
    yield limited("followed without the focus: calls of Logs", hidden, 0, unit="calls")


def calls_of_logs(server: Served) -> int:
    """So far; those of Glue are none."""
    return sum(times for call, times in server.calls().items() if "logGroupName" in call)


def _opened(server: Served, run_id: str) -> AbstractContextManager[Typist]:
    """The program at a run."""
    command = [*gluetui_command(), "--endpoint-url", server.url, "--job", JOB, "--run", run_id]
    return typing(command, environment=ENVIRONMENT | {"AWS_ENDPOINT_URL_CLOUDWATCH_LOGS": server.url})


@contextmanager
def _shown(server: Served, run_id: str) -> Iterator[Typist]:
    """The program at the end of a run's log, some records above the last one, where no two are of the same time."""
    with _opened(server, run_id) as typist:
        typist.await_sign(CAUSE)
        typist.settle()
        typist.send("L")
        typist.await_sign(LOADED)
        typist.settle()
        for key in "kkk":
            typist.key(key)
        yield typist


def _load_all(typist: Typist) -> int:
    """Until all is there; how many records that are."""
    typist.skip()
    start = len(typist.written)
    typist.send("A")
    typist.await_sign(re.compile(f"{LOADING}|{NOTHING_LEFT}".encode()))
    while NOTHING_LEFT.encode() not in typist.written[start:] and not LOADED.search(typist.written, typist.seen):
        typist.receive(0.05)
    typist.settle()
    whole: list[bytes] = LOADED.findall(typist.written)
    return int(whole[-1].replace(b",", b""))


def _pressing(typist: Typist, before: str, key: str) -> Callable[[], float]:
    """A contestant: milliseconds of the second of two keys."""

    def press() -> float:
        typist.key(before)
        return typist.key(key)

    return press


def _to_other_record(typist: Typist, key: str) -> float:
    """Milliseconds from a key until the cursor is seen on a record of another time."""
    now = re.findall(f"{CURSOR}({CLOCK})".encode(), typist.written[-100_000:])[-1].decode()
    return typist.key(key, re.compile(f"{CURSOR}(?!{re.escape(now)}){CLOCK}".encode()), quiet=0)


def _count(typist: Typist, word: str) -> float:
    """Milliseconds from a pasted word until its matches are counted."""
    typist.key("/", quiet=0.3)
    took = typist.key(PASTED.format(word), COUNTED, quiet=0)
    typist.key("esc", quiet=0.5)
    return took
