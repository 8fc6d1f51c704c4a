"""A pane over a growing list of items, one line each: those that a filter leaves, and the typed text as an offer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Mapping, Sequence, Set
from typing import Generic, TypeVar

from textual import events

from gluetui.text.lines import Line
from gluetui.text.times import Clock
from gluetui.widgets.pane import Pane
from gluetui.widgets.rows import Rows

Item = TypeVar("Item")


class ItemPane(Pane, Generic[Item]):
    """The base of the lists of jobs and of runs; a subclass keeps the items, knows them by an identity, and filters."""

    noun = "item"
    """The word for one of them, in the count."""

    def __init__(self, title: str, *, id: str, clock: Clock | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id, clock=clock)
        self.items: Sequence[Item] = []
        self.has_more = False
        """Whether there are further pages."""
        self.more = "more on AWS"
        """Words for the further pages."""
        self.unreadable = 0
        """Entries of AWS's pages that were no items."""
        self._shown: Sequence[int] = []
        """The indexes of the items that the filter leaves."""
        self._awaited: Hashable | None = None
        """An item to put the cursor on when it comes."""

    class Typed(Rows.Posted):
        """The user opens `text` as it was typed, not an item."""

        def __init__(self, rows: Rows, text: str) -> None:
            super().__init__(rows)
            self.text = text

    def set_filter(self, text: str) -> None:
        """Narrow the items; the cursor stands on the typed text only where there is no hit."""
        super().set_filter(text)
        if self.item_count and self.cursor >= self.item_count:
            self.move_to(0)

    def action_select(self) -> None:
        if self.cursor < self.item_count:
            super().action_select()
        elif self.typed:
            self.post_message(self.Typed(self, self.typed))

    def on_key(self, event: events.Key) -> None:
        """Open the typed text with the first enter where the cursor stands on it; elsewhere enter keeps the filter."""
        opens = event.key == "enter" and self._is_on_typed
        super().on_key(event)
        if opens:
            self.action_select()

    @property
    def _is_on_typed(self) -> bool:
        return bool(self.is_filtering and self.typed and self.cursor == self.item_count)

    @property
    def unavailable_actions(self) -> Set[str]:
        return super().unavailable_actions | (set() if self.item_count else {"find_failed"})

    @property
    def key_titles(self) -> Mapping[str, str]:
        return {**super().key_titles, "select": "Open"} if self._is_on_typed else super().key_titles

    @property
    def entry_count(self) -> int:
        return self.item_count + bool(self.typed)

    @property
    def item_count(self) -> int:
        """Items that the filter leaves."""
        return len(self._shown)

    @property
    def hit_count(self) -> int:
        return self.item_count

    @property
    def typed(self) -> str:
        """The filter's text, where it is offered to be opened though no item has that name; else ""."""
        text = self.filter_text.strip()
        return text if text and self.typed_entry(text) is not None else ""

    def typed_entry(self, text: str) -> Line | None:
        """The last entry, which opens the typed text; None where it is not offered."""
        return None

    @property
    def count_text(self) -> str:
        loaded = len(self.items)
        noun = self.noun if loaded == 1 else f"{self.noun}s"
        count = f"{self.item_count:,} of {loaded:,} {noun}" if self.filter_text else f"{loaded:,} {noun}"
        parts = [(f"{count} loaded, {self.more}" if self.has_more else count) if loaded else ""]
        parts.append(f"{self.unreadable:,} unreadable" if self.unreadable else "")
        return " · ".join(filter(None, (*parts, self.quiet_wait)))

    @property
    def item(self) -> Item | None:
        """The item under the cursor."""
        return self.item_at(self.cursor) if self.cursor < self.item_count else None

    def item_at(self, entry: int) -> Item:
        """The item that an entry shows."""
        return self.items[self._shown[entry]]

    @property
    def in_sight(self) -> list[Item]:
        """The items whose lines are on the screen."""
        return [self.item_at(entry) for entry in range(self.top, min(self.top + self.page_height, self.item_count))]

    def cursor_moved(self) -> None:
        if self._awaited is not None:
            self._awaited = None
            self.measure()
            self.refresh_changed()

    def go_to(self, identity: Hashable) -> None:
        """Put the cursor on an item, now or when its page arrives."""
        self._awaited = identity
        found = self.find(identity)
        if found is not None:
            self._awaited = None
            self.move_to(found)

    def go_to_next(self, entries: Sequence[int]) -> int:
        """Go to the next of these entries below the cursor, else to the first.

        Returns: its number among them, from 1; 0 where there is none.
        """
        if not entries:
            return 0
        place = bisect_right(entries, self.cursor) % len(entries)
        self.move_to(entries[place])
        self.show_cursor()
        return place + 1

    def changed(self, stay_on: Hashable | None = None) -> None:
        if self._awaited is not None and self.find(self._awaited) is not None:
            stay_on, self._awaited = self._awaited, None
        super().changed(stay_on)
