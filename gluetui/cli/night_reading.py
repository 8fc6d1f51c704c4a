"""Reads a night from AWS for a command, counts what comes by, and tells what is not known."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from gluetui.cli.exit_codes import complain
from gluetui.cli.night_look_ups import Answer, NightLookUps, job_names, reader_of
from gluetui.cli.printing import is_terminal, pages
from gluetui.glue.clients.glue import Glue
from gluetui.glue.clients.workflows import Workflows
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import SESSION_WIDE
from gluetui.glue.files.printed import utc_time
from gluetui.glue.files.saved_nights import SavedNight
from gluetui.glue.night.asking import Asking
from gluetui.glue.night.attempts import each_once
from gluetui.glue.night.due import missing_jobs
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.night import Night
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window
from gluetui.glue.triggers.index import TriggerIndex
from gluetui.text.safe import one_line
from gluetui.text.times import Clock

_LINE_ANEW = "\r\x1b[K"


class Progress:
    """How many jobs were asked, in one line on stderr where it is a terminal that nothing else is printed on."""

    def __init__(self, *, is_shown: bool) -> None:
        self._is_shown = is_shown and sys.stderr.isatty()

    def show(self, asked: int, total: int) -> None:
        """Say so in place of what was said before."""
        if self._is_shown:
            sys.stderr.write(f"{_LINE_ANEW}{asked:,} of {total:,} jobs asked")
            sys.stderr.flush()

    def end(self) -> None:
        """Leave no trace."""
        if self._is_shown:
            sys.stderr.write(_LINE_ANEW)
            sys.stderr.flush()


class NightReading:
    """Asks for all jobs once, by `runs` or by `night`."""

    def __init__(self, glue: Glue, window: Window, clock: Clock, *, saved: SavedNight | None = None) -> None:
        """`saved` is the night that the answers were saved with: what else was known of it then."""
        self.glue = glue
        self.window = window
        self.clock = clock
        self.is_bad = False
        """Whether a run failed, or a job is missing."""
        self._saved = saved
        self._total = self._asked = 0
        self._errors: list[AwsError] = []
        self.triggers_error = ""
        """Why it is not known what was due."""
        self._ended_by: AwsError | None = None
        """What ails every call, where some jobs had answered before."""

    def runs(self, *, judges: bool = False) -> Iterator[Sequence[JobRun]]:
        """The runs of one job after the other that were on; of no job more is kept than is handed out.

        Only where it `judges` whether the night was bad, all runs are kept: what was due is told by them.
        """
        names = job_names(pages(self.glue.jobs))
        night = Night(self.window) if judges else None
        for answer in self._answers(names, shows_progress=not is_terminal()):
            if night is not None:
                self._take(night, answer)
            yield [run for run in each_once(answer.runs) if self.window.has(run)]
            sys.stdout.flush()
        if night is not None:
            night.list_jobs(names, is_last=True)
            self._tell_missing(night, self._triggers())
            self._judge(night)

    def night(self) -> Night:
        """The night, once all jobs were asked."""
        names = job_names(pages(self.glue.jobs))
        night = self._asked_for(names) if self._saved is None else self._restored(self._saved, names)
        self._judge(night)
        return night

    def _judge(self, night: Night) -> None:
        self.is_bad = night.totals(self.clock.now()).failed > 0 or bool(night.missing)

    def _asked_for(self, names: Sequence[str]) -> Night:
        night, index = Night(self.window), self._triggers()
        night.list_jobs(names, is_last=True)
        for answer in self._answers(names, shows_progress=True):
            self._take(night, answer)
        self._tell_missing(night, index)
        return night

    def _take(self, night: Night, answer: Answer) -> None:
        now = self.clock.now()
        if answer.error is not None:
            night.refused(answer.job, answer.error)
        else:
            night.answered(JobNight(answer.job, answer.runs, self.window, now), now)

    def _triggers(self) -> TriggerIndex | None:
        """All triggers as of now; None where AWS does not give them. Raises: AwsError for what ails every call."""
        try:
            return TriggerIndex(Workflows(self.glue.aws).triggers().items)
        except AwsError as error:
            if error.kind in SESSION_WIDE:
                raise
            self.triggers_error = error.args[0]
            return None

    def _tell_missing(self, night: Night, index: TriggerIndex | None) -> None:
        if index is not None:
            night.set_missing(missing_jobs(index, night, self.clock.now()))

    def _restored(self, saved: SavedNight, names: Sequence[str]) -> Night:
        runs = {answer.job: answer.runs for answer in self._answers(names, shows_progress=False)}
        night = saved.restored(runs, self.clock.now())
        self._total = night.asked.total
        self._errors += night.errors.values()
        return night

    @property
    def refusal(self) -> AwsError | None:
        """The error by which the command ends; a job that was deleted since it was listed is none of it."""
        unexpected = [error for error in self._errors if error.kind is not ErrorKind.GONE]
        return self._ended_by or next(iter(unexpected), None)

    def tell_what_is_not_known(self) -> None:
        """Say on stderr how many jobs could not be asked, and why."""
        if self._ended_by is not None:
            complain(f"Only {self._asked:,} of {self._total:,} jobs were asked: {self._ended_by}")
        if self.triggers_error:
            complain(f"What was due and did not run is not known: {one_line(self.triggers_error)}")
        if self._errors:
            which = next((error for error in self._errors if error.kind is not ErrorKind.GONE), self._errors[0])
            complain(f"{len(self._errors):,} of {self._total:,} jobs did not answer: {which}")

    def _answers(self, names: Sequence[str], *, shows_progress: bool) -> Iterator[Answer]:
        """Raises: AwsError for what ails every call, if no job had answered before."""
        asking, progress = Asking(), Progress(is_shown=shows_progress)
        asking.add(names)
        self._total = len(names)
        read = reader_of(self.glue, self.window, tell=lambda line: complain(one_line(line)))
        progress.show(0, self._total)
        try:
            for answer in NightLookUps(asking, read).answers():
                self._asked += 1
                self._errors += [answer.error] if answer.error is not None else []
                progress.show(self._asked, self._total)
                yield answer
        except AwsError as error:
            if not self._asked:
                raise
            self._ended_by = error
        finally:
            progress.end()


def printed(value: Any) -> Any:
    """Data with its times as text in UTC."""
    if isinstance(value, Mapping):
        return {name: printed(each) for name, each in value.items()}
    if isinstance(value, list):
        return [printed(each) for each in value]
    return utc_time(value) if isinstance(value, datetime) else value
