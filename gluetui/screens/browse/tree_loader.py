"""What the predecessors ask for: runs to fetch, the whole ancestry, the nearest failed run; and how to stop."""

from __future__ import annotations

from collections.abc import Callable

from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.lineage.search import Search, nearest_failed
from gluetui.glue.lineage.tree import OpenedTree
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.screens.asking import Ask, Work
from gluetui.screens.browse.fetching import Fetcher
from gluetui.text.safe import one_line


class Ancestry:
    """Keeps one fetcher for the pane; answers reach the tree that asked, whether it is still shown or not."""

    def __init__(
        self,
        glue: Glue,
        ask: Ask,
        pane: PredecessorTree,
        *,
        start: Callable[[Work], object],
        tell: Callable[[str], None],
        heard: Callable[[AwsError], None],
    ) -> None:
        """`start` does work beside the UI; `tell` shows a toast; `heard` is told of every error."""
        self._pane = pane
        self._tell = tell
        self._heard = heard
        self._searches = ""
        self.fetcher = Fetcher(
            glue, ask, start=start, answered=self.take, settled=self._report, in_sight=lambda: pane.keys_in_sight
        )

    def want(self, view: OpenedTree, keys: list[RunKey], *, refresh: bool = False) -> None:
        """Fetch runs for a tree."""
        self.fetcher.add(view, keys, refresh=refresh)
        self._report()

    def stop(self) -> bool:
        """Begin no further call; False if there was nothing to stop."""
        if not self.fetcher.left:
            return False
        self._searches = ""
        for job in self.fetcher.drop():
            job.view.give_up([job.key])
        if self._pane.view is not None:
            self._pane.view.give_up()
        self._report()
        self._pane.project()
        return True

    async def find_failed(self, view: OpenedTree, start: RunKey) -> None:
        """Go to the nearest failed run before `start`, fetching what must be known for it, and say so."""
        lineage = view.lineage
        self._searches = "looking for a failed run: "
        while True:
            search = nearest_failed(lineage, start)
            if not search.to_fetch:
                break
            self.want(view, view.mark_wanted(search.to_fetch))
            await self.fetcher.wait_idle()
            if not self._searches:
                return
        self._searches = ""
        if search.found is None and start != lineage.root and not _is_failed(lineage.get(start)):
            # Who stands on a green branch means the whole tree.
            await self.find_failed(view, lineage.root)
        elif view is self._pane.view:
            self._show(view, search, start)

    def hold(self) -> None:
        """Begin no further call until `release`."""
        self.fetcher.hold()

    def release(self) -> None:
        """Begin calls again."""
        self.fetcher.release()

    def ask_again(self) -> None:
        """Ask again for the runs that could not be asked for."""
        self._ask_again()

    def probe(self) -> bool:
        """Have one call under way in spite of `hold`; False if there is none to make."""
        if not self.fetcher.left:
            self._ask_again(most=1)
        return self.fetcher.pass_one()

    def retrying(self, key: RunKey, how: str) -> None:
        """A run of the tree is tried again: say so until the next answer."""
        if self.fetcher.left:
            self._pane.progress = f"{one_line(key.job_name)}: {how}"
            self._pane.measure()

    def _ask_again(self, most: int | None = None) -> None:
        view = self._pane.view
        if view is not None:
            self.want(view, view.mark_wanted(view.lineage.unreached()[:most], refresh=True))
            self._pane.answered(view)

    def _show(self, view: OpenedTree, search: Search, start: RunKey) -> None:
        if search.found is None:
            unknown = len(search.unreadable) + search.incomplete
            blind = f", {unknown} of which could not be looked at" if unknown else ""
            self._tell(f"No failed run among those before {start.job_name}{blind}.")
            return
        way = self._pane.view.tree.reveal(search.path) if self._pane.view else None
        self._pane.go_to_node(way)

    def take(self, view: OpenedTree, key: RunKey, answer: JobRun | AwsError) -> None:
        """Take in an answer for a tree, and show it if that tree is shown."""
        if isinstance(answer, AwsError):
            self._heard(answer)
        self.fetcher.add(view, view.take(key, answer))
        self._report()
        self._pane.answered(view)

    def _report(self) -> None:
        """What is under way, while it is more than a moment's work."""
        fetcher = self.fetcher
        expands = self._pane.view is not None and self._pane.view.tree.is_expanding_all
        busy = fetcher.left and (expands or self._searches)
        failed = f", {fetcher.failed} without an answer" if fetcher.failed else ""
        stops = f"{self._pane.key_of('browse.escape')} stops"
        self._pane.progress = (
            f"{self._searches}{fetcher.loaded:,} loaded{failed}, {fetcher.left:,} to go · {stops}" if busy else ""
        )
        if not fetcher.left:
            # The rows first: what is made of the last answers is still to be opened.
            self._pane.project()
            if expands and self._pane.view is not None:
                self._pane.view.tree.stop_expanding()


def _is_failed(run: JobRun | None) -> bool:
    return run is not None and run.is_failed
