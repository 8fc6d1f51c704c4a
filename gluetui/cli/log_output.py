"""How `gluetui logs` prints: records with time and source, as JSON, or a stream's own text."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from gluetui.cli.printing import console, is_terminal, write, write_as_is, write_json
from gluetui.glue.logs.cause import Cause
from gluetui.glue.logs.masking import LogMask
from gluetui.glue.logs.records import Record

READ_TOGETHER = 200
"""Records that are searched for secrets together."""

FLUSHED_AFTER = 500
"""Records that are written out together while more are at hand."""

Mask = Callable[[str], str]


class RecordPrinter:
    """Prints records, secrets masked, those that match a pattern only."""

    def __init__(self, form: str, mask: LogMask | None, pattern: re.Pattern[str] | None = None) -> None:
        """`form` is "lines", "json" or "raw"; without a mask secrets are shown."""
        self._print = {"lines": self._line, "json": self._json, "raw": self._raw}[form]
        self._mask = mask
        self._pattern = pattern
        self._is_seen = is_terminal()
        self.count = 0

    def add(self, records: Iterable[Record]) -> None:
        """Print more records; they are on their way when it returns."""
        for record, text in self._masked(records):
            if self._pattern is not None and not self._pattern.search(text):
                continue
            self._print(record, text)
            self.count += 1
            if self.count % FLUSHED_AFTER == 0:
                sys.stdout.flush()
        sys.stdout.flush()

    def _masked(self, records: Iterable[Record]) -> Iterator[tuple[Record, str]]:
        coming = iter(records)
        while batch := list(islice(coming, READ_TOGETHER)):
            yield from zip(batch, self._mask.texts(batch) if self._mask else map(_text, batch), strict=True)

    def _line(self, record: Record, text: str) -> None:
        from gluetui.text.safe import many_lines

        source = record.stream.source
        message = many_lines(_without_end(text))
        if not self._is_seen:
            write(f"{iso(record.time)}\t{source}\t{message}")
            return
        from rich.text import Text

        line = Text(f"{iso(record.time)} {source:<8} ", "dim").append(message, _STYLES.get(record.level or "", ""))
        console().print(line, soft_wrap=True)

    def _json(self, record: Record, text: str) -> None:
        write_json(
            {
                "time": iso(record.time),
                "source": record.stream.source,
                "logGroupName": record.stream.group,
                "logStreamName": record.stream.name,
                "level": record.level,
                "message": _without_end(text),
            }
        )

    def _raw(self, record: Record, text: str) -> None:
        from gluetui.text.safe import many_lines

        # A terminal would obey what a pipe only hands on.
        write_as_is(many_lines(text) if self._is_seen else text)


_STYLES = {"ERROR": "bold red", "FATAL": "bold red", "CRITICAL": "bold red", "WARN": "yellow", "WARNING": "yellow"}


def print_cause(cause: Cause | None, mask: Mask, *, as_data: bool) -> None:
    """The cause alone: its telling line, or an object of what is known."""
    from gluetui.text.safe import one_line

    if as_data:
        write_json(cause_as_data(cause, mask))
    elif cause is not None:
        write(one_line(cause.telling(mask)))


def cause_as_data(cause: Cause | None, mask: Mask) -> dict[str, Any]:
    """The object of `--cause --json`; all of it null where there is no cause."""
    names = ("cause", "script", "line", "rule", "logGroupName", "logStreamName", "time", "first")
    if cause is None:
        return dict.fromkeys(names)
    first = cause.first and {"time": iso(cause.first.time), "source": cause.first.source, "count": cause.first.count}
    values = (cause.telling(mask), cause.script and mask(cause.script), cause.line, cause.rule, *cause.stream[:2])
    return dict(zip(names, (*values, iso(cause.time), first), strict=True))


def iso(time: int) -> str:
    """ISO time in UTC with milliseconds; a number that no calendar has stays one."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=time)
    except OverflowError:
        return str(time)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _text(record: Record) -> str:
    return record.text


def _without_end(text: str) -> str:
    return text[:-1].removesuffix("\r") if text.endswith("\n") else text
