"""How long lists keep up: 10,000 jobs, 100,000 runs, and keys while pages arrive."""

from __future__ import annotations

import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count

from gluetui.commands import COMMANDS
from gluetui.glue.clients.glue import RUNS_PAGE
from tests.benchmarks.measure import Row, compared, in_turn, limited, percentile, told
from tests.benchmarks.serve import Served, names, serving
from tests.benchmarks.typist import ENVIRONMENT, PATIENCE, Typist, found, gluetui_command, typing, yardstick

LATENCY = 0.04
FIRST_PAGE = "✓ succeeded".encode()
JOB_CURSOR = re.compile("›".encode() + rb"(?:\x1b\[[\d;]*m|[^\x1b]){0,12}?(?:few|many|none)")
"""A job of the history under the cursor."""
WORD = "stockcli"
"""What is typed into the filter, letter by letter, and deleted again."""

LOADS_ALL = any(command.place == "runs" and "A" in command.keys.split(",") for command in COMMANDS)
"""Whether a key loads all runs; without one, going to the end again and again does."""


def filtering(rounds: int) -> Iterator[Row]:
    """A key in the filter of the jobs, until the list is drawn; beside the echo of a key, and beside fzf."""
    with serving("names", 10_000) as server, tempfile.NamedTemporaryFile("w") as listed:
        listed.write("\n".join(_job_names()))
        listed.flush()
        fzf = found("fzf")
        with (
            typing([*gluetui_command(), "--endpoint-url", server.url]) as ours,
            typing(yardstick("minimal_textual")) as bare,
            typing(["sh", "-c", f"{fzf or 'cat'} < {listed.name}"]) as other,
        ):
            ours.await_sign(b"10,000")
            for each in (ours, bare, other):
                each.settle()
            ours.key("/")
            keys = [*WORD, *["backspace"] * len(WORD)]
            contestants = {
                "ours": _typing_of(ours, keys, "▏".encode()),
                "bare": _typing_of(bare, ["b"], b"heard"),
                **({"fzf": _typing_of(other, keys)} if fzf else {}),
            }
            taken = in_turn(rounds * len(keys), contestants)
    what = "a key in the filter over 10,000 jobs"
    yield compared(what, taken["ours"], taken["bare"], 2, yardstick="echo of a key in minimal Textual", digits=1)
    beside = f"fzf: {told(taken['fzf'], digits=1)}" if fzf else "fzf is not installed"
    yield limited(f"{what}, p99", percentile(taken["ours"], 99), 30, unit="ms", digits=1, note=beside)


def loading(rounds: int) -> Iterator[Row]:
    """All runs of a job, each page 40 ms away, and the keys meanwhile; beside a bare loop over the same pages."""
    if not LOADS_ALL:
        yield Row("loading all runs", "", "no key does that")
        return
    pages = 100 if rounds > 3 else 25
    keys: list[float] = []
    with serving("history", pages * RUNS_PAGE, LATENCY) as server:
        contestants = {"ours": lambda: _loads(server, pages, keys), "boto3": lambda: _bare_loop(server)}
        taken = in_turn(max(1, rounds // 4), contestants, warms_up=False)
    what, beside = f"{pages} pages at 40 ms", "bare boto3 loop"
    yield compared(f"{what}: the load", taken["ours"], taken["boto3"], 1.25, yardstick=beside, unit="s", digits=1)
    note = f"median {statistics.median(keys):.1f} ms of {len(keys)} keys"
    yield limited(f"{what}: key to repaint meanwhile, p99", percentile(keys, 99), 30, unit="ms", digits=1, note=note)
    yield limited(f"{what}: key to repaint meanwhile, slowest", max(keys), 60, unit="ms", digits=1)


def large(rounds: int) -> Iterator[Row]:
    """Keys, memory and calls with very many loaded runs, beside few."""
    many = 100_000 if rounds > 3 else 10_000
    with serving("history", many) as server:
        command = [*gluetui_command(), "--endpoint-url", server.url]
        with typing([*command, "--job", "few"]) as few, typing([*command, "--job", "many"]) as heavy:
            _load_all(few, 1000)
            _load_all(heavy, many)
            calls = server.calls()
            for each in (few, heavy):
                each.settle()
            slope = (heavy.memory("VmRSS") - few.memory("VmRSS")) / (many - 1000)
            step = {each: count() for each in (few, heavy)}
            taken = in_turn(
                10 * rounds,
                {
                    "many": lambda: heavy.key("kj"[next(step[heavy]) % 2]),
                    "few": lambda: few.key("kj"[next(step[few]) % 2]),
                },
            )
            many_opened, few_opened = _openings(few, rounds)
    beside = "1,000 runs"
    yield compared(f"{many:,} runs: key to repaint", taken["many"], taken["few"], 1.2, yardstick=beside, digits=1)
    yield compared(f"{many:,} runs: opening the list", many_opened, few_opened, 1.2, yardstick=beside, digits=0)
    yield limited("memory a loaded run", slope, 1.5, unit="kB", digits=2)
    pages = sum(-(-runs // RUNS_PAGE) for runs in (1000, many))
    # How a job's last runs went is asked for beside that, once a job by each of the two programs.
    listings = {call: times for call, times in calls.items() if f'"MaxResults": {RUNS_PAGE}' in call}
    asked = sum(listings.values())
    yield limited(f"GetJobRuns for {many + 1000:,} runs", asked, pages, unit="calls")
    twice = [call for call, times in listings.items() if times > 1]
    yield limited("pages of runs asked for twice", len(twice), 0, unit="calls")


def calls(rounds: int) -> Iterator[Row]:
    """Runs opened, gone back to and opened again."""
    opened = 6
    with serving("history", 1000) as server:
        with typing([*gluetui_command(), "--endpoint-url", server.url, "--job", "many"]) as typist:
            typist.await_sign(FIRST_PAGE)
            typist.settle()
            for _ in range(2):
                for key in (*["enter", "2", "j"] * opened, *["k"] * opened):
                    typist.key(key, quiet=0.1)
        asked = [times for call, times in server.calls().items() if call.startswith("GetJobRun ")]
    yield limited(f"GetJobRun for {opened} runs, each opened twice", sum(asked), opened, unit="calls")


def strokes(rounds: int) -> Iterator[Row]:
    """What is written for a key at 80×24."""
    with serving("history", 1000) as server:
        command = [*gluetui_command(), "--endpoint-url", server.url, "--job", "many"]
        with typing(command, (80, 24)) as typist:
            typist.await_sign(FIRST_PAGE)
            typist.settle()
            moves = [typist.bytes_for(key) for key in ("j", "j", "k", "j")]
            scrolls = [typist.bytes_for(key) for key in ("pagedown", "pagedown", "j", "j", "pageup")]
    yield limited("cursor move at 80×24", max(moves) / 1000, 1.5, unit="kB", digits=2)
    yield limited("scrolling at 80×24", max(scrolls) / 1000, 7, unit="kB", digits=2)


def _job_names() -> list[str]:
    jobs: list[str] = names(10_000).respond("glue", "ListJobs", {})[1]["JobNames"]
    return jobs


def _typing_of(typist: Typist, keys: list[str], sign: bytes = b"") -> Callable[[], float]:
    """A contestant who types one key after the other, round and round."""
    turns = count()
    return lambda: typist.key(keys[next(turns) % len(keys)], sign)


def _whole(runs: int) -> re.Pattern[bytes]:
    """The count of a list that has all its runs: with more on AWS, other words follow it."""
    return re.compile(rf" {runs:,} runs \x1b".encode())


def _load_all(typist: Typist, runs: int) -> None:
    """Until all are there."""
    typist.await_sign(FIRST_PAGE)
    if LOADS_ALL:
        typist.send("A")
    else:
        for page in range(2, runs // RUNS_PAGE):
            typist.send("G")
            typist.await_sign(f" {page * RUNS_PAGE:,} loaded".encode())
        for key in "GkG":
            typist.key(key, quiet=0.2)
    typist.await_sign(_whole(runs))


def _loads(server: Served, pages: int, times: list[float]) -> float:
    """Seconds that the load takes. Keys go to the jobs, where only keys make anything be drawn."""
    whole = _whole(pages * RUNS_PAGE)
    with typing([*gluetui_command(), "--endpoint-url", server.url, "--job", "many"]) as typist:
        typist.await_sign(FIRST_PAGE)
        typist.settle()
        began, start = time.perf_counter(), len(typist.written)
        typist.send("A")
        typist.send("1")
        while not whole.search(typist.written, start) and time.perf_counter() - began < 4 * PATIENCE:
            start = max(start, len(typist.written) - 1000)
            for key in "kj":
                times.append(typist.key(key, JOB_CURSOR, quiet=0))
                typist.rest(0.05)
        return time.perf_counter() - began


def _openings(typist: Typist, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds from enter on a job to its first page, for the job with many runs and for that with few."""
    taken: dict[str, list[float]] = {"few": [], "many": []}
    typist.key("1")
    for _ in range(rounds):
        for key, name in (("j", "many"), ("k", "few")):
            typist.key(key, JOB_CURSOR, quiet=0.1)
            taken[name].append(typist.key("enter", FIRST_PAGE))
            typist.key("1", quiet=0.1)
    return taken["many"], taken["few"]


def _bare_loop(server: Served) -> float:
    done = subprocess.run(
        yardstick("boto3_paging", server.url, "many"),
        env=ENVIRONMENT, capture_output=True, text=True, timeout=4 * PATIENCE, check=True,
    )  # fmt: skip
    return float(done.stdout.split()[0])
