"""A line of a log as it is drawn: its time in one of three forms, its source, and the words that a search found."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum
from typing import NamedTuple, TypeVar

from rich.cells import cell_len, chop_cells

from gluetui.glue.logs.heads import head_of
from gluetui.text.lines import Span
from gluetui.text.safe import cut_middle, many_lines, pad

SOURCE_WIDTH = 8
"""Cells of a source's name at most; of a longer one the middle is cut."""

CONTEXT = 400
"""Characters beside the visible part of a line in which a match may begin that is seen."""

NEVER = 1 << 62
"""A time that no record has, in milliseconds since the epoch."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHORT_SOURCES = {"executor": "exec"}
_FRAME = re.compile(r"\s+(?:at |\.\.\. \d+ (?:more|common)|File \")")


class TimeColumn(Enum):
    """What stands before a record."""

    CLOCK = "clock"
    SINCE_START = "since the start"
    GAP = "since the record before"
    OFF = "off"


Choice = TypeVar("Choice", bound=Enum)


def following(choice: Choice) -> Choice:
    """The one that a key goes to that goes round: the next in the order of the class."""
    each = list(type(choice))
    return each[(each.index(choice) + 1) % len(each)]


class Times(NamedTuple):
    """The times of a record, in milliseconds since the epoch; None is not known."""

    own: int
    start: int | None
    """When the run began."""
    before: int | None
    """Of the record before."""


_WIDTHS = {TimeColumn.CLOCK: 12, TimeColumn.SINCE_START: 12, TimeColumn.GAP: 9, TimeColumn.OFF: 0}


def time_width(column: TimeColumn) -> int:
    """Cells of the column."""
    return _WIDTHS[column]


def time_text(column: TimeColumn, times: Times, zone: tzinfo | None) -> str:
    """A record's time; "" where it is off or cannot be told."""
    if column is TimeColumn.CLOCK:
        return clock_text(times.own, zone)
    since = times.start if column is TimeColumn.SINCE_START else times.before
    return "" if column is TimeColumn.OFF or since is None else _passed(times.own - since)


def moment_of(time: int) -> datetime | None:
    """Milliseconds since the epoch as a point in time; None where no calendar has it."""
    try:
        return _EPOCH + timedelta(milliseconds=time)
    except OverflowError:
        return None


def clock_text(time: int, zone: tzinfo | None) -> str:
    """Such as "02:14:07.123" in a zone, None for the machine's own; a number that no calendar has stays one."""
    moment = moment_of(time)
    if moment is None:
        return str(time)
    with contextlib.suppress(OverflowError, ValueError, OSError):
        moment = moment.astimezone(zone)
    return moment.time().isoformat("milliseconds")


def _passed(milliseconds: int) -> str:
    """Such as "+0.123", "+4:07.123", "+1:04:07.1", which fit where a clock does."""
    sign, left = ("-", -milliseconds) if milliseconds < 0 else ("+", milliseconds)
    seconds, thousandths = divmod(left, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{sign}{hours}:{minutes:02}:{seconds:02}"
    return f"{sign}{minutes}:{seconds:02}.{thousandths:03}" if minutes else f"{sign}{seconds}.{thousandths:03}"


def source_text(source: str) -> str:
    """A source's name in its column."""
    return cut_middle(_SHORT_SOURCES.get(source, source), SOURCE_WIDTH)


def level_role(level: str | None) -> str:
    """The role of a record's lines, by its level."""
    if level in ("ERROR", "FATAL", "CRITICAL", "SEVERE"):
        return "error"
    if level in ("WARN", "WARNING"):
        return "warning"
    return "dim" if level in ("DEBUG", "TRACE") else ""


def line_role(line: str, number: int, level: str | None) -> str:
    """The role of one line of a record: of a trace its frames stand back."""
    return "dim" if number and _FRAME.match(line) else level_role(level)


def with_short_head(text: str) -> str:
    """A record's text with a head such as "ERROR TaskSetManager: ", without its time, thread and package."""
    head = head_of(text)
    if head is None or not head.is_timed or not head.length:
        return text
    logger = head.logger.rpartition(".")[2]
    short = " ".join(filter(None, (head.level, logger)))
    message = text[head.length :].lstrip(" \t")
    return f"{short}: {message}" if short else message if message.strip() else text


def safe_lines(text: str) -> list[str]:
    """A record's text as lines that can be drawn; of a line that was drawn again and again its last state."""
    body = text[:-1].removesuffix("\r") if text.endswith("\n") else text
    if "\r" in body:
        body = "\n".join(_last_state(line) for line in body.replace("\r\n", "\n").split("\n"))
    return many_lines(body).split("\n")


def _last_state(line: str) -> str:
    """What a terminal would show of a line that a progress bar drew, parted by `\\r`."""
    return line.rstrip("\r").rpartition("\r")[2]


def line_count(lines: list[str], width: int) -> int:
    """How many lines of so many cells the lines take."""
    return sum(_parts(line, width) for line in lines)


def wrapped_part(lines: list[str], width: int, number: int) -> tuple[int, int, str]:
    """Of lines wrapped to a width the one of a number: the line it is of, its first character there, its text."""
    for place, line in enumerate(lines):
        parts = _parts(line, width)
        if number < parts:
            if line.isascii():
                return place, number * width, line[number * width : (number + 1) * width]
            pieces = chop_cells(line, width) or [""]
            return place, sum(map(len, pieces[:number])), pieces[min(number, len(pieces) - 1)]
        number -= parts
    return len(lines), 0, ""


def _parts(line: str, width: int) -> int:
    if line.isascii():
        return max(1, -(-len(line) // max(width, 1)))
    return 1 if cell_len(line) <= width else max(1, len(chop_cells(line, width)))


def prefix(time: str, source: str, *, column: TimeColumn, has_sources: bool) -> Iterator[Span]:
    """What stands before a record's text; both "" before its further lines."""
    if width := time_width(column):
        yield Span(pad(time, width, "left" if column is TimeColumn.CLOCK else "right") + " ", "dim")
    if has_sources:
        yield Span(pad(source, SOURCE_WIDTH) + " ", "name")


def prefix_width(column: TimeColumn, *, has_sources: bool) -> int:
    """Cells before a record's text."""
    width = time_width(column)
    return (width + 1 if width else 0) + (SOURCE_WIDTH + 1 if has_sources else 0)


def marked(line: str, start: int, part: str, role: str, pattern: re.Pattern[str] | None) -> Iterator[Span]:
    """The part of a line that begins at a character of it, with what a pattern finds marked."""
    end, at = start + len(part), start
    if pattern is not None:
        for found in pattern.finditer(line, max(0, start - CONTEXT), end + CONTEXT):
            first, last = max(found.start(), at), min(found.end(), end)
            if first < last:
                yield Span(line[at:first], role)
                yield Span(line[first:last], "match")
                at = last
            if found.start() >= end:
                break
    yield Span(line[at:end], role)
