"""Narrowing by words: a text is left that holds every word of a filter, in any case, wherever they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from gluetui.glue.run.folding import folded, folded_with_places
from gluetui.text.lines import Line, Span


def holds(text: str, words: list[str]) -> bool:
    """Whether a text in lower case holds all the words."""
    return all(word in text for word in words)


def marked(text: str, filter_text: str, role: str = "") -> Line:
    """Safe text as spans, the first place where each word of the filter was found marked."""
    words = folded(filter_text).split()
    if not words or not text:
        return [Span(text, role)]
    searched, places = (folded(text), range(len(text) + 1)) if text.isascii() else folded_with_places(text)
    hits = [False] * len(text)
    for word in words:
        found = searched.find(word)
        if found >= 0:
            start, end = places[found], max(places[found + len(word)], places[found] + 1)
            hits[start:end] = [True] * (end - start)
    spans, start = [], 0
    for end in range(1, len(text) + 1):
        if end == len(text) or hits[end] != hits[start]:
            spans.append(Span(text[start:end], "match" if hits[start] else role))
            start = end
    return spans


class WordIndex:
    """Texts in the order in which they came, and the places of those that a filter leaves."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.hits: Sequence[int] = []
        """The places of the texts that hold every word."""
        self._searched: list[str] = []
        self._places: dict[str, int] = {}
        self._filter = ""

    def __contains__(self, text: str) -> bool:
        return text in self._places

    def entry(self, text: object, shown: Sequence[int]) -> int | None:
        """Where a text, of equal ones the first, stands among the places that are shown."""
        place = self._places.get(text) if isinstance(text, str) else None
        if place is None:
            return None
        entry = bisect_left(shown, place)
        return entry if entry < len(shown) and shown[entry] == place else None

    def clear(self) -> None:
        """Drop all texts; the filter stays."""
        self.texts, self._searched, self._places, self.hits = [], [], {}, []

    def add(self, texts: Iterable[str]) -> None:
        """Put texts behind the others."""
        added, start = list(texts), len(self.texts)
        self.texts = [*self.texts, *added]
        self._searched += (folded(text) for text in added)
        for place, text in enumerate(added, start):
            self._places.setdefault(text, place)
        self.hits = [*self.hits, *self._holding(range(start, len(self.texts)))]

    def narrow(self, filter_text: str) -> None:
        """Look through all texts again, or only through the last hits where the filter grew at its end."""
        text = folded(filter_text)
        grew = bool(self._filter) and text.startswith(self._filter)
        self._filter = text
        self.hits = self._holding(self.hits if grew else range(len(self.texts)))

    def _holding(self, among: Sequence[int]) -> list[int]:
        """Which of these hold all the words: all are searched for the first one, what is left for the others."""
        words = self._filter.split()
        if not words:
            return list(among)
        searched, first = self._searched, words[0]
        found = [place for place in among if first in searched[place]]
        return [place for place in found if holds(searched[place], words)] if len(words) > 1 else found
