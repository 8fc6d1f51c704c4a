"""The Textual app: a doorway that holds the threads for calls, the palette, signals and quitting."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from functools import partial
from typing import ClassVar, ParamSpec, TypeVar

from textual import events, on
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome
from textual.geometry import Size
from textual.screen import Screen
from textual.worker import WorkerFailed

from gluetui.commands import COMMANDS, Command, bindings, first_key, key_names, keys_in_force
from gluetui.crash import write_report
from gluetui.driver import TerminalDriver
from gluetui.glue.client import THREADS, Glue
from gluetui.remembered import Remembered
from gluetui.screens.browse import Browse
from gluetui.screens.help import Help
from gluetui.screens.paned import PanedScreen
from gluetui.screens.run_actions import RunActions
from gluetui.screens.too_small import TooSmall
from gluetui.settings import Settings
from gluetui.text.clock import Clock
from gluetui.text.glyphs import is_ascii_only
from gluetui.text.safe import one_line
from gluetui.usable_settings import usable
from gluetui.widgets.backstop import Backstop
from gluetui.widgets.bare import AsciiOnly, NoColours
from gluetui.widgets.rows import Rows
from gluetui.widgets.run_details import RunDetails

TOLD = 4
"""Notices of the settings that are shown at once."""

READING = 20
"""Seconds for which they are shown."""

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


class GlueTui(App[None]):
    """Browses AWS Glue runs. Every call to AWS runs in a thread of its own pool and is awaited, never joined."""

    TITLE = "gluetui"
    CSS_PATH = "gluetui.tcss"
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
        super().__init__(driver_class=TerminalDriver)
        self.glue = glue
        self.clock = clock or Clock()
        self.settings = usable(settings or Settings())
        self.remembered = remembered
        self.animation_level = "none"
        self.last_keys: deque[str] = deque(maxlen=20)
        """What was pressed last, for a crash report; nothing that was typed into a filter."""
        self.last_words: tuple[str, ...] = ()
        """Lines for the terminal after the UI: what had to stop it."""
        self._start = (job, run)
        self._calls = ThreadPoolExecutor(THREADS, thread_name_prefix="aws")
        self._last_filters: list[LineFilter] = [Backstop()]
        self._take_settings()

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
        if self.no_color:
            self._last_filters.append(NoColours())
        if is_ascii_only() if settings.ascii == "auto" else settings.ascii:
            self._last_filters.append(AsciiOnly())

    async def ask(
        self, call: Callable[Parameters, Answer], *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Answer:
        """Await a blocking call made in a thread."""
        return await asyncio.wrap_future(self._calls.submit(call, *args, **kwargs))

    def get_default_screen(self) -> Screen[None]:
        job, run = self._start
        browse = Browse(self.glue, self.ask, self.clock, job=job, run=run)
        browse.details.shows_absent = self.remembered is None or self.remembered.shows_absent
        return browse

    def get_line_filters(self) -> Sequence[LineFilter]:
        kept = [each for each in super().get_line_filters() if not isinstance(each, Monochrome)]
        return [*kept, *self._last_filters]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        for command in COMMANDS:
            if command.id != "app.palette":
                help_text = f"{key_names(keys_in_force(command, self._keymap))}   {command.help}"
                yield SystemCommand(command.title, help_text, partial(self._press, screen, command))
        yield SystemCommand("Theme", "Other colours", self.action_change_theme)

    async def on_event(self, event: events.Event) -> None:
        """Commands are carried out in the order of their keys, also where one of them moves the focus.

        Textual would hand a burst of keys to the pane that had the focus when it came.
        """
        if isinstance(event, events.Key) and not event.is_forwarded and isinstance(self.screen, PanedScreen):
            focused = self.focused
            if not (isinstance(focused, Rows) and focused.is_filtering):
                self.last_keys.append(event.key)
                if await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key):
                    return
        await super().on_event(event)

    async def _press(self, screen: Screen[object], command: Command) -> None:
        """Do what a command's key would do, in the pane where it works."""
        pane = {"details": "details", "tree": "predecessors"}.get(command.place)
        if pane and isinstance(screen, PanedScreen):
            screen.focus_pane(pane)
        for active in screen.active_bindings.values():
            if active.binding.id == command.id:
                await self.run_action(active.binding.action, active.node)
                return
        key = first_key("browse.json", self._keymap)
        self.notify(f"That works where a whole text is shown: {key} shows the run's JSON.", markup=False)

    def on_mount(self) -> None:
        # Threads that decode answers let the keys in between ten times as often as Python would have them.
        sys.setswitchinterval(0.0005)
        self.watch(self, "theme", self._theme_chosen, init=False)
        self._tell_notices()
        self._fit(self.size)

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

    @on(RunDetails.AbsentChosen)
    def absent_chosen(self, message: RunDetails.AbsentChosen) -> None:
        self._remember(absent=message.shows)

    def _remember(self, **choice: str | bool) -> None:
        if self.remembered is not None:
            self.remembered.keep(**choice)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        """Show the notice in place of the panes while the window is too small for them."""
        if TooSmall.is_needed(size):
            if not any(isinstance(screen, TooSmall) for screen in self.screen_stack):
                self.push_screen(TooSmall())
        elif isinstance(self.screen, TooSmall):
            self.pop_screen()

    def leave(self, exit_code: int) -> bool:
        """End in order, asked by a signal at any moment; False where the UI is not there yet, or not any more."""
        if self._loop is None:
            return False
        self._loop.call_soon_threadsafe(self._leave, exit_code)
        return True

    def _leave(self, exit_code: int) -> None:
        if not self._exit:
            self.exit(return_code=exit_code)

    @on(Driver.SignalResume)
    def _draw_again(self) -> None:
        """After a stop the terminal shows what the shell left on it."""
        self.refresh(layout=True)

    def action_suspend(self) -> None:
        # Without a shell of its own between it and the terminal nobody could bring the process back.
        if os.getsid(0) == os.getpgrp():
            self.notify("There is no shell to go back to; q quits.", markup=False)
            return
        self._suspend_signal()
        # The whole job, as a terminal's own ctrl+z does it: what started gluetui, such as uv, waits in the shell too.
        os.killpg(0, signal.SIGTSTP)

    def action_help(self) -> None:
        if not isinstance(self.screen, Help):
            self.push_screen(Help())

    async def action_quit(self) -> None:
        self.exit()

    def _fatal_error(self) -> None:
        """Leave without Textual's traceback, which prints local variables, and with them secrets."""
        if not self.last_words:
            try:
                where = f"A report without values or secrets is in {write_report(self._bug(), actions=self.last_keys)}"
            except OSError as error:
                where = f"No report could be written ({one_line(error.strerror)})."
            self.last_words = (
                "gluetui met a bug in itself and had to stop.", where, "Nothing in AWS was changed.",
            )  # fmt: skip
        self._close_messages_no_wait()

    def _bug(self) -> BaseException:
        bug = self._exception or sys.exc_info()[1] or RuntimeError()
        return bug.error if isinstance(bug, WorkerFailed) else bug
