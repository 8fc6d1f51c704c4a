"""The two lines that say what stands between the whole session and AWS, and what to do."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from gluetui.commands import first_key
from gluetui.glue.error_rules import PASSING
from gluetui.glue.errors import GlueError
from gluetui.text.safe import cut_end, one_line


class Banner(Widget):
    """Takes no room while all is well."""

    COMPONENT_CLASSES = {"banner--cause", "banner--step"}  # noqa: RUF012 - as Textual declares it

    def __init__(self) -> None:
        super().__init__()
        self.error: GlueError | None = None

    def show(self, error: GlueError | None) -> None:
        """Say another error, or with None that all is well."""
        if (error and error.args) != (self.error and self.error.args):
            self.refresh()
        self.error = error
        self.display = error is not None

    @property
    def step(self) -> str:
        """What to do, with the keys in force."""
        if self.error is None:
            return ""
        keymap = self.app._keymap
        asks = first_key("browse.refresh", keymap)
        signs_in = first_key("browse.sign_in", keymap) if self.error.command else ""
        if self.error.kind in PASSING:
            keys = f"Asks again by itself; {asks} asks at once."
        else:
            keys = f"{signs_in} signs in; {asks} asks again." if signs_in else f"{asks} asks again."
        return f"{self.error.next_step} {keys}".strip()

    def render_line(self, y: int) -> Strip:
        cause, step = (self.get_component_rich_style(f"banner--{part}") for part in ("cause", "step"))
        text, style = (self.error.cause if self.error else "", cause) if y == 0 else (self.step, step)
        line = Segment(f" {cut_end(one_line(text), self.size.width - 2)}", style)
        return Strip([line]).adjust_cell_length(self.size.width, style)
