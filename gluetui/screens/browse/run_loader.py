"""Loads the runs of a job into their pane: the first page, the next one before the user reaches it, or all pages."""

from __future__ import annotations

import asyncio
from functools import partial

from gluetui.glue.clients.glue import Page
from gluetui.glue.errors.error import AwsError
from gluetui.glue.run.run import JobRun
from gluetui.panes.run_list import RunList
from gluetui.screens.session_screen import SessionScreen
from gluetui.session.work import Stoppable

GROW_SECONDS = 0.25
"""Seconds at least between two drawings of the list while all pages are loaded: drawing it holds up keys."""

PageKey = tuple[str, str]
"""The identity of a page: the job's name and AWS's token."""


class RunLoader:
    """Shows no answer that was superseded, and asks for no page twice."""

    def __init__(self, screen: SessionScreen, runs: RunList) -> None:
        self._screen = screen
        self._session = screen.session
        self._runs = runs
        self.job_name = ""
        """The job that was asked for last; the list shows it as soon as its worker begins."""
        self._loading: tuple[PageKey | None, Stoppable] | None = None
        """The worker that waits for a page, or with None for all pages."""
        self._asked: tuple[PageKey, asyncio.Future[Page[JobRun]]] | None = None
        """The call for the last page."""

    def load(self, job_name: str, *, is_wanted: bool = False, kept: bool = False) -> None:
        """Load the first page of a job's runs; with `is_wanted` the user asked for the job.

        With `kept` no call is made for a job of which runs are loaded.
        """
        self.job_name = job_name
        work = partial(self._load, job_name, is_wanted=is_wanted, kept=kept)
        self._screen.start_work(work, group="load-runs", exclusive=True)

    def load_more(self) -> None:
        """Load the next page of the job that is shown, unless there is none or its call is under way."""
        job_name, token = self._runs.job_name, self._runs.next_token
        if token and not self._is_busy and not self._is_loading((job_name, token)):
            work = partial(self._load_more, job_name, token)
            self._loading = (job_name, token), self._screen.start_work(work, group="more-runs", exclusive=True)

    def load_all(self) -> None:
        """Load all further pages of the job that is shown."""
        if self._runs.next_token and not self._is_busy:
            work = partial(self._load_all, self._runs.job_name)
            self._loading = None, self._screen.start_work(work, group="more-runs", exclusive=True)

    @property
    def is_loading_all(self) -> bool:
        """Whether all pages are being loaded."""
        return self._is_loading(None)

    def stop(self) -> None:
        """Stop loading all pages; those that have come stay."""
        if self._loading is not None and self.is_loading_all:
            self._loading[1].cancel()
            self._loading = None

    @property
    def _is_busy(self) -> bool:
        """Whether the list waits for more than its next page."""
        return self._runs.is_waiting and not self._runs.quiet_wait

    def _is_loading(self, page: PageKey | None) -> bool:
        """Whether a worker waits for a page, or with None for all pages."""
        return self._loading is not None and self._loading[0] == page and not self._loading[1].is_finished

    async def _load(self, job_name: str, *, is_wanted: bool, kept: bool) -> None:
        if self._runs.show_job(job_name) and kept:
            return
        self._runs.wait_for("loading runs")
        try:
            page = await self._session.known.page(job_name, retrying=self._runs.load)
        except AwsError as error:
            self._screen.fail(error, partial(self.load, job_name, is_wanted=is_wanted), self._runs.load)
            return
        self._runs.say_empty(self._session.glue.source.no_runs)
        self._runs.merge(page)
        self._runs.arrived()
        self._runs.post_message(RunList.Listed(job_name, page, is_wanted=is_wanted))
        if not self._session.glue.source.is_aws:
            self.load_all()  # What is on this machine need not be waited for, and filters and counts are of all of it.

    async def _load_more(self, job_name: str, token: str) -> None:
        if job_name != self._runs.job_name:
            return
        self._runs.wait_for("loading more", quietly=True)
        try:
            page = await self._page(job_name, token)
        except AwsError as error:
            if (job_name, token) == (self._runs.job_name, self._runs.next_token):
                self._screen.fail(error, self.load_more, self._runs.load)
            return
        if self._show(job_name, token, [page]):
            self._runs.arrived(self._runs.arrived_at)  # Older runs make those above them no younger.

    async def _load_all(self, job_name: str) -> None:
        """Load page after page, each of which is asked for while those before it are drawn."""
        runs, clock, mine = self._runs, asyncio.get_running_loop().time, self._loading
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
            if runs.job_name == job_name:
                self._screen.fail(error, self.load_all, runs.load)
            else:
                # Of a job that was left nothing is asked again, but the fault may be the whole session's.
                self._session.health.note(error)
        finally:
            if self._loading is mine:
                self._loading = None
            self._show(job_name, first, pages)
            if runs.job_name == job_name and runs.error is None:
                runs.arrived(runs.arrived_at)

    def _progress(self, count: int) -> str:
        return f"{count:,} loaded · {self._runs.key_of('browse.escape')} stops"

    async def _page(self, job_name: str, token: str) -> Page[JobRun]:
        """Await a page, which is asked for once: a worker that is cancelled leaves the call to the next one."""
        answer = self._ask_ahead(job_name, token)
        try:
            return await asyncio.shield(answer)
        except AwsError:
            self._asked = None  # A later try makes a new call.
            raise

    def _ask_ahead(self, job_name: str, token: str) -> asyncio.Future[Page[JobRun]]:
        if self._asked is None or self._asked[0] != (job_name, token):
            answer = asyncio.ensure_future(self._session.known.page(job_name, token, retrying=self._runs.load))
            answer.add_done_callback(_take_error)
            self._asked = (job_name, token), answer
        return self._asked[1]

    def _show(self, job_name: str, token: str | None, pages: list[Page[JobRun]]) -> bool:
        """Show the pages from a token on; False where the list shows another job or further pages by now."""
        if not pages or (job_name, token) != (self._runs.job_name, self._runs.next_token):
            return not pages
        self._runs.add_pages(pages)
        return True


def _take_error(answer: asyncio.Future[Page[JobRun]]) -> None:
    """Take the error of a page that no worker waits for any more: Python complains of one that is never taken."""
    if not answer.cancelled():
        answer.exception()
