"""The logs that were loaded whole in a session, for a file of their runs: nothing is loaded for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gluetui.glue.run.run import JobRun, RunKey

if TYPE_CHECKING:  # What reads logs is imported when the first log is looked into.
    from gluetui.glue.logs.log import Log

MOST_BYTES = 32 * 1024 * 1024
"""Of the texts of all logs that are kept: a larger log is let go with its screen."""


class WholeLog(NamedTuple):
    """Streams of a run's log, all that AWS had of them when they were read."""

    log: Log
    state: str
    """The run's state then."""
    is_complete: bool
    """Whether nothing more could come."""

    @property
    def size(self) -> int:
        """Bytes of its text."""
        return sum(len(page.data) for page in self.log.pages())


class WholeLogs:
    """Keeps the latest logs, as many as fit."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: dict[RunKey, WholeLog] = {}

    def keep(self, key: RunKey, whole: WholeLog) -> None:
        """Keep a log in place of the one that is kept of its run, and let those go that no longer fit."""
        self._kept.pop(key, None)
        self._kept[key] = whole
        left = self._most_bytes
        for each in reversed(list(self._kept)):
            left -= self._kept[each].size
            if left < 0:
                del self._kept[each]

    def get(self, run: JobRun) -> WholeLog | None:
        """The log of a run; None where none is kept, or the run has gone on since."""
        whole = self._kept.get(run.key)
        return whole if whole is not None and (whole.is_complete or whole.state == run.state) else None
