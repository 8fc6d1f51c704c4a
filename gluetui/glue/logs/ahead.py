"""The call for a stream's next page, under way while the page before it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Event

from gluetui.glue.logs.calls import EventsPage
from gluetui.glue.logs.pace import Stopped

Ask = Callable[[], EventsPage]
Submit = Callable[[Ask], "Future[EventsPage]"]
"""Makes a call in a thread in which nothing waits for a page, such as that of `calls_ahead`."""

MOST_WAIT_SECONDS = 0.002
"""For a call to begin: another stream's may hold the thread."""


class Ahead:
    """Asks for a page before it is wanted. Without a `submit` nothing is asked before."""

    def __init__(self, submit: Submit | None) -> None:
        self._submit = submit
        self._coming: dict[str, Future[EventsPage]] = {}

    def start(self, token: str, ask: Ask) -> None:
        """Begin to ask for the page that a token leads to, once."""
        if self._submit is None or token in self._coming:
            return
        is_begun = Event()

        def begin() -> EventsPage:
            is_begun.set()
            return ask()

        self._coming[token] = self._submit(begin)
        # Who reads the page before holds the interpreter: without this the request would leave some 5 ms later.
        is_begun.wait(MOST_WAIT_SECONDS)

    def take(self, token: str, ask: Ask) -> EventsPage:
        """The page that a token leads to: the one that is coming, else asked for now. Raises: what asking does."""
        coming = self._coming.pop(token, None)
        if coming is not None:
            with suppress(Stopped, CancelledError):  # who had stopped may have come back
                return coming.result()
        return ask()


@contextmanager
def calls_ahead() -> Iterator[Submit]:
    """A thread for the calls of one log; at its end none that is under way is waited for."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="aws")
    try:
        yield thread.submit
    finally:
        thread.shutdown(wait=False, cancel_futures=True)
