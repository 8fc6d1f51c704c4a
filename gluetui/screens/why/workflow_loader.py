"""Loads a workflow's run with its graph; where only the workflow is known, the run that was on at a time."""

from __future__ import annotations

from datetime import datetime

from gluetui.glue.clients.workflows import Workflows
from gluetui.glue.errors.error import AwsError
from gluetui.glue.triggers.workflow_run import WorkflowRun, WorkflowRunKey
from gluetui.panes.why_report import WhyReport
from gluetui.screens.session_screen import SessionScreen
from gluetui.text.why_texts import WhyRow
from gluetui.text.workflow_texts import workflow_rows, workflow_title

MOST_PAGES = 5
"""Pages of a workflow's runs that are looked through for the one that was on."""


class WorkflowLoader:
    """Shows one workflow run in the pane."""

    def __init__(self, screen: SessionScreen, pane: WhyReport, key: WorkflowRunKey, moment: datetime | None) -> None:
        """`moment` is when the run was on, of which only the workflow is known."""
        self._screen = screen
        self._session = screen.session
        self._pane = pane
        self._key = key
        self._moment = moment
        self._run: WorkflowRun | None = None

    @property
    def is_working(self) -> bool:
        """Whether something is asked for."""
        return self._pane.is_waiting

    @property
    def run(self) -> WorkflowRun | None:
        """The run that is shown."""
        return self._run

    def begin(self, *, anew: bool = False) -> None:
        """Ask for the run, unless it is known."""
        self._pane.wait_for("asking AWS for the workflow's run")
        self._screen.start_work(self._load, group="why", exclusive=True)

    def stop(self) -> None:
        """Ask for nothing more."""
        self._screen.workers.cancel_group(self._screen, "why")
        self._pane.load.give_up()
        if self._run is None:
            self._pane.say_empty("Not loaded: that was stopped.")

    def show_times(self) -> None:
        """Show the rows with their times in the clock's zone."""
        if self._run is not None:
            self._show(self._run)

    async def _load(self) -> None:
        try:
            run = await self._session.ask(_read, Workflows(self._session.aws), self._key, self._moment)
        except AwsError as error:
            self._screen.fail(error, self.begin, self._pane.load)
            return
        if run is None:
            text = "No run of this workflow was on then, among those that AWS returned."
            self._pane.show(workflow_title(self._key), [WhyRow(text, "waiting")])
        else:
            self._run = run
            self._show(run)
        self._pane.arrived()
        self._screen.refresh_keys()

    def _show(self, run: WorkflowRun) -> None:
        clock = self._session.clock
        key = run.key if run.key.run_id else self._key
        self._pane.show(workflow_title(key), workflow_rows(run, now=clock.now(), zone=clock.zone))


def _read(workflows: Workflows, key: WorkflowRunKey, moment: datetime | None) -> WorkflowRun | None:
    """The run with its graph; None where the one that was on is not found."""
    if key.run_id:
        return workflows.workflow_run(*key)
    token: str | None = None
    for _ in range(MOST_PAGES):
        page = workflows.workflow_runs(key.workflow, token)
        # The later one, should two have been on.
        on = [(str(run.started), run.key.run_id) for run in page.items if moment is not None and run.was_on(moment)]
        if on:
            return workflows.workflow_run(key.workflow, max(on)[1])
        token = page.next_token
        if token is None:
            return None
    return None
