"""What a session knows of a night without a call: answers that job lists and run lists were given lately."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from gluetui.glue.listing.last_runs import LastRuns
from gluetui.glue.night.asking import Turn, is_fresh, reaches
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.run.window import Window
from gluetui.session.known_runs import KnownRuns

_BEHIND = 50
"""Runs from before the window that are looked at: they may have been on in it, and tell the usual duration."""


class KnownNight(NamedTuple):
    """A job's night by answers that were for something else."""

    night: JobNight
    is_enough: bool
    """Whether AWS need not be asked: it answered within the last minute, no run is live, and there is no more of it."""


def known_nights(known: KnownRuns, window: Window, now: datetime) -> Iterator[KnownNight]:
    """What is known of jobs: by the listings of their runs, by the last few runs that a job list looked up."""
    for job in dict.fromkeys((*known.job_runs, *known.glances)):
        found = _by_listing(known, job, window) or _by_glance(known, job, window)
        if found is not None:
            night = found.night
            is_fresh_too = is_fresh(night.as_of, bool(night.live), now)
            yield found._replace(is_enough=found.is_enough and is_fresh_too)


def _by_listing(known: KnownRuns, job: str, window: Window) -> KnownNight | None:
    """None where the listing of a job is none of what is known last."""
    listed, glance = known.job_runs.get(job), known.glances.get(job)
    came = listed.load.arrived_at if listed is not None else None
    if listed is None or came is None or listed.is_outdated or (glance is not None and glance.at > came):
        return None
    started, since = listed.loaded.started, window.since.timestamp()
    first = next((index for index, start in enumerate(started) if start < since), len(started))
    runs = listed.loaded[: first + _BEHIND]
    is_enough = reaches(runs, window, are_all=not listed.has_more)
    return KnownNight(JobNight(job, runs, window, came, usual=listed.usual), is_enough)


def _by_glance(known: KnownRuns, job: str, window: Window) -> KnownNight | None:
    glance = known.glances.get(job)
    if glance is None:
        return None
    runs = [known.newest(run) for run in glance.runs]
    night = JobNight(job, runs, window, glance.at, usual=known.last_runs.usual(job))
    return KnownNight(night, reaches(runs, window, are_all=not runs))


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
