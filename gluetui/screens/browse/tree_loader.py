"""Loads runs into the predecessor tree: those with a row, the whole ancestry, or those on the way to a failed run."""

from __future__ import annotations

from asyncio import Event, sleep
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.lineage.search import Search, census, next_failed
from gluetui.glue.lineage.tree import OpenedTree
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.screens.browse.downstreams import Downstreams
from gluetui.screens.session_screen import SessionScreen
from gluetui.session.lanes import Lanes
from gluetui.text.safe import one_line
from gluetui.text.states import failed_of

LANES = 6
"""Runs fetched at a time."""

RETRY_SECONDS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each further try of a throttled run; boto3 has retried in vain before each."""


class Fetch(NamedTuple):
    """One run to fetch, and the tree that it is for."""

    view: OpenedTree
    key: RunKey
    refresh: bool
    retries: tuple[float, ...] = RETRY_SECONDS


class RunRetry(NamedTuple):
    """Shows the further tries of the call for one run of the tree."""

    loader: TreeLoader
    key: RunKey

    def retrying(self, how: str) -> None:
        """Show a further try, in words."""
        self.loader.show_retry(self.key, how)


class TreeLoader:
    """Fetches runs for the tree that asks, shown or not; counts loaded and failed ones since it was last idle."""

    def __init__(self, screen: SessionScreen, pane: PredecessorTree, downstreams: Downstreams) -> None:
        self._screen = screen
        self._downstreams = downstreams
        self._session = screen.session
        self._pane = pane
        self._waiting: list[Fetch] = []
        self._lanes = Lanes[Fetch](
            LANES, screen, "predecessors", choose=self._choose, serve=self._fetch, settled=self._settle
        )
        self._asleep = 0
        self._drops = 0
        self._is_stopped = False
        self._idle = Event()
        self._idle.set()
        self._searches = ""
        self.loaded = 0
        self.failed = 0
        self._session.health.add_background(self)

    @property
    def left(self) -> int:
        """Runs that were asked for and have no final answer yet."""
        return len(self._waiting) + self._lanes.busy + self._asleep

    # Requests of the user.

    def want(self, view: OpenedTree, keys: Iterable[RunKey], *, refresh: bool = False) -> None:
        """Fetch runs for a tree, behind those that wait."""
        self._add(view, keys, refresh=refresh)
        self._report()

    def find_failed(self, view: OpenedTree, after: RunKey) -> None:
        """Go to the next failed run after another one, fetching runs on the way; a toast counts them."""
        self._screen.start_work(partial(self._find_failed, view, after), group="search", exclusive=True)

    @property
    def can_stop(self) -> bool:
        """Whether calls that were asked for are still to be made; those that are under way end by themselves."""
        view = self._pane.view
        expands = view is not None and view.tree.is_expanding_all
        more = self._waiting or self._asleep or self._searches or expands
        return bool(self.left and more) and not self._is_stopped

    def stop(self) -> None:
        """Begin no further call."""
        if not self.can_stop:
            return
        self._is_stopped = True
        self._searches = ""
        dropped, self._waiting = self._waiting, []
        self._drops += 1
        for fetch in dropped:
            fetch.view.give_up([fetch.key])
        if self._pane.view is not None:
            self._pane.view.give_up()
        self._report()
        self._pane.project()

    async def _find_failed(self, view: OpenedTree, after: RunKey) -> None:
        self._searches = "looking for a failed run: "
        while (search := next_failed(view.lineage, after)).to_fetch:
            self.want(view, view.mark_wanted(search.to_fetch))
            await self._idle.wait()
            if not self._searches:
                return
        self._searches = ""
        self._pane.refresh_keys()
        if view is self._pane.view:
            self._show_found(view, search)

    def _show_found(self, view: OpenedTree, search: Search) -> None:
        failed, cut_short, unknown = census(view.lineage)
        if search.found is None:
            unseen = len(search.unreadable) + search.incomplete
            blind = f", {unseen} of which could not be looked at" if unseen else ""
            where = f"{'after' if view.is_down else 'before'} {view.lineage.root.job_name}"
            none = failed_of(0, 0, "run", cut_short, among=f" among those {where}{blind}")
            self._screen.toast(none)
            return
        self._pane.go_to_node(view.tree.reveal(search.path))
        among = f", {unknown:,} not looked at" if unknown else ""
        self._screen.toast(failed_of(failed.index(search.found) + 1, len(failed), "run", cut_short, among=among))

    # As Background of the session's health.

    def hold(self) -> None:
        """Begin no further call until `release`."""
        self._lanes.hold()

    def release(self) -> None:
        """Begin calls again."""
        self._lanes.release()

    def ask_again(self, most: int | None = None) -> None:
        """Ask again for the runs that a fault of the session kept from being loaded, at most so many."""
        view = self._pane.view
        if view is not None:
            self.want(view, view.mark_wanted(view.lineage.unreached()[:most], refresh=True))
            self._pane.answered(view)

    def probe(self) -> bool:
        """Have one call under way in spite of `hold`; False if there is none to make."""
        if not self.left:
            self.ask_again(most=1)
        return self._lanes.pass_one()

    # Fetching.

    def _add(self, view: OpenedTree, keys: Iterable[RunKey], *, refresh: bool = False) -> None:
        if not self.left:
            self.loaded = self.failed = 0
        self._put(Fetch(view, key, refresh) for key in keys)

    def _put(self, fetches: Iterable[Fetch]) -> None:
        self._waiting.extend(fetches)
        self._is_stopped = self._is_stopped and not self._waiting
        self._idle.clear()
        self._lanes.go_on()

    def _choose(self) -> Fetch | None:
        """The first run in sight, else the first that was asked for."""
        if not self._waiting:
            return None
        seen = self._pane.keys_in_sight
        index = next((index for index, fetch in enumerate(self._waiting) if fetch.key in seen), 0)
        return self._waiting.pop(index)

    async def _fetch(self, fetch: Fetch) -> None:
        known, retrying = self._session.known, RunRetry(self, fetch.key)
        try:
            if fetch.view.is_down:
                run = await self._downstreams.read(fetch.view, fetch.key, refresh=fetch.refresh)
            else:
                run = await known.run(fetch.key, refresh=fetch.refresh, retrying=retrying, in_background=True)
        except AwsError as error:
            self.take(fetch.view, fetch.key, error)
            if error.kind is ErrorKind.THROTTLED and fetch.retries:
                self._asleep += 1
                self._screen.start_work(partial(self._again, fetch), group="predecessors")
            else:
                self.failed += 1
        else:
            self.loaded += 1
            self.take(fetch.view, fetch.key, run)

    async def _again(self, fetch: Fetch) -> None:
        drops = self._drops
        await sleep(fetch.retries[0])
        self._asleep -= 1
        if drops == self._drops:
            self._put([fetch._replace(retries=fetch.retries[1:])])
        self._settle()

    def _settle(self) -> None:
        if not self.left and not self._idle.is_set():
            self._idle.set()
            self._report()

    # Showing.

    def take(self, view: OpenedTree, key: RunKey, answer: JobRun | AwsError) -> None:
        """Take in an answer for a tree, and show it if that tree is shown."""
        if isinstance(answer, AwsError):
            self._session.health.note(answer)
        self._add(view, view.take(key, answer))
        self._report()
        self._pane.answered(view)

    def renew(self, view: OpenedTree, runs: Iterable[tuple[RunKey, JobRun]]) -> None:
        """Take in newer answers about runs that a tree knows, and show them if it is shown."""
        lineage, has_changed = view.lineage, False
        for key, run in runs:
            known = lineage.get(key)
            if known is not None and known is not run:
                lineage.add(run, key=key)
                has_changed = True
        if has_changed:
            self._pane.answered(view)

    def show_retry(self, key: RunKey, how: str) -> None:
        """Show a further try for a run of the tree, until the next answer."""
        if self.left:
            self._pane.progress = f"{one_line(key.job_name)}: {how}"
            self._pane.measure()

    def _report(self) -> None:
        """Show the progress of a search or of expanding all; once idle, draw the last answers."""
        expands = self._pane.view is not None and self._pane.view.tree.is_expanding_all
        busy = self.left and (expands or self._searches)
        failed = f", {self.failed} without an answer" if self.failed else ""
        stops = f"{self._pane.key_of('browse.escape')} stops"
        self._pane.progress = (
            f"{self._searches}{self.loaded:,} loaded{failed}, {self.left:,} to go · {stops}" if busy else ""
        )
        if not self.left:
            # Rows before `stop_expanding`: those that the last answers bring are still to be opened.
            self._pane.project()
            if expands and self._pane.view is not None:
                self._pane.view.tree.stop_expanding()
        self._pane.refresh_keys()
