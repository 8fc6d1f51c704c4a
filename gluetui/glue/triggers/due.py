"""Which jobs were due in a window and have no run in it, each with when, by which trigger, and the reason.

A job is due where a schedule's time lies in the window, or where all conditions of a conditional trigger want
SUCCEEDED of jobs that ran in it or were themselves due; of an ANY trigger one such condition is enough.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.run.window import Window
from gluetui.glue.triggers.conditions import LATENESS, Conditions, Judged, RunsInWindow, Standing
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.schedule import schedule_of
from gluetui.glue.triggers.trigger import Activity, Trigger


class DueKind(StrEnum):
    """What is certain of a job that has no run in the window."""

    MISSING = "missing"
    """It was due and did not run."""
    INACTIVE = "inactive"
    """It would have been due, but its trigger is not active, as of now: triggers carry no history."""
    NOT_YET = "not yet"
    """It is still to come."""
    UNKNOWN = "unknown"
    """It cannot be told whether it was due, or whether it ran."""


class DueJob(NamedTuple):
    """A job that a trigger had due in the window and that has no run in it, as far as is known."""

    job: str
    kind: DueKind
    trigger: str
    when: datetime | None
    """When it was due, in UTC; None where that is not known."""
    reason: str
    """The shortest reason that is certain; names in it are as AWS sent them."""
    run: RunKey | None = None
    """The watched run that ended otherwise, or that is still on."""


NOT_DUE = Judged(Standing.NOT_DUE)


def due_jobs(
    index: TriggerIndex,
    runs: Mapping[str, Sequence[JobRun]],
    *,
    window: Window,
    now: datetime,
    refused: Container[str] = (),
) -> list[DueJob]:
    """The jobs that were due and have no run in the window, those that are missing for certain first.

    `runs` has the runs of each job that was asked, also where it has none; they may reach beyond the window.
    `refused` are jobs that could not be asked.
    """
    return _Reckoning(index, RunsInWindow(runs, refused, window), now).due_jobs()


class _Reckoning:
    """Goes from schedules and runs along the conditions until nothing changes, so that loops end."""

    def __init__(self, index: TriggerIndex, runs: RunsInWindow, now: datetime) -> None:
        self._index = index
        self._runs = runs
        self._now = now
        self._found: dict[tuple[str, str], tuple[Judged, Trigger]] = {}
        """How a job stands within a workflow ("" for none), and by which trigger."""
        self._conditions = Conditions(index, runs, self._standing)

    def due_jobs(self) -> list[DueJob]:
        self._spread()
        best: dict[str, DueJob] = {}
        for (_, job), (judged, trigger) in sorted(self._found.items(), key=lambda item: _rank(item[1][0])):
            if job not in best and (entry := self._entry(job, judged, trigger)) is not None:
                best[job] = entry
        for trigger in self._index.all:
            if trigger.activity is Activity.INACTIVE:
                self._add_inactive(trigger, best)
        return sorted(best.values(), key=_order)

    def _spread(self) -> None:
        waiting = deque(trigger for trigger in self._index.all if trigger.activity is not Activity.INACTIVE)
        while waiting:
            trigger = waiting.popleft()
            judged = self._judged(trigger)
            if judged.standing is not Standing.NOT_DUE:
                waiting += self._improved(trigger, judged)

    def _improved(self, trigger: Trigger, judged: Judged) -> Iterable[Trigger]:
        """Note how the trigger's jobs stand; gives the triggers for which that matters."""
        for job in trigger.jobs:
            place = (trigger.workflow, job)
            if place not in self._found or _rank(judged) < _rank(self._found[place][0]):
                self._found[place] = (judged, trigger)
                yield from (each for each in self._index.watching(job) if self._heeds(each, trigger))

    def _heeds(self, watching: Trigger, starting: Trigger) -> bool:
        return watching.workflow == starting.workflow and watching.activity is not Activity.INACTIVE

    def _standing(self, workflow: str, job: str) -> Judged:
        return self._found[workflow, job][0] if (workflow, job) in self._found else NOT_DUE

    def _judged(self, trigger: Trigger) -> Judged:
        """How a trigger stands by its schedule or its conditions, whether it is active or not."""
        if trigger.type == "SCHEDULED":
            judged = self._by_schedule(trigger)
        elif trigger.type == "CONDITIONAL":
            judged = self._by_conditions(trigger)
        else:
            judged = NOT_DUE
        if judged.standing is not Standing.NOT_DUE and trigger.activity is Activity.UNKNOWN:
            state = f"is {trigger.state}" if trigger.state else "has no state in AWS's answer"
            return Judged(Standing.UNKNOWN, judged.when, f"trigger {trigger.name} {state} (as of now)")
        return judged

    def _by_schedule(self, trigger: Trigger) -> Judged:
        schedule = schedule_of(trigger.schedule)
        if schedule.unreadable:
            shown = f": {trigger.schedule}" if trigger.schedule else ""
            return Judged(Standing.UNKNOWN, words=f"the schedule of trigger {trigger.name} cannot be read{shown}")
        since, until, _ = self._runs.window
        when = next(schedule.between(since, min(until, self._now)), None)
        return NOT_DUE if when is None else self._late(trigger, when, "no run came")

    def _by_conditions(self, trigger: Trigger) -> Judged:
        judged = self._conditions.judged(trigger)
        if judged.standing is not Standing.DUE or judged.is_blocked:
            return judged
        return self._late(trigger, judged.when, "its conditions were met, no run came")

    def _late(self, trigger: Trigger, when: datetime | None, words: str) -> Judged:
        if when is not None and when + LATENESS > self._now:
            return Judged(Standing.NOT_YET, when, f"{trigger.name}: was due a moment ago")
        return Judged(Standing.DUE, when, f"{trigger.name}: {words}")

    def _entry(self, job: str, judged: Judged, trigger: Trigger) -> DueJob | None:
        came = self._runs.came(job)
        if came:
            return None
        if came is None:
            words = f"unknown: {self._runs.why_unknown(job)}"
            is_due = judged.standing is Standing.DUE
            return DueJob(job, DueKind.UNKNOWN, trigger.name, judged.when, words) if is_due else None
        kind = _KINDS[judged.standing]
        words = f"unknown: {judged.words}" if kind is DueKind.UNKNOWN else judged.words
        return DueJob(job, kind, trigger.name, judged.when, words, judged.run)

    def _add_inactive(self, trigger: Trigger, best: dict[str, DueJob]) -> None:
        judged = self._judged(trigger)
        if judged.standing is not Standing.DUE:
            return
        words = f"trigger {trigger.name} is not active (as of now)"
        for job in trigger.jobs:
            is_told = job in best and best[job].kind is not DueKind.UNKNOWN
            if self._runs.came(job) is False and not is_told:
                best[job] = DueJob(job, DueKind.INACTIVE, trigger.name, judged.when, words)


_KINDS = {
    Standing.DUE: DueKind.MISSING,
    Standing.NOT_YET: DueKind.NOT_YET,
    Standing.UNKNOWN: DueKind.UNKNOWN,
}


_LAST = datetime.max.replace(tzinfo=UTC)


def _rank(judged: Judged) -> tuple[Standing, datetime]:
    return judged.standing, judged.when or _LAST


def _order(entry: DueJob) -> tuple[int, datetime, str]:
    return list(DueKind).index(entry.kind), entry.when or _LAST, entry.job
