"""One run, every field of it, with a cursor that goes from field to field."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable
from itertools import accumulate

from textual.content import Content

from gluetui.glue.fields import Field
from gluetui.glue.runs import JobRun
from gluetui.text.clock import Clock
from gluetui.text.run_lines import Entry, entries
from gluetui.text.safe import one_line
from gluetui.text.spans import Line
from gluetui.widgets.pane import Pane


class RunDetails(Pane):
    """The fields of `run` by section; an entry is a field with all its lines, below its section's title."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("3 Details", id="details")
        self.clock = clock
        self.fields: tuple[Field, ...] = ()
        """The catalogue, from the installed botocore's model; set once, before the first run is shown."""
        self.run: JobRun | None = None
        self._all: list[Entry] = []
        self._entries: list[Entry] = []
        self._starts: list[int] = []
        self._width = 0

    @property
    def entry(self) -> Entry | None:
        """The field under the cursor."""
        return self._entries[self.cursor] if self.cursor < len(self._entries) else None

    def show(self, run: JobRun) -> None:
        """Show a run; among runs of one job the cursor stays on its field, for comparing them."""
        if self.run is not None and self.run.key.job_name != run.key.job_name:
            self.move_to(0)
        self.run = run
        self.border_title = Content(f"{self.title} · {one_line(run.key.job_name)}")
        self._compose_entries()

    def on_resize(self) -> None:
        if self.line_width != self._width:
            self._compose_entries()
        super().on_resize()

    def apply_filter(self) -> None:
        words = self.filter_text.casefold().split()
        self._entries = [entry for entry in self._all if all(word in entry.searched for word in words)]
        # A section's title takes two lines, an empty one above it but at the top of the pane.
        heights = [len(entry.lines) + self._title_lines(index) for index, entry in enumerate(self._entries)]
        self._starts = list(accumulate(heights, initial=0))

    def _compose_entries(self) -> None:
        self._width = self.line_width
        if self.run is None or not self._width:
            return
        stay_on = self.current
        now, zone = self.clock.now(), self.clock.zone
        self._all = entries(self.run, self.fields, now=now, zone=zone, width=self._width - 1)
        self.apply_filter()
        self.changed(stay_on)

    def _title_lines(self, entry: int) -> int:
        if entry and self._entries[entry - 1].section == self._entries[entry].section:
            return 0
        return 2 if entry else 1

    # What Rows asks for.

    @property
    def entry_count(self) -> int:
        return len(self._entries)

    @property
    def line_count(self) -> int:
        return self._starts[-1] if self._starts else 0

    @property
    def count_text(self) -> str:
        if not self.filter_text:
            return ""
        return f"{len(self._entries)} of {len(self._all)} fields"

    def entry_at(self, line: int) -> int:
        """The entry of a line; -1 for the lines of a section's title."""
        entry = bisect_right(self._starts, line) - 1
        return entry if line >= self._starts[entry] + self._title_lines(entry) else -1

    def lines_of(self, entry: int) -> range:
        return range(self._starts[entry] + self._title_lines(entry), self._starts[entry + 1])

    def identity(self, entry: int) -> Hashable:
        return self._entries[entry].name

    def find(self, identity: Hashable) -> int | None:
        return next((index for index, entry in enumerate(self._entries) if entry.name == identity), None)

    def draw(self, line: int, width: int) -> Line:
        index = bisect_right(self._starts, line) - 1
        entry = self._entries[index]
        below_title = line - self._starts[index] - self._title_lines(index)
        if below_title >= 0:
            return entry.lines[below_title]
        return entry.title_line if below_title == -1 else []
