"""Where one pane is seen at a time: the panes there are, and which one this is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget


class PaneTabs(Widget):
    """One line of titles; a click goes to the pane."""

    COMPONENT_CLASSES = {"pane-tabs--shown", "pane-tabs--other"}  # noqa: RUF012 - as Textual declares it

    def __init__(self, panes: Sequence[tuple[str, str]]) -> None:
        """`panes` are ids with titles."""
        super().__init__()
        self._panes = panes
        self._shown = ""

    def show(self, pane: str) -> None:
        """Mark the pane that is seen."""
        if pane != self._shown:
            self._shown = pane
            self.refresh()

    def render_line(self, y: int) -> Strip:
        other = self.get_component_rich_style("pane-tabs--other")
        segments = []
        for pane, title in self._panes:
            style = self.get_component_rich_style("pane-tabs--shown") if pane == self._shown else other
            click = Style.from_meta({"@click": f"screen.pane({pane!r})"})
            segments.append(Segment(f" {title} ", style + click))
        return Strip(segments).adjust_cell_length(self.size.width, other)
