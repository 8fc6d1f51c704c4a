"""Texts as a search compares them: in any case, accents composed, however they were typed or stored."""

from __future__ import annotations

from itertools import pairwise
from unicodedata import combining, normalize


def folded(text: str) -> str:
    """A text in which equal letters are equal; its length may be another one."""
    if text.isascii():
        return text.casefold()
    return normalize("NFC", normalize("NFC", text).casefold())


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters, and its end, the place of the letter in the text itself."""
    starts = [index for index, character in enumerate(text) if not index or not combining(character)]
    pieces, places = [], []
    for start, end in pairwise([*starts, len(text)]):
        piece = folded(text[start:end])
        pieces.append(piece)
        places += [start] * len(piece)
    return "".join(pieces), [*places, len(text)]
