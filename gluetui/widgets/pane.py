"""A pane: rows below quiet lines with its wait, its error, its age, or the reason why it is empty."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime

from rich.cells import cell_len
from textual.message import Message
from textual.timer import Timer

from gluetui.commands import first_key
from gluetui.glue.errors.error import AwsError
from gluetui.session.load import Load
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import cut_end, one_line
from gluetui.text.times import Clock, as_of, as_of_time
from gluetui.widgets.rows import Rows, Step

_BORDER_CELLS = 4
"""Cells of the border below that are not free for text."""

ERROR_LINES = 2
"""Lines that the cause of an error may take; its next step may take as many."""


class CopyRequested(Message):
    """The user wants `text` on the clipboard; `title` names it, `has_secrets` warns of raw ones in it."""

    def __init__(self, text: str, title: str, *, has_secrets: bool = False) -> None:
        super().__init__()
        self.text = text
        self.title = title
        self.has_secrets = has_secrets


class ViewRequested(Message):
    """The user wants to read `text` over the full screen; prose is wrapped, `has_secrets` warns of raw ones."""

    def __init__(self, title: str, text: str, *, is_prose: bool = False, has_secrets: bool = False) -> None:
        super().__init__()
        self.has_secrets = has_secrets
        self.title = title
        self.text = text
        self.is_prose = is_prose


class WhyNot(Message):
    """A key did nothing; `text` says why."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Pane(Rows):
    """Rows with quiet lines above them that show their load; its seconds and its age go on by themselves."""

    class SightChanged(Rows.Posted):
        """What of its answer is seen may have changed."""

    class ViewMoved(SightChanged):
        """Other entries may have come into sight."""

    def __init__(self, title: str, *, id: str, clock: Clock | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(title, id=id)
        self.clock = clock or Clock()
        self.why_empty = ""
        """The text of an empty pane; several lines are allowed."""
        self.load = Load()
        """Its own load, unless `show_load` gave it another one."""
        self.load.show_in(self)
        self.as_of: Callable[[], datetime | None] | None = None
        """Gives the time of the oldest answer of what is shown and can change, None for none; unset, no age is told."""
        self._ticks: Timer | None = None
        self._ticks_for: tuple[float | None, float] = (None, 0.0)
        """The seconds between two ticks, and the wait that they count."""

    # Moves of the view.

    def changed(self, stay_on: Hashable | None = None) -> None:
        super().changed(stay_on)
        self.post_message(self.ViewMoved(self))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.ViewMoved(self))

    def on_resize(self) -> None:
        # Textual calls the bases' handlers too.
        self.post_message(self.ViewMoved(self))

    def on_show(self) -> None:
        # However it came into sight: by a key, a click, the palette, or a window that grew.
        self.post_message(self.ViewMoved(self))

    # Its load.

    def show_load(self, load: Load) -> None:
        """Show another load from now on."""
        self.load.hide_from(self)
        self.load = load
        load.show_in(self)
        self.load_changed()

    def load_changed(self) -> None:
        """Show the load as it is now; tick every second for a wait, every minute for an age, else not at all."""
        is_aged = self.load.error is not None and self.hit_count
        self._tick_every(1 if self.load.is_waiting else 60 if is_aged else None)
        self._tick()
        self.post_message(self.SightChanged(self))

    def on_unmount(self) -> None:
        """Leave the load, which outlives the panes that show it."""
        self.load.hide_from(self)

    @property
    def error(self) -> AwsError | None:
        """Why its load failed, if it did."""
        return self.load.error

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for an answer."""
        return self.load.is_waiting

    @property
    def arrived_at(self) -> datetime | None:
        """When AWS gave the answer that is shown; None before the first one."""
        return self.load.arrived_at

    @property
    def subtitle(self) -> str:
        """The count, and how old it is, where there is room for both."""
        count = self.count_text
        return " · ".join(filter(None, (count, self.age_text if cell_len(count) <= self.count_width else "")))

    @property
    def count_width(self) -> int:
        """The cells of the border below that its age leaves."""
        return self.size.width - _BORDER_CELLS - (len(f" · {age}") if (age := self.age_text) else 0)

    @property
    def age_text(self) -> str:
        """Words such as "as of 02:17"; "" where nothing that is shown can change, or the lines above say it."""
        is_said_above = self.error is not None and self.arrived_at is not None
        at = self.as_of() if self.as_of is not None and not is_said_above else None
        return as_of_time(at, self.clock.now(), self.clock.zone) if at is not None else ""

    def wait_for(self, text: str, *, quietly: bool = False) -> None:
        """Show a wait, such as "loading jobs", and its seconds; with `quietly` in the count, so that no row moves."""
        self.load.wait_for(text, quietly=quietly)

    def say_progress(self, text: str) -> None:
        """Put the wait in other words, to be shown when the pane is next brought up to date."""
        self.load.say_progress(text)

    def arrived(self, at: datetime | None = None) -> None:
        """End the wait: the answer is there, which AWS gave `at` that time, or just now."""
        self.load.arrived(at or self.clock.now())

    @property
    def shows_answer(self) -> bool:
        """Whether it is seen and shows AWS's last answer: no error, and no wait for another one."""
        return self.is_on_screen and self.error is None and not self.is_waiting

    @property
    def shown_error(self) -> AwsError | None:
        """The error that `browse.error` shows in full: its own, or that of the entry under the cursor."""
        return self.error

    @property
    def notice(self) -> str:
        """The text of a line above its rows that may be cut, whole; "" for none: `browse.error` shows it in full."""
        return ""

    def show_times(self) -> None:
        """Show every time in the clock's zone."""
        self.measure()
        self.refresh()

    @property
    def leaving(self) -> list[Step]:
        """The steps that leave what the user opened or showed in it, nearest first."""
        return []

    # The lines above its rows.

    def say_empty(self, why: str) -> None:
        """Set the text that is shown while the pane is empty."""
        self.why_empty = why
        self._tick()

    def fixed_lines(self, width: int) -> list[Line]:
        return [*self._news(width), *super().fixed_lines(width)]

    @property
    def hit_count(self) -> int:
        """Entries without the one that only offers the typed text: at 0 the pane says why it is empty."""
        return self.entry_count

    def key_of(self, command: str) -> str:
        """The key to name for a command, by its id: the user's own, where there is an app that knows the keymap."""
        return first_key(command, self.app._keymap if self.is_attached else {})

    def heading_if_any(self, heading: Line) -> Line | None:
        """Column names stand above rows only."""
        return heading if self.hit_count else None

    def without_hits(self, width: int) -> list[Line]:
        """A pane says above its filter why it has no rows."""
        return []

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
        """The text for a pane without rows."""
        if not self.filter_text:
            return self.why_empty
        return "\n".join(filter(None, (f"nothing matches {self.filter_text!r}", self.not_searched)))

    @property
    def not_searched(self) -> str:
        """Where the filter did not look, each with the key that would change that; "" where it looked at all."""
        return ""

    @property
    def quiet_wait(self) -> str:
        """The words for a quiet wait, which the count shows; "" while there is none."""
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
    """Text in at most so many lines; the last one ends in an ellipsis where text is left out."""
    lines = wrapped(one_line(text), width)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut_end(" ".join(lines[most - 1 :]), width)]
    return [[Span(line, role)] for line in lines]
