"""gluetui.glue.run.causes: which of the causes that a text names is shown, and how much each says."""

from __future__ import annotations

import pytest

from gluetui.glue.run.causes import Says, says, without_class
from gluetui.glue.run.error_message import telling_text

LOST = (
    "An error occurred while calling o77.save.\n: org.apache.spark.SparkException: Job aborted due to stage failure:"
    " Task 0 in stage 2.0 failed 4 times, most recent failure: Lost task 0.3 in stage 2.0 (TID 9) (10.0.3.7 executor"
    " 4): {}\n\tat org.apache.spark.executor.Executor.run(Executor.scala:1)\n{}"
    "\nDriver stacktrace:\n\tat a.b(C.scala:2)"
)
SPARK_2 = (
    "Job aborted due to stage failure: Task 1 in stage 0.0 failed 4 times, most recent failure: Lost task 1.3 in stage"
    " 0.0 (TID 8, ip-10-0-0-8.ec2.internal, executor 3): java.io.IOException: Broken block blk_77"
)
PYTHON_WORKER = (
    "org.apache.spark.api.python.PythonException: Traceback (most recent call last):\n"
    '  File "/opt/worker.py", line 619, in main\n    process()\n'
    "ZeroDivisionError: division by zero\n"
)
JOINED = (
    "org.apache.spark.SparkException: Job aborted. at org.apache.spark.sql.X.write(X.scala:196) Caused by:"
    " org.apache.spark.SparkException: Writing job aborted at a.B.c(D.scala:4) Caused by: java.sql.SQLException:"
    " ORA-01653: unable to extend table STAGE.ORDERS at oracle.jdbc.T.run(T.java:9)"
)
FIRST_OF_TWO = (
    'Traceback (most recent call last):\n  File "/tmp/a.py", line 3, in <module>\n'
    'psycopg2.errors.UndefinedTable: relation "orders" does not exist\n\n{}\n\n'
    'Traceback (most recent call last):\n  File "/tmp/a.py", line 9, in <module>\n{}\n'
)
NO_TABLE = 'UndefinedTable: relation "orders" does not exist'
HANDLING = "During handling of the above exception, another exception occurred:"
DIRECT = "The above exception was the direct cause of the following exception:"


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        (
            LOST.format(
                "org.apache.spark.SparkException: Task failed while writing rows.",
                "Caused by: java.nio.file.AccessDeniedException: s3a://lake/day=2/part-1: 403 Forbidden",
            ),
            "AccessDeniedException: s3a://lake/day=2/part-1: 403 Forbidden",
        ),
        (
            LOST.format(
                "org.apache.spark.SparkException: [TASK_WRITE_FAILED] Task failed while writing rows to s3://l.", ""
            )
            + "\nCaused by: java.io.IOException: com.amazon.ws.emr.shaded.model.AmazonS3Exception: Slow Down (503)",
            "AmazonS3Exception: Slow Down (503)",
        ),
        (
            LOST.format("java.lang.OutOfMemoryError: GC overhead limit exceeded", ""),
            "OutOfMemoryError: GC overhead limit exceeded",
        ),
        (
            LOST.format(
                "java.net.UnknownHostException: db.internal",
                "Caused by: org.apache.spark.SparkException: Job 3 aborted",
            ),
            "UnknownHostException: db.internal",
        ),
        (
            LOST.format(
                "ExecutorLostFailure (executor 4 exited caused by one of the running tasks) Reason: "
                "Container from a bad node. Exit status: 137. Diagnostics: Killed by external signal",
                "",
            ),
            "Container from a bad node. Exit status: 137. Diagnostics: Killed by external signal",
        ),
        (LOST.format(PYTHON_WORKER, ""), "ZeroDivisionError: division by zero"),
        (
            "Py4JJavaError: An error occurred while calling o93.parquet."
            "\n: org.apache.spark.SparkException: Job aborted."
            "\n\tat x"
            "\nCaused by: java.util.concurrent.ExecutionException: java.lang.IllegalStateException: no lease left\n",
            "IllegalStateException: no lease left",
        ),
        (
            "An error occurred while calling o93.parquet."
            "\n: org.apache.spark.sql.AnalysisException: Path does not exist: "
            "s3://lake/missing;\n\tat x",
            "AnalysisException: Path does not exist: s3://lake/missing;",
        ),
        (
            "An error occurred while calling o5.sql."
            "\n: org.apache.spark.SparkException: Exception thrown in awaitResult:"
            "\nCaused by: java.sql.SQLTransientException: Communications link failure"
            "\nCaused by: java.lang.RuntimeException",
            "SQLTransientException: Communications link failure",
        ),
        (
            "org.apache.spark.SparkException: ShuffleMapStage 5 has failed the maximum allowable number of times: 4."
            " Most recent failure reason: org.apache.spark.shuffle.FetchFailedException: disk full on 10.0.0.4",
            "FetchFailedException: disk full on 10.0.0.4",
        ),
        (
            "Exception in User Class: java.lang.RuntimeException : org.acme.FeedException: feed 7 is empty\n\tat a.b",
            "FeedException: feed 7 is empty",
        ),
        (SPARK_2, "IOException: Broken block blk_77"),
        (JOINED, "SQLException: ORA-01653: unable to extend table STAGE.ORDERS"),
        (FIRST_OF_TWO.format(DIRECT, "etl.LoadError: load failed"), NO_TABLE),
        (FIRST_OF_TWO.format(DIRECT, "etl.LoadError: partition 7 is not in the catalogue"), NO_TABLE),
        (
            LOST.format("java.io.IOException: cannot open part-3", "Caused by: java.nio.BadMagic: not a Parquet file"),
            "BadMagic: not a Parquet file",
        ),
        (
            "java.io.IOException: Lost task 1.0 in stage 4.0 (TID 5) (10.0.0.9 executor 1): a.Outer: shard 4 is away\n"
            "Caused by: a.Inner: lease expired\n"
            "Lost task 1.1 in stage 4.0 (TID 6) (10.0.0.9 executor 2): a.Last: no quorum",
            "Last: no quorum",
        ),
        (FIRST_OF_TWO.format(HANDLING, "RuntimeError: job failed, see log"), NO_TABLE),
        (
            FIRST_OF_TWO.format(HANDLING, "ValueError: connection 'dwh' is unknown"),
            "ValueError: connection 'dwh' is unknown",
        ),
        (FIRST_OF_TWO.format(HANDLING, "psycopg2.InterfaceError: connection already closed"), NO_TABLE),
        (FIRST_OF_TWO.format(HANDLING, "SystemExit: 1"), NO_TABLE),
        (
            "Job aborted.\nCaused by: a.b.QuotaError: 12 of 12 slots in use\n"
            "Caused by: java.io.IOException: Filesystem closed",
            "QuotaError: 12 of 12 slots in use",
        ),
        ("Command failed with exit code 1\nCaused by: java.lang.NullPointerException", "NullPointerException"),
        (
            "LAUNCH ERROR | Bootstrapping failed\nERROR: No matching distribution found for pyarrow==99\n",
            "No matching distribution found for pyarrow==99",
        ),
        (
            "Error Category: PERMISSION_ERROR; An error occurred while calling o1.x.\n: a.B: no right to s3://lake",
            "B: no right to s3://lake",
        ),
        (
            "SparkException: Job aborted.\nCaused by: a.ServiceException: Denied (Status Code: 403\n"
            "Caused by: com.amazonaws.serv",
            "ServiceException: Denied (Status Code: 403",
        ),
    ],
)
def test_the_innermost_cause_that_tells_something_is_shown(message: str, cause: str) -> None:
    assert telling_text(message) == cause


@pytest.mark.parametrize(
    "message",
    [
        "Job run was stopped: the quota of the day is used up",
        "Command failed with exit code 10",
        "Quality gate: 3 of 12 rules failed\nCaused by: org.apache.spark.SparkException: Job aborted.",
        "the nightly export was late, which was caused by: a lock",
        "s3.amazonaws.com: no such host",
        "com.acme.Report: daily figures are missing",
        "see org.apache.spark.SparkException: it is in the log",
        "ERROR: relation does not exist\nERROR: another one",
        "ModuleNotFoundError: No module named 'pyodbc'",
        "Traceback of the day: none",
        "Caused by:",
        "Internal service error",
    ],
)
def test_what_tells_it_in_its_first_line_is_left_as_it_is(message: str) -> None:
    assert telling_text(message) == message.partition("\n")[0]


def test_the_package_of_an_exception_goes_and_its_message_stays() -> None:
    assert telling_text(
        "com.amazonaws.services.glue.model.ConcurrentRunsExceededException: 3 at most (Status: 400)"
    ) == ("ConcurrentRunsExceededException: 3 at most (Status: 400)")
    assert telling_text("pyspark.sql.utils.ParseException") == "ParseException"


@pytest.mark.parametrize(
    ("cause", "what"),
    [
        ("Traceback (most recent call last):", Says.NOTHING),
        ("py4j.protocol.Py4JJavaError: An error occurred while calling o1.count.", Says.NOTHING),
        ("com.amazonaws.services.s3.model.Ama", Says.NOTHING),
        ("java.lang.RuntimeException: null", Says.NOTHING),
        ("java.lang.NullPointerException: null", Says.CLASS),
        ("ValueError: null", Says.CLASS),
        ("Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times", Says.SYMPTOM),
        ("SparkException: Failed to execute user defined function(f$1: (string) => int)", Says.SYMPTOM),
        ("RuntimeError: ETL step failed with exit code 1", Says.SYMPTOM),
        ("SystemExit: 1", Says.SYMPTOM),
        ("IllegalStateException: Cannot call methods on a stopped SparkContext.", Says.CLEAN_UP),
        ("java.lang.StackOverflowError", Says.CLASS),
        ("KeyError: 0", Says.CLASS),
        ("Job aborted due to stage failure: Total size of serialized results is 3 GB", Says.CAUSE),
        ("exit code 137", Says.CAUSE),
        ("Access Denied", Says.CAUSE),
    ],
)
def test_how_much_a_cause_says(cause: str, what: Says) -> None:
    assert says(cause) is what


@pytest.mark.parametrize(
    ("cause", "message"),
    [
        ("AmazonS3Exception: Access Denied (403)", "Access Denied (403)"),
        ("OutOfMemoryError: Java heap space", "Java heap space"),
        ("KeyError: 'day'", "KeyError: 'day'"),
        ("SparkException: Job aborted.", "SparkException: Job aborted."),
        ("NullPointerException", "NullPointerException"),
        ("disk full: /mnt/a", "disk full: /mnt/a"),
    ],
)
def test_the_class_goes_too_where_there_is_no_room_and_the_message_tells_it(cause: str, message: str) -> None:
    assert without_class(cause) == message
