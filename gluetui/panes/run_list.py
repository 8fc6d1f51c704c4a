"""The runs of one job: filtered and sorted between keys, each duration compared with the usual one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Mapping, Sequence, Set
from datetime import datetime
from time import perf_counter
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.message import Message

from gluetui.commands import bindings
from gluetui.glue.clients.glue import Page
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.listing.loaded import LoadedRuns
from gluetui.glue.listing.ordering import Order
from gluetui.glue.run.run import FAILED_STATES, JobRun, RunKey, cut_short
from gluetui.panes.run_narrowing import RunNarrowing
from gluetui.session.job_runs import JobRuns
from gluetui.text.lines import Line, Span
from gluetui.text.log_cause import NONE_KNOWN, Causes
from gluetui.text.run_filter import KEYS
from gluetui.text.run_row import heading, open_line, row, trend, with_mark
from gluetui.text.safe import cut_start, one_line
from gluetui.text.states import failed_of
from gluetui.text.times import Clock
from gluetui.widgets.item_pane import ItemPane

TREND_FROM = 10
"""Height of the pane, in lines, from which on one of them shows the trend of durations."""

PORTION_SECONDS = 0.002
"""How long one portion of sorting and filtering may take: a key waits for it in each of half a dozen queues."""

AT_ONCE_SECONDS = 0.008
"""How long sorting and filtering may take before the list is drawn as it was, and the rest is done in portions."""


class RunList(ItemPane[JobRun]):
    """Shows one job's runs of a store; posts Selected when the user opens a run."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("runs")]
    noun = "run"

    class LoadAllRequested(Message):
        """The user wants all runs of the job."""

    class UsualChanged(Message):
        """The job's usual duration is another one now."""

    class Listed(Message):
        """AWS gave the first page of a job's runs; `is_wanted`: the user asked for that job."""

        def __init__(self, job_name: str, page: Page[JobRun], *, is_wanted: bool) -> None:
            super().__init__()
            self.job_name = job_name
            self.page = page
            self.is_wanted = is_wanted

    def __init__(self, clock: Clock, job_runs: dict[str, JobRuns] | None = None, causes: Causes = NONE_KNOWN) -> None:
        """`job_runs` is the session's store, by a job's name; a job that it lacks is put into it."""
        super().__init__("2 Runs", id="runs", clock=clock)
        self._store = {} if job_runs is None else job_runs
        self._narrowing = RunNarrowing(clock, causes)
        self._posted_usual: Usual | None = None
        self._is_changing = False
        self._goes_to_first = False
        """Whether the cursor is to be on the first run of the order that is being worked out."""
        self.items = self.loaded

    @property
    def job(self) -> JobRuns:
        """The runs of the job that is shown; without a name and empty before the first one."""
        return self._narrowing.job

    @property
    def job_name(self) -> str:
        """The job that is shown, or ""."""
        return self.job.job_name

    @property
    def next_token(self) -> str | None:
        """AWS's token of the next page; None after the last one."""
        return self.job.next_token

    @property
    def loaded(self) -> LoadedRuns:
        """All runs of the job that are loaded, filtered or not."""
        return self.job.loaded

    @property
    def usual(self) -> Usual | None:
        """The duration that runs are compared with, where enough of them are loaded."""
        return self.job.usual

    def show_job(self, job_name: str) -> bool:
        """Show the loaded runs of a job, sorted as the user left them; False if none is loaded."""
        if job_name != self.job_name:
            left = self.job.load
            self._narrowing.show(self._store.setdefault(job_name, JobRuns(job_name)))
            self.filter_text = ""
            self.name_after(job_name)
            self._work(None)
            self.show_load(self.job.load)
            left.give_up()
        return bool(self.items)

    def merge(self, page: Page[JobRun]) -> None:
        """Show a newer first page; the cursor stays on its run."""
        self.change(lambda job, now: job.merge(page, now))

    def add_pages(self, pages: Sequence[Page[JobRun]]) -> None:
        """Show further pages; the list is drawn once."""
        self.change(lambda job, now: job.add_pages(pages, now))

    def change(self, change: Callable[[JobRuns, datetime], bool | None]) -> None:
        """Change the runs of the job, and draw them once, unless that is False: nothing has changed."""
        stay_on = self.current
        if change(self.job, self.clock.now()) is False:
            return
        self._work(stay_on)
        if self._narrowing.filter.remarks:
            self.apply_filter()  # A new run may have a state that the filter names and no run had before.

    # Filter and order.

    def find(self, identity: Hashable) -> int | None:
        return self._narrowing.find(identity)

    def identity(self, entry: int) -> Hashable:
        return self.loaded.identity(self._shown[entry]) if entry < self.item_count else self.Typed

    def apply_filter(self) -> None:
        stay_on = self.current
        if self._narrowing.narrow(self.filter_text):
            self._work(stay_on)

    def show_times(self) -> None:
        super().show_times()
        self.apply_filter()

    def show_causes(self) -> None:
        """Draw the errors anew: the cause of one is known now."""
        self._narrowing.errors.forget()
        self.refresh_changed()

    def count_on(self) -> None:
        """Bring durations to this moment, and what is filtered and sorted by the time."""
        self.apply_filter()
        self.refresh_changed()

    def _sort(self, order: Order | None) -> None:
        """Sort, and go to the first run: the worst, the longest, the latest is what an order is asked for."""
        stay_on = self.current
        self._narrowing.choose(order)
        self._goes_to_first = True
        self._work(stay_on)

    def heading_clicked(self, cell: int) -> None:
        if order := self._narrowing.order_at(cell, self.line_width - 1):
            self._sort(order)

    def _work(self, stay_on: Hashable | None) -> None:
        """Filter and sort for a moment; the rest is done in portions between keys."""
        late = perf_counter() + AT_ONCE_SECONDS
        is_done = self.job.ordering.work(lambda: self.is_running and perf_counter() > late)
        self._show(stay_on)
        if not is_done:
            self._go_on()

    @work(exclusive=True, group="view")
    async def _go_on(self) -> None:
        ordering, is_done = self.job.ordering, False
        while not is_done and ordering is self.job.ordering:
            await asyncio.sleep(0)
            late = perf_counter() + PORTION_SECONDS
            stay_on = self.current
            is_done = ordering.work(lambda: perf_counter() > late)  # noqa: B023 - it is called here only
        if ordering is self.job.ordering:
            self._show(stay_on)

    def _show(self, stay_on: Hashable | None) -> None:
        job = self.job
        self.items, self._shown = job.loaded, job.ordering.shown
        self.has_more, self.unreadable = job.has_more, job.unreadable
        self._narrowing.errors.forget()
        self.changed(stay_on)
        if self._goes_to_first:
            self.action_first()
            self._goes_to_first = self._narrowing.is_busy
        self._post_usual()

    def load_changed(self) -> None:
        super().load_changed()
        self._post_usual()

    def _post_usual(self) -> None:
        """Post a changed usual duration, once all pages are there: the details work their fields out anew for it."""
        if not self.is_waiting and self.usual != self._posted_usual:
            self._posted_usual = self.usual
            self.post_message(self.UsualChanged())

    def changed(self, stay_on: Hashable | None = None) -> None:
        self._is_changing = True
        super().changed(stay_on)
        self._is_changing = False

    def _post_near_end(self) -> None:
        """Post that the end is near, unless only the filter made the list that short: loading all has its own key."""
        if not (self._is_changing and self._narrowing.filter.terms):
            super()._post_near_end()

    def action_sort(self) -> None:
        self._sort(self._narrowing.next_order)

    def action_reverse(self) -> None:
        self._sort(self._narrowing.reversed_order)

    def action_load_all(self) -> None:
        self.post_message(self.LoadAllRequested())

    def go_to_failed(self) -> str:
        """Go to the next failed run below, or to the first one again. Returns: which of how many it is."""
        states = [self.loaded.states[index] for index in self._shown]
        failed = [entry for entry, state in enumerate(states) if state in FAILED_STATES]
        among = f" among the {len(self.items):,} loaded" if self.has_more else ""
        return failed_of(self.go_to_next(failed), len(failed), self.noun, cut_short(states), among=among)

    def typed_entry(self, text: str) -> Line | None:
        is_unknown = self.job_name and not self.item_count and not self._narrowing.is_busy
        return open_line(text) if is_unknown else None

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = super().unavailable_actions
        if not self.has_more:
            idle |= {"load_all"}
        if len(self.items) < 2 or not self.item_count:
            idle |= {"sort", "reverse"}
        return idle if self.job_name else idle | {"filter"}

    @property
    def notice(self) -> str:
        return "\n\n".join(self._narrowing.filter.remarks)

    @property
    def reasons(self) -> Mapping[str, str]:
        count = len(self.items)
        none_left = "The filter leaves no runs to sort."
        sorting = {"sort": none_left, "reverse": none_left} if count > 1 else {}
        if not count or self.has_more:
            return sorting
        all_of_them = f"All {count:,} runs are loaded." if count > 1 else "The job's only run is loaded."
        return {**sorting, "load_all": all_of_them}

    @property
    def not_searched(self) -> str:
        loads = self.key_of("runs.load_all")
        return f"Only the {len(self.items):,} runs loaded were searched: {loads} loads all." if self.has_more else ""

    @property
    def filter_hint(self) -> str:
        return " ".join(KEYS)

    @property
    def count_text(self) -> str:
        return self._narrowing.busy_text if self._narrowing.is_busy else super().count_text

    def fixed_lines(self, width: int) -> list[Line]:
        lines = super().fixed_lines(width)
        below_filter = len(lines) - bool(self.hit_count)
        remark = self._narrowing.remark(width, self.key_of("browse.error"))
        lines[below_filter:below_filter] = [*remark, *self._missing(width)]
        usual = self.usual
        if usual is not None and self.size.height >= TREND_FROM:
            lines.insert(0, trend(self.loaded, usual, width, now=self.clock.now()))
        return lines

    def _missing(self, width: int) -> list[Line]:
        """The line that says that the run which is open is none of the rows."""
        if not isinstance(self._awaited, RunKey) or not self.item_count or self.is_waiting:
            return []
        return [[Span(cut_start(f"{one_line(self._awaited.run_id)} is open and none of these.", width), "waiting")]]

    def heading(self, width: int) -> Line | None:
        return self.heading_if_any(heading(width, self._narrowing.order, self.clock.zone_name))

    def draw(self, line: int, width: int) -> Line:
        if line >= self.item_count:
            return self.typed_entry(self.typed) or []
        now, zone = self.clock.now(), self.clock.zone
        order, among = self._narrowing.order, self._narrowing.errors.of(line)
        run, causes, marked = self.item_at(line), self._narrowing.causes, self.job.marked
        drawn = row(run, width, order, self.usual, now=now, zone=zone, among=among, causes=causes)
        return with_mark(drawn) if marked is not None and run.key == marked else drawn
