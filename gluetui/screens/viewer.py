"""A whole value, or a whole run as JSON, over the full screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from gluetui.commands import bindings
from gluetui.screens.asking import Ask
from gluetui.screens.copying import CopyingScreen
from gluetui.text.safe import one_line
from gluetui.widgets.key_line import KeyLine
from gluetui.widgets.text_view import TextView


class Viewer(CopyingScreen):
    """Shows a text; esc clears the search, then closes."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("viewer")]

    def __init__(self, ask: Ask, title: str, text: str, *, is_prose: bool = False) -> None:
        """Only prose is wrapped; what is copied never is."""
        super().__init__(ask)
        self._title = title
        self.view = TextView(one_line(title), text, is_prose=is_prose)

    def compose(self) -> ComposeResult:
        yield self.view
        yield KeyLine()

    def on_mount(self) -> None:
        self.view.focus()

    def action_match(self, step: int) -> None:
        self.view.go_to_match(step)

    def action_copy(self) -> None:
        self.copy_text(self.view.text, self._title)

    def action_close(self) -> None:
        if not self.view.close_filter():
            self.action_leave()

    def action_leave(self) -> None:
        self.dismiss()
