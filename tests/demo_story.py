"""The demo's story: an invented pipeline, and what made some of its nights unlike the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests import demo_errors

NOW = datetime(2026, 11, 20, 2, 27, tzinfo=UTC)
"""When the story is told: the last night is half an hour old."""
LAST_TRY = NOW - timedelta(seconds=97)
TONIGHT = NOW.date()
NIGHTS = [TONIGHT - timedelta(days=back) for back in range(29, -1, -1)]
FAILED_NIGHT = date(2026, 11, 19)
DPU_A_WORKER = {"G.1X": 1, "G.2X": 2}

Run = dict[str, Any]
"""A run as GetJobRun returns it."""

LAKE = "s3://demo-retail-lake-111122223333"
SPARK = {"--enable-continuous-cloudwatch-log": "true", "--enable-metrics": ""}
SPARK |= {"--TempDir": "s3://demo-glue-temp-111122223333/"}
BOOKMARK = {"--job-bookmark-option": "job-bookmark-enable"}
SCALING = {"--enable-auto-scaling": "true"}
INSIGHTS = {"--enable-job-insights": "true"}
MODULES = {"--additional-python-modules": "retail-calendar==2.9.1"}
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
        trigger="sales-and-stock-ready", worker="G.2X", workers=6, arguments=SCALING | {"--horizon": "28"},
        more={"LogGroupName": "/retail/forecasts"}),
    Job(name="mart-churn-features", minutes=97, after=("curate-sales", "build-customer-360"),
        trigger="churn-inputs-ready", worker="G.1X", workers=12, arguments=INSIGHTS,
        more={"ExecutionClass": "FLEX"}),
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
FAILED_BY_HAND = [
    # day, time of day (UTC), minutes, error, more arguments
    (date(2026, 10, 29), time(9, 12, 37), 6, demo_errors.NO_COLUMN, {}),
    (date(2026, 10, 30), time(8, 31, 4), 0.9, demo_errors.NO_MODULE, MODULES),
    (date(2026, 10, 31), time(10, 2, 51), 14, demo_errors.NO_HEAP, {}),
]

LEGACY = "legacy-sap-extract"
GONE_ID = "jr_91c70e4f3b6a5d28e0f7c4b19a82d6350e9d1f74c3a86b20574e8fd2b1c9a063"

SURPRISES = {
    (FAILED_NIGHT, "ingest-clickstream"): Surprise(stretch=2.6),
    (FAILED_NIGHT, "build-customer-360"): Surprise(stretch=1.9),
    (FAILED_NIGHT, "curate-sales"): Surprise(stretch=1.4, error=demo_errors.OUT_OF_MEMORY, final="FAILED"),
    (TONIGHT, "ingest-orders"): Surprise(stretch=1.05),
    (TONIGHT, "ingest-inventory"): Surprise(stretch=1.1),
    (TONIGHT, "ingest-clickstream"): Surprise(waiting=demo_errors.NO_CAPACITY),
    (TONIGHT, "stage-orders"): Surprise(startup=240),
    (date(2026, 11, 8), "ingest-payments"): Surprise(stretch=0.2, error=demo_errors.NO_CONNECTION, retried=True),
    (date(2026, 10, 24), "build-customer-360"): Surprise(gone=[{"JobName": LEGACY, "RunId": GONE_ID}]),
    (date(2026, 10, 23), "stage-orders"): Surprise(gone=[{"JobName": LEGACY}]),
}
