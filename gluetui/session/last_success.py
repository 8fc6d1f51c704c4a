"""What a failed run was started with otherwise than its last success, by the runs that a session has loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from gluetui.glue.run.fields import DERIVED, Field
from gluetui.glue.run.run import JobRun
from gluetui.session.job_runs import JobRuns
from gluetui.text.differences import differs_from_last_success
from gluetui.text.field_text import FieldText
from gluetui.text.run_fields import RunField

_NAME = "against the last success"

DIFFERS = Field(
    name=_NAME,
    title=_NAME,
    kind=DERIVED,
    section="Outcome",
    help="What the run was started with otherwise than the last run of its job that succeeded and began before it. "
    "Only loaded runs are compared, and what changes every run is left out.",
)
"""The field that tells it."""


class LastSuccess:
    """Works it out once for a run and the loaded runs of its job; AWS is never asked."""

    def __init__(self, job_runs: Mapping[str, JobRuns] | None = None) -> None:
        """`job_runs` is the session's store, by a job's name."""
        self._job_runs = {} if job_runs is None else job_runs
        self._known: tuple[JobRun, datetime | None, int, RunField | None] | None = None
        """The last run that was asked for, the age and the number of its job's runs then, and the answer."""

    def field(self, run: JobRun, fields: Sequence[Field], *, now: datetime) -> RunField | None:
        """It as a field of the run; None where no success before it is loaded, and for a run that did not fail."""
        job = self._job_runs.get(run.key.job_name)
        if job is None or not run.is_failed:
            return None
        known, at, count = self._known, job.load.arrived_at, len(job.loaded)
        # Older pages may bring a success where there was none, and never a later one.
        if known is not None and known[0] is run and known[1] == at and (known[3] is not None or known[2] == count):
            return known[3]
        text = differs_from_last_success(run, job.loaded, fields, now=now)
        found = RunField(DIFFERS, FieldText(text), None) if text else None
        self._known = run, at, count, found
        return found
