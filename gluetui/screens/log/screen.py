"""The screen of a run's log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from gluetui.glue.logs.cause import Cause
from gluetui.glue.run.run import RunKey
from gluetui.panes.log_view import LogView
from gluetui.screens.log.loader import LogLoader
from gluetui.screens.session_screen import SessionScreen, Subject
from gluetui.session.session import Session
from gluetui.widgets.rows import Step


class LogScreen(SessionScreen):
    """Hands messages of the log's pane and actions of keys on to the loader."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session, run_key: RunKey, at: Cause | None = None) -> None:
        """The log of a run, opened at the record of a cause that is known already, else where the run has it."""
        super().__init__(session)
        self.run_key = run_key
        self.log_view = LogView(session.clock)
        self.loader = LogLoader(self, self.log_view, run_key, at=at)

    def body(self) -> Iterable[Widget]:
        yield self.log_view

    def on_mount(self) -> None:
        self.log_view.focus()
        self.call_after_refresh(self.loader.load)

    def on_unmount(self) -> None:
        self.loader.stop()

    @property
    def subject(self) -> Subject | None:
        return Subject(self.run_key)

    def ask_again(self) -> None:
        self.loader.load()

    @on(LogView.NearStart)
    def log_near_start(self) -> None:
        # A page may have arrived since this was posted.
        if self.log_view.is_near_start and self.log_view.error is None:
            self.loader.load_older()

    # The way out.

    @property
    def steps(self) -> list[Step]:
        """What esc does, nearest first."""
        view, loader = self.log_view, self.loader
        works = [Step("Stop loading", loader.stop)] if loader.is_loading_all else []
        return [*view.clearing, *works, *view.leaving, Step("Close", self.action_leave)]

    @property
    def unavailable_actions(self) -> Set[str]:
        return super().unavailable_actions | {"run('show_log')"}

    @property
    def reasons(self) -> Mapping[str, str]:
        return {**super().reasons, "run('show_log')": "This is the run's log."}

    @property
    def key_titles(self) -> Mapping[str, str]:
        return {"screen.close": self.steps[0].title}

    def action_close(self) -> None:
        self.steps[0].act()

    def action_leave(self) -> None:
        if self.is_active:  # Textual's `dismiss` takes whatever screen is on top then.
            self.dismiss()

    def action_follow(self) -> None:
        self.toast("Nothing is followed yet.")

    def action_load_all(self) -> None:
        if self.loader.has_older:
            self.loader.load_all()
        else:
            self.toast("All that AWS has of these streams is loaded.")
