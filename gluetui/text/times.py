"""Times and durations as text, and read from text; "now" and the zone come from a clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

import humanize

from gluetui.glue.run.run import number
from gluetui.text.zones import heading_label, machine_zone, offset_label, zone_label


@dataclass
class Clock:
    """`now` answers in UTC; a `zone` of None is the machine's own, with its summer times."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    zone: tzinfo | None = field(default_factory=machine_zone)
    stands_at: datetime | None = None
    """The time at which it stands; None for one that goes."""

    def stopped(self, at: datetime | None) -> Clock:
        """This clock, or one in the same zone that stands at a time: what was saved then has not gone on."""
        return self if at is None else Clock(lambda: at, self.zone, at)

    @property
    def zone_name(self) -> str:
        """The zone's short name, such as "UTC", or "local" where it has several; "" where none is short enough."""
        return heading_label(self.now(), self.zone)


WHEN_SHORT_WIDTH = 11
"""Cells of every when_short."""

_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_LONGEST_SPLIT = 1e12
"""Seconds past which a duration stays a number: in days and hours, 30,000 years say nothing."""

_FURTHEST = timedelta(days=365 * 2000)
"""No run is further from now: such a time is an error in the answer, and words would make it look like a fact."""


def duration(seconds: object, *, smallest: Literal["s", "m"] = "s") -> str:
    """An exact duration such as "1h 58m 12s" or "0.4s"; "" for no finite number, which callers show raw.

    `smallest="m"` leaves the seconds out where they are zero, for quantities that AWS counts in minutes.
    """
    value = number(seconds)
    if value is None:
        return ""
    if abs(value) >= _LONGEST_SPLIT or 0 < abs(value) < 0.001:
        return f"{value:g}s"
    whole, thousandths = divmod(round(abs(value) * 1000), 1000)
    fraction = f".{thousandths:03d}".rstrip("0") if thousandths else ""
    parts = _parts(whole)
    if smallest == "m" and len(parts) > 1 and parts[-1] == (0, "s") and not fraction:
        parts.pop()
    texts = [f"{count}{unit}" for count, unit in parts]
    if fraction:
        texts[-1] = texts[-1].replace("s", f"{fraction}s")
    return ("-" if value < 0 else "") + " ".join(texts)


def duration_short(seconds: object) -> str:
    """A duration in at most 7 cells, such as "1h58m", "12m04s", "3d04h", cut down; "" as for duration."""
    value = number(seconds)
    if value is None:
        return ""
    sign, length = "-" if value < 0 else "", abs(value)
    if 0 < length < 1:
        return f"{sign}{max(int(length * 10) / 10, 0.1)}s" if length >= 0.1 else f"{sign}<0.1s"
    whole = int(length)
    days, hours, minutes = whole // _DAY, whole % _DAY // _HOUR, whole % _HOUR // _MINUTE
    if days >= 10_000:
        return f"{sign}9999d+"
    if days >= 100:
        return f"{sign}{days}d"
    if days:
        return f"{sign}{days}d{hours:02d}h"
    if hours:
        return f"{sign}{hours}h{minutes:02d}m"
    return f"{sign}{minutes}m{whole % 60:02d}s" if minutes else f"{sign}{whole}s"


def when(instant: datetime | None, zone: tzinfo | None, *, for_others: bool = False) -> str:
    """A point in time such as "2026-11-20 02:14:07 UTC": the zone's name, or `for_others` its offset; "" for None."""
    if instant is None:
        return ""
    local = local_time(instant, zone)
    label = offset_label(local) if for_others else zone_label(local)
    return f"{local.replace(tzinfo=None).isoformat(' ', 'seconds')} {label}".rstrip()


def when_short(instant: datetime | None, now: datetime, zone: tzinfo | None) -> str:
    """A point in time in 11 cells: "11-20 02:14" in this year, else "2025-11-20 "; "" for None."""
    if instant is None:
        return ""
    local = local_time(instant, zone)
    shown = local.replace(tzinfo=None).isoformat(" ", "minutes")
    return shown[5:] if local.year == local_time(now, zone).year else shown[:10].ljust(WHEN_SHORT_WIDTH)


def of_milliseconds(time: int) -> datetime | None:
    """The point in time of milliseconds since the epoch; None for one that no calendar has."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=time)
    except OverflowError:
        return None


def time_of_day(instant: datetime | None, zone: tzinfo | None, *, beside: datetime | None) -> str:
    """A time such as "02:14:07"; of another day than the one `beside` it with its date; "unknown" for None."""
    if instant is None:
        return "unknown"
    local = local_time(instant, zone)
    is_same_day = beside is not None and local_time(beside, zone).date() == local.date()
    return local.strftime("%H:%M:%S") if is_same_day else f"{local.date().isoformat()} {local.strftime('%H:%M:%S')}"


def as_of(instant: datetime, now: datetime, zone: tzinfo | None) -> str:
    """How old an answer is: "as of 02:17, 13 minutes ago", the age from a full minute on; of another day, its date."""
    at = as_of_time(instant, now, zone)
    age = ago(instant, now) if now - instant >= timedelta(seconds=_MINUTE) else ""
    return f"{at}, {age}" if age else at


def as_of_time(instant: datetime, now: datetime, zone: tzinfo | None) -> str:
    """The time of an answer, such as "as of 02:17"; of another day, its date."""
    local, today = local_time(instant, zone), local_time(now, zone)
    at = local.strftime("%H:%M") if local.date() == today.date() else when_short(instant, now, zone).strip()
    return f"as of {at}"


def ago(instant: datetime | None, now: datetime) -> str:
    """How long ago, in words and cut down: "3 hours ago", "2 minutes from now"; "" for None."""
    if instant is None:
        return ""
    passed = now - instant
    if abs(passed) > _FURTHEST:
        return ""
    return humanize.naturaltime(_cut_down(passed), when=datetime(5000, 1, 1))


def age_short(instant: datetime | None, now: datetime) -> str:
    """How long ago in at most 4 cells, cut down: "45s", "12m", "3h", "364d", "2y"; "" for None and for the future.

    A start up to a minute from now is "0s": this machine's clock differs from AWS's.
    """
    if instant is None:
        return ""
    seconds = int((now - instant).total_seconds())
    if seconds < -_MINUTE or seconds > _FURTHEST.total_seconds():
        return ""
    for unit, letter, most in ((1, "s", _MINUTE), (_MINUTE, "m", _HOUR), (_HOUR, "h", _DAY), (_DAY, "d", 1000 * _DAY)):
        if seconds < most:
            return f"{max(seconds, 0) // unit}{letter}"
    return f"{seconds // (365 * _DAY)}y"


def _cut_down(passed: timedelta) -> timedelta:
    """Whole days, hours, minutes or seconds, because humanize by itself calls 90 minutes "2 hours"."""
    seconds = int(abs(passed).total_seconds())
    unit = next((unit for unit in (_DAY, _HOUR, _MINUTE) if seconds >= unit), 1)
    return timedelta(seconds=seconds // unit * unit * (1 if passed >= timedelta() else -1))


def size(count: object) -> str:
    """A number of bytes or characters such as "812 B" or "256 KB" (1 KB is 1024); "" as for duration."""
    value = number(count)
    if value is None or value < 0:
        return ""
    if value < 1024:
        return f"{value:g} B"
    for unit in ("KB", "MB", "GB"):
        value /= 1024
        if value < 1023.5:
            return f"{value:.1f} {unit}" if value < 9.95 and not value.is_integer() else f"{value:.0f} {unit}"
    return f"{value / 1024:.0f} TB"


def _parts(seconds: int) -> list[tuple[int, str]]:
    """Counts with their units, from the largest that is not zero down to the seconds."""
    counts = [
        (seconds // _DAY, "d"),
        (seconds % _DAY // _HOUR, "h"),
        (seconds % _HOUR // _MINUTE, "m"),
        (seconds % 60, "s"),
    ]
    while len(counts) > 1 and counts[0][0] == 0:
        counts.pop(0)
    return counts


def local_time(instant: datetime, zone: tzinfo | None) -> datetime:
    """The local time (None: the machine's own), or UTC where the zone would leave the years 1 to 9999."""
    try:
        return instant.astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return instant.astimezone(UTC)


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


def is_span(text: str) -> bool:
    """Whether a point in time is given as so long ago, such as 2d."""
    return bool(_SPAN.fullmatch(text.strip()))


def moment(text: str, now: datetime, zone: tzinfo | None = None) -> datetime | None:
    """The point in time of a text such as "2d" or "2026-11-20T04:00"; None where it cannot be read.

    A time without a zone of its own is in `zone`.
    """
    text = text.strip()
    try:
        if is_span(text):
            return now - timedelta(seconds=span_seconds(text) or 0)
        read = datetime.fromisoformat(text)
        return (read.replace(tzinfo=zone) if zone and read.tzinfo is None else read).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def end_of(text: str, now: datetime, zone: tzinfo | None = None) -> datetime | None:
    """As `moment`, but a date without a time of day is the end of that day, which may have 23 or 25 hours."""
    text = text.strip()
    read = moment(text, now, zone)
    if read is None or not re.fullmatch(r"\d{4}-?\d{2}-?\d{2}|\d{4}-?W\d{2}-?\d", text, re.ASCII):
        return read
    try:
        return moment((datetime.fromisoformat(text) + timedelta(days=1)).isoformat(), now, zone)
    except OverflowError:
        return read
