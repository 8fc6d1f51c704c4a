"""A screen of one session: its frame, the session's faults, live looks, and the commands on the run it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any, ClassVar, Literal, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker

from gluetui.commands import BY_ID, NEEDING_A_RUN, bindings, first_key, keys_in_force
from gluetui.glue.errors.error import AwsError
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.screens.requests import Asked, NightRequested, WhyRequested
from gluetui.session.health import Loading
from gluetui.session.live import Live
from gluetui.session.session import Session
from gluetui.session.whole_logs import WholeLog
from gluetui.session.work import Work
from gluetui.text.safe import one_line
from gluetui.widgets.frame import Banner, TopLine
from gluetui.widgets.key_line import KeyLine
from gluetui.widgets.pane import Pane, ViewRequested, WhyNot
from gluetui.widgets.panes import BREAKPOINTS, Panes, class_for
from gluetui.widgets.question import Question
from gluetui.widgets.rows import KeyHints, Rows
from gluetui.widgets.toasts import Toasts, shortened


class Subject(NamedTuple):
    """The run that the commands act on, as it was when the user pressed the key."""

    key: RunKey
    is_revealed: bool = False
    """Whether its secrets are shown on the screen."""
    with_chain: bool = False
    """Whether saving means all loaded runs before it too."""
    against: RunKey | None = None
    """The run that it is compared with; None for its last success."""
    drawn: Lineage | None = None
    """The runs whose critical path is on the screen."""


class SessionScreen(Screen[None], KeyHints):
    """Frame and commands of every screen of a session; a subclass gives the body, the run it is about, and loaders."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("run"), *bindings("session")]
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    AUTO_FOCUS = ""

    class RunRequested(Message):
        """The user asks for an action on a run; `action` is a method of the app's RunActions."""

        def __init__(self, screen: SessionScreen, action: str, subject: Subject) -> None:
            super().__init__()
            self.screen = screen
            self.action = action
            self.subject = subject

    class SwitchRequested(Message):
        """The user asks for another profile or Region, or to sign in to this session."""

        def __init__(self, request: Literal["profile", "region", "sign-in"]) -> None:
            super().__init__()
            self.request = request

    class TimesRequested(Message):
        """The user asks for times in the other zone, in every session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.top_line = TopLine()
        self.banner = Banner()
        self.live = Live(self, interval=0 if session.aws.is_offline else session.settings.refresh, clock=session.clock)
        self._key_line = KeyLine()
        self.question = Question(self._key_line.ask)
        self._zone = session.clock.zone
        self._toasts = Toasts(self)

    # For subclasses.

    def body(self) -> Iterable[Widget]:
        """The widgets between the banner and the line of keys."""
        raise NotImplementedError

    @property
    def subject(self) -> Subject | None:
        """The run that the commands act on; None where there is none yet."""
        return None

    @property
    def why_no_subject(self) -> str:
        """Why there is no run to act on, where there is none."""
        return "No run here."

    @property
    def why_asked(self) -> Asked | None:
        """What the key that asks why asks about: the run that commands act on; None where there is nothing."""
        subject = self.subject
        return Asked(subject.key.job_name, subject.key) if subject is not None else None

    def lineage_of(self, key: RunKey) -> Lineage | None:
        """The runs before a run, as far as this screen knows them."""
        return None

    def others_of(self, key: RunKey) -> Sequence[JobRun]:
        """Other loaded runs of its job, to compare it with."""
        return ()

    def log_of(self, run: JobRun) -> WholeLog | None:
        """The log of a run, where it was loaded whole."""
        return self.session.whole_logs.get(run)

    def ask_again(self) -> None:
        """Ask AWS again for the content of the pane with the focus, whose load did not fail."""

    # The frame.

    def compose(self) -> ComposeResult:
        # Before the widgets are mounted: a class that is added later has Textual work all styles out once more.
        self.add_class(class_for(self.app.size.width), update=False)
        with Vertical(id="top"):
            yield self.top_line
            yield self.banner
        yield from self.body()
        yield self._key_line

    def on_mount(self) -> None:
        self.session.show_on(self)
        self.session_changed()
        self.watch(self.app, "app_focus", self.live.user_acts, init=False)

    def session_changed(self) -> None:
        """Show the session's facts and fault, and learn its account once AWS answers."""
        self.top_line.show(*self.session.facts, badge=self.session.warning)
        self.banner.show(self.session.health.fault)
        self.live.sight_changed()  # A fault that is over kept it from being looked at.
        if self.session.takes_account_turn():
            self.load_account()

    @work(group="account")
    async def load_account(self) -> None:
        """Learn the session's account from STS."""
        await self.session.learn_account()

    @work(group="connect")
    async def connect(self) -> None:
        """Learn which Region and endpoint are in force."""
        await self.session.connect()

    # Work, errors, toasts.

    def start_work(self, work: Work, *, group: str, exclusive: bool = False) -> Worker[None]:
        """Do work beside the UI; with `exclusive` work under way in the same `group` is given up."""
        return self.run_worker(work, group=group, exclusive=exclusive)

    def fail(self, error: AwsError, again: Callable[[], object], *loads: Loading) -> None:
        """Show an error on the loads that it concerns, or in the banner; `again` asks for the same once more."""
        self.session.health.fail(error, again, *loads)

    def toast(self, text: str, *, severity: str = "information") -> None:
        """Show a toast in place of the one before; it names this session where another one is in front."""
        more = f" {first_key('browse.error', self.app._keymap)} shows more"
        is_in_front = self.session.mode == self.app.current_mode
        whose = "" if is_in_front else f"{', '.join(filter(None, self.session.facts[:2]))}: "
        self._toasts.show(whose + text, severity, more=more if is_in_front else "")

    async def _message_loop_exit(self) -> None:
        # Textual cancels a screen's workers only after its panes are gone: an answer in between would find no pane.
        self.workers.cancel_node(self)
        await super()._message_loop_exit()

    # Live looks.

    @property
    def is_watched(self) -> bool:
        """Whether it is in front in a terminal with the focus, and no fault keeps AWS from being asked."""
        return self.is_active and self.app.app_focus and self.session.health.fault is None

    def on_screen_resume(self) -> None:
        """Bring times up to date: another session may have changed the zone, which all of them share."""
        if self._zone is not self.session.clock.zone:
            self.show_times()
        self.live.user_acts()

    @on(Pane.SightChanged)
    def sight_changed(self) -> None:
        """See whether something that can change by itself is in sight now, however it came there."""
        self.live.sight_changed()

    def on_resize(self) -> None:
        self.live.user_acts()

    def show_times(self) -> None:
        """Show every time in the clock's zone."""
        self._zone = self.session.clock.zone
        self.top_line.show(*self.session.facts, badge=self.session.warning)
        for pane in self.query(Pane):
            pane.show_times()

    # Commands.

    async def confirms(self, command: str, does: str) -> bool:
        """Ask in the line of keys about what a command, by its id, would do: its key again is a yes."""
        if not self.is_active:
            return False
        keymap = self.app._keymap
        text = f"{first_key(command, keymap)} again {does}; any other key does not."
        return await self.question.ask(text, keys_in_force(BY_ID[command], keymap).split(","))

    def on_screen_suspend(self) -> None:
        self.question.drop()

    @property
    def unavailable_actions(self) -> Set[str]:
        without_a_run = NEEDING_A_RUN if self.subject is None else frozenset()
        return without_a_run if self.why_asked is not None else without_a_run | {"why"}

    @property
    def reasons(self) -> Mapping[str, str]:
        return dict.fromkeys(NEEDING_A_RUN, self.why_no_subject) if self.subject is None else {}

    @on(Rows.Leave)
    def pane_left(self, message: Rows.Leave) -> None:
        # Here and not in Panes: the screen serves the messages that the pane posted before, such as Selected.
        for panes in self.query(Panes):
            panes.action_next_pane(message.step)

    def action_run(self, action: str) -> None:
        # The subject is taken now: a key that follows may move the cursor before the app has the message.
        subject = self.subject
        if subject is not None:
            self.post_message(self.RunRequested(self, action, subject))

    def action_switch(self, request: Literal["profile", "region", "sign-in"]) -> None:
        self.post_message(self.SwitchRequested(request))

    def action_night(self) -> None:
        self.post_message(NightRequested())

    def action_why(self) -> None:
        asked = self.why_asked
        if asked is not None:
            self.post_message(WhyRequested(asked))

    def action_toggle_utc(self) -> None:
        self.post_message(self.TimesRequested())

    def action_show_error(self) -> None:
        """Show what is cut in full: the toast in sight, the error of the pane or of its row, or the banner's."""
        if whole := self._toasts.whole:
            self.view("Notice", whole, is_prose=True)
            return
        pane = self.focused
        error = (pane.shown_error if isinstance(pane, Pane) else None) or self.session.health.fault
        if error is not None:
            self.view("What went wrong", f"{error}\n\n{error.detail}", is_prose=True)
        elif isinstance(pane, Pane) and pane.notice:
            self.view("Notice", pane.notice, is_prose=True)
        else:
            self.toast("Nothing went wrong here.")

    def action_refresh(self) -> None:
        self.session.aws.mfa.is_declined = False
        pane = self.focused
        if not self.session.health.retry(pane.load if isinstance(pane, Pane) else None):
            self.ask_again()

    @on(WhyNot)
    def told_why_not(self, message: WhyNot) -> None:
        self.toast(message.text)

    @on(ViewRequested)
    def view_requested(self, message: ViewRequested) -> None:
        self.view(message.title, message.text, is_prose=message.is_prose, has_secrets=message.has_secrets)

    def view(self, title: str, text: str, *, is_prose: bool = False, has_secrets: bool = False) -> None:
        """Show a text over this screen."""
        from gluetui.screens.viewer import Viewer

        viewer = Viewer(title, text, is_prose=is_prose, has_secrets=has_secrets)
        self.app.push_screen(viewer, mode=self.session.mode)


def toast_on(screen: Screen[Any], text: str, *, severity: str = "information") -> None:
    """Show a toast in place of the one before, on a screen of a session or on what lies over it."""
    if isinstance(screen, SessionScreen):
        screen.toast(text, severity=severity)
    else:
        screen.app.clear_notifications()
        screen.notify(shortened(one_line(text)), markup=False, severity=severity)  # type: ignore[arg-type]
