"""The call for a stream's next page, under way while the page before it is read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress

from gluetui.glue.logs.calls import EventsPage
from gluetui.glue.logs.pace import Stopped

Ask = Callable[[], EventsPage]
Submit = Callable[[Ask], "Future[EventsPage]"]
"""Makes a call in a thread in which nothing waits for a page, such as `ThreadPoolExecutor(1).submit`."""


class Ahead:
    """Asks for a page before it is wanted. Without a `submit` nothing is asked before."""

    def __init__(self, submit: Submit | None) -> None:
        self._submit = submit
        self._coming: dict[str, Future[EventsPage]] = {}

    def start(self, token: str, ask: Ask) -> None:
        """Begin to ask for the page that a token leads to, once."""
        if self._submit is not None and token not in self._coming:
            self._coming[token] = self._submit(ask)

    def take(self, token: str, ask: Ask) -> EventsPage:
        """The page that a token leads to: the one that is coming, else asked for now. Raises: what asking does."""
        coming = self._coming.pop(token, None)
        if coming is not None:
            with suppress(Stopped, CancelledError):  # who had stopped may have come back
                return coming.result()
        return ask()
