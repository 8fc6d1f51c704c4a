"""The sessions of the program: each a profile and a Region with a screen, threads and history of its own.

What a choice needs is imported when it is made: the first picture needs none of it.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from gluetui.commands import first_key
from gluetui.glue.aws.boto import THREADS
from gluetui.glue.aws.config import (
    NO_CREDENTIALS,
    NO_SUCH_PROFILE,
    Profile,
    profiles,
    regions,
    sign_in_command,
    signs_in_by,
)
from gluetui.glue.clients.glue import Glue
from gluetui.glue.demo import DEMO, demo
from gluetui.local.settings import Settings
from gluetui.screens.browse.screen import Browse
from gluetui.screens.calls import Calls
from gluetui.text.times import Clock

if TYPE_CHECKING:
    from gluetui.screens.picker import Choice

NOT_A_REGION = "not a Region that botocore knows"


def mode_of(number: int) -> str:
    """The app's mode of a session, by the order in which they were opened, from 1."""
    return f"session {number}"


@dataclass(frozen=True, slots=True)
class Session:
    """One Glue, and the app's mode whose screens show it: a late answer can reach no other screen."""

    glue: Glue
    mode: str

    @property
    def profile(self) -> str:
        """The profile's name."""
        return self.glue.profile or "default"


class Sessions:
    """Every session that was opened stays: going back finds it as it was left."""

    def __init__(
        self,
        app: App[None],
        glue: Glue,
        clock: Clock,
        *,
        job: str | None = None,
        run: str | None = None,
        settings: Settings,
        shows_absent: bool = True,
    ) -> None:
        """`job` and `run` open straight there, in the first session; `shows_absent` is every new screen's."""
        self._app = app
        self._clock = clock
        self._settings = settings
        self._shows_absent = shows_absent
        self._machine = Calls(2, "machine")
        """For files of this machine: no call to AWS that hangs holds them up."""
        self._sessions: list[Session] = []
        self._codes: set[Future[str | None]] = set()
        self._add(glue, job, run)

    @property
    def here(self) -> Session:
        """The session in front."""
        return next(session for session in self._sessions if session.mode == self._app.current_mode)

    @property
    def screen(self) -> Browse:
        """The one at the bottom of this session's."""
        browse = self._app.screen_stack[0]
        assert isinstance(browse, Browse)
        return browse

    def close(self) -> None:
        """Nobody will type a code any more."""
        for code in list(self._codes):
            self._answer(code, None)

    async def answer(self, what: str) -> None:
        """Do what a screen's person wants: "profile", "region" or "sign-in"."""
        await {"profile": self._pick_profile, "region": self._pick_region, "sign-in": self._sign_in}[what]()

    def _add(self, glue: Glue, job: str | None = None, run: str | None = None) -> Session:
        session = Session(glue, mode_of(len(self._sessions) + 1))
        self._sessions.append(session)
        (glue.beyond or glue).mfa.ask = partial(self._ask_code, session)
        self._app.add_mode(session.mode, partial(self._browse, session, job, run))
        return session

    def _browse(self, session: Session, job: str | None, run: str | None) -> Browse:
        calls = Calls(THREADS, "aws")
        browse = Browse(
            session.glue,
            calls.ask,
            self._clock,
            mode=session.mode,
            job=job,
            run=run,
            refresh=self._settings.refresh,
            statuses=self._settings.statuses,
        )
        browse.details.shows_absent = self._shows_absent
        return browse

    # Another session.

    async def _pick_profile(self) -> None:
        from gluetui.screens.picker import Picker

        known = await self._machine.ask(profiles)
        choices = self._choices(known)
        picked = await self._app.push_screen_wait(Picker("Profile", list(choices)))
        if picked is None:
            return
        session = choices[picked]
        if session is None and picked.name not in known:
            session = self._add(demo())
        elif session is None:
            region = known[picked.name].settings.get("region") or self._region
            session = self._add(self.here.glue.elsewhere(profile=picked.name, region=region))
        self._app.switch_mode(session.mode)

    def _choices(self, known: Mapping[str, Profile]) -> dict[Choice, Session | None]:
        """Profiles, each with the session that was opened for it last, then what answers without AWS."""
        from gluetui.screens.picker import Choice

        opened = {each.profile: each for each in self._sessions if not each.glue.is_offline}
        if not self.here.glue.is_offline:
            opened[self.here.profile] = self.here
        choices: dict[Choice, Session | None] = {}
        for name in dict.fromkeys([*known, *opened]):
            session = opened.get(name)
            settings = known[name].settings if name in known else {}
            region = session.glue.region if session else settings.get("region")
            by = signs_in_by(session.glue.given_profile if session else name, known, os.environ)
            about = " · ".join(filter(None, (region, by)))
            choices[Choice(name, about, session is self.here)] = session
        offline = {each.glue.source: each for each in self._sessions if each.glue.is_offline}
        for source in dict.fromkeys([*offline, DEMO]):
            about = "offline: a bundled example, no AWS account needed" if source == DEMO else "offline"
            choices[Choice(source, about, offline.get(source) is self.here)] = offline.get(source)
        return choices

    async def _pick_region(self) -> None:
        from gluetui.screens.picker import Choice, Picker

        glue = self.here.glue
        if glue.is_offline:
            self.screen.toast(f"This is offline: {glue.source}. {self._opens_profile}", severity="warning")
            return
        known = await self._machine.ask(regions)
        choices = [Choice(name, about, name == glue.region) for name, about in known.items()]
        if glue.region and glue.region not in known:
            choices.append(Choice(glue.region, NOT_A_REGION, True))
        picked = await self._app.push_screen_wait(Picker("Region", choices, unknown=NOT_A_REGION))
        if picked is not None and not picked.is_current:
            self._app.switch_mode(self._in_region(picked.name).mode)

    @property
    def _region(self) -> str | None:
        glue = self.here.glue
        return None if glue.is_offline else glue.region

    def _in_region(self, region: str) -> Session:
        """This profile's session in a Region, made where there is none yet."""
        for session in self._sessions:
            if not session.glue.is_offline and (session.profile, session.glue.region) == (self.here.profile, region):
                return session
        return self._add(self.here.glue.elsewhere(region=region))

    @property
    def _opens_profile(self) -> str:
        return f"{self._key_of('browse.profile')} opens a profile."

    def _key_of(self, command: str) -> str:
        return first_key(command, self._app._keymap)

    # Signing in.

    async def _sign_in(self) -> None:
        from gluetui.app.sign_in import run_in_terminal

        session, screen = self.here, self.screen
        if session.glue.is_offline:
            screen.toast(f"There is nothing to sign in to: this is offline. {self._opens_profile}")
            return
        command = await self._machine.ask(sign_in_command, session.glue.profile) or screen.sign_in_command
        if not command:
            by = signs_in_by(session.glue.given_profile, await self._machine.ask(profiles), os.environ)
            if by in (NO_CREDENTIALS, NO_SUCH_PROFILE):
                step = "`aws configure sso` or `aws configure`, in a shell, sets them up."
                screen.toast(f"Profile {session.profile} has no credentials yet: {step}")
            else:
                screen.toast(f"Profile {session.profile} has its credentials from {by}: there is no command to run.")
            return
        told = shlex.join(command)
        if await self._machine.ask(shutil.which, command[0]) is None:
            await screen.put_on_clipboard(told, f"There is no program {command[0]} here. `{told}`")
            return
        with self._app.suspend():
            code = run_in_terminal(command)
        if code:
            how = f"ended with {code}" if code > 0 else "was stopped"
            asks = self._key_of("browse.refresh")
            screen.toast(f"`{told}` {how}; {asks} asks again all the same.", severity="warning")
        else:
            screen.toast(f"`{told}` is done: what failed is asked again.")
            screen.retry_all()

    # Codes of MFA devices.

    def _ask_code(self, session: Session, device: str) -> str | None:
        """In the thread of a call: wait until the person has typed a code, or will not."""
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
