"""All that is told of a run, or of a job in a window: what started it or why it did not run, what follows from it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.run.window import Window
from gluetui.glue.triggers.asking import PENDING, Asking, Known, Runs, Told, Unanswered, Wanted, told
from gluetui.glue.triggers.finding import Certainty, Finding, Kind, Why
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.glue.triggers.set_off import AROUND, Effects, effects_of, nothing_follows
from gluetui.glue.triggers.waits import waits_in_vain
from gluetui.glue.triggers.why_not import why_not
from gluetui.glue.triggers.why_started import why_started


class Answers:
    """What was answered so far: a reasoning goes as far as it reaches, and nothing is asked twice."""

    def __init__(self) -> None:
        self.jobs: dict[str, Runs] = {}
        """By job its last runs, as far back as `back_to` of the question says."""
        self.runs: dict[RunKey, JobRun | Unanswered] = {}
        """Runs with their predecessors."""
        self.missing = PENDING
        """What is said of all others."""

    def follow(self, asking: Asking[Told]) -> tuple[Told, Wanted]:
        """What a reasoning comes to by these answers, and what it lacks first: the rest counts as not answered yet."""
        lacking = Wanted()

        def answer(wanted: Wanted) -> Known:
            nonlocal lacking
            if not any(lacking):
                lacking = Wanted(wanted.jobs - self.jobs.keys(), wanted.runs - self.runs.keys())
            jobs = {job: self.jobs.get(job, self.missing) for job in wanted.jobs}
            return Known(jobs, {key: self.runs.get(key, self.missing) for key in wanted.runs})

        return told(asking, answer), lacking

    def listed(self, key: RunKey | None) -> JobRun | None:
        """A run, with its predecessors where it was asked for so, else as it was listed; None where it is not known."""
        if key is None:
            return None
        whole, runs = self.runs.get(key), self.jobs.get(key.job_name, ())
        if isinstance(whole, JobRun):
            return whole
        return None if isinstance(runs, Unanswered) else next((run for run in runs if run.key == key), None)


class Triggers(NamedTuple):
    """The triggers as of now, or why they are not known."""

    found: TriggerIndex | None
    error: str = ""
    """A clause such as "triggers could not be read: …"."""


class Report(NamedTuple):
    """What is told by some answers; `wanted` is what more would be told by, nothing where this is all."""

    job: str
    run: JobRun | None
    """The run that was asked about, or the job's last one in the window."""
    window: Window | None
    why: Why
    effects: Effects = Effects()
    waits: tuple[str, ...] = ()
    """The jobs that wait in vain for the run, or for the one that is the cause, the nearest first."""
    waits_for: RunKey | None = None
    """That run."""
    wanted: Wanted = Wanted()


class OfRun(NamedTuple):
    """The question what started a run and what it set off; the run was asked for with its predecessors."""

    run: JobRun

    @property
    def job(self) -> str:
        """The job of the run."""
        return self.run.key.job_name

    @property
    def back_to(self) -> Window | None:
        """The window that other jobs' runs are wanted of; None where the last few have to do."""
        start = self.run.started
        return None if start is None else Window(start - AROUND, start)


class OfJob(NamedTuple):
    """The question why a job did not run in a window, or how it went."""

    job: str
    window: Window

    @property
    def back_to(self) -> Window:
        """The window that jobs' runs are wanted of."""
        return self.window


Question = OfRun | OfJob


def report_on(question: Question, triggers: Triggers, answers: Answers, now: datetime) -> Report:
    """What is told by the answers so far."""
    reporting = _Reporting(triggers, answers, now)
    if isinstance(question, OfRun):
        return reporting.of_run(Report(question.job, question.run, None, Why(())))
    return reporting.of_job(question.job, question.window)


class _Reporting:
    """Puts the reasonings together; of several that lack something all may be asked at once."""

    def __init__(self, triggers: Triggers, answers: Answers, now: datetime) -> None:
        self._index = triggers.found or TriggerIndex()
        self._unknown = triggers.error if triggers.found is None else ""
        self._answers = answers
        self._now = now

    def of_job(self, job: str, window: Window) -> Report:
        why, wanted = self._answers.follow(why_not(self._index, job, window, self._now))
        ran = next((finding.run for finding in why.findings if finding.kind is Kind.RAN), None)
        listed = self._answers.listed(ran)
        if ran is None or listed is None:
            return self._did_not_run(Report(job, None, window, why, wanted=wanted))
        if not ran.run_id or ran in self._answers.runs:
            return self.of_run(Report(job, listed, window, why, wanted=wanted))
        report = self.of_run(Report(job, listed, window, why))
        return report._replace(wanted=Wanted(report.wanted.jobs, report.wanted.runs | {ran}))

    def of_run(self, report: Report) -> Report:
        """The report with what started its run and what followed; what is found out already stays first."""
        run = report.run
        assert run is not None
        started, lacking = self._answers.follow(why_started(self._index, run))
        started = self._with_unknown(started)
        effects, lacking_too = self._answers.follow(effects_of(self._index, run, self._now))
        if self._unknown and not nothing_follows(run):
            effects = Effects(text=f"What it set off is not known: {self._unknown}")
        before = report.why
        why = before._replace(findings=(*before.findings, *started.findings)) if before.findings else started
        wanted = Wanted(lacking.jobs | lacking_too.jobs, lacking.runs | lacking_too.runs)
        return self._with_waits(report._replace(why=why, effects=effects, wanted=wanted), run)

    def _did_not_run(self, report: Report) -> Report:
        last = report.why.findings[-1] if report.why.findings else None
        if self._unknown and last is not None and last.kind is not Kind.UNKNOWN:
            text = f"It is not known why {report.job} did not run: {self._unknown}"
            return report._replace(why=Why((Finding(Kind.UNKNOWN, text, Certainty.UNKNOWN, job=report.job),), text))
        return self._with_waits(report, self._answers.listed(report.why.causing_run))

    def _with_waits(self, report: Report, run: JobRun | None) -> Report:
        waits = tuple(waits_in_vain(self._index, run)) if run is not None else ()
        return report._replace(waits=waits, waits_for=run.key if run is not None and waits else None)

    def _with_unknown(self, why: Why) -> Why:
        """Without the triggers nothing is known of the one that a run names, and it is not called gone."""
        gone = next((each for each in why.findings if each.kind is Kind.GONE_TRIGGER), None)
        if not self._unknown or gone is None:
            return why
        text = f"Trigger {gone.trigger} started it; {self._unknown}"
        told_instead = gone._replace(kind=Kind.UNKNOWN, text=text, certainty=Certainty.UNKNOWN)
        findings = tuple(told_instead if each is gone else each for each in why.findings)
        return Why(findings, f"Trigger {gone.trigger} started it")
