"""The runs of one job under a filter and in an order, worked out in portions."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from rich.cells import cell_len

from gluetui.glue.listing.ordering import COUNTED_COLUMNS, DESCENDING, Order
from gluetui.glue.run.run import FINAL_STATES
from gluetui.session.job_runs import JobRuns
from gluetui.text.lines import Line, Span
from gluetui.text.log_cause import NONE_KNOWN, Causes, failure_line
from gluetui.text.run_filter import RunFilter, run_filter
from gluetui.text.run_row import column_at
from gluetui.text.safe import cut_end, one_line
from gluetui.text.telling import Neighbours
from gluetui.text.times import Clock

SECONDS_A_MEANING_HOLDS = 10
"""How long filters and orders that depend on the time stay as they are: longer ones than most runs take to change."""


class RunNarrowing:
    """Narrows and orders a job's runs for a list: the filter belongs to the list, the order stays with the job."""

    def __init__(self, clock: Clock, causes: Causes = NONE_KNOWN) -> None:
        self._clock = clock
        self.causes = causes
        """What the logs told of why runs failed."""
        self.job = JobRuns()
        self.filter = run_filter("", clock.now())
        self._meant = clock.now(), clock.zone
        """The time and the zone for which the filter and the order were worked out."""
        self.errors = Neighbours(self._errors)
        """To be forgotten where the list shows other runs, or other answers about them."""

    def _errors(self, entries: range) -> Iterator[str]:
        loaded = self.job.loaded
        for index in self.job.ordering.shown[entries.start : entries.stop]:
            if loaded.states[index] != "SUCCEEDED":
                yield failure_line(loaded[index], self.causes)

    @property
    def is_busy(self) -> bool:
        """Whether the list still shows the runs of the former filter or order."""
        return self.job.ordering.is_busy

    @property
    def busy_text(self) -> str:
        """Words for the work under way, such as "sorting 20,000…"."""
        return f"{'filtering' if self.filter.terms else 'sorting'} {len(self.job.loaded):,}…"

    @property
    def order(self) -> Order | None:
        """The order that the user chose; None is AWS's, newest first."""
        return self.job.ordering.order

    @property
    def next_order(self) -> Order | None:
        """The order by the next column; after the last column AWS's order again."""
        columns = list(DESCENDING)
        after = columns.index(self.order.column) + 1 if self.order else 0
        return Order(columns[after]) if after < len(columns) else None

    @property
    def reversed_order(self) -> Order:
        """The order by the same column the other way round; for AWS's order the oldest first."""
        order = self.order or Order("started")
        return order._replace(is_reversed=not order.is_reversed)

    def order_at(self, cell: int, width: int) -> Order | None:
        """The order by the column at a cell of the heading, the other way round if it is the present one's."""
        column = column_at(cell, width, self.order)
        if column not in DESCENDING:
            return None
        return self.reversed_order if self.order and self.order.column == column else Order(column)

    def remark(self, width: int, says_more: str = "") -> list[Line]:
        """The line about the first word of the filter that was not applied, with the reason.

        Where there is more than the line holds it names the key that `says_more`.
        """
        if not self.filter.remarks:
            return []
        first, hint = one_line(self.filter.remarks[0]), f" · {says_more} says more"
        if says_more and (len(self.filter.remarks) > 1 or cell_len(first) > width):
            return [[Span(cut_end(first, width - len(hint)), "waiting"), Span(hint, "dim")]]
        return [[Span(cut_end(first, width), "waiting")]]

    def show(self, job: JobRuns) -> None:
        """Show all runs of another job; the former job keeps its order and loses its filter."""
        if self.filter.terms:
            self.job.ordering.choose(None, self.order, self._clock.now())
        self.job = job
        self.filter = run_filter("", self._clock.now())

    def narrow(self, text: str) -> bool:
        """Read a filter; True if it lets other runs through than the one before."""
        chosen = run_filter(text, self._clock.now(), self._clock.zone, states=self.job.loaded.states)
        before, self.filter = self.filter, chosen
        if self._means_another_time(before):
            self.choose(self.order)
            return True
        if chosen.terms == before.terms:
            return False
        self.choose(self.order, narrows=chosen.narrows(before))
        return True

    def _means_another_time(self, before: RunFilter) -> bool:
        """Whether the runs of the filter and their order may be others by now, though neither was changed."""
        (then, zone), now = self._meant, self._clock.now()
        if before.has_dates and zone is not self._clock.zone:
            return True
        if abs((now - then).total_seconds()) < SECONDS_A_MEANING_HOLDS:
            return False
        if before.has_spans:
            return True
        counts_on = before.has_amounts or (self.order is not None and self.order.column in COUNTED_COLUMNS)
        return counts_on and any(state not in FINAL_STATES for state in self.job.loaded.states)

    def choose(self, order: Order | None, *, narrows: bool = False) -> None:
        """Choose an order, and with it the present filter; the ordering's next `work` applies both."""
        self._meant = self._clock.now(), self._clock.zone
        matches = self.filter.matches if self.filter.terms else None
        self.job.ordering.choose(matches, order, self._clock.now(), narrows=narrows)

    def find(self, identity: Hashable) -> int | None:
        """The entry of a run, if the filter leaves it."""
        index = self.job.loaded.find(identity)
        return None if index is None else self.job.ordering.entry_of(index)
