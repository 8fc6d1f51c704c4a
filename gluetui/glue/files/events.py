"""EventBridge's "Glue Job State Change": the run that it is about, as far as the event holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from gluetui.glue.run.run import FAILED_STATES, RunKey

_SAME = {"jobName": "JobName", "jobRunId": "Id", "state": "JobRunState"}
"""JobRun's member by the event's, where both mean the same."""

_AROUND = ("time", "region", "account")
"""Members of the event itself that say when and where: no run has them, so they keep their names."""


class StateChange(NamedTuple):
    """One event; `run` has the members of JobRun that the event holds, and the event's own beside them."""

    key: RunKey
    region: str
    """"" where the event was stripped down to its detail."""
    account: str
    run: Mapping[str, Any]


def state_change(value: object) -> StateChange | None:
    """The event, or its detail alone; None for anything else.

    "Glue Job Run Status", which has the same names in its detail, is read as well.
    """
    if not isinstance(value, Mapping):
        return None
    whole = value.get("detail")
    detail = whole if isinstance(whole, Mapping) else value
    job_name, run_id = detail.get("jobName"), detail.get("jobRunId")
    if not (isinstance(job_name, str) and job_name and isinstance(run_id, str) and run_id):
        return None
    around = {name: value[name] for name in _AROUND if isinstance(value.get(name), str)} if detail is whole else {}
    region, account = (around.get(name, "") for name in ("region", "account"))
    return StateChange(RunKey(job_name, run_id), region, account, {**_partial(detail), **around})


def _partial(detail: Mapping[str, Any]) -> dict[str, Any]:
    """Members by JobRun's names, the others by the event's; the message of a failure is the run's ErrorMessage."""
    run = {_SAME.get(name, name): value for name, value in detail.items()}
    if run.get("JobRunState") in FAILED_STATES and isinstance(run.get("message"), str):
        run["ErrorMessage"] = run.pop("message")
    return run
