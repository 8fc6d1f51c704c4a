"""Shows every further try of boto3's in the pane that waits for its answer."""

from __future__ import annotations

import asyncio

from gluetui.glue.aws.hooks import Retry
from gluetui.glue.clients.glue import Glue
from gluetui.glue.run.run import RunKey
from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.panes.run_details import RunDetails
from gluetui.panes.run_list import RunList
from gluetui.screens.browse.tree_loader import Ancestry


class RetryNews:
    """Hears of a try in the thread of its call and shows it on the event loop."""

    def __init__(
        self, jobs: JobList, runs: RunList, details: RunDetails, predecessors: PredecessorTree, ancestry: Ancestry
    ) -> None:
        self._jobs = jobs
        self._runs = runs
        self._run_panes = details, predecessors
        self._ancestry = ancestry

    def listen(self, glue: Glue) -> None:
        """From now on; called on the event loop."""
        loop = asyncio.get_running_loop()

        def tell(retry: Retry) -> None:
            # A call may outlive the app, which does not wait for it.
            if not loop.is_closed():
                loop.call_soon_threadsafe(self.show, retry)

        glue.on_retry = tell

    def show(self, retry: Retry) -> None:
        """Tell a try where its answer is waited for."""
        if retry.operation == "ListJobs":
            self._jobs.retrying(retry.text)
        elif retry.operation == "GetJobRuns" and retry.job_name == self._runs.job_name:
            self._runs.retrying(retry.text)
        elif retry.operation == "GetJobRun" and any(pane.is_waiting for pane in self._run_panes):
            for pane in self._run_panes:
                pane.retrying(retry.text)
        elif retry.operation == "GetJobRun":
            self._ancestry.retrying(RunKey(retry.job_name, retry.run_id), retry.text)
