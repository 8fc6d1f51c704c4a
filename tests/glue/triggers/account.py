"""Triggers and runs of invented accounts, written in a line each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.trigger import Trigger

NIGHT = Window(datetime(2026, 11, 19, 18, tzinfo=UTC), datetime(2026, 11, 20, 8, tzinfo=UTC))
MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)
AT_TWO = "cron(0 2 * * ? *)"


def at(clock: str) -> datetime:
    """A time of day on the night's second day, such as 02:00."""
    return datetime.fromisoformat(f"2026-11-20T{clock}+00:00")


def scheduled(name: str, *jobs: str, schedule: str = AT_TWO, **members: Any) -> Trigger:
    return _trigger(name, jobs, {"Type": "SCHEDULED", "Schedule": schedule, **members})


def after(name: str, watched: str, *jobs: str, logical: str = "AND", **members: Any) -> Trigger:
    """A conditional trigger; `watched` such as "a b=FAILED crawler:c", SUCCEEDED where nothing else is said."""
    conditions = [_condition(word) for word in watched.split()]
    predicate = {"Logical": logical, "Conditions": conditions}
    return _trigger(name, jobs, {"Type": "CONDITIONAL", "Predicate": predicate, **members})


def _condition(word: str) -> dict[str, Any]:
    name, _, state = word.partition("=")
    _, _, crawler = name.partition("crawler:")
    watched = {"CrawlerName": crawler, "CrawlState": state or "SUCCEEDED"} if crawler else {"JobName": name}
    return {"LogicalOperator": "EQUALS", **({} if crawler else {"State": state or "SUCCEEDED"}), **watched}


def started(name: str, kind: str, *jobs: str, **members: Any) -> Trigger:
    """A trigger that is started from outside: ON_DEMAND or EVENT."""
    return _trigger(name, jobs, {"Type": kind, "State": "CREATED", **members})


def _trigger(name: str, jobs: tuple[str, ...], members: dict[str, Any]) -> Trigger:
    actions = [{"CrawlerName": job[8:]} if job.startswith("crawler:") else {"JobName": job} for job in jobs]
    return Trigger.of({"Name": name, "State": "ACTIVATED", "Actions": actions, **members})


def run(job: str, start: str, end: str = "", state: str = "SUCCEEDED", trigger: str = "x", **members: Any) -> JobRun:
    """A run with times of the night's second day; without an end it lacks CompletedOn."""
    times = {"StartedOn": at(start).isoformat(), **({"CompletedOn": at(end).isoformat()} if end else {})}
    return JobRun(
        {
            "JobName": job,
            "Id": members.pop("run_id", f"jr_{job}_{start}"),
            "JobRunState": state,
            **({"TriggerName": trigger} if trigger else {}),
            **times,
            **members,
        }
    )


def runs(*each: JobRun, none: str = "") -> dict[str, list[JobRun]]:
    """Runs by job; jobs in `none` were asked and have none."""
    by_job: dict[str, list[JobRun]] = {job: [] for job in none.split()}
    for one in each:
        by_job.setdefault(one.key.job_name, []).append(one)
    return by_job


def account(*triggers: Trigger) -> TriggerIndex:
    return TriggerIndex(triggers)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)
