"""gluetui.text.times: exact durations, columns that keep their width, times that never crash."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.text.times import (
    WHEN_SHORT_WIDTH,
    age_short,
    ago,
    as_of,
    duration,
    duration_short,
    size,
    when,
    when_short,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
EARLY, LATE = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
ANY_NUMBER = st.floats() | st.integers()


@pytest.mark.parametrize(
    ("seconds", "exact", "short"),
    [
        (0, "0s", "0s"),
        (45, "45s", "45s"),
        (0.4, "0.4s", "0.4s"),
        (0.0001, "0.0001s", "<0.1s"),
        (59.9996, "1m 0s", "59s"),
        (60, "1m 0s", "1m00s"),
        (724, "12m 4s", "12m04s"),
        (62.5, "1m 2.5s", "1m02s"),
        (3600, "1h 0m 0s", "1h00m"),
        (7092, "1h 58m 12s", "1h58m"),
        (273612, "3d 4h 0m 12s", "3d04h"),
        (86400 * 123, "123d 0h 0m 0s", "123d"),
        (86400 * 20000, "20000d 0h 0m 0s", "9999d+"),
        (1e15, "1e+15s", "9999d+"),
        (-7092, "-1h 58m 12s", "-1h58m"),
        (-0.5, "-0.5s", "-0.5s"),
    ],
)
def test_durations_are_exact_and_their_short_form_is_cut_down(seconds: float, exact: str, short: str) -> None:
    """By hand: 7092 = 1×3600 + 58×60 + 12; 273612 = 3×86400 + 4×3600 + 12; 724 = 12×60 + 4."""
    assert duration(seconds) == exact
    assert duration_short(seconds) == short


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(120, "2h 0m"), (15, "15m"), (2880, "2d 0h 0m"), (0, "0s"), (0.5, "30s"), (1.5, "1m 30s")],
)
def test_minutes_leave_out_seconds_that_are_zero(minutes: float, shown: str) -> None:
    assert duration(minutes * 60, smallest="m") == shown


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf, True, "5", [], 10**400])
def test_what_is_no_number_makes_no_text(value: object) -> None:
    assert duration(value) == duration_short(value) == size(value) == ""


@given(st.floats(min_value=-1e11, max_value=1e11))
def test_an_exact_duration_can_be_read_back_to_the_millisecond(seconds: float) -> None:
    text = duration(seconds)
    units = {"d": 86400, "h": 3600, "m": 60, "s": 1}
    parts = re.findall(r"([\d.e-]+)([dhms])", text.removeprefix("-"))
    read = sum(float(count) * units[unit] for count, unit in parts)
    assert read == pytest.approx(abs(seconds), abs=0.00051)
    assert text.startswith("-") == (seconds < 0)


@given(ANY_NUMBER)
def test_a_short_duration_fits_its_column(seconds: float) -> None:
    assert len(duration_short(seconds)) <= 7
    assert isinstance(duration(seconds), str)
    assert isinstance(size(seconds), str)


def test_a_time_is_shown_with_its_zone() -> None:
    instant = datetime(2026, 11, 20, 2, 14, 7, 999999, tzinfo=UTC)
    assert when(instant, UTC) == "2026-11-20 02:14:07 UTC"
    assert when(instant, BERLIN) == "2026-11-20 03:14:07 CET"
    assert when(instant, timezone(timedelta(hours=5, minutes=30))) == "2026-11-20 07:44:07 UTC+05:30"
    assert when(None, UTC) == ""


def test_a_short_time_always_has_the_same_width() -> None:
    assert when_short(datetime(2026, 11, 20, 2, 14, tzinfo=UTC), NOW, UTC) == "11-20 02:14"
    assert when_short(datetime(2025, 12, 31, 22, 30, tzinfo=UTC), NOW, UTC) == "2025-12-31 "
    assert when_short(datetime(2025, 12, 31, 23, 30, tzinfo=UTC), NOW, BERLIN) == "01-01 00:30"
    assert when_short(None, NOW, UTC) == ""


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=2, minutes=59), "2 hours ago"),
        (timedelta(days=1, hours=23), "a day ago"),
        (timedelta(minutes=3, seconds=59), "3 minutes ago"),
        (timedelta(seconds=0), "now"),
        (timedelta(seconds=-60), "a minute from now"),
        (timedelta(days=40), "a month ago"),
    ],
)
def test_how_long_ago_is_said_in_words(passed: timedelta, words: str) -> None:
    assert ago(NOW - passed, NOW) == words


def test_a_time_in_year_1_or_9999_is_shown_and_not_put_into_words() -> None:
    assert when(EARLY, timezone(timedelta(hours=-5))) == "0001-01-01 00:00:00 UTC"
    assert when(LATE, BERLIN) == "9999-12-31 23:59:59 UTC"
    assert ago(EARLY, NOW) == ago(LATE, NOW) == ""
    assert len(when_short(EARLY, NOW, BERLIN)) == len(when_short(LATE, NOW, BERLIN)) == WHEN_SHORT_WIDTH


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_any_time_can_be_shown(instant: datetime, now: datetime) -> None:
    assert when(instant, BERLIN)
    assert len(when_short(instant, now, BERLIN)) == WHEN_SHORT_WIDTH
    assert isinstance(ago(instant, now), str)


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 B"),
        (812, "812 B"),
        (1024, "1 KB"),
        (1536, "1.5 KB"),
        (262144, "256 KB"),
        (1048570, "1.0 MB"),
        (5e12, "5 TB"),
    ],
)
def test_sizes_are_short(count: float, shown: str) -> None:
    assert size(count) == shown
    assert size(-1) == ""


@pytest.mark.parametrize(
    ("passed", "shown"),
    [
        (timedelta(seconds=59), "59s"),
        (timedelta(minutes=59, seconds=59), "59m"),
        (timedelta(hours=23, minutes=59), "23h"),
        (timedelta(days=999, hours=23), "999d"),
        (timedelta(days=1000), "2y"),
        (timedelta(seconds=-30), "0s"),
        (timedelta(minutes=-2), ""),
        (timedelta(days=366 * 2001), ""),
    ],
)
def test_an_age_is_cut_down_to_four_cells(passed: timedelta, shown: str) -> None:
    now = datetime(9000, 1, 1, tzinfo=UTC)
    assert age_short(now - passed, now) == shown
    assert age_short(None, now) == ""


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (timedelta(seconds=59), "as of 11:59"),
        (timedelta(minutes=13, seconds=59), "as of 11:46, 13 minutes ago"),
        (timedelta(hours=13), "as of 11-19 23:00, 13 hours ago"),
    ],
)
def test_the_age_of_an_answer_is_told_from_its_first_minute(passed: timedelta, told: str) -> None:
    assert as_of(NOW - passed, NOW, UTC) == told
