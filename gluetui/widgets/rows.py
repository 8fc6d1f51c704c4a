"""The list that every pane is: a cursor, a filter line and only those lines drawn that are on the screen."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from gluetui.commands import bindings
from gluetui.text.safe import one_line
from gluetui.text.spans import ROLES, Line, Span


class Rows(ScrollView, can_focus=True):
    """A list by Textual's line API. A subclass says what there is and draws one line of it.

    An *entry* is what the cursor stands on; it is drawn as one *line*, unless a subclass gives it more.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("rows")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", *(f"rows--{role}" for role in ROLES)}

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
        super().__init__(id=id)
        self.title = title
        self.border_title = Content(title)
        self.cursor = 0
        self.filter_text = ""
        self.is_filtering = False
        """True while keys go into the filter line."""
        self._fixed: list[Line] = []
        self._drawn_styles: dict[tuple[str, bool], Style] = {}

    # What a subclass says.

    @property
    def entry_count(self) -> int:
        raise NotImplementedError

    @property
    def line_count(self) -> int:
        return self.entry_count

    def entry_at(self, line: int) -> int:
        return line

    def lines_of(self, entry: int) -> range:
        return range(entry, entry + 1)

    def draw(self, line: int, width: int) -> Line:
        """One line, to be cut or filled to `width` cells."""
        raise NotImplementedError

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

    @property
    def count_text(self) -> str:
        """How many entries there are, in a few words."""
        return ""

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
        if self._is_near_end():
            self.post_message(self.NearEnd(self))

    def measure(self) -> None:
        """Bring scroll bars and fixed lines up to date."""
        self._fixed = self.fixed_lines(max(0, self.line_width - 1))
        height = self.line_count + len(self._fixed)
        if self.virtual_size.height != height:
            self.virtual_size = Size(0, height)
        self.border_subtitle = Content(self.count_text)

    def move_to(self, entry: int) -> None:
        """Put the cursor on an entry; only the two entries concerned are drawn again."""
        entry = max(0, min(entry, self.entry_count - 1))
        if entry == self.cursor or self.entry_count == 0:
            return
        self._refresh_entry(self.cursor)
        self.cursor = entry
        self._refresh_entry(entry)
        self.show_cursor()
        self.post_message(self.Highlighted(self))
        if self._is_near_end():
            self.post_message(self.NearEnd(self))

    def show_cursor(self) -> None:
        """Scroll as little as shows the entry under the cursor."""
        if self.entry_count == 0:
            return
        lines = self.lines_of(self.cursor)
        top, height = self.scroll_offset.y, self.page_height
        if lines.start < top or len(lines) > height:
            self.scroll_to(y=lines.start, animate=False)
        elif lines.stop > top + height:
            self.scroll_to(y=lines.stop - height, animate=False)

    @property
    def line_width(self) -> int:
        """Cells of a line, the scroll bar's place not among them, the cursor's mark included."""
        return self.scrollable_content_region.width

    @property
    def page_height(self) -> int:
        """Lines that can be seen at a time."""
        return max(1, self.size.height - len(self._fixed))

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

    def _take_keys(self, takes: bool) -> None:
        """Open or leave the filter line; which keys are commands changes with it."""
        self.is_filtering = takes
        self.measure()
        self.refresh()
        self.refresh_bindings()

    # Drawing.

    def render_line(self, y: int) -> Strip:
        width = self.line_width
        if y < len(self._fixed):
            return self._strip(self._fixed[y], width, is_cursor=False)
        line = y - len(self._fixed) + self.scroll_offset.y
        if line < self.line_count:
            is_cursor = self.entry_at(line) == self.cursor
            mark = "›" if is_cursor and line == self.lines_of(self.cursor).start else " "
            return self._strip(self.draw(line, width - 1), width, is_cursor=is_cursor, mark=mark)
        return self._strip([], width, is_cursor=False)

    def fixed_lines(self, width: int) -> list[Line]:
        """The lines above the entries, which do not scroll: the filter line and the column names."""
        fixed: list[Line] = []
        if self.is_filtering or self.filter_text:
            caret = Span("▏" if self.is_filtering else "", "key")
            fixed.append([Span("/", "key"), Span(one_line(self.filter_text)), caret])
        heading = self.heading(width)
        if heading is not None:
            fixed.append(heading)
        return fixed

    def _strip(self, line: Line, width: int, *, is_cursor: bool, mark: str = " ") -> Strip:
        segments = [Segment(mark, self._style("key", is_cursor))]
        segments.extend(Segment(text, self._style(role, is_cursor)) for text, role in line if text)
        return Strip(segments).adjust_cell_length(width, self._style("", is_cursor))

    def _style(self, role: str, is_cursor: bool) -> Style:
        style = self._drawn_styles.get((role, is_cursor))
        if style is None:
            base = self.get_component_styles("rows--cursor") if is_cursor else self.styles
            ground = self.background_colors[1] + base.background
            styles = self.get_component_styles(f"rows--{role or 'text'}")
            # A colour that lets its ground shine through is mixed here: a terminal has no such thing.
            colours = Style.from_color((ground + styles.color).rich_color, ground.rich_color)
            style = self._drawn_styles[role, is_cursor] = colours + styles.text_style
        return style

    def notify_style_update(self) -> None:
        self._drawn_styles.clear()
        super().notify_style_update()

    def _refresh_entry(self, entry: int) -> None:
        lines = self.lines_of(entry)
        top = lines.start - self.scroll_offset.y + len(self._fixed)
        self.refresh(Region(0, top, self.size.width, len(lines)))

    def _is_near_end(self) -> bool:
        seen_to = self.scroll_offset.y + 2 * self.page_height
        return self.line_count == 0 or seen_to >= self.line_count or self.cursor + 20 >= self.entry_count

    # Keys and mouse.

    def on_resize(self) -> None:
        self.measure()
        self.show_cursor()

    def on_focus(self) -> None:
        self._drawn_styles.clear()

    def on_blur(self) -> None:
        self._drawn_styles.clear()
        if self.is_filtering:
            self._take_keys(False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """While the filter line is open, what can be typed is typed."""
        return self.is_filtering and character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        if not self.is_filtering:
            return
        if event.key == "backspace":
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
        line = event.y - self.gutter.top - len(self._fixed) + self.scroll_offset.y
        if not 0 <= line < self.line_count or self.entry_at(line) < 0:
            return
        self.move_to(self.entry_at(line))
        if event.chain == 2:
            self.action_select()

    def action_cursor(self, step: int) -> None:
        self.move_to(self.cursor + step)

    def action_page(self, step: int) -> None:
        self.move_to(self.cursor + step * max(1, self.page_height - 1))

    def action_first(self) -> None:
        self.move_to(0)

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
