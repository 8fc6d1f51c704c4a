"""What differs from the last success, by the runs that a session has loaded."""

from __future__ import annotations

from typing import Any

from gluetui.glue.clients.glue import Page
from gluetui.glue.run.run import JobRun
from gluetui.session.job_runs import JobRuns
from gluetui.session.last_success import LastSuccess
from gluetui.text.differences import differs_from_last_success
from tests.conftest import NOW
from tests.glue.listing.compared import a_run, fields

FAILED = {"JobRunState": "FAILED"}


def told(run: JobRun, *loaded: JobRun) -> str | None:
    job = JobRuns("orders")
    job.merge(Page(loaded, None), NOW)
    field = LastSuccess({"orders": job}).field(run, fields(), now=NOW)
    return field.shown.text if field is not None else None


def test_a_failed_run_names_what_it_was_started_with_otherwise() -> None:
    failed = a_run(3, **FAILED, GlueVersion="5.0", Arguments={"--partitions": "2000"})
    good = a_run(2, GlueVersion="4.0", Arguments={"--partitions": "200"})
    assert told(failed, failed, good) == "2 differences: GlueVersion, --partitions"


def test_a_run_that_did_not_fail_or_without_a_loaded_success_before_it_says_nothing() -> None:
    failed = a_run(3, **FAILED)
    assert told(a_run(3), a_run(3), a_run(2)) is None
    assert told(failed, failed, a_run(2, **FAILED), a_run(4)) is None
    assert LastSuccess({}).field(failed, fields(), now=NOW) is None


def test_it_is_worked_out_once_and_again_where_more_runs_may_hold_the_first_success(monkeypatch: Any) -> None:
    asked = []

    def counted(*args: Any, **how: Any) -> str:
        asked.append(args)
        return differs_from_last_success(*args, **how)

    monkeypatch.setattr("gluetui.session.last_success.differs_from_last_success", counted)
    job, failed = JobRuns("orders"), a_run(3, **FAILED)
    job.merge(Page((failed,), "more"), NOW)
    successes = LastSuccess({"orders": job})
    for _ in range(3):
        assert successes.field(failed, fields(), now=NOW) is None
    assert len(asked) == 1
    for day in (2, 1):
        job.add_pages([Page((a_run(day),), None)], NOW)
        assert successes.field(failed, fields(), now=NOW) is not None
    assert len(asked) == 2
    job.load.renewed(NOW)
    successes.field(failed, fields(), now=NOW)
    assert len(asked) == 3
