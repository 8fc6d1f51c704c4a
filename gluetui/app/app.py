"""The Textual app: a doorway that holds the sessions, the palette, the settings and the remembered choices."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.actions import ActionParseResult
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from gluetui.app.copying import Copying
from gluetui.app.nights import Nights
from gluetui.app.palette import Palette, reason_against
from gluetui.app.sessions import Sessions, mode_of
from gluetui.app.terminal import TerminalApp
from gluetui.commands import COMMANDS, bindings, keys_in_force
from gluetui.commands.keymap import usable
from gluetui.glue import gc_pause
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.run_reference import RunReference
from gluetui.local.choices import Remembered
from gluetui.local.settings import Settings
from gluetui.panes.run_details import RunDetails
from gluetui.screens.requests import JobRequested, NightActionRequested, NightRequested, OpenRequested, WhyRequested
from gluetui.screens.session_screen import SessionScreen, toast_on
from gluetui.session.machine import Machine
from gluetui.text.lines import wrapped
from gluetui.text.safe import one_line
from gluetui.text.states import is_ascii_only
from gluetui.text.times import Clock
from gluetui.text.zones import machine_zone
from gluetui.widgets.contrast import inks
from gluetui.widgets.pane import CopyRequested
from gluetui.widgets.rows import Rows
from gluetui.widgets.toasts import LINE_WIDTH, shortened

if TYPE_CHECKING:
    from gluetui.glue.files.runless_log import RunlessLog
    from gluetui.glue.night.night import Night

MOST_NOTICES = 4
"""Notices about the settings that one toast shows."""

MOST_NOTICE_LINES = 7
"""Lines that they take at most where there is more than one."""

NOTICE_SECONDS = 20
"""Seconds for which that toast is shown."""


JSON_ACTIONS = frozenset({"copy", "copy_raw", "show_json"})
"""Actions on a run that give its JSON: a later one of these replaces one under way, and so it is among all others."""


class GlueTui(TerminalApp):
    """Browses AWS Glue runs. Each session is a mode of Textual's: a stack of screens of its own."""

    TITLE = "gluetui"
    DEFAULT_MODE = mode_of(1)
    CSS_PATH = "../gluetui.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]

    def __init__(
        self,
        glue: Glue,
        *,
        job: str | None = None,
        run: str | None = None,
        named: RunReference | None = None,
        log: RunlessLog | None = None,
        night: Night | bool = False,
        notes: Sequence[str] = (),
        clock: Clock | None = None,
        settings: Settings | None = None,
        remembered: Remembered | None = None,
    ) -> None:
        """`job` and `run` open straight there, or what a text `named`, or a `log` without a run.

        `night` is the board of a night, be it a saved one. `notes` are shown once the screen is there.
        Without `remembered` no choice is read or kept.
        """
        self.settings = usable(settings or Settings())
        super().__init__(is_ascii=is_ascii_only() if self.settings.ascii == "auto" else self.settings.ascii)
        self.clock = clock or Clock()
        self.remembered = remembered
        self._notes = notes
        self._take_settings()
        shows_absent = remembered is None or remembered.shows_absent
        machine = Machine()
        self.copying = Copying(self, machine)
        self._palette = Palette(self)
        self._nights = Nights(self, saved=None if isinstance(night, bool) else night)
        self._opens_night = bool(night)
        self.sessions = Sessions(
            self,
            glue,
            self.clock,
            named=named or RunReference(job or "", run or ""),
            log=log,
            settings=self.settings,
            machine=machine,
            copying=self.copying,
            shows_absent=shows_absent,
        )

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        return variables | inks(variables)

    def _take_settings(self) -> None:
        """Settings go before choices that are remembered from an earlier run of the program."""
        settings, chosen = self.settings, self.remembered
        theme: str | None = settings.theme
        times: str | None = settings.times
        if chosen is not None:
            theme = theme or os.environ.get("TEXTUAL_THEME") or chosen.theme
            times = times or chosen.times
        if theme in self.available_themes:
            self.theme = theme
        if times == "utc":
            self.clock.zone = UTC
        self._keymap = dict(settings.keymap)

    @on(SessionScreen.SwitchRequested)
    @work(exclusive=True, group="sessions")
    async def switch_requested(self, message: SessionScreen.SwitchRequested) -> None:
        await self.sessions.serve(message.request)

    @on(SessionScreen.RunRequested)
    def run_requested(self, message: SessionScreen.RunRequested) -> None:
        from gluetui.app.run_actions import RunActions

        actions = RunActions(message.screen, message.subject, self.copying)
        group = "print" if message.action in JSON_ACTIONS else "share"
        message.screen.start_work(getattr(actions, message.action), group=group, exclusive=True)

    @on(NightRequested)
    def night_requested(self) -> None:
        self._nights.show(self.sessions.here)

    @on(NightActionRequested)
    def night_action_requested(self, message: NightActionRequested) -> None:
        self._nights.act(self.sessions.here, message, self.copying)

    @on(JobRequested)
    def job_requested(self, message: JobRequested) -> None:
        self._nights.open(message.job_name, message.run)

    @on(WhyRequested)
    def why_requested(self, message: WhyRequested) -> None:
        from gluetui.screens.why.screen import WhyScreen

        session = self.sessions.here
        self.push_screen(WhyScreen(session, message.asked), mode=session.mode)

    @on(OpenRequested)
    def open_requested(self, message: OpenRequested) -> None:
        self._nights.leave_for(message.job_name, message.run)

    @on(CopyRequested)
    @work(exclusive=True, group="copy")
    async def copy_requested(self, message: CopyRequested) -> None:
        subject = self.screen.subject if isinstance(self.screen, SessionScreen) else None
        await self.copying.copy(
            self.screen, message.text, message.title, of=subject and subject.key, has_secrets=message.has_secrets
        )

    @work(exclusive=True, group="file")
    async def action_copy_to_file(self) -> None:
        await self.copying.write_to_file(self.screen)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield from self._palette.commands(screen)
        yield SystemCommand("Theme", "Other colours", self.action_change_theme)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key is bound to, or say what it lacks: no key is silent."""
        why_not = reason_against(self, action, default_namespace) if isinstance(action, str) else ""
        if why_not:
            toast_on(self.screen, why_not, severity="warning")
            return True
        return await super().run_action(action, default_namespace, namespaces)

    async def on_event(self, event: events.Event) -> None:
        """Carry out commands in the order of their keys, also where one of them moves the focus.

        Textual hands all keys of a burst to the pane that has the focus when the burst comes.
        """
        if isinstance(event, events.InputEvent) and not isinstance(event, events.MouseMove):
            for screen in self.screen_stack:
                if isinstance(screen, SessionScreen):
                    screen.live.user_acts()
                    if isinstance(event, events.MouseDown):
                        screen.question.drop()
        if isinstance(event, events.Key) and not event.is_forwarded:
            if isinstance(self.screen, SessionScreen) and _answers(event.key, self.screen):
                return
            focused = self.focused
            is_ours = isinstance(focused, Rows) or isinstance(self.screen, SessionScreen)
            if is_ours and not (isinstance(focused, Rows) and focused.is_filtering):
                self.last_keys.append(event.key)
                is_done = await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key)
                if is_done or isinstance(focused, Rows):
                    # A list does nothing with a key that is bound to no command; a pane that a later key of the burst
                    # leads to would take it for its own, such as the one that shows secrets.
                    return
        await super().on_event(event)

    def on_mount(self) -> None:
        # A thread that decodes an answer keeps the GIL for 5 ms at a time by default; a key is let in sooner so.
        sys.setswitchinterval(0.0005)
        self.watch(self, "theme", self._theme_chosen, init=False)
        self.watch(self, "app_focus", self._focus_changed, init=False)
        self._show_notices()
        if self._opens_night:
            self.call_next(self.night_requested)

    def _focus_changed(self, has_focus: bool) -> None:
        if has_focus:
            self.sessions.look_again()

    def on_unmount(self) -> None:
        self.sessions.close()

    def on_ready(self) -> None:
        # `open_ui` put garbage collection off until the first picture is drawn.
        gc_pause.take_up()

    def action_help(self) -> None:
        from gluetui.screens.help import Help, in_force

        if not isinstance(self.screen, Help):
            self.push_screen(Help(in_force(self.screen)))

    def _show_notices(self) -> None:
        """Show in a toast how what was opened was read, and in one all that is wrong with the settings."""
        if self._notes:
            self.notify("\n".join(map(one_line, self._notes)), severity="warning", timeout=NOTICE_SECONDS, markup=False)
        notices = self.settings.notices
        if notices:
            told = [shortened(notice) for notice in notices[:MOST_NOTICES]]
            while len(told) > 1 and sum(len(wrapped(notice, LINE_WIDTH)) for notice in told) > MOST_NOTICE_LINES:
                told.pop()
            more = len(notices) - len(told)
            is_whole = not more and told == list(notices)
            rest = f"And {more} more: `gluetui info` lists them." if more else "`gluetui info` has them whole."
            text = "\n".join(told if is_whole else [*told, rest])
            self.notify(text, title="Settings", severity="warning", timeout=NOTICE_SECONDS, markup=False)

    # Choices that are remembered.

    def _theme_chosen(self, theme: str) -> None:
        self._remember(theme=theme)

    @on(SessionScreen.TimesRequested)
    def times_requested(self) -> None:
        """Show times in the other zone; a screen that is not in front does so when it comes to the front."""
        is_utc = self.clock.zone is not UTC
        self.clock.zone = UTC if is_utc else machine_zone()
        self.sessions.show_zone(self.clock.zone)
        self._remember(times="utc" if is_utc else "local")
        self.clear_notifications()
        self.notify(f"Times are in {'UTC' if is_utc else 'the zone of this machine'}.", markup=False, timeout=2)
        if isinstance(self.screen, SessionScreen):
            self.screen.show_times()

    @on(RunDetails.AbsentChosen)
    def absent_chosen(self, message: RunDetails.AbsentChosen) -> None:
        self._remember(absent=message.shows)

    def _remember(self, **choice: str | bool) -> None:
        if self.remembered is not None:
            self.remembered.keep(**choice)


def _answers(key: str, screen: SessionScreen) -> bool:
    """Whether a key only answers a question; what always works, and what is typed, takes it away besides."""
    keymap, focused = screen.app._keymap, screen.focused
    always = (keys_in_force(command, keymap).split(",") for command in COMMANDS if command.always)
    goes_on = any(key in keys for keys in always) or (isinstance(focused, Rows) and focused.is_filtering)
    return screen.question.takes("" if goes_on else key) and not goes_on
