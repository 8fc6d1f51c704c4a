"""Which jobs wait in vain after a run that did not end as they need: no run has to be asked for."""

from __future__ import annotations

from collections import deque

from gluetui.glue.run.run import JobRun
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.trigger import Activity, Condition, Trigger

FIRE_BY_THEMSELVES = frozenset({"CONDITIONAL", "SCHEDULED", "EVENT"})
"""Types of triggers that nobody has to start."""


def waits_in_vain(index: TriggerIndex, run: JobRun) -> list[str]:
    """The jobs that will not be set off, the nearest first; none after a run that is still on.

    After a run that was started by hand nothing would have followed anyway. A job does not wait in vain while another
    condition of an ANY trigger, or another trigger that fires by itself, can still set it off.
    """
    if not run.is_final or not run.text("TriggerName"):
        return []
    return _Closure(index, run).jobs()


class _Closure:
    """Follows SUCCEEDED conditions from a run's job to all that cannot come any more."""

    def __init__(self, index: TriggerIndex, run: JobRun) -> None:
        self._index = index
        self._job = run.key.job_name
        self._state = run.state
        self._dead: set[str] = set()
        self._within = index.workflow_of(run)

    def jobs(self) -> list[str]:
        """The jobs that stay lost when each that another condition can set off is taken out, so that loops end."""
        found = self._reached()
        self._dead.update(found)
        waiting = deque(found)
        while waiting:
            job = waiting.popleft()
            if job in self._dead and not all(map(self._is_dead, self._starting(job))):
                self._dead.remove(job)
                waiting.extend(each for one in self._index.watching(job) for each in one.jobs)
        return [job for job in found if job in self._dead]

    def _reached(self) -> list[str]:
        """All jobs that wait for a success of the run's job, of those that wait for theirs, and so on."""
        found: dict[str, None] = {}
        waiting = deque([self._job])
        while waiting:
            job = waiting.popleft()
            new = dict.fromkeys(each for one in self._watching(job) for each in one.jobs if each != self._job)
            waiting.extend(each for each in new if each not in found)
            found |= new
        return list(found)

    def _watching(self, job: str) -> list[Trigger]:
        """The triggers that need a success of the job, which does not come."""
        lost = job != self._job or self._state != "SUCCEEDED"
        return [
            trigger
            for trigger in self._index.watching(job)
            if lost
            and self._counts(trigger)
            and any(each.watches_job and (each.job, each.state) == (job, "SUCCEEDED") for each in trigger.conditions)
        ]

    def _starting(self, job: str) -> list[Trigger]:
        return [trigger for trigger in self._index.starting(job) if self._counts(trigger)]

    def _counts(self, trigger: Trigger) -> bool:
        """Whether the trigger could be set off at all, by runs of this workflow."""
        is_here = self._within is None or trigger.workflow == self._within
        return trigger.type in FIRE_BY_THEMSELVES and trigger.activity is not Activity.INACTIVE and is_here

    def _is_dead(self, trigger: Trigger) -> bool:
        """Whether a success that it waits for cannot come, and no other condition of ANY is left."""
        if not trigger.has_known_logic or not any(map(self._lacks_success, trigger.conditions)):
            return False
        return not trigger.is_any or all(map(self._is_over, trigger.conditions))

    def _lacks_success(self, condition: Condition) -> bool:
        return condition.state == "SUCCEEDED" and self._is_over(condition)

    def _is_over(self, condition: Condition) -> bool:
        """Whether a condition cannot be met any more."""
        if not condition.watches_job:
            return False
        return condition.job in self._dead or (condition.job == self._job and condition.state != self._state)
