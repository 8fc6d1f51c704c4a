"""One profile in one Region: its clients, threads, health and stores, and the way in which every screen asks AWS."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from weakref import WeakSet

from gluetui.glue.aws.boto import THREADS
from gluetui.glue.aws.hooks import Retry, reporting_retries_to
from gluetui.glue.aws.identity import Account
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.listing.last_runs import Usual
from gluetui.local.settings import Settings
from gluetui.session.calls import Calls
from gluetui.session.health import Health
from gluetui.session.known_causes import KnownCauses
from gluetui.session.known_definitions import KnownDefinitions
from gluetui.session.known_jobs import KnownJobs
from gluetui.session.known_runs import KnownRuns
from gluetui.session.known_triggers import KnownTriggers
from gluetui.session.machine import Machine
from gluetui.session.run_logs import RunLogs
from gluetui.session.whole_logs import WholeLogs
from gluetui.text.times import Clock, when

if TYPE_CHECKING:
    from gluetui.session.known_listings import KnownListings

Answer = TypeVar("Answer")

USERS_THREADS = 2
"""Threads of a session that background calls leave free for the user's own calls."""


class SessionShown(Protocol):
    """A view of a session: a screen's first line and banner."""

    def session_changed(self) -> None:
        """Show the session's facts and fault as they are now."""


class Retrying(Protocol):
    """A view of a call's further tries."""

    def retrying(self, how: str) -> None:
        """Show a further try, in words."""


class Session:
    """Owned by the program and given to each of its screens, so that a late answer reaches its own session only."""

    def __init__(self, glue: Glue, clock: Clock, settings: Settings, machine: Machine, *, mode: str) -> None:
        """`mode` is the app's mode whose screens show this session; `clock` and `machine` are the program's.

        A saved file's clock is its own, which stands.
        """
        self.glue = glue
        self.aws = glue.aws
        self.clock = clock
        self.settings = settings
        self.machine = machine
        self.mode = mode
        self.health = Health(self)
        self.known = KnownRuns(self, clock)
        self.job_runs, self.last_runs = self.known.job_runs, self.known.last_runs
        self.causes = KnownCauses()
        self.jobs = KnownJobs()
        self.triggers = KnownTriggers(self)
        self.definitions = KnownDefinitions(self)
        self.logs = RunLogs(self, self.causes, clock)
        self.whole_logs = WholeLogs()
        self.account: Account | None = None
        self._is_account_asked = False
        self._calls = Calls(THREADS, "aws", background=THREADS - USERS_THREADS)
        self._shown_by: WeakSet[SessionShown] = WeakSet()

    @cached_property
    def listings(self) -> KnownListings:
        """The runs of jobs around a time; what keeps them is imported then, which the start need not."""
        from gluetui.session.known_listings import KnownListings

        return KnownListings(self.known, self.clock)

    @property
    def profile(self) -> str:
        """The profile's name, where a profile signs the calls; else what does."""
        origins = self.aws.origins
        return origins.signer.removeprefix("profile ")

    @property
    def facts(self) -> tuple[str, ...]:
        """Profile, Region, account and identity, each as far as it is certain, else "". Offline the source alone."""
        aws = self.aws
        if aws.is_offline:
            saved = self.clock.stands_at
            return f"offline: {aws.source}", *([f"as of {when(saved, self.clock.zone)}"] if saved else [])
        account = f"account {self.account.number}" if self.account and self.account.number else ""
        return aws.origins.signer, aws.region or "", account, self.account.who if self.account else ""

    @property
    def warning(self) -> str:
        """A badge that names the host where the answers are not AWS's own; "" where they are."""
        aws = self.aws
        return f"not AWS: {aws.other_host}" if aws.other_host and not aws.is_offline else ""

    def show_on(self, screen: SessionShown) -> None:
        """Have a screen follow the session for as long as the screen lives."""
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

        With `in_background` the user does not wait for it: it shares the threads of such calls.
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
        """A job's usual duration, of its loaded runs if they are enough, else of its last runs."""
        loaded = self.job_runs[job_name].usual if job_name in self.job_runs else None
        return loaded or self.last_runs.usual(job_name)

    def takes_account_turn(self) -> bool:
        """Whether it is time to ask STS for the account, as AWS answers; True only once, for one of the screens."""
        is_time = self.health.has_answered and not self._is_account_asked
        self._is_account_asked |= is_time
        return is_time

    async def learn_account(self) -> None:
        """Ask STS for the account, for the first line only: an error of it is not shown, all else works without."""
        try:
            self.account = await self.ask(self.aws.account)
        except AwsError:
            self.account = None
        self.health_changed()

    async def connect(self) -> None:
        """Learn which Region and endpoint are in force; an error is left for the first call, which meets it too."""
        try:
            await self.ask(self.aws.connect)
        except AwsError:
            return
        self.health_changed()

    def retry_all(self) -> None:
        """Ask again for all that failed, after a sign-in."""
        self.aws.mfa.is_declined = False
        self._is_account_asked = self.account is not None
        self.health.retry_all()
        self.health_changed()

    def health_changed(self) -> None:
        """Have every screen of the session show its facts and fault as they are now."""
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
