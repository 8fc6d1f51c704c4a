"""What is known of a night without a call: by runs that were loaded or looked up within the last minute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gluetui.glue.clients.glue import Page
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.last_runs import LastRuns
from gluetui.glue.night.asking import Turn
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window
from gluetui.session.job_runs import JobRuns
from gluetui.session.known_nights import known_nights, turns
from gluetui.session.known_runs import Glance, KnownRuns
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
    return {each.night.job: len(each.night.runs) for each in known_nights(known, WINDOW, NOW) if each.is_enough}


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


def glance(known: KnownRuns, *runs: JobRun, age: float = 30) -> None:
    known.glances["job"] = Glance(runs, NOW - timedelta(seconds=age))


def test_a_job_that_had_no_runs_a_moment_ago_has_none(known: KnownRuns) -> None:
    glance(known)
    assert sizes(known) == {"job": 0}
    glance(known, age=90)
    assert sizes(known) == {}


def test_the_last_runs_of_a_job_list_are_enough_where_they_reach_back(known: KnownRuns) -> None:
    few = [run("jr_1"), run("jr_0", hours=3)]
    glance(known, *few)
    assert sizes(known) == {}
    glance(known, *few, run("jr_old", hours=30))
    assert sizes(known) == {"job": 2}


def test_what_is_not_enough_is_known_all_the_same(known: KnownRuns) -> None:
    load(known, run("jr_1", "RUNNING"), token="more", age=300)
    (found,) = known_nights(known, WINDOW, NOW)
    assert [each.key.run_id for each in found.night.runs] == ["jr_1"]
    assert not found.is_enough


def test_the_later_of_a_listing_and_a_glance_counts(known: KnownRuns) -> None:
    load(known, run("jr_1"), age=50)
    glance(known, run("jr_2"), run("jr_1"), run("jr_old", hours=30), age=20)
    assert sizes(known) == {"job": 2}
    load(known, run("jr_1"), age=10)
    assert sizes(known) == {"job": 1}


def test_live_and_failed_jobs_are_asked_first_then_those_that_ran_since_the_window_began(known: KnownRuns) -> None:
    for job, state, hours in (
        ("failed", "FAILED", 90), ("live", "RUNNING", 90), ("lately", "SUCCEEDED", 2), ("long ago", "SUCCEEDED", 90)
    ):  # fmt: skip
        known.last_runs.learn(job, LastRuns((state,), NOW - timedelta(hours=hours)))
    known.last_runs.learn("none", LastRuns((), None))
    known.last_runs.learn("denied", AwsError(ErrorKind.DENIED, "no", "Ask."))
    first = Turn.LIVE_OR_FAILED
    assert turns(known, WINDOW) == {"failed": first, "live": first, "lately": Turn.RAN_LATELY}
