"""AWS Glue's calls, read-only, with lossless answers; a final run is asked for once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any

from gluetui.glue.aws.hooks import RetryListener, reporting_retries_to_all, retry_listeners
from gluetui.glue.aws.services import GLUE
from gluetui.glue.aws.source import Source
from gluetui.glue.clients.calls import Calls, Page
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.files.printed import PrintedForm
from gluetui.glue.listing.last_runs import LAST_RUNS_COUNT, LastRuns
from gluetui.glue.listing.packed import PackedPage, PackedRun
from gluetui.glue.run.fields import Field, catalogue
from gluetui.glue.run.run import JobRun, RunKey, jobs_named

if TYPE_CHECKING:
    from gluetui.glue.aws.boto import Aws


class Flight:
    """One call under way; the listeners of threads that join it are called with its further tries, too."""

    def __init__(self) -> None:
        self.answer: Future[JobRun] = Future()
        self.listeners: list[RetryListener] = []

    def fly(self, fetch: Callable[[], JobRun]) -> None:
        """Fetch in this thread, for all that wait."""
        try:
            with reporting_retries_to_all(self.listeners):
                run = fetch()
        except BaseException as error:  # Of any class, since threads that joined must not wait for ever.
            self.answer.set_exception(error)
        else:
            self.answer.set_result(run)


class RunCache:
    """Answers by key; threads that ask for the same run at the same time share one call."""

    def __init__(self) -> None:
        self.by_key: dict[RunKey, JobRun] = {}
        self._lock = threading.Lock()
        self._flights: dict[RunKey, Flight] = {}

    def run(self, key: RunKey, fetch: Callable[[], JobRun], *, refresh: bool) -> JobRun:
        """The kept run, or what `fetch` answers; a live run is fetched anew with `refresh`."""
        with self._lock:
            kept = self.by_key.get(key)
            if kept is not None and (kept.is_final or not refresh):
                return kept
            joins = key in self._flights
            flight = self._flights.setdefault(key, Flight())
            flight.listeners += retry_listeners()
        if not joins:
            self._fly(key, flight, fetch)
        return flight.answer.result()

    def _fly(self, key: RunKey, flight: Flight, fetch: Callable[[], JobRun]) -> None:
        flight.fly(partial(self._kept, key, fetch))
        with self._lock:
            del self._flights[key]

    def _kept(self, key: RunKey, fetch: Callable[[], JobRun]) -> JobRun:
        self.by_key[key] = run = fetch()
        return run


__all__ = ["JOBS_PAGE", "RUNS_PAGE", "Glue", "Page", "RunCache"]

JOBS_PAGE = 1000
"""Job names a page: the most that ListJobs gives."""

RUNS_PAGE = 200
"""Runs a page: the most that GetJobRuns gives."""


class Glue:
    """AWS Glue's jobs and runs. Every method blocks, may be called from any thread, raises AwsError only."""

    def __init__(self, aws: Aws, *, beyond: Glue | None = None) -> None:
        """`beyond` is asked for a run that a saved file lacks when the user asks for that run again."""
        self.aws = aws
        self.beyond = beyond
        self._calls = Calls(aws, GLUE.name)
        self._kept = RunCache()

    @property
    def source(self) -> Source:
        """Who answers, for sentences about the answers."""
        return self.aws.answers_from

    def jobs(self, token: str | None = None) -> Page[str]:
        """One page of the account's job names, in AWS's order."""
        names, following = self._calls.entries("ListJobs", "JobNames", {"MaxResults": JOBS_PAGE}, token)
        readable = tuple(name for name in names if isinstance(name, str))
        return Page(readable, following, len(names) - len(readable))

    def runs(self, job_name: str, token: str | None = None, *, most: int = RUNS_PAGE) -> Page[JobRun]:
        """One page of a job's runs, newest first. Their PredecessorRuns say nothing: GetJobRuns never fills them."""
        asked = {"JobName": job_name, "MaxResults": most}
        runs, following = self._calls.entries("GetJobRuns", "JobRuns", asked, token)
        page = PackedPage([run for run in runs if isinstance(run, dict)])
        readable = tuple(PackedRun(page, place) for place in range(len(page)))
        return Page(readable, following, len(runs) - len(page))

    def last_runs(self, job_name: str) -> LastRuns:
        """How a job's last few runs went; no states only where AWS says that there are no runs."""
        return LastRuns.of(self.newest_runs(job_name))

    def newest_runs(self, job_name: str) -> Sequence[JobRun]:
        """A job's last few runs, newest first and packed; none only where AWS says that there are none."""
        asked = {"JobName": job_name, "MaxResults": LAST_RUNS_COUNT}
        token: str | None = None
        while True:
            runs, token = self._calls.entries("GetJobRuns", "JobRuns", asked, token)
            if runs or not token:
                # An entry that cannot be read is still the last run: one of which no state is known.
                page = PackedPage([run if isinstance(run, dict) else {} for run in runs])
                return [PackedRun(page, place) for place in range(len(page))]

    def run(self, key: RunKey, *, refresh: bool = False) -> JobRun:
        """One run with its predecessors: one call for each key, ever, but for a live run that is refreshed.

        Two threads that ask for the same run at the same time share one call.
        """
        return self._kept.run(key, partial(self._get_run, key, again=refresh), refresh=refresh)

    def cached(self, key: RunKey) -> JobRun | None:
        """The run that `run` has already answered for this key; never calls."""
        return self._kept.by_key.get(key)

    def jobs_seen(self) -> set[str]:
        """The jobs that the kept runs are of or name; never calls."""
        return jobs_named(list(self._kept.by_key.values()))

    def get_job_run(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """GetJobRun with exactly these parameters, its answer whole; nothing is kept."""
        answer = self._calls.ask("GetJobRun", dict(parameters))
        self._calls.member(answer, "JobRun", dict, "GetJobRun")
        return {name: value for name, value in answer.items() if name != "ResponseMetadata"}

    def service_model(self) -> Any:
        """botocore's model of AWS Glue: operations and shapes."""
        return self.aws.model(GLUE.name)

    def printed_form(self, *, has_iso_times: bool) -> PrintedForm:
        """The form of a run as JSON, its members in the order of the installed botocore's model."""
        return PrintedForm(self.service_model().shape_for("JobRun"), has_iso_times)

    def fields(self) -> tuple[Field, ...]:
        """The catalogue of JobRun's members, from the installed botocore's own model."""
        return catalogue(self.service_model().shape_for("JobRun"))

    def _get_run(self, key: RunKey, *, again: bool) -> JobRun:
        parameters = {"JobName": key.job_name, "RunId": key.run_id, "PredecessorsIncluded": True}
        try:
            answer = self._calls.ask("GetJobRun", parameters)
        except AwsError as error:
            if not again or self.beyond is None or error.kind is not ErrorKind.GONE:
                raise
            return self.beyond.run(key)
        return JobRun(self._calls.member(answer, "JobRun", dict, "GetJobRun"), asked_predecessors=True)
