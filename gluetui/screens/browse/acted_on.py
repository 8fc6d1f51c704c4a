"""The run that commands act on, on the main screen: the one that is seen where the user is, or none."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from gluetui.glue.run.run import JobRun, RunKey
from gluetui.screens.browse.current_run import CurrentRun
from gluetui.screens.browse.following import Shown
from gluetui.screens.browse.marked import Marked
from gluetui.screens.requests import Asked
from gluetui.screens.session_screen import Subject

MOST_COMPARED_RUNS = 200
"""Loaded runs, the newest, that a run is compared with in a note."""


class ActedOn:
    """Knows of each pane which run it shows under its cursor; no run of another pane stands in for it."""

    def __init__(self, shown: Shown, current: CurrentRun, marked: Marked) -> None:
        self._shown = shown
        self._current = current
        self._marked = marked

    def of(self, pane: Widget | None) -> Subject | None:
        """The run under the cursor of a pane."""
        key = self._key(pane)
        if key is None:
            return None
        details = self._shown.details
        is_revealed = details.reveals and details.run is not None and details.run.key == key
        tree, against = self._shown.tree, self._marked.beside(key)
        drawn = tree.projection.timeline.lineage if pane is tree else None
        return Subject(key, is_revealed=is_revealed, with_chain=pane is tree, against=against, drawn=drawn)

    def why_asked(self, pane: Widget | None) -> Asked | None:
        """What the key that asks why asks about: in the jobs the job, elsewhere the run under the cursor."""
        jobs = self._shown.jobs
        if pane is jobs:
            return Asked(jobs.item) if jobs.item else None
        subject = self.of(pane)
        return Asked(subject.key.job_name, subject.key) if subject is not None else None

    def others_of(self, key: RunKey) -> Sequence[JobRun]:
        """Other runs of its job, where the list of runs has them."""
        runs = self._shown.runs
        is_listed = key.job_name == runs.job_name
        return [run for run in runs.items[:MOST_COMPARED_RUNS] if run.key != key] if is_listed else []

    def _key(self, pane: Widget | None) -> RunKey | None:
        jobs, runs, details, tree = self._shown
        if pane is jobs:
            return jobs.last_run
        if pane is runs:
            return runs.item.key if runs.item is not None else None
        if pane is tree and (tree.entry_count or tree.filter_text):
            return tree.key
        # Of details and of a tree that is not there yet the title names the run.
        is_gone = (pane is details or pane is tree) and not pane.entry_count and pane.error is not None
        return None if is_gone else self._current.key

    def why_none(self, pane: Widget | None) -> str:
        """Why there is no run under the cursor of a pane."""
        jobs, _, details, tree = self._shown
        if pane is jobs and jobs.item is not None:
            return f"No run here: {jobs.key_of('rows.open')} opens the job's runs."
        if pane is tree and tree.row is not None:
            return "No run here: AWS did not return which one this is."
        gone = pane.error if pane is details or pane is tree else None
        return f"No run here: {gone}" if gone is not None else "No run here."
