"""What the screen opens with: a run, a job, or a text that leaves open of which job its run is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from gluetui.glue.files.run_reference import RunReference
from gluetui.glue.run.run import RunKey
from gluetui.panes.job_list import JobList
from gluetui.panes.run_details import RunDetails
from gluetui.panes.run_list import RunList
from gluetui.screens.browse.current_run import CurrentRun
from gluetui.screens.browse.run_loader import RunLoader
from gluetui.screens.session_screen import SessionScreen
from gluetui.text.safe import cut_end, one_line
from gluetui.widgets.pane import Pane
from gluetui.widgets.panes import Panes

if TYPE_CHECKING:
    from gluetui.glue.files.listed_names import Found

_ID_WIDTH = 14
"""Cells of a run's id in a question: enough to recognise it by."""


def first_pane(named: RunReference, jobs: JobList, runs: RunList, details: RunDetails) -> Pane:
    """The pane in which what is named is seen."""
    if not named.job_name:
        return jobs
    return details if named.run_id else runs


class Opening:
    """Opens the run or job that the user named; a name that the text leaves open is held against AWS's jobs."""

    def __init__(
        self,
        screen: SessionScreen,
        panes: Panes,
        jobs: JobList,
        run_loader: RunLoader,
        current: CurrentRun,
        named: RunReference,
    ) -> None:
        self._screen = screen
        self._panes = panes
        self._jobs = jobs
        self._run_loader = run_loader
        self._current = current
        self._named = named
        self._is_open = not named.job_name and bool(named.words)
        """Whether it is still open which job the text means."""
        self._only_run_of = ""
        """The job that the user opened last, until AWS has listed its runs."""

    def begin(self) -> None:
        """Ask AWS for the run or the job, before all else, or say that its name is looked for."""
        if self._is_open:
            self._jobs.ask(f"The job of {self._what} is looked for among those that AWS lists.")
        elif self._named.job_name:
            self._open(self._named.job_name)

    def listed(self, names: Sequence[str]) -> None:
        """Look for the job among all that AWS listed."""
        if self._is_open:
            self._screen.start_work(partial(self._look, tuple(names)), group="opening", exclusive=True)
        elif len(names) == 1 and not self._run_loader.job_name and self._waits_at_jobs:
            self.open_job(names[0])

    def not_listed(self) -> None:
        """Say that the name of the job has to be typed, since there is no list to look it up in."""
        if self._is_open:
            typed, enter = self._jobs.key_of("rows.filter"), self._jobs.key_of("rows.open")
            what = self._what if self._named.run_id else "its runs"
            self._jobs.ask(f"No job is listed: {typed}, the job's name and {enter} open {what}.")

    @property
    def _waits_at_jobs(self) -> bool:
        """Whether the user has neither gone elsewhere nor typed anything."""
        return self._screen.focused is self._jobs and not (self._jobs.filter_text or self._jobs.is_filtering)

    def open_job(self, job_name: str) -> None:
        """Show a job's runs, asking for them if others are shown or they failed, or the run that waits for its job."""
        if self._takes(job_name):
            return
        runs = self._panes.query_one(RunList)
        self._only_run_of = job_name
        if job_name != self._run_loader.job_name or runs.error is not None:
            self._run_loader.load(job_name, is_wanted=True)
        self._panes.go_to(runs)
        if runs.job_name == job_name and not runs.is_waiting:
            self.runs_listed(runs)

    def peek(self, job_name: str | None) -> None:
        """Show the runs of a job to a user who goes to a list that has never shown any."""
        if job_name is not None and not self._is_open and not self._run_loader.job_name:
            self._run_loader.load(job_name, is_wanted=True)

    def runs_listed(self, runs: RunList) -> None:
        """Open the only run of a job that the user opened, if the user still waits for it there."""
        opened, self._only_run_of = self._only_run_of, ""
        if opened != runs.job_name or self._screen.focused is not runs or runs.filter_text:
            return
        if len(runs.items) == 1 and not runs.has_more and runs.error is None:
            self._current.open(runs.items[0].key)
            self._panes.go_to(self._panes.query_one(RunDetails))

    def _takes(self, job_name: str) -> bool:
        """Open the run of the text in a job that the user chose; False where no run waits for its job."""
        if not self._is_open:
            return False
        self._settle()
        if self._named.run_id:
            self._open(job_name)
            self._panes.go_to(self._panes.query_one(RunDetails))
        return bool(self._named.run_id)

    async def _look(self, names: tuple[str, ...]) -> None:
        from gluetui.glue.files.listed_names import found_in

        named = self._named
        # Many names take a moment in which keys are answered.
        found = await self._screen.session.machine.ask(found_in, named.words, names, begins=named.begins)
        if not self._is_open:
            return
        if not found.job_name:
            self._jobs.ask(self._question(found), found.candidates)
            return
        is_waiting = self._waits_at_jobs
        self._settle()
        self._open(found.job_name)
        if is_waiting:
            self._panes.go_to(self._panes.query_one(RunDetails if named.run_id else RunList))

    def _open(self, job_name: str) -> None:
        if self._named.run_id:
            self._current.open(RunKey(job_name, self._named.run_id))
        else:
            self._run_loader.load(job_name, is_wanted=True)

    def _settle(self) -> None:
        self._is_open = False
        self._jobs.ask("")

    @property
    def _what(self) -> str:
        run_id = self._named.run_id
        return f"run {cut_end(one_line(run_id), _ID_WIDTH)}" if run_id else "the text"

    def _question(self, found: Found) -> str:
        enter = self._jobs.key_of("rows.open")
        there = f"{enter} on one opens {'the run there' if self._named.run_id else 'its runs'}"
        if found.candidates:
            return f"The text does not say for sure which is the job of {self._what}: {there}."
        return f"The text names none of these jobs for {self._what}: {there}."
