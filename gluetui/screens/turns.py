"""Whose turn it is, where there are more to look at than calls to spend."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import count
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


class Turns:
    """Those that waited longest come first."""

    def __init__(self) -> None:
        self._count = count(1)
        self._last: dict[Hashable, int] = {}

    def take(self, items: Iterable[Item], most: int) -> list[Item]:
        """So many of the items, none of which is in front again before the others had their turn."""
        taken = sorted(items, key=lambda item: self._last.get(item, 0))[:most]
        self._last.update((item, next(self._count)) for item in taken)
        return taken
