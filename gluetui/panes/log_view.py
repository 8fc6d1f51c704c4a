"""The log of a run: its records in the order of time, as many lines each as its text has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from gluetui.commands import bindings
from gluetui.glue.logs.cause import Cause
from gluetui.glue.logs.noise import Noise
from gluetui.glue.run.run import JobRun
from gluetui.panes.log_finding import LogFinding
from gluetui.panes.log_lines import LogLines
from gluetui.panes.log_texts import cause_lines, counted, in_full
from gluetui.text.lines import Line
from gluetui.text.log_line import NEVER, TimeColumn, clock_text, following
from gluetui.text.safe import shown_name
from gluetui.text.times import Clock
from gluetui.widgets.pane import CopyRequested, ViewRequested, WhyNot
from gluetui.widgets.rows import Rows, Step

NOISE_TEXTS = {
    Noise.ALL: "",
    Noise.NO_CHATTER: "no chatter",
    Noise.SCRIPT_AND_ERRORS: "only the script's and errors",
}


class LogView(LogLines):
    """Adds to its lines what the user does with them: search, noise, sources, a range, copies."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("log")]

    class FollowingStopped(Rows.Posted):
        """The user left the end of the log, which was followed."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.finding = LogFinding(self)
        self.cause: Cause | None = None
        self.cause_note = ""
        """What is said below a cause, or in its place."""
        self.ending = ""
        """Words about the end of the log, such as that it is complete."""

    def show_run(self, run: JobRun, start: int | None) -> None:
        """Name the run that the log is of."""
        self.run_start = start
        self.name_after(f"{run.key.job_name} {run.key.run_id}")

    def name_source(self) -> None:
        """Show in the title which source is seen."""
        title = str(self.border_title).partition(" · only ")[0]
        self.border_title = Content(f"{title} · only {shown_name(self.shown.source)}" if self.shown.source else title)

    # What there is.

    @property
    def count_text(self) -> str:
        parts = [
            self.finding.count_text,
            # What a key has changed comes before the counts: a narrow border cuts its end.
            NOISE_TEXTS[self.shown.noise],
            counted(self.shown.levels, len(self.shown.log), self.shown.hidden),
            self._gap_text,
            "following" if self.is_following else self.ending,
            f"range of {self.range_size:,}" if self.mark else "",
            f"from column {self.column + 1:,}" if self.column else "",
            "wrapped" if self.is_wrapped else "",
            "/ takes an expression" if self.finding.is_regex and not self.filter_text else "",
        ]
        return " · ".join(filter(None, (*parts, self.quiet_wait)))

    @property
    def _gap_text(self) -> str:
        """Where records may be missing between those that are seen."""
        if self.complete_from is None or not self.entry_count or self.complete_from >= NEVER:
            return ""
        first = self.shown.place(self.shown.heights.entry_at(self.top))[0]
        return (
            f"not whole before {clock_text(self.complete_from, self.clock.zone)}" if first < self.complete_from else ""
        )

    def fixed_lines(self, width: int) -> list[Line]:
        """The cause, then the lines of every pane."""
        cause = cause_lines(self.cause, self.cause_note, self.shown.safe.masks, width, self.clock.zone)
        return [*cause, *super().fixed_lines(width)]

    # A range of records.

    def action_range(self) -> None:
        """Begin a range of records here, or drop the one there is."""
        self.mark = self.shown.anchor(self.cursor) if self.mark is None and self.entry_count else None
        self.measure()
        self.refresh()

    # Keys.

    def cursor_moved(self) -> None:
        if self.is_following and self.cursor < self.entry_count - 1:
            self.is_following = False
            self.post_message(self.FollowingStopped(self))
        self.measure()
        self.look_at_start(is_move=True)
        if self.mark is not None:
            self.refresh()

    def on_mouse_scroll_up(self) -> None:
        # Textual calls the base's handler too, which scrolls; the cursor stays at the end meanwhile.
        if self.is_following:
            self.is_following = False
            self.post_message(self.FollowingStopped(self))

    def action_wrap(self) -> None:
        """Break long lines, or have them scroll sideways; the record stays where it is."""
        held = self.hold()
        self.is_wrapped, self.column = not self.is_wrapped, 0
        self.restore(held)
        self.refresh()

    def action_times(self) -> None:
        """Another form of the time column."""
        held = self.hold()
        self.times = following(self.times)
        if self.times is TimeColumn.SINCE_START and self.run_start is None:
            self.post_message(WhyNot("When the run started is not told, so no time since then can be."))
        self.restore(held)
        self.refresh()

    def action_noise(self) -> None:
        """Hide more of what Spark and Glue say, or show all again."""
        self.shown.noise = following(self.shown.noise)
        self.finding.renew()

    def action_only(self) -> None:
        """Show only what matches with its surroundings, then what does not, then all."""
        if self.shown.search is None:
            self.post_message(WhyNot("Search first: / finds what is to be shown alone."))
            return
        self.shown.only = following(self.shown.only)
        self.finding.renew()

    def action_source(self, step: int) -> None:
        """The next source alone; behind the last one all of them."""
        sources = ["", *dict.fromkeys(stream.source for stream in self.shown.log.streams)]
        at = sources.index(self.shown.source) if self.shown.source in sources else 0
        self.show_source(sources[(at + step) % len(sources)])

    def show_source(self, source: str) -> None:
        """Show one source alone, by its name; "" for all."""
        self.shown.source = source
        self.name_source()
        self.finding.renew()

    def action_next_error(self, step: int) -> None:
        self.finding.go_to_error(step)

    def action_match(self, step: int) -> None:
        self.finding.go_to_match(step)

    def action_regex(self) -> None:
        self.finding.toggle_regex()

    def action_select(self) -> None:
        if self.entry_count:
            title, text = in_full(self.shown, self.cursor, self.clock.zone)
            self.post_message(ViewRequested(title, text))

    def action_copy_record(self) -> None:
        """Copy the record under the cursor, or those of the range."""
        if self.entry_count:
            first, last = sorted((self.shown.row_at(self.mark) if self.mark else self.cursor, self.cursor))
            texts = self.shown.texts(first, last)
            title = f"{len(texts):,} records" if len(texts) > 1 else "record"
            self.post_message(CopyRequested("".join(texts), title))

    # The line of keys.

    def apply_filter(self) -> None:
        self.finding.begin(self.filter_text)

    def set_filter(self, text: str) -> None:
        """Search for another text; no record goes away for it."""
        self.filter_text = text
        self.apply_filter()
        self.measure()
        self.refresh()

    @property
    def why_nothing(self) -> str:
        return self.why_empty if not self.shown.log else "Nothing of what is loaded is to be shown."

    @property
    def leaving(self) -> Sequence[Step]:  # type: ignore[override]
        return [Step("Drop range", self.action_range)] if self.mark else []

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = super().unavailable_actions
        if not self.entry_count:
            idle = idle | {"copy_record", "range", "screen.copy_loaded", "wrap", "times", "right"}
            idle = idle | {"next_error(1)", "next_error(-1)", "source(1)", "source(-1)"}
        if not self.column:
            idle = idle | {"left"}
        return idle if self.shown.search is not None else idle | {"match(1)", "match(-1)", "only"}

    @property
    def reasons(self) -> Mapping[str, str]:
        lacking = "No record is loaded yet."
        sideways = lacking if not self.entry_count else "The records are seen from their first column on."
        return {
            **super().reasons,
            "left": sideways,
            **dict.fromkeys(("right", "times", "source(1)", "source(-1)"), lacking),
        }

    @property
    def key_titles(self) -> Mapping[str, str]:
        return {"filter": "Search", **super().key_titles}
