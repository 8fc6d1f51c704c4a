"""The lines that say what stands between the whole session and AWS, and what to do."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from gluetui.commands import first_key
from gluetui.glue.errors.error import GlueError, Kind
from gluetui.glue.errors.rules import GIVE_REGION, PASSING
from gluetui.text.safe import cut_end, one_line


class Banner(Widget):
    """Takes no room while all is well."""

    COMPONENT_CLASSES = {"banner--cause", "banner--step", "banner--keys"}  # noqa: RUF012 - as Textual declares it

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
    def lines(self) -> tuple[str, str, str]:
        """The cause, the next step, and the keys in force; what does not fit is shown whole by `browse.error`."""
        error = self.error
        if error is None:
            return "", "", ""
        asks, signs_in, profiles, regions, says = (
            first_key(f"browse.{name}", self.app._keymap)
            for name in ("refresh", "sign_in", "profile", "region", "error")
        )
        keys = [f"{asks} asks again", f"{says} says more"]
        if error.kind in PASSING:
            keys[0] = f"asks again by itself · {asks} asks at once"
        elif error.command:
            keys.insert(0, f"{signs_in} signs in")
        if error.kind is Kind.SETUP:
            keys.append(f"{regions} Regions")
        if error.kind not in PASSING:
            keys.append(f"{profiles} other profiles, the demo")
        step = error.next_step
        if step == GIVE_REGION:
            step = f"Press {regions}, or {step[0].lower()}{step[1:]}"
        return error.cause, step, " · ".join(keys)

    def render_line(self, y: int) -> Strip:
        style = self.get_component_rich_style(f"banner--{('cause', 'step', 'keys')[y]}")
        line = Segment(f" {cut_end(one_line(self.lines[y]), self.size.width - 2)}", style)
        return Strip([line]).adjust_cell_length(self.size.width, style)
