"""A driver's log as Spark writes it, in any length: 200 bytes a line, now and then an error with its trace."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

START = datetime(2026, 8, 19, 12, 50, tzinfo=UTC)
LINE_BYTES = 200
"""Of a line, on an average."""

STEP = timedelta(milliseconds=8)
"""Between two records."""

RARE, DENSE = "rejected order", "in stage"
"""What is searched for: words of one record in 5,000, and of more than half."""

EXPRESSION = r"rejected order \d+: \w+"

_THREADS = ("dispatcher-event-loop-3", "task-result-getter-1", "dag-scheduler-event-loop", "Thread-4")
_SAID = (
    ("INFO", "scheduler.TaskSetManager (Logging.scala:logInfo(61))",
     "Starting task {m}.0 in stage {s}.0 (TID {n}) (172.31.44.{m}, executor {m}, partition {m}, PROCESS_LOCAL, "
     "7619 bytes) taskResourceAssignments Map()"),
    ("INFO", "scheduler.TaskSetManager (Logging.scala:logInfo(61))",
     "Finished task {m}.0 in stage {s}.0 (TID {n}) in {n} ms on 172.31.44.{m} (executor {m}) ({m}/200); this was "
     "the slowest of the tasks so far"),
    ("INFO", "storage.BlockManagerInfo (Logging.scala:logInfo(61))",
     "Added broadcast_{s}_piece0 in memory on 172.31.44.{m}:41675 (size: 33.8 KiB, free: 5.8 GiB)"),
    ("INFO", "s3n.S3NativeFileSystem (S3NativeFileSystem.java:open(1274))",
     "Opening 's3://retail-lake/curated/orders/day=2026-08-18/part-{n}-2f1c9a3e-c000.snappy.parquet' for reading"),
    ("INFO", "scheduler.TaskSetManager (Logging.scala:logInfo(61))",
     "Finished task {m}.0 in stage {s}.0 (TID {n}) in {n} ms on 172.31.44.{m} (executor {m}) ({m}/200)"),
    ("INFO", "codegen.CodeGenerator (Logging.scala:logInfo(61))", "Code generated in {m}.417 ms in stage {s}"),
    ("INFO", "curate", "wrote {n} orders of shop {m} to s3://retail-lake/curated/orders/, partition key day, "
     "in stage {s}"),
)  # fmt: skip
_WARNING = (
    "WARN",
    "scheduler.TaskSetManager (Logging.scala:logWarning(73))",
    "Lost task {m}.0 in stage {s}.0 (TID {n}) (172.31.44.{m} executor {m}): TaskKilled (another attempt succeeded)",
)
_ERROR = ("ERROR", "curate", "rejected order {n}: NoPrice\n" + "\n".join(
    f"\tat org.apache.spark.sql.catalyst.expressions.Cast.apply{n}(Cast.scala:{n})" for n in range(9)
))  # fmt: skip
FAILURE = (
    "ERROR [main] glue.ProcessLauncher (Logging.scala:logError(77)): Error from Python:Traceback (most recent call "
    'last):\n  File "/tmp/curate_orders.py", line 87, in <module>\n    write(orders)\n'
    "ValueError: no price for 326 orders\n"
)
"""How the log of a failed run ends."""


def records(lines: int) -> Iterator[tuple[int, str]]:
    """Time in ms and text of each record, up to so many lines in all."""
    rng = random.Random(19)
    at = START
    while lines > 0:
        at += STEP
        n = rng.randrange(100_000)
        level, logger, said = _ERROR if n < 20 else _WARNING if n < 1000 else _SAID[n % len(_SAID)]
        head = f"{at:%Y-%m-%d %H:%M:%S},{at.microsecond // 1000:03} {level} [{_THREADS[n % 4]}] {logger}: "
        text = head + said.format(n=n, m=n % 200, s=n % 30) + "\n"
        lines -= text.count("\n")
        yield round(at.timestamp() * 1000), text


def failure(at: int) -> str:
    """The last record, at a time in ms."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S},{at % 1000:03} {FAILURE}"
