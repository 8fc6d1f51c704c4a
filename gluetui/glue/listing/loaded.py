"""The loaded runs of one job in AWS's order, as a sequence of any size that lists sort and filter by columns."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count
from math import isnan
from typing import NamedTuple, overload

from gluetui.glue.listing.last_runs import Usual, usual
from gluetui.glue.listing.packed import NOT_KNOWN, PackedPage, PackedRun, page_of
from gluetui.glue.run.cost import dpu_hours
from gluetui.glue.run.run import FINAL_STATES, JobRun, RunKey


class Again(NamedTuple):
    """The identity of a run whose key another one before it has too: `number` is 1 for the second."""

    key: RunKey
    number: int


class Merged(NamedTuple):
    """The effect of a refreshed first page: the first `replaced` runs gave way to `by` runs."""

    replaced: int
    by: int


class LoadedRuns(Sequence[JobRun]):
    """Newest first. Only pages and a few columns are kept; a run is made when a reader asks for it."""

    def __init__(self, job_name: str = "") -> None:
        self.job_name = job_name
        self.pages: list[PackedPage] = []
        """The page that holds each run; every column has one entry a run."""
        self.places = array("L")
        self.states: list[str] = []
        self.triggers: list[str] = []
        self.started = array("d")
        self.attempts = array("d")
        self._seconds = array("d")
        self._dpu_hours = array("d")
        self._serials: dict[str, int] = {}
        """Each run's index when the first page was loaded, by its name: new runs in front renumber nothing."""
        self._in_front = 0
        self._numbers: dict[int, int] = {}
        """The number of each run whose key is not the first of its kind, by its serial."""
        self._repeated: Counter[RunKey] = Counter()
        """How many runs besides the first have the same key."""
        self._succeeded: list[float] = []

    # A sequence.

    def __len__(self) -> int:
        return len(self.pages)

    @overload
    def __getitem__(self, index: int) -> JobRun: ...
    @overload
    def __getitem__(self, index: slice) -> list[JobRun]: ...

    def __getitem__(self, index: int | slice) -> JobRun | list[JobRun]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        return PackedRun(self.pages[index], self.places[index])

    def identity(self, index: int) -> Hashable:
        """A run's key; for a key that was there before, an Again."""
        number = self._number(index)
        return Again(self._key(index), number) if number else self._key(index)

    def find(self, identity: Hashable) -> int | None:
        """Where the run of an identity stands."""
        if isinstance(identity, Again):
            name = self._name(*identity)
        elif isinstance(identity, RunKey):
            name = self._name(identity, 0)
        else:
            return None
        serial = self._serials.get(name)
        return None if serial is None else serial + self._in_front

    # Lists are made by these.

    def searched(self, index: int) -> str:
        """The text that a filter searches: parts with a SEPARATOR between, in one case, secrets masked."""
        return self.pages[index].searched(self.places[index])

    def seconds(self, index: int, now: datetime) -> float:
        """As JobRun.run_seconds, or NOT_KNOWN."""
        if self.states[index] in FINAL_STATES:
            return self._seconds[index]
        seconds = now.timestamp() - self.started[index]
        return seconds if seconds >= 0 else NOT_KNOWN

    def dpu_hours(self, index: int, now: datetime) -> float:
        """As cost.dpu_hours, or NOT_KNOWN."""
        if self.states[index] in FINAL_STATES:
            return self._dpu_hours[index]
        hours = dpu_hours(self[index], now)
        return NOT_KNOWN if hours is None else hours.value

    @property
    def usual(self) -> Usual | None:
        """None for fewer than USUAL_FROM succeeded runs."""
        return usual(self._succeeded)

    # Answers come in here.

    def add(self, runs: Iterable[JobRun]) -> None:
        """Take in one more page, of older runs."""
        page = page_of(runs)
        start = len(self)
        self._put(slice(start, start), page, [(page, place) for place in range(len(page))])

    def merge(self, runs: Iterable[JobRun]) -> Merged | None:
        """Take in a newer first page; older runs stay loaded if it shares enough runs with the loaded ones.

        Returns: None where it does not: runs may be missing in between, so the page replaces all loaded runs.
        """
        page = page_of(runs)
        here = self._places_of(page)
        until = _until(here)
        if until is None:
            self._start_anew(page)
            return None
        changed = [
            place
            for place, index in enumerate(here)
            if index is None or self.pages[index].json(self.places[index]) != page.json(place)
        ]
        kept = page.only(changed)
        seats = dict(zip(changed, range(len(kept)), strict=True))
        holders = [
            (kept, seats[place]) if place in seats or index is None else (self.pages[index], self.places[index])
            for place, index in enumerate(here)
        ]
        self._put(slice(0, until), page, holders)
        return Merged(until, len(page))

    def renew(self, run: JobRun) -> int | None:
        """Put a newer answer about one run in its place. Returns: the place; None where nothing changes."""
        index = self.find(run.key)
        if index is None or self[index].says_the_same_as(run):
            return None
        self._put(slice(index, index + 1), page := PackedPage([run.raw]), [(page, 0)])
        return index

    def _start_anew(self, page: PackedPage) -> None:
        self._put(slice(0, len(self)), page, [(page, place) for place in range(len(page))])

    def _put(self, where: slice, page: PackedPage, holders: Sequence[tuple[PackedPage, int]]) -> None:
        """Put a page's runs in place of those in a slice, which lies at the front or at the end."""
        start, stop = where.start, where.stop
        self._forget(range(start, stop))
        self.pages[where] = [holder for holder, _ in holders]
        self.places[where] = array("L", (place for _, place in holders))
        self.states[where] = page.states
        self.triggers[where] = page.triggers
        self.started[where] = page.started
        self.attempts[where] = page.attempts
        self._seconds[where] = page.seconds
        self._dpu_hours[where] = page.dpu_hours
        if start == 0:
            self._in_front += len(page) - stop
        self._learn(range(start, start + len(page)))

    def _forget(self, indexes: range) -> None:
        """Drop runs that are about to go from the names and from the usual duration."""
        if len(indexes) == len(self):
            for each in (self._serials, self._succeeded, self._numbers, self._repeated):
                each.clear()
            return
        for index in indexes:
            del self._serials[self._name(self._key(index), self._number(index))]
            if self._numbers.pop(index - self._in_front, 0):
                self._repeated[self._key(index)] -= 1
        for seconds in self._lasted(indexes):
            del self._succeeded[bisect_left(self._succeeded, seconds)]

    def _learn(self, indexes: range) -> None:
        for index in indexes:
            key, serial = self._key(index), index - self._in_front
            number = self._free_number(key)
            self._serials[self._name(key, number)] = serial
            if number:
                self._numbers[serial] = number
                self._repeated[key] += 1
        self._succeeded += self._lasted(indexes)
        self._succeeded.sort()

    def _free_number(self, key: RunKey) -> int:
        if self._name(key, 0) not in self._serials:
            return 0
        number = self._repeated[key] + 1
        if self._name(key, number) not in self._serials:
            return number
        return next(each for each in count(1) if self._name(key, each) not in self._serials)

    def _lasted(self, indexes: range) -> Iterator[float]:
        """The known durations of those that succeeded."""
        for index in indexes:
            seconds = self._seconds[index]
            if self.states[index] == "SUCCEEDED" and not isnan(seconds):
                yield seconds

    def _key(self, index: int) -> RunKey:
        page, place = self.pages[index], self.places[index]
        return RunKey(page.job_names[place], page.run_ids[place])

    def _number(self, index: int) -> int:
        """0, or the number of an Again."""
        return self._numbers.get(index - self._in_front, 0)

    def _name(self, key: RunKey, number: int) -> str:
        """The key that a run is looked up by: its id alone as a rule, since that is kept anyway."""
        if not number and key.job_name == self.job_name and "\0" not in key.run_id:
            return key.run_id
        return f"{number}\0{key.job_name}\0{key.run_id}"

    def _places_of(self, page: PackedPage) -> list[int | None]:
        """Where each run of a page stands, if it is loaded; of runs with one key the first is the first."""
        met: Counter[RunKey] = Counter()
        here = []
        for key in map(RunKey, page.job_names, page.run_ids):
            here.append(self.find(Again(key, met[key])))
            met[key] += 1
        return here


def shares_enough(loaded: LoadedRuns, runs: Sequence[JobRun]) -> bool:
    """Whether a job's newest runs share enough with the loaded ones for `merge` to keep the older ones."""
    return _until([loaded.find(run.key) for run in runs]) is not None


def _until(here: Sequence[int | None]) -> int | None:
    """How many loaded runs a newer first page covers, by where its runs stand; None where some may be missing."""
    known = [index for index in here if index is not None]
    until = known[-1] + 1 if known else 0
    return until if known and max(known) < until and until - len(known) <= len(here) else None
