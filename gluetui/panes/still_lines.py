"""A pane in which the row under the cursor keeps its line on the screen while others come and go around it."""

from __future__ import annotations

from collections.abc import Hashable

from gluetui.text.times import Clock
from gluetui.widgets.paging import Place
from gluetui.widgets.pane import Pane


class StillLines(Pane):
    """Its lines may be followed by blank ones, without which a row near the end could not keep its line."""

    def __init__(self, title: str, *, id: str, clock: Clock) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id, clock=clock)
        self.is_placed = False
        """Whether the cursor was put where it is; until then the first line stays in sight."""
        self._blank = 0
        """Blank lines below all others."""

    @property
    def own_lines(self) -> int:
        """The lines of all entries, and between them."""
        raise NotImplementedError

    @property
    def line_count(self) -> int:
        return self.own_lines + self._blank

    @property
    def screen_line(self) -> int | None:
        """The line of the pane on which the entry under the cursor is drawn; None where there is none."""
        if not self.entry_count:
            return None
        return len(self._fixed) + self.lines_of(self.cursor).start - self.top

    def place(self, held: Hashable, line: int | None) -> None:
        """After entries came and went: have the cursor on the held one, on this line of the pane if one is given."""
        found = self.find(held) if held is not None else None
        self.cursor = found if found is not None else max(0, min(self.cursor, self.entry_count - 1))
        self.fill()
        self.measure()
        if line is None or found is None:
            self.show_cursor()
            return
        top = max(0, len(self._fixed) + self.lines_of(found).start - line)
        self.fill(top)
        self.measure()
        self.scroll_to_line(top)

    def fill(self, top: int = 0) -> None:
        """Have as many blank lines below as it takes for a line to be the first that is seen; none by default."""
        self._blank = max(0, top + self.page_height - self.own_lines) if top else 0

    def go(self, place: Place) -> None:
        if self._blank:
            self.fill(place.top)
            self.measure()
        super().go(place)

    def cursor_moved(self) -> None:
        self.is_placed = True
        self.refresh_keys()
