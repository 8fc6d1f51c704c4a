"""The run that the user marked to compare another one with."""

from __future__ import annotations

from gluetui.glue.run.run import RunKey
from gluetui.panes.run_list import RunList
from gluetui.screens.session_screen import SessionScreen


class Marked:
    """One run at most; the list of runs shows which."""

    def __init__(self, screen: SessionScreen, runs: RunList) -> None:
        self._screen = screen
        self._runs = runs

    def toggle(self) -> None:
        """Mark the run under the cursor, or take its mark away."""
        run = self._runs.item
        if run is None:
            self._screen.toast("No run is under the cursor.")
            return
        self._runs.marked = None if self._runs.marked == run.key else run.key
        compares = self._runs.key_of("browse.compare")
        told = f"Marked: {compares} on another run of the job compares the two." if self._runs.marked else "Not marked."
        self._runs.refresh_changed()
        self._screen.toast(told)

    def beside(self, key: RunKey) -> RunKey | None:
        """The marked run, where it is another one of the same job."""
        marked = self._runs.marked
        return marked if marked is not None and marked.job_name == key.job_name and marked != key else None
