"""One profile in one Region: what it knows of AWS, and how every screen asks it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol, TypeVar
from weakref import WeakSet

from gluetui.glue.aws.boto import THREADS
from gluetui.glue.aws.hooks import Retry, reporting_retries_to
from gluetui.glue.aws.identity import Account
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.listing.last_runs import LastRunsOfJobs, Usual
from gluetui.local.settings import Settings
from gluetui.session.calls import Calls
from gluetui.session.health import Health
from gluetui.session.job_runs import JobRuns
from gluetui.session.machine import Machine
from gluetui.text.times import Clock

Answer = TypeVar("Answer")

USERS_THREADS = 2
"""Threads of a session that background calls leave free for what the user asks."""


class SessionShown(Protocol):
    """What shows facts of a session: a screen's first line and banner."""

    def session_changed(self) -> None:
        """There are other facts, another fault, or none."""


class Retrying(Protocol):
    """What shows how a call is being tried again."""

    def retrying(self, how: str) -> None:
        """A further try was begun."""


class Session:
    """Owned by the program, given to every screen of it; a late answer can reach no other session's screen."""

    def __init__(self, glue: Glue, clock: Clock, settings: Settings, machine: Machine, *, mode: str) -> None:
        """`mode` is the app's, whose stack of screens shows this session; `clock` and `machine` are the program's."""
        self.glue = glue
        self.aws = glue.aws
        self.clock = clock
        self.settings = settings
        self.machine = machine
        self.mode = mode
        self.health = Health(self)
        self.last_runs = LastRunsOfJobs()
        self.job_runs: dict[str, JobRuns] = {}
        """By a job's name the runs that are loaded of it."""
        self.account: Account | None = None
        self._is_account_asked = False
        self._calls = Calls(THREADS, "aws", background=THREADS - USERS_THREADS)
        self._shown_by: WeakSet[SessionShown] = WeakSet()

    @property
    def profile(self) -> str:
        """The profile's name."""
        return self.aws.profile or "default"

    @property
    def facts(self) -> tuple[str, ...]:
        """Whose data this is, as far as that is certain; "" for what is not."""
        aws = self.aws
        if aws.is_offline:
            return (f"offline: {aws.source}",)
        account = f"account {self.account.number}" if self.account and self.account.number else ""
        return f"profile {self.profile}", aws.region or "", account, self.account.who if self.account else ""

    @property
    def warning(self) -> str:
        """That the answers are not AWS's own, where they are not."""
        aws = self.aws
        return f"not AWS: {aws.other_host}" if aws.other_host and not aws.is_offline else ""

    def show_on(self, screen: SessionShown) -> None:
        """Tell this screen, as long as there is one, when something of the session has changed."""
        self._shown_by.add(screen)

    async def ask(
        self,
        call: Callable[..., Answer],
        *args: Any,
        retrying: Retrying | None = None,
        in_background: bool = False,
        **kwargs: Any,
    ) -> Answer:
        """Await a blocking call in a thread, note whether AWS answered it, and show its further tries.

        With `in_background` it shares the threads of those calls that the user does not wait for.
        """
        before = self.aws.answers
        ask = self._calls.ask_in_background if in_background else self._calls.ask
        if retrying is not None:
            call = _with_retries_shown(call, retrying)
        answer = await ask(call, *args, **kwargs)
        if self.aws.answers != before:
            self.health.answered()
        return answer

    def usual(self, job_name: str) -> Usual | None:
        """What is known to be usual for a job: of its loaded runs, or of its last ones."""
        loaded = self.job_runs[job_name].usual if job_name in self.job_runs else None
        return loaded or self.last_runs.usual(job_name)

    @property
    def lacks_account(self) -> bool:
        """Whether it is time to ask whose account this is: AWS answers, and nobody asked yet."""
        return self.health.has_answered and not self._is_account_asked

    async def learn_account(self) -> None:
        """Ask whose account this is: a courtesy of the first line, without which everything else works."""
        self._is_account_asked = True
        try:
            self.account = await self.ask(self.aws.account)
        except AwsError:
            self.account = None
        self.health_changed()

    async def connect(self) -> None:
        """Make sure which Region and endpoint are in force; what goes wrong is told by the first call."""
        try:
            await self.ask(self.aws.connect)
        except AwsError:
            return
        self.health_changed()

    def retry_all(self) -> None:
        """Ask again for all that failed, as after a sign-in."""
        self.aws.mfa.is_declined = False
        self._is_account_asked = self.account is not None
        self.health.retry_all()
        self.health_changed()

    def health_changed(self) -> None:
        """Have every screen of the session show it as it is now."""
        for screen in list(self._shown_by):
            screen.session_changed()


def _with_retries_shown(call: Callable[..., Answer], retrying: Retrying) -> Callable[..., Answer]:
    """The call, whose further tries are shown on the event loop from the thread that makes it."""
    loop = asyncio.get_running_loop()

    def show(retry: Retry) -> None:
        # A call may outlive the app, which does not wait for it.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(retrying.retrying, retry.text)

    def call_and_show(*args: Any, **kwargs: Any) -> Answer:
        with reporting_retries_to(show):
            return call(*args, **kwargs)

    return call_and_show
