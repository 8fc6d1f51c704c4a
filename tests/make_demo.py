"""Writes the demo's runs, triggers and logs, the invented pipeline of `gluetui --demo`: python tests/make_demo.py."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from tests import make_demo_logs, make_demo_triggers
from tests.demo_story import (
    BACKFILL,
    DPU_A_WORKER,
    FAILED_BY_HAND,
    HAND_STARTED,
    LAST_TRY,
    NEVER_RAN,
    NIGHTS,
    NOW,
    PIPELINE,
    SPARK,
    STREAM,
    STREAM_START,
    SURPRISES,
    Job,
    Run,
    Surprise,
)

PATH = Path(__file__).parents[1] / "gluetui" / "demo.json"


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


def failed_by_hand() -> Iterator[Run]:
    """Trials that failed, each for a reason of its own; their chance is their own, so that no other run changes."""
    rng = random.Random("failed by hand")
    job = next(replace(job, trigger="") for job in PIPELINE if job.name == "ingest-customers")
    for day, at, minutes, error, more in FAILED_BY_HAND:
        what = Surprise(stretch=minutes / job.minutes, final="FAILED", error=error)
        yield new_run(rng, job, datetime.combine(day, at, UTC), what, more)


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


def all_runs() -> list[Run]:
    """The runs of the whole story, newest first."""
    rng = random.Random("gluetui")
    runs = [run for night in NIGHTS for run in runs_of(night, rng)] + [*hand_started(rng), *failed_by_hand()]
    return sorted(runs, key=lambda run: str(run["StartedOn"]), reverse=True)


def document() -> str:
    """The whole snapshot."""
    runs = all_runs()
    names = sorted({job.name for job in [*PIPELINE, BACKFILL, STREAM]} | {NEVER_RAN})
    lines = ",\n".join(map(printed, runs))
    return f'{{"Now": "{clock(NOW)}",\n"JobNames": {json.dumps(names)},\n"JobRuns": [\n{lines}\n]}}\n'


def main() -> None:
    PATH.write_text(document(), encoding="utf-8")
    make_demo_triggers.PATH.write_text(make_demo_triggers.document(), encoding="utf-8")
    make_demo_logs.write(all_runs())


if __name__ == "__main__":
    main()
