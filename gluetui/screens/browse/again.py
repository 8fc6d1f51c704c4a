"""What asking AWS again means in each pane of the main screen."""

from __future__ import annotations

from textual.widget import Widget

from gluetui.commands.run import NO_RUN
from gluetui.screens.browse.following import Loaders, Shown
from gluetui.screens.session_screen import SessionScreen, Subject
from gluetui.widgets.pane import Pane


class Again:
    """Asks for the content of a pane whose load did not fail, or says why there is nothing to ask for."""

    def __init__(self, screen: SessionScreen, shown: Shown, loaders: Loaders) -> None:
        self._screen = screen
        self._session = screen.session
        self._shown = shown
        self._loaders = loaders

    def ask(self, pane: Widget | None, subject: Subject | None) -> None:
        """Ask for what a pane shows; the `subject` is the run under its cursor."""
        shown, loaders, toast = self._shown, self._loaders, self._screen.toast
        in_list = pane in (shown.jobs, shown.runs)
        if in_list and self._session.aws.is_offline:
            toast("What a file holds does not change.")
        elif pane is shown.runs and not shown.runs.job_name:
            toast("No job's runs are shown: open a job first.")
        elif loaders.current.key is None and not in_list:
            toast(NO_RUN)
        elif isinstance(pane, Pane) and pane.is_waiting:
            toast("AWS is being asked for it already.")
        elif pane is shown.jobs:
            loaders.jobs.load()
            loaders.last_runs.again()
        elif pane is shown.runs:
            loaders.runs.load(shown.runs.job_name)
        else:
            self._ask_for_run(pane, subject)

    def _ask_for_run(self, pane: Widget | None, subject: Subject | None) -> None:
        run = self._session.glue.cached(subject.key) if subject else None
        if self._loaders.causes.again():
            self._screen.toast("Its log is looked into once more.")
        elif run is not None and run.is_final:
            self._screen.toast("This run is over: what AWS says of it no longer changes.")
        if not (pane is self._shown.tree and self._shown.tree.retry()):
            self._loaders.current.refresh()
