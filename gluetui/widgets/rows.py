"""The list that every pane is: lines with a cursor that goes from entry to entry, and a filter line."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from gluetui.commands import bindings
from gluetui.text.safe import one_line
from gluetui.text.spans import Line, Span
from gluetui.widgets.lines import Lines


class Rows(Lines, can_focus=True):
    """A list that a person moves in; a subclass says what its entries are and what a filter does."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("rows")]

    class Highlighted(Message):
        """The cursor came to stand on another entry."""

        def __init__(self, rows: Rows) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> Rows:
            return self.rows

    class Selected(Highlighted):
        """Enter was pressed on the entry, or it was clicked twice."""

    class NearEnd(Highlighted):
        """The last loaded lines came into sight."""

    class Leave(Highlighted):
        """The person asked for the pane beside this one: `step` is -1 or 1."""

        def __init__(self, rows: Rows, step: int) -> None:
            super().__init__(rows)
            self.step = step

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id)
        self.filter_text = ""
        self.is_filtering = False
        """True while keys go into the filter line."""

    # What a subclass says.

    def heading(self, width: int) -> Line | None:
        """The line of column names, if there is one."""
        return None

    def identity(self, entry: int) -> Hashable:
        """What an entry is known by when the list changes under the cursor."""
        return entry

    def find(self, identity: Hashable) -> int | None:
        """The entry of this identity, or None if it is gone."""
        return identity if isinstance(identity, int) and identity < self.entry_count else None

    def apply_filter(self) -> None:
        """Narrow the entries to `filter_text`."""

    # What changes on the screen.

    @property
    def current(self) -> Hashable | None:
        """The identity under the cursor; None in an empty list."""
        return self.identity(self.cursor) if self.cursor < self.entry_count else None

    def changed(self, stay_on: Hashable | None = None) -> None:
        """Entries came, went or moved: the cursor stays on `stay_on` if it is still there."""
        found = self.find(stay_on) if stay_on is not None else None
        before = self.cursor
        self.cursor = found if found is not None else max(0, min(self.cursor, self.entry_count - 1))
        self.measure()
        if self.cursor != before:
            self.show_cursor()
        self.refresh()
        self._tell_near_end()

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
        self._tell_near_end()

    def show_cursor(self) -> None:
        """Scroll as little as shows the entry under the cursor, and what stands above the first one."""
        if self.entry_count == 0:
            return
        lines = self.lines_of(self.cursor)
        if self.cursor == 0:
            self.scroll_to_line(0)
        elif lines.start < self.top or len(lines) > self.page_height:
            self.scroll_to_line(lines.start)
        elif lines.stop > self.top + self.page_height:
            self.scroll_to_line(lines.stop - self.page_height)

    def set_filter(self, text: str) -> None:
        stay_on = self.current
        self.filter_text = text
        self.apply_filter()
        self.changed(stay_on)
        self.post_message(self.Highlighted(self))

    def close_filter(self) -> bool:
        """Stop typing and drop the filter; False if there was none."""
        if not (self.is_filtering or self.filter_text):
            return False
        self._take_keys(False)
        self.set_filter("")
        self.show_cursor()
        return True

    def fixed_lines(self, width: int) -> list[Line]:
        """The filter line and the column names."""
        fixed: list[Line] = []
        if self.is_filtering or self.filter_text:
            caret = Span("▏" if self.is_filtering else "", "key")
            fixed.append([Span("/", "key"), Span(one_line(self.filter_text)), caret])
        heading = self.heading(width)
        if heading is not None:
            fixed.append(heading)
        return fixed

    def _take_keys(self, takes: bool) -> None:
        """Open or leave the filter line; which keys are commands changes with it."""
        self.is_filtering = takes
        self.measure()
        self.refresh()
        self.refresh_bindings()

    @property
    def is_near_end(self) -> bool:
        """Whether the end of what is loaded is in sight, or nearly."""
        seen_to = self.top + 2 * self.page_height
        return seen_to >= self.line_count or self.cursor + 20 >= self.entry_count

    def _tell_near_end(self) -> None:
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
        if self.is_filtering:
            self._take_keys(False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """While the filter line is open, what can be typed is typed."""
        return self.is_filtering and character is not None and character.isprintable()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the filter line is open its key is a letter like any other, and is not offered."""
        return not (action == "filter" and self.is_filtering)

    def on_key(self, event: events.Key) -> None:
        if not self.is_filtering:
            active = self.screen.active_bindings.get(event.key)
            if active is None or (active.node, active.binding.action) != (self, "filter"):
                return
            # Here, since the action would run after the keys that come in one burst with this one.
            self.action_filter()
        elif event.key == "backspace":
            self.set_filter(self.filter_text[:-1])
        elif event.key == "ctrl+u":
            self.set_filter("")
        elif event.key == "enter":
            self._take_keys(False)
        elif event.character is not None and event.is_printable:
            self.set_filter(self.filter_text + event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        if self.is_filtering:
            self.set_filter(self.filter_text + "".join(event.text.splitlines()))
            event.stop()

    def on_click(self, event: events.Click) -> None:
        line = self.line_at(event.y)
        if line is None or self.entry_at(line) < 0:
            return
        self.move_to(self.entry_at(line))
        if event.chain == 2:
            self.action_select()

    def action_cursor(self, step: int) -> None:
        """To the entry beside, but first to the end of one that is taller than the pane."""
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
        """To the entry that stands a page of lines away."""
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

    def action_filter(self) -> None:
        self._take_keys(True)


def holds(text: str, words: list[str]) -> bool:
    """What a filter of several words means: a text in lower case holds them all, wherever they stand."""
    return all(word in text for word in words)
