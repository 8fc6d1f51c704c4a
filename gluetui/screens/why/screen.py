"""The screen that tells why: what started a run and what followed, why a job did not run, or a workflow's run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from gluetui.glue.files.printed import INDENT, as_json
from gluetui.glue.secrets.masks import masked_run
from gluetui.glue.triggers.trigger import Trigger
from gluetui.glue.triggers.workflow_run import WorkflowRunKey
from gluetui.panes.why_report import WhyReport
from gluetui.screens.closable_screen import ClosableScreen
from gluetui.screens.requests import Asked, OpenRequested
from gluetui.screens.session_screen import Subject
from gluetui.screens.why.loader import WhyLoader
from gluetui.screens.why.workflow_loader import WorkflowLoader
from gluetui.session.session import Session
from gluetui.text.safe import one_line
from gluetui.text.why_texts import AS_OF_NOW, Target
from gluetui.widgets.rows import Rows, Step


class WhyScreen(ClosableScreen):
    """Hands keys to what loads the answer, and opens what its rows name."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session, asked: Asked | WorkflowRunKey, *, moment: datetime | None = None) -> None:
        """`moment` is when a workflow's run was on whose id is not known."""
        super().__init__(session)
        self.report = WhyReport(session.clock)
        self.loader: WhyLoader | WorkflowLoader = (
            WorkflowLoader(self, self.report, asked, moment)
            if isinstance(asked, WorkflowRunKey)
            else WhyLoader(self, self.report, asked)
        )

    def body(self) -> Iterable[Widget]:
        yield self.report

    def on_mount(self) -> None:
        self.report.focus()
        self.call_after_refresh(self.loader.begin)

    # The run that commands act on.

    @property
    def subject(self) -> Subject | None:
        """The run that the row under the cursor names, else the one that is asked about."""
        target = self.report.target
        if target is not None and (target.run is not None or target.job):
            return Subject(target.run) if target.run is not None else None
        told = self.loader.report if isinstance(self.loader, WhyLoader) else None
        return Subject(told.run.key) if told is not None and told.run is not None else None

    @property
    def why_asked(self) -> Asked | None:
        """The run or the job of the row: a job in the same window."""
        target = self.report.target
        if target is not None and target.job:
            told = self.loader.report if isinstance(self.loader, WhyLoader) else None
            return Asked(target.job, window=told.window if told is not None else None)
        return super().why_asked

    # What rows open.

    @on(Rows.Selected, "#why")
    def row_selected(self) -> None:
        target = self.report.target
        if target is not None:
            self.open(target)

    def open(self, target: Target) -> None:
        """Show what a row names."""
        if target.run is not None:
            self.post_message(OpenRequested(target.run.job_name, target.run))
        elif target.job:
            self.post_message(OpenRequested(target.job, None))
        elif target.workflow is not None:
            screen = WhyScreen(self.session, target.workflow, moment=self._moment)
            self.app.push_screen(screen, mode=self.session.mode)
        else:
            self._show_trigger(target.trigger)

    @property
    def _moment(self) -> datetime | None:
        """When the run started that is asked about."""
        told = self.loader.report if isinstance(self.loader, WhyLoader) else None
        return told.run.started if told is not None and told.run is not None else None

    def _show_trigger(self, name: str) -> None:
        """A trigger's definition as of now, or in a workflow's run as it was when that began; secrets are masked."""
        frozen = self._frozen(name)
        index = self.session.triggers.index
        trigger = frozen if frozen is not None else index.named(name) if index is not None else None
        if trigger is None:
            self.toast(f"Trigger {one_line(name)} is not among those that AWS returned.", severity="warning")
            return
        as_of = "as of the run" if frozen is not None else AS_OF_NOW[1:-1]
        self.view(f"Trigger {name} · {as_of}", as_json(masked_run(trigger.raw)[0], indent=INDENT))

    def _frozen(self, name: str) -> Trigger | None:
        run = self.loader.run if isinstance(self.loader, WorkflowLoader) else None
        nodes = run.nodes if run is not None else ()
        return next((node.trigger for node in nodes if node.trigger is not None and node.name == name), None)

    # Keys.

    def show_times(self) -> None:
        super().show_times()
        self.loader.show_times()

    def ask_again(self) -> None:
        if self.session.aws.is_offline:
            self.toast("What a file holds does not change.")
        elif self.loader.is_working:
            self.toast("AWS is being asked for it already.")
        else:
            self.loader.begin(anew=True)

    @property
    def steps(self) -> list[Step]:
        """What esc does, nearest first."""
        works = [Step("Stop", self.loader.stop)] if self.loader.is_working else []
        return [*self.report.clearing, *works, *super().steps]
