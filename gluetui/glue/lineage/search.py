"""The search for the failed runs before a run, nearest first, among the runs that are known so far."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.run.run import RunKey, cut_short


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


def next_failed(lineage: Lineage, after: RunKey) -> Search:
    """The failed run that comes after another run of the tree: nearest to the root first, then the first again."""
    root = lineage.root
    came_from, levels = _nearest_first(lineage)
    keys = list(came_from)
    if after not in came_from:
        return nearest_failed(lineage, root)
    past = keys.index(after) + 1
    for key in keys[past:] + keys[:past]:
        run = lineage.get(key)
        if lineage.status(key) in ("unknown", "loading"):
            level = (each for each in keys if levels[each] == levels[key])
            return Search(to_fetch=tuple(each for each in level if lineage.status(each) in ("unknown", "loading")))
        if run is not None and run.is_failed:
            return Search(key, _path(root, key, came_from))
    return nearest_failed(lineage, root)


class Census(NamedTuple):
    """The runs before a root that did not do their work, as far as they are known."""

    failed: tuple[RunKey, ...]
    """Nearest first."""
    cut_short: Counter[str]
    """How many were stopped or expired, by their states."""
    unknown: int
    """Runs of which nothing is known: they may have failed, or come after others that did."""


def census(lineage: Lineage) -> Census:
    """Count the runs before the root."""
    keys = list(_nearest_first(lineage)[0])
    known = {key: run for key in keys if (run := lineage.get(key)) is not None}
    failed = tuple(key for key, run in known.items() if run.is_failed)
    return Census(failed, cut_short(run.state for run in known.values()), len(keys) - len(known))


def _nearest_first(lineage: Lineage) -> tuple[dict[RunKey, RunKey], dict[RunKey, int]]:
    """The runs before the root, each with the run that it was met from, and how many links away it is."""
    root = lineage.root
    came_from: dict[RunKey, RunKey] = {}
    levels = {root: 0}
    due = [root]
    for after in due:
        for key in _behind(lineage, after, attempts=False):
            if key is not None and key not in levels:
                came_from[key], levels[key] = after, levels[after] + 1
                due.append(key)
    return came_from, levels


def _behind(lineage: Lineage, key: RunKey, attempts: bool) -> list[RunKey | None]:
    links = lineage.ordered(lineage.links(key) or ())
    return [*(lineage.earlier(key) if attempts else ()), *(link.key for link in links)]


def _path(start: RunKey, found: RunKey, came_from: dict[RunKey, RunKey]) -> tuple[RunKey, ...]:
    path = [found]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return tuple(reversed(path))
