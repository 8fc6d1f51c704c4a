"""What a session knows of a night without a call: answers that job lists and run lists were given lately."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from gluetui.glue.listing.last_runs import LastRuns
from gluetui.glue.night.asking import Turn, is_fresh, reaches
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.window import Window
from gluetui.glue.run.run import FINAL_STATES, JobRun
from gluetui.session.known_runs import KnownRuns


def known_nights(known: KnownRuns, window: Window, now: datetime) -> Iterator[JobNight]:
    """The night of each job that AWS need not be asked for: its runs were loaded within the last minute, none live."""
    for job, of_job in known.job_runs.items():
        came, runs = of_job.load.arrived_at, of_job.loaded
        has_live = any(state not in FINAL_STATES for state in runs.states)
        if came is None or of_job.is_outdated or not is_fresh(came, has_live, now):
            continue
        if reaches(runs, window, are_all=not of_job.has_more):
            yield JobNight(job, runs, window, came, usual=runs.usual)
    for job, last in known.last_runs.known.items():
        came = known.last_runs.came_at(job)
        is_empty = isinstance(last, LastRuns) and not last.states
        if job not in known.job_runs and came is not None and is_empty and is_fresh(came, False, now):
            yield JobNight(job, (), window, came)


def listed_night(job: str, runs: Sequence[JobRun], window: Window, now: datetime) -> JobNight | None:
    """The night of a job by its last runs, which a job list was just given; None where there may be more of it."""
    return JobNight(job, runs, window, now) if reaches(runs, window, are_all=not runs) else None


def turns(known: KnownRuns, window: Window) -> Mapping[str, Turn]:
    """By the last runs of jobs, as far as they are known, when each is asked: what is live or failed first."""
    found: dict[str, Turn] = {}
    for job, last in known.last_runs.known.items():
        if not isinstance(last, LastRuns):
            continue
        if last.is_live or last.is_failed:
            found[job] = Turn.LIVE_OR_FAILED
        elif last.started is not None and last.started >= window.since:
            found[job] = Turn.RAN_LATELY
    return found
