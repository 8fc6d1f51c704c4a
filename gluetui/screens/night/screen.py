"""The screen of a night: what ran in a window over all jobs, what failed and what is missing first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from gluetui.commands.run import NO_RUN
from gluetui.glue.night.night import Night
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.run.window import Window
from gluetui.panes.night_board import NightBoard
from gluetui.screens.closable_screen import ClosableScreen
from gluetui.screens.night.live_night import LiveNight
from gluetui.screens.night.loader import NightLoader
from gluetui.screens.night.news import NightNews
from gluetui.screens.requests import Asked, JobRequested, NightActionRequested
from gluetui.screens.session_screen import Subject
from gluetui.session.session import Session
from gluetui.text.night_head import Progress
from gluetui.text.times import as_of_time
from gluetui.text.windows import DAY, NIGHT, NightHours, read_window
from gluetui.widgets.rows import Rows, Step

OF_THE_NIGHT = frozenset({"run('copy')", "run('share')", "run('save')", "run('save_raw')"})
"""The commands on a run that are about the whole night here."""


def _whole_runs(night: Night, job: str) -> Sequence[JobRun]:
    """The runs of a job in the window, where they were asked for after its end and none of them goes on."""
    known = night.jobs.get(job)
    is_whole = known is not None and not known.live and known.as_of >= night.window.until
    return known.runs if known is not None and is_whole else ()


class NightScreen(ClosableScreen):
    """Hands what is chosen on the board on to the app, and keys to what loads the night."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session, *, saved: Night | None = None) -> None:
        """`saved` is shown first, as it was."""
        super().__init__(session)
        self._saved = saved
        self.board = NightBoard(session.clock, session.causes.lines)
        self.loader = NightLoader(self, self.board)
        self.text = DAY
        """The window as the user wrote it."""
        self.board.progress = self._progress
        self.live.follow(LiveNight(self.board, self.loader))
        self._news = NightNews(session, self.board, self.loader)

    def body(self) -> Iterable[Widget]:
        yield self.board

    def on_mount(self) -> None:
        self.board.focus()
        self.board.say_empty("Jobs are being asked for their runs.")
        self.call_after_refresh(self._open_first)

    def _open_first(self) -> None:
        if self._saved is not None:
            self.loader.open_saved(self._saved)
        else:
            self.open_window(self.window_of(self.text))

    def on_screen_resume(self) -> None:
        """Show what became known while another screen was in front. Textual calls the base's handler too."""
        self.board.news_came()

    # The window.

    def window_of(self, text: str) -> Window:
        """The window of a text, as of now. Raises: UnreadableWindow."""
        session = self.session
        night = NightHours.read(session.settings.night) or NIGHT
        return read_window(text, session.clock.now(), session.clock.zone, night=night)

    def open_window(self, window: Window, *, renews: bool = False) -> None:
        """Show another window; with `renews` it is the one that is shown, up to now."""
        self.loader.open(window, renews=renews)
        self.refresh_keys()

    def action_move(self, windows: int) -> None:
        night = self.board.night
        if night is not None:
            self.open_window(night.window.moved(windows))

    def action_window(self) -> None:
        self.start_work(self._type_window, group="night window", exclusive=True)

    async def _type_window(self) -> None:
        from gluetui.screens.night.window_line import WindowLine, WindowScreen

        clock = self.session.clock
        box = WindowLine(self.text, self.window_of, now=clock.now(), zone=clock.zone)
        text = await self.app.push_screen_wait(WindowScreen(box), mode=self.session.mode)
        if text is not None:
            self.text = text
            self.open_window(self.window_of(text))

    def _progress(self) -> Progress:
        loader, jobs, board = self.loader, self.session.jobs, self.board
        state = ""
        if self.session.health.fault is not None:
            state = "waiting: see above"
        elif loader.is_stopped:
            state = f"stopped: {board.key_of('browse.refresh')} goes on"
        elif loader.is_resting:
            state = "AWS throttles: goes on in a while"
        elif loader.is_working or not (jobs.is_whole or jobs.error):
            state = f"{board.key_of('night.escape')} stops"
        known = loader.night.jobs.values() if loader.night is not None and not self.session.aws.is_offline else ()
        oldest = min((each.as_of for each in known), default=None)
        as_of = as_of_time(oldest, self.session.clock.now(), self.session.clock.zone) if oldest is not None else ""
        problems = [f"Jobs could not be listed: {jobs.error.args[0]}"] if jobs.error is not None else []
        if unreadable := loader.unreadable:
            problems.append(f"{unreadable:,} {'entry' if unreadable == 1 else 'entries'} of AWS's answers are no runs")
        return Progress(state, as_of, " · ".join(problems))

    # The run that commands act on.

    @property
    def subject(self) -> Subject | None:
        chosen = self.board.chosen
        return Subject(chosen.run) if chosen is not None and chosen.run is not None else None

    @property
    def why_no_subject(self) -> str:
        return "This job did not run." if self.board.chosen is not None else NO_RUN

    @property
    def why_asked(self) -> Asked | None:
        """The run that stands for the job under the cursor, or the job that did not run in this window."""
        chosen, night = self.board.chosen, self.board.night
        if chosen is None or night is None:
            return None
        if chosen.run is not None:
            return Asked(chosen.job, chosen.run)
        return Asked(chosen.job, window=night.window, kept=partial(_whole_runs, night))

    def others_of(self, key: RunKey) -> Sequence[JobRun]:
        night = self.board.night
        known = night.jobs.get(key.job_name) if night is not None else None
        return [run for run in known.runs if run.key != key] if known is not None else []

    def action_run(self, action: str) -> None:
        """Copy, share and save the night; other actions are on the run under the cursor."""
        if f"run('{action}')" not in OF_THE_NIGHT:
            super().action_run(action)
        elif self.board.night is not None:
            self.post_message(NightActionRequested(action, self.board.night, self.loader.due.error_text))

    @on(Rows.Selected, "#night")
    def job_selected(self) -> None:
        chosen = self.board.chosen
        if chosen is not None:
            self.post_message(JobRequested(chosen.job, chosen.run))

    # Keys.

    def ask_again(self) -> None:
        if self.session.aws.is_offline:
            self.toast("What a file holds does not change.")
        elif not self.loader.again():
            if self.loader.is_working:
                self.toast("AWS is being asked for it already.")
            else:
                self.open_window(self.window_of(self.text), renews=True)

    @property
    def steps(self) -> list[Step]:
        """What esc does, nearest first."""
        works = [Step("Stop", self.loader.stop)] if self.loader.is_working else []
        return [*self.board.clearing, *works, *self.board.leaving, *super().steps]

    @property
    def unavailable_actions(self) -> Set[str]:
        return (super().unavailable_actions - OF_THE_NIGHT) | {"night"}

    @property
    def reasons(self) -> Mapping[str, str]:
        return {**super().reasons, "night": "This is the night."}

    @property
    def key_titles(self) -> Mapping[str, str]:
        return {
            **super().key_titles,
            "run('copy')": "Copy summary",
            "run('save')": "Save night",
            "run('save_raw')": "Save night raw",
        }
