"""Which records of a log a pane shows, and each as safe lines: made a slice at a time, so that no key waits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from gluetui.glue.logs.finding import Search, pattern_of
from gluetui.glue.logs.heads import head_of
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.noise import Noise
from gluetui.glue.logs.records import Record
from gluetui.glue.logs.rows import Rows as LogRows
from gluetui.panes.rows_in_making import Made, RowsInMaking, measure
from gluetui.panes.safe_texts import SafeTexts
from gluetui.widgets.heights import Heights

SLICE = 500
"""Records that are looked at while a key may wait."""

AT_ONCE = 3_000
"""Records up to which what a key asks for is there with the key."""

AROUND = 2
"""Records before and behind each that matches which are shown too."""

Place = tuple[int, int]
"""Where a record stands: its time in ms, and its reference."""


_LAST_REFERENCE = 1 << 62
"""Behind all."""

_MOST_EQUAL = 2_000
"""Records of one millisecond among which one is looked for."""


class Anchor(NamedTuple):
    """A record that is to be found again in rows that are new, though what comes before it may renumber it."""

    place: Place
    text: str


class Only(Enum):
    """Which records are shown while something is searched for."""

    ALL = ""
    MATCHING = "only matching"
    OTHERS = "without matching"


class ShownLog:
    """A log, what of it is to be seen, and the rows that are made of that by now.

    A change that concerns all rows makes new ones beside those that are shown, and puts them in their place once they
    are whole.
    """

    def __init__(self) -> None:
        self.log = Log()
        self.safe = SafeTexts(self.log)
        self.noise = Noise.ALL
        self.source = ""
        """The only source that is shown; "" for all."""
        self.only = Only.ALL
        self.search: Search | None = None
        self.pattern: re.Pattern[str] | None = None
        self.rows = LogRows(self.log)
        self.heights = Heights()
        self._revision = self._known = 0
        """The log's state, and how many records it had, when the rows that are shown were last brought up to date."""
        self._making: RowsInMaking | None = None
        self._made_for = self._wanted
        self._counted = 0
        self._levels: Mapping[str | None, int] = {}

    # Which records.

    @property
    def is_narrowed(self) -> bool:
        """Whether records that are loaded are left out."""
        return self.only is not Only.ALL or self.noise is not Noise.ALL or bool(self.source)

    def look_for(self, text: str, *, is_regex: bool) -> str:
        """Search for a text, "" for nothing; returns why it cannot be one, "" where it can."""
        self.search = self.pattern = None
        try:
            if text:
                self.pattern = pattern_of(text, is_regex=is_regex)
                self.search = Search(self.log, text, is_regex=is_regex)
        except (re.error, OverflowError, RecursionError) as error:
            self.pattern = None
            return f"it is no regular expression: {error}"
        return ""

    def renew(self) -> None:
        """Make the rows anew, by what is to be seen now and all that is loaded."""
        self._making = RowsInMaking(self.log, self._new_rows())
        self._made_for = self._wanted
        self.advance(AT_ONCE)

    def advance(self, most: int = SLICE) -> bool:
        """Make some more rows. False where those that are shown stay as they are for now."""
        if self._waits_for_search:
            return False
        if self._making is None:
            self._advance_shown()
            return self._making is None
        if not self._making.advance(most):
            return False
        self.rows, self.heights = self._making.rows, self._making.heights
        self._making = None
        self._is_up_to_date()
        return True

    @property
    def is_made(self) -> bool:
        """Whether all that is loaded is in the rows, or has to wait."""
        if self._waits_for_search:
            return True
        return self._making is None and self._revision == self.log.revision and self.rows.is_complete

    @property
    def is_wanted(self) -> bool:
        """Whether the rows, those that are being made or else those that are shown, are of what is to be seen now."""
        return self._made_for == self._wanted

    @property
    def _wanted(self) -> tuple[object, ...]:
        """By what records are shown: rows that were made for something else are made anew."""
        return self.noise, self.source, self.only, None if self.only is Only.ALL else self.search

    @property
    def _waits_for_search(self) -> bool:
        """Whether it is not known yet which records match, of which only those or the others are shown."""
        return self.only is not Only.ALL and self.search is not None and not self.search.is_complete

    def _advance_shown(self) -> None:
        """Take what the log has newly at its end into the rows that are shown; for a change further up make others."""
        log = self.log
        if self._revision != log.revision:
            changed = log.changed_from(self._revision)
            if self._known and changed < max(self._known - AT_ONCE, 1):
                self._making = RowsInMaking(log, self.rows.twin(), of=Made(self.rows, self.heights))
                self.advance()
                return
            self.rows.advance(AT_ONCE)
            kept = self.find(_before(log, changed)) if changed else 0
            self.heights.cut(max(0, kept - 1))
            self._is_up_to_date()
        else:
            self.rows.advance(SLICE)
        measure(log, self.rows, self.heights, len(self.rows))

    def _is_up_to_date(self) -> None:
        self._revision, self._known = self.log.revision, len(self.log)
        self.safe.clear()

    def _new_rows(self) -> LogRows:
        matches, around = None, 0
        if self.search is not None and self.only is not Only.ALL:
            holds = self.search.holds
            is_inverted = self.only is Only.OTHERS
            matches = (lambda reference: not holds(reference)) if is_inverted else holds
            around = 0 if is_inverted else AROUND
        sources = frozenset({self.source}) if self.source else None
        return LogRows(self.log, noise=self.noise, sources=sources, matches=matches, around=around)

    # Where a record stands.

    def place(self, row: int) -> Place:
        """Where a row's record stands in the log; it stays while rows come before it."""
        reference = self.reference(row)
        return self.log.key(reference), reference

    def reference(self, row: int) -> int:
        """The reference of a row's record; of one that is replaced, until the rows are new, that of its neighbour."""
        reference = self.rows.reference(row)
        page, number = self.log.page_of(reference)
        return reference + max(page.first, min(number, page.end - 1)) - number

    def find(self, place: Place) -> int:
        """The last row that does not stand behind a place; the first one where all do."""
        low, high = 0, len(self.rows)
        while low < high:
            middle = (low + high) // 2
            if self.place(middle) <= place:
                low = middle + 1
            else:
                high = middle
        return max(0, low - 1)

    def anchor(self, row: int) -> Anchor:
        """What `row_at` finds the row's record by."""
        return Anchor(self.place(row), self.record(row).text)

    def row_at(self, anchor: Anchor) -> int:
        """The row of a record; where it is not shown, the last one that does not stand behind it."""
        row, time = self.find(anchor.place), anchor.place[0]
        if self.place(row) == anchor.place and self.record(row).text == anchor.text:
            return row
        last = self.find((time, _LAST_REFERENCE))
        for each in range(last, max(last - _MOST_EQUAL, -1), -1):
            if self.place(each)[0] != time:
                break
            if self.record(each).text == anchor.text:
                return each
        return row

    def row_of(self, position: int) -> int | None:
        """The row that shows the record at a position of the log, alone or folded; None where it is hidden."""
        reference = self.log.reference(position)
        if not len(self.rows):
            return None
        row = self.find((self.log.key(reference), reference))
        first = self.reference(row)
        if first == reference:
            return row
        is_folded = self.rows.repeats(row) > 1 and reference - first > 0
        return row if is_folded and self._repeats(first, reference) else None

    def _repeats(self, first: int, reference: int) -> bool:
        return _body(self.log.record_of(first).text) == _body(self.log.record_of(reference).text)

    @property
    def hidden(self) -> int:
        """Records that are loaded and are in no row."""
        return self.rows.hidden

    @property
    def levels(self) -> Mapping[str | None, int]:
        """How many of the loaded records have which level."""
        if self._counted != self.log.revision:
            self._counted, self._levels = self.log.revision, self.log.levels
        return self._levels

    # What a row shows.

    def time(self, row: int) -> int:
        """The time of a row's record, in milliseconds since the epoch."""
        page, number = self.log.page_of(self.reference(row))
        return page.times[number - page.first]

    def record(self, row: int) -> Record:
        """The record of a row, the first of those that it folds."""
        return self.log.record_of(self.reference(row))

    def lines(self, row: int, *, is_short: bool) -> list[str]:
        """Its text in safe lines, secrets masked; with `is_short` the record's own head is cut down."""
        return self.safe.lines(self.reference(row), is_short=is_short)

    def texts(self, first: int, last: int) -> list[str]:
        """The masked texts of all records that rows show, those that they fold too."""
        found = []
        for row in range(first, last + 1):
            reference = self.reference(row)
            found += [self.safe.masked(each) for each in range(reference, reference + self.rows.repeats(row))]
        return found


def _body(text: str) -> str:
    """A record's text without its head, whose time alone differs in what is written again."""
    head = head_of(text)
    return (text[head.length :] if head else text).rstrip("\r\n")


def _before(log: Log, position: int) -> Place:
    reference = log.reference(position - 1)
    return log.key(reference), reference
