"""What started a run: its trigger, the schedule's time or the condition that was met last, and its workflow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.run.window import known_end
from gluetui.glue.triggers.asking import Asking, Memory, Unanswered
from gluetui.glue.triggers.conditions import LATENESS
from gluetui.glue.triggers.ends import last_attempts
from gluetui.glue.triggers.finding import Certainty, Finding, Kind, Why, at
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.schedule import schedule_of
from gluetui.glue.triggers.trigger import Condition, Trigger
from gluetui.glue.triggers.why_not import INVISIBLE
from gluetui.glue.triggers.workflow_run import WorkflowRunKey

TOLERANCE = timedelta(seconds=5)
"""By so much a run may seem to start before the end that set it off: clocks and rounding."""

NO_LONGER = "as of now it says otherwise: it may have changed since"


def why_started(index: TriggerIndex, run: JobRun) -> Asking[Why]:
    """What started a run; with its predecessors asked, which of them met which condition is known."""
    return _Start(index, run).why()


class _Start:
    """Reads the trigger that a run names, and the runs that met its conditions."""

    def __init__(self, index: TriggerIndex, run: JobRun) -> None:
        self._index = index
        self._run = run
        self._memory = Memory()
        self._findings: list[Finding] = []

    def why(self) -> Asking[Why]:
        self._retry()
        name = self._run.text("TriggerName")
        if not name:
            text = f"It was started {INVISIBLE}"
            self._found(Kind.BY_HAND, text)
            return self._result(text)
        trigger = self._index.named(name)
        if trigger is None:
            text = f"Trigger {name} started it, which is gone now: deleted or renamed"
            self._found(Kind.GONE_TRIGGER, text)
            self._workflow("")
            return self._result(text)
        if self._run.key.job_name not in trigger.jobs:
            text = f"trigger {name} started it; {NO_LONGER}"
            self._found(Kind.NO_TRIGGER, text)
        cause, causing_run = yield from self._by_trigger(trigger)
        self._workflow(trigger.workflow)
        return self._result(cause, causing_run)

    def _by_trigger(self, trigger: Trigger) -> Asking[tuple[str, RunKey | None]]:
        if trigger.type == "CONDITIONAL":
            return (yield from self._by_conditions(trigger))
        if trigger.type == "SCHEDULED":
            return self._by_schedule(trigger), None
        words = {"ON_DEMAND": "on demand: someone started the trigger", "EVENT": "as enough events had come"}
        kind = {"ON_DEMAND": Kind.ON_DEMAND, "EVENT": Kind.EVENT}.get(trigger.type, Kind.UNKNOWN)
        text = f"Trigger {trigger.name} started it {words.get(trigger.type, '')}".rstrip()
        self._found(kind, text)
        return text, None

    def _by_schedule(self, trigger: Trigger) -> str:
        schedule = schedule_of(trigger.schedule)
        start = self._run.started
        due = schedule.before(start + TOLERANCE) if start else None
        text = f"Trigger {trigger.name} started it"
        if schedule.unreadable:
            shown = f": {schedule.text}" if schedule.text else ""
            more = f"; its schedule cannot be read, {schedule.unreadable}{shown}"
            self._found(Kind.UNKNOWN, text + more, Certainty.UNKNOWN)
        elif start is None or due is None or start - due > LATENESS:
            more = f"; its schedule has no time just before, and {NO_LONGER}"
            self._found(Kind.SCHEDULE, f"{text}: {schedule.text}{more}", Certainty.PROBABLE)
        else:
            text += f", due at {at(due)}"
            self._found(Kind.SCHEDULE, f"{text}: {schedule.text}", Certainty.PROBABLE, when=due)
        return text

    def _by_conditions(self, trigger: Trigger) -> Asking[tuple[str, RunKey | None]]:
        how = "any" if trigger.is_any else "all"
        self._found(Kind.CONDITIONS, f"Trigger {trigger.name} started it: it waits for {how} of its conditions")
        yield from self._memory.ask(trigger.watched_jobs)
        met = [run for condition in trigger.conditions if (run := self._met(trigger, condition)) is not None]
        ends = [(end, run.key) for run in met if (end := known_end(run)) is not None]
        if not ends:
            return f"Trigger {trigger.name} started it as its conditions were met", None
        end, key = max(ends)
        text = f"{key.job_name} came last, at {at(end)}"
        is_known = self._is_named(key) and (trigger.is_any or len(ends) == len(trigger.conditions))
        self._found(Kind.LAST, text, Certainty.KNOWN if is_known else Certainty.PROBABLE, run=key, when=end)
        return f"Trigger {trigger.name} started it as {key.job_name} {self._state(met, key)}", key

    def _met(self, trigger: Trigger, condition: Condition) -> JobRun | None:
        """The run that met a condition, told as a finding whether there is one or not."""
        if not condition.watches_job:
            what = f"crawler {condition.crawler}" if condition.crawler else "a condition that cannot be read"
            self._found(Kind.UNKNOWN, f"{what}: a run does not tell how it ended", Certainty.UNKNOWN)
            return None
        named = [key for key in self._predecessors() if key.job_name == condition.job]
        run, certainty = self._evidence(trigger, condition, named)
        if run is not None and _met_another(trigger, condition, run):
            return None
        if run is not None:
            otherwise = "" if run.state == condition.state else f", though it waits for {condition.state} now"
            text = f"{condition.job} {run.state}{otherwise}"
            self._found(Kind.MET, text, certainty, run=run.key, when=known_end(run), job=condition.job)
        elif named:
            runs = self._memory.of(condition.job)
            why = runs.why if isinstance(runs, Unanswered) else "was not among those that AWS returned"
            text = f"{condition.job} {condition.state}: its run is named, but {why}"
            self._found(Kind.MET, text, Certainty.KNOWN, run=named[0], job=condition.job)
        elif not trigger.is_any:
            text = f"{condition.job} {condition.state}: which run met it is not known"
            self._found(Kind.UNKNOWN, text, Certainty.UNKNOWN, job=condition.job)
        return run

    def _evidence(self, trigger: Trigger, condition: Condition, named: list[RunKey]) -> tuple[JobRun | None, Certainty]:
        """By the run's predecessors it is known; else the last run that ended as wanted before is probable."""
        runs = self._memory.of(condition.job)
        if isinstance(runs, Unanswered):
            return None, Certainty.UNKNOWN
        if named:
            return next((run for run in runs if run.key in named), None), Certainty.KNOWN
        if self._run.asked_predecessors and not trigger.workflow and self._has_predecessors():
            return None, Certainty.KNOWN
        return _last_before(self._index, trigger, condition, last_attempts(runs), self._run.started), Certainty.PROBABLE

    def _retry(self) -> None:
        before = self._run.text("PreviousRunId")
        if self._run.attempt or before:
            key = RunKey(self._run.key.job_name, before) if before else None
            self._found(Kind.RETRY, f"It is attempt {self._run.attempt + 1} of a run that was tried again", run=key)

    def _workflow(self, of_trigger: str) -> None:
        """The workflow run by the run's arguments, else the trigger's workflow as of now."""
        given = self._run.raw.get("Arguments")
        arguments: Mapping[str, Any] = given if isinstance(given, dict) else {}
        name, run_id = (arguments.get(f"--WORKFLOW_{each}") for each in ("NAME", "RUN_ID"))
        known_id = run_id if isinstance(run_id, str) else ""
        if isinstance(name, str) and name:
            of_run = f", run {known_id}" if known_id else ""
            key = WorkflowRunKey(name, known_id)
            self._found(Kind.WORKFLOW, f"It belongs to workflow {name}{of_run}", workflow=key)
        elif of_trigger:
            text, key = f"Its trigger belongs to workflow {of_trigger} (as of now)", WorkflowRunKey(of_trigger, "")
            self._found(Kind.WORKFLOW, text, Certainty.PROBABLE, workflow=key)

    def _predecessors(self) -> Iterator[RunKey]:
        linked = self._run.raw.get("PredecessorRuns")
        for entry in linked if isinstance(linked, list) else ():
            if isinstance(entry, dict):
                job, run_id = entry.get("JobName"), entry.get("RunId")
                if isinstance(job, str) and isinstance(run_id, str) and job and run_id:
                    yield RunKey(job, run_id)

    def _has_predecessors(self) -> bool:
        return any(True for _ in self._predecessors())

    def _is_named(self, key: RunKey) -> bool:
        return key in set(self._predecessors())

    def _state(self, runs: list[JobRun], key: RunKey) -> str:
        return next(run.state for run in runs if run.key == key)

    def _found(
        self,
        kind: Kind,
        text: str,
        certainty: Certainty = Certainty.KNOWN,
        *,
        job: str = "",
        run: RunKey | None = None,
        when: datetime | None = None,
        workflow: WorkflowRunKey | None = None,
    ) -> None:
        name = self._run.text("TriggerName")
        self._findings.append(Finding(kind, text, certainty, name, job or self._run.key.job_name, run, when, workflow))

    def _result(self, cause: str, run: RunKey | None = None) -> Why:
        return Why(tuple(self._findings), cause, run)


def _met_another(trigger: Trigger, condition: Condition, run: JobRun) -> bool:
    """Whether a run ended as another condition on the same job wants, and not as this one does."""
    wanted = {each.state for each in trigger.conditions if each.job == condition.job}
    return run.state != condition.state and run.state in wanted


def _last_before(
    index: TriggerIndex, trigger: Trigger, condition: Condition, runs: list[JobRun], start: datetime | None
) -> JobRun | None:
    """The last run that ended as wanted before the start and may count for the trigger."""
    if start is None:
        return None
    ended = [
        (end, place)
        for place, run in enumerate(runs)
        if run.state == condition.state
        and run.text("TriggerName")
        and index.may_fire(trigger, run)
        and (end := known_end(run)) is not None
        and end <= start + TOLERANCE
    ]
    return runs[max(ended)[1]] if ended else None
