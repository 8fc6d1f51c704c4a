"""The runs that were asked for one by one, kept: a final run never changes, so it is asked for once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

from gluetui.glue.run.run import JobRun, RunKey


class KeptRuns:
    """Answers by key; threads that ask for the same run at the same time share one call."""

    def __init__(self) -> None:
        self.by_key: dict[RunKey, JobRun] = {}
        self._lock = threading.Lock()
        self._flights: dict[RunKey, Future[JobRun]] = {}

    def run(self, key: RunKey, fetch: Callable[[], JobRun], *, refresh: bool) -> JobRun:
        """The kept run, or what `fetch` answers; a live run is fetched anew with `refresh`."""
        with self._lock:
            kept = self.by_key.get(key)
            if kept is not None and (kept.is_final or not refresh):
                return kept
            flight = self._flights.get(key)
            joins = flight is not None
            if flight is None:
                flight = self._flights[key] = Future()
        if not joins:
            self._fly(key, flight, fetch)
        return flight.result()

    def _fly(self, key: RunKey, flight: Future[JobRun], fetch: Callable[[], JobRun]) -> None:
        try:
            run = fetch()
        except BaseException as error:  # Whatever ended it: who waits for the same run must not wait for ever.
            flight.set_exception(error)
        else:
            self.by_key[key] = run
            flight.set_result(run)
        finally:
            with self._lock:
                del self._flights[key]
