"""The jobs on the board that have a run which is not over."""

from __future__ import annotations

from collections.abc import Sequence

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.panes.night_board import NightBoard
from gluetui.screens.night.loader import NightLoader
from gluetui.session.live import InSight


class LiveNight:
    """All of them, in sight or not: the sums of the head hold them too."""

    def __init__(self, board: NightBoard, loader: NightLoader) -> None:
        self._board = board
        self._loader = loader

    @property
    def in_sight(self) -> Sequence[InSight]:
        night = self._loader.night
        if night is None or not self._board.is_on_screen:
            return []
        known = night.jobs
        return [InSight(job, True, known[job].as_of) for job in sorted(night.live_jobs) if job not in night.errors]

    async def look(self, job: str) -> bool:
        """Ask for a job once more."""
        load = self._loader.load
        if load is None:
            return False
        before = load.night.jobs.get(job)
        try:
            found = await self._loader.reader.read(job, load.night.window)
        except AwsError as error:
            # A throttled look is not shown, since another one follows.
            if error.kind is ErrorKind.THROTTLED:
                raise
            self._loader.note(load, job, error)
            return False
        self._loader.take(load, found)
        return before is None or [run.state for run in before.runs] != [run.state for run in found.runs]

    def refresh_times(self) -> None:
        """Bring durations and sums to this moment."""
        if self._board.is_on_screen:
            self._board.count_on()
