"""Loads the account's jobs and the runs of a job into their panes, page by page."""

from __future__ import annotations

from collections.abc import Callable

from gluetui.glue.client import Glue, Page
from gluetui.glue.errors import GlueError
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
        super().__init__(glue, ask, runs, start=start, fail=fail, first_page=first_page, listed=listed)
        self._jobs = jobs

    def load_jobs(self) -> None:
        """All pages, one after the other: a filter should find every job."""
        self._start(self._load_jobs(), group="jobs", exclusive=True)

    async def _load_jobs(self) -> None:
        self._jobs.wait_for("loading jobs")
        token: str | None = None
        is_first = True
        try:
            while is_first or token:
                page = await self._ask(self._glue.jobs, token)
                token = page.next_token
                show = self._jobs.replace_items if is_first else self._jobs.add_items
                show(page.items, has_more=token is not None)
                is_first = False
        except GlueError as error:
            self._fail(error, self.load_jobs, self._jobs)
            return
        self._jobs.say_empty("AWS says that this account and region have no Glue jobs.")
        self._jobs.arrived()
