"""The boards of nights: one a session, kept as the user left it while another screen is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from gluetui.app.copying import Copying
from gluetui.glue.run.run import RunKey
from gluetui.screens.browse.screen import Browse
from gluetui.screens.requests import NightActionRequested
from gluetui.session.session import Session

if TYPE_CHECKING:
    from gluetui.glue.night.night import Night
    from gluetui.screens.night.screen import NightScreen


class Nights:
    """Puts a session's board in front, and the main screen of the session in front of it."""

    def __init__(self, app: App[None], *, saved: Night | None = None) -> None:
        """`saved` is the night of the file that the first session is of."""
        self._app = app
        self._saved = saved
        self._boards: dict[str, NightScreen] = {}
        """By the session's mode."""

    def show(self, session: Session) -> None:
        """Show the board of the session in front; what lies over it or over the main screen is closed."""
        board = self._board(session)
        self._close_down_to(board)
        if self._app.screen is not board:
            self._app.push_screen(board)
            browse = self._app.screen_stack[0]
            if isinstance(browse, Browse):
                # Textual draws no screen that is covered, so one that was not drawn yet would not begin.
                board.call_after_refresh(browse.begin)

    def act(self, session: Session, message: NightActionRequested, copying: Copying) -> None:
        """Do what the user asks of the night on the board."""
        from gluetui.app.night_actions import NightActions

        board = self._board(session)
        actions = NightActions(board, message.night, message.triggers_error, copying)
        board.start_work(getattr(actions, message.action), group="share", exclusive=True)

    def open(self, job_name: str, run: RunKey | None) -> None:
        """Show what the user chose on the board on the main screen."""
        self._close_down_to(None)
        browse = self._app.screen
        if isinstance(browse, Browse):
            browse.open_from_night(job_name, run)

    def leave_for(self, job_name: str, run: RunKey | None) -> None:
        """Show a run, or the runs of a job, on the main screen; what lies over it is closed."""
        self._close_down_to(None)
        browse = self._app.screen
        if isinstance(browse, Browse) and run is not None:
            browse.open_run(run)
        elif isinstance(browse, Browse):
            browse.open_job(job_name)
            browse.panes.go_to(browse.runs)

    def _board(self, session: Session) -> NightScreen:
        board = self._boards.get(session.mode)
        if board is None:
            from gluetui.screens.night.screen import NightScreen

            board = self._boards[session.mode] = NightScreen(session, saved=self._saved)
            self._saved = None
            # An installed screen stays as it is when it is no longer on the stack.
            self._app.install_screen(board, f"night of {session.mode}")
        return board

    def _close_down_to(self, board: NightScreen | None) -> None:
        while len(self._app.screen_stack) > 1 and self._app.screen is not board:
            self._app.pop_screen()
