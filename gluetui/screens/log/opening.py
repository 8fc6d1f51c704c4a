"""Where a log opens: at the record that says why its run failed, else at its end."""

from __future__ import annotations

from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.alarms import position_of
from gluetui.glue.logs.cause import Cause, find_cause
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.pace import Stopped
from gluetui.glue.logs.pages import StreamPages
from gluetui.glue.run.run import JobRun
from gluetui.panes.log_view import LogView
from gluetui.screens.log.loaded import LoadedLog
from gluetui.screens.log.loader import FAILED
from gluetui.screens.session_screen import SessionScreen


class LogOpening:
    """Finds the cause in what is loaded, names it above the records, and goes to it unless the user has moved."""

    def __init__(self, screen: SessionScreen, view: LogView, loaded: LoadedLog, at: Cause | None = None) -> None:
        """`at` is a cause that is known already."""
        self._screen = screen
        self._session = screen.session
        self._view = view
        self._loaded = loaded
        self._at = at

    def begin(self) -> None:
        """The first screen is there."""
        self._screen.start_work(self._begin, group="log cause", exclusive=True)

    async def _begin(self) -> None:
        run, view = self._loaded.run, self._view
        if run is None or not self._loaded.log:
            return
        place = view.hold().anchor
        cause = self._at or await self._session.machine.ask(_cause_in, self._loaded.log, run)
        if cause is None and run.state in FAILED:
            part = "what is loaded of the log" if self._loaded.has_older else "the log"
            view.cause_note = f"No cause found in {part}."
        held = view.hold()
        view.cause = cause
        view.restore(held)
        if cause is not None and held.anchor == place:
            await self._go_to(cause)

    async def _go_to(self, cause: Cause) -> None:
        """Put the cursor on the record of a cause, loading what is older up to there."""
        try:
            pages = await self._pages(cause)
            while (position := position_of(self._loaded.log, cause)) is None:
                if pages is None or pages.reached_head or self._loaded.head(pages) < cause.time:
                    return
                await self._loaded.older_page(pages)
        except AwsError as error:
            self._screen.fail(error, self.begin, self._view.load)
        except Stopped:
            return
        else:
            self._view.finding.go_to_evidence(position)

    async def _pages(self, cause: Cause) -> StreamPages | None:
        loaded = self._loaded
        if loaded.reader is not None and all(each.stream != cause.stream for each in loaded.streams):
            await loaded.take_each(loaded.reader.named(cause.stream.name))
        return next((each for each in loaded.streams if each.stream == cause.stream), None)


def _cause_in(log: Log, run: JobRun) -> Cause | None:
    return find_cause([log.record(position) for position in range(len(log))], run)
