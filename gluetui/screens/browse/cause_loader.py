"""Looks into the log of the run that is open for the cause of its failure: beside the UI, once a run."""

from __future__ import annotations

from gluetui.glue.logs.known_cause import KnownCause, is_looked_into
from gluetui.glue.run.run import JobRun
from gluetui.screens.browse.current_run import CurrentRun
from gluetui.screens.session_screen import SessionScreen
from gluetui.session.lanes import Lanes

AT_A_TIME = 1
"""Logs that are looked into: their calls share a quota with everyone in the account."""


class CauseLoader:
    """One search at a time, and only for the run that is open then; what it meets stands in the run's row alone."""

    def __init__(self, screen: SessionScreen, current: CurrentRun) -> None:
        self._session = screen.session
        self._causes = screen.session.causes
        self._current = current
        self._looks_by_itself = screen.session.settings.logs == "auto"
        self._lanes = Lanes[JobRun](
            AT_A_TIME, screen, "causes", choose=self._next, serve=self._search, settled=lambda: None
        )
        self._session.health.add_background(self)

    def look(self) -> None:
        """Look for the cause of the run that is open, where it is over and nothing is known of its log yet."""
        self._lanes.go_on()

    def again(self) -> bool:
        """Look into the log of the run that is open once more, where it was refused or not whole; False where not."""
        run = self._current.opened
        is_wanted = run is not None and self._causes.forget(run.key)
        self.look()
        return is_wanted

    # As a background of the session's health.

    def hold(self) -> None:
        """Begin no search."""
        self._lanes.hold()

    def release(self) -> None:
        """Begin searches again."""
        self._lanes.release()

    def ask_again(self) -> None:
        """Look again into a log that the fault may have kept from being read."""
        self.again()

    def probe(self) -> bool:
        """Whether a call is under way that shows if a fault is over: never, as the log is another service's."""
        return False

    # The search.

    def _next(self) -> JobRun | None:
        """The run that is open, marked as being looked into."""
        run = self._current.opened if self._looks_by_itself else None
        if run is None or not is_looked_into(run) or self._causes.get(run.key) is not None:
            return None
        self._causes.learn(run, KnownCause())
        return run

    async def _search(self, run: JobRun) -> None:
        await self._session.logs.find_cause(run, in_background=True)
