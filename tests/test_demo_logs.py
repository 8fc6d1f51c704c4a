"""The demo's logs belong to its runs, have the recorded forms, move with the story, cost nothing until asked for."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.clients.logs import Logs
from gluetui.glue.errors.error import AwsError
from gluetui.glue.files import demo_logs as demo_logs_file
from gluetui.glue.files.demo_logs import GROUPS_MEMBER, TIMES, demo_logs
from gluetui.glue.files.saved_logs import LOGS_MEMBER
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.saved_streams import StreamName
from gluetui.glue.run.run import JobRun
from tests.conftest import NOW
from tests.demo_log_lines import CHUNK
from tests.demo_story import FAILED_NIGHT
from tests.demo_story import NOW as TOLD_AT
from tests.make_demo import all_runs
from tests.make_demo_logs import GOES_ON, PATH, document

TEXT = gzip.decompress(PATH.read_bytes()).decode()
LOGS: dict[str, Any] = json.loads(TEXT)
STREAMS = {StreamName(each["logGroupName"], each["logStreamName"]): each["events"] for each in LOGS[LOGS_MEMBER]}
RUNS = [JobRun({name: value for name, value in run.items() if value is not None}) for run in all_runs()]
ERROR, OUTPUT, SHELL = "/aws-glue/jobs/error", "/aws-glue/jobs/output", "/aws-glue/python-jobs/output"
ID = re.compile(r"(jr_[0-9a-f]{64}(?:_attempt_\d)?)(-driver|-job-insights-rca-driver|_g-[0-9a-f]{40})?")


def runs_of(job: str, state: str) -> list[JobRun]:
    return [run for run in RUNS if (run.key.job_name, run.state) == (job, state)]


def run_of(name: StreamName) -> JobRun:
    found = ID.fullmatch(name.name)
    assert found is not None, name
    return next(run for run in RUNS if run.key.run_id == found[1])


def text_of(group: str, name: str) -> str:
    return "".join(event["message"] for event in STREAMS[StreamName(group, name)])


def streams_of(run: JobRun) -> dict[StreamName, str]:
    return {name: text_of(*name) for name in STREAMS if run_of(name) is run}


FAILED = runs_of("curate-sales", "FAILED")[0]


def test_the_file_is_what_the_script_makes_and_small_enough_to_ship() -> None:
    assert document(all_runs()) == TEXT, "run: python tests/make_demo.py"
    assert len(PATH.read_bytes()) <= 260_000


def test_every_stream_is_of_a_run_and_in_a_group_that_the_run_names() -> None:
    for name in STREAMS:
        run = run_of(name)
        assert name.group.startswith(run.text("LogGroupName") + "/"), name
        assert name.group in LOGS[GROUPS_MEMBER]


def test_events_lie_within_their_run_and_those_of_live_runs_go_on() -> None:
    for name, events in STREAMS.items():
        run, stamps = run_of(name), [event["timestamp"] / 1000 for event in events]
        assert run.started is not None and stamps == sorted(stamps)
        end = run.completed or TOLD_AT + GOES_ON
        assert run.started.timestamp() <= stamps[0] and stamps[-1] <= end.timestamp() + 90
        assert all(event["ingestionTime"] > event["timestamp"] for event in events)
    live = [run for run in RUNS if run.state == "RUNNING"]
    for run in live:
        last = max(event["timestamp"] for name in streams_of(run) for event in STREAMS[name])
        assert last / 1000 > TOLD_AT.timestamp() + 1800


def test_runs_that_wait_or_start_have_no_stream_yet() -> None:
    assert not [run for run in RUNS if run.state in ("WAITING", "STARTING") and streams_of(run)]


def test_every_run_since_the_night_before_the_failed_one_has_a_log_but_for_a_group_that_is_not_there() -> None:
    without = {
        run.key.job_name
        for run in RUNS
        if run.started and run.started.date() >= FAILED_NIGHT - timedelta(days=1) and not streams_of(run)
    }
    assert without == {"mart-stock-forecast", "stage-orders", "ingest-clickstream"}
    (group,) = {run.text("LogGroupName") for run in RUNS if run.key.job_name == "mart-stock-forecast"}
    assert not [each for each in LOGS[GROUPS_MEMBER] if each.startswith(group)]


def test_the_failed_night_tells_its_cause_in_driver_executors_and_analysis() -> None:
    streams = streams_of(FAILED)
    run_id = FAILED.key.run_id
    driver, analysis = text_of(ERROR, run_id), text_of(ERROR, f"{run_id}-job-insights-rca-driver")
    cause = re.search(r"\(TID 2218\) .*physical memory used", FAILED.text("ErrorMessage"))
    assert cause is not None and cause[0] in driver
    told = json.loads(analysis.partition("[Glue Exception Analysis] ")[2])
    assert told["Stack Trace"][0] == {
        "Declaring Class": "join_sessions",
        "Method Name": "join_sessions",
        "File Name": "/tmp/curate_sales.py",
        "Line Number": 87,
    }
    assert cause[0] in told["Failure Reason"]
    executors = [text for name, text in streams.items() if "_g-" in name.name]
    assert len(executors) == 12 and sum("RECEIVED SIGNAL TERM" in text for text in executors) == 4
    assert driver.count("exceeding memory limits") == 9


def test_its_driver_log_is_mostly_chatter_in_chunks_that_are_cut_anywhere() -> None:
    lines = text_of(ERROR, FAILED.key.run_id).splitlines()
    chatter = sum("TaskSetManager" in line for line in lines)
    assert len(lines) > 4000 and 0.55 <= chatter / len(lines) <= 0.85
    messages = [event["message"] for event in STREAMS[StreamName(ERROR, FAILED.key.run_id)]]
    assert max(len(message.encode()) for message in messages) == CHUNK
    assert any(message.startswith("\n") for message in messages)
    assert any(not message.endswith("\n") and re.match(r"\S", after) for message, after in pairwise(messages))
    assert lines[0].startswith("/usr/lib/jvm/") and lines[3].startswith("INFO\t")


@pytest.mark.parametrize(
    ("job", "state", "said"),
    [
        ("ingest-payments", "FAILED", "Caused by: java.net.SocketTimeoutException: Connect timed out"),
        ("ingest-customers", "FAILED", 'File "/tmp/ingest_customers.py", line 41, in load'),
        ("ingest-customers", "FAILED", "LAUNCH ERROR | Python Module Installer"),
        ("ingest-customers", "FAILED", "No matching distribution found for retail-calendar==2.9.1"),
        ("ingest-customers", "FAILED", "java.lang.OutOfMemoryError: Java heap space\n\tat java.base/"),
        ("curate-sales", "SUCCEEDED", "StacklessClosedChannelException"),
        ("curate-sales", "SUCCEEDED", "Executor decommission"),
        ("publish-dashboards", "SUCCEEDED", '{"level": "INFO"'),
    ],
)
def test_runs_tell_what_they_went_through(job: str, state: str, said: str) -> None:
    assert [run for run in runs_of(job, state) if any(said in text for text in streams_of(run).values())]


def test_one_run_succeeded_although_glue_saw_it_fail() -> None:
    analysed = {run_of(name).key for name in STREAMS if name.name.endswith("-rca-driver")} - {FAILED.key}
    (run,) = [run for run in RUNS if run.key in analysed]
    assert (run.key.job_name, run.state) == ("mart-churn-features", "SUCCEEDED")
    assert "GlueExceptionAnalysisJobFailed" in text_of(ERROR, f"{run.key.run_id}-job-insights-rca-driver")
    assert "not published, going on" in text_of(OUTPUT, run.key.run_id)


def test_only_runs_that_failed_have_an_error_in_their_log() -> None:
    for run in (run for run in RUNS if run.key.job_name != "mart-churn-features"):
        texts = "".join(streams_of(run).values())
        assert not texts or run.state == "FAILED" or not re.search(r"ERROR[\t ]|Traceback", texts), run


def test_a_run_that_reached_its_time_limit_ends_in_the_middle_of_its_work() -> None:
    (late,) = runs_of("backfill-orders", "TIMEOUT")
    assert "SparkContext is stopping" not in text_of(ERROR, late.key.run_id)
    (run, *_) = runs_of("curate-sales", "SUCCEEDED")
    assert "SparkContext is stopping with exitCode 0" in text_of(ERROR, run.key.run_id)


def test_a_retry_has_streams_of_its_own_under_the_first_attempts_id() -> None:
    (first,) = runs_of("ingest-payments", "FAILED")
    names = [name for name in STREAMS if name.name.startswith(first.key.run_id)]
    assert {run_of(name).attempt for name in names} == {0, 1}
    assert {name.group for name in names} >= {"/aws-glue/jobs/logs-v2-demo-kms-at-rest"}


def test_no_time_is_cut_by_the_border_between_two_events() -> None:
    for events in STREAMS.values():
        messages = [event["message"] for event in events]
        one_by_one = [found[0] for message in messages for found in TIMES.finditer(message)]
        assert one_by_one == TIMES.findall("".join(messages))


def test_times_in_messages_move_with_the_events() -> None:
    by = timedelta(days=40, hours=3, minutes=5)
    moved = demo_logs(by)
    assert moved.streams.keys() == STREAMS.keys() and list(moved.groups) == LOGS[GROUPS_MEMBER]
    for name, events in moved.streams.items():
        before = STREAMS[name]
        assert [event.timestamp for event in events] == [
            each["timestamp"] + round(by / timedelta(milliseconds=1)) for each in before
        ]
        days = {datetime.fromtimestamp(event.timestamp / 1000, UTC).date() for event in events}
        days |= {day + timedelta(days=1) for day in days}
        for text in (event.message for event in events):
            found = [each for each in re.findall(r"20\d\d-\d\d-\d\d(?=[T ])", text)]
            assert {datetime.fromisoformat(each).date() for each in found} <= days, name
            assert not re.search(r"26/1[01]/\d\d \d\d:", text)


def test_milliseconds_in_a_message_move_too() -> None:
    name = StreamName(ERROR, f"{FAILED.key.run_id}-job-insights-rca-driver")
    (analysis,) = demo_logs(timedelta(days=9)).streams[name]
    assert f'"Timestamp":{analysis.timestamp},' in analysis.message


def pages_of(logs: Logs, stream: Stream) -> Iterator[Event]:
    token = None
    while (page := logs.events(stream, token=token, from_head=True)).forward != token:
        yield from page.events
        token = page.forward


def test_the_demo_answers_for_logs_beneath_boto3() -> None:
    aws = Aws(open_snapshot=lambda: Snapshot.demo(TOLD_AT), source="the demo")
    logs = Logs(aws)
    assert len(logs.streams(ERROR, FAILED.key.run_id).items) == 14
    events = list(pages_of(logs, Stream(ERROR, FAILED.key.run_id, "error")))
    assert "".join(event.message for event in events) == text_of(ERROR, FAILED.key.run_id)
    with pytest.raises(AwsError, match="no log group"):
        logs.streams("/retail/forecasts/output", "jr_")


def test_a_live_log_shows_what_was_written_by_now() -> None:
    (run,) = runs_of("ingest-inventory", "RUNNING")
    for later in (timedelta(), timedelta(minutes=10)):
        aws = Aws(open_snapshot=lambda later=later: Snapshot.demo(TOLD_AT + later), source="the demo")  # type: ignore[misc]
        stream = Stream(OUTPUT, run.key.run_id, "output")
        last = list(pages_of(Logs(aws), stream))[-1].timestamp / 1000
        assert 0 <= (TOLD_AT + later).timestamp() - last < 120


def test_logs_are_read_at_the_first_call_about_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[timedelta] = []

    def load(by: timedelta) -> Any:
        read.append(by)
        return demo_logs(by)

    monkeypatch.setattr(demo_logs_file, "demo_logs", load)
    aws = Aws(open_snapshot=lambda: Snapshot.demo(NOW), source="the demo")
    Glue(aws).jobs()
    assert read == []
    for _ in range(2):
        Logs(aws).groups("/aws-glue")
    assert read == [NOW - TOLD_AT]


def test_nothing_in_a_log_looks_like_a_real_credential_account_or_host() -> None:
    assert not re.search(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b|BEGIN [A-Z ]*PRIVATE KEY|eyJ[\w-]{10,}", TEXT)
    assert set(re.findall(r"(?i)password[=:](\S+)", TEXT)) == {"demo-not-a-password"}
    assert set(re.findall(r"//(\S+?)@([\w.-]+)", TEXT)) == {("svc:demo", "payments-db.example.com")}
    assert set(re.findall(r"(?<![0-9a-f])\d{12}(?![0-9a-f])", TEXT)) <= {"111122223333"}
