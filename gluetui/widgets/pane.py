"""A pane: rows that also say why they are empty, what they wait for, what went wrong and how old they are."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime

from textual.message import Message
from textual.timer import Timer

from gluetui.commands import first_key
from gluetui.glue.errors.error import AwsError
from gluetui.session.load import Load
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import cut_end, one_line
from gluetui.text.times import Clock, as_of
from gluetui.widgets.rows import Rows

ERROR_LINES = 2
"""Lines that the cause of an error may take, and as many its next step."""


class CopyRequested(Message):
    """The user wants `text` on the clipboard; `title` names it."""

    def __init__(self, text: str, title: str) -> None:
        super().__init__()
        self.text = text
        self.title = title


class ViewRequested(Message):
    """The user wants to read `text` over the full screen; prose is wrapped."""

    def __init__(self, title: str, text: str, is_prose: bool = False) -> None:
        super().__init__()
        self.title = title
        self.text = text
        self.is_prose = is_prose


class Pane(Rows):
    """Rows with quiet lines above them that say how their load stands: its seconds and its age go on by themselves."""

    class ViewMoved(Rows.Posted):
        """Other entries may have come into sight."""

    def __init__(self, title: str, *, id: str, clock: Clock | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id)
        self.clock = clock or Clock()
        self.why_empty = ""
        """What an empty pane says; several lines are allowed."""
        self.load = Load()
        """What is loaded into it, unless `show_load` names another one."""
        self.load.show_in(self)
        self._ticks: Timer | None = None
        self._ticks_for: tuple[float | None, float] = (None, 0.0)
        """The seconds between two ticks, and the wait that they count."""

    # What moves the view.

    def changed(self, stay_on: Hashable | None = None) -> None:
        super().changed(stay_on)
        self.post_message(self.ViewMoved(self))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.ViewMoved(self))

    def on_resize(self) -> None:
        # Textual calls the handlers of the bases too.
        self.post_message(self.ViewMoved(self))

    # How its load stands.

    def show_load(self, load: Load) -> None:
        """Show how another load stands."""
        self.load.hide_from(self)
        self.load = load
        load.show_in(self)
        self.load_changed()

    def load_changed(self) -> None:
        """Count the seconds of a wait and the minutes of an age; nothing else ticks."""
        is_aged = self.load.error is not None and self.hit_count
        self._tick_every(1 if self.load.is_waiting else 60 if is_aged else None)
        self._tick()

    def on_unmount(self) -> None:
        """A load outlives the panes that show it."""
        self.load.hide_from(self)

    @property
    def error(self) -> AwsError | None:
        """Why its load failed, if it did."""
        return self.load.error

    @property
    def failures(self) -> int:
        """How often in a row it failed."""
        return self.load.failures

    @property
    def is_waiting(self) -> bool:
        """Whether something is being loaded into it."""
        return self.load.is_waiting

    @property
    def arrived_at(self) -> datetime | None:
        """When AWS gave what is shown; None before it gave anything."""
        return self.load.arrived_at

    @arrived_at.setter
    def arrived_at(self, at: datetime | None) -> None:
        self.load.arrived_at = at

    def wait_for(self, what: str, *, quietly: bool = False) -> None:
        """Say what is being loaded, and for how long; `quietly` moves no row for it."""
        self.load.wait_for(what, quietly=quietly)

    def say_progress(self, how_far: str) -> None:
        """Say how far the wait has come, when the pane is brought up to date."""
        self.load.say_progress(how_far)

    def retrying(self, how: str) -> None:
        """Say how AWS is being asked again for what is waited for."""
        self.load.retrying(how)

    def arrived(self, at: datetime | None = None) -> None:
        """What was waited for is there; `at` tells when AWS gave it, if not just now."""
        self.load.arrived(at or self.clock.now())

    def fail(self, error: AwsError, *, is_in_banner: bool = False, then: str = "") -> None:
        """Show the error above whatever was loaded before, which stays and is marked with its age."""
        self.load.fail(error, is_in_banner=is_in_banner, then=then)

    @property
    def shows_answer(self) -> bool:
        """Whether it is seen, shows no error and waits for nothing."""
        return self.is_on_screen and self.error is None and not self.is_waiting

    @property
    def shown_error(self) -> AwsError | None:
        """What the user can be told in full: its own error, or that of the entry under the cursor."""
        return self.error

    def show_times(self) -> None:
        """Show every time in the clock's zone."""
        self.measure()
        self.refresh()

    # What it says above its rows.

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
        """The key to name for a command, by its id: the user's own, where there is an app that knows the keymap."""
        return first_key(command, self.app._keymap if self.is_attached else {})

    def heading_if_any(self, heading: Line) -> Line | None:
        """Column names stand above rows only."""
        return heading if self.hit_count else None

    def _news(self, width: int) -> list[Line]:
        load = self.load
        if load.error is not None:
            return [*self._failed(load.error, width), *self._aged(width)]
        if load.is_waiting and not load.is_quiet:
            return [[Span(cut_end(load.waited, width), "dim")]]
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
        return self.load.waited if self.load.is_waiting and self.load.is_quiet else ""

    def _failed(self, error: AwsError, width: int) -> list[Line]:
        if self.load.is_in_banner:
            return [] if self.hit_count else _wrapped("Not loaded: see above.", width, "dim")
        signs_in = f"{self.key_of('browse.sign_in')} signs in; " if error.command else ""
        asks, says = self.key_of("browse.refresh"), self.key_of("browse.error")
        what_next = self.load.what_next or f"{signs_in}{asks} asks again, {says} says more."
        step = f"{error.next_step.rstrip('.')}. {what_next}" if error.next_step else what_next
        return [*_wrapped(error.cause, width, "bad"), *_wrapped(step, width, "dim")]

    def _aged(self, width: int) -> list[Line]:
        if not self.hit_count or self.arrived_at is None:
            return []
        return _wrapped(as_of(self.arrived_at, self.clock.now(), self.clock.zone), width, "waiting")

    def _tick_every(self, seconds: float | None) -> None:
        wanted = seconds, self.load.since
        if wanted == self._ticks_for:
            return
        self._ticks_for = wanted
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
