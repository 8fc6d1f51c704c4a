"""gluetui.text.timeline: bars over one axis, which say what AWS said of a run's time and nothing more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.run.run import JobRun
from gluetui.text.states import ascii_text
from gluetui.text.timeline import (
    ASCII_SIGNS,
    SIGNS,
    Axis,
    Signs,
    attempt_parts,
    axis_line,
    bar,
    parts,
    ticks,
    whole_axis,
)
from tests.glue.lineage.chains import NOW, chain, key, ran


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def drawn(run_id: str, width: int, *runs: JobRun, signs: Signs = SIGNS, axis: Axis | None = None) -> str:
    path = CriticalPath(chain(*runs), NOW)
    run = path.of(key(run_id))
    over = axis or whole_axis(path)
    assert run is not None and over is not None
    line = bar(parts(path, run), over, width, is_critical=path.is_on_path(run.key), signs=signs)
    return "".join(span.text for span in line)


RUNS = (
    ran("a", 60, 100, "b", "c", ExecutionTime=20),
    ran("b", 0, 40, ExecutionTime=40),
    ran("c", 0, 20, ExecutionTime=10),
)


@pytest.mark.parametrize(
    ("run_id", "bars", "in_ascii"),
    [("a", "    ··▓▓██", "    ..++##"), ("b", "████      ", "####      "), ("c", "░▒        ", ":=        ")],
)
def test_a_bar_has_the_wait_the_start_up_and_the_run(run_id: str, bars: str, in_ascii: str) -> None:
    assert drawn(run_id, 10, *RUNS) == bars
    assert drawn(run_id, 10, *RUNS, signs=ASCII_SIGNS) == in_ascii


def test_the_signs_differ_without_any_colour_and_where_a_filter_makes_them_ascii() -> None:
    assert len(set(SIGNS)) == len(set(ASCII_SIGNS)) == len(SIGNS) == len({ascii_text(sign) for sign in SIGNS})
    assert all(cell_len(sign) == 1 for sign in SIGNS + ASCII_SIGNS)


def test_attempts_stand_apart() -> None:
    retried = (ran("a_attempt_1", 60, 100), ran("a", 0, 60, JobRunState="FAILED"))
    assert drawn("a", 10, *retried) == "██████↻███"
    apart = (ran("a_attempt_1", 80, 100), ran("a", 0, 40, JobRunState="FAILED"))
    assert drawn("a", 10, *apart) == "████    ↻█"


def test_an_attempt_alone_has_its_own_time_only() -> None:
    attempt = ran("a", 0, 40, JobRunState="FAILED", ExecutionTime=20)
    line = bar(attempt_parts(attempt, NOW), Axis(at(0), at(80)), 8, is_critical=False)
    assert "".join(span.text for span in line) == "░░▒▒    "


def test_a_live_run_reaches_until_now() -> None:
    now = NOW.timestamp()
    assert drawn("a", 10, ran("a", now - 50, None, "b"), ran("b", now - 100, now - 60)) == "    ·█████"


def test_a_short_run_has_a_cell() -> None:
    assert drawn("a", 10, ran("a", 1_000, 1_000, "b"), ran("b", 0, 10)) == "·········█"


def test_a_run_that_took_no_time_has_a_cell_too() -> None:
    assert drawn("b", 10, ran("a", 0, 1_000, "b"), ran("b", 500, 500)) == "     ▒    "


def test_what_lies_outside_of_a_zoomed_axis_is_left_out() -> None:
    axis = Axis(at(30), at(50))
    assert drawn("b", 10, *RUNS, axis=axis) == "█████     "
    assert drawn("a", 10, *RUNS, axis=axis) == "     ·····"
    assert drawn("c", 10, *RUNS, axis=axis) == " " * 10


@given(st.lists(st.floats(0, 1_000), min_size=8, max_size=8), st.integers(1, 200), st.booleans())
def test_a_bar_always_has_exactly_its_width(times: list[float], width: int, is_critical: bool) -> None:
    start, first, again, end, *others = sorted(times)
    path = CriticalPath(
        chain(
            ran("a_attempt_1", again, end, ExecutionTime=others[0] / 10),
            ran("a", start, first, "b", JobRunState="FAILED"),
            ran("b", others[1], others[2]),
        ),
        NOW,
    )
    axis = Axis(*map(at, sorted(others[2:])))
    for run in path.runs.values():
        line = bar(parts(path, run), axis, width, is_critical=is_critical)
        assert sum(cell_len(span.text) for span in line) == width


@pytest.mark.parametrize(
    ("start", "seconds", "zone", "labels"),
    [
        ("2026-11-20T02:00:04", 7_656, UTC, ["02:15", "02:30", "02:45", "03:00", "03:15", "03:30", "03:45", "04:00"]),
        ("2026-11-20T00:10:00", 9_000, ZoneInfo("Asia/Kolkata"), ["05:45", "06:00", "06:15", "06:30", "06:45"]),
        ("2026-03-28T20:00:00", 36_000, ZoneInfo("Europe/Berlin"), ["21:00", "22:00", "23:00", "00:00", "01:00"]),
        ("2026-11-20T02:00:00", 3, UTC, ["02:00:00", "02:00:01", "02:00:02"]),
        ("2026-11-18T12:00:00", 86_400 * 9, UTC, ["11-19", "11-20", "11-21", "11-22"]),
        ("2026-11-18T12:00:00", 86_400 * 4, UTC, ["12:00", "11-19", "12:00", "11-20"]),
    ],
)
def test_ticks_are_round_times_of_the_clocks_zone(start: str, seconds: int, zone: tzinfo, labels: list[str]) -> None:
    begin = datetime.fromisoformat(start).replace(tzinfo=UTC)
    axis = Axis(begin, begin + timedelta(seconds=seconds))
    found = [tick.label for tick in ticks(axis, 70, zone)]
    assert found[: len(labels)] == labels


def test_ticks_stay_round_over_a_change_of_the_clocks() -> None:
    begin = datetime(2026, 3, 28, 20, tzinfo=UTC)
    labels = [tick.label for tick in ticks(Axis(begin, begin + timedelta(hours=24)), 80, ZoneInfo("Europe/Berlin"))]
    assert labels[:6] == ["22:00", "00:00", "03:00", "06:00", "08:00", "10:00"]


@given(st.integers(0, 250_000_000_000), st.floats(0, 10_000_000_000), st.integers(1, 300))
def test_labels_are_whole_apart_and_at_their_time(start: int, seconds: float, width: int) -> None:
    axis = Axis(at(start), at(min(start + seconds, 253_402_300_799)))
    line = axis_line(axis, width, ZoneInfo("America/New_York"))
    assert len(line) == width
    for tick in ticks(axis, width, ZoneInfo("America/New_York")):
        assert line[tick.cell : tick.cell + len(tick.label)] == tick.label
        assert tick.cell == 0 or line[tick.cell - 1] == " "


@given(st.floats(0.01, 100), st.floats(0, 100))
def test_a_zoomed_axis_stays_within_the_whole_one(times: float, around: float) -> None:
    whole = Axis(at(0), at(100))
    zoomed = whole.zoomed(4, at(50), whole).zoomed(times, at(around), whole)
    assert at(0) <= zoomed.start < zoomed.end <= at(100)


def test_zooming_keeps_a_moment_in_its_place_and_comes_back() -> None:
    whole = Axis(at(0), at(100))
    near = whole.zoomed(2, at(50), whole)
    assert near == (at(25), at(75))
    assert near.zoomed(0.1, at(50), whole) == whole
