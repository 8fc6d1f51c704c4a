"""What is known of a cause in a log is told as it is: found, not found, refused, under way; never guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.logs.answers import Answered, Said
from gluetui.glue.logs.cause import Cause, First
from gluetui.glue.logs.cause_search import SearchedCause
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.known_cause import KnownCause
from gluetui.glue.logs.records import Record, RecordReader
from gluetui.glue.logs.saved_streams import NO_LOG
from gluetui.glue.run.run import JobRun
from gluetui.text.log_cause import cause_field, cause_line, failure_line, times_beside
from tests.text.written_run import a_run

AT = datetime(2026, 11, 20, 12, 57, 31, tzinfo=UTC)
MS = round(AT.timestamp() * 1000)
STREAM = Stream("/aws-glue/jobs/error", "jr_1", "error")
LACKS = AwsError(ErrorKind.DENIED, "Profile a lacks the permission logs:GetLogEvents on log group g", "Ask for it.")
THROTTLED = AwsError(ErrorKind.THROTTLED, "AWS throttled GetLogEvents: too many calls", "Wait.")
NETWORK = AwsError(ErrorKind.NETWORK, "Cannot reach logs.example.com", "Check the network.", is_apart=True)
UNSAVED = AwsError(ErrorKind.GONE, "There is no log group g in a.json", "", f"ClientError: {NO_LOG}")


def a_cause(**members: Any) -> Cause:
    given = {
        "text": "java.sql.SQLException: no orders",
        "reason": "java.sql.SQLException: no orders\n\tat x",
        "script": "curate_sales.py",
        "line": 87,
        "rule": "trace",
        "stream": STREAM,
        "time": MS,
        "start": 0,
        "first": None,
        "is_clean_up": False,
    }
    return Cause(**{**given, **members})


def searched(cause: Cause | None = None, *answered: Answered, **more: Any) -> KnownCause:
    return KnownCause(SearchedCause(cause, more.pop("last_error", None), answered, more.pop("is_whole", False), **more))


def a_record(text: str) -> Record:
    return RecordReader(STREAM).feed([Event(MS, text), Event(MS, "22/11/14 06:08:18 INFO A: b\n")])[0]


def run(state: str = "FAILED", **members: Any) -> JobRun:
    return a_run("curate", "jr_1", JobRunState=state, CompletedOn=AT.timestamp() + 60, **members)


def told(known: KnownCause, of: JobRun | None = None, asks: str = "r") -> str:
    of = of or run()
    return cause_field(known, of, mask=str, times=times_beside(of, UTC), asks=asks).shown.line


DENIED = Answered("g", "s", Said.DENIED, LACKS)
READ = Answered("g", "s", Said.READ)
LAST = a_record("22/11/14 06:08:18 ERROR Orders: it was odd\n\tat y\n")


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (searched(a_cause()), "java.sql.SQLException: no orders (curate_sales.py:87) · in error at 12:57:31"),
        (
            searched(a_cause(first=First(MS - 6_000, "executor", 326))),
            "java.sql.SQLException: no orders (curate_sales.py:87) · first at 12:57:25, 326 times, in executors"
            " · in error at 12:57:31",
        ),
        (
            searched(a_cause(first=First(MS - 86_400_000, "output", 1), script=None, line=None)),
            "java.sql.SQLException: no orders · first at 2026-11-19 12:57:31 in output · in error at 12:57:31",
        ),
        (
            searched(a_cause(is_clean_up=True, line=None)),
            "java.sql.SQLException: no orders (curate_sales.py) · in error at 12:57:31"
            " · it came from ending after another failure, which this part of the log does not show",
        ),
        (searched(a_cause(script=None)), "java.sql.SQLException: no orders (line 87) · in error at 12:57:31"),
        (KnownCause(), "looking in the log…"),
        (
            KnownCause(rest="AWS throttles: the next call in 2 s"),
            "looking in the log… · AWS throttles: the next call in 2 s",
        ),
        (searched(None, READ, is_whole=True), "No cause found in the log."),
        (
            searched(None, READ, is_whole=True, last_error=LAST),
            "No cause found in the log. · the driver's last ERROR: 22/11/14 06:08:18 ERROR Orders: it was odd",
        ),
        (searched(None, READ), "No cause was found in the part of the log that was read."),
        (
            searched(None, READ, is_whole=True)._replace(was_early=True),
            "No cause found in the log. · the run had only just ended: its last events may be missing · r asks again",
        ),
        (
            searched(None, DENIED, DENIED),
            "The log was not read: denied. · the policy lacks logs:GetLogEvents · r asks again",
        ),
        (
            searched(None, READ, DENIED),
            "No cause was found in the part of the log that was read. · the policy lacks logs:GetLogEvents"
            " · r asks again",
        ),
        (
            searched(None, Answered("g", "s", Said.NO_GROUP), Answered("h", "s", Said.EXPIRED)),
            "The log was not read: no such log group; expired: the run is older than the group keeps events.",
        ),
        (searched(None), "The log was not read: AWS did not tell where it is."),
        (searched(None, Answered("g", "s", Said.NO_GROUP, UNSAVED)), NO_LOG),
        (
            searched(None, READ, throttled=THROTTLED),
            "AWS throttled the calls for the log before a cause was found. · r asks again",
        ),
        (
            KnownCause(error=NETWORK),
            "not known: Cannot reach logs.example.com. · Check the network. · r asks again",
        ),
    ],
)
def test_what_is_known_is_told(known: KnownCause, expected: str) -> None:
    assert told(known) == expected


def test_a_run_that_succeeded_says_so_first() -> None:
    assert told(searched(a_cause()), run("SUCCEEDED")).startswith("succeeded, but java.sql.SQLException: no orders (")
    assert cause_line(searched(a_cause()), run("SUCCEEDED")) == "succeeded, but SQLException: no orders"


def test_the_whole_reason_is_the_fields_value() -> None:
    of = run()
    field = cause_field(searched(a_cause()), of, mask=str, times=times_beside(of, UTC))
    assert field.value == "java.sql.SQLException: no orders\n\tat x"


@pytest.mark.parametrize(
    ("text", "message", "expected"),
    [
        ("java.sql.SQLException: no orders", "", "SQLException: no orders"),
        ("java.sql.SQLException: no orders", "Job run failed.", "SQLException: no orders"),
        ("java.sql.SQLException: no orders", "ValueError: no day", "SQLException: no orders"),
        ("java.io.IOException: Filesystem closed", "ValueError: no day", ""),
        ("java.io.IOException: Filesystem closed", "", "IOException: Filesystem closed"),
        ("a\x1b]52;c;eA==\x07\u202eb", "", "a␛]52;c;eA==␇"),
    ],
)
def test_a_list_has_the_line_that_says_more(text: str, message: str, expected: str) -> None:
    of = run(ErrorMessage=message)
    line = cause_line(searched(a_cause(text=text, whole=text)), of)
    assert line.startswith(expected) and bool(line) == bool(expected)
    assert failure_line(of, {of.key: line} if line else {}) == (line or message)


def test_a_secret_is_masked_before_its_line_is_cut() -> None:
    of = run(Arguments={"--db-password": "hunter2hunter2"})
    whole = "E: " + "x" * 290 + " hunter2hunter2"
    known = searched(a_cause(text=whole[:300], whole=whole))
    assert "hunter" not in cause_line(known, of)


def test_nothing_is_told_in_lists_before_it_is_known() -> None:
    assert cause_line(KnownCause(), run()) == ""
    assert cause_line(searched(None, READ), run()) == ""
