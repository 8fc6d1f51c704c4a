"""The sessions of the program: each a profile and a Region with a screen, threads and history of its own.

Pickers, dialogs and signing in are imported by their first use: the first picture needs none of them.
"""

from __future__ import annotations

import os
import shlex
import shutil
from concurrent.futures import Future
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from gluetui.app.copying import Copying
from gluetui.commands import first_key
from gluetui.glue.aws.boto import Aws
from gluetui.glue.aws.config import config_files
from gluetui.glue.aws.regions import regions, why_no_region
from gluetui.glue.clients.glue import Glue
from gluetui.glue.demo import demo
from gluetui.glue.errors.origins import Setting
from gluetui.glue.files.run_reference import RunReference
from gluetui.local.settings import Settings
from gluetui.screens.browse.screen import Browse
from gluetui.screens.session_screen import SessionScreen
from gluetui.session.machine import Machine
from gluetui.session.session import Session
from gluetui.text.safe import one_line
from gluetui.text.times import Clock

if TYPE_CHECKING:
    from gluetui.glue.files.runless_log import RunlessLog

NOT_A_REGION = "not a Region that botocore knows"


def mode_of(number: int) -> str:
    """The app's mode of a session, by the order in which they were opened, from 1."""
    return f"session {number}"


class Sessions:
    """Keeps every session that was opened, so that going back finds it as the user left it."""

    def __init__(
        self,
        app: App[None],
        glue: Glue,
        clock: Clock,
        *,
        named: RunReference | None = None,
        log: RunlessLog | None = None,
        settings: Settings,
        machine: Machine,
        copying: Copying,
        shows_absent: bool = True,
    ) -> None:
        """What is `named`, or a `log`, is opened in the first session; `shows_absent` is given to every new screen."""
        self._app = app
        self._clock = clock
        self._settings = settings
        self._shows_absent = shows_absent
        self._machine = machine
        self._copying = copying
        self._sessions: list[Session] = []
        self._codes: set[Future[str | None]] = set()
        self._add(glue, named, log)

    @property
    def here(self) -> Session:
        """The session in front."""
        return next(session for session in self._sessions if session.mode == self._app.current_mode)

    @property
    def screen(self) -> SessionScreen:
        """The screen at the bottom of the stack of the session in front."""
        screen = self._app.screen_stack[0]
        assert isinstance(screen, SessionScreen)
        return screen

    def close(self) -> None:
        """Release the calls that wait for an MFA code: the program ends."""
        for code in list(self._codes):
            self._answer(code, None)

    async def serve(self, request: str) -> None:
        """Serve a request of the user on a screen: "profile", "region" or "sign-in"."""
        await {"profile": self._pick_profile, "region": self._pick_region, "sign-in": self._sign_in}[request]()

    def _add(self, glue: Glue, named: RunReference | None = None, log: RunlessLog | None = None) -> Session:
        mode = mode_of(len(self._sessions) + 1)
        session = Session(glue, self._clock.stopped(glue.source.as_of), self._settings, self._machine, mode=mode)
        self._sessions.append(session)
        aws = (glue.beyond or glue).aws
        aws.mfa.ask = partial(self._ask_code, session)
        aws.programs.have_terminal = False
        browse = partial(Browse, session, named=named, shows_absent=self._shows_absent)
        self._app.add_mode(session.mode, browse if log is None else partial(_log_screen, session, log))
        return session

    def show_zone(self, zone: tzinfo | None) -> None:
        """Have the times of every session in another zone, those of saved files too."""
        for session in self._sessions:
            session.clock.zone = zone

    def look_again(self) -> None:
        """Probe where a fault stands: since the terminal lost the focus, the user may have signed in elsewhere."""
        for session in self._sessions:
            session.health.probe()

    # Another session.

    async def _pick_profile(self) -> None:
        from gluetui.app.profile_choices import profile_choices
        from gluetui.screens.picker import Picker

        files = await self._machine.ask(config_files)
        choices = profile_choices(files, self._sessions, self.here, os.environ)
        picked = await self._app.push_screen_wait(Picker("Profile", list(choices)))
        if picked is None:
            return
        opens = choices[picked]
        session = opens.session
        if session is None and opens.is_demo:
            session = self._add(demo())
        elif session is None:
            region = opens.region if opens.region.value else await self._machine.ask(self._region)
            session = self._add(Glue(self._aws.in_profile(opens.profile, region=region)))
        self._app.switch_mode(session.mode)

    async def _pick_region(self) -> None:
        from gluetui.screens.picker import Choice, Picker

        aws = self.here.aws
        if aws.is_offline:
            self.screen.toast(f"This is offline: {aws.source}. {self._opens_profile}", severity="warning")
            return
        known = await self._machine.ask(regions)
        choices = [Choice(name, about, name == aws.region) for name, about in known.items()]
        if aws.region and aws.region not in known:
            choices.append(Choice(aws.region, NOT_A_REGION, True))
        picked = await self._app.push_screen_wait(
            Picker("Region", choices, unknown=NOT_A_REGION, why_not=why_no_region)
        )
        if picked is not None and not picked.is_current:
            self._app.switch_mode(self._in_region(picked.name).mode)

    @property
    def _aws(self) -> Aws:
        """The way to AWS of the session in front; of a file's, the one beyond it."""
        here = self.here.glue
        return (here.beyond or here).aws

    def _region(self) -> Setting:
        """The Region that a profile without one opens in; one that botocore lacks must have answered before."""
        here = self.here
        region = here.aws.origins.region
        is_sure = not here.aws.is_offline and (here.health.has_answered or region.value in regions())
        return region if is_sure else Setting()

    def _in_region(self, region: str) -> Session:
        """This profile's session in a Region, made where there is none yet."""
        for session in self._sessions:
            if not session.aws.is_offline and (session.profile, session.aws.region) == (self.here.profile, region):
                return session
        return self._add(Glue(self._aws.in_region(region)))

    @property
    def _opens_profile(self) -> str:
        return f"{self._key_of('browse.profile')} opens a profile."

    def _key_of(self, command: str) -> str:
        return first_key(command, self._app._keymap)

    # Signing in.

    async def _sign_in(self) -> None:
        from gluetui.app.sign_in import for_this_terminal, run_in_terminal, why_no_command

        session, screen = self.here, self.screen
        if session.aws.is_offline:
            screen.toast(f"There is nothing to sign in to: this is offline. {self._opens_profile}")
            return
        by = await self._machine.ask(session.aws.credentials_now)
        command = for_this_terminal(by.sign_in or session.health.sign_in_command)
        if not command or by.is_of_environment:
            screen.toast(why_no_command(session.profile, by, self._opens_profile))
            return
        command_line = shlex.join(command)
        if await self._machine.ask(shutil.which, command[0]) is None:
            title = f"There is no program {command[0]} here. `{command_line}`"
            await self._copying.copy(screen, command_line, title, of=None, kind="sign-in command")
            return
        if not await screen.confirms("browse.sign_in", f"runs `{one_line(command_line)}`"):
            return
        with self._app.suspend():
            code = run_in_terminal(command)
        if code:
            how = f"ended with {code}" if code > 0 else "was stopped"
            asks = self._key_of("browse.refresh")
            screen.toast(f"`{command_line}` {how}; {asks} asks again all the same.", severity="warning")
        else:
            screen.toast(f"`{command_line}` is done: what failed is asked again.")
            session.retry_all()

    # Codes of MFA devices.

    def _ask_code(self, session: Session, device: str) -> str | None:
        """Called in the thread of a call: wait until the user has typed a code, or left the box."""
        code: Future[str | None] = Future()
        self._codes.add(code)
        self._app.call_from_thread(self._show_code_screen, session, device, code)
        return code.result()

    def _show_code_screen(self, session: Session, device: str, code: Future[str | None]) -> None:
        from gluetui.screens.dialogs import CodeScreen

        screen = CodeScreen(device, session.profile)
        self._app.push_screen(screen, partial(self._answer, code), mode=session.mode)

    def _answer(self, code: Future[str | None], given: str | None) -> None:
        self._codes.discard(code)
        if not code.done():
            code.set_result(given)


def _log_screen(session: Session, log: RunlessLog) -> SessionScreen:
    from gluetui.screens.log.screen import LogScreen

    return LogScreen(session, log)
