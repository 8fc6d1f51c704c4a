"""Loads the account's jobs and the runs of a job into their panes, page by page."""

from __future__ import annotations

from collections.abc import Callable

from gluetui.glue.client import Glue, Page
from gluetui.glue.errors import GlueError, Kind
from gluetui.glue.runs import JobRun
from gluetui.screens.copying import Ask
from gluetui.screens.run_pages import Fail, RunPages, Start
from gluetui.widgets.job_list import JobList
from gluetui.widgets.run_list import RunList


class Lists(RunPages):
    """One worker a list."""

    def __init__(
        self,
        glue: Glue,
        ask: Ask,
        jobs: JobList,
        runs: RunList,
        *,
        start: Start,
        fail: Fail,
        first_page: Callable[[], None],
        listed: Callable[[str, Page[JobRun]], None],
    ) -> None:
        """`first_page` hears that a job's first runs, which a person asked for, are there.

        `listed` gets the first page of a job's runs each time that it comes.
        """
        super().__init__(glue, ask, runs, start=start, fail=fail, first_page=first_page, listed=self._job_opened)
        self._jobs = jobs
        self._tell_listed = listed
        self._opened: set[str] = set()
        """Jobs whose runs AWS gave."""

    def load_jobs(self) -> None:
        """All pages, one after the other: a filter should find every job."""
        self._start(self._load_jobs(), group="jobs", exclusive=True)

    def offer_seen(self) -> None:
        """To who may not list jobs, offer those that runs named."""
        error = self._jobs.error
        if error is not None and error.kind is Kind.DENIED:
            self._jobs.offer_seen(self._opened | self._glue.jobs_seen())

    def _job_opened(self, job_name: str, page: Page[JobRun]) -> None:
        self._opened.add(job_name)
        self.offer_seen()
        self._tell_listed(job_name, page)

    async def _load_jobs(self) -> None:
        jobs = self._jobs
        jobs.wait_for("loading jobs")
        # What AWS listed before stays until all of it is there again: a page may fail.
        grows = len(jobs.items) == len(jobs.seen)
        names: list[str] = []
        pages = unreadable = 0
        token: str | None = None
        try:
            while not pages or token:
                page = await self._ask(self._glue.jobs, token)
                token, pages = page.next_token, pages + 1
                names += page.items
                unreadable += page.unreadable
                if grows and pages > 1:
                    jobs.add_items(page.items, has_more=token is not None)
                elif grows or token is None:
                    jobs.show_listed(names, has_more=token is not None)
        except GlueError as error:
            self._fail(error, self.load_jobs, jobs)
            self.offer_seen()
            return
        jobs.unreadable = unreadable
        jobs.say_empty("AWS says that this account and Region have no Glue jobs.")
        jobs.arrived()
