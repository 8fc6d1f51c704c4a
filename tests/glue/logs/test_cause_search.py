"""The cause of a failed run is found in six calls and three megabytes, or it is said that it is not."""

from __future__ import annotations

from typing import Any

import pytest

from gluetui.glue.errors.error import ErrorKind
from gluetui.glue.logs.answers import Said
from gluetui.glue.logs.cause_search import (
    MOST_BYTES,
    MOST_CALLS,
    SearchedCause,
    search_cause,
    search_unasked,
)
from gluetui.glue.logs.known_cause import is_looked_into
from gluetui.glue.logs.pace import Pace
from gluetui.glue.logs.sources import RAY_PARTS
from tests.glue.logs.test_reading import ERROR, OUTPUT, T, run_of
from tests.logs_server import DENIED, LogService, Served

FAILURE = (
    "2026-08-19 12:57:31,333 ERROR [main] glue.ProcessLauncher (Logging.scala:logError(70)): Error from Python:"
    'Traceback (most recent call last):\n  File "/tmp/curate.py", line 87, in <module>\n    main()\n'
    "ValueError: no rows in stage\n"
)
ANALYSIS = (
    "2026-08-19 12:58:31,333 ERROR [main] glueexceptionanalysis.GlueExceptionAnalysisListener "
    '(Logging.scala:logError(9)): [Glue Exception Analysis] {"Event": "GlueExceptionAnalysisJobFailed", '
    '"Timestamp": 1, "Failure Reason": "KeyError: \'day\'", "Stack Trace": [], "script": "curate.py"}\n'
)
LOST = (
    "2026-08-19 12:59:31,333 ERROR [main] scheduler.TaskSetManager (Logging.scala:logError(70)): Job aborted due to "
    "stage failure: Task 3 in stage 4.0 failed 4 times, most recent failure: Lost task 3.3 in stage 4.0 (TID 77) "
    "(10.0.0.1 executor 5): ExecutorLostFailure (executor 5 exited caused by one of the running tasks)\n"
)
INFO = "2026-08-19 12:51:31,333 INFO [main] scheduler.TaskSetManager (Logging.scala:logInfo(57)): Starting task\n"


def searched(service: LogService, arguments: Any = None, **members: Any) -> SearchedCause:
    return search_cause(service.logs(), run_of(arguments, **members), Pace(sleep=lambda seconds: None))


@pytest.fixture
def service() -> LogService:
    service = LogService()
    service.put(OUTPUT, "jr_1", Served(T, INFO))
    service.put(ERROR, "jr_1", Served(T, INFO), Served(T + 1, FAILURE))
    return service


def test_the_drivers_log_tells_it_in_a_call_a_group_and_one_for_the_insights(service: LogService) -> None:
    found = searched(service)
    assert found.cause is not None
    assert (found.cause.text, found.cause.script, found.cause.line) == ("ValueError: no rows in stage", "curate.py", 87)
    assert service.counts == {"GetLogEvents": 3}


def test_the_insights_go_before_it(service: LogService) -> None:
    service.put(ERROR, "jr_1-job-insights-rca-driver", Served(T + 2, ANALYSIS))
    found = searched(service)
    assert found.cause is not None
    assert (found.cause.text, found.cause.stream.source) == ("KeyError: 'day'", "insights")


def test_get_log_events_alone_is_enough(service: LogService) -> None:
    service.refused |= dict.fromkeys(("DescribeLogStreams", "FilterLogEvents", "DescribeLogGroups"), DENIED)
    assert searched(service).cause is not None


def test_streams_of_an_unusual_name_are_found_by_listing() -> None:
    service = LogService()
    service.put(ERROR, "jr_1-driver", Served(T, FAILURE))
    assert searched(service).cause is not None
    assert len(service.calls) <= MOST_CALLS


def test_no_cause_is_said_with_the_drivers_last_error() -> None:
    service = LogService()
    service.put(ERROR, "jr_1", Served(T, INFO))
    found = searched(service)
    assert (found.cause, found.last_error, found.is_whole) == (None, None, True)
    said = {(each.group, each.stream): each.said for each in found.answered}
    assert (said[OUTPUT, "jr_1"], said[ERROR, "jr_1"]) == (Said.NO_GROUP, Said.READ)


def test_a_task_that_was_lost_is_looked_up_in_the_executors_streams() -> None:
    service = LogService()
    service.put(ERROR, "jr_1", Served(T + 60_000, LOST))
    killed = (
        "2026-08-19 12:59:30,333 ERROR [Executor task launch worker for task 3.3 in stage 4.0 (TID 77)] "
        "executor.Executor (Logging.scala:logError(98)): Exception in task 3.3 in stage 4.0 (TID 77)\n"
        "java.lang.OutOfMemoryError: Java heap space\n\tat java.util.Arrays.copyOf(Arrays.java:3332)\n"
    )
    service.put(ERROR, "jr_1_g-0a", Served(T + 59_000, killed))
    service.put(ERROR, "jr_1_attempt_1_g-0a", Served(T + 59_000, killed.replace("heap", "alien")))
    found = searched(service)
    [asked] = [asked for name, asked in service.calls if name == "FilterLogEvents"]
    assert asked["filterPattern"] == '"TID 77"'
    assert asked["startTime"] == T
    assert asked["logStreamNamePrefix"] == "jr_1"
    assert found.cause is not None
    assert (found.cause.text, found.cause.stream.name) == ("java.lang.OutOfMemoryError: Java heap space", "jr_1_g-0a")


@pytest.mark.parametrize("empty_pages", [0, 30])
def test_it_never_takes_more_than_its_calls_and_bytes(empty_pages: int) -> None:
    service = LogService(empty_pages=empty_pages)
    for group in (OUTPUT, ERROR, "/aws-glue/jobs/logs-v2"):
        for name in ("jr_1", "jr_1-driver", "jr_1-job-insights-rca-driver"):
            service.put(group, name, *(Served(T + n, INFO * 100) for n in range(300)))
    arguments = {"--enable-job-insights": "true", "--enable-continuous-cloudwatch-log": "true"}
    for version in ("4.0", "5.0", None):
        service.calls.clear()
        found = searched(service, arguments, GlueVersion=version)
        assert (found.cause, found.is_whole) == (None, False)
        assert len(service.calls) <= MOST_CALLS
        sizes = [
            sum(len(e["message"]) for e in service._get_log_events(asked)[1]["events"])
            for name, asked in service.calls
            if name == "GetLogEvents"
        ]
        assert sum(sizes) <= MOST_BYTES


@pytest.mark.usefixtures("impatient")
def test_throttles_count_as_calls() -> None:
    service = LogService(throttles=100)
    assert searched(service).cause is None
    assert len(service.calls) >= MOST_CALLS


def test_a_run_that_succeeded_is_not_made_a_failure_by_what_its_log_holds(service: LogService) -> None:
    assert searched(service, JobRunState="SUCCEEDED").cause is None


def test_many_small_streams_end_the_search_by_its_calls() -> None:
    service = LogService()
    for part in RAY_PARTS:
        service.put(f"/aws-glue/ray/jobs/{part}", "jr_1", Served(T, "nothing\n"))
    found = searched(service, WorkerType="Z.2X", LogGroupName=None)
    assert (found.cause, found.is_whole, len(service.calls)) == (None, False, MOST_CALLS)


def test_a_search_that_throttles_ended_says_so() -> None:
    service = LogService(throttles=100)
    assert (found := searched(service).throttled) is not None and found.kind is ErrorKind.THROTTLED
    service = LogService(throttles=2)
    service.put(ERROR, "jr_1", Served(T, INFO))
    assert searched(service).throttled is None


@pytest.mark.parametrize(
    ("arguments", "state", "expected"),
    [
        ({}, "FAILED", True),
        ({}, "TIMEOUT", True),
        ({}, "ERROR", True),
        ({}, "SUCCEEDED", False),
        ({"--enable-job-insights": "true"}, "SUCCEEDED", True),
        ({"--enable-job-insights": "false"}, "SUCCEEDED", False),
        ({"--enable-job-insights": "true"}, "STOPPED", False),
        ({"--enable-job-insights": "true"}, "RUNNING", False),
        ({}, "EXPIRED", False),
    ],
)
def test_which_logs_are_looked_into_unasked(arguments: dict[str, str], state: str, expected: bool) -> None:
    assert is_looked_into(run_of(arguments, JobRunState=state)) is expected


def test_of_a_run_that_succeeded_only_glues_own_analysis_is_read(service: LogService) -> None:
    service.put(ERROR, "jr_1-job-insights-rca-driver", Served(T + 2, ANALYSIS))
    run = run_of({"--enable-job-insights": "true"}, JobRunState="SUCCEEDED")
    found = search_unasked(service.logs(), run)
    assert found.cause is not None and found.cause.text == "KeyError: 'day'"
    assert service.counts == {"GetLogEvents": 1}
