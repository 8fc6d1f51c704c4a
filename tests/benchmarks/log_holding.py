"""A loaded log under the hands of a reader, in a process of its own: `log_holding LINES FILE` prints JSON.

FILE gets the log's text, so that grep can search the same.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from statistics import median
from typing import Any

from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.finding import Search
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.masking import LogMask
from gluetui.glue.logs.rows import Rows
from gluetui.glue.secrets.masks import Masks
from tests.benchmarks.log_reading import SCREEN
from tests.benchmarks.log_text import DENSE, EXPRESSION, RARE, records
from tests.benchmarks.measure import percentile

FEW = 1_000
PAGE_EVENTS = 4_500
STREAM = Stream("/aws-glue/jobs/error", "jr_log", "error")
MASKS = Masks({"Arguments": {"--db-password": "sesame-open-it-91"}})


def loaded(lines: int) -> Log:
    """A log of so many lines, loaded from its head."""
    log = Log()
    coming = records(lines)
    while page := [Event(*each) for each in islice(coming, PAGE_EVENTS)]:
        log.take(log.newer(STREAM, page))
    return log


def milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def scrolling(log: Log) -> Iterator[float]:
    """Milliseconds of each page that one scrolls to: rows to records, masked."""
    rows = Rows(log)
    while rows.advance():
        pass
    mask = LogMask(MASKS)
    for turn in count():
        at = turn * 7919 % max(1, len(rows) - SCREEN)
        yield milliseconds(lambda at=at: mask.texts([log.record_of(rows.reference(at + n)) for n in range(SCREEN)]))


def searched(log: Log, text: str) -> tuple[Search, float]:
    """A search that has counted all that matches, and the milliseconds of that."""
    search = Search(log, text)

    def whole() -> None:
        while search.advance():
            pass

    return search, milliseconds(whole)


def next_ones(log: Log, search: Search) -> Iterator[float]:
    """Milliseconds of `n` and of `N`, again and again."""
    for turn in count():
        at = turn * 104_729 % len(log)
        yield milliseconds(lambda at=at, back=bool(turn % 2): search.next_from(at, backwards=back))


def first_hit(log: Log) -> float:
    """Milliseconds until an expression has its first hit, looked for from the middle."""
    search = Search(log, EXPRESSION, is_regex=True)

    def until_found() -> None:
        while not search.count and search.advance(len(log) // 2):
            pass

    return milliseconds(until_found)


def rows_after_older(log: Log) -> float:
    """Milliseconds until the rows of a log are there again after an older page has come."""
    rows = Rows(log)
    while rows.advance():
        pass
    log.take(log.older(STREAM, [Event(at - 10**9, text) for at, text in records(PAGE_EVENTS)]))

    def again() -> None:
        while rows.advance():
            pass

    return milliseconds(again)


def main() -> None:
    lines, path = int(sys.argv[1]), Path(sys.argv[2])
    many, few = loaded(lines), loaded(FEW)
    with path.open("wb") as file:
        file.writelines(many.raw(STREAM))
    scrolls = {"many": scrolling(many), "few": scrolling(few)}
    taken: dict[str, list[float]] = {"many": [], "few": []}
    for _ in range(200):
        for name, scroll in scrolls.items():
            taken[name].append(next(scroll))
    found: dict[str, Any] = {name: taken[name] for name in taken}
    for name, text in (("rare", RARE), ("dense", DENSE)):
        turns = [searched(many, text) for _ in range(3)]
        found[name] = [took for _, took in turns]
        steps = next_ones(many, turns[0][0])
        found[f"{name} n"] = percentile([next(steps) for _ in range(200)], 99)
    found["first hit"] = median([first_hit(many) for _ in range(5)])
    found["rows after older"] = rows_after_older(many)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
