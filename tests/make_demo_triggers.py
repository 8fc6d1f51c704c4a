"""Writes gluetui/demo_triggers.json, the triggers of the demo's story as `aws glue get-triggers` prints them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.demo_story import NEVER_RAN, NOW, PIPELINE, Job

PATH = Path(__file__).parents[1] / "gluetui" / "demo_triggers.json"

NIGHTLY = "nightly"
ALERT = "on-curation-failed"
LOYALTY, LOYALTY_START, LOYALTY_CRAWLED = "loyalty-import", "loyalty-start", "loyalty-crawled"
CRAWLER = "loyalty-members"
FIRST, RESUMED = (f"wr_{digit * 64}" for digit in "4b")
ALERTING = ("FAILED", "TIMEOUT", "STOPPED")
"""Ends of curate-sales after which the alert is sent; any of them is enough."""


def trigger(name: str, kind: str, jobs: Sequence[str], *, state: str = "ACTIVATED", **members: Any) -> dict[str, Any]:
    """One trigger, its members in the order of the API."""
    actions = members.pop("Actions", [{"JobName": job} for job in jobs])
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
    yield trigger(
        LOYALTY_START,
        "ON_DEMAND",
        [],
        state="CREATED",
        WorkflowName=LOYALTY,
        Actions=[{"CrawlerName": CRAWLER}],
    )
    crawled = {"LogicalOperator": "EQUALS", "CrawlerName": CRAWLER, "CrawlState": "SUCCEEDED"}
    yield trigger(
        LOYALTY_CRAWLED,
        "CONDITIONAL",
        [NEVER_RAN],
        WorkflowName=LOYALTY,
        Predicate={"Logical": "AND", "Conditions": [crawled]},
    )


def workflow_runs() -> Iterator[dict[str, Any]]:
    """The crawler failed, so that the job behind it never ran; the run was resumed, and the crawler is on."""
    failed = {"State": "FAILED", "ErrorMessage": "Access denied to s3://demo-loyalty-dropbox/members/"}
    failed |= {"StartedOn": stamp(NOW - timedelta(hours=4)), "CompletedOn": stamp(NOW - timedelta(hours=3, minutes=56))}
    crawling = {"State": "RUNNING", "StartedOn": stamp(NOW - timedelta(minutes=6))}
    yield {
        "Name": LOYALTY,
        "WorkflowRunId": RESUMED,
        "PreviousRunId": FIRST,
        "StartedOn": crawling["StartedOn"],
        "Status": "RUNNING",
        "Statistics": statistics(TotalActions=2, RunningActions=1),
        "Graph": graph(crawling),
    }
    yield {
        "Name": LOYALTY,
        "WorkflowRunId": FIRST,
        "StartedOn": failed["StartedOn"],
        "CompletedOn": failed["CompletedOn"],
        "Status": "COMPLETED",
        "Statistics": statistics(TotalActions=2, FailedActions=1),
        "Graph": graph(failed),
    }


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def statistics(**counts: int) -> dict[str, int]:
    kinds = ["Total", "Timeout", "Failed", "Stopped", "Succeeded", "Running", "Errored", "Waiting"]
    return {f"{kind}Actions": counts.get(f"{kind}Actions", 0) for kind in kinds}


def graph(crawl: dict[str, Any]) -> dict[str, Any]:
    """Start, crawler, condition and the job that did not run."""
    frozen = {each["Name"]: each for each in all_triggers()}
    nodes = [
        {"Type": "TRIGGER", "Name": LOYALTY_START, "TriggerDetails": {"Trigger": frozen[LOYALTY_START]}},
        {"Type": "CRAWLER", "Name": CRAWLER, "CrawlerDetails": {"Crawls": [crawl]}},
        {"Type": "TRIGGER", "Name": LOYALTY_CRAWLED, "TriggerDetails": {"Trigger": frozen[LOYALTY_CRAWLED]}},
        {"Type": "JOB", "Name": NEVER_RAN, "JobDetails": {"JobRuns": []}},
    ]
    ids = [f"wnode_{place:064x}" for place in range(1, len(nodes) + 1)]
    edges = [{"SourceId": source, "DestinationId": following} for source, following in pairwise(ids)]
    return {"Nodes": [{**node, "UniqueId": one} for node, one in zip(nodes, ids, strict=True)], "Edges": edges}


def document() -> str:
    """The whole file, a trigger or a workflow run a line."""
    design = {"Name": LOYALTY, "Description": "Members of the loyalty scheme", "LastRun": next(workflow_runs())}
    parts = {"Triggers": all_triggers(), "Workflows": [design], "Runs": workflow_runs()}
    lists = (
        f'"{name}": [\n' + ",\n".join(json.dumps(each, separators=(",", ":")) for each in entries) + "\n]"
        for name, entries in parts.items()
    )
    return "{" + ",\n".join(lists) + "}\n"
