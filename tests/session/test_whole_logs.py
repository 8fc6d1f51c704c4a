"""Which logs a session keeps: the latest that fit, and none of which more can be had."""

from __future__ import annotations

from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.log import Log
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.session.whole_logs import WholeLog, WholeLogs


def a_run(run_id: str, state: str = "FAILED") -> JobRun:
    return JobRun({"JobName": "load", "Id": run_id, "JobRunState": state})


def whole(size: int, state: str = "FAILED", *, is_complete: bool = True) -> WholeLog:
    log = Log()
    log.take(log.newer(Stream("g", "s", "output"), [Event(1, "x" * size)]))
    return WholeLog(log, state, is_complete)


def test_the_latest_logs_are_kept_as_far_as_they_fit() -> None:
    kept = WholeLogs(100)
    for run_id in ("jr_1", "jr_2", "jr_3"):
        kept.keep(RunKey("load", run_id), whole(40))
    assert [kept.get(a_run(run_id)) is not None for run_id in ("jr_1", "jr_2", "jr_3")] == [False, True, True]
    kept.keep(RunKey("load", "jr_2"), whole(10))
    kept.keep(RunKey("load", "jr_4"), whole(60))
    assert kept.get(a_run("jr_3")) is None and kept.get(a_run("jr_2")) is not None


def test_a_log_that_is_too_large_is_not_kept_and_neither_is_what_it_replaces() -> None:
    kept = WholeLogs(100)
    kept.keep(RunKey("load", "jr_1"), whole(40))
    kept.keep(RunKey("load", "jr_1"), whole(101))
    assert kept.get(a_run("jr_1")) is None


def test_of_a_run_that_has_gone_on_since_the_log_is_no_longer_whole() -> None:
    kept = WholeLogs()
    kept.keep(RunKey("load", "jr_1"), whole(40, "RUNNING", is_complete=False))
    assert kept.get(a_run("jr_1", "RUNNING")) is not None
    assert kept.get(a_run("jr_1", "SUCCEEDED")) is None
