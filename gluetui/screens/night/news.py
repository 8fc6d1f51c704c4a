"""Hands what is learned of runs on to the nights that hold them, and to the board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gluetui.glue.night.job_night import JobNight
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.night_board import NightBoard
from gluetui.screens.night.loader import NightLoader
from gluetui.session.session import Session


class NightNews:
    """The board's view of the session's runs and of why they failed."""

    def __init__(self, session: Session, board: NightBoard, loader: NightLoader) -> None:
        self._session = session
        self._board = board
        self._loader = loader
        session.known.show_in(self)
        session.causes.show_in(self)

    def runs_changed(self, runs: Mapping[RunKey, JobRun]) -> None:
        """Show newer answers about single runs."""
        now = self._session.clock.now()
        for load in self._loader.loads:
            for key, run in runs.items():
                if not load.is_saved and load.night.renew(key.job_name, run, now):
                    self._board.answered()

    def job_listed(self, job_name: str, runs: Sequence[JobRun]) -> None:
        """Take in a job's newest runs beside those that are known."""
        load = self._loader.load
        known = load.night.jobs.get(job_name) if load is not None else None
        if load is not None and not load.is_saved and known is not None:
            # No younger than it was: of the older runs this says nothing.
            found = JobNight(job_name, [*runs, *known.runs], load.night.window, known.as_of, usual=known.usual)
            self._loader.take(load, found)

    def status_changed(self, job_name: str) -> None:
        """How the last runs of a job went says nothing that its runs do not."""

    def cause_changed(self, key: RunKey) -> None:
        """Show the cause of a run."""
        self._board.show_causes()
