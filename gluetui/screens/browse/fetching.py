"""Fetches the runs of predecessor trees: a few at a time, those in sight first, throttled ones again after a while."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Container, Iterable
from functools import partial
from typing import NamedTuple

from gluetui.glue.aws.boto import THREADS
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.lineage.tree import OpenedTree
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.screens.asking import Ask, Work

LANES = THREADS - 2
"""Runs fetched at a time: two threads are left for what else a person asks meanwhile."""

RETRIES = (1.0, 2.0, 4.0, 8.0)
"""Seconds to wait before a throttled run is asked for again; boto3 has retried in vain before each."""


class Job(NamedTuple):
    """One run to fetch, and the tree that it is for."""

    view: OpenedTree
    key: RunKey
    refresh: bool
    retries: tuple[float, ...] = RETRIES


class Fetcher:
    """Counts what it was asked for since it was last idle."""

    def __init__(
        self,
        glue: Glue,
        ask: Ask,
        *,
        start: Callable[[Work], object],
        answered: Callable[[OpenedTree, RunKey, JobRun | AwsError], None],
        settled: Callable[[], None],
        in_sight: Callable[[], Container[RunKey]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`start` does work beside; `answered` gets every answer, retried errors too; `settled` hears the last."""
        self._glue = glue
        self._ask = ask
        self._start = start
        self._answered = answered
        self._settled = settled
        self._in_sight = in_sight
        self._sleep = sleep
        self._waiting: list[Job] = []
        self._lanes = 0
        self._asleep = 0
        self._drops = 0
        self._is_held = False
        self._idle = asyncio.Event()
        self._idle.set()
        self.loaded = 0
        self.failed = 0

    @property
    def left(self) -> int:
        """Runs that were asked for and have no final answer yet."""
        return len(self._waiting) + self._lanes + self._asleep

    def add(self, view: OpenedTree, keys: Iterable[RunKey], *, refresh: bool = False) -> None:
        """Fetch runs for a tree, behind those that wait."""
        if not self.left:
            self.loaded = self.failed = 0
        self._put(Job(view, key, refresh) for key in keys)

    def drop(self) -> list[Job]:
        """Forget what was not begun, and return it."""
        dropped, self._waiting = self._waiting, []
        self._drops += 1
        return dropped

    def hold(self) -> None:
        """Begin no further call until `release`."""
        self._is_held = True

    def release(self) -> None:
        """Begin calls again."""
        self._is_held = False
        self._start_lanes()

    def pass_one(self) -> bool:
        """Have one call under way in spite of `hold`; False if there is none to make."""
        if not self._lanes and self._waiting:
            self._lanes += 1
            self._start(partial(self._lane, self._next()))
        return self._lanes > 0

    async def wait_idle(self) -> None:
        """Until everything that was asked for has its answer or was dropped."""
        await self._idle.wait()

    def _put(self, jobs: Iterable[Job]) -> None:
        self._waiting.extend(jobs)
        self._idle.clear()
        self._start_lanes()

    def _start_lanes(self) -> None:
        while not self._is_held and self._lanes < min(LANES, self._lanes + len(self._waiting)):
            self._lanes += 1
            self._start(partial(self._lane, self._next()))

    def _next(self) -> Job:
        """Those in sight first, else in the order in which they were asked for."""
        seen = self._in_sight()
        place = next((place for place, job in enumerate(self._waiting) if job.key in seen), 0)
        return self._waiting.pop(place)

    async def _lane(self, job: Job) -> None:
        while True:
            await self._fetch(job)
            if self._is_held or not self._waiting:
                break
            job = self._next()
        self._lanes -= 1
        self._settle()

    async def _fetch(self, job: Job) -> None:
        try:
            run = await self._ask(self._glue.run, job.key, refresh=job.refresh)
        except AwsError as error:
            self._answered(job.view, job.key, error)
            if error.kind is ErrorKind.THROTTLED and job.retries:
                self._asleep += 1
                self._start(partial(self._again, job))
            else:
                self.failed += 1
        else:
            self.loaded += 1
            self._answered(job.view, job.key, run)

    async def _again(self, job: Job) -> None:
        drops = self._drops
        await self._sleep(job.retries[0])
        self._asleep -= 1
        if drops == self._drops:
            self._put([job._replace(retries=job.retries[1:])])
        self._settle()

    def _settle(self) -> None:
        if not self.left and not self._idle.is_set():
            self._idle.set()
            self._settled()
