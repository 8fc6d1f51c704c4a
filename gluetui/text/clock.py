"""What time it is, and in which zone times are shown: handed to every pane, so that tests can stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

_SHORT = 5


@dataclass
class Clock:
    """`now` answers in UTC; a `zone` of None is the machine's own, with its summer times."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    zone: tzinfo | None = None

    @property
    def zone_name(self) -> str:
        """The zone's short name, such as "UTC" or "CET"; "" where it has none of at most five cells."""
        name = self.now().astimezone(self.zone).strftime("%Z")
        return name if name.isascii() and len(name) <= _SHORT else ""
