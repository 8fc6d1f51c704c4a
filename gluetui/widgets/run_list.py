"""The runs of one job, newest first."""

from __future__ import annotations

from collections.abc import Hashable

from textual.content import Content

from gluetui.glue.runs import JobRun, RunKey
from gluetui.text.clock import Clock
from gluetui.text.durations import duration_short, when_short
from gluetui.text.safe import cut_end, cut_middle, one_line, pad
from gluetui.text.spans import Line, Span
from gluetui.text.states import look
from gluetui.widgets.item_rows import ItemRows

_STATE, _STARTED, _DURATION, _ATTEMPT = 11, 12, 7, 2
"""Widths of the columns in cells; the trigger has what is left."""


class RunList(ItemRows[JobRun]):
    """Runs of `job_name`; posts Selected when a person opens one and NearEnd when the next page is due."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("2 Runs", id="runs")
        self.clock = clock
        self.job_name = ""
        """The job whose runs are shown, or "" before one was opened."""
        self.next_token: str | None = None
        """What AWS wants to hear for the next page."""
        self._wanted: RunKey | None = None

    def show_job(self, job_name: str) -> None:
        """Begin the list of a job; the same job's runs stay until they are replaced."""
        if job_name == self.job_name:
            return
        self.job_name = job_name
        self.next_token = None
        self.filter_text = ""
        self.border_title = Content(f"{self.title} · {one_line(job_name)}")
        self.replace_items((), has_more=False)

    def go_to(self, key: RunKey) -> None:
        """Put the cursor on a run, now or when its page arrives."""
        self._wanted = key
        found = self.find(key)
        if found is not None:
            self._wanted = None
            self.move_to(found)

    def changed(self, stay_on: Hashable | None = None) -> None:
        if self._wanted is not None and self.find(self._wanted) is not None:
            stay_on, self._wanted = self._wanted, None
        super().changed(stay_on)

    def searched_text(self, item: JobRun) -> str:
        return " ".join((item.state, item.key.run_id, item.text("TriggerName"), item.text("ErrorMessage")))

    def identify(self, item: JobRun) -> RunKey:
        return item.key

    def heading(self, width: int) -> Line | None:
        names = (
            pad("state", _STATE), pad("started", _STARTED), pad("took", _DURATION, "right"), pad("try", 3), "trigger",
        )  # fmt: skip
        return self.heading_if_any([Span(cut_end(" ".join(names), width), "head")])

    def draw(self, line: int, width: int) -> Line:
        run = self.item_at(line)
        now = self.clock.now()
        state = look(run.state)
        started = when_short(run.started, now, self.clock.zone) if run.started else "not returned"
        trigger_width = max(0, width - _STATE - _STARTED - _DURATION - _ATTEMPT - 5)
        return [
            Span(pad(f"{state.glyph} {state.word}", _STATE), state.role),
            Span(" " + pad(started, _STARTED) + " "),
            Span(pad(duration_short(run.run_seconds(now)), _DURATION, "right")),
            Span(pad(f"  {run.attempt}" if run.attempt else "", _ATTEMPT + 2), "waiting"),
            Span(cut_middle(one_line(run.text("TriggerName") or "–"), trigger_width), "dim"),
        ]
