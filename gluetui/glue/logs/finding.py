"""Finding in a loaded log: how many records match, and the next one, a page of records at a time."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, compress, count, repeat

from gluetui.glue.logs.log import Log
from gluetui.glue.logs.packed import Page

Matcher = Callable[[Page, int], Iterable[int]]
"""Gives the numbers of a page's records that match, from a place in the page on."""


_FEW = 300
"""Records of a page up to which those that match are rare."""


class Search:
    """The records of a log that hold a text; lower case finds both, as does no letter at all.

    Each `advance` searches one page, those nearest to where one looks first, so that a key never waits for it. What
    the log has loaded since is searched by the next ones.

    Raises:
        re.error: where the text is asked to be a regular expression and is none.
    """

    def __init__(self, log: Log, text: str, *, is_regex: bool = False) -> None:
        self._log = log
        self._match = _matcher(text, is_regex=is_regex)
        self._hits: dict[Page, tuple[int, array[int]]] = {}
        """Of each page how many records were searched, and the numbers of those that match."""

    @property
    def count(self) -> int:
        """Records found so far."""
        return sum(len(self._of(page)) for page in self._log.pages())

    @property
    def is_complete(self) -> bool:
        """Whether all that is loaded has been searched."""
        return next(self._left(), None) is None

    def advance(self, near: int = 0) -> bool:
        """Searches one page, the one nearest to a position. False where none is left."""
        left = list(self._left())
        if not left:
            return False
        time = self._log.key(self._log.reference(min(near, len(self._log) - 1)))
        page = min(left, key=lambda each: _distance(each, time))
        searched, numbers = self._hits.get(page, (0, array("q")))
        found = array("q", self._match(page, searched))
        self._forget_pages()
        self._hits[page] = (len(page), numbers + found)
        return True

    def holds(self, reference: int) -> bool:
        """Whether a record was found."""
        page, number = self._log.page_of(reference)
        numbers = self._of(page)
        place = bisect_left(numbers, number)
        return place < len(numbers) and numbers[place] == number

    def next_from(self, position: int, *, backwards: bool = False) -> int | None:
        """The position of the next record that was found behind, or before, a position; None where there is none."""
        log = self._log
        if not log:
            return None
        wanted = (log.key(log.reference(position)), log.reference(position)) if 0 <= position < len(log) else None
        if wanted is None:
            wanted = (log.key(log.reference(0)) - 1, 0) if position < 0 else (log.key(log.reference(-1)) + 1, 0)
        nearest: tuple[int, int] | None = None
        for page, base in log.referenced_pages():
            if _is_out_of(page, wanted[0], nearest, backwards=backwards):
                continue
            found = _next_in(page, self._of(page), base, wanted, backwards=backwards)
            if found is not None and (nearest is None or (found > nearest) is backwards):
                nearest = found
        return log.position(nearest[1]) if nearest is not None else None

    def _of(self, page: Page) -> array[int]:
        return self._hits[page][1] if page in self._hits else array("q")

    def _left(self) -> Iterator[Page]:
        return (page for page in self._log.pages() if self._hits.get(page, (0,))[0] < len(page))

    def _forget_pages(self) -> None:
        """Pages that the log has replaced are no longer counted, nor kept."""
        there = set(self._log.pages())
        self._hits = {page: found for page, found in self._hits.items() if page in there}


def _distance(page: Page, time: int) -> int:
    keys = page.keys()
    return max(keys[0] - time, time - keys[-1], 0)


def _is_out_of(page: Page, wanted: int, nearest: tuple[int, int] | None, *, backwards: bool) -> bool:
    """Whether all records of a page stand on the other side, or further away than the nearest hit."""
    first, last = page.keys()[0], page.keys()[-1]
    if backwards:
        return first > wanted or (nearest is not None and last < nearest[0])
    return last < wanted or (nearest is not None and first > nearest[0])


def _next_in(
    page: Page, numbers: array[int], base: int, wanted: tuple[int, int], *, backwards: bool
) -> tuple[int, int] | None:
    """The place in time and the reference of the hit in a page that comes next."""

    def place(number: int) -> tuple[int, int]:
        return page.key(number), base + number

    if backwards:
        at = bisect_left(numbers, wanted, key=place) - 1
        return place(numbers[at]) if at >= 0 else None
    at = bisect_right(numbers, wanted, key=place)
    return place(numbers[at]) if at < len(numbers) else None


def pattern_of(text: str, *, is_regex: bool) -> re.Pattern[str]:
    """The expression that finds what a search for a text finds. Raises: re.error where it is none."""
    written = text if is_regex else re.escape(text)
    return re.compile(written, re.MULTILINE | (re.NOFLAG if _is_exact(text, is_regex=is_regex) else re.IGNORECASE))


def _matcher(text: str, *, is_regex: bool) -> Matcher:
    is_exact = _is_exact(text, is_regex=is_regex)
    if is_regex or not (text.isascii() or is_exact):
        return _matching(pattern_of(text, is_regex=is_regex))
    return _holding(text.encode("utf-8", "surrogatepass"), is_exact=is_exact)


def _is_exact(text: str, *, is_regex: bool) -> bool:
    return any(letter.isupper() for letter in _without_escapes(text, is_regex=is_regex))


def _without_escapes(text: str, *, is_regex: bool) -> str:
    r"""A regular expression without `\S` and the like, which are no capital letters that someone looks for."""
    return re.sub(r"\\.", "", text) if is_regex else text


def _holding(needle: bytes, *, is_exact: bool) -> Matcher:
    """Finds bytes: a page at once where they are rare, else record by record without a step of Python's for each."""
    size = len(needle)

    def match(page: Page, start: int) -> Iterable[int]:
        if not needle:
            return range(page.first + start, page.end)
        data = page.data if is_exact else page.data.lower()
        starts, found, at = page.starts, array("q"), page.starts[start]
        while len(found) < _FEW:
            at = data.find(needle, at)
            if at < 0:
                return found
            place = bisect_right(starts, at) - 1
            if at + size <= starts[place + 1]:
                found.append(page.first + place)
                at = starts[place + 1]
            else:
                at += 1  # it goes on into the next record
        return chain(found, _numbers_holding(needle, data, page, found[-1] + 1))

    return match


def _numbers_holding(needle: bytes, data: bytes, page: Page, first: int) -> Iterator[int]:
    bounds = page.starts[first - page.first :].tolist()
    places = map(data.find, repeat(needle), bounds, bounds[1:])
    return compress(count(first), map((0).__le__, places))


def _matching(pattern: re.Pattern[str]) -> Matcher:
    """Finds an expression, within each record alone."""

    def match(page: Page, start: int) -> Iterator[int]:
        starts, data = page.starts, page.data
        if data.isascii():
            text = data.decode("ascii")
            return (
                page.first + place
                for place in range(start, len(page))
                if pattern.search(text, starts[place], starts[place + 1])
            )
        return (
            page.first + place
            for place in range(start, len(page))
            if pattern.search(data[starts[place] : starts[place + 1]].decode("utf-8", "surrogatepass"))
        )

    return match
