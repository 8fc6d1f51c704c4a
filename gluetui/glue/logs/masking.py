"""A log without secrets: each record masked like an argument, and a private key that is printed line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from gluetui.glue.logs.event import Stream
from gluetui.glue.logs.records import Record
from gluetui.glue.secrets.found import DOTS
from gluetui.glue.secrets.masks import Masks

_AT_ONCE = 8
"""Records up to which each is read by itself: of more, most of the time, one glance shows that none has a secret."""

_KEY_BEGINS = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----")
_KEY_ENDS = "-----END "
_KEY_LINE = re.compile(r"[A-Za-z0-9+/=\s]*|[A-Za-z-]{1,30}: [^\n]*\s*")
"""A line within a key: Base64, or a header such as Proc-Type."""

_LONG_KEY_LINE = re.compile(r"(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9+/])[A-Za-z0-9+/=]{40,}\s*")
"""What hardly anything but a key's line is."""


class LogMask:
    """Masks the records of one run's log, given in their order: what one of them began may go on in the next."""

    def __init__(self, masks: Masks, *, cut: Iterable[Stream] = ()) -> None:
        """`cut`: streams whose first record is not the first that was written: it may be within a private key."""
        self._masks = masks
        self._cut = set(cut)
        self._in_key: set[Stream] = set()
        """Streams whose last record was within a private key."""

    def texts(self, records: Sequence[Record]) -> list[str]:
        """The records' texts, line ends included, with DOTS for every secret."""
        if (
            not self._in_key
            and not self._cut
            and not self._masks.may_change("\n".join(record.text for record in records))
        ):
            return [record.text for record in records]
        if len(records) <= _AT_ONCE:
            return [self._text(record) for record in records]
        return [text for at in range(0, len(records), _AT_ONCE) for text in self.texts(records[at : at + _AT_ONCE])]

    def _text(self, record: Record) -> str:
        text, stream = record.text, record.stream
        if stream in self._cut:
            if _LONG_KEY_LINE.fullmatch(text):
                return DOTS + ("\n" if text.endswith("\n") else "")
            self._cut.discard(stream)
        if stream in self._in_key:
            if _KEY_LINE.fullmatch(text):
                return DOTS + ("\n" if text.endswith("\n") else "")
            self._in_key.discard(stream)
        begun = list(_KEY_BEGINS.finditer(text))
        if begun and _KEY_ENDS not in text[begun[-1].end() :]:
            self._in_key.add(stream)
        return self._masks.apply(text)


MOST_KEY_LINES = 200
"""Records before one that are looked at: a private key has fewer lines."""


def is_in_key(text: str, before: Iterable[str], *, is_cut: bool = False) -> bool:
    """Whether a record's text is a line of a private key, by the texts before it in its stream, the nearest first.

    `is_cut`: what the stream held before all of these is not known; then a line that can be one counts as one.
    """
    if not text.strip() or not _KEY_LINE.fullmatch(text):
        return False
    for each in islice(before, MOST_KEY_LINES):
        begun = list(_KEY_BEGINS.finditer(each))
        if begun:
            return _KEY_ENDS not in each[begun[-1].end() :]
        if not _KEY_LINE.fullmatch(each):
            return False
    return is_cut and _LONG_KEY_LINE.fullmatch(text) is not None
