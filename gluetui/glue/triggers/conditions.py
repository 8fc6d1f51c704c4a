"""How the conditions of a trigger stand in a window: met, ended otherwise, still to come, or not known."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.run.window import Window, known_end
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.trigger import Condition, Trigger

LATENESS = timedelta(minutes=2)
"""For so long after it was due a run is still to come: Glue starts runs seconds late (no limit is documented)."""


class Standing(IntEnum):
    """Whether something was due, the more certain the lower."""

    DUE = 0
    NOT_YET = 1
    """It will be due, or was due a moment ago."""
    UNKNOWN = 2
    NOT_DUE = 3


class Judged(NamedTuple):
    """How a condition, a trigger or a job stands; `words` say why it did not lead to a run."""

    standing: Standing
    when: datetime | None = None
    """When it was due, where that is known."""
    words: str = ""
    """Names in them are as AWS sent them; "" where all that was wanted came."""
    run: RunKey | None = None
    """The watched run that met the condition, or ended otherwise."""
    is_blocked: bool = False
    """Whether it is certain that nothing follows, as a watched run ended otherwise or did not come."""


class RunsInWindow:
    """The runs of the jobs that were asked, cut to the window."""

    def __init__(self, runs: Mapping[str, Sequence[JobRun]], refused: Container[str], window: Window) -> None:
        """A job that is no key of `runs` was not asked, or, where it is in `refused`, could not be."""
        self.window = window
        self._runs = runs
        self._refused = refused
        self._cut: dict[str, list[JobRun]] = {}

    def of(self, job: str) -> list[JobRun] | None:
        """The job's runs that were on in the window, the earliest first; None where they are not known."""
        if job not in self._runs:
            return None
        if job not in self._cut:
            self._cut[job] = self.window.of(self._runs[job])
        return self._cut[job]

    def came(self, job: str) -> bool | None:
        """Whether the job has a run in the window, or right after its end; None where its runs are not known."""
        late = Window(self.window.since, self.window.until + LATENESS)
        return None if job not in self._runs else any(map(late.has, self._runs[job]))

    def why_unknown(self, job: str) -> str:
        """Why a job's runs are not known."""
        return "could not be asked" if job in self._refused else "was not asked yet"


class Conditions:
    """Judges the conditions of triggers that want SUCCEEDED of jobs: an alert's, on FAILED, makes nothing due."""

    def __init__(self, index: TriggerIndex, runs: RunsInWindow, due: Callable[[str, str], Judged]) -> None:
        """`due` tells how a job stands within a workflow ("" for none) that has no run that counts there."""
        self._index = index
        self._runs = runs
        self._due = due

    def judged(self, trigger: Trigger) -> Judged:
        """How a conditional trigger stands."""
        if not trigger.conditions:
            return Judged(Standing.UNKNOWN, words=f"AWS returned no condition of trigger {trigger.name}")
        if not trigger.has_known_logic:
            return Judged(Standing.UNKNOWN, words=f"AWS returned neither AND nor ANY of trigger {trigger.name}")
        judged = [self._condition(trigger, condition) for condition in trigger.conditions]
        return _any(judged) if trigger.is_any else _all(judged)

    def _condition(self, trigger: Trigger, condition: Condition) -> Judged:
        if not condition.is_readable:
            return Judged(Standing.UNKNOWN, words=f"a condition of trigger {trigger.name} cannot be read")
        if condition.state != "SUCCEEDED":
            return Judged(Standing.NOT_DUE)
        if not condition.job:
            return Judged(Standing.UNKNOWN, words=f"crawler {condition.crawler} is in the condition")
        runs = self._runs.of(condition.job)
        if runs is None:
            words = f"{condition.job} {self._runs.why_unknown(condition.job)}"
            return Judged(Standing.UNKNOWN, words=words)
        counting = [run for run in runs if self._index.may_fire(trigger, run)]
        return self._ran(trigger, condition.job, counting) if counting else self._did_not_run(trigger, condition.job)

    def _did_not_run(self, trigger: Trigger, job: str) -> Judged:
        due = self._due(trigger.workflow, job)
        if due.standing is Standing.DUE:
            return Judged(Standing.DUE, due.when, f"{job} did not run", is_blocked=True)
        if due.standing is Standing.NOT_YET:
            return Judged(Standing.NOT_YET, due.when, f"{trigger.name}: {job} has not run yet")
        return due._replace(run=None)

    def _ran(self, trigger: Trigger, job: str, runs: Sequence[JobRun]) -> Judged:
        """Judged by its runs: one that succeeded, started by a trigger, is enough; else the last one counts."""
        until = self._runs.window.until
        for run in runs:
            end = known_end(run)
            if run.state == "SUCCEEDED" and run.text("TriggerName") and (end is None or end < until):
                return Judged(Standing.DUE, end, run=run.key)
        last = runs[-1]
        end = known_end(last)
        if not last.is_final:
            state = last.state or "in a state that AWS did not return"
            return Judged(Standing.NOT_YET, words=f"{trigger.name}: {job} is {state}", run=last.key)
        if end is not None and end >= until:
            return Judged(Standing.NOT_DUE)
        words = f"{job} was started by hand" if last.state == "SUCCEEDED" else f"{job} {last.state}"
        return Judged(Standing.DUE, end, f"{trigger.name}: {words}", last.key, is_blocked=True)


def _all(judged: Sequence[Judged]) -> Judged:
    """AND: the least certain counts; once one is blocked, it does not matter that another is still to come."""
    worst = max(judged, key=lambda each: each.standing)
    blocked = _most_telling(judged)
    if worst.standing > Standing.NOT_YET or (worst.standing is Standing.NOT_YET and blocked is None):
        return worst
    times = [each.when for each in judged if each.when]
    if blocked is not None:
        return blocked._replace(when=max(times, default=None))
    return Judged(Standing.DUE, max(times, default=None))


def _any(judged: Sequence[Judged]) -> Judged:
    """ANY: the most certain counts, one that was met before one that is blocked."""
    best = min(each.standing for each in judged)
    candidates = [each for each in judged if each.standing is best]
    met = [each for each in candidates if not each.is_blocked]
    if best is Standing.DUE and not met:
        return _most_telling(candidates) or candidates[0]
    return min(met, key=lambda each: (each.when is None, each.when or datetime.max))


def _most_telling(judged: Sequence[Judged]) -> Judged | None:
    """A run that ended otherwise says more than one that did not come."""
    blocked = [each for each in judged if each.is_blocked]
    return min(blocked, key=lambda each: each.run is None, default=None)
