"""The Textual app: a doorway that holds the sessions, the palette, the settings and what is remembered of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import UTC
from functools import partial
from typing import ClassVar

from textual import events, on, work
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget

from gluetui.app.sessions import Sessions, mode_of
from gluetui.app.terminal import TerminalApp
from gluetui.commands import COMMANDS, Command, bindings, keys_in_force
from gluetui.commands.keymap import usable
from gluetui.commands.keys import key_names
from gluetui.commands.palette import palette_title
from gluetui.glue import gc_pause
from gluetui.glue.clients.glue import Glue
from gluetui.local.choices import Remembered
from gluetui.local.settings import Settings
from gluetui.panes.run_details import RunDetails
from gluetui.screens.in_session import InSession
from gluetui.screens.paned import PanedScreen
from gluetui.screens.run_actions import RunActions
from gluetui.text.states import is_ascii_only
from gluetui.text.times import Clock
from gluetui.widgets.rows import Rows, is_unavailable

TOLD = 4
"""Notices of the settings that are shown at once."""

READING = 20
"""Seconds for which they are shown."""


PANES = {"jobs": "jobs", "runs": "runs", "details": "details", "tree": "predecessors"}
"""The pane, by its id, in which the commands of a place work."""


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
        clock: Clock | None = None,
        settings: Settings | None = None,
        remembered: Remembered | None = None,
    ) -> None:
        """`job` and `run` open straight there; without `remembered` no choice is read or kept."""
        self.settings = usable(settings or Settings())
        super().__init__(is_ascii=is_ascii_only() if self.settings.ascii == "auto" else self.settings.ascii)
        self.clock = clock or Clock()
        self.remembered = remembered
        self._take_settings()
        shows_absent = remembered is None or remembered.shows_absent
        self.sessions = Sessions(
            self, glue, self.clock, job=job, run=run, settings=self.settings, shows_absent=shows_absent
        )

    def _take_settings(self) -> None:
        """Settings go before what was chosen in another session."""
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

    @on(InSession.Wanted)
    @work(exclusive=True, group="sessions")
    async def session_wanted(self, message: InSession.Wanted) -> None:
        await self.sessions.answer(message.what)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        bound = {active.binding.id: active.node for active in screen.active_bindings.values()}
        for command in COMMANDS:
            pane = _pane(command, screen)
            node = pane or bound.get(command.id)
            if (
                node is not None
                and command.id != "app.palette"
                and not is_unavailable(command.action, node, screen.focused)
            ):
                help_text = f"{key_names(keys_in_force(command, self._keymap))}   {command.help}"
                yield SystemCommand(palette_title(command), help_text, partial(self._press, screen, command))
        yield SystemCommand("Theme", "Other colours", self.action_change_theme)

    async def on_event(self, event: events.Event) -> None:
        """Commands are carried out in the order of their keys, also where one of them moves the focus.

        Textual would hand a burst of keys to the pane that had the focus when it came.
        """
        if isinstance(event, events.Key) and not event.is_forwarded and isinstance(self.screen, PanedScreen):
            self.screen.key_pressed()
            focused = self.focused
            if not (isinstance(focused, Rows) and focused.is_filtering):
                self.last_keys.append(event.key)
                if await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key):
                    return
        await super().on_event(event)

    async def _press(self, screen: Screen[object], command: Command) -> None:
        """Do what a command's key would do, in the pane where it works."""
        pane = _pane(command, screen)
        if pane is not None and isinstance(screen, PanedScreen):
            screen.focus_pane(pane.id or "")
        for active in screen.active_bindings.values():
            if active.binding.id == command.id:
                await self.run_action(active.binding.action, active.node)
                return

    def on_mount(self) -> None:
        # Threads that decode answers let the keys in between ten times as often as Python would have them.
        sys.setswitchinterval(0.0005)
        self.watch(self, "theme", self._theme_chosen, init=False)
        self._tell_notices()

    def on_unmount(self) -> None:
        self.sessions.close()

    def on_ready(self) -> None:
        # What open_ui put off. That none is searched for now may also be because a thread makes a client.
        gc_pause.take_up()

    def action_help(self) -> None:
        from gluetui.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help())

    def _tell_notices(self) -> None:
        """All that is wrong with the settings, in one toast."""
        notices = self.settings.notices
        if notices:
            more = len(notices) - TOLD
            rest = [f"And {more} more: `gluetui info` lists them."] if more > 0 else []
            text = "\n".join([*notices[:TOLD], *rest])
            self.notify(text, title="Settings", severity="warning", timeout=READING, markup=False)

    # Choices that outlive the session.

    def _theme_chosen(self, theme: str) -> None:
        self._remember(theme=theme)

    @on(RunActions.TimesChosen)
    def times_chosen(self, message: RunActions.TimesChosen) -> None:
        self._remember(times="utc" if message.is_utc else "local")
        self.clear_notifications()
        self.notify(f"Times are in {'UTC' if message.is_utc else 'the zone of this machine'}.", markup=False, timeout=2)

    @on(RunDetails.AbsentChosen)
    def absent_chosen(self, message: RunDetails.AbsentChosen) -> None:
        self._remember(absent=message.shows)

    def _remember(self, **choice: str | bool) -> None:
        if self.remembered is not None:
            self.remembered.keep(**choice)


def _pane(command: Command, screen: Screen[object]) -> Widget | None:
    """The pane of a screen that a command is about; None for those of no one pane."""
    name = PANES.get(command.place)
    return screen.query_one(f"#{name}") if name and isinstance(screen, PanedScreen) else None
