"""Which jobs were due in the window and did not run: by the session's triggers, and the runs that are known by now."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from gluetui.glue.errors.rules import SESSION_WIDE
from gluetui.glue.night.asking import Turn
from gluetui.glue.night.missing import Missing
from gluetui.glue.night.night import Night
from gluetui.glue.night.verdict import Section
from gluetui.panes.night_board import NightBoard
from gluetui.screens.night.load import NightLoad
from gluetui.screens.session_screen import SessionScreen

if TYPE_CHECKING:
    from gluetui.glue.triggers.index import TriggerIndex

REST_FACTOR = 10
"""The rest before the next reckoning, as a multiple of the time that the last one took."""

SHORTEST_REST = 0.3
"""Seconds."""


class DueLoader:
    """Reckons while answers come, seldom enough to leave the processor to keys, and once more at the end."""

    def __init__(self, screen: SessionScreen, board: NightBoard) -> None:
        self._screen = screen
        self._session = screen.session
        self._board = board
        self._is_reckoning = False
        self._reckoned: tuple[int, int] | None = None
        """Of which night, and at which of its versions."""
        self._known: Callable[[], NightLoad | None] = lambda: None

    @property
    def error_text(self) -> str:
        """Why triggers are not known; "" where they are, or are being read."""
        error = self._session.triggers.error
        return f"triggers could not be read: {error.args[0]}" if error is not None else ""

    def begin(self, known: Callable[[], NightLoad | None], *, again: bool = False) -> None:
        """Ask for the triggers unless that was done, then reckon; `known` gives the night that is shown."""
        self._known = known
        if self._session.triggers.index is None:
            self._board.say(Section.MISSING, self.error_text or "triggers are being read")
        self._screen.start_work(partial(self._learn, again=again), group="night triggers", exclusive=True)

    def news(self) -> None:
        """Reckon anew soon: another job answered."""
        if self._session.triggers.index is not None and not self._is_reckoning and self._known() is not None:
            self._is_reckoning = True
            self._screen.start_work(self._reckon, group="night due")

    async def _learn(self, *, again: bool) -> None:
        triggers = self._session.triggers
        await triggers.learn(again=again)
        if triggers.error is not None:
            self._session.health.note(triggers.error)
            is_fault = triggers.error.kind in SESSION_WIDE
            self._board.say(Section.MISSING, "triggers are not read: see above" if is_fault else self.error_text)
            return
        self._board.say(Section.MISSING, "")
        self.news()

    async def _reckon(self) -> None:
        """Until nothing new came during the last reckoning."""
        try:
            while (load := self._known()) is not None and self._version(load) != self._reckoned:
                self._reckoned = self._version(load)
                began = perf_counter()
                await self._reckon_once(load)
                await sleep(max(SHORTEST_REST, REST_FACTOR * (perf_counter() - began)))
        finally:
            self._is_reckoning = False

    def _version(self, load: NightLoad) -> tuple[int, int]:
        return id(load.night), load.night.version

    async def _reckon_once(self, load: NightLoad) -> None:
        index, night = self._session.triggers.index, load.night
        if index is None:
            return
        now = self._session.clock.now()
        missing = await self._session.machine.ask(_missing_jobs, index, night, now)
        load.asking.hasten((each.job for each in missing), Turn.DUE)
        is_of_now = self._version(load) == self._reckoned
        night.set_missing(missing)
        if is_of_now:  # What it found is no news to reckon with.
            self._reckoned = self._version(load)
        self._board.answered()


def _missing_jobs(index: TriggerIndex, night: Night, now: datetime) -> list[Missing]:
    """What reckons is imported here, beside the UI."""
    from gluetui.glue.night.due import missing_jobs

    return missing_jobs(index, night, now)
