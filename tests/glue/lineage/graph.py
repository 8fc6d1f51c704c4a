"""Runs of one job, and links between them, for graphs in few words."""

from __future__ import annotations

from typing import Any

from gluetui.glue.run.run import JobRun, RunKey


def key(run_id: str) -> RunKey:
    return RunKey("job", run_id)


def answer(run_id: str, *before: str, **raw: Any) -> JobRun:
    """What GetJobRun says of a run that these ran before."""
    entries = [{"JobName": "job", "RunId": each} for each in before]
    members = {"JobName": "job", "Id": run_id, "JobRunState": "SUCCEEDED", "PredecessorRuns": entries}
    return JobRun(members | raw, asked_predecessors=True)
