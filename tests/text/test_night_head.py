"""The head of the board of a night: as many lines at any time, and what failed cost at any width."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rich.cells import cell_len

from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.night import Night
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window
from gluetui.text.night_head import Progress, head_lines
from gluetui.text.night_row import Shape
from tests.conftest import NOW

WINDOW = Window(NOW - timedelta(hours=24), NOW)


def head(width: int, *runs: dict[str, object]) -> list[str]:
    night = Night(WINDOW)
    for number, each in enumerate(runs):
        start = NOW.timestamp() - 7200
        times = {"StartedOn": start, "CompletedOn": start + 3600, "ExecutionTime": 3600}
        run = JobRun({"JobName": f"job-{number}", "Id": f"jr_{number}", **times, **each})
        night.answered(JobNight(f"job-{number}", [run], WINDOW, NOW), NOW)
    lines = head_lines(night, Shape(width, WINDOW, False, NOW, None), Progress("esc stops", "as of 02:17"))
    assert all(sum(cell_len(span.text) for span in line) <= width for line in lines)
    return ["".join(span.text for span in line) for line in lines]


FAILED = {"JobRunState": "FAILED", "MaxCapacity": 10.0, "GlueVersion": "4.0"}
WELL = {"JobRunState": "SUCCEEDED", "MaxCapacity": 100.0, "GlueVersion": "4.0"}
UNKNOWN = {"JobRunState": "SUCCEEDED"}


@pytest.mark.parametrize("width", [40, 55, 75, 115, 215])
def test_it_has_as_many_lines_before_the_first_answer_as_after_the_last(width: int) -> None:
    assert len(head(width)) == len(head(width, FAILED, WELL, UNKNOWN)) == 4


@pytest.mark.parametrize("width", [55, 75, 115, 215])
def test_what_failed_runs_cost_is_never_cut(width: int) -> None:
    shown = head(width, FAILED, WELL, UNKNOWN)
    assert "$4.40" in shown[2]
    assert "$48.40" in shown[2]
    assert "2 of 3" not in shown[0]
    assert "3 of 3" in shown[0]


def test_runs_without_an_amount_are_told() -> None:
    assert "1 unknown" in head(75, FAILED, UNKNOWN)[2] or "without 1 of them" in head(75, FAILED, UNKNOWN)[2]
    assert "AWS returned no DPU-hours" in head(75, UNKNOWN)[2]
    assert head(75)[2] == ""


def test_of_a_list_of_jobs_that_is_not_whole_yet_there_are_more() -> None:
    assert "1 of 1+ job asked · esc stops · as of 02:17" in head(115, WELL)[0]
