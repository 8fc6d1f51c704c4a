"""A pane: rows that also say why they are empty, what they wait for, what went wrong and how old they are."""

from __future__ import annotations

from datetime import datetime
from time import monotonic

from textual.timer import Timer

from gluetui.commands import first_key
from gluetui.glue.errors.error import AwsError
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import cut_end, one_line
from gluetui.text.times import Clock, as_of
from gluetui.widgets.rows import Rows

ERROR_LINES = 2
"""Lines that the cause of an error may take, and as many its next step."""


class Pane(Rows):
    """Rows with a quiet line of news above them. Nothing moves by itself but a wait's seconds and an age's minutes."""

    def __init__(self, title: str, *, id: str, clock: Clock | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id)
        self.clock = clock or Clock()
        self.why_empty = ""
        """What an empty pane says; several lines are allowed."""
        self.error: AwsError | None = None
        self.failures = 0
        """How often in a row it failed."""
        self.arrived_at: datetime | None = None
        """When AWS gave what is shown; None before it gave anything."""
        self._is_told_above = False
        self._next = ""
        self._waits_for = ""
        self._waits_quietly = False
        self._retrying = ""
        self._since = 0.0
        self._ticks: Timer | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether something is being loaded into it."""
        return bool(self._waits_for)

    def wait_for(self, what: str, *, quietly: bool = False) -> None:
        """Say what is being loaded, and for how long, until `arrived` or `fail`; `quietly` moves no row for it."""
        self.error = None
        self._waits_for, self._waits_quietly, self._retrying = what, quietly, ""
        self._since = monotonic()
        self._tick_every(1)
        self._tick()

    def say_progress(self, how_far: str) -> None:
        """Say how far that has come which is waited for, when the pane is brought up to date; the seconds go on."""
        self._waits_for = how_far

    def retrying(self, how: str) -> None:
        """Say how what is waited for is being tried again."""
        if self._waits_for:
            self._retrying = how
            self._tick()

    def arrived(self, at: datetime | None = None) -> None:
        """What was waited for is there; `at` tells when AWS gave it, if not just now."""
        self._waits_for = ""
        self._tick_every(None)
        self.error = None
        self.failures = 0
        self.arrived_at = at or self.clock.now()
        self._tick()

    def fail(self, error: AwsError, *, is_told_above: bool = False, then: str = "") -> None:
        """Show the error above whatever was loaded before, which stays and is marked with its age.

        With `is_told_above` the banner says why; `then` is what happens next, if it is not up to the person.
        """
        self.failures += error is not self.error
        self._waits_for = ""
        self.error, self._is_told_above, self._next = error, is_told_above, then
        self._tick_every(60 if self.hit_count else None)
        self._tick()

    def say_empty(self, why: str) -> None:
        """Say why there is nothing to show, for when there is nothing."""
        self.why_empty = why
        self._tick()

    def fixed_lines(self, width: int) -> list[Line]:
        return [*self._news(width), *super().fixed_lines(width)]

    @property
    def hit_count(self) -> int:
        """Entries that are not only offered: without any, the pane says why."""
        return self.entry_count

    def key_of(self, command: str) -> str:
        """The key to name for a command, by its id: the person's own, where there is an app that knows it."""
        return first_key(command, self.app._keymap if self.is_attached else {})

    def heading_if_any(self, heading: Line) -> Line | None:
        """Column names stand above rows only."""
        return heading if self.hit_count else None

    def _news(self, width: int) -> list[Line]:
        if self.error is not None:
            return [*self._failed(self.error, width), *self._aged(width)]
        if self._waits_for and not self._waits_quietly:
            return [[Span(cut_end(self._waited, width), "dim")]]
        if self.hit_count:
            return []
        return [line for part in self.why_nothing.split("\n") for line in _wrapped(part, width, "dim", most=6)]

    @property
    def why_nothing(self) -> str:
        """What is said where there are no rows."""
        return f"nothing matches {self.filter_text!r}" if self.filter_text else self.why_empty

    @property
    def quiet_wait(self) -> str:
        """What is waited for without a line of its own."""
        return self._waited if self._waits_for and self._waits_quietly else ""

    @property
    def _waited(self) -> str:
        seconds = int(monotonic() - self._since)
        waited = f"{self._waits_for}…" + (f" {seconds} s" if seconds else "")
        return " · ".join(filter(None, (waited, self._retrying)))

    def _failed(self, error: AwsError, width: int) -> list[Line]:
        if self._is_told_above:
            return [] if self.hit_count else _wrapped("Not loaded: see above.", width, "dim")
        signs_in = f"{self.key_of('browse.sign_in')} signs in; " if error.command else ""
        asks, says = self.key_of("browse.refresh"), self.key_of("browse.error")
        what_next = self._next or f"{signs_in}{asks} asks again, {says} says more."
        step = f"{error.next_step.rstrip('.')}. {what_next}" if error.next_step else what_next
        return [*_wrapped(error.cause, width, "bad"), *_wrapped(step, width, "dim")]

    def _aged(self, width: int) -> list[Line]:
        if not self.hit_count or self.arrived_at is None:
            return []
        return _wrapped(as_of(self.arrived_at, self.clock.now(), self.clock.zone), width, "waiting")

    def _tick_every(self, seconds: float | None) -> None:
        if self._ticks is not None:
            self._ticks.stop()
        self._ticks = self.set_interval(seconds, self._tick) if seconds else None

    def _tick(self) -> None:
        self.measure()
        self.refresh_changed()


def _wrapped(text: str, width: int, role: str, most: int = ERROR_LINES) -> list[Line]:
    """Text in at most so many lines; what is cut ends in an ellipsis."""
    lines = wrapped(one_line(text), width)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut_end(" ".join(lines[most - 1 :]), width)]
    return [[Span(line, role)] for line in lines]
