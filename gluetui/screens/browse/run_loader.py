"""Loads the runs of a job into their pane: the first page, the next one before it is reached, or all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from gluetui.glue.clients.glue import Glue, Page
from gluetui.glue.errors.error import AwsError
from gluetui.glue.run.run import JobRun
from gluetui.panes.run_list import RunList
from gluetui.screens.asking import Ask, Fail, Start, Stoppable

GROW_SECONDS = 0.25
"""While everything is loaded the list grows no more often than this: drawing it takes time from the keys."""


Place = tuple[str, str]
"""Where a page lies: the job and AWS's token."""


class RunPages:
    """An answer that was superseded is never shown, and no page is asked for twice."""

    def __init__(
        self,
        glue: Glue,
        ask: Ask,
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
        self._glue = glue
        self._ask = ask
        self._runs = runs
        self._start = start
        self._fail = fail
        self._first_page = first_page
        self._listed = listed
        self._loading: tuple[Place | None, Stoppable] | None = None
        """The worker that waits for a page, or for all of them where no place is named."""
        self._asked: tuple[Place, asyncio.Future[Page[JobRun]]] | None = None
        """The last page that was asked for."""

    def load_runs(self, job_name: str, *, previews: bool = False, kept: bool = False) -> None:
        """The first page of a job's runs; with `previews` `first_page` is told.

        With `kept` the runs that were loaded before will do.
        """
        work = partial(self._load_runs, job_name, previews=previews, kept=kept)
        self._start(work, group="runs", exclusive=True)

    def load_more_runs(self) -> None:
        """The next page of the job that is shown, unless there is none or it is under way."""
        job_name, token = self._runs.job_name, self._runs.next_token
        if token and not self._is_busy and not self._is_loading((job_name, token)):
            work = partial(self._load_more_runs, job_name, token)
            self._loading = (job_name, token), self._start(work, group="more-runs", exclusive=True)

    def load_all_runs(self) -> None:
        """Every page that is left of the job that is shown."""
        if self._runs.next_token and not self._is_busy:
            work = partial(self._load_all_runs, self._runs.job_name)
            self._loading = None, self._start(work, group="more-runs", exclusive=True)

    def stop(self) -> bool:
        """Load no further pages; what has come stays. False if nothing was under way."""
        if self._loading is None or not self._is_loading(None):
            return False
        self._loading[1].cancel()
        return True

    @property
    def _is_busy(self) -> bool:
        """Whether the list waits for more than its next page."""
        return self._runs.is_waiting and not self._runs.quiet_wait

    def _is_loading(self, what: Place | None) -> bool:
        """Whether the page of a place, or None for all pages, is waited for."""
        return self._loading is not None and self._loading[0] == what and not self._loading[1].is_finished

    async def _load_runs(self, job_name: str, *, previews: bool, kept: bool) -> None:
        if self._runs.show_job(job_name) and kept:
            return
        self._runs.wait_for("loading runs")
        try:
            page = await self._ask(self._glue.runs, job_name)
        except AwsError as error:
            self._fail(error, lambda: self.load_runs(job_name, previews=previews), self._runs)
            return
        self._runs.say_empty("AWS says that this job has no runs.")
        self._runs.merge(page)
        self._runs.arrived()
        self._listed(job_name, page)
        if previews:
            self._first_page()

    async def _load_more_runs(self, job_name: str, token: str) -> None:
        self._runs.wait_for("loading more", quietly=True)
        try:
            page = await self._page(job_name, token)
        except AwsError as error:
            if (job_name, token) == (self._runs.job_name, self._runs.next_token):
                self._fail(error, self.load_more_runs, self._runs)
            return
        if self._show(job_name, token, [page]):
            self._runs.arrived()

    async def _load_all_runs(self, job_name: str) -> None:
        """Page after page, each asked for while those before it are drawn."""
        runs, clock = self._runs, asyncio.get_running_loop().time
        pages: list[Page[JobRun]] = []
        first = token = runs.next_token
        drawn = clock()
        runs.wait_for(self._progress(len(runs.items)))
        try:
            while token and runs.job_name == job_name:
                pages.append(await self._page(job_name, token))
                token = pages[-1].next_token
                if token:
                    self._ask_ahead(job_name, token)
                if not token or clock() - drawn >= GROW_SECONDS:
                    if runs.job_name == job_name:
                        runs.say_progress(self._progress(len(runs.items) + sum(len(page.items) for page in pages)))
                    if not self._show(job_name, first, pages):
                        token = runs.next_token
                    first, pages, drawn = token, [], clock()
        except AwsError as error:
            self._fail(error, self.load_all_runs, runs)
        finally:
            self._show(job_name, first, pages)
            if runs.job_name == job_name and runs.error is None:
                runs.arrived()

    def _progress(self, count: int) -> str:
        return f"{count:,} loaded · {self._runs.key_of('browse.escape')} stops"

    async def _page(self, job_name: str, token: str) -> Page[JobRun]:
        """The answer to a token, which is asked for once, whoever wants it and whoever gives up waiting."""
        answer = self._ask_ahead(job_name, token)
        try:
            return await asyncio.shield(answer)
        except AwsError:
            self._asked = None  # Who wants it now asks again.
            raise

    def _ask_ahead(self, job_name: str, token: str) -> asyncio.Future[Page[JobRun]]:
        if self._asked is None or self._asked[0] != (job_name, token):
            answer = asyncio.ensure_future(self._ask(self._glue.runs, job_name, token))
            answer.add_done_callback(_heard)
            self._asked = (job_name, token), answer
        return self._asked[1]

    def _show(self, job_name: str, token: str | None, pages: list[Page[JobRun]]) -> bool:
        """Show the pages from a token on, unless the list has gone elsewhere since."""
        if not pages or (job_name, token) != (self._runs.job_name, self._runs.next_token):
            return not pages
        self._runs.add_pages(pages)
        return True


def _heard(answer: asyncio.Future[Page[JobRun]]) -> None:
    """An error that nobody waits for any more is no news."""
    if not answer.cancelled():
        answer.exception()
