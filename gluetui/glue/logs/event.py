"""A log stream of a run, and one event of it, as CloudWatch Logs has them."""

from __future__ import annotations

from typing import NamedTuple


class Stream(NamedTuple):
    """One log stream of a run."""

    group: str
    name: str
    source: str
    """What writes it: output, error, driver, executor, insights, progress; of Ray the group's last part."""


class Event(NamedTuple):
    """One event as AWS returned it; its message may hold many lines, or a part of one."""

    timestamp: int
    """Milliseconds since the epoch."""
    message: str
    ingested: int = 0
    """Milliseconds since the epoch; 0 where AWS did not say."""
