"""A window of time read from text: `24h`, `since:2026-11-19 until:2026-11-20`, or the last night."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import NamedTuple, Self

from gluetui.glue.run.window import Days, Window
from gluetui.text.times import end_of, is_span, moment, when, when_short

LAST_NIGHT = "last night"
"""The text of the window that the setting gives the hours of."""

DAY = "24h"
"""The window of no text."""

_KEY = re.compile(r"(since|until)[:=](\S*)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-?\d{2}-?\d{2}|\d{4}-?W\d{2}-?\d", re.ASCII)
_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)

HOW_TO_WRITE = "24h, 12h, 2d, last night, or since:2026-11-19T18:00 until:2026-11-20T08:00"


class UnreadableWindow(ValueError):
    """A text that names no window; its message says why, and what does."""


class NightHours(NamedTuple):
    """The times of day at which a night begins and ends, the end on the next day where it is not the later."""

    begins: time = time(18)
    ends: time = time(8)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The hours of a text such as "18:00-08:00"; None where it cannot be read."""
        found = _HOURS.fullmatch(text.strip())
        if found is None:
            return None
        hours = cls(time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
        return None if hours.begins == hours.ends else hours


NIGHT = NightHours()
"""The hours of a night where the setting gives none."""


def read_window(text: str, now: datetime, zone: tzinfo | None, *, night: NightHours = NIGHT) -> Window:
    """The window of a text; of none, the last 24 hours. A date in `until` counts to its end.

    Raises: UnreadableWindow.
    """
    words = " ".join(text.split()) or DAY
    if words.casefold() == LAST_NIGHT:
        return last_night(now, zone, night)
    if is_span(words):
        return window_between(words, None, now, zone)
    given: dict[str, str] = {}
    for word in words.split(" "):
        found = _KEY.fullmatch(word)
        if found is None or found[1].lower() in given:
            raise UnreadableWindow(f"{word!r} is no part of a window; there is {HOW_TO_WRITE}.")
        given[found[1].lower()] = found[2]
    return window_between(given.get("since"), given.get("until"), now, zone)


def window_between(since: str | None, until: str | None, now: datetime, zone: tzinfo | None) -> Window:
    """The window between two texts, each a span back from now or a date: to now, or over 24 hours, without the other.

    Raises: UnreadableWindow.
    """
    last = now if until is None else _read(until, end_of(until.upper(), now, zone))
    try:
        first = last - timedelta(days=1) if since is None else _read(since, moment(since.upper(), now, zone))
    except OverflowError:
        raise UnreadableWindow("The window begins before the calendar does.") from None
    if first >= last:
        raise UnreadableWindow(f"The window ends at {when(last, zone)}, before it begins at {when(first, zone)}.")
    if since and until and _DATE.fullmatch(since.upper()) and _DATE.fullmatch(until.upper()):
        return Window.of_days(_whole_days(since, until, zone))
    return Window(first, last)


def last_night(now: datetime, zone: tzinfo | None, hours: NightHours = NIGHT) -> Window:
    """The night that ends today, be it over or not; the one before where it has not begun yet."""
    today = now.astimezone(zone).date()
    before = timedelta(days=1 if hours.ends <= hours.begins else 0)
    days = Days(datetime.combine(today - before, hours.begins), datetime.combine(today, hours.ends), 1, zone)
    window = Window.of_days(days)
    return window if window.since <= now else window.moved(-1)


def window_text(window: Window, now: datetime, zone: tzinfo | None) -> str:
    """Such as "11-19 18:00 → 11-20 08:00"."""
    return f"{when_short(window.since, now, zone).strip()} → {when_short(window.until, now, zone).strip()}"


def _whole_days(since: str, until: str, zone: tzinfo | None) -> Days:
    first, last = (datetime.fromisoformat(each.upper()).replace(tzinfo=None) for each in (since, until))
    return Days(first, last + timedelta(days=1), (last - first).days + 1, zone)


def _read(text: str, found: datetime | None) -> datetime:
    if found is None:
        raise UnreadableWindow(f"{text!r} is neither a span such as 2d, 12h or 1h30m nor a date such as 2026-11-20.")
    return found.astimezone(UTC)
