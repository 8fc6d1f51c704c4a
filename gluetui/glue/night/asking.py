"""Which job is asked next for its runs, how many at a time, and when none is; nothing is called from here."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import IntEnum

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import SESSION_WIDE
from gluetui.glue.listing.last_runs import BACK_OFF_SECONDS, DENIALS, LANES
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window

NIGHT_PAGE = 50
"""Runs a page: a job that runs twice an hour has its day on one, and most jobs' pages stay small."""

FRESH_SECONDS = 60
"""How old the answer of a job without a live run may be that is not asked again."""

GOOD_ANSWERS = 20
"""Good answers in a row after which AWS is asked at one more job at a time, once it throttled."""

NOT_ASKED = AwsError(
    ErrorKind.DENIED,
    f"Not asked, because AWS denied {2 * DENIALS} jobs and answered for none",
    "Ask for the permission glue:GetJobRuns.",
)


class Turn(IntEnum):
    """How soon a job is asked, the soonest first."""

    LIVE_OR_FAILED = 0
    """Known to have a run that is not over, or to have failed last."""
    DUE = 1
    """A trigger had it due in the window."""
    RAN_LATELY = 2
    """Known to have run since the window began."""
    REST = 3


class Asking:
    """The jobs that are to be asked, in turn; each is asked once, again only after a throttle.

    Whoever makes the calls takes a job of `next`, and says how it ended: `answered` or `refused`.
    """

    def __init__(self) -> None:
        self.lanes = LANES
        """Jobs that may be asked at a time."""
        self.is_stopped = False
        """Whether the user stopped it, a fault that every call would meet, or a throttle that outlasted all rests."""
        self._turns: dict[str, Turn] = {}
        """By job that is still to be asked, its turn."""
        self._queues: tuple[deque[str], ...] = tuple(deque() for _ in Turn)
        self._seen: set[str] = set()
        self._under_way: set[str] = set()
        self._at_rest: set[str] = set()
        """Jobs whose calls were under way when a rest began: a throttle of theirs is news of the same kind."""
        self._good_in_a_row = 0
        self._rests_in_a_row = 0
        self._tries: dict[str, int] = {}
        self._denials = 0
        self._has_answered = False
        self._is_denied = False

    # What is to be asked.

    def add(self, names: Iterable[str]) -> None:
        """Have jobs asked that were not added before."""
        for name in names:
            if name not in self._seen:
                self._seen.add(name)
                self._put(name, Turn.REST)

    def hasten(self, names: Iterable[str], turn: Turn) -> None:
        """Ask those of these that are still to be asked no later than in a turn."""
        for name in names:
            if self._turns.get(name, turn) > turn:
                self._put(name, turn)

    def spare(self, names: Iterable[str]) -> None:
        """Leave out jobs whose answer is known already."""
        for name in names:
            self._seen.add(name)
            self._turns.pop(name, None)

    def again(self, names: Iterable[str], turn: Turn = Turn.REST) -> None:
        """Ask jobs anew, such as those with live runs."""
        for name in names:
            self._seen.add(name)
            if name not in self._under_way and self._turns.get(name, Turn.REST) >= turn:
                self._put(name, turn)

    def next(self) -> str | None:
        """The job to ask now, which is under way from then on; None where there is none, or no lane is free."""
        if self.is_stopped or self._is_denied or len(self._under_way) >= self.lanes:
            return None
        name = self._choose()
        if name is not None:
            del self._turns[name]
            self._under_way.add(name)
        return name

    # How it ended.

    def answered(self, name: str) -> None:
        """AWS answered for a job."""
        self._under_way.discard(name)
        self._at_rest.discard(name)
        self._tries.pop(name, None)
        self._has_answered = True
        self._denials = self._rests_in_a_row = 0
        self._good_in_a_row += 1
        if self._good_in_a_row >= GOOD_ANSWERS and self.lanes < LANES:
            self.lanes, self._good_in_a_row = self.lanes + 1, 0

    def refused(self, name: str, error: AwsError) -> float | None:
        """AWS did not answer for a job. Returns: seconds in which no call is to begin, where a rest is due.

        A job that was throttled is asked again, but for one that was so often while others were answered.
        """
        self._under_way.discard(name)
        self._good_in_a_row = 0
        if error.kind in SESSION_WIDE:
            self.is_stopped = True
            self._put(name, Turn.LIVE_OR_FAILED)
        elif error.kind is ErrorKind.THROTTLED:
            return self._throttled(name)
        elif error.kind is ErrorKind.DENIED:
            self._denials += 1
            self._is_denied = not self._has_answered and self._denials >= 2 * DENIALS
        else:
            self._denials = 0
        return None

    def give_back(self, name: str) -> None:
        """A call was given up before it ended: the job is to be asked again."""
        self._under_way.discard(name)
        self._put(name, Turn.LIVE_OR_FAILED)

    def is_given_up(self, name: str) -> bool:
        """Whether a job that was refused is not asked again by itself."""
        return name not in self._turns and name not in self._under_way

    def stop(self) -> None:
        """Begin no further call."""
        self.is_stopped = True

    def go_on(self) -> None:
        """Ask for the rest after a stop, also where AWS had denied all that was asked."""
        self.is_stopped = self._is_denied = False
        self._denials = self._rests_in_a_row = 0
        self._tries.clear()

    @property
    def is_denied(self) -> bool:
        """Whether AWS denied so many jobs, and answered for none, that the others are not asked."""
        return self._is_denied

    @property
    def left(self) -> Sequence[str]:
        """The jobs that are still to be asked, but for those under way."""
        return tuple(self._turns)

    @property
    def is_done(self) -> bool:
        """Whether no call is under way, and none is due."""
        return not self._under_way and (not self._turns or self.is_stopped or self._is_denied)

    def _throttled(self, name: str) -> float | None:
        self._tries[name] = self._tries.get(name, 0) + 1
        if self._tries[name] <= len(BACK_OFF_SECONDS):
            self._put(name, Turn.LIVE_OR_FAILED)
        if name in self._at_rest:
            self._at_rest.discard(name)
            return None
        if self._rests_in_a_row >= len(BACK_OFF_SECONDS):
            self.is_stopped = True
            self._put(name, Turn.LIVE_OR_FAILED)
            return None
        seconds = BACK_OFF_SECONDS[self._rests_in_a_row]
        self._rests_in_a_row += 1
        self.lanes = max(1, self.lanes - 1)
        self._at_rest = set(self._under_way)
        return seconds

    def _put(self, name: str, turn: Turn) -> None:
        self._turns[name] = turn
        self._queues[turn].append(name)

    def _choose(self) -> str | None:
        """The first of the soonest turn. A job that was hastened stands in two queues, of which one counts."""
        for turn, queue in zip(Turn, self._queues, strict=True):
            while queue:
                # Jobs whose names begin alike may be denied alike: others are tried before all are given up.
                if self._denials >= DENIALS and not self._has_answered:
                    queue.rotate(-(len(queue) // DENIALS))
                name = queue.popleft()
                if self._turns.get(name) is turn:
                    return name
        return None


def needs_older(page: Sequence[JobRun], next_token: str | None, window: Window) -> bool:
    """Whether a further page of a job may hold runs that were on: where the oldest of this one began in the window.

    Of a run that began before the window and was still on in it this asks nothing: it may stand on a further page.
    """
    starts = [started for run in page if (started := run.started) is not None]
    return next_token is not None and (not starts or min(starts) >= window.since)


def reaches(runs: Sequence[JobRun], window: Window, *, are_all: bool) -> bool:
    """Whether some newest runs of a job are enough for a window, by the rule of `needs_older`."""
    return are_all or not needs_older(runs, "more", window)


def is_fresh(came: datetime, has_live: bool, now: datetime) -> bool:
    """Whether an answer about a job that came then is not asked for again."""
    return not has_live and (now - came).total_seconds() <= FRESH_SECONDS
