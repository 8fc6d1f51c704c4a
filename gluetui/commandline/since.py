"""How far back a person asks: `2d`, `1h30m`, a date or a point in time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import click

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_SPAN = re.compile(r"(?:\d+[smhdw])+", re.IGNORECASE)
_PART = re.compile(r"(\d+)([smhdw])", re.IGNORECASE)


def moment(text: str, now: datetime) -> datetime | None:
    """The point in time that is meant; None where it cannot be read. Times without a zone are the machine's."""
    text = text.strip()
    try:
        if _SPAN.fullmatch(text):
            seconds = sum(int(count) * _SECONDS[unit.lower()] for count, unit in _PART.findall(text))
            return now - timedelta(seconds=seconds)
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def read_since(context: click.Context, option: click.Parameter, value: str | None) -> datetime | None:
    """The callback of an option."""
    if value is None:
        return None
    read = moment(value, datetime.now(UTC))
    if read is None:
        raise click.BadParameter(f"{value!r} is neither a span such as 2d, 12h or 1h30m nor a date such as 2026-11-20.")
    return read
