"""Points in time and spans as a person types them: `2d`, `1h30m`, a date or a time of day on it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_SPAN = re.compile(r"(?:\d+[smhdw])+", re.IGNORECASE | re.ASCII)
_PART = re.compile(r"(\d+)([smhdw])", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


def span_seconds(text: str) -> float | None:
    """Seconds of a span such as 90, 45s or 1h30m; None where it cannot be read."""
    text = text.strip()
    try:
        if _SPAN.fullmatch(text):
            return float(sum(int(count) * _SECONDS[unit.lower()] for count, unit in _PART.findall(text)))
        return float(text) if _NUMBER.fullmatch(text) else None
    except (ValueError, OverflowError):
        return None


def moment(text: str, now: datetime, zone: tzinfo | None = None) -> datetime | None:
    """The point in time that is meant; None where it cannot be read. Times without a zone are of `zone`."""
    text = text.strip()
    try:
        if _SPAN.fullmatch(text):
            return now - timedelta(seconds=span_seconds(text) or 0)
        read = datetime.fromisoformat(text)
        return (read.replace(tzinfo=zone) if zone and read.tzinfo is None else read).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def end_of(text: str, now: datetime, zone: tzinfo | None = None) -> datetime | None:
    """As `moment`, but a date without a time of day is the end of that day."""
    read = moment(text, now, zone)
    is_date = read is not None and re.fullmatch(r"\d{4}-?\d{2}-?\d{2}|\d{4}-?W\d{2}-?\d", text.strip(), re.ASCII)
    try:
        return read + timedelta(days=1) if read is not None and is_date else read
    except OverflowError:
        return read
