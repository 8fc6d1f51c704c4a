"""A whole value, or a run as JSON, over the full screen: searched, scrolled sideways, wrapped where it is prose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Hashable, Mapping, Set
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from gluetui.commands import BY_ID, bindings
from gluetui.glue.run.folding import folded, folded_with_places
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import one_line
from gluetui.widgets.key_line import KeyLine
from gluetui.widgets.paging import ViewPaging
from gluetui.widgets.pane import CopyRequested
from gluetui.widgets.rows import Rows

MOST_MATCHES = 10_000
"""Matches that a search finds at most: more than a user steps through."""

_JSON_NAME = re.compile(r'^\s*"(?:[^"\\]|\\.)*"(?=:)')


class Match(NamedTuple):
    """A match of the search: its line and column in the text."""

    line: int
    column: int


class TextView(Rows):
    """Draws the visible part of each visible line, so that a value of any size opens at once."""

    paging = ViewPaging()

    def __init__(self, title: str, text: str, *, is_prose: bool = False) -> None:
        """`text` is as AWS sent it, secrets masked: it is made safe where it is drawn. Prose is wrapped."""
        super().__init__(title, id="text")
        self.text = text
        self.lines = text.split("\n")
        self.column = 0
        """The first column that is seen."""
        self.matches: list[Match] = []
        self._index = 0
        self._is_prose = is_prose
        self._longest = max(map(len, self.lines))

    @property
    def entry_count(self) -> int:
        return len(self.lines)

    @property
    def count_text(self) -> str:
        parts = [f"line {self.cursor + 1:,} of {len(self.lines):,}"]
        if self.column:
            parts.append(f"from column {self.column + 1:,} of {self._longest:,}")
        if self.filter_text:
            more = "+" if len(self.matches) == MOST_MATCHES else ""
            found = f"{self._index + 1:,} of {len(self.matches):,}{more}" if self.matches else "no"
            parts.insert(0, f"{found} match{'' if len(self.matches) == 1 else 'es'}")
        return " · ".join(parts)

    def draw(self, line: int, width: int) -> Line:
        shown = self.lines[line][self.column : self.column + width]
        name = _JSON_NAME.match(shown) if not self.column else None
        length = len(self.filter_text)
        # By bisection: one line of 256 KB can hold all of the matches.
        first = bisect_left(self.matches, (line, self.column - length))
        end = bisect_left(self.matches, (line, self.column + width))
        marks = [match.column - self.column for match in self.matches[first:end]]
        return _spans(shown, name.end() if name else 0, marks, length)

    def apply_filter(self) -> None:
        """Find all matches, and choose the first at or below the cursor."""
        self.matches = _found(self.lines, folded(self.filter_text)) if self.filter_text else []
        after = (index for index, match in enumerate(self.matches) if match.line >= self.cursor)
        self._index = next(after, 0)

    def set_filter(self, text: str) -> None:
        super().set_filter(text)
        self._show_match()

    def changed(self, stay_on: Hashable | None = None) -> None:
        super().changed(stay_on)
        self.measure()

    def cursor_moved(self) -> None:
        self.measure()

    def _show_match(self) -> None:
        if not self.matches:
            return
        match = self.matches[self._index]
        self.move_to(match.line)
        self.show_cursor()
        if not self.column <= match.column < self.column + self.line_width - len(self.filter_text) - 1:
            self._scroll_sideways(max(0, match.column - self.line_width // 3))
        self.measure()

    def _scroll_sideways(self, column: int) -> None:
        self.column = max(0, min(column, self._longest - self.line_width + 2))
        self.measure()
        self.refresh()

    def on_resize(self) -> None:
        # Textual calls the base's handler too, after this one.
        if self._is_prose:
            self.lines = wrapped(self.text, self.line_width - 1)
            self._longest = max(map(len, self.lines))
            self.apply_filter()

    # Keys.

    def action_left(self) -> None:
        self._scroll_sideways(self.column - self.line_width // 2)

    def action_right(self) -> None:
        self._scroll_sideways(self.column + self.line_width // 2)

    def go_to_match(self, step: int) -> None:
        """Go so many matches on, from the last one to the first."""
        if self.matches:
            self._index = (self._index + step) % len(self.matches)
            self._show_match()

    @property
    def unavailable_actions(self) -> Set[str]:
        """There is nothing to open in a text."""
        idle = super().unavailable_actions
        if not self.is_filtering:
            idle |= {"select"}
        return idle if self.matches else idle | {"screen.match(1)", "screen.match(-1)"}

    @property
    def key_titles(self) -> Mapping[str, str]:
        return {"filter": "Search", **super().key_titles}


def _found(lines: list[str], wanted: str) -> list[Match]:
    """Every match of a folded text."""
    matches: list[Match] = []
    for number, line in enumerate(lines):
        text = folded(line)
        column = text.find(wanted)
        if column < 0:
            continue
        is_ascii = line.isascii()
        text, places = (text, None) if is_ascii else folded_with_places(line)
        column = column if is_ascii else text.find(wanted)
        while column >= 0 and len(matches) < MOST_MATCHES:
            matches.append(Match(number, column if places is None else places[column]))
            column = text.find(wanted, column + len(wanted))
    return matches


def _spans(text: str, name_end: int, marks: list[int], length: int) -> list[Span]:
    """The visible part of a line: a JSON member's name, the matches, and the rest."""
    roles = ["name"] * name_end + [""] * (len(text) - name_end)
    for mark in marks:
        start, end = max(0, mark), min(len(text), mark + length)
        if start < end:
            roles[start:end] = ["match"] * (end - start)
    spans, start = [], 0
    for end in range(1, len(text) + 1):
        if end == len(text) or roles[end] != roles[start]:
            spans.append(Span(one_line(text[start:end]), roles[start]))
            start = end
    return spans


class Viewer(Screen[None]):
    """Shows a text; esc clears the search, then closes."""

    # A key that the user gave one of the viewer's own commands comes first.
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("viewer"), BY_ID["browse.file"].binding()]

    def __init__(self, title: str, text: str, *, is_prose: bool = False, has_secrets: bool = False) -> None:
        """Prose is wrapped on the screen, the copied text never is; a copy of raw secrets says so."""
        super().__init__()
        self._has_secrets = has_secrets
        self._title = title
        self.view = TextView(one_line(title), text, is_prose=is_prose)

    def compose(self) -> ComposeResult:
        yield self.view
        yield KeyLine()

    def on_mount(self) -> None:
        self.view.focus()

    def action_match(self, step: int) -> None:
        self.view.go_to_match(step)

    def action_copy(self) -> None:
        self.post_message(CopyRequested(self.view.text, self._title, has_secrets=self._has_secrets))

    def action_close(self) -> None:
        if not self.view.close_filter():
            self.action_leave()

    def action_leave(self) -> None:
        if self.is_active:  # Textual's `dismiss` takes whatever screen is on top then.
            self.dismiss()
