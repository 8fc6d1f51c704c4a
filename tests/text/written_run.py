"""A run as GetJobRun answers it, for what is written of one."""

from __future__ import annotations

from typing import Any

from gluetui.glue.run.run import JobRun
from tests.conftest import NOW


def a_run(job: str, run_id: str, *before: tuple[str, str], **members: Any) -> JobRun:
    """Of an hour ago; `before` are the job and id of each predecessor."""
    raw = {
        "JobName": job,
        "Id": run_id,
        "JobRunState": "SUCCEEDED",
        "StartedOn": NOW.timestamp() - 3_600,
        "CompletedOn": NOW.timestamp() - 3_000,
        "ExecutionTime": 570,
        "LogGroupName": "/aws-glue/jobs",
        "PredecessorRuns": [{"JobName": name, "RunId": each} for name, each in before],
    }
    return JobRun({**raw, **members}, asked_predecessors=True)
