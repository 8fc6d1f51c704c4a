"""What a session knows of a job's night already: by the listing of its runs, or by the glance of the job list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gluetui.glue.listing.last_runs import LAST_RUNS_COUNT
from gluetui.glue.listing.loaded import LoadedRuns
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.window import Window
from gluetui.glue.run.run import JobRun
from gluetui.session.session import Session

BEHIND = 50
"""Runs from before the window that are looked at: they may have been on in it, and tell the usual duration."""


class KnownNight(NamedTuple):
    """A job's night by answers that were for something else."""

    night: JobNight
    is_whole: bool
    """Whether AWS would tell no more of it."""


def known_night(session: Session, job: str, window: Window) -> KnownNight | None:
    """What is known of a job in a window; None where nothing is."""
    listed, glance = session.job_runs.get(job), session.known.glances.get(job)
    at = listed.load.arrived_at if listed is not None else None
    if listed is not None and at is not None and not listed.is_outdated and (glance is None or at >= glance.at):
        runs = _reaching(listed.loaded, window)
        is_whole = not listed.has_more or _began_before(runs, window)
        return KnownNight(JobNight(job, runs, window, at, usual=listed.usual), is_whole)
    if glance is None:
        return None
    newest = [session.known.newest(run) for run in glance.runs]
    # Fewer than were asked for may be one page of more.
    is_whole = not newest or (len(newest) <= LAST_RUNS_COUNT and _began_before(newest, window))
    return KnownNight(JobNight(job, newest, window, glance.at, usual=session.usual(job)), is_whole)


def _reaching(loaded: LoadedRuns, window: Window) -> Sequence[JobRun]:
    """The newest runs of a listing of any length, to some before the window."""
    since = window.since.timestamp()
    first = next((index for index, started in enumerate(loaded.started) if started < since), len(loaded))
    return loaded[: first + BEHIND]


def _began_before(runs: Sequence[JobRun], window: Window) -> bool:
    return any(started < window.since for run in runs if (started := run.started) is not None)
