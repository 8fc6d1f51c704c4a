"""What the end of a run set off: the triggers that it matched, their jobs, and the runs that they started."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.run.window import Window, known_end
from gluetui.glue.triggers.asking import Asking, Memory, Unanswered
from gluetui.glue.triggers.conditions import LATENESS
from gluetui.glue.triggers.ends import FIRES_NOTHING, end_of
from gluetui.glue.triggers.finding import Certainty, Kind
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.trigger import Activity, Condition, Trigger
from gluetui.glue.triggers.why_started import TOLERANCE

AROUND = timedelta(days=1)
"""How far before a run the other jobs' runs are looked at that its triggers wait for, too."""


class SetOff(NamedTuple):
    """A job, or a crawler, that the end of a run was to start."""

    trigger: str
    job: str
    """"" for a crawler."""
    certainty: Certainty
    text: str
    """Names in it are as AWS sent them."""
    run: RunKey | None = None
    """The run that was started, known or probable; None where there is none."""


class Effects(NamedTuple):
    """All that a run's end set off; `text` says why that is nothing, where nothing could be."""

    set_off: tuple[SetOff, ...] = ()
    text: str = ""


def effects_of(index: TriggerIndex, run: JobRun, now: datetime) -> Asking[Effects]:
    """What the end of a run set off, each run proved by its own predecessors where they can be asked."""
    return _Following(index, run, now).effects()


def nothing_follows(run: JobRun) -> str:
    """Why nothing can follow from a run, whatever the triggers are; "" where something can."""
    if not run.is_final:
        return "It is not over: nothing follows before its end"
    if not run.text("TriggerName"):
        return "It was started by hand or through the API: its end sets no trigger off"
    if run.state in FIRES_NOTHING:
        return f"It ended in {run.state}, which no condition can listen for"
    return "" if known_end(run) else "AWS returned no time of its end"


class _Following:
    """Goes from a run's end to the runs that its triggers started."""

    def __init__(self, index: TriggerIndex, run: JobRun, now: datetime) -> None:
        self._index = index
        self._run = run
        self._now = now
        self._memory = Memory()

    def effects(self) -> Asking[Effects]:
        if nothing := nothing_follows(self._run):
            return Effects(text=nothing)
        pairs = list(self._matched())
        if not pairs:
            state = self._run.state
            return Effects(text=f"No trigger waits for {self._run.key.job_name} {state} (as of now)")
        job = self._run.key.job_name
        yield from self._memory.ask({job, *(each for trigger, _ in pairs for each in trigger.jobs)})
        if later := self._later_attempt():
            return Effects(text=f"It was tried again: the end of {later} counts")
        yield from self._ask_proofs(pairs)
        yield from self._memory.ask(self._others(pairs))
        return Effects(tuple(each for trigger, _ in pairs for each in self._of_trigger(trigger)))

    def _matched(self) -> Iterator[tuple[Trigger, Condition]]:
        """The triggers that its end matches; those of another workflow do not count."""
        for trigger in self._index.watching(self._run.key.job_name):
            if trigger.type != "CONDITIONAL" or not self._index.may_fire(trigger, self._run):
                continue
            for condition in trigger.conditions:
                if condition.is_readable and (condition.job, condition.state) == self._wanted:
                    yield trigger, condition
                    break

    @property
    def _wanted(self) -> tuple[str, str]:
        return self._run.key.job_name, self._run.state

    def _later_attempt(self) -> str:
        runs = self._memory.of(self._run.key.job_name)
        later = [] if isinstance(runs, Unanswered) else runs
        return next((one.key.run_id for one in later if one.text("PreviousRunId") == self._run.key.run_id), "")

    def _ask_proofs(self, pairs: Sequence[tuple[Trigger, Condition]]) -> Asking[None]:
        candidates = [run for trigger, _ in pairs for job in trigger.jobs for run in self._candidates(trigger, job)]
        yield from self._memory.ask(runs=[run.key for run in candidates if not run.asked_predecessors])

    def _others(self, pairs: Sequence[tuple[Trigger, Condition]]) -> set[str]:
        """The other jobs that a trigger waits for which started nothing."""
        silent = [one for one, _ in pairs if any(not self._candidates(one, job) for job in one.jobs)]
        return {job for trigger in silent if not trigger.is_any for job in trigger.watched_jobs}

    def _candidates(self, trigger: Trigger, job: str) -> list[JobRun]:
        """The job's runs of that trigger after the end, and before the next end of the watched job or just after it."""
        runs, end = self._memory.of(job), known_end(self._run)
        if isinstance(runs, Unanswered) or end is None:
            return []
        until, ids = self._next_end(), {run.key.run_id for run in runs}
        found = [
            run
            for run in runs
            if run.text("TriggerName") == trigger.name
            and run.text("PreviousRunId") not in ids
            and (start := run.started) is not None
            and end - TOLERANCE <= start
            and (until is None or start < until + LATENESS)
        ]
        return sorted(found, key=lambda run: run.started or end)

    def _is_before_next(self, candidate: JobRun) -> bool:
        """Whether a run that is not proved started before the next end, which may have set it off instead."""
        until, start = self._next_end(), candidate.started
        return until is None or (start is not None and start < until)

    def _next_end(self) -> datetime | None:
        """The end of the next run of the watched job that could set the same triggers off."""
        runs, start = self._memory.of(self._run.key.job_name), self._run.started
        if isinstance(runs, Unanswered) or start is None:
            return None
        later = [one for one in runs if one.started and one.started > start and one.state == self._run.state]
        ends = [end for one in later if one.text("TriggerName") and (end := known_end(one)) is not None]
        return min(ends, default=None)

    def _of_trigger(self, trigger: Trigger) -> Iterator[SetOff]:
        for action in trigger.actions:
            if action.crawler:
                text = f"crawler {action.crawler}: crawls show only in a workflow's run"
                yield SetOff(trigger.name, "", Certainty.UNKNOWN, text)
        for job in trigger.jobs:
            yield self._of_job(trigger, job)

    def _of_job(self, trigger: Trigger, job: str) -> SetOff:
        runs = self._memory.of(job)
        if isinstance(runs, Unanswered):
            return SetOff(trigger.name, job, Certainty.UNKNOWN, f"{job} {runs.why}")
        open_ones = []
        for candidate in self._candidates(trigger, job):
            proof = self._proof(trigger, candidate)
            if proof:
                return SetOff(trigger.name, job, Certainty.KNOWN, f"{job} started", candidate.key)
            if proof is None and self._is_before_next(candidate):
                open_ones.append(candidate)
        if len(open_ones) == 1:
            return SetOff(trigger.name, job, Certainty.PROBABLE, f"{job} probably started", open_ones[0].key)
        if open_ones:
            text = f"{job} started {len(open_ones)} times since; which run is of this end is not known"
            return SetOff(trigger.name, job, Certainty.UNKNOWN, text)
        certainty, because = self._why_not(trigger)
        return SetOff(trigger.name, job, certainty, f"{job} did not start{because}")

    def _proof(self, trigger: Trigger, candidate: JobRun) -> bool | None:
        """Whether the run names this one among its predecessors; None where that is not known."""
        asked = candidate if candidate.asked_predecessors else self._memory.run(candidate.key)
        if isinstance(asked, Unanswered):
            return None
        entries = asked.raw.get("PredecessorRuns")
        named = [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
        if any((each.get("JobName"), each.get("RunId")) == self._run.key for each in named):
            return True
        # Of runs within a workflow AWS may return no predecessors at all.
        return None if not named else False

    def _why_not(self, trigger: Trigger) -> tuple[Certainty, str]:
        if trigger.activity is Activity.INACTIVE:
            return Certainty.PROBABLE, f": trigger {trigger.name} is not active (as of now)"
        if not trigger.is_any and (because := self._unmet(trigger)):
            return because
        end = known_end(self._run)
        if end is not None and end + LATENESS > self._now:
            return Certainty.KNOWN, " yet: the end was a moment ago"
        return Certainty.UNKNOWN, ": AWS does not tell why"

    def _unmet(self, trigger: Trigger) -> tuple[Certainty, str] | None:
        """The first other condition that is not met."""
        start = self._run.started or self._now
        window = Window(start - AROUND, self._now)
        for condition in trigger.conditions:
            if (condition.job, condition.state) == self._wanted:
                continue
            end = end_of(self._index, trigger, condition, self._memory.of(condition.job), window)
            if end.kind is not Kind.MET:
                known = Certainty.UNKNOWN if end.kind is Kind.UNKNOWN else Certainty.PROBABLE
                because = " yet: " if end.kind is Kind.STILL_ON else ", because "
                return known, f"{because}{end.text}"
        return None
