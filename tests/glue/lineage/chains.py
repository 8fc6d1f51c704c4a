"""Runs in time, in few words: each with its attempts and the runs before it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.run.run import JobRun, RunKey

NOW = datetime.fromtimestamp(100_000, UTC)
GONE = AwsError(ErrorKind.GONE, "No such run", "Check the id.")


def key(run_id: str) -> RunKey:
    """Of a job that is called as its runs are, which may have retries."""
    return RunKey(run_id.partition("_")[0], run_id)


def ran(run_id: str, start: float | None, end: float | None, *before: str, **raw: Any) -> JobRun:
    """A run from one second to another; without an end it is live."""
    members: dict[str, Any] = {
        "JobName": key(run_id).job_name,
        "Id": run_id,
        "JobRunState": "RUNNING" if end is None else "SUCCEEDED",
        "StartedOn": start,
        "CompletedOn": end,
        "PredecessorRuns": [{"JobName": key(each).job_name, "RunId": each} for each in before],
    }
    told = {name: value for name, value in (members | raw).items() if value is not None}
    return JobRun(told, asked_predecessors=True)


def chain(*runs: JobRun, gone: tuple[str, ...] = ()) -> Lineage:
    """What is known of the runs before the first of these."""
    lineage = Lineage(runs[0].key)
    for run in runs:
        lineage.add(run)
    for each in gone:
        lineage.fail(key(each), GONE)
    return lineage
