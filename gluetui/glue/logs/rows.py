"""The rows of a log that are shown: without noise, only what matches with its surroundings, equal neighbours as one."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable
from copy import copy
from itertools import takewhile
from typing import NamedTuple

from gluetui.glue.logs.heads import head_of
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.noise import Noise
from gluetui.glue.logs.packed import Page

_MOST_COMPARED = 4_096
"""Bytes of records that are compared to be folded; longer ones are not."""


MOST_LOOKED_AT = 5_000
"""Records that one step looks at, so that no key waits for it."""

_OPEN_RECORDS = 8


class _State(NamedTuple):
    """What was known when some records had been looked at."""

    looked: int
    shown: int
    rows: int
    last_count: int
    behind: int
    before: tuple[int, ...]


class _Kept(NamedTuple):
    """The rows that had been made when something changed in front of some of them."""

    references: array[int]
    counts: array[int]
    states: deque[tuple[int, _State]]
    """Each with how far from the log's end it was; the last one is that of all these rows."""


class Rows:
    """The rows that are to be seen of a log, made a slice at a time."""

    def __init__(
        self,
        log: Log,
        *,
        noise: Noise = Noise.ALL,
        sources: frozenset[str] | None = None,
        matches: Callable[[int], bool] | None = None,
        around: int = 0,
        folds: bool = True,
    ) -> None:
        """Args:
        sources: those whose streams are shown; None shows all.
        matches: tells by a reference whether a record is to be shown; None shows all.
        around: records before and behind each that matches which are shown too.
        folds: whether equal neighbours of one stream are one row.
        """
        self._log = log
        self._noise = noise
        self._sources = sources
        self._matches = matches
        self._around = around
        self._folds = folds
        self._revision, self._length = log.revision, len(log)
        self._kept: _Kept | None = None
        self._shares = False
        """Whether its rows are those of another, which are not to be changed."""
        self._references = array("q")
        self._counts = array("I")
        self._states = [_State(0, 0, 0, 0, 0, ())]
        self._before: deque[int] = deque(maxlen=around)
        self._looked = self._shown = 0
        self._behind = 0
        """Records that are still shown for the sake of one that matched."""
        self.joined: tuple[int, int] | None = None
        """Where the rows begin that were taken over as they were, here and before the change."""

    def twin(self) -> Rows:
        """The same rows, to be brought up to date while these stay as they are: these are not to be advanced then."""
        twin = copy(self)
        twin._shares, twin._states = True, self._states[:]
        twin._before, twin.joined = self._before.copy(), None
        if self._kept is not None:
            twin._kept = self._kept._replace(states=self._kept.states.copy())
        return twin

    def taken_over_from(self, before: Rows) -> tuple[int, int] | None:
        """Where those rows begin that are the twin's they were made of, here and there; None where there are none."""
        if self.joined is None:
            return None
        here, there = self.joined
        count = min(len(self) - here, len(before) - there)
        are_same = self._references[here : here + count] == before._references[there : there + count]
        return self.joined if are_same and count > 0 else None

    def __len__(self) -> int:
        return len(self._references)

    @property
    def hidden(self) -> int:
        """Records that were looked at and are in no row."""
        return self._looked - self._shown

    @property
    def revision(self) -> int:
        """The log's state that these rows were last brought up to."""
        return self._revision

    @property
    def is_complete(self) -> bool:
        """Whether all that is loaded has been looked at."""
        return self._log.changed_from(self._revision) >= self._looked >= len(self._log)

    def advance(self, most: int = MOST_LOOKED_AT) -> bool:
        """Looks at some more records, first again at those that changed. False where none is left."""
        self._take_changes()
        end = min(self._looked + most, len(self._log))
        for stop in self._stops(end):
            self._keep_state()
            for position in range(self._looked, stop):
                self._look(self._log.reference(position))
            self._looked = stop
            if self._kept is not None and self._rejoin(self._kept):
                self._kept = None
                break
        return self._looked < len(self._log)

    def reference(self, row: int) -> int:
        """The reference of a row's record, the first of those that it folds."""
        return self._references[row]

    def repeats(self, row: int) -> int:
        """How many equal neighbours a row stands for, itself too."""
        return self._counts[row]

    def _take_changes(self) -> None:
        log, kept = self._log, self._kept
        changed, same = log.changed_from(self._revision), log.same_behind(self._revision)
        keeps = changed < self._looked and kept is None and same > 0
        if self._shares and not keeps:
            self._references, self._counts = self._references[:], self._counts[:]
        self._shares = False
        if changed < self._looked:
            self._keep_state()
            if keeps:
                states = ((self._length - state.looked, state) for state in self._states)
                kept = _Kept(self._references, self._counts, deque(states))
                state = self._state_before(changed)
                self._references, self._counts = self._references[: state.rows], self._counts[: state.rows]
            self._go_back(changed)
        while kept and kept.states and kept.states[0][0] > same:
            kept.states.popleft()
        self._kept = kept if kept and kept.states else None
        self._revision, self._length = log.revision, len(log)

    def _stops(self, end: int) -> list[int]:
        """Where a state is kept: what a stream's next events may change stands at the end."""
        stops = {max(self._looked, end - _OPEN_RECORDS), end}
        if self._kept is not None:
            ends = (len(self._log) - left for left, _ in self._kept.states)
            stops.update(takewhile(end.__gt__, ends))
        return sorted(each for each in stops if each >= self._looked)

    def _rejoin(self, kept: _Kept) -> bool:
        """Takes over the rows behind, where all is as it was when they were made."""
        left = len(self._log) - self._looked
        while kept.states and kept.states[0][0] > left:
            kept.states.popleft()
        if not kept.states or kept.states[0][0] < left:
            return not kept.states
        state = kept.states[0][1]
        last = kept.references[state.rows - 1] if state.rows else None
        here = self._references[-1] if self._references else None
        count = self._counts[-1] if self._counts else 0
        was = (last, state.last_count, state.behind, state.before)
        if was != (here, count, self._behind, tuple(self._before)):
            return False
        self._keep_state()
        self._take_over(kept, state)
        return True

    def _take_over(self, kept: _Kept, state: _State) -> None:
        looked, shown = self._looked - state.looked, self._shown - state.shown
        rows = len(self._counts) - state.rows
        self.joined = len(self._counts), state.rows
        self._states += (
            _State(each[0] + looked, each[1] + shown, each[2] + rows, *each[3:]) for _, each in list(kept.states)[1:]
        )
        if state.rows:
            self._counts[-1] = kept.counts[state.rows - 1]
        self._references += kept.references[state.rows :]
        self._counts += kept.counts[state.rows :]
        self._set(self._states[-1])

    def _set(self, state: _State) -> None:
        self._looked, self._shown, self._behind = state.looked, state.shown, state.behind
        self._before = deque(state.before, maxlen=self._around)

    def _keep_state(self) -> None:
        if self._looked > self._states[-1].looked:
            last = self._counts[-1] if self._counts else 0
            self._states.append(
                _State(self._looked, self._shown, len(self._counts), last, self._behind, tuple(self._before))
            )

    def _state_before(self, position: int) -> _State:
        """What was known when nothing at or behind a position had been looked at."""
        while self._states[-1].looked > position:
            self._states.pop()
        return self._states[-1]

    def _go_back(self, position: int) -> None:
        state = self._state_before(position)
        self._set(state)
        del self._references[state.rows :], self._counts[state.rows :]
        if self._counts:
            self._counts[-1] = state.last_count

    def _look(self, reference: int) -> None:
        page, number = self._log.page_of(reference)
        if page.kinds[number - page.first] > self._noise:
            return
        if self._sources is not None and self._log.stream_of(reference).source not in self._sources:
            return
        if self._matches is None:
            self._show(reference, page, number)
        elif self._matches(reference):
            for each in self._before:
                self._show(each, *self._log.page_of(each))
            self._before.clear()
            self._show(reference, page, number)
            self._behind = self._around
        elif self._behind:
            self._behind -= 1
            self._show(reference, page, number)
        else:
            self._before.append(reference)

    def _show(self, reference: int, page: Page, number: int) -> None:
        self._shown += 1
        if self._folds and self._references and self._equals_last(reference, page, number):
            self._counts[-1] += 1
            return
        self._references.append(reference)
        self._counts.append(1)

    def _equals_last(self, reference: int, page: Page, number: int) -> bool:
        last = self._references[-1]
        other, its_number = self._log.page_of(last)
        size = page.size(number)
        if size != other.size(its_number) or size > _MOST_COMPARED:
            return False
        if page.levels[number - page.first] != other.levels[its_number - other.first]:
            return False
        if self._log.stream_of(last) is not self._log.stream_of(reference):
            return False
        return _body(page.raw(number)) == _body(other.raw(its_number))


def _body(raw: bytes) -> str:
    """A record without its time, which alone differs in what is written again."""
    text = raw.decode("utf-8", "surrogatepass")
    head = head_of(text)
    return text[head.length :].rstrip("\r\n") if head else text.rstrip("\r\n")
