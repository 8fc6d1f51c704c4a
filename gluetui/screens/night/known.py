"""What a session knows of a night already: its jobs, and runs that were asked for elsewhere."""

from __future__ import annotations

from asyncio import sleep
from datetime import datetime
from time import perf_counter

from gluetui.screens.night.load import NightLoad
from gluetui.session.known_nights import KnownNight, known_nights, turns
from gluetui.session.session import Session

PORTION_SECONDS = 0.005
"""How long what is known already is worked out before keys come in between."""


def list_jobs(session: Session, load: NightLoad) -> None:
    """Have all jobs asked that are listed by now; where AWS lists none, those that are known otherwise."""
    jobs = session.jobs
    names = jobs.names
    if jobs.error is not None and not names:
        names = sorted({*session.glue.jobs_seen(), *session.last_runs.known, *session.job_runs} - {""})
    load.night.list_jobs(names, is_last=jobs.is_whole)
    load.asking.add(names)
    for name, turn in turns(session.known, load.night.window).items():
        load.asking.hasten((name,), turn)


async def take_known(session: Session, load: NightLoad) -> None:
    """Take in what is known of jobs, with room for keys; what is enough is not asked for."""
    began, now = perf_counter(), session.clock.now()
    for found in known_nights(session.known, load.night.window, now):
        _take(load, found, now)
        if perf_counter() - began > PORTION_SECONDS:
            await sleep(0)
            began = perf_counter()


def _take(load: NightLoad, found: KnownNight, now: datetime) -> None:
    job = found.night.job
    kept = load.night.jobs.get(job)
    if not job or (kept is not None and kept.as_of >= found.night.as_of):
        return
    load.night.answered(found.night, now)
    if found.is_enough:
        load.asking.spare((job,))
