"""The screen of a log, of a run or out of a file that names none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from gluetui.commands import first_key
from gluetui.glue.errors.error import AwsError
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.log_view import LogView
from gluetui.screens.closable_screen import ClosableScreen
from gluetui.screens.log.following import LogFollower
from gluetui.screens.log.loaded import LoadedLog
from gluetui.screens.log.loader import LogLoader
from gluetui.screens.log.opening import LogOpening
from gluetui.screens.log.output import LogOutput
from gluetui.screens.session_screen import Subject
from gluetui.session.session import Session
from gluetui.session.whole_logs import WholeLog
from gluetui.widgets.pane import CopyRequested
from gluetui.widgets.rows import Step

if TYPE_CHECKING:
    from gluetui.glue.files.runless_log import RunlessLog

ALL_SOURCES = "all"

WITHOUT_RUN = "This log was opened without its run, so nothing can be done with the run."


class LogScreen(ClosableScreen):
    """Hands messages of the log's pane and actions of keys on to what loads, follows and saves."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session, of: RunKey | RunlessLog) -> None:
        """The log of a run; without a run it is what a file has, and the first screen of its session."""
        super().__init__(session)
        self.log_view = LogView(session.clock)
        self.loaded = LoadedLog(session, self.log_view, of)
        self.loader = LogLoader(self, self.log_view, self.loaded)
        self.opening = LogOpening(self, self.log_view, self.loaded)
        self.follower = LogFollower(self, self.log_view, self.loaded)
        self.output = LogOutput(self, self.log_view, self.loaded, self.loader)

    def body(self) -> Iterable[Widget]:
        yield self.log_view

    def on_mount(self) -> None:
        self.log_view.focus()
        self.call_after_refresh(self.loader.load)

    def on_unmount(self) -> None:
        self.loaded.close()

    @property
    def subject(self) -> Subject | None:
        return Subject(self.loaded.key) if self.loaded.key is not None else None

    @property
    def why_no_subject(self) -> str:
        return WITHOUT_RUN

    def log_of(self, run: JobRun) -> WholeLog | None:
        return self.loaded.whole if run.key == self.loaded.key else super().log_of(run)

    def ask_again(self) -> None:
        if self.log_view.is_waiting:
            self.toast("AWS is being asked for it already.")
        elif self.session.aws.is_offline:
            self.toast("What a file holds does not change.")
        elif self.follower.is_on:
            self.toast("The log is followed: what comes is shown.")
        else:
            self.follower.begin()

    @on(LogView.NearStart)
    def log_near_start(self, message: LogView.NearStart) -> None:
        # A page may have arrived since this was posted.
        if self.log_view.is_near_start and self.log_view.error is None:
            self.loader.load_older(is_move=message.is_move)

    @on(LogLoader.Opened)
    def log_opened(self) -> None:
        """Follow a run that goes on; look for the cause of one that is over."""
        run = self.loaded.run
        if run is not None and not run.is_final and not self.session.aws.is_offline:
            self.follower.begin()
        else:
            self.opening.begin()

    # Following.

    @on(LogView.FollowingStopped)
    def end_left(self) -> None:
        self.follower.stop()

    def action_follow(self) -> None:
        if self.follower.is_on:
            self.follower.stop()
        elif self.session.aws.is_offline:
            self.toast("What a file holds does not change: there is nothing to follow.")
        elif self.loaded.reader is None:
            self.toast("The log is being loaded.")
        else:
            self.follower.begin()

    # Sources.

    def action_answers(self) -> None:
        title = "What was asked" if self.loaded.file is None else "What the file tells"
        self.view(title, self.loaded.answers(), is_prose=True)

    def action_pick_source(self) -> None:
        if self.log_view.is_waiting:
            self.toast("The sources are listed once the page under way is there.")
        self.start_work(self._pick_source, group="log sources", exclusive=True)

    async def _pick_source(self) -> None:
        from gluetui.screens.picker import Choice, Picker

        try:
            await self.loaded.find_streams()
        except AwsError as error:
            self.fail(error, self.action_pick_source, self.log_view.load)
            return
        found = self.loaded.reader.streams if self.loaded.reader else ()
        loaded = Counter(pages.stream.source for pages in self.loaded.streams)
        counts = Counter(stream.source for stream in found)
        shown = self.log_view.shown.source
        choices = [Choice(ALL_SOURCES, "all that is loaded, in the order of time", not shown)]
        for source, count in counts.items():
            about = f"{count} stream{'s' if count > 1 else ''}" + (
                "" if loaded[source] == count else ", not loaded yet"
            )
            choices.append(Choice(source, about, source == shown))
        picked = await self.app.push_screen_wait(Picker("Source", choices), mode=self.session.mode)
        if picked is None:
            return
        source = "" if picked.name == ALL_SOURCES else picked.name
        if source:
            await self.loader.load_source(source)
        self.log_view.show_source(source)

    # What leaves it.

    def action_copy_loaded(self) -> None:
        self.start_work(self.output.copy_loaded, group="log out")

    def action_save_log(self, masked: bool) -> None:
        self.output.begin(masked=masked)

    def action_run(self, action: str) -> None:
        """Offer the texts of a log in place of those of its run."""
        if action == "share":
            self.start_work(self._share, group="share", exclusive=True)
        else:
            super().action_run(action)

    async def _share(self) -> None:
        from gluetui.screens.dialogs import Menu

        aws = self.session.aws
        offered = self.output.shareables("" if aws.is_offline else aws.region or "")
        offered.append(("Run and log, to a file", "what `gluetui open` shows again, without AWS; secrets masked"))
        offered.append(("More of the run", self.loaded.key.run_id if self.loaded.key is not None else ""))
        index = await self.app.push_screen_wait(Menu("Share · log", offered, verb="Choose"), mode=self.session.mode)
        if index == len(offered) - 1:
            super().action_run("share")
        elif index == len(offered) - 2:
            self.start_work(self.output.save_with_run, group="log out")
        elif index is not None:
            self.post_message(CopyRequested(offered[index][1], offered[index][0]))

    # The way out.

    @property
    def steps(self) -> list[Step]:
        """What esc does, nearest first."""
        view, loader, output = self.log_view, self.loader, self.output
        # What AWS's silence keeps from ending is not stopped twice: the next esc closes.
        works = [Step("Stop saving", output.stop)] if output.is_saving and not output.is_stopped else []
        is_loading = loader.is_loading_all and not output.is_saving and not self.loaded.is_stopped
        works += [Step("Stop loading", loader.stop)] if is_loading else []
        way_back = [] if self._is_first else super().steps
        return [*view.clearing, *works, *view.leaving, *way_back]

    @property
    def _is_first(self) -> bool:
        """Whether no screen lies below."""
        return self.loaded.file is not None

    @property
    def unavailable_actions(self) -> Set[str]:
        closing = frozenset() if self.steps else frozenset({"screen.close"})
        return super().unavailable_actions | {"run('show_log')"} | closing

    @property
    def reasons(self) -> Mapping[str, str]:
        own = {"run('show_log')": "This is the run's log."} if self.subject is not None else {}
        return {**super().reasons, **own}

    def action_close(self) -> None:
        if self.steps:
            super().action_close()
        else:
            self.toast(f"Nothing is open over the log: {first_key('log.leave', self.app._keymap)} quits.")

    def action_leave(self) -> None:
        if self._is_first:
            self.app.exit()
        else:
            if self.is_active:
                self.loaded.keep_whole()
            super().action_leave()

    def action_load_all(self) -> None:
        if self.loader.is_loading_all:
            self.toast("The whole log is being loaded: esc stops.")
        elif self.loaded.has_older:
            self.loader.load_all()
        else:
            whose = "the file" if self.session.aws.is_offline else "AWS"
            self.toast(f"All that {whose} has of these streams is loaded.")
