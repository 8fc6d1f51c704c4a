"""The work that loaders do in coroutines beside the UI, and the screen that starts it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

Work = Callable[[], Coroutine[Any, Any, None]]
"""Makes a coroutine when the work begins: Python complains of one that is made and never awaited."""


class Stoppable(Protocol):
    """A worker of Textual's."""

    @property
    def is_finished(self) -> bool:
        """Whether it has ended, or was cancelled."""

    def cancel(self) -> object:
        """Give the work up."""


class StartsWork(Protocol):
    """A screen, as far as loaders and lanes need one."""

    def start_work(self, work: Work, *, group: str, exclusive: bool = False) -> Stoppable:
        """Do work beside the UI; with `exclusive` work under way in the same `group` is given up."""
