"""What differs from usual is measured against succeeded runs of the same job, and says when it cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.run.run import JobRun
from gluetui.text.note import unusual
from tests.conftest import NOW


def a_run(number: int, seconds: int, **members: Any) -> JobRun:
    return JobRun(
        {
            "JobName": "orders",
            "Id": f"jr_{number}",
            "JobRunState": "SUCCEEDED",
            "StartedOn": NOW.timestamp() - 86_400 * number,
            "CompletedOn": NOW.timestamp() - 86_400 * number + seconds,
            "ExecutionTime": seconds,
            "WorkerType": "G.1X",
            **members,
        }
    )


def told(run: JobRun, *others: JobRun) -> list[str]:
    return list(unusual(run, others, now=NOW))


def test_the_duration_is_held_against_the_median() -> None:
    lines = told(a_run(0, 600, JobRunState="FAILED"), a_run(1, 100), a_run(2, 200), a_run(3, 9_000))
    assert lines == [
        "- Duration: 10m 0s; the median of 3 other succeeded runs is 3m 20s, 3.0 times as long.",
        "- Settings and the job's own arguments: as in the latest succeeded run.",
    ]


@pytest.mark.parametrize(
    "other",
    [
        a_run(0, 5),
        a_run(1, 5, JobRunState="FAILED"),
        a_run(1, 5, JobRunState="RUNNING"),
        a_run(1, 5, JobName="other"),
    ],
)
def test_only_other_succeeded_runs_of_the_job_count(other: JobRun) -> None:
    assert told(a_run(0, 600), other) == ["Not compared: no other succeeded run of this job was at hand."]


def test_missing_times_are_not_made_up() -> None:
    without = a_run(1, 0, StartedOn=None, ExecutionTime=None)
    assert told(a_run(0, 600), without)[0] == "- Duration: not compared, as times are missing."


def test_the_usual_duration_is_the_number_that_lists_show() -> None:
    (line, *_) = unusual(a_run(0, 600), [a_run(1, 100)], now=NOW, usual=Usual(424.0, 9))
    assert line == "- Duration: 10m 0s; the median of 9 succeeded runs is 7m 4s, 1.4 times the usual."


def test_a_run_that_died_while_starting_is_not_compared() -> None:
    died = a_run(0, 600, JobRunState="FAILED", ExecutionTime=0)
    assert told(died, a_run(1, 100))[0] == "- Duration: not compared, as the run ended before it consumed anything."


def test_settings_are_held_against_the_latest_succeeded_run() -> None:
    run = a_run(0, 10, WorkerType="G.2X", GlueVersion="5.0", Arguments={"--date": "2026-11-20", "--same": "x"})
    older, latest = a_run(9, 10, WorkerType="G.8X"), a_run(1, 10, Arguments={"--date": "", "--same": "x"})
    assert told(run, older, latest)[1:] == [
        "- `GlueVersion`: `5.0`, before *not returned*",
        "- `WorkerType`: `G.2X`, before `G.1X`",
        '- `--date`: `2026-11-20`, before `""`',
    ]


def test_a_changed_secret_is_news_but_is_not_told() -> None:
    run = a_run(0, 10, Arguments={"--db_password": "hunter2hunter2"})
    before = a_run(1, 10, Arguments={"--db_password": "swordfish99"})
    (line,) = told(run, before)[1:]
    assert line == "- `--db_password`: `••••••••`, before `••••••••`"
