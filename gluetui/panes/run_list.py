"""The runs of one job: what a person does with them, and what each says beside the usual one."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from gluetui.commands import bindings
from gluetui.glue.listing.ordering import DESCENDING, Order
from gluetui.panes.run_rows import RunRows
from gluetui.text.charts import bars
from gluetui.text.lines import Line, Span
from gluetui.text.run_filter import KEYS
from gluetui.text.run_row import heading, row
from gluetui.text.safe import cut_end, one_line
from gluetui.text.times import duration_short

TREND_FROM = 10
"""Lines of the pane from which on one shows how long the runs took."""


class RunList(RunRows):
    """What a person does with the runs and sees of them; posts Selected when one opens a run."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("runs")]
    noun = "run"

    class LoadAll(Message):
        """A person wants all runs of the job."""

    # Actions, one a command.

    def action_sort(self) -> None:
        """By the next column; after the last one in AWS's order again."""
        names = list(DESCENDING)
        after = names.index(self.order.column) + 1 if self.order else 0
        self._choose(Order(names[after]) if after < len(names) else None, self.current)
        self.show_cursor()

    def action_reverse(self) -> None:
        order = self.order or Order("started")
        self._choose(order._replace(is_reversed=not order.is_reversed), self.current)
        self.show_cursor()

    def action_load_all(self) -> None:
        self.post_message(self.LoadAll())

    # What is named.

    def typed_entry(self, text: str) -> Line | None:
        if not self.job_name or self.item_count or self._view.is_busy or not re.fullmatch(r"[\w-]+", text):
            return None
        return [Span("open run "), Span(one_line(text), "name"), Span(" …")]

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = super().unavailable_actions
        if not self.has_more:
            idle |= {"load_all"}
        if len(self.items) < 2:
            idle |= {"sort", "reverse"}
        return idle if self.job_name else idle | {"filter"}

    @property
    def key_hint(self) -> str:
        hint = super().key_hint
        return f"{hint}  {' '.join(KEYS)}" if hint else ""

    # What is drawn.

    @property
    def count_text(self) -> str:
        if not self._view.is_busy:
            return super().count_text
        return f"{'filtering' if self._filter.terms else 'sorting'} {len(self.loaded):,}…"

    def fixed_lines(self, width: int) -> list[Line]:
        lines = super().fixed_lines(width)
        for remark in self._filter.remarks[:1]:
            below_filter = len(lines) - bool(self.hit_count)
            lines.insert(below_filter, [Span(cut_end(one_line(remark), width), "waiting")])
        return [*self._trend(width), *lines]

    def _trend(self, width: int) -> list[Line]:
        """How long the latest runs took, the newest on the right, and what is usual."""
        usual = self.usual
        if usual is None or self.size.height < TREND_FROM:
            return []
        told = f" usual {duration_short(usual.seconds)}"
        now, latest = self.clock.now(), range(min(len(self.loaded), max(0, width - len(told))))
        seconds = (self.loaded.seconds(index, now) for index in reversed(latest))
        return [[Span(bars(seconds, usual.seconds), "name"), Span(told, "dim")]]

    def heading(self, width: int) -> Line | None:
        return self.heading_if_any(heading(width, self.order, self.clock.zone_name))

    def draw(self, line: int, width: int) -> Line:
        if line >= self.item_count:
            return self.typed_entry(self.typed) or []
        now, zone = self.clock.now(), self.clock.zone
        return row(self.item_at(line), width, self.order, self.usual, now=now, zone=zone)
