"""Hands what is learned of runs on to every pane that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.panes.run_details import RunDetails
from gluetui.panes.run_list import RunList
from gluetui.screens.browse.cause_loader import CauseLoader
from gluetui.screens.browse.current_run import CurrentRun
from gluetui.screens.browse.last_runs_loader import LastRunsLoader
from gluetui.session.live import Live


class RunNews:
    """The main screen's view of the session's runs."""

    def __init__(
        self,
        live: Live,
        jobs: JobList,
        runs: RunList,
        details: RunDetails,
        tree: PredecessorTree,
        *,
        last_runs: LastRunsLoader,
        current: CurrentRun,
        causes: CauseLoader,
    ) -> None:
        self._live = live
        self._jobs = jobs
        self._runs = runs
        self._details = details
        self._tree = tree
        self._last_runs = last_runs
        self._current = current
        self._causes = causes

    def runs_changed(self, runs: Mapping[RunKey, JobRun]) -> None:
        """Show newer answers about these runs, wherever one of them is shown."""
        own = [run for key, run in runs.items() if key.job_name == self._runs.job_name]
        if own:
            self._runs.change(lambda job, now: job.renew(own, now))
        self._current.renew(runs)
        self._causes.look()
        self._live.sight_changed()

    def job_listed(self, job_name: str, runs: Sequence[JobRun]) -> None:
        """Show a job's newest runs in the list of its runs."""
        if job_name == self._runs.job_name:
            self._runs.change(lambda job, now: job.glimpse(runs, now))

    def status_changed(self, job_name: str) -> None:
        """Show how the last runs of a job went, which is known anew."""
        self._last_runs.learned(job_name)
        self._jobs.status_changed(job_name)
        self._details.compare(job_name)
        self._tree.refresh_changed()
        self._live.sight_changed()

    def cause_changed(self, key: RunKey) -> None:
        """Show what is known now of the cause of a run in every pane that shows the run."""
        if self._details.run is not None and self._details.run.key == key:
            self._details.update_fields()
        self._runs.show_causes()
        self._tree.show_causes()
