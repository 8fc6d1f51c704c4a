"""A pane: rows that also say why they are empty, what they wait for and since when, and what went wrong."""

from __future__ import annotations

from time import monotonic

from textual.timer import Timer

from gluetui.glue.errors import GlueError
from gluetui.text.safe import cut_end, one_line
from gluetui.text.spans import Line, Span
from gluetui.text.wrapping import wrapped
from gluetui.widgets.rows import Rows

ERROR_LINES = 2
"""Lines that the cause of an error may take, and as many its next step."""


class Pane(Rows):
    """Rows with one quiet line of news above them. Nothing moves by itself but the seconds of a wait."""

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id)
        self.why_empty = ""
        """What an empty pane says; several lines are allowed."""
        self.error: GlueError | None = None
        self._waits_for = ""
        self._since = 0.0
        self._seconds: Timer | None = None

    @property
    def is_waiting(self) -> bool:
        return bool(self._waits_for)

    def wait_for(self, what: str) -> None:
        """Say what is being loaded, and for how long, until `arrived` or `fail`."""
        self.error = None
        self._waits_for = what
        self._since = monotonic()
        if self._seconds is None:
            self._seconds = self.set_interval(1, self._tick)
        self._tick()

    def say_progress(self, how_far: str) -> None:
        """Say how far that has come which is waited for; the seconds go on."""
        self._waits_for = how_far
        self._tick()

    def arrived(self) -> None:
        """What was waited for is there."""
        self._stop_waiting()
        self.error = None
        self._tick()

    def fail(self, error: GlueError) -> None:
        """Show the error above whatever was loaded before, which stays."""
        self._stop_waiting()
        self.error = error
        self._tick()

    def say_empty(self, why: str) -> None:
        self.why_empty = why
        self._tick()

    def fixed_lines(self, width: int) -> list[Line]:
        return [*self._news(width), *super().fixed_lines(width)]

    def heading_if_any(self, heading: Line) -> Line | None:
        """Column names stand above rows only."""
        return heading if self.entry_count else None

    def _news(self, width: int) -> list[Line]:
        if self.error is not None:
            keys = "I runs it, r asks again." if self.error.command else "r asks again."
            step = self.error.next_step.rstrip(".")
            return [
                *_wrapped(self.error.cause, width, "bad"),
                *_wrapped(f"{step}. {keys}" if step else keys, width, "dim"),
            ]
        if self._waits_for:
            seconds = int(monotonic() - self._since)
            return [[Span(f"{self._waits_for}…" + (f" {seconds} s" if seconds else ""), "dim")]]
        if self.entry_count:
            return []
        return [line for part in self.why_nothing.split("\n") for line in _wrapped(part, width, "dim", most=6)]

    @property
    def why_nothing(self) -> str:
        """What is said where there are no rows."""
        return f"nothing matches {self.filter_text!r}" if self.filter_text else self.why_empty

    def _stop_waiting(self) -> None:
        self._waits_for = ""
        if self._seconds is not None:
            self._seconds.stop()
            self._seconds = None

    def _tick(self) -> None:
        self.measure()
        self.refresh()


def _wrapped(text: str, width: int, role: str, most: int = ERROR_LINES) -> list[Line]:
    """Text in at most so many lines; what is cut ends in an ellipsis."""
    lines = wrapped(one_line(text), width)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut_end(" ".join(lines[most - 1 :]), width)]
    return [[Span(line, role)] for line in lines]
