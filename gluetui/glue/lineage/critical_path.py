"""The critical path of a lineage: which runs, one after the other, the last one had to wait for."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.timed_runs import TimedRun, timed_runs
from gluetui.glue.run.run import RunKey

TOLERANCE = timedelta(seconds=5)
"""A predecessor may end so much after the run that it released began: AWS's times are not of one clock."""

_NONE = timedelta(0)


class CriticalPath:
    """The runs of a lineage in time: what released each of them, the path to the root, and how much slack others have.

    Only loaded runs count, each with its attempts. A key may be that of any attempt.
    """

    def __init__(self, lineage: Lineage, now: datetime, *, any_triggers: Container[str] = ()) -> None:
        """`any_triggers`: the names of the triggers that are known to ask for one of their conditions only."""
        self.lineage = lineage
        self.now = now
        self.known = timed_runs(lineage, now)
        self.runs: Mapping[RunKey, TimedRun] = self.known.by_key
        """By the last attempt's key."""
        self.root = self.known.last_attempt.get(lineage.root, lineage.root)
        self._any_triggers = any_triggers
        self._ended_before = {key: self._latest_first(run) for key, run in self.runs.items()}
        self.path: tuple[TimedRun, ...] = tuple(reversed(list(self._back_from_root())))
        """From the earliest run to the root; empty where the root's times are not known."""
        self._on_path = frozenset(run.key for run in self.path)
        self._root_first = tuple(self._each_root_first())
        self._places = {key: place for place, key in enumerate(self._root_first)}
        self._slack = self._slacks()

    def of(self, key: RunKey) -> TimedRun | None:
        """The run that this is an attempt of; None where its times are not known."""
        return self.runs.get(self.known.last_attempt.get(key, key))

    def is_on_path(self, key: RunKey) -> bool:
        """Whether the root had to wait for a run."""
        return self.known.last_attempt.get(key, key) in self._on_path

    def behind(self, run: TimedRun) -> Sequence[TimedRun]:
        """The runs that came after one, towards the root, each after its predecessors; others may stand among them."""
        return [self.runs[key] for key in self._root_first[: self._places.get(run.key, 0)]][::-1]

    def released_by(self, key: RunKey) -> TimedRun | None:
        """The predecessor that ended last before a run began; None where none is known to have."""
        run = self.of(key)
        ended = self._ended_before[run.key] if run is not None else ()
        return ended[0] if ended else None

    def gap(self, key: RunKey) -> timedelta | None:
        """The wait from the end of what released a run to its start; a few seconds below zero where clocks differ."""
        run, released = self.of(key), self.released_by(key)
        return run.start - released.end if run is not None and released is not None else None

    def slack(self, key: RunKey) -> timedelta | None:
        """How much later a run could have ended without the root ending later, all predecessors being needed.

        None where that is not known: for a run without times, for one that ended after a run behind it began, and
        where one condition of several was enough.
        """
        return self._slack.get(self.known.last_attempt.get(key, key))

    @property
    def wall(self) -> timedelta | None:
        """From the start of the path to the root's end; None where there is no path."""
        return self.path[-1].end - self.path[0].start if self.path else None

    @property
    def waited(self) -> timedelta:
        """All the gaps on the path; they and the runs on it add up to the wall time."""
        return sum((self.gap_on_path(run) for run in self.path), _NONE)

    def gap_on_path(self, run: TimedRun) -> timedelta:
        """The wait before a run of the path; none before the first."""
        return _NONE if run is self.path[0] else (self.gap(run.key) or _NONE)

    @property
    def is_at_least(self) -> bool:
        """Whether the true path may be longer: something that a run on it waited for is not loaded."""
        return not self.path or not all(
            run.is_whole and all(before in self.runs for before in run.before) for run in self.path
        )

    def ended_before(self, run: TimedRun) -> Sequence[TimedRun]:
        """The predecessors that ended before a run began, the latest first: those that it can have waited for."""
        return self._ended_before[run.key]

    def needs_all(self, run: TimedRun) -> bool:
        """Whether all predecessors of a run were needed, as far as is known of its trigger."""
        return not any(attempt.text("TriggerName") in self._any_triggers for attempt in run.attempts)

    def _latest_first(self, run: TimedRun) -> Sequence[TimedRun]:
        ended = [self.runs[key] for key in run.before if key in self.runs and _may_release(self.runs[key], run)]
        return sorted(ended, key=lambda before: before.end, reverse=True)

    def _back_from_root(self) -> Iterator[TimedRun]:
        run = self.runs.get(self.root)
        met: set[RunKey] = set()
        while run is not None and run.key not in met:  # Short runs in a ring could release each other.
            met.add(run.key)
            yield run
            run = self.released_by(run.key)

    def _each_root_first(self) -> Iterator[RunKey]:
        waits_for = dict.fromkeys(self.runs, 0)
        for run in self.runs.values():
            for before in run.before:
                if before in waits_for:
                    waits_for[before] += 1
        due = [key for key, count in waits_for.items() if not count]
        while due:
            key = due.pop()
            yield key
            for before in self.runs[key].before:
                if before in waits_for:
                    waits_for[before] -= 1
                    if not waits_for[before]:
                        due.append(before)

    def _slacks(self) -> Mapping[RunKey, timedelta | None]:
        """By run; one that is behind a ring of runs has none."""
        slack: dict[RunKey, timedelta | None] = dict.fromkeys(self._on_path, _NONE)
        behind: dict[RunKey, list[timedelta | None]] = {}
        for key in self._root_first:
            if key not in self._on_path:
                each = behind.get(key, [None])
                known = [value for value in each if value is not None]
                slack[key] = min(known) if len(known) == len(each) else None
            run = self.runs[key]
            for before in run.before:
                if before in self.runs:
                    behind.setdefault(before, []).append(self._slack_under(self.runs[before], run, slack[key]))
        return slack

    def _slack_under(self, before: TimedRun, run: TimedRun, slack: timedelta | None) -> timedelta | None:
        """How much later a predecessor could have ended for this run's sake."""
        released = self.released_by(run.key)
        if slack is None or released is None or not _may_release(before, run) or not self.needs_all(run):
            return None
        return released.end - before.end + slack


def _may_release(before: TimedRun, run: TimedRun) -> bool:
    return before.end <= run.start + TOLERANCE
