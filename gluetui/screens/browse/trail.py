"""The runs that were opened, in order, with what was seen of each, for going back and forward."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from gluetui.glue.run.run import RunKey

Seen = TypeVar("Seen")


@dataclass
class Visit(Generic[Seen]):
    """One opened run; `seen` is what the predecessors looked like when it was left."""

    key: RunKey
    seen: Seen | None = None


@dataclass
class Trail(Generic[Seen]):
    """Opening a run drops what lay forward, as in a browser."""

    visits: list[Visit[Seen]] = field(default_factory=list)
    place: int = -1

    @property
    def here(self) -> Visit[Seen] | None:
        """The run that is open; None before one was opened."""
        return self.visits[self.place] if self.visits else None

    def open(self, key: RunKey) -> Visit[Seen]:
        """Opening the run that is open already is no new visit."""
        if self.here is None or self.here.key != key:
            del self.visits[self.place + 1 :]
            self.visits.append(Visit(key))
            self.place += 1
        return self.visits[self.place]

    def has(self, step: int) -> bool:
        """Whether there is a visit so many steps back (negative) or forward."""
        return 0 <= self.place + step < len(self.visits)

    def step(self, step: int) -> Visit[Seen] | None:
        """The visit so many steps back (negative) or forward, which is then here; None at either end."""
        if not self.has(step):
            return None
        self.place += step
        return self.visits[self.place]
