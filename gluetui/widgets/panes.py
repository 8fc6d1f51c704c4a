"""Panes in columns, the moves of the focus between them, and the one pane that a narrow terminal shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from gluetui.commands import bindings
from gluetui.widgets.pane import Pane

WIDE_FROM, ROOMY_FROM = 160, 190
"""Cells of width from which on panes stand in two columns, and from which on both grow.

In columns each pane has at least the columns that it has alone in a terminal of 100 cells, but for the errors of runs.
"""

BREAKPOINTS = [(0, "-narrow"), (WIDE_FROM, "-wide"), (ROOMY_FROM, "-roomy")]
"""The classes that a screen has by its width."""


def class_for(width: int) -> str:
    """The class of a screen of so many cells."""
    return next(name for least, name in reversed(BREAKPOINTS) if width >= least)


class PaneTabs(Widget):
    """One line with the panes' titles, for a narrow terminal; a click goes to the pane."""

    COMPONENT_CLASSES = {"pane-tabs--shown", "pane-tabs--other"}  # noqa: RUF012 - as Textual declares it

    class Chosen(Message):
        """A title was clicked."""

        def __init__(self, pane: str) -> None:
            super().__init__()
            self.pane = pane

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
            click = Style.from_meta({"@click": f"choose({pane!r})"})
            segments.append(Segment(f" {title} ", style + click))
        return Strip(segments).adjust_cell_length(self.size.width, other)

    def action_choose(self, pane: str) -> None:
        self.post_message(self.Chosen(pane))


class Panes(Widget):
    """Moves the focus between panes, which stand in columns where the terminal is wide."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("panes")]

    class Focused(Message):
        """A pane got the focus, by key or mouse."""

        def __init__(self, pane: Pane) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, columns: Mapping[str, Sequence[Pane]], *, first: Pane) -> None:
        """`columns` are the panes by the id of their column, in the order of tab; `first` is seen first."""
        super().__init__()
        self._columns = columns
        self._first = first
        self.order = tuple(pane for column in columns.values() for pane in column)
        """The panes in the order of tab."""
        self._tabs = PaneTabs([(pane.id or "", pane.title) for pane in self.order])

    def compose(self) -> ComposeResult:
        # Before the panes are mounted: a class that is added later has Textual work all styles out once more.
        self._first.add_class("-shown")
        yield self._tabs
        for name, column in self._columns.items():
            yield Vertical(*column, id=name, classes="column -shown" if self._first in column else "column")

    def on_mount(self) -> None:
        # Before the first picture: the user may press a key at once.
        self.go_to(self._first)

    def go_to(self, pane: Pane) -> None:
        """Make the pane seen, then give it the focus."""
        for each in (pane, pane.parent):
            if isinstance(each, Widget) and not each.has_class("-shown"):
                each.add_class("-shown")
                # At once: Textual gives a hidden widget no focus, and the key after this one goes to the focus.
                self.app.stylesheet.update(self.screen)
        self.screen.set_focus(pane)
        for other in (*self.order, *self.query(".column")):
            other.set_class(other in (pane, pane.parent), "-shown")
        self._tabs.show(pane.id or "")

    @property
    def focused(self) -> Pane | None:
        """The pane with the focus."""
        return next((pane for pane in self.order if pane is self.screen.focused), None)

    def before(self, pane: Pane) -> Pane | None:
        """The pane from which one goes deeper into this one; None for the first."""
        at = self.order.index(pane)
        return self.order[at - 1] if at else None

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        pane = event.widget
        if not isinstance(pane, Pane) or pane is not self.screen.focused:
            return  # The focus has moved on since this message was posted: going to the pane would take it back.
        if not pane.has_class("-shown"):
            self.go_to(pane)
        self.post_message(self.Focused(pane))

    @on(PaneTabs.Chosen)
    def tab_chosen(self, message: PaneTabs.Chosen) -> None:
        self.action_pane(message.pane)

    def action_pane(self, name: str) -> None:
        self.go_to(next(pane for pane in self.order if pane.id == name))

    def action_next_pane(self, step: int) -> None:
        here = next((index for index, pane in enumerate(self.order) if pane is self.screen.focused), 0)
        self.go_to(self.order[(here + step) % len(self.order)])
