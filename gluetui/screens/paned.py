"""A screen of panes: which one has the focus, and on a narrow terminal which one is seen."""

from __future__ import annotations

from textual import events, on

from gluetui.screens.copying import CopyingScreen
from gluetui.widgets.pane import Pane
from gluetui.widgets.pane_tabs import PaneTabs
from gluetui.widgets.rows import Rows

WIDE = 110
"""Cells of width below which one pane is seen at a time."""


class PanedScreen(CopyingScreen):
    """Moves between `panes`, which stand in columns where the terminal is wide."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual declares it
    AUTO_FOCUS = ""

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The panes in the order of tab."""
        raise NotImplementedError

    def show_first(self, pane: Pane) -> None:
        """Say which pane is seen first before anything is drawn: said later, all styles are worked out once more."""
        pane.add_class("-shown")
        self.add_class("-wide" if self.app.size.width >= WIDE else "-narrow", update=False)

    def focus_pane(self, name: str) -> None:
        """Make the pane seen, then give it the focus."""
        pane = self.query_one(f"#{name}", Pane)
        for each in (pane, pane.parent):
            if each is not None and not each.has_class("-shown"):
                each.add_class("-shown")
                # At once, for what is hidden cannot have the focus, and the key after this one must not miss it.
                self.app.stylesheet.update(self)
        self.set_focus(pane)
        for other in (*self.panes, *self.query(".column")):
            other.set_class(other in (pane, pane.parent), "-shown")
        self.query_one(PaneTabs).show(name)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        pane = event.widget
        if not isinstance(pane, Pane) or pane is not self.focused:
            return  # The focus has gone on since: following the news would take it back.
        if not pane.has_class("-shown"):
            self.focus_pane(pane.id or "")
        self.pane_focused(pane)

    def key_pressed(self) -> None:
        """A key came while no other screen lay over this one."""

    def pane_focused(self, pane: Pane) -> None:
        """A pane got the focus, by key or mouse."""

    @on(Rows.Leave)
    def pane_left(self, message: Rows.Leave) -> None:
        self.action_next_pane(message.step)

    def action_pane(self, pane: str) -> None:
        self.focus_pane(pane)

    def action_next_pane(self, step: int) -> None:
        here = next((place for place, pane in enumerate(self.panes) if pane is self.focused), 0)
        self.focus_pane(self.panes[(here + step) % len(self.panes)].id or "")

    def action_escape(self) -> None:
        """Drop the filter of the pane, or go to the pane that this one was opened from."""
        pane = self.focused
        if isinstance(pane, Pane) and not pane.close_filter() and pane is not self.panes[0]:
            self.focus_pane(self.panes[self.panes.index(pane) - 1].id or "")
