"""The texts of a log's records as they may be shown: secrets masked, in lines that can be drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gluetui.glue.logs.event import Stream
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.masking import MOST_KEY_LINES, is_in_key
from gluetui.glue.secrets.found import DOTS
from gluetui.glue.secrets.masks import Masks
from gluetui.text.log_line import safe_lines, with_short_head

_KEPT = 400
"""Records whose lines are kept: more than a screen shows."""


class SafeTexts:
    """Masks records in any order: whether one is a line of a private key is seen by those before it."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.masks = Masks({})
        """Of the run that the log is of."""
        self.is_whole: Callable[[Stream], bool] = lambda stream: True
        """Whether the log has a stream from its beginning on."""
        self._lines: dict[tuple[int, bool], list[str]] = {}

    def clear(self) -> None:
        """Forget the lines that are kept: the log has changed."""
        self._lines.clear()

    def lines(self, reference: int, *, is_short: bool) -> list[str]:
        """A record's text in safe lines, secrets masked; with `is_short` its own head is cut down."""
        lines = self._lines.get((reference, is_short))
        if lines is None:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            text = self.masked(reference)
            lines = self._lines[reference, is_short] = safe_lines(with_short_head(text) if is_short else text)
        return lines

    def masked(self, reference: int) -> str:
        """The text of a record without secrets, whatever was loaded before it."""
        record = self._log.record_of(reference)
        is_cut = not self.is_whole(record.stream)
        if is_in_key(record.text, self._texts_before(reference), is_cut=is_cut):
            return DOTS + ("\n" if record.text.endswith("\n") else "")
        return self.masks.apply(record.text) if self.masks.may_change(record.text) else record.text

    def _texts_before(self, reference: int) -> Iterator[str]:
        """Of the records before one in its stream, the nearest first."""
        first = min(page.first for page in self._log.pages(self._log.stream_of(reference)))
        number = self._log.page_of(reference)[1]
        for each in range(reference - 1, reference - 1 - min(MOST_KEY_LINES, number - first), -1):
            yield self._log.record_of(each).text
