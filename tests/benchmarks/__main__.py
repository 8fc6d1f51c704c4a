"""Figures of speed and size beside what a person would use instead: `uv run python -m tests.benchmarks`."""

from __future__ import annotations

import argparse
import os
import platform
import time
import traceback
from collections.abc import Callable, Iterator

from tests.benchmarks import lists, logs, night, starting
from tests.benchmarks.measure import Row, table

GROUPS: dict[str, Callable[[int], Iterator[Row]]] = {
    "version": starting.version,
    "paint": starting.paint,
    "first-page": starting.first_page,
    "memory": starting.memory,
    "idle": starting.idle,
    "strokes": lists.strokes,
    "calls": lists.calls,
    "filter": lists.filtering,
    "loading": lists.loading,
    "large": lists.large,
    "logs": logs.logs,
    "night": night.night,
}
ROUNDS, QUICK_ROUNDS = 9, 2


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="NAME", action="append", choices=GROUPS, help=f"one of {', '.join(GROUPS)}")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller lists")
    given = parser.parse_args()
    began = time.perf_counter()
    rows: list[Row] = []
    for name in given.only or GROUPS:
        print(f"{name} …", flush=True)
        rows.extend(_measured(name, QUICK_ROUNDS if given.quick else ROUNDS))
    print(f"\n{table(rows)}\n")
    print(
        f"Medians, and between which values the middle half lies. Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}; {time.perf_counter() - began:.0f} s."
    )


def _measured(name: str, rounds: int) -> Iterator[Row]:
    """A group's rows; one that fails says so in a row, and the others are measured all the same."""
    try:
        yield from GROUPS[name](rounds)
    except Exception as error:
        traceback.print_exc()
        told = str(error).partition("\n")[0].replace("|", "¦")[:80]
        yield Row(f"{name} was not measured", f"{type(error).__name__}: {told}", is_met=False)


if __name__ == "__main__":
    main()
