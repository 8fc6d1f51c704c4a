"""The board of a night: a head, then a row a job, worst first, in which nothing moves under the cursor by itself."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import ClassVar, NamedTuple

from textual.binding import BindingType

from gluetui.commands import bindings
from gluetui.glue.errors.error import AwsError
from gluetui.glue.night.verdict import Section
from gluetui.glue.run.run import RunKey
from gluetui.panes.night_list import NightList
from gluetui.text.night_filter import NIGHT_KEYS
from gluetui.text.night_row import SORTED_BY, NightOrder
from gluetui.widgets.rows import Step


class Chosen(NamedTuple):
    """What the cursor is on."""

    job: str
    run: RunKey | None
    """The run that stands for the job; None where none is known."""


class NightBoard(NightList):
    """Shows one night; posts Selected when the user wants the run, or the runs, of a job."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("night")]

    @property
    def chosen(self) -> Chosen | None:
        """The job under the cursor; None on the line of all that went well, and where there is none."""
        job = self.current
        if not isinstance(job, str):
            return None
        row = self.rows.row(job, self.clock.now())
        run = row.lead.last.key if row is not None and row.lead is not None else None
        return Chosen(job, run if run is not None and run.run_id else None)

    @property
    def shown_error(self) -> AwsError | None:
        job = self.current
        return self.error or (self.night.errors.get(job) if self.night is not None and isinstance(job, str) else None)

    @property
    def notice(self) -> str:
        parts = (self.drawing.told(self.current), *self.rows.filter.remarks, self.progress().problem)
        return "\n\n".join(filter(None, (*parts, *self.rows.notes.values())))

    # The filter, the order, what is open.

    def apply_filter(self) -> None:
        now, zone = self.clock.now(), self.clock.zone
        self.rows.filter.read(self.filter_text, self.night, now, zone)
        self.drawing.seek(self.filter_text)
        self.make_rows()

    def set_filter(self, text: str) -> None:
        self.is_placed = True
        super().set_filter(text)

    @property
    def filter_hint(self) -> str:
        return " ".join(NIGHT_KEYS)

    @property
    def count_text(self) -> str:
        order, shown = self.rows.order, sum(self.rows.counts.values())
        how = f"sorted by {order.column}, {'largest' if order.is_descending else 'smallest'} first" if order else ""
        return " · ".join(filter(None, (f"{shown:,} left" if self.rows.filter else "", how)))

    @property
    def why_nothing(self) -> str:
        if self.filter_text or self.night is None:
            return super().why_nothing
        asked = self.night.asked
        answered = asked.asked - asked.unanswered
        if not answered:
            return self.why_empty
        return f"No run was on in this window, of {answered:,} {'job' if answered == 1 else 'jobs'} that answered."

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = super().unavailable_actions
        if self.night is None:
            return idle | {"open_fine", "sort", "reverse", "bars"}
        if self.night.window.until >= self.clock.now():
            idle = idle | {"screen.move(1)"}
        return idle if self.night.size(Section.FINE) and not self.rows.filter else idle | {"open_fine"}

    @property
    def key_titles(self) -> Mapping[str, str]:
        does = "Hide others" if self.rows.is_open else "Show others"
        titles = {"open_fine": does, "bars": "Columns" if self.has_bars else "Bars"}
        if self.current is Section.FINE and not self.rows.filter:
            titles["select"] = does
        return {**titles, **super().key_titles}

    @property
    def leaving(self) -> list[Step]:
        return [Step("Hide others", self.action_open_fine)] if self.rows.is_open else []

    def action_select(self) -> None:
        if self.current is Section.FINE:
            self.action_open_fine()
        else:
            super().action_select()

    def action_open_fine(self) -> None:
        """Show a row for each job of which all went well, or only their line again."""
        self.rows.is_open = not self.rows.is_open
        self.make_again()

    def action_sort(self) -> None:
        """Sort each section by the next column, after the last one as before."""
        order = self.rows.order
        after = SORTED_BY.index(order.column) + 1 if order is not None else 0
        self.rows.order = NightOrder(SORTED_BY[after]) if after < len(SORTED_BY) else None
        self.make_again()

    def action_reverse(self) -> None:
        """Sort the other way round."""
        order = self.rows.order or NightOrder(SORTED_BY[0])
        self.rows.order = order._replace(is_reversed=not order.is_reversed)
        self.make_again()

    def action_bars(self) -> None:
        """Bars in place of columns, or columns again."""
        self.drawing.bars = not self.has_bars
        self.measure()
        self.refresh()
        self.refresh_keys()
