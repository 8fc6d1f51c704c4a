"""How loaders do their work beside the UI: what starts it, and what a coroutine of theirs is made by."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

Work = Callable[[], Coroutine[Any, Any, None]]
"""Makes a coroutine when it begins: one that is given up before that must not be there to be never awaited."""


class Stoppable(Protocol):
    """A worker of Textual's."""

    @property
    def is_finished(self) -> bool:
        """Whether it came to its end, or was given up."""

    def cancel(self) -> object:
        """Give it up."""


class StartsWork(Protocol):
    """A screen, as far as what works beside it needs one."""

    def start_work(self, work: Work, *, group: str, exclusive: bool = False) -> Stoppable:
        """Do work beside the UI; with `exclusive` what is under way in the same `group` is given up."""
