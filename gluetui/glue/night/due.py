"""What was due in a night and did not run, by the account's triggers and the runs that are known by now."""

from __future__ import annotations

from datetime import datetime

from gluetui.glue.night.missing import Missing
from gluetui.glue.night.night import Night
from gluetui.glue.triggers.due import DueKind, due_jobs
from gluetui.glue.triggers.index import TriggerIndex


def missing_jobs(index: TriggerIndex, night: Night, now: datetime) -> list[Missing]:
    """The jobs that are missing for certain, or whose trigger is not active; seconds of work for 5,000 triggers."""
    runs = {job: known.runs for job, known in list(night.jobs.items()) if job not in night.errors}
    found = due_jobs(index, runs, window=night.window, now=now, refused=frozenset(night.errors))
    certain = (DueKind.MISSING, DueKind.INACTIVE)
    return [Missing(each.job, each.when, each.trigger, each.reason) for each in found if each.kind in certain]
