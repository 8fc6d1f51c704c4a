"""The runs of a window, job by job: a few calls at a time, fewer after a throttle, answers as they come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import NamedTuple

from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.listing.last_runs import LANES
from gluetui.glue.night.asking import NIGHT_PAGE, NOT_ASKED, Asking, needs_older
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window

ReadJob = Callable[[str], Sequence[JobRun]]
"""Asks for a job's runs, newest first, as far as a window needs them."""


class Answer(NamedTuple):
    """A job's runs, or why they are not known."""

    job: str
    runs: Sequence[JobRun]
    error: AwsError | None = None


class NightLookUps:
    """Makes the calls that `Asking` chooses; however slowly answers are read, no more wait than there are lanes."""

    def __init__(self, asking: Asking, read: ReadJob, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._asking = asking
        self._read = read
        self._sleep = sleep
        self._under_way: dict[Future[Sequence[JobRun]], str] = {}

    def answers(self) -> Iterator[Answer]:
        """Each job's answer, in the order in which they come. Raises: AwsError for what ails every call."""
        threads = ThreadPoolExecutor(LANES, thread_name_prefix="aws")
        try:
            self._begin(threads)
            while self._under_way:
                done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
                for call in done:
                    answer = self._ended(call)
                    self._begin(threads)
                    if answer is not None:
                        yield answer
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
        if self._asking.is_denied:
            yield from (Answer(job, (), NOT_ASKED) for job in self._asking.left)

    def _begin(self, threads: ThreadPoolExecutor) -> None:
        while (job := self._asking.next()) is not None:
            self._under_way[threads.submit(self._read, job)] = job

    def _ended(self, call: Future[Sequence[JobRun]]) -> Answer | None:
        """The answer of a call; None where its job is asked again."""
        job = self._under_way.pop(call)
        try:
            runs = call.result()
        except AwsError as error:
            rest = self._asking.refused(job, error)
            if self._asking.is_stopped:
                raise
            if rest is not None:
                self._sleep(rest)
            return Answer(job, (), error) if self._asking.is_given_up(job) else None
        self._asking.answered(job)
        return Answer(job, runs)


def reader_of(glue: Glue, window: Window, *, tell: Callable[[str], None]) -> ReadJob:
    """Reads a job's newest runs page by page, as far as a window needs them; `tell` what of them cannot be read."""

    def read(job: str) -> Sequence[JobRun]:
        runs: list[JobRun] = []
        token: str | None = None
        while True:
            page = glue.runs(job, token, most=NIGHT_PAGE)
            runs += page.items
            if page.unreadable:
                tell(f"Left out: {page.unreadable} entries of AWS's answer about {job} that cannot be read.")
            token = page.next_token
            if not needs_older(page.items, token, window):
                return runs

    return read


def job_names(pages: Iterable[Sequence[str]]) -> list[str]:
    """The names on all pages, each once."""
    return list(dict.fromkeys(name for page in pages for name in page))
