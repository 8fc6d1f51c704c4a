"""The runs of one job, newest first."""

from __future__ import annotations

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
        self._kept: dict[str, tuple[list[JobRun], str | None]] = {}

    def show_job(self, job_name: str) -> bool:
        """Show what is loaded of a job's runs until it is replaced; False if nothing is."""
        if job_name != self.job_name:
            self._kept[self.job_name] = self.items, self.next_token
            self.job_name = job_name
            self.filter_text = ""
            self.name_after(job_name)
            items, self.next_token = self._kept.pop(job_name, ([], None))
            self.replace_items(items, has_more=self.next_token is not None)
            self.arrived()
        return bool(self.items)

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
