"""AWS Glue's triggers, workflows and definitions of jobs, read-only, each by a permission of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gluetui.glue.aws.services import GLUE
from gluetui.glue.clients.calls import Calls, Page
from gluetui.glue.triggers.trigger import Trigger
from gluetui.glue.triggers.workflow_run import WorkflowRun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gluetui.glue.aws.boto import Aws

TRIGGERS_PAGE = 200
"""Triggers a page: the most that GetTriggers gives."""

WORKFLOW_RUNS_PAGE = 100
"""Workflow runs a page, asked without their graphs; GetWorkflowRuns gives up to 1000."""


class Workflows:
    """Triggers and workflows of one Region. Every method blocks, may be called from any thread, raises AwsError only.

    Nothing is kept: a session asks for all triggers once.
    """

    def __init__(self, aws: Aws) -> None:
        self._calls = Calls(aws, GLUE.name)

    def triggers(self) -> Page[Trigger]:
        """All triggers as of now, whole, in AWS's order: one call for each 200."""
        pages = list(self.trigger_pages())
        items = tuple(trigger for page in pages for trigger in page.items)
        return Page(items, None, sum(page.unreadable for page in pages))

    def trigger_pages(self) -> Iterator[Page[Trigger]]:
        """The same, page by page, each after one call."""
        # Not by DependentJobName: it selects what can start a job, and gives all triggers where nothing does.
        for entries in self._calls.pages("GetTriggers", "Triggers", {"MaxResults": TRIGGERS_PAGE}):
            items = tuple(Trigger.of(entry) for entry in entries if isinstance(entry, dict))
            yield Page(items, None, len(entries) - len(items))

    def workflow(self, name: str) -> dict[str, Any]:
        """A workflow's design as of now, with its graph and its last run, as AWS returned it."""
        return self._calls.object("GetWorkflow", "Workflow", {"Name": name, "IncludeGraph": True})

    def workflow_runs(self, name: str, token: str | None = None) -> Page[WorkflowRun]:
        """One page of a workflow's runs without their graphs, in AWS's order, which is not documented."""
        asked = {"Name": name, "IncludeGraph": False, "MaxResults": WORKFLOW_RUNS_PAGE}
        entries, following = self._calls.entries("GetWorkflowRuns", "Runs", asked, token)
        items = tuple(WorkflowRun(entry) for entry in entries if isinstance(entry, dict))
        return Page(items, following, len(entries) - len(items))

    def workflow_run(self, name: str, run_id: str) -> WorkflowRun:
        """One run of a workflow with its graph: triggers as they were when it began, job runs, crawls."""
        asked = {"Name": name, "RunId": run_id, "IncludeGraph": True}
        return WorkflowRun(self._calls.object("GetWorkflowRun", "Run", asked))

    def job(self, name: str) -> dict[str, Any]:
        """A job's definition as of now, as AWS returned it: its arguments and its AuthToken may be secrets."""
        return self._calls.object("GetJob", "Job", {"JobName": name})
