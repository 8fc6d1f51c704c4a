"""Writes the logs of `gluetui --demo`; tests/make_demo.py calls it."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from gluetui.glue.files.demo_logs import FILE, GROUPS_MEMBER
from gluetui.glue.files.saved_logs import LOGS_MEMBER
from tests import demo_failures
from tests.demo_log_lines import SCHEDULER, Log, Record, chunks, single_events
from tests.demo_spark import CLOSED_CHANNEL, Executors, executor_log, run_stages, shut_down, start_up
from tests.demo_story import FAILED_NIGHT, NOW, Run

PATH = Path(__file__).parents[1] / "gluetui" / FILE
GOES_ON = timedelta(hours=1)
"""How long the log of a live run goes on after the moment at which the story is told."""

FIRST_DAY = FAILED_NIGHT - timedelta(days=1)
"""Since when every run has a log; of earlier ones those that tell something have one, the others' are gone."""

GROUPS = [
    *(f"/aws-glue/jobs/{part}" for part in ("error", "logs-v2", "logs-v2-demo-kms-at-rest", "output")),
    *(f"/aws-glue/python-jobs/{part}" for part in ("error", "output")),
]
TELLING_STATES = ("FAILED", "TIMEOUT", "STOPPED", "RUNNING")

Stream = dict[str, Any]


def streams_of(run: Run) -> Iterator[Stream]:
    """The log streams of one run, () where the story has none."""
    rng = random.Random(f"log of {run['Id']}")
    state, start = run["JobRunState"], datetime.fromisoformat(run["StartedOn"])
    is_told = state in TELLING_STATES or run["Attempt"] or (start.date() >= FIRST_DAY and "CompletedOn" in run)
    if not is_told or run["LogGroupName"] not in ("/aws-glue/jobs", "/aws-glue/python-jobs"):
        return
    if "python-jobs" in run["LogGroupName"]:
        yield from shell(run, start)
    else:
        yield from spark(run, start, rng)


def stream(group: str, name: str, events: Sequence[Stream]) -> Iterator[Stream]:
    """One stream, if anything was written to it."""
    if events:
        yield {"logGroupName": group, "logStreamName": name, "events": events}


def shell(run: Run, start: datetime) -> Iterator[Stream]:
    """A Python shell run's output; its warnings go to the error group."""
    begin, end = start + timedelta(seconds=25), datetime.fromisoformat(run["CompletedOn"])
    output, error = Log("shell", start), Log("shell", start)
    output.plain(begin, "Setting up the Python environment; no additional modules")
    output.scripts(begin + (end - begin) / 3, run["JobName"], f"date {run['Arguments']['--date']}, nothing was skipped")
    output.plain(begin + (end - begin) / 2, json.dumps({"level": "INFO", "job": run["JobName"], "done": 3, "of": 3}))
    error.plain(begin, "/tmp/glue/shell.py:12: DeprecationWarning: datetime.utcnow() is deprecated")
    for part, log in (("output", output), ("error", error)):
        yield from stream(f"/aws-glue/python-jobs/{part}", run["Id"], single_events(log.in_order()))


def spark(run: Run, start: datetime, rng: random.Random) -> Iterator[Stream]:
    """The driver's, and of some runs the executors' streams and Glue's analysis of the failure."""
    is_old = run["GlueVersion"] < "5"
    log, output = Log("logs-v2" if is_old else run["GlueVersion"], start), Log("5.0", start)
    end = datetime.fromisoformat(run.get("CompletedOn") or (NOW + GOES_ON).isoformat())
    begin = start_up(log, start + timedelta(seconds=18), run["JobName"], run["Id"])
    others: dict[str, list[Record]] = {}
    analysis: list[Record] = []
    if run["JobName"] == "curate-sales" and run["JobRunState"] == "FAILED":
        analysis = demo_failures.curation(log, output, begin, end - timedelta(seconds=6), rng)
        others = executors_of(log, 12, begin, end, rng)
    elif run["JobRunState"] == "FAILED":
        others = fail(run, log, output, (begin, end - timedelta(seconds=6)), rng)
    else:
        go_on(run, log, output, (begin, end), rng)
        if run["JobName"] == "mart-churn-features":
            analysis = demo_failures.caught(output, end - timedelta(minutes=2), rng)
    yield from _driver(run, log, output, rng, is_old=is_old)
    for name, records in others.items():
        yield from stream("/aws-glue/jobs/error", f"{run['Id']}{name}", chunks(sorted(records), rng))
    yield from stream("/aws-glue/jobs/error", f"{run['Id']}-job-insights-rca-driver", single_events(analysis))


def _driver(run: Run, log: Log, output: Log, rng: random.Random, *, is_old: bool) -> Iterator[Stream]:
    if is_old:
        configuration = run.get("SecurityConfiguration")
        group = "/aws-glue/jobs/logs-v2" + (f"-{configuration}" if configuration else "")
        yield from stream(group, f"{run['Id']}-driver", single_events(log.in_order()))
    else:
        yield from stream("/aws-glue/jobs/error", run["Id"], chunks(log.in_order(), rng))
    yield from stream("/aws-glue/jobs/output", run["Id"], single_events(output.in_order()))


def fail(
    run: Run, log: Log, output: Log, span: tuple[datetime, datetime], rng: random.Random
) -> dict[str, list[Record]]:
    """What a failed run's driver writes, and the records of executors by the end of their stream's name."""
    begin, end = span
    error = run["ErrorMessage"]
    if "SocketTimeoutException" in error:
        demo_failures.no_connection(log, end)
    elif "LAUNCH ERROR" in error:
        demo_failures.no_module(log, begin)
    elif "order_channel" in error:
        demo_failures.no_column(log, output, end, rng)
    else:
        run_stages(log, begin, end - timedelta(minutes=1), (40, 60, 60), Executors(4), rng)
        of_executors = demo_failures.no_heap(log, end)
        return {f"_g-{rng.getrandbits(160):040x}": records for records in of_executors.values()}
    return {}


def go_on(run: Run, log: Log, output: Log, span: tuple[datetime, datetime], rng: random.Random) -> None:
    """A run that succeeds, goes on, or is ended from without: then its log ends in the middle of its work."""
    begin, end = span
    state, minutes = run["JobRunState"], max(2, round((end - begin) / timedelta(minutes=1)))
    if run["JobName"] == "stream-orders-live":
        begin, minutes = NOW - timedelta(hours=2), 60
    executors, name = Executors(max(2, run["NumberOfWorkers"] - 1), network=52), run["JobName"].replace("-", "_")
    counts = (6, 4, 10, 4) if state == "SUCCEEDED" else (12,) * min(minutes, 8)
    run_stages(log, begin, end - timedelta(seconds=20), counts, executors, rng)
    for number in range(5 if state == "SUCCEEDED" else minutes):
        at = begin + (end - begin) * (number + rng.random()) / (5 if state == "SUCCEEDED" else minutes)
        output.scripts(at, name, f"part {number + 1} written, {rng.randrange(1000, 900_000):,} rows")
    log.add(
        begin + (end - begin) / 2, "WARN", "org.apache.spark.network.server.TransportRequestHandler", CLOSED_CHANNEL
    )
    said = "Lost executor 2 on 172.31.52.17: Executor decommission: the host is given back"
    log.add(begin + (end - begin) * 0.6, "WARN", SCHEDULER, said)
    if state == "SUCCEEDED":
        shut_down(log, end - timedelta(seconds=10))


def executors_of(
    driver: Log, count: int, begin: datetime, end: datetime, rng: random.Random
) -> dict[str, list[Record]]:
    """Each executor's records by the end of its stream's name: a few tasks, and how it ends."""
    found: dict[str, list[Record]] = {}
    ends = {executor: end - timedelta(minutes=before) for executor, _, before, _ in demo_failures.LOSSES}
    for executor in range(1, count + 1):
        log, last = Log(driver.glue, begin), ends.get(executor, end)
        first = begin if executor < 10 else end - timedelta(minutes=20 - executor)
        tasks = [
            (
                first + (last - first) * (number + 0.5) / 20,
                f"task {number * 7}.0 in stage {number % 13}.0 (TID {number})",
            )
            for number in range(20)
        ]
        executor_log(log, first, tasks, rng)
        sorter = "org.apache.spark.util.collection.unsafe.sort.UnsafeExternalSorter"
        for spill in range(6):
            said = f"Thread 97 spilling sort data of {rng.randrange(900, 4400)}.0 MiB to disk ({spill} times so far)"
            log.add(last - timedelta(seconds=20 * (7 - spill)), "INFO", sorter, said, "Executor task launch worker")
        if executor in ends:
            log.add(last, "ERROR", "org.apache.spark.executor.CoarseGrainedExecutorBackend", "RECEIVED SIGNAL TERM")
        found[f"_g-{rng.getrandbits(160):040x}"] = log.records
    return found


def document(runs: Sequence[Run]) -> str:
    """The whole file's content, a stream a line."""
    streams = [each for run in runs for each in streams_of(run)]
    lines = ",\n".join(json.dumps(each, separators=(",", ":")) for each in streams)
    return f'{{"{GROUPS_MEMBER}": {json.dumps(GROUPS)},\n"{LOGS_MEMBER}": [\n{lines}\n]}}\n'


def write(runs: Sequence[Run]) -> None:
    """Write the file; the same content is the same bytes."""
    PATH.write_bytes(gzip.compress(document(runs).encode(), mtime=0))
