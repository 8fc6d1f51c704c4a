"""The runs of a job in a session: pages and tokens, what could not be read, and how the load stands."""

from __future__ import annotations

from typing import Any

from gluetui.glue.clients.glue import Page
from gluetui.glue.listing.ordering import Order
from gluetui.glue.run.run import JobRun
from gluetui.session.job_runs import JobRuns
from tests.conftest import NOW


def a_page(*ids: str, token: str | None = None, unreadable: int = 0, **members: Any) -> Page[JobRun]:
    raws = ({"JobName": "job", "Id": each, "StartedOn": NOW.timestamp(), **members} for each in ids)
    return Page(tuple(map(JobRun, raws)), token, unreadable)


def ids(runs: JobRuns) -> list[str]:
    runs.ordering.work()
    return [runs.loaded[index].key.run_id for index in runs.ordering.shown]


def test_pages_are_put_behind_each_other_and_the_last_ones_token_counts() -> None:
    runs = JobRuns("job")
    runs.merge(a_page("5", "4", token="a", unreadable=1), NOW)
    assert (runs.next_token, runs.has_more, runs.unreadable) == ("a", True, 1)
    runs.add_pages([a_page("3", token="b"), a_page("2", "1", unreadable=2)], NOW)
    assert ids(runs) == ["5", "4", "3", "2", "1"]
    assert (runs.next_token, runs.has_more, runs.unreadable) == (None, False, 3)


def test_a_first_page_anew_keeps_what_is_older_and_the_way_on() -> None:
    runs = JobRuns("job")
    runs.merge(a_page("4", "3", token="a"), NOW)
    runs.add_pages([a_page("2", "1", token="b", unreadable=1)], NOW)
    runs.merge(a_page("5", "4", "3", token="other"), NOW)
    assert ids(runs) == ["5", "4", "3", "2", "1"]
    assert (runs.next_token, runs.unreadable) == ("b", 1)


def test_a_first_page_without_a_run_in_common_begins_anew() -> None:
    runs = JobRuns("job")
    runs.merge(a_page("2", "1", token="a", unreadable=1), NOW)
    runs.merge(a_page("9", "8", token="z"), NOW)
    assert ids(runs) == ["9", "8"]
    assert (runs.next_token, runs.unreadable) == ("z", 0)


def test_the_order_stays_while_pages_come() -> None:
    runs = JobRuns("job")
    runs.merge(a_page("1", Attempt=1), NOW)
    runs.ordering.choose(None, Order("attempt"), NOW)
    runs.add_pages([a_page("0", Attempt=0), a_page("3", Attempt=3)], NOW)
    assert ids(runs) == ["3", "1", "0"]


def test_what_is_usual_is_known_from_five_succeeded_runs_on() -> None:
    runs = JobRuns("job")
    runs.merge(a_page("4", "3", "2", "1", JobRunState="SUCCEEDED", ExecutionTime=60), NOW)
    assert runs.usual is None
    runs.add_pages([a_page("0", JobRunState="SUCCEEDED", ExecutionTime=60)], NOW)
    assert runs.usual is not None
    assert runs.usual.seconds == 60


def test_a_new_job_has_neither_runs_nor_an_age() -> None:
    runs = JobRuns("job")
    assert (len(runs.loaded), runs.has_more, runs.load.arrived_at) == (0, False, None)
