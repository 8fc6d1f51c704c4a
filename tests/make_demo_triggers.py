"""Writes gluetui/demo_triggers.json, the triggers of the demo's story as `aws glue get-triggers` prints them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.demo_story import NEVER_RAN, PIPELINE, Job

PATH = Path(__file__).parents[1] / "gluetui" / "demo_triggers.json"

NIGHTLY = "nightly"
ALERT = "on-curation-failed"
ALERTING = ("FAILED", "TIMEOUT", "STOPPED")
"""Ends of curate-sales after which the alert is sent; any of them is enough."""


def trigger(name: str, kind: str, jobs: Sequence[str], *, state: str = "ACTIVATED", **members: Any) -> dict[str, Any]:
    """One trigger, its members in the order of the API."""
    actions = [{"JobName": job} for job in jobs]
    before = {each: members.pop(each) for each in ("Description", "Schedule") if each in members}
    return {"Name": name, "Type": kind, "State": state, **before, "Actions": actions, **members}


def predicate(logical: str, watched: Sequence[tuple[str, str]]) -> dict[str, Any]:
    conditions = [{"LogicalOperator": "EQUALS", "JobName": job, "State": state} for job, state in watched]
    return {"Logical": logical, "Conditions": conditions}


def conditional(name: str, jobs: Sequence[Job]) -> dict[str, Any]:
    """The trigger that starts these jobs of the pipeline."""
    one = jobs[0]
    if name == ALERT:
        asked = predicate("ANY", [(job, state) for job in one.after for state in ALERTING])
    else:
        asked = predicate("AND", [(job, one.when) for job in one.after])
    return trigger(name, "CONDITIONAL", [job.name for job in jobs], Predicate=asked)


def all_triggers() -> Iterator[dict[str, Any]]:
    """The triggers that the runs name, and one that was switched off."""
    for name in dict.fromkeys(job.trigger for job in PIPELINE):
        jobs = [job for job in PIPELINE if job.trigger == name]
        if name == NIGHTLY:
            yield trigger(name, "SCHEDULED", [job.name for job in jobs], Schedule="cron(0 2 * * ? *)")
        else:
            yield conditional(name, jobs)
    yield trigger("backfill-on-demand", "ON_DEMAND", ["backfill-orders"], state="CREATED")
    yield trigger(
        "loyalty-nightly",
        "SCHEDULED",
        [NEVER_RAN],
        state="DEACTIVATED",
        Description="Off until the loyalty provider has moved",
        Schedule="cron(45 1 * * ? *)",
    )


def document() -> str:
    """The whole file, a trigger a line."""
    lines = ",\n".join(json.dumps(each, separators=(",", ":")) for each in all_triggers())
    return f'{{"Triggers": [\n{lines}\n]}}\n'
