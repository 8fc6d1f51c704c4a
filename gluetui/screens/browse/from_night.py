"""What the board of the night opened on the main screen: the way back from it leads there."""

from __future__ import annotations

from collections.abc import Set

from gluetui.glue.run.run import RunKey
from gluetui.panes.run_list import RunList
from gluetui.screens.browse.current_run import CurrentRun

BACK = frozenset({"step(-1)"})


class FromNight:
    """Remembers one run or job, the last that was opened from there."""

    def __init__(self, current: CurrentRun, runs: RunList) -> None:
        self._current = current
        self._runs = runs
        self._job_name = ""
        self._key: RunKey | None = None
        self._step = -1

    def opened(self, job_name: str, key: RunKey | None) -> None:
        """Note what was opened just now, and at which step of the trail."""
        self._job_name, self._key, self._step = job_name, key, self._current.trail.index

    @property
    def steps(self) -> Set[str]:
        """The actions that lead to the board now, where what it opened is in front."""
        trail = self._current.trail
        if not self._job_name:
            return frozenset()
        if self._key is not None:
            return BACK if trail.index == self._step and self._current.key == self._key else frozenset()
        # A run of the job that was opened since lies on the way, such as its only one, which opens by itself.
        is_first = (
            trail.index == self._step + 1 and trail.here is not None and trail.here.key.job_name == self._job_name
        )
        is_there = self._runs.job_name == self._job_name and (is_first or trail.index == self._step)
        return BACK if is_there else frozenset()
