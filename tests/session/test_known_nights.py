"""What is known of a night without a call: by runs that were loaded or looked up within the last minute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gluetui.glue.clients.glue import Page
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.last_runs import LastRuns
from gluetui.glue.night.asking import Turn
from gluetui.glue.night.window import Window
from gluetui.glue.run.run import JobRun
from gluetui.session.job_runs import JobRuns
from gluetui.session.known_nights import known_nights, listed_night, turns
from gluetui.session.known_runs import KnownRuns
from gluetui.text.times import Clock
from tests.conftest import NOW

WINDOW = Window(NOW - timedelta(hours=24), NOW)


def run(run_id: str, state: str = "SUCCEEDED", hours: float = 2) -> JobRun:
    start = NOW.timestamp() - hours * 3600
    ended = {"CompletedOn": start + 600} if state != "RUNNING" else {}
    return JobRun({"JobName": "job", "Id": run_id, "JobRunState": state, "StartedOn": start, **ended})


@pytest.fixture
def known() -> KnownRuns:
    session: Any = None
    return KnownRuns(session, Clock(lambda: NOW))


def load(known: KnownRuns, *runs: JobRun, token: str | None = None, age: float = 30) -> JobRuns:
    known.job_runs["job"] = of_job = JobRuns("job")
    of_job.merge(Page(runs, token), NOW)
    of_job.load.arrived_at = NOW - timedelta(seconds=age)
    return of_job


def sizes(known: KnownRuns) -> dict[str, int]:
    return {each.job: len(each.runs) for each in known_nights(known, WINDOW, NOW)}


@pytest.mark.parametrize(
    ("runs", "token", "age", "found"),
    [
        ([run("jr_1"), run("jr_0", hours=30)], "more", 30, {"job": 1}),
        ([run("jr_1")], None, 30, {"job": 1}),
        ([], None, 30, {"job": 0}),
        ([run("jr_1")], "more", 30, {}),
        ([run("jr_1")], None, 61, {}),
        ([run("jr_1", "RUNNING")], None, 30, {}),
    ],
)
def test_loaded_runs_are_enough_where_they_reach_back_are_fresh_and_over(
    known: KnownRuns, runs: list[JobRun], token: str | None, age: float, found: dict[str, int]
) -> None:
    load(known, *runs, token=token, age=age)
    assert sizes(known) == found


def test_runs_that_are_known_to_be_outdated_are_asked_for(known: KnownRuns) -> None:
    load(known, run("jr_1")).is_outdated = True
    assert sizes(known) == {}


def test_a_job_that_had_no_runs_a_moment_ago_has_none(known: KnownRuns) -> None:
    known.last_runs.learn("none", LastRuns((), None), NOW - timedelta(seconds=30))
    known.last_runs.learn("old", LastRuns((), None), NOW - timedelta(seconds=90))
    known.last_runs.learn("some", LastRuns(("SUCCEEDED",), NOW), NOW)
    known.last_runs.learn("denied", AwsError(ErrorKind.DENIED, "no", "Ask."), NOW)
    assert sizes(known) == {"none": 0}


def test_the_last_runs_of_a_job_list_are_enough_where_they_reach_back() -> None:
    few = [run("jr_1"), run("jr_0", hours=3)]
    assert listed_night("job", few, WINDOW, NOW) is None
    found = listed_night("job", [*few, run("jr_old", hours=30)], WINDOW, NOW)
    assert found is not None
    assert len(found.runs) == 2
    none = listed_night("job", [], WINDOW, NOW)
    assert none is not None
    assert none.runs == ()


def test_live_and_failed_jobs_are_asked_first_then_those_that_ran_since_the_window_began(known: KnownRuns) -> None:
    for job, state, hours in (
        ("failed", "FAILED", 90), ("live", "RUNNING", 90), ("lately", "SUCCEEDED", 2), ("long ago", "SUCCEEDED", 90)
    ):  # fmt: skip
        known.last_runs.learn(job, LastRuns((state,), NOW - timedelta(hours=hours)))
    known.last_runs.learn("none", LastRuns((), None))
    known.last_runs.learn("denied", AwsError(ErrorKind.DENIED, "no", "Ask."))
    first = Turn.LIVE_OR_FAILED
    assert turns(known, WINDOW) == {"failed": first, "live": first, "lately": Turn.RAN_LATELY}
