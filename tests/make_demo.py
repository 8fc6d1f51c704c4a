"""Writes gluetui/demo.json, the invented pipeline of `gluetui --demo`, with: python tests/make_demo.py."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

PATH = Path(__file__).parents[1] / "gluetui" / "demo.json"
NOW = datetime(2026, 11, 20, 2, 27, tzinfo=UTC)
"""When the story is told: the last night is half an hour old."""
LAST_TRY = NOW - timedelta(seconds=97)
TONIGHT = NOW.date()
NIGHTS = [TONIGHT - timedelta(days=back) for back in range(29, -1, -1)]
FAILED_NIGHT = date(2026, 11, 19)
DPU_A_WORKER = {"G.1X": 1, "G.2X": 2}

Run = dict[str, Any]

LAKE = "s3://demo-retail-lake-111122223333"
SPARK = {"--enable-continuous-cloudwatch-log": "true", "--enable-metrics": ""}
SPARK |= {"--TempDir": "s3://demo-glue-temp-111122223333/"}
BOOKMARK = {"--job-bookmark-option": "job-bookmark-enable"}
SCALING = {"--enable-auto-scaling": "true"}
LIBRARY = {"--extra-py-files": f"{LAKE}/code/retail_common-3.2.0.zip"}


@dataclass(frozen=True, kw_only=True)
class Job:
    """One job of the pipeline; without a worker type it is a Python-shell job."""

    name: str
    minutes: float
    """Usual execution time."""
    after: Sequence[str] = ()
    """Jobs in the predicate of the conditional trigger; none means the nightly schedule."""
    when: str = "SUCCEEDED"
    """The state that the predicate asks of them."""
    trigger: str = "nightly"
    worker: str = ""
    workers: int = 0
    glue: str = "5.0"
    arguments: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    """Members of the run that only this job has, or has otherwise than most."""


@dataclass(frozen=True, kw_only=True)
class Surprise:
    """What made one job's run on one night unlike the others."""

    stretch: float = 0
    """Exact multiple of the usual execution time; 0 leaves it to chance."""
    startup: float = 0
    """Seconds; 0 leaves it to chance."""
    final: str = "SUCCEEDED"
    error: str = ""
    retried: bool = False
    """The first attempt met the error, the second did not."""
    waiting: str = ""
    gone: Sequence[Mapping[str, str]] = ()
    """Predecessors whose job was deleted since."""


# fmt: off
PIPELINE = [
    Job(name="ingest-orders", minutes=22, worker="G.1X", workers=10, glue="4.0", arguments=BOOKMARK | {
        "--source_path": "s3://demo-shop-exports/orders/", "--jdbc_password": "demo-not-a-real-password"}),
    Job(name="ingest-customers", minutes=9, worker="G.1X", workers=5, arguments=BOOKMARK),
    Job(name="ingest-inventory", minutes=31, worker="G.1X", workers=8, arguments=SCALING),
    Job(name="ingest-payments", minutes=13, worker="G.1X", workers=5, glue="4.0",
        arguments={"--connection_url": "jdbc:postgresql://svc:demo@payments-db.example.com:5432/shop"},
        more={"SecurityConfiguration": "demo-kms-at-rest"}),
    Job(name="ingest-clickstream", minutes=41, worker="G.2X", workers=12, arguments=SCALING | {
        "--source_path": f"{LAKE}/raw/clicks/"}, more={"JobRunQueuingEnabled": True}),
    Job(name="stage-orders", minutes=17, after=("ingest-orders", "ingest-payments"), trigger="orders-paid",
        worker="G.1X", workers=10, glue="4.0", arguments={"--partition_keys": "[country,order_date]"}),
    Job(name="build-customer-360", minutes=28, after=("ingest-customers", "ingest-clickstream"),
        trigger="customers-and-clicks-in", worker="G.2X", workers=8, arguments=LIBRARY),
    Job(name="curate-sales", minutes=46, after=("stage-orders", "build-customer-360"), trigger="staging-done",
        worker="G.2X", workers=10, arguments=LIBRARY | {"--target_path": f"{LAKE}/curated/sales/"},
        more={"NotificationProperty": {"NotifyDelayAfter": 90}}),
    Job(name="mart-revenue-daily", minutes=14, after=("curate-sales", "ingest-inventory"),
        trigger="sales-and-stock-ready", worker="G.1X", workers=6, glue="4.0"),
    Job(name="mart-stock-forecast", minutes=38, after=("curate-sales", "ingest-inventory"),
        trigger="sales-and-stock-ready", worker="G.2X", workers=6, arguments=SCALING | {"--horizon": "28"}),
    Job(name="mart-churn-features", minutes=97, after=("curate-sales", "build-customer-360"),
        trigger="churn-inputs-ready", worker="G.1X", workers=12, more={"ExecutionClass": "FLEX"}),
    Job(name="publish-dashboards", minutes=3, after=("mart-revenue-daily", "mart-stock-forecast"),
        trigger="marts-ready", arguments={"--dashboard": "retail-daily", "--api_token": "demo-not-a-token"}),
    Job(name="export-finance", minutes=8, after=("mart-revenue-daily",), trigger="revenue-ready",
        worker="G.1X", workers=2, glue="4.0", arguments={"--target_path": "s3://demo-finance-dropbox/revenue/"},
        more={"NotificationProperty": {"NotifyDelayAfter": 30}}),
    Job(name="alert-on-failure", minutes=0.4, after=("curate-sales",), when="FAILED",
        trigger="on-curation-failed", arguments={"--channel": "#retail-data-oncall"}),
    Job(name="cleanup-failed-night", minutes=2.5, after=("stage-orders", "alert-on-failure"),
        trigger="on-alert-sent", arguments={"--drop_prefix": f"{LAKE}/staging/"}),
]
BACKFILL = Job(name="backfill-orders", minutes=35, trigger="", worker="G.2X", workers=60,
    more={"Timeout": 60})
STREAM = Job(name="stream-orders-live", minutes=8 * 24 * 60, trigger="", worker="G.1X", workers=2, arguments={
    "--checkpoint_location": f"{LAKE}/checkpoints/orders-live/", "--window_size": "60 seconds"},
    more={"MaintenanceWindow": "Sat:22", "Timeout": None})
STREAM_START = datetime(2026, 11, 14, 22, 14, 9, 318000, UTC)
NEVER_RAN = "reconcile-loyalty-points"
# fmt: on

HAND_STARTED = [
    # day, time of day (UTC), minutes, final state
    (date(2026, 10, 28), time(13, 5, 41), 41, "SUCCEEDED"),
    (date(2026, 11, 4), time(14, 22, 8), 17, "STOPPED"),
    (date(2026, 11, 11), time(9, 40, 19), 60, "TIMEOUT"),
    (date(2026, 11, 11), time(11, 6, 2), 38, "SUCCEEDED"),
    (TONIGHT, time(1, 51, 33), 50, "SUCCEEDED"),
]

OUT_OF_MEMORY = """\
Error Category: UNCLASSIFIED_ERROR; Failed Line Number: 87; RuntimeError: joining orders with sessions \
failed: 418,206,934 session rows tonight, median of the last 28 nights 41,377,520
Caused by: An error occurred while calling o214.pyWriteDynamicFrame.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 37 in stage 12.0 failed 4 times, \
most recent failure: Lost task 37.3 in stage 12.0 (TID 2218) (172.31.44.17 executor 11): \
ExecutorLostFailure (executor 11 exited caused by one of the running tasks) \
Reason: Container killed by YARN for exceeding memory limits. 22.4 GB of 22 GB physical memory used. \
Consider boosting spark.executor.memoryOverhead.
Driver stacktrace:
\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2863)
\tat org.apache.spark.scheduler.DAGScheduler.abortStage(DAGScheduler.scala:2799)
\tat org.apache.spark.sql.execution.joins.SortMergeJoinExec.doExecute(SortMergeJoinExec.scala:[...])
\tat java.base/java.lang.Thread.run(Thread.java:840)"""
NO_CONNECTION = """\
Error Category: CONNECTION_ERROR; Failed Line Number: 34; \
An error occurred while calling o103.getDynamicFrame.
: org.postgresql.util.PSQLException: The connection attempt failed.
Caused by: java.net.SocketTimeoutException: Connect timed out"""
NO_CAPACITY = (
    "Waiting for capacity: Max concurrent compute (DPU usage) exceeded. "
    "The runs of this account in this Region use 140 of 150 DPUs; this run asks for 24. Job run is queued."
)
LEGACY = "legacy-sap-extract"
GONE_ID = "jr_91c70e4f3b6a5d28e0f7c4b19a82d6350e9d1f74c3a86b20574e8fd2b1c9a063"

SURPRISES = {
    (FAILED_NIGHT, "ingest-clickstream"): Surprise(stretch=2.6),
    (FAILED_NIGHT, "build-customer-360"): Surprise(stretch=1.9),
    (FAILED_NIGHT, "curate-sales"): Surprise(stretch=1.4, error=OUT_OF_MEMORY, final="FAILED"),
    (TONIGHT, "ingest-orders"): Surprise(stretch=1.05),
    (TONIGHT, "ingest-inventory"): Surprise(stretch=1.1),
    (TONIGHT, "ingest-clickstream"): Surprise(waiting=NO_CAPACITY),
    (TONIGHT, "stage-orders"): Surprise(startup=240),
    (date(2026, 11, 8), "ingest-payments"): Surprise(stretch=0.2, error=NO_CONNECTION, retried=True),
    (date(2026, 10, 24), "build-customer-360"): Surprise(gone=[{"JobName": LEGACY, "RunId": GONE_ID}]),
    (date(2026, 10, 23), "stage-orders"): Surprise(gone=[{"JobName": LEGACY}]),
}


def clock(moment: datetime) -> str:
    """A timestamp as AWS CLI v2 prints it; the service counts in milliseconds."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000).isoformat()


def new_id(rng: random.Random) -> str:
    return f"jr_{rng.getrandbits(256):064x}"


def dpus(job: Job) -> int:
    return job.workers * DPU_A_WORKER.get(job.worker, 0)


def capacity(job: Job) -> Run:
    """The members that follow from the job's definition alone."""
    shell = not job.worker
    return {
        "AllocatedCapacity": dpus(job),
        "Timeout": 60 if shell else {"4.0": 2880, "5.0": 480}[job.glue],
        "MaxCapacity": 0.0625 if shell else float(dpus(job)),
        "WorkerType": job.worker or None,
        "NumberOfWorkers": job.workers or None,
        "LogGroupName": "/aws-glue/python-jobs" if shell else "/aws-glue/jobs",
        "GlueVersion": "3.0" if shell else job.glue,
        "ExecutionClass": None if shell else "STANDARD",
        "JobMode": "SCRIPT",
        "JobRunQueuingEnabled": False,
    } | dict(job.more)


def progress(rng: random.Random, job: Job, start: datetime, surprise: Surprise) -> Run:
    """State and times of a run, as they stand NOW."""
    stretch = surprise.stretch or rng.triangular(0.85, 1.2, 1.0)
    ready = start + timedelta(seconds=surprise.startup or rng.uniform(20, 60))
    end = ready + timedelta(minutes=job.minutes * stretch)
    share = rng.uniform(0.5, 0.9)
    if surprise.waiting:
        return {"JobRunState": "WAITING", "LastModifiedOn": clock(LAST_TRY), "ExecutionTime": 0}
    if ready > NOW:
        return {"JobRunState": "STARTING", "LastModifiedOn": clock(start), "ExecutionTime": 0}
    seconds = round((min(end, NOW) - ready).total_seconds())
    if end > NOW:
        return {"JobRunState": "RUNNING", "LastModifiedOn": clock(ready), "ExecutionTime": seconds}
    over = {"LastModifiedOn": clock(end), "CompletedOn": clock(end), "JobRunState": surprise.final}
    scaled = "FLEX" in job.more.values() or "--enable-auto-scaling" in job.arguments
    return over | {
        "ExecutionTime": seconds,
        "DPUSeconds": round(seconds * dpus(job) * share, 1) if scaled else None,
    }


def new_run(rng: random.Random, job: Job, start: datetime, what: Surprise, given: Mapping[str, str]) -> Run:
    """A complete run, as GetJobRun returns it; a trigger's run still lacks its predecessors."""
    own = {**job.arguments, **given, **(SPARK if job.worker else {})}
    run = capacity(job) | progress(rng, job, start, what)
    return run | {
        "Id": new_id(rng),
        "Attempt": 0,
        "TriggerName": job.trigger or None,
        "JobName": job.name,
        "StartedOn": clock(start),
        "Arguments": dict(sorted(own.items())),
        "ErrorMessage": what.error or None,
        "PredecessorRuns": [],
        "StateDetail": what.waiting or None,
    }


def attempts(rng: random.Random, job: Job, start: datetime, night: date, before: Sequence[Run]) -> list[Run]:
    """The run of a job on one night, and its retry if it was retried."""
    surprise = SURPRISES.get((night, job.name), Surprise())
    predecessors = [{"JobName": run["JobName"], "RunId": run["Id"]} for run in before] + [*surprise.gone]

    def attempt(begin: datetime, what: Surprise) -> Run:
        run = new_run(rng, job, begin, what, {"--date": night.isoformat()})
        return run | {"PredecessorRuns": predecessors}

    if not surprise.retried:
        return [attempt(start, surprise)]
    first = attempt(start, replace(surprise, final="FAILED"))
    second = attempt(datetime.fromisoformat(first["CompletedOn"]) + timedelta(seconds=71), Surprise())
    second |= {"Id": first["Id"] + "_attempt_1", "Attempt": 1, "PreviousRunId": first["Id"]}
    return [first, second]


def runs_of(night: date, rng: random.Random) -> Iterator[Run]:
    """One night: each job starts once all its predecessors stand as its trigger's predicate asks."""
    latest: dict[str, Run] = {}
    opening = datetime.combine(night, time(2), UTC)
    for job in PIPELINE:
        before = [latest[name] for name in job.after if name in latest]
        if [run["JobRunState"] for run in before] != [job.when] * len(job.after):
            continue
        ends = [datetime.fromisoformat(run["CompletedOn"]) for run in before]
        gap = rng.uniform(20, 90) if before else rng.uniform(2, 9)
        made = attempts(rng, job, max(ends, default=opening) + timedelta(seconds=gap), night, before)
        latest[job.name] = made[-1]
        yield from made


def hand_started(rng: random.Random) -> Iterator[Run]:
    """Runs without a trigger: backfills and the streaming job."""
    for day, at, minutes, final in HAND_STARTED:
        span = {"--from_date": str(day - timedelta(days=6)), "--to_date": str(day - timedelta(days=1))}
        what = Surprise(stretch=minutes / BACKFILL.minutes, final=final)
        start = datetime.combine(day, at, UTC) + timedelta(milliseconds=rng.randrange(1, 1000))
        yield new_run(rng, BACKFILL, start, what, span)
    yield new_run(rng, STREAM, STREAM_START, Surprise(), {})


ORDER = """
    Id Attempt PreviousRunId TriggerName JobName JobMode JobRunQueuingEnabled StartedOn LastModifiedOn
    CompletedOn JobRunState Arguments ErrorMessage PredecessorRuns AllocatedCapacity ExecutionTime Timeout
    MaxCapacity WorkerType NumberOfWorkers SecurityConfiguration LogGroupName NotificationProperty GlueVersion
    DPUSeconds ExecutionClass MaintenanceWindow StateDetail
"""


def printed(run: Run) -> str:
    """One line: the members that have a value, in the order in which the AWS CLI prints them."""
    present = {name: run[name] for name in ORDER.split() if run.get(name) is not None}
    return json.dumps(present, separators=(",", ":"))


def document() -> str:
    """The whole snapshot, runs newest first."""
    rng = random.Random("gluetui")
    runs = [run for night in NIGHTS for run in runs_of(night, rng)] + [*hand_started(rng)]
    runs.sort(key=lambda run: str(run["StartedOn"]), reverse=True)
    names = sorted({job.name for job in [*PIPELINE, BACKFILL, STREAM]} | {NEVER_RAN})
    lines = ",\n".join(map(printed, runs))
    return f'{{"Now": "{clock(NOW)}",\n"JobNames": {json.dumps(names)},\n"JobRuns": [\n{lines}\n]}}\n'


def main() -> None:
    PATH.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
