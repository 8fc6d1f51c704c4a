"""Loads the account's jobs and the runs of a job into their panes, page by page."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from gluetui.glue.client import Glue
from gluetui.glue.errors import GlueError
from gluetui.screens.copying import Ask
from gluetui.widgets.job_list import JobList
from gluetui.widgets.pane import Pane
from gluetui.widgets.run_list import RunList


class Start(Protocol):
    """Runs a coroutine beside the UI; with `exclusive` one that is under way in the same `group` is given up."""

    def __call__(self, work: Coroutine[Any, Any, None], *, group: str, exclusive: bool = False) -> object: ...


class Fail(Protocol):
    """Shows an error in the panes that it concerns; `again` asks for the same once more."""

    def __call__(self, error: GlueError, again: Callable[[], object], *panes: Pane) -> None: ...


class Lists:
    """One worker a list; an answer that was superseded is never shown."""

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
    ) -> None:
        """`first_page` hears that a job's first runs, which a person asked for, are there."""
        self._glue = glue
        self._ask = ask
        self._jobs = jobs
        self._runs = runs
        self._start = start
        self._fail = fail
        self._first_page = first_page

    def load_jobs(self) -> None:
        """All pages, one after the other: a filter should find every job."""
        self._start(self._load_jobs(), group="jobs", exclusive=True)

    def load_runs(self, job_name: str, *, previews: bool = False, kept: bool = False) -> None:
        """The first page of a job's runs; with `previews` `first_page` is told.

        With `kept` the runs that were loaded before will do.
        """
        self._start(self._load_runs(job_name, previews=previews, kept=kept), group="runs", exclusive=True)

    def load_more_runs(self) -> None:
        """The next page of the job that is shown, unless there is none or it is under way."""
        if self._runs.next_token and not self._runs.is_waiting:
            work = self._load_more_runs(self._runs.job_name, self._runs.next_token)
            self._start(work, group="more-runs", exclusive=True)

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

    async def _load_runs(self, job_name: str, *, previews: bool, kept: bool) -> None:
        if self._runs.show_job(job_name) and kept:
            return
        self._runs.wait_for("loading runs")
        try:
            page = await self._ask(self._glue.runs, job_name)
        except GlueError as error:
            self._fail(error, lambda: self.load_runs(job_name, previews=previews), self._runs)
            return
        self._runs.say_empty("AWS says that this job has no runs.")
        self._runs.next_token = page.next_token
        self._runs.replace_items(page.items, has_more=page.next_token is not None)
        self._runs.arrived()
        if previews:
            self._first_page()

    async def _load_more_runs(self, job_name: str, token: str) -> None:
        try:
            page = await self._ask(self._glue.runs, job_name, token)
        except GlueError as error:
            self._fail(error, self.load_more_runs, self._runs)
            return
        if (job_name, token) == (self._runs.job_name, self._runs.next_token):
            self._runs.next_token = page.next_token
            self._runs.add_items(page.items, has_more=page.next_token is not None)
