"""A run's log is read whole from whatever holds it, and what holds nothing says why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.logs.answers import Said
from gluetui.glue.logs.event import Stream
from gluetui.glue.logs.pace import Pace
from gluetui.glue.logs.reading import LogReader
from gluetui.glue.logs.window import Window, milliseconds, window_of
from gluetui.glue.run.run import JobRun
from tests.logs_server import DENIED, INFREQUENT, KEY_DENIED, LogService, Served

STARTED = datetime(2026, 8, 19, 12, 50, tzinfo=UTC)
COMPLETED = STARTED + timedelta(minutes=10)
T = milliseconds(STARTED)
OUTPUT, ERROR = "/aws-glue/jobs/output", "/aws-glue/jobs/error"


def run_of(arguments: Any = None, **members: Any) -> JobRun:
    raw = {
        "JobName": "orders",
        "Id": "jr_1",
        "JobRunState": "FAILED",
        "LogGroupName": "/aws-glue/jobs",
        "GlueVersion": "5.0",
        "StartedOn": STARTED.timestamp(),
        "CompletedOn": COMPLETED.timestamp(),
        "Arguments": arguments or {},
    }
    return JobRun(raw | members)


@pytest.fixture
def service() -> LogService:
    service = LogService()
    service.put(OUTPUT, "jr_1", *(Served(T + n, f"out {n}\n") for n in range(10)))
    service.put(ERROR, "jr_1", Served(T + 5, "err\n"))
    return service


def reader(service: LogService, run: JobRun | None = None, **more: Any) -> LogReader:
    return LogReader(service.logs(), run or run_of(), Pace(sleep=lambda seconds: None), **more)


def whole(reading: LogReader, stream: Stream) -> list[str]:
    return [event.message for page in reading.pages(stream).rest() for event in page]


def said(reading: LogReader) -> dict[tuple[str, str], Said]:
    return {(each.group.rpartition("/")[2], each.stream): each.said for each in reading.answers.all}


def test_the_first_screen_of_a_run_takes_a_call_a_source_and_no_listing(service: LogService) -> None:
    found = [(pages.stream.source, len(pages.older())) for pages in reader(service).drivers()]
    assert found == [("output", 10), ("error", 1)]
    assert service.counts == {"GetLogEvents": 2}


def test_a_first_screen_may_be_a_part_of_a_page_and_what_is_older_follows_whole(service: LogService) -> None:
    [pages, _] = reader(service, first_events=3).drivers()
    found = [[event.message for event in events] for events in pages.before()]
    assert found[0] == ["out 7\n", "out 8\n", "out 9\n"]
    assert [len(each) for each in found if each] == [3, 7]


def test_every_call_bounds_the_time(service: LogService) -> None:
    list(reader(service).drivers())
    times = {(asked["startTime"], asked["endTime"]) for _, asked in service.calls}
    assert times == {(T - 300_000, T + 600_000 + 900_000 + 1)}


@pytest.mark.parametrize("empty_pages", [0, 3])
@pytest.mark.parametrize("page_events", [1, 3, 10, 100])
def test_older_pages_lead_to_the_head_and_newer_ones_to_the_end_whatever_is_empty(
    service: LogService, empty_pages: int, page_events: int
) -> None:
    service.empty_pages, service.page_events = empty_pages, page_events
    [pages, _] = reader(service).drivers()
    read = list(pages.older())
    while not pages.reached_head:
        read[:0] = pages.older()
    assert [event.message for event in read] == [f"out {n}\n" for n in range(10)]
    service.put(OUTPUT, "jr_1", Served(T + 50, "more\n"))
    assert [event.message for page in pages.rest() for event in page] == ["more\n"]
    assert pages.stands_still
    assert pages.count == 11


def test_no_call_is_made_for_what_is_older_than_the_head(service: LogService) -> None:
    [pages, _] = reader(service, from_head=True).drivers()
    before = len(service.calls)
    assert pages.older() != ()
    assert pages.older() == ()
    assert len(service.calls) == before


@pytest.mark.parametrize("page_events", [1, 4, 100])
def test_a_stream_is_read_from_its_head_without_loss_or_doubles(service: LogService, page_events: int) -> None:
    service.page_events, service.empty_pages, service.throttles = page_events, 2, 2
    reading = reader(service)
    assert {(each.group, each.name) for each in reading.find_streams()} == {(OUTPUT, "jr_1"), (ERROR, "jr_1")}
    assert whole(reading, reading.streams[0]) == [f"out {n}\n" for n in range(10)]


def test_streams_of_other_runs_and_of_retries_are_not_the_runs(service: LogService) -> None:
    for name in ("jr_1_attempt_1", "jr_12", "jr_1_attempt_1_g-0", "jr_1_g-0", "jr_1-progress-bar", "jr_0"):
        service.put(ERROR, name, Served(T, "x"))
    reading = reader(service)
    reading.find_streams()
    found = {(each.name, each.source) for each in reading.streams if each.group == ERROR}
    assert found == {("jr_1", "error"), ("jr_1_g-0", "executor"), ("jr_1-progress-bar", "progress")}


def test_hundreds_of_executors_are_all_listed(service: LogService) -> None:
    for number in range(220):
        service.put(OUTPUT, f"jr_1_g-{number:03}", Served(T, "x"))
    reading = reader(service)
    reading.find_streams()
    assert len([each for each in reading.streams if each.source == "executor"]) == 220
    assert service.counts == {"DescribeLogStreams": 6}
    assert reading.is_listed


def test_where_listing_is_refused_usual_names_are_tried_and_it_is_said(service: LogService) -> None:
    service.refused["DescribeLogStreams"] = DENIED
    reading = reader(service, run_of({"--enable-job-insights": "true"}), from_head=True)
    reading.find_streams()
    assert [each.source for each in reading.streams] == ["output", "error"]
    assert whole(reading, reading.streams[1]) == ["err\n"]
    assert not reading.is_listed
    listing = next(each for each in reading.answers.all if each.is_listing)
    assert listing.said is Said.DENIED
    assert "logs:DescribeLogStreams" in str(listing.error)


def test_a_group_that_is_not_there_is_asked_once(service: LogService) -> None:
    del service.groups[ERROR]
    reading = reader(service)
    list(reading.drivers())
    reading.find_streams()
    assert said(reading)["error", "jr_1"] is Said.NO_GROUP
    assert [asked["logGroupName"] for _, asked in service.calls].count(ERROR) == 1


@pytest.mark.parametrize(
    ("error", "expected"),
    [(DENIED, Said.DENIED), (KEY_DENIED, Said.DENIED), (INFREQUENT, Said.INFREQUENT), (("Odd", "x"), Said.FAILED)],
)
def test_what_one_group_refuses_costs_no_other(
    service: LogService, error: tuple[str, str], expected: Said, impatient: None
) -> None:
    service.refused[ERROR] = error
    reading = reader(service)
    assert [pages.stream.group for pages in reading.drivers()] == [OUTPUT]
    assert said(reading)["error", "jr_1"] is expected


def test_a_log_without_a_stream_says_so_of_each_group() -> None:
    service = LogService(groups={OUTPUT: {}})
    reading = reader(service)
    assert reading.find_streams() == ()
    assert said(reading) == {("output", "jr_1"): Said.NONE_FOUND, ("error", "jr_1"): Said.NO_GROUP}


def test_a_stream_without_events_is_empty_or_has_expired() -> None:
    service = LogService(groups={OUTPUT: {"jr_1": []}, ERROR: {"jr_1": []}}, retention={OUTPUT: 7})
    reading = reader(service)
    list(reading.drivers())
    assert set(said(reading).values()) == {Said.EMPTY}
    reading.judge_empty(COMPLETED + timedelta(days=6))
    assert set(said(reading).values()) == {Said.EMPTY}
    reading.judge_empty(COMPLETED + timedelta(days=8))
    assert said(reading) == {("output", "jr_1"): Said.EXPIRED, ("error", "jr_1"): Said.EMPTY}


def test_groups_of_a_role_that_no_answer_tells_are_looked_for_last() -> None:
    service, group = LogService(), "/aws-glue/jobs/sec-role/etl/error"
    service.put(group, "jr_1", Served(T, "x\n"))
    reading = reader(service, run_of(SecurityConfiguration="sec"))
    assert reading.find_streams() == (Stream(group, "jr_1", "error"),)
    assert whole(reading, reading.streams[0]) == ["x\n"]


def test_streams_that_runs_share_are_bounded_by_time() -> None:
    service, over = LogService(), milliseconds(COMPLETED)
    times = {"before": T - 1, "first": T, "last": over, "next run": over + 60_000}
    service.put(OUTPUT, "p-driver", *(Served(time, name) for name, time in times.items()))
    service.put(OUTPUT, "p-b-driver", Served(T, "another job's"))
    reading = reader(service, run_of({"--custom-logStream-prefix": "p"}))
    assert reading.find_streams() == (Stream(OUTPUT, "p-driver", "driver"),)
    assert whole(reading, reading.streams[0]) == ["first", "last"]


def test_a_shared_stream_that_was_read_while_the_run_was_live_ends_with_it() -> None:
    service = LogService()
    service.put(OUTPUT, "p-driver", Served(T, "first"))
    arguments = {"--custom-logStream-prefix": "p"}
    reading = reader(service, run_of(arguments, JobRunState="RUNNING"))
    [stream] = reading.find_streams()
    assert whole(reading, stream) == ["first"]
    service.put(OUTPUT, "p-driver", Served(T + 9, "last"), Served(milliseconds(COMPLETED) + 60_000, "next run"))
    reading.go_on_with(run_of(arguments))
    assert whole(reading, stream) == ["last"]


def test_what_every_call_would_meet_is_raised(service: LogService) -> None:
    service.refused["GetLogEvents"] = ("UnrecognizedClientException", "The security token is invalid.")
    with pytest.raises(AwsError) as error:
        list(reader(service).drivers())
    assert error.value.kind is ErrorKind.SIGN_IN


def test_a_token_that_has_run_out_loses_and_doubles_nothing(service: LogService) -> None:
    reading = reader(service)
    reading.find_streams()
    pages = reading.pages(reading.streams[0])
    assert len([event for page in pages.rest() for event in page]) == 10
    service.put(OUTPUT, "jr_1", Served(T + 9, "same time\n"), Served(T + 10, "later\n"))
    service.refused_next.append(("InvalidParameterException", "The specified nextToken is invalid."))
    assert [event.message for event in pages.newer()] == ["same time\n", "later\n"]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, Window(T - 300_000, T + 1_500_001)),
        ({"JobRunState": "RUNNING"}, Window(T - 300_000, None)),
        ({"StartedOn": None, "JobRunState": "WAITING"}, Window(None, None)),
        ({"CompletedOn": None, "LastModifiedOn": COMPLETED.timestamp()}, Window(T - 300_000, T + 1_500_001)),
        ({"CompletedOn": (STARTED - timedelta(days=1)).timestamp()}, Window(T - 300_000, None)),
    ],
)
def test_a_run_has_its_window(members: dict[str, Any], expected: Window) -> None:
    assert window_of(run_of(**members)) == expected
