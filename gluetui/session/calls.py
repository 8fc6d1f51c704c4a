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
        """`background`: how many threads all background calls together may hold; all of them without it."""
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._budget = asyncio.Semaphore(threads if background is None else background)

    async def ask(self, call: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
        """Await a blocking call made in a thread."""
        return await asyncio.wrap_future(self._threads.submit(call, *args, **kwargs))

    async def ask_in_background(self, call: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
        """Await a blocking call that the user does not wait for, once the budget has a thread for it."""
        await self._budget.acquire()
        loop = asyncio.get_running_loop()

        def give_back(_: Future[Answer]) -> None:
            # A call may outlive the app, whose event loop is closed by then.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._budget.release)

        answer = self._threads.submit(call, *args, **kwargs)
        # On the call's end, not the wait's: a call that is given up still holds its thread.
        answer.add_done_callback(give_back)
        return await asyncio.wrap_future(answer)
