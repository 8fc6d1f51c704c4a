"""Why a job did not run in a window, followed down to the run, the trigger or the schedule that is the cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.run.window import Window
from gluetui.glue.secrets.masks import Masks
from gluetui.glue.triggers.asking import Asking, Memory, Unanswered
from gluetui.glue.triggers.conditions import LATENESS
from gluetui.glue.triggers.ends import End, end_of, last_attempts
from gluetui.glue.triggers.finding import Certainty, Finding, Kind, Why, at
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.schedule import schedule_of
from gluetui.glue.triggers.trigger import Activity, Condition, Trigger

INVISIBLE = "by hand or through the API (what Step Functions, Airflow or EventBridge start is not visible here)"


def why_not(index: TriggerIndex, job: str, window: Window, now: datetime) -> Asking[Why]:
    """Why a job did not run in a window, or how it went where it did."""
    return _Descent(index, job, window, now).why()


class _Reason(NamedTuple):
    """What one trigger contributes: its findings, and the reason in words that follow "because"."""

    rank: int
    """How much it explains, the lower the more: see the constants below."""
    findings: Sequence[Finding]
    words: str
    run: RunKey | None = None
    follow: str = ""
    """The job that did not run, in which the cause is to be looked for."""


ENDED, NONE_CAME, FOLLOW, STILL_ON, INACTIVE, UNKNOWN, NOT_DUE, FROM_OUTSIDE = range(8)


class _Descent:
    """Goes down from a job that did not run to the one that it waited for, level by level; loops end it."""

    def __init__(self, index: TriggerIndex, job: str, window: Window, now: datetime) -> None:
        self._index = index
        self._job = job
        self._window = window
        self._now = now
        self._memory = Memory()
        self._findings: list[Finding] = []
        self._depth = 0

    def why(self) -> Asking[Why]:
        yield from self._memory.ask([self._job])
        runs = self._memory.of(self._job)
        if isinstance(runs, Unanswered):
            text = f"{self._job} {runs.why}"
            self._found(Finding(Kind.UNKNOWN, text, Certainty.UNKNOWN, job=self._job))
            return self._result(f"It is not known whether {self._job} ran: it {runs.why}")
        on = last_attempts(self._window.of(runs))
        if on:
            return self._ran(on)
        return (yield from self._descend())

    def _descend(self) -> Asking[Why]:
        job, seen = self._job, set[str]()
        while True:
            seen.add(job)
            reason = yield from self._reason(job)
            for finding in reason.findings:
                self._found(finding)
            if not reason.follow:
                return self._because(reason)
            if reason.follow in seen:
                text = f"{reason.follow} waits for itself: a loop of triggers (as of now)"
                self._depth += 1
                self._found(Finding(Kind.LOOP, text, Certainty.PROBABLE, job=reason.follow))
                return self._result(f"{self._job} did not run because {text}")
            job = reason.follow
            self._depth += 1

    def _reason(self, job: str) -> Asking[_Reason]:
        """The trigger that explains most, with the findings of all triggers of the job."""
        triggers = self._index.starting(job)
        yield from self._memory.ask({*(each for one in triggers for each in one.watched_jobs), job})
        if not triggers:
            return self._no_trigger(job)
        reasons = [self._by_trigger(job, trigger) for trigger in triggers]
        best = min(reasons, key=lambda reason: reason.rank)
        return best._replace(findings=[finding for reason in reasons for finding in reason.findings])

    def _by_trigger(self, job: str, trigger: Trigger) -> _Reason:
        if trigger.activity is not Activity.ACTIVE:
            return self._not_active(job, trigger)
        if trigger.type == "SCHEDULED":
            return self._by_schedule(job, trigger)
        if trigger.type == "CONDITIONAL":
            return self._by_conditions(job, trigger)
        return _from_outside(job, trigger)

    def _not_active(self, job: str, trigger: Trigger) -> _Reason:
        if trigger.activity is Activity.UNKNOWN:
            state = f"is {trigger.state}" if trigger.state else "has no state in AWS's answer"
            words = f"trigger {trigger.name} {state} (as of now)"
            return _one(UNKNOWN, Finding(Kind.UNKNOWN, words, Certainty.UNKNOWN, trigger.name, job))
        words = f"trigger {trigger.name} is not active (as of now: {trigger.state})"
        return _one(INACTIVE, Finding(Kind.INACTIVE, words, Certainty.PROBABLE, trigger.name, job))

    def _by_schedule(self, job: str, trigger: Trigger) -> _Reason:
        schedule = schedule_of(trigger.schedule)
        if schedule.unreadable:
            words = f"the schedule of trigger {trigger.name} cannot be read, {schedule.unreadable}: {schedule.text}"
            return _one(UNKNOWN, Finding(Kind.UNKNOWN, words.rstrip(": "), Certainty.UNKNOWN, trigger.name, job))
        since, until, _ = self._window
        due = next(schedule.between(since, min(until, self._now)), None)
        if due is None:
            following = schedule.next(max(since, min(until, self._now)))
            more = f"; the next is {at(following)}" if following else "; it has no further one"
            words = f"the schedule of trigger {trigger.name} has no time in the window{more}"
            return _one(NOT_DUE, Finding(Kind.NOT_DUE, words, Certainty.PROBABLE, trigger.name, job, when=following))
        if due + LATENESS > self._now:
            words = f"trigger {trigger.name} was due a moment ago, at {at(due)}"
            return _one(STILL_ON, Finding(Kind.STILL_ON, words, Certainty.PROBABLE, trigger.name, job, when=due))
        words = f"trigger {trigger.name} was due at {at(due)} and no run came; AWS does not tell why"
        return _one(NONE_CAME, Finding(Kind.NO_RUN_CAME, words, Certainty.PROBABLE, trigger.name, job, when=due))

    def _by_conditions(self, job: str, trigger: Trigger) -> _Reason:
        if not trigger.conditions or not trigger.has_known_logic:
            words = f"the conditions of trigger {trigger.name} were not returned whole"
            return _one(UNKNOWN, Finding(Kind.UNKNOWN, words, Certainty.UNKNOWN, trigger.name, job))
        pairs = [(condition, self._end(trigger, condition)) for condition in trigger.conditions]
        how = "any" if trigger.is_any else "all"
        head = Finding(Kind.CONDITIONS, f"trigger {trigger.name} waits for {how} of {len(pairs)}", trigger=trigger.name)
        findings = [head._replace(job=job), *(end.finding(trigger, condition) for condition, end in pairs)]
        return self._of_ends(trigger, pairs, findings)

    def _end(self, trigger: Trigger, condition: Condition) -> End:
        return end_of(self._index, trigger, condition, self._memory.of(condition.job), self._window)

    def _of_ends(
        self, trigger: Trigger, pairs: Sequence[tuple[Condition, End]], findings: Sequence[Finding]
    ) -> _Reason:
        ends = [end for _, end in pairs]
        is_met = any if trigger.is_any else all
        if is_met(end.kind is Kind.MET for end in ends):
            words = f"the conditions of trigger {trigger.name} were met and no run came; AWS does not tell why"
            none = Finding(Kind.NO_RUN_CAME, words, Certainty.PROBABLE, trigger.name)
            return _Reason(NONE_CAME, [*findings, none], words)
        # Of ANY, one that is still on or not known leaves it open.
        is_open = trigger.is_any and not all(end.is_unmet for end in ends)
        unmet = [] if is_open else [pair for pair in pairs if pair[1].is_unmet]
        condition, end = unmet[0] if unmet else next(pair for pair in pairs if not _is_settled(pair[1]))
        run = end.run.key if end.run else None
        if end.kind is Kind.DID_NOT_RUN:
            return _Reason(FOLLOW, findings, end.text, follow=condition.job)
        rank = {Kind.STILL_ON: STILL_ON, Kind.UNKNOWN: UNKNOWN}.get(end.kind, ENDED)
        return _Reason(rank, findings, end.text, run)

    def _no_trigger(self, job: str) -> _Reason:
        runs = self._memory.of(job)
        none = f"no trigger starts {job} (as of now)"
        if isinstance(runs, Unanswered):
            return _one(NOT_DUE, Finding(Kind.NO_TRIGGER, none, Certainty.PROBABLE, job=job))
        last = max(runs, key=lambda run: run.started or self._window.since, default=None)
        if last is None:
            words = f"{none}, and AWS returned no run of it"
            return _one(NOT_DUE, Finding(Kind.NO_TRIGGER, words, Certainty.PROBABLE, job=job))
        name = last.text("TriggerName")
        kind = Kind.GONE_TRIGGER if name and self._index.named(name) is None else Kind.NO_TRIGGER
        words = f"{none}; its last run was started {_by_whom(self._index, name)}"
        return _one(NOT_DUE, Finding(kind, words, Certainty.PROBABLE, name, job, last.key))

    def _ran(self, runs: Sequence[JobRun]) -> Why:
        last = runs[-1]
        name = "StateDetail" if last.text("StateDetail") else "ErrorMessage"
        # Masked before it is cut: a part of a secret is not recognised.
        detail = (Masks(last.raw).argument(name, last.text(name)).splitlines() or [""])[0]
        state = last.state or "in a state that AWS did not return"
        text = f"{self._job} ran in the window: {'is ' if not last.is_final else ''}{state}"
        text += f": {detail}" if detail else ""
        self._found(Finding(Kind.RAN, text, job=self._job, run=last.key, when=last.started))
        return self._result(text, last.key if last.is_failed else None)

    def _because(self, reason: _Reason) -> Why:
        if reason.rank == UNKNOWN:
            return self._result(f"It is not known why {self._job} did not run: {reason.words}")
        if reason.rank == STILL_ON:
            return self._result(f"{self._job} has not run yet: {reason.words}")
        return self._result(f"{self._job} did not run because {reason.words}", reason.run)

    def _found(self, finding: Finding) -> None:
        self._findings.append(finding._replace(depth=self._depth))

    def _result(self, cause: str, run: RunKey | None = None) -> Why:
        return Why(tuple(self._findings), cause, run)


def _is_settled(end: End) -> bool:
    return end.kind is Kind.MET or end.is_unmet


def _one(rank: int, finding: Finding) -> _Reason:
    return _Reason(rank, [finding], finding.text, finding.run if rank == ENDED else None)


def _from_outside(job: str, trigger: Trigger) -> _Reason:
    if trigger.type == "ON_DEMAND":
        words = f"trigger {trigger.name} starts it on demand, and nobody started the trigger"
        return _one(FROM_OUTSIDE, Finding(Kind.ON_DEMAND, words, Certainty.PROBABLE, trigger.name, job))
    if trigger.type == "EVENT":
        batch = trigger.raw.get("EventBatchingCondition")
        size = batch.get("BatchSize") if isinstance(batch, dict) else None
        fewer = f"fewer than {size} events" if isinstance(size, int) else "too few events"
        words = f"trigger {trigger.name} waits for events, and {fewer} came, or none"
        return _one(FROM_OUTSIDE, Finding(Kind.EVENT, words, Certainty.PROBABLE, trigger.name, job))
    kind = f"is of type {trigger.type}" if trigger.type else "has no type in AWS's answer"
    return _one(UNKNOWN, Finding(Kind.UNKNOWN, f"trigger {trigger.name} {kind}", Certainty.UNKNOWN, trigger.name, job))


def _by_whom(index: TriggerIndex, name: str) -> str:
    if not name:
        return INVISIBLE
    if index.named(name) is None:
        return f"by trigger {name}, which is gone now: deleted or renamed"
    return f"by trigger {name}, which no longer starts it"
