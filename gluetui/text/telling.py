"""Errors side by side in a list: each is cut so that what tells it from the others is seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from rich.cells import cell_len

from gluetui.glue.run.causes import without_class
from gluetui.text.safe import cut_end

_NAME_OF_ONE_RUN = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{12,}\b|\b\d{6,}\b")
"""Ids of runs, requests, hosts and the like: two errors that differ in them only say the same."""

_INSIDE_A_WORD = re.compile(r"[\w$]*\Z")

_LEAST_CUT = 8
"""Characters: a shorter beginning is not worth its ellipsis."""


class Telling:
    """Errors of a list that are seen together."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """`texts` are safe, each on one line."""
        said = {_without_names(text): text for text in texts if text}
        self._texts = tuple(sorted(said.values()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Telling) and self._texts == other._texts

    def __hash__(self) -> int:
        return hash(self._texts)

    def shown(self, text: str, width: int) -> str:
        """An error in so many cells.

        Where it has no room it loses its class, if its message says enough, and then the words at its beginning
        that another error of the list begins with too, as many of them as lets its end be seen.
        """
        if cell_len(text) <= width:
            return text
        return _shown(self._texts, text, width)


NONE_BESIDE = Telling()

_BLOCK = 50
"""Entries: as far around an entry others are compared with it, so that scrolling by a line changes no error."""


class Neighbours:
    """The errors around each entry of a list, worked out when the entry is drawn."""

    def __init__(self, texts: Callable[[range], Iterable[str]]) -> None:
        """`texts` gives the errors of some entries, of which the last ones may not exist."""
        self._texts = texts
        self._known: dict[int, Telling] = {}

    def of(self, entry: int) -> Telling:
        """The errors that are seen together with an entry's."""
        block = entry // _BLOCK
        known = self._known.get(block)
        if known is None:
            around = range(max(0, block - 1) * _BLOCK, (block + 2) * _BLOCK)
            known = self._known[block] = Telling(self._texts(around))
        return known

    def forget(self) -> None:
        """Work all out anew, for other entries or other answers about them."""
        self._known.clear()


@lru_cache(maxsize=1024)
def _shown(texts: tuple[str, ...], text: str, width: int) -> str:
    message = without_class(text)
    if cell_len(message) <= width:
        return message
    start = _shared(text, texts)
    if start <= len(text) - len(message) or start < _LEAST_CUT:
        return cut_end(message, width)
    # No more is cut than has to be: the end alone may be one name that says little.
    starts = (each.start() for each in re.finditer(r"(?<=\s)\S", text[: start + 1]))
    fits = (each for each in starts if each < start and cell_len(text[each:]) < width)
    return cut_end("…" + text[next(fits, start) :], width)


def _shared(text: str, texts: tuple[str, ...]) -> int:
    """How many characters of whole words a text has in common with the one that is most like it, but not the same."""
    own, longest = _without_names(text), 0
    for other in texts:
        if not other.startswith(text[:_LEAST_CUT]) or _without_names(other) == own:
            continue
        alike = next((at for at, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]), len(other))
        common = text[:alike]
        if len(common) < len(text):
            within = _INSIDE_A_WORD.search(common)
            common = common[: within.start()] if within else common
            longest = max(longest, len(common))
    return longest


@lru_cache(maxsize=4096)
def _without_names(text: str) -> str:
    return _NAME_OF_ONE_RUN.sub("…", text)
