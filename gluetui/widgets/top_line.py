"""The first line of the screen: whose data this is, and whether it is AWS's own."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from gluetui.text.safe import cut_end, one_line

NAME = " gluetui "
BETWEEN = " · "

ROOM = 40
"""Cells that the facts have at least; a badge that leaves less is cut before its colon."""


class TopLine(Widget):
    """The program's name, then facts, each given as text from outside; those at the end give way first."""

    COMPONENT_CLASSES = {"top-line--name", "top-line--facts", "top-line--badge"}  # noqa: RUF012 - as Textual declares it

    def __init__(self) -> None:
        super().__init__()
        self.facts: tuple[str, ...] = ()
        self.badge = ""

    def show(self, *facts: str, badge: str = "") -> None:
        """Say other facts; empty ones are left out. A badge is a warning, such as "not AWS: host"."""
        self.facts = tuple(one_line(fact) for fact in facts if fact)
        self.badge = one_line(badge)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        parts = ("name", "facts", "badge")
        name, facts, badge = (self.get_component_rich_style(f"top-line--{part}") for part in parts)
        width = self.size.width - len(NAME)
        warning = self.badge if width - cell_len(self.badge) >= ROOM else self.badge.partition(":")[0]
        segments = [Segment(NAME, name)]
        if warning:
            segments.append(Segment(f" {warning} ", badge))
            width -= cell_len(warning) + 2
        segments.append(Segment(f" {_that_fit(self.facts, width - 2)}", facts))
        return Strip(segments).adjust_cell_length(self.size.width, facts)


def _that_fit(facts: tuple[str, ...], width: int) -> str:
    """The facts for which there is room; of the first two the first is cut, so that the second stays whole."""
    for count in range(len(facts), 2, -1):
        text = BETWEEN.join(facts[:count])
        if cell_len(text) <= width:
            return text
    if len(facts) < 2:
        return cut_end("".join(facts), width)
    rest = BETWEEN + facts[1]
    return cut_end(cut_end(facts[0], max(12, width - cell_len(rest))) + rest, width)
