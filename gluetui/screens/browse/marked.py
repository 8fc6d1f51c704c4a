"""The run that the user marked to compare another one with."""

from __future__ import annotations

from gluetui.glue.run.run import RunKey
from gluetui.panes.run_list import RunList
from gluetui.screens.session_screen import SessionScreen


class Marked:
    """One run of each job at most; the list of runs shows which."""

    def __init__(self, screen: SessionScreen, runs: RunList) -> None:
        self._screen = screen
        self._runs = runs

    def toggle(self) -> None:
        """Mark the run under the cursor, or take its mark away."""
        run, job = self._runs.item, self._runs.job
        if run is None:
            self._screen.toast("No run is under the cursor.")
            return
        job.marked = None if job.marked == run.key else run.key
        compares = self._runs.key_of("browse.compare")
        told = f"Marked: {compares} on another run of the job compares the two." if job.marked else "Not marked."
        self._runs.refresh_changed()
        self._screen.toast(told)

    def beside(self, key: RunKey) -> RunKey | None:
        """The marked run of a run's job, where it is another one."""
        job = self._screen.session.job_runs.get(key.job_name)
        return job.marked if job is not None and job.marked != key else None
