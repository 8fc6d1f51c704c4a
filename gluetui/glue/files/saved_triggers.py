"""Answers for triggers, workflows and definitions of jobs out of a saved file, which may hold none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from gluetui.glue.files.saved_answers import Answer, Operation, not_found, page


class SavedTriggers:
    """What `aws glue` prints under Triggers, Workflows, Runs (of workflows) and Jobs; had at the first call."""

    def __init__(self, load: Callable[[], Mapping[str, Any]]) -> None:
        """`load` gives a list by each name; a name that is missing was not saved, which is not the same as empty."""
        self._load = load

    @property
    def operations(self) -> dict[str, Operation]:
        """What answers, by operation."""
        return {
            "GetTriggers": self._get_triggers,
            "GetWorkflow": self._get_workflow,
            "GetWorkflowRuns": self._get_workflow_runs,
            "GetWorkflowRun": self._get_workflow_run,
            "GetJob": self._get_job,
        }

    @cached_property
    def _saved(self) -> Mapping[str, Any]:
        return self._load()

    def _get_triggers(self, asked: Mapping[str, Any]) -> Answer:
        if "Triggers" not in self._saved:
            return not_found("Triggers not found.")
        return 200, page("Triggers", self._saved["Triggers"], asked)

    def _get_workflow(self, asked: Mapping[str, Any]) -> Answer:
        return self._named("Workflows", "Workflow", asked["Name"])

    def _get_workflow_runs(self, asked: Mapping[str, Any]) -> Answer:
        runs = [run for run in self._saved.get("Runs", ()) if run.get("Name") == asked["Name"]]
        if not runs:
            return not_found(f"Workflow {asked['Name']} not found.")
        if not asked.get("IncludeGraph"):
            runs = [_without_graph(run) for run in runs]
        return 200, page("Runs", runs, asked)

    def _get_workflow_run(self, asked: Mapping[str, Any]) -> Answer:
        wanted = (asked["Name"], asked["RunId"])
        for run in self._saved.get("Runs", ()):
            if (run.get("Name"), run.get("WorkflowRunId")) == wanted:
                return 200, {"Run": run if asked.get("IncludeGraph") else _without_graph(run)}
        return not_found(f"Workflow run {asked['RunId']} not found.")

    def _get_job(self, asked: Mapping[str, Any]) -> Answer:
        return self._named("Jobs", "Job", asked["JobName"])

    def _named(self, members: str, member: str, name: str) -> Answer:
        for entry in self._saved.get(members, ()):
            if entry.get("Name") == name:
                return 200, {member: entry}
        return not_found(f"{member} {name} not found.")


def _without_graph(run: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in run.items() if name != "Graph"}
