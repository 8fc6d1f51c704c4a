"""Lines with a cursor that goes from entry to entry, by keys and by mouse."""

from __future__ import annotations

from collections.abc import Hashable

from textual import events
from textual.message import Message

from gluetui.widgets.lines import Lines


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

    # For subclasses.

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
        """Put the cursor on an entry; only the two entries concerned are drawn again."""
        entry = max(0, min(entry, self.entry_count - 1))
        if entry == self.cursor or self.entry_count == 0:
            return
        self.refresh_entry(self.cursor)
        self.cursor = entry
        self.refresh_entry(entry)
        self.show_cursor()
        self.post_message(self.Highlighted(self))
        self._post_near_end()

    def show_cursor(self) -> None:
        """Scroll as little as shows the entry under the cursor; for the first one, the lines above it too."""
        if self.entry_count == 0:
            return
        lines = self.lines_of(self.cursor)
        if self.cursor == 0:
            self.scroll_to_line(0)
        elif lines.start < self.top or len(lines) > self.page_height:
            self.scroll_to_line(lines.start)
        elif lines.stop > self.top + self.page_height:
            self.scroll_to_line(lines.stop - self.page_height)

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

    def on_click(self, event: events.Click) -> None:
        line = self.line_at(event.y)
        if line is None or self.entry_at(line) < 0:
            return
        self.move_to(self.entry_at(line))
        if event.chain == 2:
            self.action_select()

    def action_cursor(self, step: int) -> None:
        """Go to the entry beside, but first scroll to the end of one that is taller than the pane."""
        if not self.entry_count:
            return
        lines = self.lines_of(self.cursor)
        bottom = self.top + self.page_height
        if step > 0 and lines.stop > bottom:
            self.scroll_to_line(min(self.top + self.page_height - 1, lines.stop - self.page_height))
        elif step < 0 and lines.start < self.top:
            self.scroll_to_line(max(self.top - self.page_height + 1, lines.start))
        else:
            self.move_to(self.cursor + step)

    def action_page(self, step: int) -> None:
        """Go to the entry a page of lines away."""
        if not self.entry_count:
            return
        page = max(1, self.page_height - 1)
        line = max(0, min(self.lines_of(self.cursor).start + step * page, self.line_count - 1))
        while self.entry_at(line) < 0:
            line += 1
        entry = self.entry_at(line)
        if entry == self.cursor:
            self.action_cursor(step)
        else:
            self.move_to(entry)

    def action_first(self) -> None:
        self.move_to(0)
        self.scroll_to_line(0)

    def action_last(self) -> None:
        self.move_to(self.entry_count - 1)

    def action_left(self) -> None:
        self.post_message(self.Leave(self, -1))

    def action_right(self) -> None:
        self.post_message(self.Leave(self, 1))

    def action_select(self) -> None:
        if self.entry_count:
            self.post_message(self.Selected(self))
