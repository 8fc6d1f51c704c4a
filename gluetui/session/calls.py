"""Threads for blocking calls, awaited and never joined: quitting waits for none of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class Calls:
    """A pool of threads with a budget: calls in the background never take the last threads from the user's own."""

    def __init__(self, threads: int, name: str, *, background: int | None = None) -> None:
        """`background`: threads that all background calls together may hold; without it, all of them."""
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._budget = asyncio.Semaphore(threads if background is None else background)

    async def ask(self, call: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
        """Await a blocking call made in a thread."""
        return await asyncio.wrap_future(self._threads.submit(call, *args, **kwargs))

    async def ask_in_background(self, call: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
        """Await a blocking call that nobody waits for at this moment, once the budget has a thread for it."""
        await self._budget.acquire()
        loop = asyncio.get_running_loop()

        def give_back(_: Future[Answer]) -> None:
            # A call may outlive the app, whose event loop is closed by then.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._budget.release)

        answer = self._threads.submit(call, *args, **kwargs)
        # Not when the wait ends: a call that is given up still holds its thread.
        answer.add_done_callback(give_back)
        return await asyncio.wrap_future(answer)
