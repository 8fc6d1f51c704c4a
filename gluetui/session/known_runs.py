"""All that a session knows of runs: each answer comes in here, the newest one counts, and every view is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple, Protocol, TypeVar
from weakref import WeakSet

from gluetui.glue.clients.glue import Glue, Page
from gluetui.glue.listing.last_runs import LAST_RUNS_COUNT, LastRuns, LastRunsOfJobs
from gluetui.glue.listing.packed import PackedRun
from gluetui.glue.run.run import FINAL_STATES, JobRun, RunKey
from gluetui.session.job_runs import JobRuns
from gluetui.text.times import Clock

Answer = TypeVar("Answer")


class Asks(Protocol):
    """A session, as far as its store asks AWS by it."""

    @property
    def glue(self) -> Glue:
        """AWS Glue as the session asks it."""

    async def ask(self, call: Callable[..., Answer], *args: Any, **how: Any) -> Answer:
        """Await a blocking call in a thread."""


class RunsShown(Protocol):
    """A view of runs, such as the panes of a screen."""

    def runs_changed(self, runs: Mapping[RunKey, JobRun]) -> None:
        """Show newer answers about these runs, wherever one of them is shown."""

    def job_listed(self, job_name: str, runs: Sequence[JobRun]) -> None:
        """Show a job's newest runs, fewer than a page."""

    def status_changed(self, job_name: str) -> None:
        """Show how the last runs of a job went, which is known anew."""


class Glance(NamedTuple):
    """A job's newest runs, fewer than a page, as one call listed them."""

    runs: Sequence[JobRun]
    at: datetime


class Known(NamedTuple):
    """The newest answer about one run."""

    run: JobRun
    number: int
    """The number of the request, among all of the session."""
    at: datetime
    whole: JobRun | None
    """The last answer of GetJobRun, as it came."""


class KnownRuns:
    """Keeps what can change or was opened; a run that is over as a page listed it is kept by its list alone.

    A state that is final goes before one that is not, else the answer to the later request counts.
    """

    def __init__(self, session: Asks, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self.job_runs: dict[str, JobRuns] = {}
        """The loaded runs of each job, by its name."""
        self.last_runs = LastRunsOfJobs()
        self.glances: dict[str, Glance] = {}
        """By a job's name, as it was looked up last."""
        self._known: dict[str, dict[str, Known]] = {}
        """By a job's name, then by the run's id."""
        self._numbers = count(1)
        self._listings: dict[str, int] = {}
        """By a job's name the number of the request that its last runs are known by."""
        self._shown_by: WeakSet[RunsShown] = WeakSet()

    def show_in(self, view: RunsShown) -> None:
        """Tell a view of every change for as long as it lives."""
        self._shown_by.add(view)

    # What is known.

    def newest(self, run: JobRun) -> JobRun:
        """The newest answer about the run that an answer is about."""
        return self.get(run.key) or run

    def get(self, key: RunKey) -> JobRun | None:
        """The newest answer about a run; None where it was never opened and every listing had it as over."""
        known = self._get(key)
        return None if known is None else known.run

    def came_at(self, key: RunKey) -> datetime | None:
        """When AWS last answered about a run by itself, or listed it while it was not over."""
        known = self._get(key)
        return None if known is None else known.at

    def whole(self, key: RunKey) -> JobRun | None:
        """What GetJobRun answered about a run; None before it did, and where a listing showed since that it went on."""
        known, kept = self._get(key), self._session.glue.cached(key)
        has_gone_on = known is not None and kept is not None and not kept.is_final and known.run.state != kept.state
        return None if has_gone_on else kept

    def _get(self, key: RunKey) -> Known | None:
        return self._known.get(key.job_name, {}).get(key.run_id)

    # Asking.

    async def run(self, key: RunKey, *, refresh: bool = False, **how: Any) -> JobRun:
        """The newest answer about a run, of GetJobRun where that was not asked before; `how` is as for `ask`."""
        number = next(self._numbers)
        has_gone_on = self._session.glue.cached(key) is not None and self.whole(key) is None
        run = await self._session.ask(self._session.glue.run, key, refresh=refresh or has_gone_on, **how)
        newest, changed = self._take(key, run, number)
        self._tell(changed)
        return newest

    async def page(self, job_name: str, token: str | None = None, **how: Any) -> Page[JobRun]:
        """One page of a job's runs, each as its newest answer has it; `how` is as for `ask`."""
        number = next(self._numbers)
        page = await self._session.ask(self._session.glue.runs, job_name, *([token] if token else []), **how)
        page = page._replace(items=self._settled(page.items, number))
        if token is None and not page.unreadable and (page.items or page.next_token is None):
            self._learn(job_name, LastRuns.of(page.items[:LAST_RUNS_COUNT]), number)
        return page

    async def look_up(self, job_name: str, **how: Any) -> None:
        """Learn how a job's last few runs went; `how` is as for `ask`."""
        number = next(self._numbers)
        answer = await self._session.ask(self._session.glue.newest_runs, job_name, **how)
        runs = self._settled(answer, number)
        if not self._learn(job_name, LastRuns.of(runs), number):
            return
        self.glances[job_name] = Glance(runs, self._clock.now())
        for view in list(self._shown_by):
            view.job_listed(job_name, runs)
        if job_name in self.job_runs:
            self.job_runs[job_name].glimpse(runs, self._clock.now())

    # Taking in.

    def add_page(self, job_name: str, page: Page[JobRun], token: str | None) -> None:
        """Take a page of a job into its loaded runs, the first where `token` is None; a list that shows them has it."""
        job, now = self.job_runs.setdefault(job_name, JobRuns(job_name)), self._clock.now()
        if token is None:
            job.merge(page, now)
            job.load.arrived(now)
        else:
            job.add_pages([page], now)
        for view in list(self._shown_by):
            view.runs_changed({run.key: run for run in page.items})

    def _settled(self, runs: Sequence[JobRun], number: int) -> tuple[JobRun, ...]:
        """The newest answers about listed runs; views are told of those that say something new."""
        settled, changed = list(runs), dict[RunKey, JobRun]()
        for index in self._that_matter(runs):
            if runs[index].key.run_id:
                newest, news = self._take(runs[index].key, runs[index], number)
                changed |= news
                if not newest.says_the_same_as(runs[index]):
                    settled[index] = newest
        self._tell(changed)
        return tuple(settled)

    def _that_matter(self, runs: Sequence[JobRun]) -> Iterable[int]:
        """The places of listed runs that are not over, or of which something is known already."""
        for index, run in enumerate(runs):
            if run.state not in FINAL_STATES:
                yield index
            elif self._known:
                of_job = self._known.get(_job_of(run))
                if of_job is not None and run.key.run_id in of_job:
                    yield index

    def _take(self, key: RunKey, run: JobRun, number: int) -> tuple[JobRun, dict[RunKey, JobRun]]:
        """Take in an answer. Returns: the newest one about that run, and what of it is new, by its key."""
        known, now = self._get(key), self._clock.now()
        if known is None and not run.is_final:
            known = self._listed_as_over(key, now)
        whole = run if run.asked_predecessors else known.whole if known is not None else None
        if known is not None and run is known.whole:
            return known.run, {}  # Kept since then: showing it again makes it no younger.
        newest = run if known is None else _newer(known, run, number)
        if known is not None and newest.asked_predecessors == known.run.asked_predecessors:
            newest = known.run if newest.raw == known.run.raw else newest
        is_older = known is not None and number < known.number
        at, number = (known.at, known.number) if known is not None and is_older else (now, number)
        self._known.setdefault(key.job_name, {})[key.run_id] = Known(newest, number, at, whole)
        return newest, {} if known is not None and newest is known.run else {key: newest}

    def _listed_as_over(self, key: RunKey, now: datetime) -> Known | None:
        """A run of a loaded list that is over there: an answer that is late must not bring it back."""
        job = self.job_runs.get(key.job_name)
        index = job.loaded.find(key) if job is not None else None
        if job is None or index is None or job.loaded.states[index] not in FINAL_STATES:
            return None
        return Known(job.loaded[index], 0, job.load.arrived_at or now, None)

    def _learn(self, job_name: str, last_runs: LastRuns, number: int) -> bool:
        """Take in how a job's last runs went; False where a later request told it already."""
        if number < self._listings.get(job_name, 0):
            return False
        self._listings[job_name] = number
        self.last_runs.learn(job_name, last_runs, self._clock.now())
        for view in list(self._shown_by):
            view.status_changed(job_name)
        return True

    def _tell(self, runs: Mapping[RunKey, JobRun]) -> None:
        """Bring every list up to date, and tell the views; a list that is shown is brought up to date by its view."""
        if not runs:
            return
        jobs = {key.job_name for key, run in runs.items() if self.last_runs.renew(run)}
        for view in list(self._shown_by):
            view.runs_changed(runs)
            for job_name in jobs:
                view.status_changed(job_name)
        for job_name in {key.job_name for key in runs} & self.job_runs.keys():
            of_job = [run for key, run in runs.items() if key.job_name == job_name]
            self.job_runs[job_name].renew(of_job, self._clock.now())


def _newer(known: Known, run: JobRun, number: int) -> JobRun:
    """The newer of two answers about one run; what only one of them asked for is kept from that one."""
    is_newer = run.is_final if known.run.is_final != run.is_final else number >= known.number
    newer, older = (run, known.run) if is_newer else (known.run, run)
    return newer.with_predecessors_of(older) if older.asked_predecessors and not newer.asked_predecessors else newer


def _job_of(run: JobRun) -> str:
    return run.page.job_names[run.place] if isinstance(run, PackedRun) else run.key.job_name
