"""All that a session knows of why runs failed, by their logs: each log is looked into once."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Protocol
from weakref import WeakSet

from gluetui.glue.logs.known_cause import KnownCause
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.secrets.masks import Masks
from gluetui.text.log_cause import cause_field, cause_line, times_beside
from gluetui.text.run_fields import RunField

if TYPE_CHECKING:
    from gluetui.glue.logs.cause import Cause


class CausesShown(Protocol):
    """A view of causes, such as the panes of a screen."""

    def cause_changed(self, key: RunKey) -> None:
        """Show what is known now of the cause of a run, wherever it is shown."""


class KnownCauses:
    """Keeps the causes by run, and the lines of lists that tell them; every view is told of each change."""

    def __init__(self) -> None:
        self._known: dict[RunKey, KnownCause] = {}
        self.lines: dict[RunKey, str] = {}
        """Of runs whose cause is known: safe, their secrets masked."""
        self._shown_by: WeakSet[CausesShown] = WeakSet()

    def show_in(self, view: CausesShown) -> None:
        """Tell a view of every change for as long as it lives."""
        self._shown_by.add(view)

    def get(self, key: RunKey) -> KnownCause | None:
        """What is known of a run's cause; None where its log was never looked into."""
        return self._known.get(key)

    def cause(self, key: RunKey) -> Cause | None:
        """Why a run failed, where its log told it."""
        known = self._known.get(key)
        return known.cause if known is not None else None

    def field(self, run: JobRun, *, zone: tzinfo | None, masked: bool, asks: str) -> RunField | None:
        """What is known of the cause, as a field of the run as AWS sent it; `asks` is the key that asks again.

        None where the log was never looked into, or that of a run that did its work tells no failure.
        """
        known = self._known.get(run.key)
        if known is None or (known.cause is None and not run.is_failed):
            return None
        mask = Masks(run.raw).apply if masked else str
        return cause_field(known, run, mask=mask, times=times_beside(run, zone), asks=asks)

    def learn(self, run: JobRun, known: KnownCause) -> None:
        """Take in that the search for a run's cause has begun, waits, or has come to an end."""
        self._known[run.key] = known
        line = cause_line(known, run)
        if line:
            self.lines[run.key] = line
        self._tell(run.key)

    def forget(self, key: RunKey) -> bool:
        """Have the log of a run looked into once more, where that may find more than before; False where not."""
        known = self._known.get(key)
        if known is None or not known.may_ask_again:
            return False
        del self._known[key]
        return True

    def drop_begun(self, key: RunKey) -> None:
        """Take back that a search has begun, where it was given up."""
        known = self._known.get(key)
        if known is not None and known.is_under_way:
            del self._known[key]
            self._tell(key)

    def _tell(self, key: RunKey) -> None:
        for view in list(self._shown_by):
            view.cause_changed(key)
