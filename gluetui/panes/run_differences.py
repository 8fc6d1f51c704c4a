"""What differs between two runs of a job, with a cursor that goes from field to field."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence, Set
from typing import ClassVar

from textual.binding import BindingType

from gluetui.commands import bindings
from gluetui.glue.listing.comparing import Comparison
from gluetui.glue.listing.definition import JobDefinition
from gluetui.text.difference_layout import DifferenceLayout
from gluetui.text.differences import DifferenceText, definition_lines, difference_texts, same_line, title
from gluetui.text.lines import Line, Span
from gluetui.text.safe import cut_end, one_line
from gluetui.text.times import Clock
from gluetui.widgets.paging import ViewPaging
from gluetui.widgets.pane import Pane, ViewRequested, WhyNot

ASKED_FOR = "asking AWS for it…"
_ROUND = {1: "From the last difference to the first.", -1: "From the first difference to the last."}


class RunDifferences(Pane):
    """Shows one comparison: the differences in the order of the details, on demand what is equal too."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("diff")]
    paging = ViewPaging()

    def __init__(self, clock: Clock) -> None:
        super().__init__("Differences", id="differences", clock=clock)
        self.comparison: Comparison | None = None
        self.definition: JobDefinition | None = None
        """None while AWS is asked for it."""
        self._texts: Sequence[DifferenceText] = ()
        """What differs and what is equal, in the order of the details."""
        self._told: Sequence[str] = ()
        """The lines on the job's definition."""
        self._how = ""
        self.shows_equal = False
        self.laid_out = DifferenceLayout()

    def clear(self) -> None:
        """Show no comparison: that of another run is not known yet."""
        self.comparison = self.definition = None
        self._texts = self._told = ()
        self._read()

    def show(self, comparison: Comparison, texts: Sequence[DifferenceText], how: str) -> None:
        """Show a comparison by its texts, with all that is equal; `how` says how the other run was come by."""
        self.comparison, self.definition = comparison, None
        self._texts, self._told, self._how = texts, (ASKED_FOR,), how
        self._read()

    def show_definition(self, definition: JobDefinition, told: Sequence[str]) -> None:
        """Show the lines on the job's definition, or why it could not be had."""
        self.definition, self._told = definition, told
        self._read()

    def _read(self) -> None:
        stay_on = self.current
        self.laid_out.take(self._texts, self._told, with_equal=self.shows_equal)
        self.apply_filter()
        self.changed(stay_on)

    def show_times(self) -> None:
        super().show_times()
        zone = self.clock.zone
        if self.comparison is not None:
            self._texts = difference_texts(self.comparison, zone, with_equal=True)
            if self.definition is not None:
                self._told = definition_lines(self.definition, self.comparison, zone)
            self._read()

    def on_resize(self) -> None:
        # Textual calls the bases' handlers too, after this one.
        self.apply_filter()

    # As a subclass of Rows.

    def apply_filter(self) -> None:
        self.laid_out.lay_out(self.filter_text, max(1, self.line_width - 1))

    @property
    def entry_count(self) -> int:
        return len(self.laid_out.entries)

    @property
    def line_count(self) -> int:
        return self.laid_out.line_count

    def entry_at(self, line: int) -> int:
        return self.laid_out.entry_at(line)

    def lines_of(self, entry: int) -> range:
        return self.laid_out.lines_of(entry)

    def identity(self, entry: int) -> Hashable:
        return self.laid_out.entries[entry].identity

    def find(self, identity: Hashable) -> int | None:
        return self.laid_out.find(identity)

    def draw(self, line: int, width: int) -> Line:
        return self.laid_out.line(line)

    def fixed_lines(self, width: int) -> list[Line]:
        if self.comparison is None:
            return super().fixed_lines(width)
        after, before = title(self.comparison, self.clock.zone)
        against = f"against {f'{one_line(self._how)}: ' if self._how else ''}{before}"
        none = [] if self.comparison.differences else [[Span("No differences.", "good")]]
        runs = [[Span(cut_end(after, width), "name")], [Span(cut_end(against, width))]]
        return [*runs, *none, *super().fixed_lines(width)]

    def foot_lines(self, width: int) -> list[Line]:
        if self.comparison is None:
            return []
        return [[Span(cut_end(same_line(self.comparison), width), "dim")]]

    @property
    def notice(self) -> str:
        return same_line(self.comparison) if self.comparison is not None else ""

    @property
    def count_text(self) -> str:
        if self.comparison is None:
            return ""
        count = len(self.comparison.differences)
        every_run = count - len(self.comparison.telling)
        apart = f", {every_run:,} of them every run" if every_run else ""
        return f"{count:,} difference{'' if count == 1 else 's'}{apart}"

    # Keys.

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = set(super().unavailable_actions)
        if self.comparison is None:
            idle |= {"filter", "toggle_equal", "screen.copy_note", "screen.show_differences"}
        return idle if self.laid_out.differing else idle | {"go_to_difference(1)", "go_to_difference(-1)"}

    @property
    def reasons(self) -> Mapping[str, str]:
        if self.comparison is None or self.laid_out.differing:
            return {}
        none = "The filter leaves no difference." if self.filter_text else "There is no difference."
        return {"go_to_difference(1)": none, "go_to_difference(-1)": none}

    @property
    def key_titles(self) -> Mapping[str, str]:
        now = {"toggle_equal": "Hide equal"} if self.shows_equal else {}
        return {**super().key_titles, **now}

    def action_toggle_equal(self) -> None:
        self.shows_equal = not self.shows_equal
        self._read()

    def action_go_to_difference(self, step: int) -> None:
        differing = self.laid_out.differing
        ahead = [entry for entry in differing if (entry - self.cursor) * step > 0]
        self.move_to((ahead or differing)[0 if step > 0 else -1])
        self.show_cursor()
        if not ahead:
            self.post_message(
                WhyNot("From the last difference to the first." if step > 0 else "From the first to the last.")
            )

    def action_select(self) -> None:
        if self.cursor < self.entry_count:
            entry = self.laid_out.entries[self.cursor]
            self.post_message(ViewRequested(entry.section, entry.read, is_prose=True))
