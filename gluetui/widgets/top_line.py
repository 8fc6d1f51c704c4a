"""The first line of the screen: whose data this is."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from gluetui.text.safe import cut_end, one_line


class TopLine(Widget):
    """The program's name, then facts (profile, region, account), each given as text from outside."""

    COMPONENT_CLASSES = {"top-line--name", "top-line--facts"}  # noqa: RUF012 - as Textual declares it

    def __init__(self) -> None:
        super().__init__()
        self.facts: tuple[str, ...] = ()

    def show(self, *facts: str) -> None:
        """Say other facts; empty ones are left out."""
        self.facts = tuple(one_line(fact) for fact in facts if fact)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        name, facts = (self.get_component_rich_style(f"top-line--{part}") for part in ("name", "facts"))
        text = cut_end(" · ".join(self.facts), self.size.width - 11)
        return Strip([Segment(" gluetui ", name), Segment(f" {text}", facts)]).adjust_cell_length(
            self.size.width, facts
        )
