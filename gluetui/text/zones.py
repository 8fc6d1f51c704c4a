"""The zone of the times: the machine's own where its name is known, and its names for the user and for others."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

LOCAL = "local"
"""The name of a zone whose times have several names, such as CET and CEST."""

_LONGEST_NAME = 5
"""Cells of a zone's name that a heading has room for."""

_UNKNOWN = timezone(timedelta(0), "UTC")
"""In place of a zone that is not known; an object of its own, since the machine's zone is not UTC by choice."""

_OFFSET = r"[+-]?\d{1,3}(?::\d{1,2}){0,2}"
_ABBREVIATION = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)"
_RULE = re.compile(rf"{_ABBREVIATION}{_OFFSET}(?:{_ABBREVIATION}(?:{_OFFSET})?(?:,\S+)?)?")
"""A zone that TZ spells out as POSIX has it, such as CET-1CEST."""

_SEASONS = tuple(timedelta(days=days) for days in (0, 91, 182, 274, 365))
"""Ages of a run at which its time may have another name."""


def machine_zone(name: str | None = None) -> tzinfo | None:
    """The zone that TZ names; None for the machine's own, and UTC for a name that nothing here knows.

    The C library takes UTC for such a name too, but calls it by the first letters of the name.
    """
    name = (os.environ.get("TZ", "") if name is None else name).removeprefix(":")
    if not name or _RULE.fullmatch(name):
        return None
    try:
        zone = _zone_in_file(name)
    except (KeyError, ValueError, OSError, EOFError):
        return _UNKNOWN
    now = datetime.now(UTC)
    mine, named = now.astimezone(), now.astimezone(zone)
    return None if (mine.utcoffset(), mine.tzname()) == (named.utcoffset(), named.tzname()) else zone


def _zone_in_file(name: str) -> tzinfo:
    # The start need not import it: TZ is rarely set.
    from zoneinfo import ZoneInfo

    if not os.path.isabs(name):
        return ZoneInfo(name)
    with open(name, "rb") as file:
        return ZoneInfo.from_file(file, os.path.basename(name))


def zone_label(local: datetime) -> str:
    """The name behind a time on the user's own screen; the offset where the name is another zone's."""
    name = local.tzname() or ""
    is_lie = local.utcoffset() and (name in ("UTC", "GMT") or not name)
    return offset_label(local) if is_lie else name


def offset_label(local: datetime) -> str:
    """The name behind a time in a text for others, to whom CST may be Chicago, Shanghai or Havana: "UTC+08:00"."""
    offset = local.utcoffset() or timedelta(0)
    return timezone(offset).tzname(None) if offset else "UTC"


def heading_label(now: datetime, zone: tzinfo | None) -> str:
    """The zone's short name over a column of times up to a year old; LOCAL where they have several, "" for none."""
    names = set(_names((now - age for age in _SEASONS), zone))
    if len(names) > 1:
        return LOCAL
    name = names.pop() if names else ""
    return name if name.isascii() and len(name) <= _LONGEST_NAME else ""


def _names(moments: Iterable[datetime], zone: tzinfo | None) -> Iterable[str]:
    for moment in moments:
        try:
            yield zone_label(moment.astimezone(zone))
        except (OverflowError, ValueError, OSError):
            yield zone_label(moment.astimezone(UTC))
