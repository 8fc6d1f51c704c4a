"""What is known of the last runs of jobs, and which jobs AWS is asked for at the moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gluetui.glue.errors.error import GlueError, Kind
from gluetui.glue.listing.last_runs import LastRuns
from gluetui.glue.listing.usual import Usual


class Unchecked(NamedTuple):
    """Of some jobs, how many were not looked up yet, and for how many AWS gave no answer."""

    unknown: int
    refused: int


class JobStatuses:
    """By a job's name its last runs, or why they could not be had."""

    def __init__(self) -> None:
        self.known: dict[str, LastRuns | GlueError] = {}
        self.asked: set[str] = set()
        """The jobs that AWS is asked for at the moment."""

    def learn(self, name: str, status: LastRuns | GlueError) -> None:
        """Take in an answer, or why there is none."""
        self.known[name] = status
        self.asked.discard(name)

    def is_unknown(self, name: str) -> bool:
        """Whether a job was not looked up yet, or is to be looked up again."""
        status = self.known.get(name)
        return status is None or (isinstance(status, GlueError) and status.kind is Kind.THROTTLED)

    def has_failed(self, name: str) -> bool:
        """Whether the last run of a job is known to have failed."""
        status = self.known.get(name)
        return isinstance(status, LastRuns) and status.is_failed

    def is_live(self, name: str) -> bool:
        """Whether the last run of a job is known not to be over."""
        status = self.known.get(name)
        return isinstance(status, LastRuns) and status.is_live

    def usual(self, name: str) -> Usual | None:
        """What the last runs of a job tell to be usual for it."""
        status = self.known.get(name)
        return status.usual if isinstance(status, LastRuns) else None

    def unchecked(self, names: Sequence[str]) -> Unchecked:
        """How many of these jobs cannot be told to have failed or not."""
        unknown = sum(1 for name in names if self.is_unknown(name))
        lacking = sum(1 for name in names if not isinstance(self.known.get(name), LastRuns))
        return Unchecked(unknown, lacking - unknown)
