"""The predecessor graph as a tree of branches that the user opens, and the rows of those that are open."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from gluetui.glue.errors.error import AwsError
from gluetui.glue.lineage.graph import Lineage, Link, no_predecessors_reason, numbered
from gluetui.glue.lineage.rows import NOTE, ROOT, Guides, LineageRow, Mark, RowKind, reason_row
from gluetui.glue.run.run import JobRun, RunKey


@dataclass(slots=True)
class _Branch:
    """One run in the tree, or an entry that names none; made when it is first shown and never moved or removed."""

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
    """How many links have a branch, or are folded behind a retry."""


class LineageTree:
    """A lineage as it is opened on the screen.

    A run's first branch, the one that was shown first, is its real one and the only one that opens.
    """

    def __init__(self, lineage: Lineage, why_none: Callable[[JobRun], str] = no_predecessors_reason) -> None:
        """`why_none` says why the root is linked to no run."""
        self.lineage = lineage
        self.why_none = why_none
        root = Link(*lineage.root)
        self._branches = [_Branch(ROOT, NOTE, "root", root, lineage.root, "", None)]
        self._owners = {lineage.root: ROOT}
        self._expanded = {ROOT}
        self._expanding_all = False

    def expand(self, node: int) -> None:
        """Open a branch; one that has nothing to show yet opens as soon as its answer arrives."""
        self._expanded.add(node)

    def collapse(self, node: int) -> None:
        """Close a branch; those behind it stay open or closed, as they are."""
        self._expanded.discard(node)

    def expand_all(self) -> None:
        """Open every branch, and from now on each new one."""
        self._expanding_all = True
        self._expanded.update(range(len(self._branches)))

    @property
    def is_expanding_all(self) -> bool:
        """Whether new branches are opened by themselves."""
        return self._expanding_all

    def stop_expanding(self) -> None:
        """Keep new branches closed from now on; open ones stay open."""
        self._expanding_all = False

    def show(self, node: int) -> None:
        """Open every branch that a node lies behind, so that it has a row."""
        while node > ROOT:
            node = self._branches[node].under
            self._expanded.add(node)

    def reveal(self, path: Sequence[RunKey]) -> int | None:
        """Open the way along linked runs and return the last one's node, or None where the way is broken.

        The path starts with a run that has a branch already, such as the root.
        """
        for key, before in pairwise(path):
            node = self._owners.get(key)
            if node is None:
                return None
            if before not in self._owners:
                self._make_way(self._branches[node], key, before)
        found = self._owners.get(path[-1]) if path else None
        if found is not None:
            self.show(found)
        return found

    def rows(self) -> list[LineageRow]:
        """All rows, top to bottom: the root, and below each opened run its predecessors."""
        self._grow_all()
        rows: list[LineageRow] = []
        stack: list[tuple[int, Guides, bool]] = [(ROOT, (), False)]
        while stack:
            node, guides, is_chain = stack.pop()
            branch = self._branches[node]
            row = self._row(branch, guides, is_chain)
            rows.append(row)
            if row.expanded:
                stack.extend(reversed(self._below(branch, guides)))
        root = self.lineage.get(self.lineage.root)
        if root is not None and self.lineage.links(self.lineage.root) == ():
            rows.append(reason_row(self.why_none(root)))
        return rows

    def _below(self, branch: _Branch, guides: Guides) -> list[tuple[int, Guides, bool]]:
        """The rows to come under an open branch: a lone predecessor goes straight on, all else forks."""
        if len(branch.predecessors) == 1 and not branch.attempts:
            return [(branch.predecessors[0], guides, True)]
        attempts, predecessors = list(branch.attempts.values()), self._sorted(branch.predecessors)
        lone = predecessors if len(predecessors) == 1 else []
        forked = attempts if lone else attempts + predecessors
        more, last = (*guides, True), (*guides, False)
        below = [(node, more, False) for node in forked[:-1]]
        below += [(node, last, False) for node in forked[-1:]]
        return below + [(node, guides, True) for node in lone]

    def _row(self, branch: _Branch, guides: Guides, is_chain: bool) -> LineageRow:
        lineage, key = self.lineage, branch.key
        expandable = self._is_expandable(branch)
        links = lineage.links(key) if key is not None else None
        return LineageRow(
            node=branch.node,
            under=branch.under if branch.node != ROOT else None,
            kind=branch.kind,
            link=branch.link,
            key=key,
            run=lineage.get(key) if key is not None else None,
            status=lineage.status(key) if key is not None else "unknown",
            error=lineage.error(key) if key is not None else None,
            mark=branch.mark,
            elsewhere=branch.elsewhere,
            expandable=expandable,
            expanded=expandable and branch.node in self._expanded,
            predecessors=len(links) if links is not None else None,
            attempt=lineage.attempt_number(key) if key is not None else 0,
            earlier_attempts=len(lineage.earlier(key)) if key is not None and branch.kind != "attempt" else 0,
            guides=guides,
            is_chain=is_chain,
        )

    def _is_expandable(self, branch: _Branch) -> bool:
        if branch.key is None or branch.mark:
            return False
        if branch.kind == "attempt":
            return bool(self.lineage.links(branch.key))
        return bool(branch.attempts) or self.lineage.is_expandable(branch.key)

    def _sorted(self, nodes: Iterable[int]) -> list[int]:
        return sorted(nodes, key=lambda node: self.lineage.rank(self._branches[node].key))

    def _grow_all(self) -> None:
        """Make the branches under open ones that are not made yet, nearest to the root first."""
        queue = deque([ROOT])
        while queue:
            branch = self._branches[queue.popleft()]
            if branch.key is not None and not branch.mark and branch.node in self._expanded:
                self._grow(branch, branch.key)
                queue.extend(branch.attempts.values())
                queue.extend(branch.predecessors)

    def _grow(self, branch: _Branch, key: RunKey) -> None:
        """Make the branches for the links in a run's answer, and for its attempts."""
        run, links = self.lineage.get(key), self.lineage.links(key) or ()
        is_grown = run is not None and run is branch.grown_from and branch.seen == len(links)
        if is_grown and not branch.attempts and not branch.folded:
            return
        branch.grown_from = run
        if branch.kind != "attempt":
            self._grow_attempts(branch, key)
        due = branch.folded + list(links[branch.seen :])
        if due:
            folded = _folded(self.lineage, links)
            branch.seen, branch.folded = len(links), [link for link in due if link.key in folded]
            for link in due:
                if link.key not in folded:
                    kind: RowKind = "predecessor" if link.key is not None else "incomplete"
                    branch.predecessors.append(self._put(branch, kind, link))

    def _grow_attempts(self, branch: _Branch, key: RunKey) -> None:
        """Make a branch for each attempt before `key`, and for those that these name, should answers disagree."""
        due = [key, *branch.attempts]
        for attempt in due:
            before = self.lineage.previous(attempt)
            if before is not None and before != key and before not in branch.attempts:
                branch.attempts[before] = self._put(branch, "attempt", Link(*before))
                due.append(before)

    def _make_way(self, branch: _Branch, key: RunKey, before: RunKey) -> None:
        """Make the branch of a run that is linked from `key`, or is folded behind one that is."""
        self._grow(branch, key)
        for node in branch.predecessors:
            head = self._branches[node].key
            if head is not None and before in self.lineage.earlier(head):
                self._grow(self._branches[self._owners[head]], head)

    def _put(self, under: _Branch, kind: RowKind, link: Link) -> int:
        node = len(self._branches)
        owner = self._owners.setdefault(link.key, node) if link.key is not None else node
        mark: Mark = ""
        if owner != node:
            mark = "cycle" if self._is_behind(under.node, owner) else "elsewhere"
        elsewhere = owner if mark else None
        self._branches.append(_Branch(node, under.node, kind, link, link.key, mark, elsewhere))
        if self._expanding_all:
            self._expanded.add(node)
        return node

    def _is_behind(self, node: int, owner: int) -> bool:
        """Whether one branch is another, or was opened from it, at whatever distance."""
        while node > owner:  # A branch is made after the one that it is opened from.
            node = self._branches[node].under
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
    """A tree with its cursor, to be shown again as the user left it; it takes in answers while it is not shown."""

    tree: LineageTree
    node: int = ROOT
    is_down: bool = False
    """Whether it is turned round: its rows are the runs that the root led to."""
    probable: Set[RunKey] = frozenset()
    """Runs of a turned tree that nothing proves to have followed."""

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
        """The runs that were not asked for yet, marked so that none is asked for twice."""
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
        """Note that runs will not be fetched after all, and open no more branches by themselves."""
        for key in keys:
            self.lineage.unwant(key)
        self.tree.stop_expanding()
