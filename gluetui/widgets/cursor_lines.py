"""Lines with a cursor that goes from entry to entry, by keys and by mouse."""

from __future__ import annotations

from collections.abc import Hashable

from textual import events
from textual.geometry import Offset
from textual.message import Message

from gluetui.widgets.lines import Lines
from gluetui.widgets.paging import CursorPaging, Paging, Place, revealing


class CursorLines(Lines, can_focus=True):
    """Lines that the user moves in; a subclass defines its entries."""

    class Posted(Message):
        """A message of one pane, which `@on` can name by its id."""

        def __init__(self, lines: CursorLines) -> None:
            super().__init__()
            self.lines = lines

        @property
        def control(self) -> CursorLines:
            """The widget that `@on` compares with a selector."""
            return self.lines

    class Highlighted(Posted):
        """The cursor is on another entry."""

    class Selected(Posted):
        """Enter was pressed on the entry, or it was clicked twice."""

    class NearEnd(Posted):
        """The last loaded lines came into sight."""

    class Leave(Posted):
        """The user asked for the pane beside this one: `step` is -1 or 1."""

        def __init__(self, lines: CursorLines, step: int) -> None:
            super().__init__(lines)
            self.step = step

    paging: Paging = CursorPaging()
    """How keys move the cursor and the view: as in a list, unless a subclass says otherwise."""

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id)
        self._pressed_at: Offset | None = None
        """Where on the screen the mouse was pressed last."""

    # For subclasses.

    def cursor_moved(self) -> None:
        """Bring up to date what tells where the cursor is."""

    def identity(self, entry: int) -> Hashable:
        """The value by which an entry is found again when the list changes under the cursor."""
        return entry

    def find(self, identity: Hashable) -> int | None:
        """The entry of this identity, or None if it is gone."""
        return identity if isinstance(identity, int) and identity < self.entry_count else None

    # Changes on the screen.

    @property
    def current(self) -> Hashable | None:
        """The identity under the cursor; None in an empty list."""
        return self.identity(self.cursor) if self.cursor < self.entry_count else None

    def changed(self, stay_on: Hashable | None = None) -> None:
        """Show that entries came, went or moved; the cursor stays on `stay_on` if that is still there."""
        found = self.find(stay_on) if stay_on is not None else None
        before = self.cursor
        self.cursor = found if found is not None else max(0, min(self.cursor, self.entry_count - 1))
        self.measure()
        if self.cursor != before:
            self.show_cursor()
        self.refresh_changed()
        self._post_near_end()

    def move_to(self, entry: int) -> None:
        """Put the cursor on an entry, in sight."""
        entry = max(0, min(entry, self.entry_count - 1))
        if entry != self.cursor and self.entry_count:
            self.go(Place(revealing(self, entry), entry))

    def go(self, place: Place) -> None:
        """Move cursor and view; where the view stays only the two entries concerned are drawn again."""
        before = self.cursor
        if place.cursor != before:
            self.refresh_entry(before)
            self.cursor = place.cursor
            self.refresh_entry(place.cursor)
        self.scroll_to_line(place.top)
        if place.cursor != before:
            self.cursor_moved()
            self.post_message(self.Highlighted(self))
        self._post_near_end()

    def show_cursor(self) -> None:
        """Scroll as little as shows the entry under the cursor; for the first one, the lines above it too."""
        if self.entry_count:
            self.scroll_to_line(revealing(self, self.cursor))

    @property
    def is_near_end(self) -> bool:
        """Whether the last loaded entry is in sight, or nearly."""
        seen_to = self.top + 2 * self.page_height
        return seen_to >= self.line_count or self.cursor + 20 >= self.entry_count

    def _post_near_end(self) -> None:
        if self.is_near_end:
            self.post_message(self.NearEnd(self))

    # Keys and mouse.

    def on_resize(self) -> None:
        self.measure()
        self.show_cursor()
        self.refresh()

    def on_focus(self) -> None:
        self._drawn_styles.clear()

    def on_blur(self) -> None:
        self._drawn_styles.clear()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._pressed_at = event.screen_offset

    def is_drag(self, event: events.Click) -> bool:
        """Whether the mouse was moved between press and release, as for selecting text: no click was meant."""
        return event.screen_offset != self._pressed_at

    def on_click(self, event: events.Click) -> None:
        if self.is_drag(event):
            return
        cell, line = event.x - self.gutter.left - 1, self.line_at(event.y)  # The cursor's mark has the first cell.
        if line is None:
            self.clicked_above(event.y - self.gutter.top, cell)
        elif self.entry_at(line) >= 0:
            self.clicked(self.entry_at(line), cell, is_double=event.chain == 2)

    def clicked(self, entry: int, cell: int, *, is_double: bool) -> None:
        """Go to the entry whose line was clicked at a cell, and open it by a second click."""
        self.move_to(entry)
        if is_double:
            self.action_select()

    def clicked_above(self, row: int, cell: int) -> None:
        """Do what a click on one of the lines that do not scroll asks for."""

    def action_cursor(self, step: int) -> None:
        """Go to the entry beside."""
        if self.entry_count:
            self.go(self.paging.by_entry(self, step))

    def action_page(self, step: int) -> None:
        """Go a page on or back; one line of it stays in sight."""
        self._go_by_lines(step * max(1, self.page_height - 1))

    def action_half_page(self, step: int) -> None:
        """Go half a page on or back."""
        self._go_by_lines(step * max(1, self.page_height // 2))

    def _go_by_lines(self, count: int) -> None:
        if self.entry_count:
            self.go(self.paging.by_lines(self, count))

    def action_first(self) -> None:
        if self.entry_count:
            self.go(Place(0, 0))

    def action_last(self) -> None:
        if self.entry_count:
            self.go(Place(max(0, self.line_count - self.page_height), self.entry_count - 1))

    def action_left(self) -> None:
        self.post_message(self.Leave(self, -1))

    def action_right(self) -> None:
        self.post_message(self.Leave(self, 1))

    def action_select(self) -> None:
        if self.entry_count:
            self.post_message(self.Selected(self))
