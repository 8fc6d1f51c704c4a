"""A trigger's schedule, AWS's cron in UTC: its times between two, the next one and the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aws_croniter import AwsCroniter

MINUTE = timedelta(minutes=1)

FIRST_YEAR, LAST_YEAR = 1970, 2199
"""The years that AWS's cron knows."""

_FORM = re.compile(r"\s*cron\s*\((.*)\)\s*", re.DOTALL)
_RATE = re.compile(r"\s*rate\s*\(.*\)\s*", re.DOTALL)
_LONGEST = 1000
"""Characters of a schedule that is read: AWS's own are far shorter."""

_MOST_STEPS = 6
"""Steps such as 0/15 in one list that are read: with each further one the library takes several times as long."""


class Times(Protocol):
    """Gives the times of a readable expression, one after another; each time is a whole minute in UTC."""

    def after(self, moment: datetime) -> datetime | None:
        """The first time at a whole minute or later."""


class Schedule:
    """Schedule of a trigger as AWS returned it: `text`, and `unreadable`, which says why it has no known times."""

    def __init__(self, text: str) -> None:
        """Use `schedule_of`, which reads the same text once."""
        self.text = text
        self.unreadable = ""
        self._times: Times | None = None
        try:
            self._times = _times(text)
        except ValueError as error:
            self.unreadable = str(error)

    def between(self, since: datetime, until: datetime) -> Iterator[datetime]:
        """All its times from `since`, which counts, to `until`, which does not; none where it is unreadable."""
        return takewhile(lambda moment: moment < until.astimezone(UTC), self._from(since))

    def next(self, moment: datetime) -> datetime | None:
        """Its first time after a moment; None where there is none, or it is unreadable."""
        return next((each for each in self._from(moment) if each > moment), None)

    def before(self, moment: datetime) -> datetime | None:
        """Its last time before a moment; None where there is none, or it is unreadable."""
        # The library's own way back leaves out days that only some months have.
        if moment.year < FIRST_YEAR:
            return None
        end = late = _whole_minute(min(moment, datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)))
        found = next(self._from(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)), None)
        if found is None or found >= end:
            return None
        while late - found > MINUTE:
            middle = _whole_minute(found + (late - found) / 2)
            later = next(self._from(middle), None)
            if later is not None and later < end:
                found = later
            elif middle < late:
                late = middle
            else:
                break
        return found

    def _from(self, moment: datetime) -> Iterator[datetime]:
        if moment.year > LAST_YEAR:
            return
        found = _whole_minute(moment)
        while self._times is not None and (each := self._times.after(found)) is not None:
            yield each
            found = each + MINUTE


@lru_cache(maxsize=10_000)
def schedule_of(text: str) -> Schedule:
    """The schedule of AWS's text; triggers that share a text share it."""
    return Schedule(text)


class _Cron:
    """The times of one cron expression."""

    def __init__(self, cron: AwsCroniter) -> None:
        self._cron = cron

    def after(self, moment: datetime) -> datetime | None:
        # The library gives up after some months without a time: the 29th of February is asked for year by year.
        while moment.year <= LAST_YEAR:
            found: datetime | None = self._cron.get_next(moment, inclusive=True)[0]
            if found is not None:
                return found
            moment = datetime(moment.year + 1, 1, 1, tzinfo=UTC)
        return None


class _LastWeekday:
    """LW, the last weekday of a month, out of the times on all weekdays: the library reads it but cannot tell it."""

    def __init__(self, weekdays: _Cron) -> None:
        self._weekdays = weekdays

    def after(self, moment: datetime) -> datetime | None:
        found = self._weekdays.after(moment)
        while found is not None and not _is_last_weekday(found):
            found = self._weekdays.after(found + MINUTE)
        return found


def _is_last_weekday(moment: datetime) -> bool:
    following = moment + timedelta(days=3 if moment.weekday() == 4 else 1)
    return following.month != moment.month


def _times(text: str) -> Times:
    """Raises: ValueError with what is wrong, for people."""
    if not text.strip():
        raise ValueError("AWS returned no schedule")
    if _RATE.fullmatch(text):
        raise ValueError("a rate counts from a time that AWS does not return")
    if len(text) > _LONGEST:
        raise ValueError(f"it is longer than {_LONGEST} characters")
    form = _FORM.fullmatch(text)
    if form is None:
        raise ValueError("it is not of the form cron(…)")
    fields = form[1].split()
    if len(fields) != 6:
        raise ValueError(f"cron has six fields in AWS, this one has {len(fields)}")
    if any(each.count("/") > _MOST_STEPS for each in fields):
        raise ValueError(f"a list has more than {_MOST_STEPS} steps")
    if fields[2] == "LW":
        if fields[4] != "?":
            raise ValueError("one of day-of-month and day-of-week must be ?")
        return _LastWeekday(_cron([*fields[:2], "?", fields[3], "MON-FRI", fields[5]]))
    return _cron(fields)


def _cron(fields: list[str]) -> _Cron:
    from aws_croniter import AwsCroniter
    from aws_croniter.exceptions import AwsCroniterExpressionError

    if re.fullmatch(r"L-.*", fields[4]):
        raise ValueError(f"day-of-week {fields[4]} is none of AWS's")
    if fields[4] == "L":
        # The last day of AWS's week.
        fields = [*fields[:4], "SAT", fields[5]]
    try:
        return _Cron(AwsCroniter(" ".join(fields)))
    except AwsCroniterExpressionError as error:
        raise ValueError(str(error).replace(".One", "; one").rstrip(".")) from error
    except ValueError as error:
        raise ValueError("it is none of AWS's cron expressions") from error


def _whole_minute(moment: datetime) -> datetime:
    """The moment, or the next whole minute: triggers have no seconds."""
    moment = moment.astimezone(UTC)
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + MINUTE
