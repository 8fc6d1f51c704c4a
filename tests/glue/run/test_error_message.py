"""gluetui.glue.run.error_message: what is picked out tells more than the first line, or it is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluetui.glue.run.error_message import ErrorParts, error_parts
from tests.conftest import EXAMPLES
from tests.patience import bounded_work
from tests.values import TEXTS

S3_DENIED = (
    "An error occurred while calling o122.pyWriteDynamicFrame. \n                    Access Denied (Service: Amazon S3;"
    " Status Code: 403; Error Code: AccessDenied; \n                    Request ID: 021AAB703DB20A2D)"
)
PY4J = (
    "Py4JJavaError: An error occurred while calling o91.showString.\n"
    ": org.apache.spark.SparkException: Job aborted due to stage failure\n"
    "\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2863)\n"
    "Caused by: java.lang.RuntimeException: reading failed\n\tat a.B.c(B.scala:1)\n"
    "Caused by: java.io.FileNotFoundException: No such file s3://bucket/day=1/part-0.parquet\n\t... 12 more\n"
)
LOST_EXECUTOR = (
    "Error Category: OUT_OF_MEMORY_ERROR; Failed Line Number: 34; An error occurred while calling o98.count.\n"
    ": org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times, most"
    " recent failure: Lost task 3.3 in stage 1.0 (TID 14) (172.31.0.9 executor 2): ExecutorLostFailure (executor 2"
    " exited caused by one of the running tasks) Reason: Container killed by YARN for exceeding memory limits.\n"
    "Driver stacktrace:"
)
LOST_TASK = (
    "An error occurred while calling o98.count.\n: org.apache.spark.SparkException: Job aborted due to stage failure:"
    " Task 3 in stage 1.0 failed 4 times, most recent failure: Lost task 3.3 in stage 1.0 (TID 14) (172.31.0.9 executor"
    " 2): java.lang.OutOfMemoryError: Java heap space"
)
TRACEBACK = (
    'Traceback (most recent call last):\n  File "/tmp/runscript.py", line 215, in <module>\n    run(script)\n'
    "  File \"/tmp/glue-python-scripts/x.py\", line 7, in <module>\n    raise\nKeyError: 'day'\n"
)
CHAINED = TRACEBACK + (
    "\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n"
    '  File "/tmp/x.py", line 9, in <module>\nbotocore.exceptions.ClientError: An error occurred (AccessDenied)\n'
)


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        (S3_DENIED, "Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied;"),
        (PY4J, "FileNotFoundException: No such file s3://bucket/day=1/part-0.parquet"),
        (LOST_EXECUTOR, "Container killed by YARN for exceeding memory limits."),
        (LOST_TASK, "OutOfMemoryError: Java heap space"),
        (TRACEBACK, "KeyError: 'day'"),
        (CHAINED, "ClientError: An error occurred (AccessDenied)"),
        (TRACEBACK.replace("KeyError: 'day'", "AssertionError"), "AssertionError"),
        ("Exception in User Class: x.Y\nCaused by: java.lang.NullPointerException\n\tat a.b(C.scala:1)", ""),
        (
            "An error occurred while calling o1.load.\n: java.lang.NullPointerException\n\tat a.b(C.scala:1)",
            "NullPointerException",
        ),
        (
            "boom\nCaused by: a.B: told\n\tat x\nCaused by: java.util.concurrent.TimeoutException",
            "B: told",
        ),
        (
            "Error Category: QUERY_ERROR; Failed Line Number: 21; AnalysisException: Column 'day' is missing.\nPlan:",
            "AnalysisException: Column 'day' is missing.",
        ),
    ],
)
def test_the_cause_is_the_innermost_that_says_something(message: str, cause: str) -> None:
    assert error_parts(message).cause == cause


@pytest.mark.parametrize(
    "message",
    [
        "",
        "Command failed with exit code 1",
        "Resource Setup Error: No space left on device",
        "AnalysisException: Unable to infer schema for Parquet. It must be specified manually.",
        "RuntimeError: Error for testing",
        "LAUNCH ERROR | File s3://bucket/x.py does not exist",
        "Py4JJavaError",
        "the load was refused. Reason: quota, see the ticket",
        "ValueError: no rows\n  in day 1\nsee the log",
    ],
)
def test_a_message_whose_first_line_tells_it_has_no_other_cause(message: str) -> None:
    assert error_parts(message) == ErrorParts()


def test_category_and_line_are_picked_out() -> None:
    assert error_parts(LOST_EXECUTOR)[:2] == ("OUT_OF_MEMORY_ERROR", "34")
    assert error_parts("the Error Category: X; Failed Line Number: 1; is quoted here") == ErrorParts()


def test_line_ends_of_windows_are_line_ends() -> None:
    assert error_parts("boom\r\nCaused by: a.B: c\r\nmore").cause == "B: c"


@settings(max_examples=EXAMPLES)
@given(TEXTS | st.lists(st.sampled_from([S3_DENIED, PY4J, TRACEBACK, "Caused by: ", "\n", ": ", "x"])).map("".join))
def test_what_is_picked_stands_in_the_message(message: str) -> None:
    parts = error_parts(message)
    assert all(part in message.replace("\r\n", "\n") for part in parts)
    assert "\n" not in parts.cause


@pytest.mark.parametrize(
    "unit", ["Caused by: ", "Reason: ", "Traceback (most recent call last):\n", "a.", "(TID 1)", ": "]
)
def test_a_hostile_quarter_of_a_megabyte_is_no_more_work_than_its_size(unit: str) -> None:
    for text in (unit * (262_144 // len(unit)), "most recent failure: Lost task " + unit * (262_144 // len(unit))):
        with bounded_work():
            error_parts(text)
