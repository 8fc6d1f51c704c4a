"""How old the answers are that each pane of the main screen shows, as far as they can change."""

from __future__ import annotations

from datetime import datetime

from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.panes.run_details import RunDetails
from gluetui.panes.run_list import RunList
from gluetui.session.known_runs import KnownRuns


class Ages:
    """Gives panes the time that their borders tell."""

    def __init__(
        self, known: KnownRuns, jobs: JobList, runs: RunList, details: RunDetails, tree: PredecessorTree
    ) -> None:
        self._known = known
        self._jobs = jobs
        self._runs = runs
        self._details = details
        self._tree = tree

    def tell(self) -> None:
        """Have the panes say it from now on."""
        self._jobs.as_of = self._of_jobs
        self._runs.as_of = lambda: self._runs.arrived_at if self._runs.job_name else None
        self._details.as_of = self._of_run
        self._tree.as_of = lambda: min(filter(None, map(self._known.came_at, self._tree.live_in_sight)), default=None)

    def _of_jobs(self) -> datetime | None:
        jobs = self._jobs
        if jobs.only_failed:
            return jobs.unchecked.as_of
        seen = jobs.last_runs.oldest(jobs.in_sight) if jobs.shows_statuses else None
        return min(filter(None, (seen, jobs.arrived_at)), default=None)

    def _of_run(self) -> datetime | None:
        run = self._details.run
        return self._details.arrived_at if run is not None and not run.is_final else None
