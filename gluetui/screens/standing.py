"""How a session stands with AWS: one banner for what ails every call, and how all that failed is asked for again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, TypeVar

from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import PASSING, SESSION_WIDE
from gluetui.screens.asking import Ask
from gluetui.widgets.frame import Banner
from gluetui.widgets.pane import Pane

Answer = TypeVar("Answer")

PROBES = (2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds before one of the loads that failed is tried again; the last for all further ones."""

THROTTLED = (1.0, 2.0, 4.0, 8.0)
"""Seconds before a throttled load is tried again; after these a person decides."""

ANSWERED = frozenset({ErrorKind.DENIED, ErrorKind.GONE, ErrorKind.THROTTLED})
"""Errors that only AWS itself can have given."""


class Later(Protocol):
    """Calls back after so many seconds."""

    def __call__(self, seconds: float, callback: Callable[[], None], /) -> object: ...


class Nodes(Protocol):
    """What is fetched beside the panes: the runs of predecessors."""

    def hold(self) -> None:
        """Begin no further call."""

    def release(self) -> None:
        """Go on."""

    def ask_again(self) -> None:
        """Ask again for what failed for the session's sake."""

    def probe(self) -> bool:
        """Have one call under way in spite of `hold`; False if there is none to make."""


class Load(NamedTuple):
    """A load that failed: it is over as soon as its panes show another error, or none."""

    error: AwsError
    again: Callable[[], object]
    panes: tuple[Pane, ...]

    @property
    def stands(self) -> bool:
        """Whether one of its panes still shows the error."""
        return any(pane.error is self.error for pane in self.panes)


class Standing:
    """Every failed load comes here, and every answer; while a fault stands, one load at a time finds out if it is over.

    After a fault all that failed is asked for again at once, but only once for each probe: where some calls work
    and others never do, answers and retries would chase each other.
    """

    def __init__(self, glue: Glue, ask: Ask, banner: Banner, *, later: Later) -> None:
        self._glue = glue
        self._ask = ask
        self._banner = banner
        self._later = later
        self.first_answer: Callable[[], object] = lambda: None
        """Hears once that AWS has answered: what can wait until then leaves the first call the machine to itself."""
        self.nodes: Nodes | None = None
        self.fault: AwsError | None = None
        self._loads: list[Load] = []
        self._probed: tuple[Pane, ...] = ()
        self._probes = 0
        self._is_due = False
        """Whether a probe is to come."""
        self._may_ask_all = True

    async def ask(self, call: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
        """Await a call and note whether AWS answered it."""
        before = self._glue.answers
        answer = await self._ask(call, *args, **kwargs)
        if self._glue.answers != before:
            self._answered()
        return answer

    def fail(self, error: AwsError, again: Callable[[], object], *panes: Pane) -> None:
        """Show an error in the panes that it concerns; `again` asks for the same once more."""
        self._loads = [load for load in self._loads if load.stands]
        load = Load(error, again, panes)
        then = self._throttled_later(load) if error.kind is ErrorKind.THROTTLED else ""
        for pane in panes:
            pane.fail(error, is_told_above=error.kind in SESSION_WIDE, then=then)
        self._loads.append(load)
        self.heard(error)

    def heard(self, error: AwsError) -> None:
        """An error of any call: it may be the whole session's, or tell that AWS is there."""
        if error.kind in ANSWERED:
            self._answered()
        if error.kind in SESSION_WIDE:
            self.fault = error
            self._banner.show(error)
            if self.nodes is not None:
                self.nodes.hold()
            self._schedule()

    def retry(self, pane: object) -> bool:
        """A person asks again: for what the pane failed to load, else for something that failed.

        Returns: whether it was the pane's own.
        """
        own = next((load for load in self._loads if load.stands and pane in load.panes), None)
        if own is None:
            self.probe()
        else:
            self._may_ask_all = True
            own.again()
        return own is not None

    def retry_all(self) -> None:
        """Ask again for all that failed for the session's sake."""
        loads = self._ailing()
        self._clear()
        for load in loads:
            load.again()
        if self.nodes is not None:
            self.nodes.ask_again()

    def probe(self) -> None:
        """While a fault stands, find out with one call whether it is over."""
        if self.fault is None:
            return
        self._may_ask_all = True
        load = next(iter(self._ailing()), None)
        if load is not None:
            self._probed = load.panes
            load.again()
        elif self.nodes is None or not self.nodes.probe():
            # Nothing that is looked at lacks an answer: the next call will tell.
            self._clear()

    def _ailing(self) -> list[Load]:
        """What failed for the session's sake, in the order in which it failed."""
        return [load for load in self._loads if load.stands and load.error.kind in SESSION_WIDE]

    def _schedule(self) -> None:
        if self.fault is not None and self.fault.kind in PASSING and not self._is_due:
            self._is_due = True
            self._later(PROBES[min(self._probes, len(PROBES) - 1)], self._probe)

    def _probe(self) -> None:
        self._is_due = False
        self._may_ask_all = True
        if self.fault is None:
            self.retry_all()
        elif self.fault.kind in PASSING and not any(pane.is_waiting for pane in self._probed):
            self._probes += 1
            self.probe()
        # A load that is superseded says nothing, so the next probe does not wait for its error.
        self._schedule()

    def _answered(self) -> None:
        first, self.first_answer = self.first_answer, lambda: None
        first()
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
        for load in ailing:
            for pane in load.panes:
                pane.fail(load.error)

    def _clear(self) -> None:
        self.fault = None
        self._banner.show(None)
        if self.nodes is not None:
            self.nodes.release()

    def _throttled_later(self, load: Load) -> str:
        """Have a throttled load tried again by itself, and say so."""
        failures = max(pane.failures for pane in load.panes)
        if failures >= len(THROTTLED):
            return ""

        def ask_again() -> None:
            if load.stands:
                load.again()

        self._later(THROTTLED[failures], ask_again)
        return f"Asks again by itself in {THROTTLED[failures]:g} s."
