"""The runs of one answer, packed: their JSON takes a tenth of its size until one of them is looked at."""

from __future__ import annotations

import json
import math
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from gluetui.glue.run.cost import dpu_hours
from gluetui.glue.run.folding import folded
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.secrets.masks import Masks, mask_name

NOT_KNOWN = math.nan
"""A number that AWS did not return, or that the run's state does not let it have yet."""

SEPARATOR = "\x1f"
"""Between the parts of a searched text: state, id, trigger, error, then an argument each."""

_DEEP_FROM = 500
"""A run with more brackets than this stays decoded: it may nest deeper than a decoder reaches from everywhere."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# With ASCII only, two lone surrogates side by side would come back as one character.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class PackedPage:
    """The runs of one page; the columns are what a list sorts and filters by, one entry a run.

    `started` is in epoch seconds, `seconds` a final run's duration, `dpu_hours` a final run's too; each may be
    NOT_KNOWN.
    """

    __slots__ = (
        "_deep", "_ends", "_json", "_texts", "attempts", "dpu_hours", "job_names", "run_ids", "seconds", "started",
        "states", "triggers",
    )  # fmt: skip

    def __init__(self, answers: Sequence[Mapping[str, Any]]) -> None:
        encoded = [_encode(answer).encode("utf-8", "surrogatepass") for answer in answers]
        runs = [JobRun(answer) for answer in answers]
        self._json = zlib.compress(b"".join(encoded), 1)
        self._ends = array("Q", [0])
        for each in encoded:
            self._ends.append(self._ends[-1] + len(each))
        self._deep = {
            place: answer
            for place, (answer, each) in enumerate(zip(answers, encoded, strict=True))
            if each.count(b"[") + each.count(b"{") > _DEEP_FROM
        }
        self._texts = zlib.compress("\n".join(map(_searched, runs)).encode("utf-8", "surrogatepass"), 1)
        self.job_names = tuple(sys.intern(run.text("JobName")) for run in runs)
        self.run_ids = tuple(run.text("Id") for run in runs)
        self.states = tuple(sys.intern(run.state) for run in runs)
        self.triggers = tuple(sys.intern(run.text("TriggerName")) for run in runs)
        self.started = array("d", map(_started, runs))
        self.seconds = array("d", map(_seconds, runs))
        self.dpu_hours = array("d", map(_dpu_hours, runs))
        self.attempts = array("d", (float(run.attempt) for run in runs))

    def __len__(self) -> int:
        return len(self.run_ids)

    def json(self, place: int) -> bytes:
        """One run's JSON, whole."""
        return _unpacked(self)[self._ends[place] : self._ends[place + 1]]

    def raw(self, place: int) -> Mapping[str, Any]:
        """One run decoded; it is to be read only."""
        return self._deep[place] if place in self._deep else _decoded(self, place)

    def searched(self, place: int) -> str:
        """The text that a filter searches, in one case, its secrets masked."""
        return _searched_texts(self)[place]

    def only(self, places: Sequence[int]) -> PackedPage:
        """A page of some of these runs, so that the others need not be kept for their sake."""
        return self if len(places) == len(self) else PackedPage([self.raw(place) for place in places])


class PackedRun(JobRun):
    """A run of a page."""

    __slots__ = ("page", "place")

    def __init__(self, page: PackedPage, place: int) -> None:
        self.page = page
        self.place = place
        self.asked_predecessors = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PackedRun) and self.page is other.page and self.place == other.place

    def __hash__(self) -> int:
        return hash((id(self.page), self.place))

    @property
    def raw(self) -> Mapping[str, Any]:
        return self.page.raw(self.place)

    @property
    def key(self) -> RunKey:
        return RunKey(self.page.job_names[self.place], self.page.run_ids[self.place])

    @property
    def state(self) -> str:
        return self.page.states[self.place]


def page_of(runs: Iterable[JobRun]) -> PackedPage:
    """The page that these are all the runs of; other runs are packed."""
    given = list(runs)
    first = given[0] if given else None
    if isinstance(first, PackedRun) and len(first.page) == len(given):
        page = first.page
        if all(isinstance(run, PackedRun) and run.page is page and run.place == n for n, run in enumerate(given)):
            return page
    return PackedPage([run.raw for run in given])


@lru_cache(maxsize=4)
def _unpacked(page: PackedPage) -> bytes:
    return zlib.decompress(page._json)


@lru_cache(maxsize=4)
def _searched_texts(page: PackedPage) -> list[str]:
    return zlib.decompress(page._texts).decode("utf-8", "surrogatepass").split("\n")


@lru_cache(maxsize=256)
def _decoded(page: PackedPage, place: int) -> Mapping[str, Any]:
    answer: Mapping[str, Any] = json.loads(page.json(place).decode("utf-8", "surrogatepass"))
    return answer


def _started(run: JobRun) -> float:
    started = run.started
    return started.timestamp() if started is not None else NOT_KNOWN


def _seconds(run: JobRun) -> float:
    seconds = run.run_seconds(_EPOCH) if run.is_final else None
    return NOT_KNOWN if seconds is None else seconds


def _dpu_hours(run: JobRun) -> float:
    hours = dpu_hours(run, _EPOCH) if run.is_final else None
    return NOT_KNOWN if hours is None else hours.value


def _searched(run: JobRun) -> str:
    masks = Masks(run.raw)
    parts = [run.state, run.text("Id"), run.text("TriggerName"), masks.own("ErrorMessage", run.text("ErrorMessage"))]
    arguments = run.raw.get("Arguments")
    if isinstance(arguments, Mapping):
        texts = ((name, value) for name, value in arguments.items() if isinstance(value, str))
        parts += (f"{mask_name(name)}={masks.own(name, value)}" for name, value in texts)
    text = masks.apply(SEPARATOR.join(part.replace(SEPARATOR, " ") for part in parts))
    return folded(text.replace("\n", " "))
