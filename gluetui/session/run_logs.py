"""The logs of runs for all screens of a session: what cannot change is asked for once, and so is a run's cause."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.following import is_early
from gluetui.glue.logs.kept_calls import KeptCalls, KeptPages
from gluetui.glue.logs.known_cause import KnownCause
from gluetui.glue.logs.pace import Pace
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.session.known_causes import KnownCauses
from gluetui.session.known_runs import Asks
from gluetui.text.times import Clock

if TYPE_CHECKING:
    from gluetui.glue.aws.boto import Aws
    from gluetui.glue.logs.calls import LogCalls
    from gluetui.glue.logs.cause_search import SearchedCause


class RunLogs:
    """The way from a session to CloudWatch Logs. A run's cause is looked for once, whoever wants it."""

    def __init__(self, session: Asks, causes: KnownCauses, clock: Clock) -> None:
        self._session = session
        self._causes = causes
        self._clock = clock
        self._kept = KeptPages()
        self._searches: dict[RunKey, asyncio.Event] = {}

    async def calls(self, run: JobRun | None) -> LogCalls:
        """The calls for the log of a run; None for a file that knows no run."""
        calls = await self._session.ask(_calls, self._session.glue.aws)
        is_complete = run is not None and run.is_final and not is_early(run, self._clock.now())
        return KeptCalls(calls, self._kept) if is_complete else calls

    async def find_cause(self, run: JobRun, *, in_background: bool = False) -> KnownCause:
        """Why a run failed, by its log; looked for unless that is known, and shown wherever the run is."""
        causes = self._causes
        while (over := self._searches.get(run.key)) is not None:
            await over.wait()
        known = causes.get(run.key)
        if known is not None and not known.is_under_way:
            return known
        over = self._searches[run.key] = asyncio.Event()
        causes.learn(run, KnownCause())
        try:
            known = await self._search(run, in_background=in_background)
            causes.learn(run, known)
        finally:
            del self._searches[run.key]
            over.set()
            causes.drop_begun(run.key)
        return known

    async def _search(self, run: JobRun, *, in_background: bool) -> KnownCause:
        was_early = is_early(run, self._clock.now())
        try:
            calls = await self.calls(run)
            pace = Pace(tell=self._teller(run))
            searched = await self._session.ask(_searched, calls, run, pace, in_background=in_background)
        except AwsError as error:
            return KnownCause(error=error)
        return KnownCause(searched, was_early=was_early and searched.cause is None)

    def _teller(self, run: JobRun) -> Callable[[str], None]:
        """Shows from the thread that waits why it does."""
        loop = asyncio.get_running_loop()

        def show(rest: str) -> None:
            if run.key in self._searches:
                self._causes.learn(run, KnownCause(rest=rest))

        def tell(rest: str) -> None:
            # A call may outlive the app, which does not wait for it.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(partial(show, rest))

        return tell


def _calls(aws: Aws) -> LogCalls:
    """CloudWatch Logs beside the session's Glue; made in a thread, as it is imported then."""
    from gluetui.glue.clients.logs import Logs

    return Logs(aws)


def _searched(calls: LogCalls, run: JobRun, pace: Pace) -> SearchedCause:
    """What a run's log says of its failure; blocks. What reads logs is imported here, beside the UI."""
    from gluetui.glue.logs.cause_search import search_unasked

    return search_unasked(calls, run, pace)
