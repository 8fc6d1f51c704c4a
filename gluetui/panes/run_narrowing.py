"""The runs of one job as a list of them shows them: under a filter and in an order, worked out in portions."""

from __future__ import annotations

from collections.abc import Hashable

from gluetui.glue.listing.ordering import DESCENDING, Order
from gluetui.session.job_runs import JobRuns
from gluetui.text.lines import Line, Span
from gluetui.text.run_filter import run_filter
from gluetui.text.safe import cut_end, one_line
from gluetui.text.times import Clock


class RunNarrowing:
    """What of a job's runs is shown: the filter is the list's own, the order stays with the job."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.job = JobRuns()
        self.filter = run_filter("", clock.now())

    @property
    def is_busy(self) -> bool:
        """Whether what is shown is still that of the filter or order before."""
        return self.job.ordering.is_busy

    @property
    def busy_text(self) -> str:
        """What is under way while it is busy."""
        return f"{'filtering' if self.filter.terms else 'sorting'} {len(self.job.loaded):,}…"

    @property
    def order(self) -> Order | None:
        """What the runs are sorted by; None is AWS's order, newest first."""
        return self.job.ordering.order

    @property
    def next_order(self) -> Order | None:
        """By the next column; after the last one AWS's order again."""
        columns = list(DESCENDING)
        after = columns.index(self.order.column) + 1 if self.order else 0
        return Order(columns[after]) if after < len(columns) else None

    @property
    def reversed_order(self) -> Order:
        """By the same column the other way round; of AWS's order the oldest first."""
        order = self.order or Order("started")
        return order._replace(is_reversed=not order.is_reversed)

    def remark(self, width: int) -> list[Line]:
        """Which word of the filter was not applied, and why: the first of them."""
        return [[Span(cut_end(one_line(remark), width), "waiting")] for remark in self.filter.remarks[:1]]

    def show(self, job: JobRuns) -> None:
        """Show all runs of another job; those of the one before are left without a filter."""
        if self.filter.terms:
            self.job.ordering.choose(None, self.order, self._clock.now())
        self.job = job
        self.filter = run_filter("", self._clock.now())

    def narrow(self, text: str) -> bool:
        """Read a filter; True if it lets other runs through than the one before."""
        chosen = run_filter(text, self._clock.now(), self._clock.zone, states=self.job.loaded.states)
        before, self.filter = self.filter, chosen
        if chosen.terms == before.terms:
            return False
        self.choose(self.order, narrows=chosen.narrows(before))
        return True

    def choose(self, order: Order | None, *, narrows: bool = False) -> None:
        """Have another order, or look through the runs anew, from the ordering's next `work` on."""
        matches = self.filter.matches if self.filter.terms else None
        self.job.ordering.choose(matches, order, self._clock.now(), narrows=narrows)

    def find(self, identity: Hashable) -> int | None:
        """The entry of a run, if the filter leaves it."""
        index = self.job.loaded.find(identity)
        return None if index is None else self.job.ordering.entry_of(index)
