"""All triggers of an account, found by what they start, what they watch, their name and their workflow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from gluetui.glue.run.run import JobRun
from gluetui.glue.triggers.trigger import Trigger


class TriggerIndex:
    """Triggers by job and by name. GetTriggers' own DependentJobName answers with all triggers where it finds none."""

    def __init__(self, triggers: Iterable[Trigger] = ()) -> None:
        self.all: list[Trigger] = []
        """In AWS's order."""
        self._named: dict[str, Trigger] = {}
        self._starting: defaultdict[str, list[Trigger]] = defaultdict(list)
        self._watching: defaultdict[str, list[Trigger]] = defaultdict(list)
        self._in_workflow: defaultdict[str, list[Trigger]] = defaultdict(list)
        self.add(triggers)

    def add(self, triggers: Iterable[Trigger]) -> None:
        """Add a page of them, so that keys are answered in between; what a later page repeats is there already."""
        for trigger in triggers:
            if trigger.name and trigger.name in self._named:
                continue
            self.all.append(trigger)
            self._named[trigger.name] = trigger
            self._in_workflow[trigger.workflow].append(trigger)
            for job in trigger.jobs:
                self._starting[job].append(trigger)
            for job in trigger.watched_jobs:
                self._watching[job].append(trigger)

    def starting(self, job: str) -> Sequence[Trigger]:
        """The triggers that start a job."""
        return self._starting.get(job, ())

    def watching(self, job: str) -> Sequence[Trigger]:
        """The triggers that listen for a job's end."""
        return self._watching.get(job, ())

    def named(self, name: str) -> Trigger | None:
        """The trigger of that name; None where there is none now: it was deleted or renamed, or name is ""."""
        return self._named.get(name) if name else None

    def of_workflow(self, workflow: str) -> Sequence[Trigger]:
        """The triggers of a workflow."""
        return self._in_workflow.get(workflow, ()) if workflow else ()

    @property
    def jobs(self) -> frozenset[str]:
        """The jobs that any trigger starts."""
        return frozenset(self._starting)

    def workflow_of(self, run: JobRun) -> str | None:
        """The workflow in which a run was started, "" for none.

        None where it is not known: the run was started by hand, or its trigger is gone.
        """
        trigger = self.named(run.text("TriggerName"))
        return None if trigger is None else trigger.workflow

    def may_fire(self, trigger: Trigger, run: JobRun) -> bool:
        """Whether the end of a run can count for a trigger: outside a workflow and within one nothing crosses over.

        A run whose workflow is not known may.
        """
        workflow = self.workflow_of(run)
        return workflow is None or workflow == trigger.workflow
