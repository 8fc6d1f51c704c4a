"""The runs of one job as a pane's rows: kept by job, merged, filtered and sorted, at any number."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable
from datetime import datetime
from time import perf_counter

from textual import work
from textual.message import Message

from gluetui.glue.clients.glue import Page
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.listing.loaded import LoadedRuns
from gluetui.glue.listing.ordering import Order, RunOrdering
from gluetui.glue.run.run import JobRun
from gluetui.text.run_filter import run_filter
from gluetui.text.times import Clock
from gluetui.widgets.item_pane import ItemPane

PORTION_SECONDS = 0.002
"""How long sorting and filtering may hold up a key at a time: a key goes through half a dozen queues."""

AT_ONCE_SECONDS = 0.008
"""How long they may take before the list is drawn as it was."""


class RunRows(ItemPane[JobRun]):
    """Runs of `job_name`: keeps those of other jobs too, filters and sorts between the keys."""

    class UsualChanged(Message):
        """Durations are to be compared with another one."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("2 Runs", id="runs", clock=clock)
        self.job_name = ""
        """The job whose runs are shown, or "" before one was opened."""
        self.next_token: str | None = None
        """What AWS wants to hear for the next page."""
        self._kept: dict[str, tuple[RunOrdering, str | None, datetime | None, int]] = {}
        self._filter = run_filter("", clock.now())
        self._told: Usual | None = None
        self._is_changing = False
        self._view = RunOrdering(LoadedRuns())
        self.items = self._view.runs

    # Which runs there are.

    @property
    def loaded(self) -> LoadedRuns:
        """All runs of the job that are loaded, filtered or not."""
        return self._view.runs

    @property
    def usual(self) -> Usual | None:
        """What durations are compared with, where enough runs are loaded."""
        return self.loaded.usual

    @property
    def order(self) -> Order | None:
        """What the runs are sorted by; None is AWS's order, newest first."""
        return self._view.order

    def show_job(self, job_name: str) -> bool:
        """Show what is loaded of a job's runs until it is replaced, sorted as before; False if nothing is."""
        if job_name != self.job_name:
            if self._filter.terms:
                self._view.choose(None, self.order, self.clock.now())
            self._kept[self.job_name] = self._view, self.next_token, self.arrived_at, self.unreadable
            self.job_name = job_name
            self.filter_text = ""
            self._filter = run_filter("", self.clock.now())
            self.name_after(job_name)
            new = RunOrdering(LoadedRuns(job_name)), None, None, 0
            self._view, self.next_token, at, self.unreadable = self._kept.pop(job_name, new)
            self.has_more = self.next_token is not None
            self._work(None)
            self.arrived(at)
        return bool(self.items)

    def merge(self, page: Page[JobRun]) -> None:
        """A first page, anew: cursor, filter, order and what is older stay, where the two have a run in common."""
        stay_on, before = self.current, len(self.loaded)
        merged = self.loaded.merge(page.items)
        is_new = merged is None or merged.replaced == before
        if is_new:
            self.next_token = page.next_token
        self.unreadable = page.unreadable if is_new else max(page.unreadable, self.unreadable)
        self.has_more = self.next_token is not None
        self._view.merged(merged, self.clock.now())
        self._work(stay_on)
        self._read_filter_again()

    def add_pages(self, pages: Iterable[Iterable[JobRun]], *, has_more: bool) -> None:
        """Show further pages; the list is drawn once."""
        stay_on = self.current
        for page in pages:
            self.loaded.add(page)
        self.has_more = has_more
        self._view.grew(self.clock.now())
        self._work(stay_on)
        self._read_filter_again()

    def _read_filter_again(self) -> None:
        """What came may be in a state of which no run was before."""
        if self._filter.remarks:
            self.apply_filter()

    # Which are shown, and in which order.

    def find(self, identity: Hashable) -> int | None:
        index = self.loaded.find(identity)
        return None if index is None else self._view.entry_of(index)

    def identity(self, entry: int) -> Hashable:
        return self.loaded.identity(self._shown[entry]) if entry < self.item_count else self.Typed

    def apply_filter(self) -> None:
        chosen = run_filter(self.filter_text, self.clock.now(), self.clock.zone, states=self.loaded.states)
        narrows = chosen.narrows(self._filter)
        if chosen.terms != self._filter.terms:
            self._filter = chosen
            self._choose(self.order, self.current, narrows=narrows)
        self._filter = chosen

    def _choose(self, order: Order | None, stay_on: Hashable | None, *, narrows: bool = False) -> None:
        matches = self._filter.matches if self._filter.terms else None
        self._view.choose(matches, order, self.clock.now(), narrows=narrows)
        self._work(stay_on)

    def _work(self, stay_on: Hashable | None) -> None:
        """Filter and sort for a moment; what takes longer goes on between the keys."""
        late = perf_counter() + AT_ONCE_SECONDS
        is_done = self._view.work(lambda: self.is_running and perf_counter() > late)
        self._show(stay_on)
        if not is_done:
            self._go_on()

    @work(exclusive=True, group="view")
    async def _go_on(self) -> None:
        view, is_done = self._view, False
        while not is_done and view is self._view:
            await asyncio.sleep(0)
            late = perf_counter() + PORTION_SECONDS
            stay_on = self.current
            is_done = view.work(lambda: perf_counter() > late)  # noqa: B023 - it is called here only
        if view is self._view:
            self._show(stay_on)

    def _show(self, stay_on: Hashable | None) -> None:
        self.items, self._shown = self.loaded, self._view.shown
        self.changed(stay_on)
        if not self.is_waiting:
            self._post_usual()

    def arrived(self, at: datetime | None = None) -> None:
        super().arrived(at)
        self._post_usual()

    def _post_usual(self) -> None:
        """Not with every page of many: a run's fields would be worked out anew for each."""
        if self.usual != self._told:
            self._told = self.usual
            self.post_message(self.UsualChanged())

    def changed(self, stay_on: Hashable | None = None) -> None:
        self._is_changing = True
        super().changed(stay_on)
        self._is_changing = False

    def _post_near_end(self) -> None:
        """A filter that lets few runs through must not load all of them by itself: that is what a key is for."""
        if not (self._is_changing and self._filter.terms):
            super()._post_near_end()
