"""A lineage as one person looks at it: what is opened, what was asked for, where the cursor stood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gluetui.glue.errors.error import GlueError
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.rows import ROOT
from gluetui.glue.lineage.tree import LineageTree
from gluetui.glue.run.run import JobRun, RunKey


@dataclass
class TreeView:
    """All that is needed to show a tree again as it was left; answers may come while it is not shown."""

    tree: LineageTree
    node: int = ROOT

    @classmethod
    def closed(cls, root: RunKey) -> TreeView:
        """A root that hides its predecessors: nothing is fetched before a person opens it."""
        tree = LineageTree(Lineage(root))
        tree.collapse(ROOT)
        return cls(tree)

    @property
    def lineage(self) -> Lineage:
        """What is known of the runs, opened or not."""
        return self.tree.lineage

    def mark_wanted(self, keys: Iterable[RunKey], *, refresh: bool = False) -> list[RunKey]:
        """Those that nobody has asked for yet, marked so that nothing is asked for twice."""
        lineage = self.lineage
        fresh = [key for key in dict.fromkeys(keys) if refresh or lineage.status(key) == "unknown"]
        for key in fresh:
            lineage.want(key)
        return fresh

    def take(self, key: RunKey, answer: JobRun | GlueError) -> list[RunKey]:
        """Take in an answer.

        Returns: the runs to ask for next, at once, where all is being expanded: a chain goes on at AWS's pace.
        """
        lineage = self.lineage
        if isinstance(answer, GlueError):
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
