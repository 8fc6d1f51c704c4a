"""A screen for what only needs one to start work on: its work is a task each."""

from __future__ import annotations

import asyncio

from gluetui.session.work import Work


class Worker:
    """As much of a worker of Textual's as loaders use."""

    def __init__(self, task: asyncio.Task[None]) -> None:
        self._task = task

    @property
    def is_finished(self) -> bool:
        return self._task.done()

    def cancel(self) -> None:
        self._task.cancel()


class Workers:
    """Starts work, and waits until all of it is done."""

    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[None]] = []

    def start_work(self, work: Work, *, group: str, exclusive: bool = False) -> Worker:
        task = asyncio.create_task(work(), name=group)
        self.tasks.append(task)
        return Worker(task)

    async def all_done(self) -> None:
        while busy := [task for task in self.tasks if not task.done()]:
            await asyncio.gather(*busy)
