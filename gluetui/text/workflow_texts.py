"""A workflow's run as rows: how it went, by its statistics read truthfully, and the nodes of its graph as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any

from gluetui.glue.run.run import instant
from gluetui.glue.secrets.masks import Masks
from gluetui.glue.triggers.workflow_run import Node, Statistics, WorkflowRun, WorkflowRunKey
from gluetui.text.lines import Span
from gluetui.text.safe import one_line, shown_name
from gluetui.text.states import look
from gluetui.text.times import duration_short, when
from gluetui.text.why_texts import Target, WhyRow

NOT_RETURNED = "not returned"

MOST_DEPTH = 40
"""Levels of the graph that are indented."""


def workflow_title(key: WorkflowRunKey) -> str:
    """Such as "Workflow nightly · wr_1"."""
    return " · ".join(filter(None, (f"Workflow {shown_name(key.workflow)}", one_line(key.run_id))))


def statistics_text(status: str, counts: Statistics) -> str:
    """Such as "COMPLETED: 9 of 11 succeeded, 2 never ran": COMPLETED alone is no success."""
    named = one_line(status) or f"status {NOT_RETURNED}"
    if counts.total is None:
        return f"{named}: its statistics were {NOT_RETURNED}"
    parts = [f"{counts.succeeded if counts.succeeded is not None else '?'} of {counts.total:,} succeeded"]
    for count, word in (
        (counts.failed, "failed"),
        (counts.stopped, "stopped"),
        (counts.on, "on"),
        (counts.never_ran, "not run yet" if status in ("RUNNING", "STOPPING") else "never ran"),
    ):
        if count:
            parts.append(f"{count:,} {word}")
    return f"{named}: {', '.join(parts)}"


def workflow_rows(run: WorkflowRun, *, now: datetime, zone: tzinfo | None) -> list[WhyRow]:
    """The rows from top to bottom."""
    rows = [WhyRow(statistics_text(run.status, run.statistics), "name")]
    started, ended = (when(each, zone) or NOT_RETURNED for each in (run.started, run.completed))
    rows.append(WhyRow(f"started {started}" + (f", ended {ended}" if run.completed is not None else ""), "dim"))
    error = run.raw.get("ErrorMessage")
    if isinstance(error, str) and error:
        rows.append(WhyRow(one_line(Masks(run.raw).argument("ErrorMessage", error)), "bad"))
    if run.resumes:
        before = WorkflowRunKey(run.key.workflow, run.resumes)
        text = f"resumes {one_line(run.resumes)}: job runs that it did not run again are that run's"
        rows.append(WhyRow(text, "", Span("↻", "warning"), 0, Target(workflow=before)))
    rows += _property_rows(run.raw)
    rows.append(WhyRow("GRAPH · triggers as they were when the run began", "title"))
    if not run.nodes:
        rows.append(WhyRow(f"Its graph was {NOT_RETURNED}, or is empty.", "dim"))
    for depth, node, is_again in _in_order(run):
        rows += _node_rows(node, depth, now, zone, is_again=is_again)
    return rows


def _property_rows(raw: Mapping[str, Any]) -> Iterator[WhyRow]:
    """The properties, masked as a run's arguments are."""
    properties = raw.get("WorkflowRunProperties")
    if not isinstance(properties, dict) or not properties:
        return
    masks = Masks(properties)
    yield WhyRow("PROPERTIES", "title")
    for name, value in properties.items():
        yield WhyRow(f"{one_line(masks.apply(name))} = {one_line(masks.argument(name, str(value)))}")


def _in_order(run: WorkflowRun) -> Iterator[tuple[int, Node, bool]]:
    """The nodes with their depth, those that nothing leads to first; one that several lead to opens once."""
    nodes = {node.id: node for node in run.nodes}
    behind: dict[str, list[str]] = {}
    led_to = set[str]()
    for source, destination in run.edges:
        if source in nodes and destination in nodes:
            behind.setdefault(source, []).append(destination)
            led_to.add(destination)
    seen = set[str]()
    stack = [(0, node.id) for node in reversed(run.nodes) if node.id not in led_to]
    left = [node.id for node in run.nodes]
    while stack or left:
        if not stack:  # A ring that nothing leads to.
            first = left.pop(0)
            if first in seen:
                continue
            stack.append((0, first))
        depth, name = stack.pop()
        yield depth, nodes[name], name in seen
        if name not in seen:
            seen.add(name)
            stack += [(depth + 1, each) for each in reversed(behind.get(name, []))]


def _node_rows(node: Node, depth: int, now: datetime, zone: tzinfo | None, *, is_again: bool) -> Iterator[WhyRow]:
    depth = min(depth, MOST_DEPTH)
    name = f"{node.type.lower() or 'node'} {shown_name(node.name)}".strip()
    if is_again:
        yield WhyRow(f"{one_line(name)}: shown above", "dim", Span("·", "dim"), depth)
    elif node.type == "TRIGGER":
        yield WhyRow(one_line(name), "", Span("·", "dim"), depth, Target(trigger=node.name))
    elif node.type == "CRAWLER":
        yield from _crawl_rows(node, one_line(name), depth, zone)
    elif not node.runs:
        target = Target(job=node.name) if node.type == "JOB" else None
        yield WhyRow(f"{one_line(name)}: no run of it", "", Span("–", "unknown"), depth, target)
    for run in node.runs if not is_again else ():
        shown = look(run.state)
        lasted = duration_short(run.run_seconds(now))
        facts = ", ".join(filter(None, (one_line(shown.word), f"started {when(run.started, zone)}", lasted)))
        target = Target(run=run.key) if run.key.run_id else Target(job=node.name)
        yield WhyRow(f"{one_line(name)}: {facts}", "", Span(shown.glyph, shown.role), depth, target)


def _crawl_rows(node: Node, name: str, depth: int, zone: tzinfo | None) -> Iterator[WhyRow]:
    if not node.crawls:
        yield WhyRow(f"{name}: no crawl of it", "", Span("–", "unknown"), depth)
    for crawl in node.crawls:
        state = crawl.get("State")
        shown = look(state if isinstance(state, str) else "")
        error = crawl.get("ErrorMessage")
        said = Masks(crawl).argument("ErrorMessage", error) if isinstance(error, str) else ""
        started = when(instant(crawl.get("StartedOn")), zone)
        facts = ", ".join(filter(None, (shown.word, f"started {started}" if started else "", one_line(said))))
        yield WhyRow(f"{name}: {one_line(facts)}", "", Span(shown.glyph, shown.role), depth)
