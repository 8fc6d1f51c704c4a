"""Windows read from text: spans, dates, nights, over changes of the clocks, and those beside them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.text.times import end_of
from gluetui.text.windows import NightHours, UnreadableWindow, last_night, read_window, window_between, window_text
from tests.conftest import NOW

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("", "2026-11-19T02:30", "2026-11-20T02:30"),
        ("  ", "2026-11-19T02:30", "2026-11-20T02:30"),
        ("24h", "2026-11-19T02:30", "2026-11-20T02:30"),
        ("12h", "2026-11-19T14:30", "2026-11-20T02:30"),
        ("2d", "2026-11-18T02:30", "2026-11-20T02:30"),
        ("1H30M", "2026-11-20T01:00", "2026-11-20T02:30"),
        ("since:3h", "2026-11-19T23:30", "2026-11-20T02:30"),
        ("until:1d", "2026-11-18T02:30", "2026-11-19T02:30"),
        ("since:2d until:1d", "2026-11-18T02:30", "2026-11-19T02:30"),
        ("UNTIL=1d since=2d", "2026-11-18T02:30", "2026-11-19T02:30"),
        ("since:2026-11-19t18:00", "2026-11-19T18:00", "2026-11-20T02:30"),
        ("since:2026-11-19T18:00 until:2026-11-20T08:00", "2026-11-19T18:00", "2026-11-20T08:00"),
        ("since:2026-11-18 until:2026-11-19", "2026-11-18T00:00", "2026-11-20T00:00"),
        ("since:2026-11-19 until:2026-11-19", "2026-11-19T00:00", "2026-11-20T00:00"),
        ("since:20261119 until:2026-W47-4", "2026-11-19T00:00", "2026-11-20T00:00"),
        ("until:2026-11-19", "2026-11-19T00:00", "2026-11-20T00:00"),
        ("since:2026-11-19T18:00+09:00 until:1h", "2026-11-19T09:00", "2026-11-20T01:30"),
        ("last night", "2026-11-19T18:00", "2026-11-20T08:00"),
        ("Last  Night", "2026-11-19T18:00", "2026-11-20T08:00"),
    ],
)
def test_a_text_is_a_window(text: str, since: str, until: str) -> None:
    window = read_window(text, NOW, UTC)
    assert (window.since, window.until) == (at(since), at(until))


@pytest.mark.parametrize(
    "text",
    [
        "yesterday", "0h", "since:", "since:2h since:3h", "since:1h until:2h", "since:2026-13-01", "until:2026-11-19 x",
        "24h until:1h", "-3h", "9999999999999d", "since:0001-01-01 until:0001-01-01T00:00", "until:0001-01-01T05:00",
        "since:2026-11-21", "last nights",
    ],
)  # fmt: skip
def test_any_other_text_is_refused_in_words(text: str) -> None:
    with pytest.raises(UnreadableWindow) as refused:
        read_window(text, NOW, UTC)
    assert str(refused.value).endswith(".")


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    try:
        window = read_window(text, NOW, BERLIN)
    except UnreadableWindow:
        return
    assert window.since < window.until


@pytest.mark.parametrize(("date", "hours"), [("2026-10-25", 25), ("2026-03-29", 23), ("2026-11-19", 24)])
def test_a_day_on_which_the_clocks_change_is_whole(date: str, hours: int) -> None:
    window = window_between(date, date, NOW, BERLIN)
    assert window.until - window.since == timedelta(hours=hours)
    assert end_of(date, NOW, BERLIN) == window.until


NIGHTS = [
    # now, zone, the night's hours, since, until
    ("2026-11-20T02:30", UTC, "18:00-08:00", "2026-11-19T18:00", "2026-11-20T08:00"),
    ("2026-11-20T09:00", UTC, "18:00-08:00", "2026-11-19T18:00", "2026-11-20T08:00"),
    ("2026-11-20T19:00", UTC, "18:00-08:00", "2026-11-19T18:00", "2026-11-20T08:00"),
    ("2026-11-20T23:59", UTC, "18:00 - 08:00", "2026-11-19T18:00", "2026-11-20T08:00"),
    ("2026-11-20T00:00", UTC, "18:00-08:00", "2026-11-19T18:00", "2026-11-20T08:00"),
    ("2026-11-20T23:30", BERLIN, "18:00-08:00", "2026-11-20T17:00", "2026-11-21T07:00"),  # The 21st in Berlin.
    ("2026-10-25T09:00", BERLIN, "18:00-08:00", "2026-10-24T16:00", "2026-10-25T07:00"),  # 15 hours.
    ("2026-03-29T09:00", BERLIN, "18:00-08:00", "2026-03-28T17:00", "2026-03-29T06:00"),  # 13 hours.
    ("2026-03-29T09:00", BERLIN, "02:30-8:00", "2026-03-29T01:30", "2026-03-29T06:00"),  # 02:30 is left out.
    ("2026-11-20T12:00", NEW_YORK, "22:00-06:00", "2026-11-20T03:00", "2026-11-20T11:00"),
    ("2026-11-20T05:00", UTC, "00:00-06:00", "2026-11-20T00:00", "2026-11-20T06:00"),
    ("2026-11-20T05:00", UTC, "20:00-23:00", "2026-11-19T20:00", "2026-11-19T23:00"),
    ("2026-11-20T21:00", UTC, "20:00-23:00", "2026-11-20T20:00", "2026-11-20T23:00"),
]


@pytest.mark.parametrize(("now", "zone", "hours", "since", "until"), NIGHTS)
def test_the_last_night_is_that_of_the_day_s_morning(
    now: str, zone: ZoneInfo, hours: str, since: str, until: str
) -> None:
    night = NightHours.read(hours)
    assert night is not None
    window = last_night(at(now), zone, night)
    assert (window.since, window.until) == (at(since), at(until))


@pytest.mark.parametrize(
    "hours", ["", "18-8", "25:00-08:00", "18:00-18:00", "18:60-08:00", "18:00", "a", "18:00-08:00x"]
)
def test_other_texts_are_no_hours_of_a_night(hours: str) -> None:
    assert NightHours.read(hours) is None


def test_a_span_moves_by_its_length_to_the_second() -> None:
    window = read_window("12h", NOW, BERLIN)
    assert window.moved(-1).until == window.since
    assert window.moved(1).since == window.until
    assert window.moved(-3).moved(3) == window


def test_a_night_moves_to_the_night_before_over_a_change_of_the_clocks() -> None:
    window = last_night(at("2026-10-26T09:00"), BERLIN)
    before = window.moved(-1)
    assert (before.since, before.until) == (at("2026-10-24T16:00"), at("2026-10-25T07:00"))
    assert before.moved(-5).moved(6) == window


def test_days_move_by_as_many_days() -> None:
    window = read_window("since:2026-10-24 until:2026-10-25", NOW, BERLIN)
    assert window.moved(-1).until == window.since
    assert window.moved(1).since == window.until
    assert window.moved(1).until - window.moved(1).since == timedelta(hours=48)


def test_at_the_end_of_the_calendar_a_window_stays() -> None:
    window = read_window("since:0001-01-02 until:0001-01-03", NOW, UTC)
    assert window.moved(-5) == window
    window = read_window("2d", NOW, UTC)
    assert window.moved(10**9) == window


def test_a_window_is_said_in_the_zone_of_the_clock() -> None:
    assert window_text(last_night(NOW, BERLIN), NOW, BERLIN) == "11-19 18:00 → 11-20 08:00"
