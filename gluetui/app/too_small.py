"""What is shown in place of everything where the window is too small for the panes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget

LEAST = Size(60, 15)
"""The smallest window in which the panes can be read."""


class Notice(Widget):
    """Says how large the window must be, and how large it is."""

    def render(self) -> RenderResult:
        width, height = self.app.size
        return Content(
            f"gluetui needs {LEAST.width}×{LEAST.height};\nthis is {width}×{height}.\n"
            "Make the window larger; q quits."
        )  # fmt: skip


class TooSmall(ModalScreen[None]):
    """Goes when the window has grown; what lies under it stays as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.quit", "Quit")]

    @staticmethod
    def is_needed(size: Size) -> bool:
        """Whether a window is smaller than LEAST."""
        return size.width < LEAST.width or size.height < LEAST.height

    def compose(self) -> ComposeResult:
        yield Notice()
