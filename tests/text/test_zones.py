"""gluetui.text.zones: a time is never shown under the name of a zone that it is not in."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, reset_tzpath

import pytest

from gluetui.text.run_row import heading, started_heading
from gluetui.text.times import Clock, when
from gluetui.text.zones import heading_label, machine_zone

WINTER = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def set_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def choose(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield choose
    monkeypatch.undo()
    time.tzset()


def _file_of(name: str) -> str:
    return next(str(path) for folder in TZPATH if (path := Path(folder) / name).exists())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Atlantis/Poseidonis", "12:00:00 UTC"),
        ("Europe", "12:00:00 UTC"),
        ("Europe/Lisbonn", "12:00:00 UTC"),
        (":Asia/Nirgendwo", "12:00:00 UTC"),
        ("/etc/hostname", "12:00:00 UTC"),
        ("/no/such/zone", "12:00:00 UTC"),
        ("../../etc/passwd", "12:00:00 UTC"),
        ("XYZ", "12:00:00 UTC"),
        ("", "12:00:00 UTC"),
        ("Etc/UTC", "12:00:00 UTC"),
        ("Europe/Paris", "13:00:00 CET"),
        (":Europe/Paris", "13:00:00 CET"),
        ("EET-2EEST", "14:00:00 EET"),
        ("<-05>5", "07:00:00 -05"),
        ("UTC+3", "09:00:00 UTC-03:00"),
        ("GMT-2", "14:00:00 UTC+02:00"),
    ],
)
def test_a_zone_that_is_not_known_is_utc_by_its_own_name(
    set_zone: Callable[[str], None], name: str, shown: str
) -> None:
    set_zone(name)
    assert when(WINTER, Clock().zone) == f"2026-01-05 {shown}"


def test_a_zone_may_be_named_by_its_file(set_zone: Callable[[str], None]) -> None:
    set_zone(_file_of("Europe/Paris"))
    assert when(WINTER, Clock().zone) == "2026-01-05 13:00:00 CET"


def test_without_a_database_of_zones_every_name_is_utc(set_zone: Callable[[str], None]) -> None:
    set_zone("Europe/Helsinki")
    ZoneInfo.clear_cache()
    reset_tzpath(to=[])
    try:
        assert when(WINTER, machine_zone()) == "2026-01-05 12:00:00 UTC"
    finally:
        reset_tzpath()


def test_a_zone_that_is_not_known_is_none_that_the_user_chose() -> None:
    assert machine_zone("Atlantis/Poseidonis") is not UTC


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        (UTC, "12:00:00 UTC"),
        (ZoneInfo("Europe/London"), "12:00:00 UTC"),
        (ZoneInfo("America/Havana"), "07:00:00 UTC-05:00"),
        (ZoneInfo("Asia/Kolkata"), "17:30:00 UTC+05:30"),
        (ZoneInfo("Asia/Manila"), "20:00:00 UTC+08:00"),
        (timezone(timedelta(hours=2), "IST"), "14:00:00 UTC+02:00"),
    ],
)
def test_others_read_the_offset(zone: tzinfo, shown: str) -> None:
    assert when(WINTER, zone, for_others=True) == f"2026-01-05 {shown}"


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        (UTC, "UTC"),
        (timezone(timedelta(hours=1), "CET"), "CET"),
        (timezone(timedelta(hours=9)), ""),
        (ZoneInfo("Asia/Tokyo"), "JST"),
        (ZoneInfo("America/Phoenix"), "MST"),
        (ZoneInfo("America/New_York"), "local"),
        (ZoneInfo("Australia/Sydney"), "local"),
        (ZoneInfo("Europe/London"), "local"),
        (ZoneInfo("America/Sao_Paulo"), "-03"),
    ],
)
def test_a_heading_names_a_zone_only_where_all_times_of_a_year_have_its_name(zone: tzinfo, name: str) -> None:
    assert heading_label(WINTER, zone) == name


def test_the_heading_of_the_starts_is_cut_nowhere() -> None:
    assert started_heading("local", 11) == "start local"
    assert "started UTC" in heading(80, None, "UTC")[0].text
    assert "start local  " in heading(80, None, "local")[0].text
    assert os.environ["TZ"] == "UTC"
