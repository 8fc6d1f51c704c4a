"""The top of every screen: a line with the session's facts, and a banner for a fault that stops all calls."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from gluetui.commands import first_key
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import GIVE_REGION, PASSING
from gluetui.text.safe import cut_end, one_line

PROGRAM_NAME = " gluetui "
FACT_SEPARATOR = " · "

LEAST_FACTS_WIDTH = 40
"""Cells that the facts need at least; a badge that leaves them less is cut before its colon."""


class TopLine(Widget):
    """The program's name, then facts, which are made safe here; where room is short the last ones are left out."""

    COMPONENT_CLASSES = {"top-line--name", "top-line--facts", "top-line--badge"}  # noqa: RUF012 - as Textual declares it

    def __init__(self) -> None:
        super().__init__()
        self.facts: tuple[str, ...] = ()
        self.badge = ""

    def show(self, *facts: str, badge: str = "") -> None:
        """Show other facts; empty ones are left out. A badge is a warning, such as "not AWS: host"."""
        self.facts = tuple(one_line(fact) for fact in facts if fact)
        self.badge = one_line(badge)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        parts = ("name", "facts", "badge")
        name, facts, badge = (self.get_component_rich_style(f"top-line--{part}") for part in parts)
        width = self.size.width - len(PROGRAM_NAME)
        warning = self.badge if width - cell_len(self.badge) >= LEAST_FACTS_WIDTH else self.badge.partition(":")[0]
        segments = [Segment(PROGRAM_NAME, name)]
        if warning:
            segments.append(Segment(f" {warning} ", badge))
            width -= cell_len(warning) + 2
        segments.append(Segment(f" {_that_fit(self.facts, width - 2)}", facts))
        return Strip(segments).adjust_cell_length(self.size.width, facts)


def _that_fit(facts: tuple[str, ...], width: int) -> str:
    """The facts for which there is room; of the first two the first is cut, so that the second stays whole."""
    for count in range(len(facts), 2, -1):
        text = FACT_SEPARATOR.join(facts[:count])
        if cell_len(text) <= width:
            return text
    if len(facts) < 2:
        return cut_end("".join(facts), width)
    rest = FACT_SEPARATOR + facts[1]
    return cut_end(cut_end(facts[0], max(12, width - cell_len(rest))) + rest, width)


class Banner(Widget):
    """Shows the session's fault above the panes; takes no room while there is none."""

    COMPONENT_CLASSES = {"banner--cause", "banner--step", "banner--keys"}  # noqa: RUF012 - as Textual declares it

    def __init__(self) -> None:
        super().__init__()
        self.error: AwsError | None = None

    def show(self, error: AwsError | None) -> None:
        """Show an error, or with None hide the banner."""
        if (error and error.args) != (self.error and self.error.args):
            self.refresh()
        self.error = error
        self.display = error is not None

    @property
    def lines(self) -> tuple[str, str, str]:
        """The cause, the next step, and the keys in force; a line that is cut is shown whole by `browse.error`."""
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
        if error.kind is ErrorKind.SETUP:
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
