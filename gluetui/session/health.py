"""The health of a session: the fault that stops every call, the loads that failed, and how they are asked for again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple, Protocol
from weakref import WeakSet

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import PASSING

PROBE_SECONDS = (2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds before each probe of a fault; the last value for all further ones."""

THROTTLED_SECONDS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each further try of a throttled load; after these the user decides."""

FROM_AWS = frozenset({ErrorKind.DENIED, ErrorKind.GONE, ErrorKind.THROTTLED})
"""Kinds of errors that only AWS itself can give: they prove that it answers."""


class Loading(Protocol):
    """A load, as far as the health needs one."""

    @property
    def error(self) -> AwsError | None:
        """The error that it shows, if its last try failed."""

    @property
    def failures(self) -> int:
        """How often in a row it failed."""

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for an answer."""

    def fail(self, error: AwsError, *, is_in_banner: bool = False, then: str = "") -> None:
        """Show the error; with `is_in_banner` the banner gives its cause; `then` says which try comes by itself."""


class Background(Protocol):
    """A loader of many items, such as the runs of a tree, whose errors are shown item by item."""

    def hold(self) -> None:
        """Begin no further call."""

    def release(self) -> None:
        """Begin calls again."""

    def ask_again(self) -> None:
        """Ask again for the items that a fault of the session kept from being loaded."""

    def probe(self) -> bool:
        """Have one call under way in spite of `hold`; False if there is none to make."""


class HealthShown(Protocol):
    """A session, as far as its health needs one."""

    def health_changed(self) -> None:
        """Show another fault or none, or learn the account after AWS's first answer."""


class FailedLoad(NamedTuple):
    """A load that failed; it counts as failed as long as its own error is still shown."""

    error: AwsError
    again: Callable[[], object]
    loads: tuple[Loading, ...]

    @property
    def stands(self) -> bool:
        """Whether its error is still shown."""
        return any(load.error is self.error for load in self.loads)

    @property
    def is_session_wide(self) -> bool:
        """Whether its error is one that every call of the session meets, such as an expired sign-in."""
        return self.error.is_session_wide


class Health:
    """Is given every failed load and every answer; while a fault stands, one load at a time probes whether it is over.

    When a fault is over all that failed is asked for again at once, but only once for each probe: where some calls
    work and others never do, each answer would start the retries that fail again.
    """

    def __init__(self, session: HealthShown) -> None:
        self._session = session
        self.fault: AwsError | None = None
        """The error that every call of the session meets at present."""
        self.has_answered = False
        """Whether AWS ever answered: until then calls that can wait leave the machine to the first one."""
        self._background: WeakSet[Background] = WeakSet()
        self._failed: list[FailedLoad] = []
        self._probed: tuple[Loading, ...] = ()
        self._probes = 0
        self._is_probe_due = False
        self._may_ask_all = True

    def add_background(self, background: Background) -> None:
        """Hold this loader while a fault stands, and have it probe and ask again too."""
        self._background.add(background)

    def fail(self, error: AwsError, again: Callable[[], object], *loads: Loading) -> None:
        """Show an error on the loads that it concerns; `again` asks for the same once more."""
        self._failed = [failed for failed in self._failed if failed.stands]
        failed = FailedLoad(error, again, loads)
        then = self._retry_throttled(failed) if error.kind is ErrorKind.THROTTLED else ""
        for load in loads:
            load.fail(error, is_in_banner=error.is_session_wide, then=then)
        self._failed.append(failed)
        self.note(error)

    def note(self, error: AwsError) -> None:
        """Take in an error of any call: it may be the session's fault, or prove that AWS answers."""
        if error.kind in FROM_AWS and not error.is_apart:
            self.answered()
        if error.is_session_wide:
            self._set_fault(error)
            for background in list(self._background):
                background.hold()
            self._schedule_probe()

    def answered(self) -> None:
        """Note that AWS answered a call: a fault may be over."""
        if not self.has_answered:
            self.has_answered = True
            self._session.health_changed()
        ailing = self._ailing()
        if not ailing:
            self._probes = 0
        if self.fault is None:
            return
        if self._may_ask_all:
            self._may_ask_all = False
            self.retry_all()
            return
        self._clear()
        for failed in ailing:
            for load in failed.loads:
                load.fail(failed.error)

    def retry(self, load: object) -> bool:
        """Ask again for the user: for this load if it failed, else by a probe of the fault.

        Returns: whether the load had failed.
        """
        own = next((failed for failed in self._failed if failed.stands and load in failed.loads), None)
        if own is None:
            self.probe()
        else:
            self._may_ask_all = True
            own.again()
        return own is not None

    def retry_all(self) -> None:
        """Ask again for all loads that failed with the session's fault."""
        ailing = self._ailing()
        self._clear()
        for failed in ailing:
            failed.again()
        for background in list(self._background):
            background.ask_again()

    def probe(self) -> None:
        """Find out with one call whether a fault is over, if one stands."""
        if self.fault is None:
            return
        self._may_ask_all = True
        failed = next(iter(self._ailing()), None)
        if failed is not None:
            self._probed = failed.loads
            failed.again()
        elif not any(background.probe() for background in list(self._background)):
            # No load and no loader lacks an answer: the next call shows whether the fault is over.
            self._clear()

    @property
    def sign_in_command(self) -> tuple[str, ...]:
        """The command that signs in, from an error that is shown; () where none names one."""
        errors = [*([self.fault] if self.fault else []), *(failed.error for failed in self._failed if failed.stands)]
        return next((error.command for error in errors if error.command), ())

    def _ailing(self) -> list[FailedLoad]:
        """The loads that failed with the session's fault, in the order in which they failed."""
        return [failed for failed in self._failed if failed.stands and failed.is_session_wide]

    def _set_fault(self, error: AwsError | None) -> None:
        self.fault = error
        self._session.health_changed()

    def _clear(self) -> None:
        self._set_fault(None)
        for background in list(self._background):
            background.release()

    def _schedule_probe(self) -> None:
        if self.fault is not None and self.fault.kind in PASSING and not self._is_probe_due:
            self._is_probe_due = True
            self.call_later(PROBE_SECONDS[min(self._probes, len(PROBE_SECONDS) - 1)], self._probe_when_due)

    def _probe_when_due(self) -> None:
        self._is_probe_due = False
        self._may_ask_all = True
        if self.fault is None:
            self.retry_all()
        elif self.fault.kind in PASSING and not any(load.is_waiting for load in self._probed):
            self._probes += 1
            self.probe()
        # A load that is superseded reports no error, so the next probe is scheduled without waiting for one.
        self._schedule_probe()

    def _retry_throttled(self, failed: FailedLoad) -> str:
        """Have a throttled load tried again by itself. Returns: the words for it; "" where the user decides."""
        failures = max((load.failures for load in failed.loads), default=0)
        if failures >= len(THROTTLED_SECONDS):
            return ""

        def ask_again() -> None:
            if failed.stands:
                failed.again()

        self.call_later(THROTTLED_SECONDS[failures], ask_again)
        return f"Asks again by itself in {THROTTLED_SECONDS[failures]:g} s."

    def call_later(self, seconds: float, callback: Callable[[], None]) -> None:
        """Call back on the event loop after so many seconds."""
        asyncio.get_running_loop().call_later(seconds, callback)
