"""A window as a line of cells: where runs stand on it, and the times above."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.missing import Missing
from gluetui.glue.night.night import Night
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window
from gluetui.text.night_axis import Axis, bar, sparkline, times_above
from tests.conftest import NOW

DAY = Window(NOW - timedelta(hours=24), NOW)


def run(state: str = "SUCCEEDED", begins: float = 12, hours: float = 1, **members: Any) -> JobRun:
    """A run that began so many hours after the window did."""
    start = DAY.since.timestamp() + 3600 * begins
    ended = {"CompletedOn": start + 3600 * hours} if state != "RUNNING" else {}
    return JobRun({"JobName": "job", "Id": "jr_1", "JobRunState": state, "StartedOn": start, **ended, **members})


def drawn(*runs: JobRun, cells: int = 24) -> str:
    night = Night(DAY)
    night.answered(JobNight("job", runs, DAY, NOW), NOW)
    row = night.row("job", NOW)
    assert row is not None
    return "".join(span.text for span in bar(row, Axis(DAY, cells, NOW)))


@pytest.mark.parametrize(
    ("begins", "hours", "shown"),
    [
        (12, 1, " " * 12 + "██" + " " * 10),
        (-5, 6, "██" + " " * 22),
        (23.9, 9, " " * 23 + "█"),
        (3, 0.01, "   █" + " " * 20),
    ],
)
def test_a_run_stands_where_it_was_on(begins: float, hours: float, shown: str) -> None:
    assert drawn(run(begins=begins, hours=hours)) == shown


def test_a_live_run_goes_to_now() -> None:
    assert drawn(run("RUNNING", begins=20)) == " " * 20 + "████"


def test_a_run_without_a_start_stands_nowhere() -> None:
    assert drawn(run(StartedOn=None)).strip() == ""


def test_attempts_before_the_last_one_look_otherwise() -> None:
    first = run("FAILED", begins=2, Id="jr_1", Attempt=0)
    second = run("SUCCEEDED", begins=6, Id="jr_1_attempt_1", Attempt=1, PreviousRunId="jr_1")
    shown = drawn(second, first)
    assert "▒" in shown
    assert "█" in shown


def test_a_job_that_did_not_run_stands_where_it_was_due() -> None:
    night = Night(DAY)
    night.set_missing([Missing("job", DAY.since + timedelta(hours=5), "t", "no run came")])
    night.answered(JobNight("job", [], DAY, NOW), NOW)
    row = night.row("job", NOW)
    assert row is not None
    assert "".join(span.text for span in bar(row, Axis(DAY, 24, NOW))) == " " * 5 + "◇" + " " * 18


def test_times_above_are_round_and_in_the_zone() -> None:
    hours = ("03", "06", "09", "12", "15", "18", "21", "00")
    assert times_above(Axis(DAY, 48, NOW), UTC).split() == [f"{hour}:00" for hour in hours]
    berlin = times_above(Axis(DAY, 24, NOW), ZoneInfo("Europe/Berlin")).split()
    assert berlin[0] == "06:00"


def test_a_longer_window_has_days_above() -> None:
    week = Window(NOW - timedelta(days=7), NOW)
    assert times_above(Axis(week, 40, NOW), UTC).split()[:2] == ["11-15", "11-17"]


def test_times_stay_round_over_a_change_of_the_clocks() -> None:
    until = datetime(2026, 10, 25, 12, tzinfo=UTC)
    axis = Axis(Window(until - timedelta(hours=24), until), 30, until)
    assert all(each.endswith(":00") for each in times_above(axis, ZoneInfo("Europe/Berlin")).split())


@given(
    hours=st.floats(0.001, 24 * 400), cells=st.integers(0, 200), begins=st.floats(-1e6, 1e6), lasts=st.floats(0, 1e6)
)
def test_it_is_as_wide_as_it_should_be(hours: float, cells: int, begins: float, lasts: float) -> None:
    window = Window(NOW - timedelta(hours=hours), NOW)
    axis = Axis(window, cells, NOW)
    assert len(times_above(axis, UTC)) == cells
    start = NOW.timestamp() + begins
    each = JobRun({"JobName": "job", "JobRunState": "SUCCEEDED", "StartedOn": start, "CompletedOn": start + lasts})
    assert all(0 <= cell < cells for cell in axis.cells_of(each)) or not cells


def test_the_sparkline_is_highest_at_the_peak_and_blank_for_what_is_to_come() -> None:
    assert sparkline([0, 1, 8, 4, None]) == " ▁█▄ "
    assert sparkline([0, None]) == "  "
    assert sparkline([]) == ""
