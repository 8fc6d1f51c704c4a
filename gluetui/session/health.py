"""The health of a session: the fault that ails every call, what failed, and how all of it is asked for again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple, Protocol
from weakref import WeakSet

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import PASSING, SESSION_WIDE

PROBE_SECONDS = (2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds before one of the loads that failed is tried again; the last for all further ones."""

THROTTLED_SECONDS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before a throttled load is tried again; after these the user decides."""

FROM_AWS = frozenset({ErrorKind.DENIED, ErrorKind.GONE, ErrorKind.THROTTLED})
"""Errors that only AWS itself can have given."""


class Loading(Protocol):
    """Something that is loaded, and shows it where that fails."""

    @property
    def error(self) -> AwsError | None:
        """What went wrong last, while it is shown."""

    @property
    def failures(self) -> int:
        """How often in a row it failed."""

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is waited for."""

    def fail(self, error: AwsError, *, is_in_banner: bool = False, then: str = "") -> None:
        """Show the error; the banner says why with `is_in_banner`, and `then` is what happens next."""


class Background(Protocol):
    """What is fetched beside the loads, such as the runs of a tree."""

    def hold(self) -> None:
        """Begin no further call."""

    def release(self) -> None:
        """Go on."""

    def ask_again(self) -> None:
        """Ask again for what failed for the session's sake."""

    def probe(self) -> bool:
        """Have one call under way in spite of `hold`; False if there is none to make."""


class HealthShown(Protocol):
    """Whose health it is: a session."""

    def health_changed(self) -> None:
        """There is another fault or none, or AWS gave its first answer."""


class FailedLoad(NamedTuple):
    """A load that failed: it is over as soon as what it loads shows another error, or none."""

    error: AwsError
    again: Callable[[], object]
    loads: tuple[Loading, ...]

    @property
    def stands(self) -> bool:
        """Whether its error is still shown."""
        return any(load.error is self.error for load in self.loads)

    @property
    def is_session_wide(self) -> bool:
        """Whether it failed for the session's sake."""
        return self.error.kind in SESSION_WIDE


class Health:
    """Every failed load comes here, and every answer; while a fault stands, one load at a time finds out if it is over.

    After a fault all that failed is asked for again at once, but only once for each probe: where some calls work
    and others never do, answers and retries would chase each other.
    """

    def __init__(self, session: HealthShown) -> None:
        self._session = session
        self.fault: AwsError | None = None
        """What ails every call of the session alike."""
        self.has_answered = False
        """Whether AWS ever answered: what can wait until then leaves the first call the machine to itself."""
        self._background: WeakSet[Background] = WeakSet()
        self._failed: list[FailedLoad] = []
        self._probed: tuple[Loading, ...] = ()
        self._probes = 0
        self._is_probe_due = False
        self._may_ask_all = True

    def add_background(self, background: Background) -> None:
        """Hold this while a fault stands, and have it probe and ask again too."""
        self._background.add(background)

    def fail(self, error: AwsError, again: Callable[[], object], *loads: Loading) -> None:
        """Show an error where it concerns a load; `again` asks for the same once more."""
        self._failed = [failed for failed in self._failed if failed.stands]
        failed = FailedLoad(error, again, loads)
        then = self._retry_throttled(failed) if error.kind is ErrorKind.THROTTLED else ""
        for load in loads:
            load.fail(error, is_in_banner=error.kind in SESSION_WIDE, then=then)
        self._failed.append(failed)
        self.note(error)

    def note(self, error: AwsError) -> None:
        """Take an error of any call in: it may be the whole session's, or tell that AWS is there."""
        if error.kind in FROM_AWS:
            self.answered()
        if error.kind in SESSION_WIDE:
            self._set_fault(error)
            for background in list(self._background):
                background.hold()
            self._schedule_probe()

    def answered(self) -> None:
        """AWS answered a call."""
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
        """The user asks again: for what this load lacks, else for something that failed.

        Returns: whether it was the load's own.
        """
        own = next((failed for failed in self._failed if failed.stands and load in failed.loads), None)
        if own is None:
            self.probe()
        else:
            self._may_ask_all = True
            own.again()
        return own is not None

    def retry_all(self) -> None:
        """Ask again for all that failed for the session's sake."""
        ailing = self._ailing()
        self._clear()
        for failed in ailing:
            failed.again()
        for background in list(self._background):
            background.ask_again()

    def probe(self) -> None:
        """While a fault stands, find out with one call whether it is over."""
        if self.fault is None:
            return
        self._may_ask_all = True
        failed = next(iter(self._ailing()), None)
        if failed is not None:
            self._probed = failed.loads
            failed.again()
        elif not any(background.probe() for background in list(self._background)):
            # Nothing that is looked at lacks an answer: the next call will tell.
            self._clear()

    @property
    def sign_in_command(self) -> tuple[str, ...]:
        """What an error that stands says signs in; () where none does."""
        errors = [*([self.fault] if self.fault else []), *(failed.error for failed in self._failed if failed.stands)]
        return next((error.command for error in errors if error.command), ())

    def _ailing(self) -> list[FailedLoad]:
        """What failed for the session's sake, in the order in which it failed."""
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
        # A load that is superseded says nothing, so the next probe does not wait for its error.
        self._schedule_probe()

    def _retry_throttled(self, failed: FailedLoad) -> str:
        """Have a throttled load tried again by itself, and say so."""
        failures = max(load.failures for load in failed.loads)
        if failures >= len(THROTTLED_SECONDS):
            return ""

        def ask_again() -> None:
            if failed.stands:
                failed.again()

        self.call_later(THROTTLED_SECONDS[failures], ask_again)
        return f"Asks again by itself in {THROTTLED_SECONDS[failures]:g} s."

    def call_later(self, seconds: float, callback: Callable[[], None]) -> None:
        """Call back on the event loop."""
        asyncio.get_running_loop().call_later(seconds, callback)
