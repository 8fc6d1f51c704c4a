"""The records of a loaded log that say why a run failed, in the order of evidence, and the record of a cause."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator
from typing import NamedTuple

from gluetui.glue.logs.cause import Cause, evidence_rank
from gluetui.glue.logs.cause_rules import RULES
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.noise import Kind
from gluetui.glue.logs.packed import Page


class Alarm(NamedTuple):
    """One record that is evidence; the best sort first, of equal ones the earlier."""

    rank: int
    """The place of its rule, 0 the best."""
    time: int
    """Its place in time, in milliseconds since the epoch."""
    reference: int


class Alarms:
    """The evidence in a log, read a page at a time as it is loaded."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._looked: dict[Page, int] = {}
        self._ranked: list[Alarm] = []

    def __len__(self) -> int:
        return len(self._ranked)

    def advance(self) -> bool:
        """Looks through one page that is new. False where none is."""
        there = dict(self._log.referenced_pages())
        if any(page not in there for page in self._looked):
            self._forget(there)
        for page, base in there.items():
            looked = self._looked.get(page, 0)
            if looked < len(page):
                self._look(page, base, looked)
                self._looked[page] = len(page)
                return True
        return False

    def next_from(self, reference: int | None, *, backwards: bool = False) -> int | None:
        """The reference of the evidence that follows on a record's in rank; of the best one where that is none.

        None at the end.
        """
        at = self._place_of(reference)
        if at is None:
            return self._ranked[0].reference if self._ranked else None
        at += -1 if backwards else 1
        return self._ranked[at].reference if 0 <= at < len(self._ranked) else None

    def _place_of(self, reference: int | None) -> int | None:
        return next((place for place, each in enumerate(self._ranked) if each.reference == reference), None)

    def _look(self, page: Page, base: int, looked: int) -> None:
        at = page.kinds.find(Kind.ALARM, looked)
        while at >= 0:
            reference = base + page.first + at
            rank = evidence_rank(self._log.record_of(reference))
            if rank is not None:
                insort(self._ranked, Alarm(rank, page.key(page.first + at), reference))
            at = page.kinds.find(Kind.ALARM, at + 1)

    def _forget(self, there: dict[Page, int]) -> None:
        """What was found in pages that the log has replaced."""
        self._looked = {page: looked for page, looked in self._looked.items() if page in there}
        spans = sorted(
            (base + page.first, base + page.first + looked)
            for page, looked in self._looked.items()
            for base in (there[page],)
        )
        self._ranked = [each for each in self._ranked if _is_in(each.reference, spans)]


def _is_in(reference: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, reference, key=lambda span: span[0]) - 1
    return at >= 0 and reference < spans[at][1]


def position_of(log: Log, cause: Cause) -> int | None:
    """Where the record of a cause stands in a log; None while it is not loaded."""
    if cause.stream not in log.streams:
        return None
    for page in log.pages(cause.stream):
        for number in _at_time(page, cause.time):
            rank = evidence_rank(page.record(number, cause.stream))
            if rank is not None and rank < len(RULES) and RULES[rank].name == cause.rule:
                return log.position(log.reference_of(cause.stream, number))
    return None


def _at_time(page: Page, time: int) -> Iterator[int]:
    """The numbers of a page's records of one millisecond."""
    if time in page.times:  # told without a step for each record
        yield from (page.first + place for place, each in enumerate(page.times) if each == time)
