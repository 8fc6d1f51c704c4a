"""Asks AWS for what the reasoning about triggers wants, a few calls at a time, each thing once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from gluetui.cli.night_look_ups import NightLookUps
from gluetui.glue.clients.glue import Glue
from gluetui.glue.clients.workflows import Workflows
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import SESSION_WIDE
from gluetui.glue.listing.last_runs import LANES
from gluetui.glue.night.asking import NIGHT_PAGE, Asking, needs_older
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.run.window import Window
from gluetui.glue.triggers.asking import MOST_PAGES, NOT_REACHED, Unanswered, Wanted
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.report import Answers, Question, Report, Triggers, report_on
from gluetui.text.times import Clock


class WhyReading:
    """Keeps what AWS answered, so that several questions share it."""

    def __init__(self, glue: Glue, clock: Clock, job: str) -> None:
        """`job` is the one that is asked about."""
        self._glue = glue
        self._job = job
        self._clock = clock
        self.answers = Answers()
        self.errors: list[AwsError] = []
        """Refusals of single jobs, runs or of the triggers, in the order in which they came."""
        self._not_reached: set[str] = set()

    def triggers(self) -> Triggers:
        """All triggers as of now, or why they are not known. Raises: AwsError for what ails every call."""
        try:
            return Triggers(TriggerIndex(Workflows(self._glue.aws).triggers().items))
        except AwsError as error:
            if error.kind in SESSION_WIDE:
                raise
            self.errors.append(error)
            return Triggers(None, f"triggers could not be read: {error.args[0]}")

    def report(self, question: Question, triggers: Triggers) -> Report:
        """All that can be told. Raises: AwsError for what ails every call."""
        now = self._clock.now()
        return self.told(lambda: report_on(question, triggers, self.answers, now), question.back_to)

    def told(self, report: Callable[[], Report], back_to: Window | None) -> Report:
        """What is told once nothing more is wanted."""
        while True:
            told = report()
            if not any(told.wanted):
                return told
            self.ask(told.wanted, back_to)

    def ask(self, wanted: Wanted, back_to: Window | None) -> None:
        """Ask for the runs of jobs as far back as a window, and for runs with their predecessors."""
        self._ask_jobs(sorted(wanted.jobs), back_to)
        self._ask_runs(sorted(wanted.runs))

    def _ask_jobs(self, jobs: Sequence[str], back_to: Window | None) -> None:
        asking = Asking()
        asking.add(jobs)
        for answer in NightLookUps(asking, lambda job: self._runs_of(job, back_to)).answers():
            if answer.error is not None:
                self._note(answer.error, of=answer.job)
                self.answers.jobs[answer.job] = Unanswered(f"could not be asked: {answer.error.args[0]}")
            elif answer.job in self._not_reached:
                self.answers.jobs[answer.job] = NOT_REACHED
            else:
                self.answers.jobs[answer.job] = answer.runs
        for job in jobs:
            self.answers.jobs.setdefault(job, Unanswered())

    def _runs_of(self, job: str, back_to: Window | None) -> Sequence[JobRun]:
        runs: list[JobRun] = []
        token: str | None = None
        for _ in range(MOST_PAGES):
            page = self._glue.runs(job, token, most=NIGHT_PAGE)
            runs += page.items
            token = page.next_token
            if back_to is None or not needs_older(page.items, token, back_to):
                return runs
        self._not_reached.add(job)
        return runs

    def _ask_runs(self, keys: Iterable[RunKey]) -> None:
        threads = ThreadPoolExecutor(LANES, thread_name_prefix="aws")
        try:
            for key, answer in threads.map(self._run, keys):
                self.answers.runs[key] = answer
        finally:
            threads.shutdown(wait=False, cancel_futures=True)

    def _run(self, key: RunKey) -> tuple[RunKey, JobRun | Unanswered]:
        try:
            return key, self._glue.run(key)
        except AwsError as error:
            if error.kind in SESSION_WIDE:
                raise
            self._note(error)
            return key, Unanswered(f"could not be asked: {error.args[0]}")

    def _note(self, error: AwsError, of: str = "") -> None:
        """Another job or run that is gone is no failure of a command that tells of this one."""
        if error.kind is not ErrorKind.GONE or of == self._job:
            self.errors.append(error)
