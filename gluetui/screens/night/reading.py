"""Asks AWS for one job's runs, as far as a window needs them."""

from __future__ import annotations

from gluetui.glue.night.asking import NIGHT_PAGE, needs_older
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window
from gluetui.session.session import Session


class JobReader:
    """One call a job, and a further one for each older page that the window needs; the session knows the answers."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.unreadable: dict[str, int] = {}
        """By job the entries of AWS's last answer that were no runs."""

    async def read(self, job: str, window: Window) -> JobNight:
        """A job's night as of now. Raises: AwsError."""
        session = self._session
        at, token, runs, unreadable = session.clock.now(), None, list[JobRun](), 0
        while True:
            page = await session.known.page(job, token, most=NIGHT_PAGE, in_background=True)
            token = page.next_token
            runs += page.items
            unreadable += page.unreadable
            if not needs_older(page.items, token, window):
                break
        self.unreadable.pop(job, None)
        if unreadable:
            self.unreadable[job] = unreadable
        return await session.machine.ask(JobNight, job, runs, window, at)
