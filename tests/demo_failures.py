"""The records of the demo's runs that failed, each in its own way: what the driver, the executors and Glue's own
analysis write of it."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta

from tests.demo_errors import NO_HEAP, NO_MODULE
from tests.demo_log_lines import CONTEXT, EXECUTOR, LAUNCHER, SCHEDULER, STAGES, UPLOADER, Log, Record
from tests.demo_spark import CLOSED_CHANNEL, DISPATCHER, TRANSPORT, Executors, Stage, run_stage, run_stages

CLUSTER = "org.apache.spark.scheduler.cluster.glue.JESSchedulerBackend"
KILLED = (
    "Container killed by YARN for exceeding memory limits. {used} GB of 22 GB physical memory used. "
    "Consider boosting spark.executor.memoryOverhead."
)
LOST = "ExecutorLostFailure (executor {executor} exited caused by one of the running tasks) Reason: "
FRAMES = """\
\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2863)
\tat org.apache.spark.scheduler.DAGScheduler.abortStage(DAGScheduler.scala:2799)
\tat org.apache.spark.sql.execution.joins.SortMergeJoinExec.doExecute(SortMergeJoinExec.scala:193)
\tat java.base/java.lang.Thread.run(Thread.java:840)"""
CURATION_TRACE = """\
Traceback (most recent call last):
  File "/tmp/curate_sales.py", line 131, in <module>
    main()
  File "/tmp/curate_sales.py", line 118, in main
    join_sessions(orders, sessions)
  File "/tmp/curate_sales.py", line 87, in join_sessions
    raise RuntimeError(f"joining orders with sessions failed: {{told}}\\nCaused by: {{error}}") from None
RuntimeError: joining orders with sessions failed: 418,206,934 session rows tonight, \
median of the last 28 nights 41,377,520
Caused by: An error occurred while calling o214.pyWriteDynamicFrame.
: org.apache.spark.SparkException: Job aborted due to stage failure: {lost}
Driver stacktrace:
{frames}"""
FRAMES_OF_SCRIPT = [(131, "<module>"), (118, "main"), (87, "join_sessions")]
STEPS = [
    "reading staged orders",
    "orders: 3,918,204 rows",
    "reading sessions",
    "sessions: 418,206,934 rows",
    "joining orders with sessions on customer_id",
]
TABLE = """\
+-------+----------+-----------+
|country|    orders|    revenue|
+-------+----------+-----------+
|     DE|   812,003| 61,204,118|
|     FR|   604,411| 44,870,233|
+-------+----------+-----------+
only showing top 2 rows
"""
LOSSES = [(3, 2167, 19, "22.3"), (7, 2206, 13, "22.6"), (9, 2212, 7, "22.1"), (11, 2218, 0.6, "22.4")]
"""Executor, task id, minutes before the end, gigabytes used."""


def curation(log: Log, output: Log, begin: datetime, end: datetime, rng: random.Random) -> list[Record]:
    """The night on which sessions were ten times as many: an executor is lost four times. Returns Glue's analysis."""
    executors = Executors(count=9)
    joining = end - timedelta(minutes=38)
    counts = (40, 1, 200, 200, 48, 200, 200, 400, 200, 400, 200, 41)
    for number, said in enumerate(STEPS):
        output.scripts(begin + (joining - begin) * number / len(STEPS), "curate_sales", said)
    output.plain(joining - timedelta(seconds=8), TABLE)
    first = run_stages(log, begin, joining, counts, executors, rng)
    stage = Stage(number=12, tasks=76, first_task=first, begin=joining, end=end - timedelta(minutes=1), total=200)
    run_stage(log, stage, executors, rng, ends=44)
    for attempt, (executor, tid, before, used) in enumerate(LOSSES):
        at = end - timedelta(minutes=before)
        _lose(log, at, executors, (attempt, executor, tid, used))
    return _abort(log, end - timedelta(seconds=34), rng)


def _lose(log: Log, at: datetime, executors: Executors, loss: tuple[int, int, int, str]) -> None:
    attempt, executor, tid, used = loss
    ip, killed = executors.ip(executor), KILLED.format(used=used)
    task = f"task 37.{attempt} in stage 12.0 (TID {tid}) ({ip} executor {executor})"
    said = f"Lost executor {executor} on {ip}: {killed}"
    log.add(at, "ERROR", "org.apache.spark.scheduler.TaskSchedulerImpl", said, DISPATCHER)
    said = f"Lost {task}: {LOST.format(executor=executor)}{killed}"
    log.add(at + timedelta(milliseconds=4), "WARN", SCHEDULER, said, DISPATCHER)
    if attempt < len(LOSSES) - 1:
        said = f"Requesting executor {len(executors.lost) + 10} in place of executor {executor}"
        log.add(at + timedelta(seconds=3), "INFO", CLUSTER, said)
        executors.lost.append(executor)
        again = f"Starting task 37.{attempt + 1} in stage 12.0 (TID {LOSSES[attempt + 1][1]})"
        log.add(at + timedelta(seconds=31), "INFO", SCHEDULER, again, DISPATCHER)


def _abort(log: Log, at: datetime, rng: random.Random) -> list[Record]:
    executor, tid, _, used = LOSSES[-1]
    lost = (
        f"Task 37 in stage 12.0 failed 4 times, most recent failure: Lost task 37.3 in stage 12.0 (TID {tid}) "
        f"(172.31.44.17 executor {executor}): {LOST.format(executor=executor)}{KILLED.format(used=used)}"
    )
    trace = CURATION_TRACE.format(lost=lost, frames=FRAMES)
    log.add(at, "ERROR", SCHEDULER, "Task 37 in stage 12.0 failed 4 times; aborting job", DISPATCHER)
    log.add(at + timedelta(seconds=0.2), "INFO", STAGES, "Job 9 failed: took 2236.118214 s")
    log.add(at + timedelta(seconds=1), "ERROR", LAUNCHER, f"Error from Python:{trace}")
    log.add(at + timedelta(seconds=1.5), "WARN", TRANSPORT, CLOSED_CHANNEL)
    log.add(at + timedelta(seconds=2), "INFO", CONTEXT, "SparkContext is stopping with exitCode 1.")
    upload = "Upload of spark-event-logs failed: Access Denied (Service: Amazon S3; Status Code: 403)"
    log.add(at + timedelta(seconds=4), "WARN", UPLOADER, upload)
    failure = (trace, "curate_sales.py", FRAMES_OF_SCRIPT)
    return analysis(at + timedelta(seconds=3), failure, rng)


def analysis(
    at: datetime,
    failure: tuple[str, str, list[tuple[int, str]]],
    rng: random.Random,
    event: str = "GlueETLJobExceptionEvent",
) -> list[Record]:
    """What Glue's job insights write of a failure: its trace, the script and the frames in it, the outermost first."""
    trace, script, frames = failure
    listed = [
        {"Declaring Class": method, "Method Name": method, "File Name": f"/tmp/{script}", "Line Number": line}
        for line, method in reversed(frames)
    ]
    told = {
        "Event": event,
        "Timestamp": round(at.timestamp() * 1000),
        "Failure Reason": trace,
        "Stack Trace": listed,
        "Last Executed Line number": frames[-1][0],
        "script": script,
    }
    milliseconds = rng.randrange(100, 999)
    head = f"{at:%Y-%m-%d %H:%M:%S},{milliseconds} ERROR [main] glue.ProcessLauncher (Logging.scala:logError(77)): "
    return [(at, f"{head}[Glue Exception Analysis] {json.dumps(told, separators=(',', ':'))}\n")]


COLUMN_TRACE = """\
Traceback (most recent call last):
  File "/tmp/ingest_customers.py", line 58, in <module>
    load(args["date"])
  File "/tmp/ingest_customers.py", line 41, in load
    channel = columns["order_channel"]
              ~~~~~~~^^^^^^^^^^^^^^^^^
KeyError: 'order_channel'"""


def no_column(log: Log, output: Log, at: datetime, rng: random.Random) -> None:
    """A script that asks for a column that is not there."""
    output.plain(at - timedelta(minutes=2), "columns: customer_id, country, first_seen, newsletter")
    output.plain(at, COLUMN_TRACE)
    log.add(at, "ERROR", LAUNCHER, f"Error from Python:{COLUMN_TRACE}")


INSTALLING = [
    ("INFO", "Downloading and installing retail-calendar==2.9.1"),
    ("INFO", "STDOut Stream: Looking in indexes: https://pypi.example.com/simple"),
    ("ERROR", "STDError Stream ERROR: Could not find a version that satisfies the requirement retail-calendar==2.9.1 "
     "(from versions: 2.8.0, 2.8.1, 2.9.0)"),
    ("ERROR", "STDError Stream ERROR: No matching distribution found for retail-calendar==2.9.1"),
]  # fmt: skip


def no_module(log: Log, at: datetime) -> None:
    """A module that pip does not find: the script never runs."""
    for number, (level, said) in enumerate(INSTALLING):
        moment = at + timedelta(seconds=2 * number)
        log.add(moment, level, "com.amazonaws.services.glue.PythonModuleInstaller", said)
    log.plain(at + timedelta(seconds=9), NO_MODULE)


NO_HEAP_TRACE = """\
java.lang.OutOfMemoryError: Java heap space
\tat java.base/java.util.Arrays.copyOf(Arrays.java:3537)
\tat org.apache.parquet.column.values.plain.PlainValuesWriter.writeBytes(PlainValuesWriter.java:54)
\tat org.apache.spark.executor.Executor$TaskRunner.run(Executor.scala:635)"""
HEAP_TASKS = [(1, 588, 9), (2, 597, 6), (3, 604, 3), (4, 611, 0.5)]
"""Executor, task id, minutes before the end."""


def no_heap(log: Log, end: datetime) -> dict[int, list[Record]]:
    """Rows that do not fit into an executor: the driver's records, and those of each executor by its number."""
    of_executors: dict[int, list[Record]] = {}
    for attempt, (executor, tid, before) in enumerate(HEAP_TASKS):
        at = end - timedelta(minutes=before)
        task = f"task 5.{attempt} in stage 7.0 (TID {tid})"
        own = Log(log.glue, log.start)
        own.add(
            at,
            "ERROR",
            EXECUTOR,
            f"Exception in {task}\n{NO_HEAP_TRACE}",
            "Executor task launch",
        )
        own.add(
            at + timedelta(seconds=1),
            "ERROR",
            "org.apache.spark.util.SparkUncaughtExceptionHandler",
            f"Uncaught exception in thread Thread[Executor task launch worker for {task},5,main]\n{NO_HEAP_TRACE}",
        )
        of_executors[executor] = own.records
        said = f"Lost {task} (172.31.52.9 executor {executor}): java.lang.OutOfMemoryError: Java heap space"
        log.add(at + timedelta(seconds=2), "WARN", SCHEDULER, said, "task-result-getter-1")
    calling, _, aborted = NO_HEAP.rpartition("; ")[2].partition(" Job aborted")
    trace = (
        'Traceback (most recent call last):\n  File "/tmp/ingest_customers.py", line 63, in <module>\n'
        f"    frame.write.parquet(target)\npy4j.protocol.Py4JJavaError: {calling}\n"
        f": org.apache.spark.SparkException: Job aborted{aborted}"
    )
    log.add(end, "ERROR", LAUNCHER, f"Error from Python:{trace}\nDriver stacktrace:\n{FRAMES}")
    return of_executors


CONNECTION_TRACE = """\
Traceback (most recent call last):
  File "/tmp/ingest_payments.py", line 34, in <module>
    payments = source.getDynamicFrame()
py4j.protocol.Py4JJavaError: An error occurred while calling o103.getDynamicFrame.
: org.postgresql.util.PSQLException: The connection attempt failed.
\tat org.postgresql.core.v3.ConnectionFactoryImpl.openConnectionImpl(ConnectionFactoryImpl.java:331)
\tat org.postgresql.Driver.makeConnection(Driver.java:402)
Caused by: java.net.SocketTimeoutException: Connect timed out
\tat java.base/java.net.Socket.connect(Socket.java:633)
\t... 23 more"""


def no_connection(log: Log, at: datetime) -> None:
    """A database that does not answer."""
    url = "jdbc:postgresql://svc:demo@payments-db.example.com:5432/shop"
    log.add(at - timedelta(seconds=31), "INFO", "com.amazonaws.services.glue.JDBCDataSource", f"connecting to {url}")
    log.add(at, "ERROR", LAUNCHER, f"Error from Python:{CONNECTION_TRACE}")


REFUSED_TRACE = """\
Traceback (most recent call last):
  File "/tmp/mart_churn_features.py", line 142, in publish
    table.put_item(Item=features)
botocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the PutItem operation: \
User: arn:aws:sts::111122223333:assumed-role/demo-glue/GlueJobRunnerSession is not authorized to perform: \
dynamodb:PutItem on resource: arn:aws:dynamodb:eu-central-1:111122223333:table/churn-features"""


def caught(output: Log, at: datetime, rng: random.Random) -> list[Record]:
    """A failure that the script caught: the run succeeded all the same. Returns Glue's analysis."""
    output.scripts(at, "mart_churn_features", "features were not published, going on without", "WARNING")
    failure = (REFUSED_TRACE, "mart_churn_features.py", [(142, "publish")])
    return analysis(at + timedelta(seconds=1), failure, rng, "GlueExceptionAnalysisJobFailed")
