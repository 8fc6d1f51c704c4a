"""Loads an answer why: the triggers, the run, then what each step of the reasoning wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from gluetui.glue.errors.error import AwsError
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.run.window import Window
from gluetui.glue.triggers.asking import PENDING, Unanswered
from gluetui.glue.triggers.report import OfJob, OfRun, Question, Report, Triggers, report_on
from gluetui.panes.why_report import WhyReport
from gluetui.screens.requests import Asked
from gluetui.screens.session_screen import SessionScreen
from gluetui.screens.why.calls import WhyCalls
from gluetui.text.why_texts import question_text, why_rows

if TYPE_CHECKING:
    from gluetui.session.known_triggers import KnownTriggers

A_DAY = timedelta(days=1)
"""The window of a job that is asked about by itself."""

STOPPED = Unanswered("was not asked: that was stopped")


class WhyLoader:
    """Shows what is known after each step, and asks for what is lacking until nothing is."""

    def __init__(self, screen: SessionScreen, pane: WhyReport, asked: Asked) -> None:
        self._screen = screen
        self._session = screen.session
        self._pane = pane
        self._asked = asked
        self._calls = self._new_calls(asked.kept, is_anew=False)
        self._question: Question | None = None
        self.report: Report | None = None
        """What is told so far; None before anything is."""

    @property
    def is_working(self) -> bool:
        """Whether something is asked for."""
        return self._pane.is_waiting

    def begin(self, *, anew: bool = False) -> None:
        """Ask for all that is not known; with `anew` for the triggers and the runs again."""
        self._pane.wait_for("asking AWS for triggers")
        self._screen.start_work(partial(self._load, anew=anew), group="why", exclusive=True)
        self._screen.refresh_keys()

    def stop(self) -> None:
        """Ask for nothing more, and say what is not known for that."""
        self._screen.workers.cancel_group(self._screen, "why")
        self._calls.stop()
        self._calls.answers.missing = STOPPED
        self._pane.load.give_up()
        self._pane.say_empty("Nothing is told: that was stopped.")
        self._screen.start_work(self._tell, group="why", exclusive=True)

    def show_times(self) -> None:
        """Show the rows with their times in the clock's zone."""
        if self.report is not None:
            self._show(self.report)

    def _new_calls(self, kept: Callable[[str], Sequence[JobRun]] | None, *, is_anew: bool) -> WhyCalls:
        calls = WhyCalls(self._screen, kept, is_anew=is_anew, settled=lambda: self._go_on(calls), failed=self._fail)
        return calls

    def _fail(self, error: AwsError) -> None:
        self._screen.fail(error, self.begin, self._pane.load)

    async def _load(self, *, anew: bool) -> None:
        self._calls.stop()
        if anew:
            self._calls = self._new_calls(None, is_anew=True)
        self._calls.answers.missing = PENDING
        try:
            self._question = await self._asked_question(anew=anew)
        except AwsError as error:
            self._fail(error)
            return
        triggers = self._session.triggers
        await triggers.learn(again=True, anew=anew)
        if triggers.error is not None and triggers.error.is_session_wide:
            self._fail(triggers.error)
            return
        if triggers.error is not None:
            self._session.health.note(triggers.error)
        await self._tell()

    async def _asked_question(self, *, anew: bool) -> Question:
        """What is asked, its run with its predecessors. Raises: AwsError."""
        key = self._asked.run
        if key is not None:
            return OfRun(await self._run(key, anew=anew))
        now = self._session.clock.now()
        return OfJob(self._asked.job, self._asked.window or Window(now - A_DAY, now))

    async def _run(self, key: RunKey, *, anew: bool) -> JobRun:
        known = self._session.known.whole(key)
        if known is not None and (known.is_final or not anew):
            return known
        return await self._session.known.run(key, refresh=anew)

    def _go_on(self, calls: WhyCalls) -> None:
        if calls is self._calls and self._pane.is_waiting:
            self._screen.start_work(self._tell, group="why", exclusive=True)

    async def _tell(self) -> None:
        """Show what follows from the answers, and ask for what is lacking."""
        question = self._question
        if question is None:
            return
        answers, now = self._calls.answers, self._session.clock.now()
        known = _triggers(self._session.triggers)
        report = await self._session.machine.ask(report_on, question, known, answers, now)
        self._show(report)
        lacking = len(report.wanted.jobs) + len(report.wanted.runs)
        if not lacking:
            self._pane.arrived()
        elif self._pane.is_waiting:
            self._pane.say_progress(f"asking AWS for the runs of {lacking:,} jobs".replace(" 1 jobs", " a job"))
            self._calls.begin(report.wanted, question.back_to)
        self._screen.refresh_keys()

    def _show(self, report: Report) -> None:
        self.report = report
        clock = self._session.clock
        self._pane.show(question_text(report, clock.now(), clock.zone), why_rows(report, zone=clock.zone))


def _triggers(known: KnownTriggers) -> Triggers:
    if known.index is not None and known.error is None:
        return Triggers(known.index)
    if known.error is not None:
        return Triggers(None, f"triggers could not be read: {known.error.args[0]}")
    return Triggers(None, "triggers were not read: that was stopped")
