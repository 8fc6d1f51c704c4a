"""The predecessor graph projected to rows: what is opened and asked for, and where a run is shown."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gluetui.glue.errors.error import AwsError
from gluetui.glue.lineage.graph import Lineage, Link, no_predecessors_reason, numbered
from gluetui.glue.lineage.rows import NOTE, ROOT, Guides, LineageRow, Mark, RowKind, reason_row
from gluetui.glue.run.run import JobRun, RunKey


@dataclass(slots=True)
class _Place:
    """One place in the tree; made when it is first shown and never moved or removed."""

    node: int
    under: int
    kind: RowKind
    link: Link
    key: RunKey | None
    mark: Mark
    elsewhere: int | None
    attempts: dict[RunKey, int] = field(default_factory=dict)
    predecessors: list[int] = field(default_factory=list)
    folded: list[Link] = field(default_factory=list)
    grown_from: JobRun | None = None
    seen: int = 0
    """How many links have got a place, or are folded behind a retry."""


class LineageTree:
    """A lineage as it is opened on the screen.

    A run's first place, the one that was shown first, is its real one and the only one that opens.
    """

    def __init__(self, lineage: Lineage) -> None:
        self.lineage = lineage
        root = Link(*lineage.root)
        self._places = [_Place(ROOT, NOTE, "root", root, lineage.root, "", None)]
        self._owners = {lineage.root: ROOT}
        self._expanded = {ROOT}
        self._expanding_all = False

    def expand(self, node: int) -> None:
        """Open a place; one that has nothing to show yet opens as soon as its answer arrives."""
        self._expanded.add(node)

    def collapse(self, node: int) -> None:
        """Close a place; what lies behind it stays as it was."""
        self._expanded.discard(node)

    def expand_all(self) -> None:
        """Open every place, and from now on every place that comes."""
        self._expanding_all = True
        self._expanded.update(range(len(self._places)))

    @property
    def is_expanding_all(self) -> bool:
        """Whether places that come are opened by themselves."""
        return self._expanding_all

    def stop_expanding(self) -> None:
        """Leave open what is open; places that come from now on stay closed."""
        self._expanding_all = False

    def show(self, node: int) -> None:
        """Open all that a place lies behind, so that it has a row."""
        while node > ROOT:
            node = self._places[node].under
            self._expanded.add(node)

    def reveal(self, path: Sequence[RunKey]) -> int | None:
        """Open the way along linked runs and return the last one's node, or None where the way is broken.

        The path starts with a run that has a place already, such as the root.
        """
        for key, before in pairwise(path):
            node = self._owners.get(key)
            if node is None:
                return None
            if before not in self._owners:
                self._make_way(self._places[node], key, before)
        found = self._owners.get(path[-1]) if path else None
        if found is not None:
            self.show(found)
        return found

    def rows(self) -> list[LineageRow]:
        """All rows that are opened now, top to bottom: the root, and below each run what preceded it."""
        self._grow_all()
        rows: list[LineageRow] = []
        stack: list[tuple[int, Guides, bool]] = [(ROOT, (), False)]
        while stack:
            node, guides, is_chain = stack.pop()
            place = self._places[node]
            row = self._row(place, guides, is_chain)
            rows.append(row)
            if row.expanded:
                stack.extend(reversed(self._below(place, guides)))
        root = self.lineage.get(self.lineage.root)
        if root is not None and self.lineage.links(self.lineage.root) == ():
            rows.append(reason_row(no_predecessors_reason(root)))
        return rows

    def _below(self, place: _Place, guides: Guides) -> list[tuple[int, Guides, bool]]:
        """The rows to come under an open place: a lone predecessor goes straight on, all else forks."""
        if len(place.predecessors) == 1 and not place.attempts:
            return [(place.predecessors[0], guides, True)]
        attempts, predecessors = list(place.attempts.values()), self._sorted(place.predecessors)
        lone = predecessors if len(predecessors) == 1 else []
        forked = attempts if lone else attempts + predecessors
        more, last = (*guides, True), (*guides, False)
        below = [(node, more, False) for node in forked[:-1]]
        below += [(node, last, False) for node in forked[-1:]]
        return below + [(node, guides, True) for node in lone]

    def _row(self, place: _Place, guides: Guides, is_chain: bool) -> LineageRow:
        lineage, key = self.lineage, place.key
        expandable = self._is_expandable(place)
        links = lineage.links(key) if key is not None else None
        return LineageRow(
            node=place.node,
            under=place.under if place.node != ROOT else None,
            kind=place.kind,
            link=place.link,
            key=key,
            run=lineage.get(key) if key is not None else None,
            status=lineage.status(key) if key is not None else "unknown",
            error=lineage.error(key) if key is not None else None,
            mark=place.mark,
            elsewhere=place.elsewhere,
            expandable=expandable,
            expanded=expandable and place.node in self._expanded,
            predecessors=len(links) if links is not None else None,
            attempt=lineage.attempt_number(key) if key is not None else 0,
            earlier_attempts=len(lineage.earlier(key)) if key is not None and place.kind != "attempt" else 0,
            guides=guides,
            is_chain=is_chain,
        )

    def _is_expandable(self, place: _Place) -> bool:
        if place.key is None or place.mark:
            return False
        if place.kind == "attempt":
            return bool(self.lineage.links(place.key))
        return bool(place.attempts) or self.lineage.is_expandable(place.key)

    def _sorted(self, nodes: Iterable[int]) -> list[int]:
        return sorted(nodes, key=lambda node: self.lineage.rank(self._places[node].key))

    def _grow_all(self) -> None:
        """Make the places that are open but not there yet, nearest to the root first."""
        queue = deque([ROOT])
        while queue:
            place = self._places[queue.popleft()]
            if place.key is not None and not place.mark and place.node in self._expanded:
                self._grow(place, place.key)
                queue.extend(place.attempts.values())
                queue.extend(place.predecessors)

    def _grow(self, place: _Place, key: RunKey) -> None:
        """Make the places that a run's answer, and those of its attempts, call for by now."""
        run = self.lineage.get(key)
        if run is not None and run is place.grown_from and not place.attempts and not place.folded:
            return
        place.grown_from = run
        if place.kind != "attempt":
            self._grow_attempts(place, key)
        links = self.lineage.links(key) or ()
        due = place.folded + list(links[place.seen :])
        if due:
            folded = _folded(self.lineage, links)
            place.seen, place.folded = len(links), [link for link in due if link.key in folded]
            for link in due:
                if link.key not in folded:
                    kind: RowKind = "predecessor" if link.key is not None else "incomplete"
                    place.predecessors.append(self._put(place, kind, link))

    def _grow_attempts(self, place: _Place, key: RunKey) -> None:
        """Give a place to each attempt before `key`, and to what those name should answers disagree."""
        due = [key, *place.attempts]
        for attempt in due:
            before = self.lineage.previous(attempt)
            if before is not None and before != key and before not in place.attempts:
                place.attempts[before] = self._put(place, "attempt", Link(*before))
                due.append(before)

    def _make_way(self, place: _Place, key: RunKey, before: RunKey) -> None:
        """Make the place of a run that is linked from `key`, or is folded behind one that is."""
        self._grow(place, key)
        for node in place.predecessors:
            head = self._places[node].key
            if head is not None and before in self.lineage.earlier(head):
                self._grow(self._places[self._owners[head]], head)

    def _put(self, under: _Place, kind: RowKind, link: Link) -> int:
        node = len(self._places)
        owner = self._owners.setdefault(link.key, node) if link.key is not None else node
        mark: Mark = ""
        if owner != node:
            mark = "cycle" if self._is_behind(under.node, owner) else "elsewhere"
        elsewhere = owner if mark else None
        self._places.append(_Place(node, under.node, kind, link, link.key, mark, elsewhere))
        if self._expanding_all:
            self._expanded.add(node)
        return node

    def _is_behind(self, node: int, owner: int) -> bool:
        """Whether one place is another, or was opened from it, at whatever distance."""
        while node > owner:  # A place is made after the one that it is opened from.
            node = self._places[node].under
        return node == owner


def _folded(lineage: Lineage, links: tuple[Link, ...]) -> set[RunKey]:
    """Runs that are listed beside a later attempt of theirs, behind which they are shown."""
    latest: dict[RunKey, RunKey] = {}
    keys = [link.key for link in links if link.key is not None]
    for key in keys:
        first = RunKey(key.job_name, numbered(key.run_id)[0])
        latest[first] = max(latest.get(first, key), key, key=lambda each: numbered(each.run_id)[1])
    if len(latest) == len(keys):
        return set()
    behind = {key for later in latest.values() for key in lineage.earlier(later)}
    return behind - set(latest.values())


@dataclass
class OpenedTree:
    """All that is needed to show a tree again as it was left; answers may come while it is not shown."""

    tree: LineageTree
    node: int = ROOT

    @classmethod
    def closed(cls, root: RunKey) -> OpenedTree:
        """A root that hides its predecessors: nothing is fetched before the user opens it."""
        tree = LineageTree(Lineage(root))
        tree.collapse(ROOT)
        return cls(tree)

    @property
    def lineage(self) -> Lineage:
        """The runs that are known, opened or not."""
        return self.tree.lineage

    def mark_wanted(self, keys: Iterable[RunKey], *, refresh: bool = False) -> list[RunKey]:
        """Those that were not asked for yet, marked so that nothing is asked for twice."""
        lineage = self.lineage
        fresh = [key for key in dict.fromkeys(keys) if refresh or lineage.status(key) == "unknown"]
        for key in fresh:
            lineage.want(key)
        return fresh

    def take(self, key: RunKey, answer: JobRun | AwsError) -> list[RunKey]:
        """Take in an answer.

        Returns: the runs to ask for next, at once, where all is being expanded: a chain goes on at AWS's pace.
        """
        lineage = self.lineage
        if isinstance(answer, AwsError):
            lineage.fail(key, answer)
            return []
        lineage.add(answer, key=key)
        if not self.tree.is_expanding_all:
            return []
        linked = [link.key for link in lineage.links(key) or () if link.key is not None]
        return self.mark_wanted([*linked, *lineage.earlier(key)])

    def give_up(self, keys: Iterable[RunKey] = ()) -> None:
        """These will not be fetched after all, and no more is opened by itself."""
        for key in keys:
            self.lineage.unwant(key)
        self.tree.stop_expanding()
