"""The account's jobs for all screens: what one screen lists the others are told."""

from __future__ import annotations

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.session.known_jobs import KnownJobs

DENIED = AwsError(ErrorKind.DENIED, "AWS denied ListJobs", "Ask.")


class View:
    def __init__(self) -> None:
        self.told = 0

    def jobs_listed(self) -> None:
        self.told += 1


def test_pages_are_told_as_they_come() -> None:
    jobs, view = KnownJobs(), View()
    jobs.show_in(view)
    jobs.listed(["a"], is_whole=False)
    assert (list(jobs.names), jobs.is_whole, view.told) == (["a"], False, 1)
    jobs.listed(["a", "b"], is_whole=True)
    assert (list(jobs.names), jobs.is_whole, view.told) == (["a", "b"], True, 2)


def test_the_jobs_of_an_earlier_listing_stay_until_a_new_one_is_whole() -> None:
    jobs = KnownJobs()
    jobs.listed(["a", "b"], is_whole=True)
    jobs.listed(["a"], is_whole=False)
    assert list(jobs.names) == ["a", "b"]
    jobs.listed(["a", "c"], is_whole=True)
    assert list(jobs.names) == ["a", "c"]


def test_a_listing_that_failed_says_why_until_one_does_not() -> None:
    jobs, view = KnownJobs(), View()
    jobs.show_in(view)
    jobs.listed(["a"], is_whole=True)
    jobs.failed(DENIED)
    assert (jobs.error, list(jobs.names), view.told) == (DENIED, ["a"], 2)
    jobs.listed(["a"], is_whole=True)
    assert jobs.error is None
