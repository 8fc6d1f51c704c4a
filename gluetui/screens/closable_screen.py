"""What the screens have in common that lie over the panes: esc does the nearest thing first, and closes at last."""

from __future__ import annotations

from collections.abc import Mapping

from gluetui.screens.session_screen import SessionScreen
from gluetui.widgets.rows import Step


class ClosableScreen(SessionScreen):
    """A screen of a session over another one."""

    # For subclasses.

    @property
    def steps(self) -> list[Step]:
        """What esc does, nearest first; none where there is nothing to close."""
        return [Step("Close", self.action_leave)]

    # Keys.

    @property
    def key_titles(self) -> Mapping[str, str]:
        return {"screen.close": self.steps[0].title} if self.steps else {}

    def action_close(self) -> None:
        self.steps[0].act()

    def action_leave(self) -> None:
        if self.is_active:  # Textual's `dismiss` takes whatever screen is on top then.
            self.dismiss()
