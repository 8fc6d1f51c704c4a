"""One run of a workflow as AWS returned it: its statistics read truthfully, and the nodes of its graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from gluetui.glue.run.run import JobRun, RunKey, instant, number
from gluetui.glue.triggers.trigger import Trigger

FAILURES = ("FailedActions", "TimeoutActions", "ErroredActions")
"""Statistics of actions that ended without doing their work, by themselves."""

ENDED_OR_ON = ("SucceededActions", *FAILURES, "StoppedActions", "RunningActions", "WaitingActions")
"""Statistics that, taken from TotalActions, leave what never ran."""


class WorkflowRunKey(NamedTuple):
    """A workflow run's identity."""

    workflow: str
    run_id: str


class Statistics(NamedTuple):
    """How many actions of a workflow run ended how; None where AWS returned no number."""

    total: int | None
    succeeded: int | None
    failed: int | None
    """FAILED, TIMEOUT and ERROR."""
    stopped: int | None
    on: int | None
    """Running or waiting."""
    never_ran: int | None
    """What the others leave of the total: COMPLETED counts them in."""


class Node(NamedTuple):
    """One node of a workflow run's graph."""

    raw: Mapping[str, Any]
    id: str
    type: str
    """TRIGGER, JOB, CRAWLER, or what AWS adds."""
    name: str
    trigger: Trigger | None
    """As it was when the run began."""
    runs: tuple[JobRun, ...]
    """A job's runs; none where it never ran."""
    crawls: tuple[Mapping[str, Any], ...]
    """A crawler's crawls as AWS returned them."""

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Node:
        """From an entry of Graph.Nodes."""
        trigger = _object(raw, "TriggerDetails").get("Trigger")
        return cls(
            raw,
            _text(raw, "UniqueId"),
            _text(raw, "Type"),
            _text(raw, "Name"),
            Trigger.of(trigger) if isinstance(trigger, dict) else None,
            tuple(JobRun(run) for run in _objects(_object(raw, "JobDetails"), "JobRuns")),
            tuple(_objects(_object(raw, "CrawlerDetails"), "Crawls")),
        )


class Edge(NamedTuple):
    """From a node to one that follows, by their ids: job to trigger to job."""

    source: str
    destination: str


class WorkflowRun:
    """One answer of AWS about one workflow run; `raw` is never edited. WorkflowRunProperties may hold secrets."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw

    @property
    def key(self) -> WorkflowRunKey:
        """Which run of which workflow; "" for what AWS does not say."""
        return WorkflowRunKey(_text(self.raw, "Name"), _text(self.raw, "WorkflowRunId"))

    @property
    def resumes(self) -> str:
        """The id of the run that it resumes, or ""."""
        return _text(self.raw, "PreviousRunId")

    @property
    def status(self) -> str:
        """RUNNING, COMPLETED, STOPPING, STOPPED, ERROR, or what AWS adds. COMPLETED is not success."""
        return _text(self.raw, "Status")

    @property
    def started(self) -> datetime | None:
        """StartedOn in UTC."""
        return instant(self.raw.get("StartedOn"))

    @property
    def completed(self) -> datetime | None:
        """CompletedOn in UTC."""
        return instant(self.raw.get("CompletedOn"))

    def was_on(self, moment: datetime) -> bool:
        """Whether it was on at a moment; False where its start was not returned."""
        started, completed = self.started, self.completed
        return started is not None and started <= moment and (completed is None or moment <= completed)

    @property
    def statistics(self) -> Statistics:
        """Its actions, counted by AWS."""
        counts = {name: number(value) for name, value in _object(self.raw, "Statistics").items()}

        def total(*names: str) -> int | None:
            known = [counts.get(name) for name in names]
            found = [int(each) for each in known if each is not None]
            return sum(found) if found else None

        # Newer statistics are absent in older answers: nothing is counted there.
        whole, accounted = total("TotalActions"), total(*ENDED_OR_ON)
        left = None if whole is None or accounted is None else max(whole - accounted, 0)
        return Statistics(
            whole,
            total("SucceededActions"),
            total(*FAILURES),
            total("StoppedActions"),
            total("RunningActions", "WaitingActions"),
            left,
        )

    @property
    def has_graph(self) -> bool:
        """Whether its graph was asked for and returned."""
        return isinstance(self.raw.get("Graph"), dict)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes of its graph, in AWS's order."""
        return tuple(map(Node.of, _objects(_object(self.raw, "Graph"), "Nodes")))

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The edges of its graph."""
        entries = _objects(_object(self.raw, "Graph"), "Edges")
        return tuple(Edge(_text(each, "SourceId"), _text(each, "DestinationId")) for each in entries)

    @property
    def job_runs(self) -> dict[RunKey, JobRun]:
        """Its job runs by identity: those that a resumed run repeats from the one before count once."""
        return {run.key: run for node in self.nodes for run in node.runs}

    def holds(self, key: RunKey) -> bool:
        """Whether a job run is in its graph: PredecessorRuns are empty there, the edges tell."""
        return key in self.job_runs


def _object(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = of.get(name)
    return value if isinstance(value, dict) else {}


def _objects(of: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    value = of.get(name)
    return (entry for entry in (value if isinstance(value, list) else ()) if isinstance(entry, dict))


def _text(of: Mapping[str, Any], name: str) -> str:
    value = of.get(name)
    return value if isinstance(value, str) else ""
