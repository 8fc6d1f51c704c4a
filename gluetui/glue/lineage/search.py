"""The search for the nearest failed run before a run, among the runs that are known so far."""

from __future__ import annotations

from typing import NamedTuple

from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.run.run import RunKey


class Search(NamedTuple):
    """Where a search came to: found, waiting for runs to be fetched, or at its end with neither."""

    found: RunKey | None = None
    path: tuple[RunKey, ...] = ()
    """The runs from the start to the found one, both included."""
    to_fetch: tuple[RunKey, ...] = ()
    """Runs without which it is not known which failed run is nearest; some may be on their way already."""
    unreadable: tuple[RunKey, ...] = ()
    """Runs that were passed over because their answer could not be had."""
    incomplete: int = 0
    """Entries that were passed over because they name no run."""


def nearest_failed(lineage: Lineage, start: RunKey, *, attempts: bool = False) -> Search:
    """The failed run that is the fewest links before `start`, which does not count itself.

    Follows predecessors, and earlier attempts too if asked. No level is entered before all runs
    of the levels after it are known, so that what is found is the nearest.
    """
    came_from: dict[RunKey, RunKey] = {}
    passed = Search()
    level = [start]
    while level:
        missing = tuple(key for key in level if lineage.status(key) in ("unknown", "loading"))
        if missing:
            return passed._replace(to_fetch=missing)
        unreadable = tuple(key for key in level if lineage.status(key) == "failed")
        before: list[RunKey] = []
        incomplete = 0
        for after in level:
            for key in _behind(lineage, after, attempts):
                incomplete += key is None
                if key is not None and key != start and key not in came_from:
                    came_from[key] = after
                    before.append(key)
        passed = passed._replace(unreadable=passed.unreadable + unreadable, incomplete=passed.incomplete + incomplete)
        for key in before:
            run = lineage.get(key)
            if run is not None and run.is_failed:
                return passed._replace(found=key, path=_path(start, key, came_from))
        level = before
    return passed


def _behind(lineage: Lineage, key: RunKey, attempts: bool) -> list[RunKey | None]:
    links = lineage.ordered(lineage.links(key) or ())
    return [*(lineage.earlier(key) if attempts else ()), *(link.key for link in links)]


def _path(start: RunKey, found: RunKey, came_from: dict[RunKey, RunKey]) -> tuple[RunKey, ...]:
    path = [found]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return tuple(reversed(path))
