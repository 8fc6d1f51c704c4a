"""A pane over a growing list of items, one line each, narrowed by what is typed."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from textual import events

from gluetui.text.clock import Clock
from gluetui.text.spans import Line, Span
from gluetui.widgets.pane import Pane
from gluetui.widgets.rows import Rows, holds

Item = TypeVar("Item")


class ItemRows(Pane, Generic[Item]):
    """Keeps every item in AWS's order; a filter is a set of words that an item's text must all hold, in any case."""

    def __init__(self, title: str, *, id: str, clock: Clock | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id, clock=clock)
        self.items: Sequence[Item] = []
        self.has_more = False
        """Whether AWS has further pages."""
        self.unreadable = 0
        """Entries of AWS's pages that were no items."""
        self._searched: list[str] = []
        self._places: dict[Hashable, int] = {}
        self._shown: Sequence[int] = []
        self._narrowed_to = ""
        self._awaited: Hashable | None = None

    class Typed(Rows.Posted):
        """A person opens `text`, which they typed, not an item."""

        def __init__(self, rows: Rows, text: str) -> None:
            super().__init__(rows)
            self.text = text

    def set_filter(self, text: str) -> None:
        """Narrow the items; the cursor stands on what was typed only where there is no hit."""
        super().set_filter(text)
        if self.item_count and self.cursor >= self.item_count:
            self.move_to(0)

    def action_select(self) -> None:
        if self.cursor < self.item_count:
            super().action_select()
        elif self.typed:
            self.post_message(self.Typed(self, self.typed))

    def on_key(self, event: events.Key) -> None:
        """Enter opens what was typed at once where the cursor stands on it: it is what was typed for."""
        opens = self.is_filtering and event.key == "enter" and self.typed and self.cursor == self.item_count
        super().on_key(event)
        if opens:
            self.action_select()

    @abstractmethod
    def searched_text(self, item: Item) -> str:
        """The text that a filter looks in."""

    @abstractmethod
    def identify(self, item: Item) -> Hashable:
        """What the item is known by."""

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
        """What was typed, where it is offered to be opened though no item is called so."""
        text = self.filter_text.strip()
        return text if text and self.typed_entry(text) is not None else ""

    def typed_entry(self, text: str) -> Line | None:
        """The last entry, which opens what was typed; None where that is no use."""
        return None

    @property
    def count_text(self) -> str:
        loaded = len(self.items)
        count = f"{self.item_count:,} of {loaded:,}" if self.filter_text else f"{loaded:,}"
        parts = [(f"{count} loaded, more on AWS" if self.has_more else count) if loaded else ""]
        parts.append(f"{self.unreadable:,} unreadable" if self.unreadable else "")
        return " · ".join(filter(None, (*parts, self.quiet_wait)))

    @property
    def item(self) -> Item | None:
        """The item under the cursor."""
        return self.item_at(self.cursor) if self.cursor < self.item_count else None

    def item_at(self, entry: int) -> Item:
        return self.items[self._shown[entry]]

    @property
    def in_sight(self) -> list[Item]:
        """The items whose lines are on the screen."""
        return [self.item_at(entry) for entry in range(self.top, min(self.top + self.page_height, self.item_count))]

    def identity(self, entry: int) -> Hashable:
        return self.identify(self.item_at(entry)) if entry < self.item_count else self.Typed

    def find(self, identity: Hashable) -> int | None:
        place = self._places.get(identity)
        return None if place is None else self.entry_of(place)

    def entry_of(self, place: int) -> int | None:
        """Where an item is shown, if the filter lets it through."""
        entry = bisect_left(self._shown, place)
        return entry if entry < len(self._shown) and self._shown[entry] == place else None

    def replace_items(self, items: Iterable[Item], *, has_more: bool, stay_on: Hashable | None = None) -> None:
        """Show other items; the cursor stays on its own, or on `stay_on`, if it is among them."""
        stay_on = self.current if stay_on is None else stay_on
        self._clear()
        self._append(items)
        self.has_more = has_more
        self.changed(stay_on)

    def go_to(self, identity: Hashable) -> None:
        """Put the cursor on an item, now or when its page arrives."""
        self._awaited = identity
        found = self.find(identity)
        if found is not None:
            self._awaited = None
            self.move_to(found)

    def changed(self, stay_on: Hashable | None = None) -> None:
        if self._awaited is not None and self.find(self._awaited) is not None:
            stay_on, self._awaited = self._awaited, None
        super().changed(stay_on)

    def add_items(self, items: Iterable[Item], *, has_more: bool) -> None:
        """Show one more page."""
        stay_on = self.current
        self._append(items)
        self.has_more = has_more
        self.changed(stay_on)

    def apply_filter(self) -> None:
        """Look through all items again, or only through the last hits where the filter grew at its end."""
        text = self.filter_text.casefold()
        grew = bool(self._narrowed_to) and text.startswith(self._narrowed_to)
        among = self._shown if grew else range(len(self.items))
        self._shown = self._holding(text.split(), among)
        self._narrowed_to = text

    def marked(self, text: str, role: str = "") -> Line:
        """Safe text as spans, the first place where each word of the filter was found marked."""
        words = self.filter_text.casefold().split()
        folded = text.casefold()
        if not words or len(folded) != len(text):
            return [Span(text, role)]
        hits = [False] * len(text)
        for word in words:
            start = folded.find(word)
            if start >= 0:
                hits[start : start + len(word)] = [True] * len(word)
        spans, start = [], 0
        for end in range(1, len(text) + 1):
            if end == len(text) or hits[end] != hits[start]:
                spans.append(Span(text[start:end], "match" if hits[start] else role))
                start = end
        return spans

    def _clear(self) -> None:
        self.items, self._searched, self._places, self._shown = [], [], {}, []

    def _append(self, items: Iterable[Item]) -> None:
        added, start = list(items), len(self.items)
        self.items = [*self.items, *added]
        self._searched += (self.searched_text(item).casefold() for item in added)
        for place, item in enumerate(added, start):
            self._places.setdefault(self.identify(item), place)
        words = self.filter_text.casefold().split()
        self._shown = [*self._shown, *self._holding(words, range(start, len(self.items)))]

    def _holding(self, words: list[str], among: Sequence[int]) -> list[int]:
        """Which of these items hold all the words: all are searched for the first one, what is left for the others."""
        if not words:
            return list(among)
        searched, first = self._searched, words[0]
        found = [place for place in among if first in searched[place]]
        return [place for place in found if holds(searched[place], words)] if len(words) > 1 else found
