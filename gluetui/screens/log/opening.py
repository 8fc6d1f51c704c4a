"""Where a log opens: at the record that says why its run failed, else at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.alarms import position_of
from gluetui.glue.logs.cause import Cause, find_cause
from gluetui.glue.logs.known_cause import KnownCause, is_looked_into
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.pace import Stopped
from gluetui.glue.logs.pages import StreamPages
from gluetui.glue.run.run import JobRun
from gluetui.panes.log_view import LogView
from gluetui.screens.log.loaded import LoadedLog
from gluetui.screens.session_screen import SessionScreen
from gluetui.text.log_answers import cause_note_of_file
from gluetui.text.log_cause import not_found
from gluetui.text.safe import one_line

if TYPE_CHECKING:
    from gluetui.glue.files.runless_log import RunlessLog


class LogOpening:
    """Looks for the cause unless it is known, names it above the records, and goes there unless the user has moved."""

    def __init__(self, screen: SessionScreen, view: LogView, loaded: LoadedLog) -> None:
        self._screen = screen
        self._session = screen.session
        self._view = view
        self._loaded = loaded

    def begin(self) -> None:
        """The first screen is there."""
        self._screen.start_work(self._begin, group="log cause", exclusive=True)

    async def _begin(self) -> None:
        loaded, view = self._loaded, self._view
        place = view.hold().anchor if loaded.log else None
        if loaded.file is not None and loaded.log:
            cause = await self._found_in(loaded.file)
        elif loaded.run is not None and is_looked_into(loaded.run):
            cause = await self._found(loaded.run)
        else:
            return
        if not loaded.log:
            return
        held = view.hold()
        view.cause = cause
        view.restore(held)
        if held.is_at_end and view.cause_note:
            view.go_to_row(view.cursor)  # The note takes a line of those that were seen.
        if cause is not None and held.anchor == place:
            await self._go_to(cause)

    async def _found(self, run: JobRun) -> Cause | None:
        """The cause, looked for where that may find what is not known yet; a note where there is none."""
        self._session.causes.forget(run.key)
        self._note("Looking for the cause…")
        known = await self._session.logs.find_cause(run)
        self._note(_note_of(known, run))
        return known.cause

    async def _found_in(self, file: RunlessLog) -> Cause | None:
        """The cause that a file tells, which knows no run; in the logs of several of them none is looked for."""
        cause = None
        if not file.has_several_runs:
            cause = await self._session.machine.ask(_cause_in, self._loaded.log)
        self._note(cause_note_of_file(file, cause))
        return cause

    def _note(self, text: str) -> None:
        """Say above the records what is known of a cause, or in its place."""
        held = self._view.hold()
        self._view.cause_note = text
        self._view.restore(held)

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
            await self._view.finding.rows_made()
            self._view.finding.go_to_evidence(position)

    async def _pages(self, cause: Cause) -> StreamPages | None:
        loaded = self._loaded
        if loaded.reader is not None and all(each.stream != cause.stream for each in loaded.streams):
            await loaded.take_each(loaded.reader.named(cause.stream.name))
        return next((each for each in loaded.streams if each.stream == cause.stream), None)


def _note_of(known: KnownCause, run: JobRun) -> str:
    """What is said in place of a cause; "" where there is one, or nobody would expect one."""
    if known.error is not None:
        return one_line(known.error.args[0])
    if known.searched is None or known.cause is not None or not run.is_failed:
        return ""
    return not_found(known.searched)


def _cause_in(log: Log) -> Cause | None:
    return find_cause([log.record(position) for position in range(len(log))], None)
