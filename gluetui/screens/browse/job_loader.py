"""Loads the account's jobs into their pane, page by page; where AWS denies ListJobs, offers jobs that runs name."""

from __future__ import annotations

from textual.message import Message

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.panes.job_list import JobList
from gluetui.screens.session_screen import SessionScreen


class JobLoader:
    """Loads all pages, one after the other, so that a filter finds every job."""

    class Listed(Message):
        """AWS listed all jobs."""

    class NotListed(Message):
        """The jobs could not be listed."""

    def __init__(self, screen: SessionScreen, jobs: JobList) -> None:
        self._screen = screen
        self._session = screen.session
        self._jobs = jobs
        self.is_one_page = False
        """Whether the listing took a single call."""
        self._opened: set[str] = set()
        """Jobs whose runs AWS listed."""
        self._session.jobs.ask = self.load

    def load(self) -> None:
        """Ask for all jobs anew; the listed ones stay until the new ones are there."""
        self._screen.start_work(self._load, group="jobs", exclusive=True)

    def offer_seen(self) -> None:
        """Offer the jobs that runs name, where AWS denies the user ListJobs."""
        error = self._jobs.error
        if error is not None and error.kind is ErrorKind.DENIED:
            self._jobs.offer_seen(self._opened | self._session.glue.jobs_seen())

    def opened(self, job_name: str) -> None:
        """Note that AWS listed the runs of a job, and so that there is one of that name."""
        self._opened.add(job_name)
        self.offer_seen()

    async def look(self) -> bool:
        """Ask for the only page once more; True if there are other jobs now."""
        jobs = self._jobs
        try:
            page = await self._session.ask(self._session.glue.jobs)
        except AwsError as error:
            if error.kind is ErrorKind.THROTTLED:
                raise
            self._screen.fail(error, self.load, jobs.load)
            self._session.jobs.failed(error)
            return False
        if jobs.is_waiting:
            return False
        has_changed = list(page.items) != list(jobs.items)
        if page.next_token is not None:
            self.load()
        elif has_changed:
            jobs.show_listed(page.items, has_more=False)
            self._session.jobs.listed(page.items, is_whole=True)
        jobs.load.renewed(self._session.clock.now())
        return has_changed

    async def _load(self) -> None:
        jobs = self._jobs
        jobs.wait_for("loading jobs")
        # Jobs of an earlier listing stay until the new one is whole, since one of its pages may fail.
        grows = len(jobs.items) == len(jobs.seen)
        names: list[str] = []
        pages = unreadable = 0
        token: str | None = None
        try:
            while not pages or token:
                page = await self._session.ask(self._session.glue.jobs, token, retrying=jobs.load)
                token, pages = page.next_token, pages + 1
                names += page.items
                unreadable += page.unreadable
                self._session.jobs.listed(names, is_whole=token is None)
                if grows and pages > 1:
                    jobs.add_items(page.items, has_more=token is not None)
                elif grows or token is None:
                    jobs.show_listed(names, has_more=token is not None)
        except AwsError as error:
            self._screen.fail(error, self.load, jobs.load)
            self._session.jobs.failed(error)
            self.offer_seen()
            self._screen.post_message(self.NotListed())
            return
        self.is_one_page = pages == 1
        jobs.unreadable = unreadable
        jobs.say_empty(self._session.glue.source.no_jobs)
        jobs.arrived()
        self._screen.post_message(self.Listed())
