"""Rows of items that are kept here and narrowed by words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from gluetui.text.lines import Line, Span
from gluetui.text.times import Clock
from gluetui.text.words import holds
from gluetui.widgets.item_pane import ItemRows

Item = TypeVar("Item")


class WordRows(ItemRows[Item]):
    """Keeps every item in AWS's order; a filter is a set of words that an item's text must all hold, in any case."""

    def __init__(self, title: str, *, id: str, clock: Clock | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id, clock=clock)
        self._searched: list[str] = []
        self._places: dict[Hashable, int] = {}
        self._narrowed_to = ""

    def searched_text(self, item: Item) -> str:
        """The text that a filter looks in."""
        raise NotImplementedError

    def identify(self, item: Item) -> Hashable:
        """What the item is known by."""
        raise NotImplementedError

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
