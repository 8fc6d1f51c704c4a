"""AWS's cron: six fields, always UTC; what cannot be read says so with AWS's text."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gluetui.glue.triggers.schedule import Schedule, schedule_of

NOW = datetime(2026, 11, 20, 2, 27, tzinfo=UTC)
"""A Friday."""

RULES = [
    # what, fields, the next two times after NOW, the last before
    ("every day", "0 2 * * ? *", ["2026-11-21 02:00", "2026-11-22 02:00"], "2026-11-20 02:00"),
    ("every five minutes", "0/5 * * * ? *", ["2026-11-20 02:30", "2026-11-20 02:35"], "2026-11-20 02:25"),
    ("steps from a star", "*/20 * * * ? *", ["2026-11-20 02:40", "2026-11-20 03:00"], "2026-11-20 02:20"),
    ("steps in a range", "10-40/15 3 * * ? *", ["2026-11-20 03:10", "2026-11-20 03:25"], "2026-11-19 03:40"),
    ("steps of hours", "0 6/6 * * ? *", ["2026-11-20 06:00", "2026-11-20 12:00"], "2026-11-19 18:00"),
    ("a list", "15 1,13 * * ? *", ["2026-11-20 13:15", "2026-11-21 01:15"], "2026-11-20 01:15"),
    ("a list of ranges", "0 1-2,22-23 * * ? *", ["2026-11-20 22:00", "2026-11-20 23:00"], "2026-11-20 02:00"),
    ("a range past midnight", "0 23-1 * * ? *", ["2026-11-20 23:00", "2026-11-21 00:00"], "2026-11-20 01:00"),
    ("a day of the month", "0 8 1 * ? *", ["2026-12-01 08:00", "2027-01-01 08:00"], "2026-11-01 08:00"),
    ("days that some months lack", "0 8 31 * ? *", ["2026-12-31 08:00", "2027-01-31 08:00"], "2026-10-31 08:00"),
    ("days of short months", "0 0 28-31 2,4 ? *", ["2027-02-28 00:00", "2027-04-28 00:00"], "2026-04-30 00:00"),
    ("a leap day", "0 0 29 2 ? *", ["2028-02-29 00:00", "2032-02-29 00:00"], "2024-02-29 00:00"),
    ("L, the last day of the month", "0 0 L * ? *", ["2026-11-30 00:00", "2026-12-31 00:00"], "2026-10-31 00:00"),
    ("L-2, two days before it", "0 0 L-2 * ? *", ["2026-11-28 00:00", "2026-12-29 00:00"], "2026-10-29 00:00"),
    ("L in February", "0 0 L 2 ? *", ["2027-02-28 00:00", "2028-02-29 00:00"], "2026-02-28 00:00"),
    ("W, the weekday nearest", "0 9 21W * ? *", ["2026-11-20 09:00", "2026-12-21 09:00"], "2026-10-21 09:00"),
    ("1W, in the same month", "0 9 1W * ? *", ["2026-12-01 09:00", "2027-01-01 09:00"], "2026-11-02 09:00"),
    ("31W, in months that have it", "0 9 31W * ? *", ["2026-12-31 09:00", "2027-01-29 09:00"], "2026-10-30 09:00"),
    ("LW, the last weekday", "0 9 LW * ? *", ["2026-11-30 09:00", "2026-12-31 09:00"], "2026-10-30 09:00"),
    ("1 is Sunday", "0 3 ? * 1 *", ["2026-11-22 03:00", "2026-11-29 03:00"], "2026-11-15 03:00"),
    ("7 is Saturday", "0 3 ? * 7 *", ["2026-11-21 03:00", "2026-11-28 03:00"], "2026-11-14 03:00"),
    ("names of days", "0 3 ? * MON-FRI *", ["2026-11-20 03:00", "2026-11-23 03:00"], "2026-11-19 03:00"),
    ("small letters", "0 3 ? * mon,wed *", ["2026-11-23 03:00", "2026-11-25 03:00"], "2026-11-18 03:00"),
    ("days over the weekend", "0 3 ? * SAT-MON *", ["2026-11-21 03:00", "2026-11-22 03:00"], "2026-11-16 03:00"),
    ("6L, the last Friday", "0 3 ? * 6L *", ["2026-11-27 03:00", "2026-12-25 03:00"], "2026-10-30 03:00"),
    ("L, the last day of the week", "0 3 ? * L *", ["2026-11-21 03:00", "2026-11-28 03:00"], "2026-11-14 03:00"),
    ("2#1, the first Monday", "0 3 ? * 2#1 *", ["2026-12-07 03:00", "2027-01-04 03:00"], "2026-11-02 03:00"),
    ("2#5, in months that have it", "0 3 ? * 2#5 *", ["2026-11-30 03:00", "2027-03-29 03:00"], "2026-08-31 03:00"),
    ("names of months", "0 3 1 JAN,JUL ? *", ["2027-01-01 03:00", "2027-07-01 03:00"], "2026-07-01 03:00"),
    ("a year", "0 3 1 1 ? 2028", ["2028-01-01 03:00", None], None),
    ("years", "0 3 1 1 ? 2020-2027", ["2027-01-01 03:00", None], "2026-01-01 03:00"),
    ("a year that is over", "0 3 1 1 ? 2020", [None, None], "2020-01-01 03:00"),
    ("a day that no year has", "0 0 30 2 ? *", [None, None], None),
    ("blanks between the fields", " 0  2 * *   ? * ", ["2026-11-21 02:00", "2026-11-22 02:00"], "2026-11-20 02:00"),
]


def minute(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else None


@pytest.mark.parametrize(("fields", "following", "last"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])
def test_the_rules_of_cron(fields: str, following: list[str | None], last: str | None) -> None:
    schedule = schedule_of(f"cron({fields})")
    assert schedule.unreadable == ""
    first = schedule.next(NOW)
    second = schedule.next(first) if first else None
    assert [minute(first), minute(second)] == following
    assert minute(schedule.before(NOW)) == last


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "AWS returned no schedule"),
        ("rate(5 minutes)", "a rate counts from a time that AWS does not return"),
        ("0 2 * * ? *", "it is not of the form"),
        ("cron(0 2 * * *)", "six fields in AWS, this one has 5"),
        ("cron(0 2 * * * *)", "one must be a question mark"),
        ("cron(0 2 ? * ? *)", "one must be a question mark"),
        ("cron(0 2 LW * MON *)", "must be [?]"),
        ("cron(60 2 * * ? *)", "minute value '60'"),
        ("cron(0 24 * * ? *)", "hour value '24'"),
        ("cron(0 2 32 * ? *)", "day-of-month value '32'"),
        ("cron(0 2 * 13 ? *)", "month value '13'"),
        ("cron(0 2 ? * 0 *)", "day-of-week value '0'"),
        ("cron(0 2 ? * L-3 *)", "L-3 is none of AWS's"),
        ("cron(0 2 * * ? 1969)", "year value '1969'"),
        ("cron(0/0 2 * * ? *)", "none of AWS's"),
        ("cron(*-5 2 * * ? *)", "none of AWS's"),
        ("cron(" + ",".join(["0/5"] * 30) + " 2 * * ? *)", "more than 6 steps"),
        ("cron(" + "0," * 1000 + "0 2 * * ? *)", "longer than 1000 characters"),
        ("at(2026-11-20T02:00:00)", "it is not of the form"),
    ],
)
def test_a_schedule_that_cannot_be_read_says_why_and_has_no_times(text: str, why: str) -> None:
    schedule = schedule_of(text)
    assert schedule.text == text
    with pytest.raises(ValueError, match=why):
        raise ValueError(schedule.unreadable)
    assert schedule.next(NOW) is schedule.before(NOW) is None
    assert list(schedule.between(NOW, NOW + timedelta(days=400))) == []


def test_all_times_between_two_hold_the_first_but_not_the_last() -> None:
    schedule = schedule_of("cron(0 0/6 * * ? *)")
    day = datetime(2026, 11, 20, tzinfo=UTC)
    hours = [each.hour for each in schedule.between(day, day + timedelta(days=1))]
    assert hours == [0, 6, 12, 18]
    assert [each.hour for each in schedule.between(day + timedelta(seconds=1), day + timedelta(days=1))] == [6, 12, 18]
    assert list(schedule.between(day, day)) == []


def test_the_next_time_is_after_and_the_last_before_even_at_a_time_of_the_schedule() -> None:
    schedule = schedule_of("cron(0 2 * * ? *)")
    two = datetime(2026, 11, 20, 2, tzinfo=UTC)
    assert schedule.next(two) == two + timedelta(days=1)
    assert schedule.before(two) == two - timedelta(days=1)
    assert schedule.next(two - timedelta(microseconds=1)) == two
    assert schedule.before(two + timedelta(microseconds=1)) == two


def test_a_schedule_stays_in_utc_while_the_zone_shown_changes_to_winter_time_and_back() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    schedule = schedule_of("cron(30 1 * * ? *)")
    for change, before, after in (
        (datetime(2026, 10, 25), "03:30", "02:30"),
        (datetime(2026, 3, 29), "02:30", "03:30"),
    ):
        since = change.replace(tzinfo=berlin) - timedelta(days=1)
        times = list(schedule.between(since, since + timedelta(days=3)))
        assert [each.hour for each in times] == [1, 1, 1]
        assert [f"{each.astimezone(berlin):%H:%M}" for each in times] == [before, after, after]


def test_a_window_in_another_zone_holds_the_times_of_that_window() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    since = datetime(2026, 11, 20, 10, tzinfo=tokyo)
    [found] = schedule_of("cron(0 2 * * ? *)").between(since, since + timedelta(hours=2))
    assert found == datetime(2026, 11, 20, 11, tzinfo=tokyo)


@pytest.mark.parametrize("year", [1, 1969, 2200, 9999])
def test_years_that_cron_does_not_know_are_no_error(year: int) -> None:
    schedule = Schedule("cron(0 2 * * ? *)")
    moment = datetime(year, 12, 31, 23, 59, 30, tzinfo=UTC)
    assert minute(schedule.next(moment)) == ("1970-01-01 02:00" if year < 1970 else None)
    assert minute(schedule.before(moment)) == ("2199-12-31 02:00" if year > 2199 else None)


def test_a_schedule_that_many_triggers_share_is_read_once() -> None:
    assert schedule_of("cron(1 2 * * ? *)") is schedule_of("cron(1 2 * * ? *)")


def test_the_librarys_import_waits_for_the_first_schedule() -> None:
    from subprocess import run

    code = "import sys, gluetui.glue.triggers.due; print('aws_croniter' in sys.modules)"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
