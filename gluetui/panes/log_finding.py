"""Searching in a log that is shown: matches and evidence are found a slice at a time, the nearest first."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from textual.message import Message
from textual.worker import Worker

from gluetui.glue.logs.alarms import Alarms
from gluetui.glue.logs.finding import Search
from gluetui.panes.shown_log import AT_ONCE, Only, ShownLog
from gluetui.widgets.pane import WhyNot

_MOST_HIDDEN = 1_000
"""Hidden matches that are passed over by one key."""


_TURNS = 8
"""Turns of the event loop between two slices: a key takes several until its effect is drawn."""


class LogPane(Protocol):
    """The pane that shows the log."""

    shown: ShownLog
    cursor: int
    filter_text: str

    @property
    def entry_count(self) -> int: ...
    def hold(self) -> Any: ...
    def restore(self, held: Any) -> None: ...
    def go_to_row(self, row: int) -> None: ...
    def measure(self) -> None: ...
    def refresh(self) -> Any: ...
    def run_worker(self, work: Any, *, group: str) -> Worker[None]: ...
    def post_message(self, message: Message) -> bool: ...


class LogFinding:
    """Brings rows, matches and evidence up to date while keys are answered, and goes to what is found."""

    def __init__(self, view: LogPane) -> None:
        self._view = view
        self._shown = view.shown
        self.alarms = Alarms(self._shown.log)
        self.is_regex = False
        self.why_not = ""
        """Why the text is no search."""
        self._alarm: int | None = None
        """The evidence that was gone to last."""
        self._wanted_from: int | None = None
        """Where the first match is looked for, until it is found."""
        self._worker: Worker[None] | None = None
        self._held: Any = None
        """What was seen before the log changed, until the rows are up to date."""
        self._are_made = asyncio.Event()
        self._are_made.set()
        self._held_at = 0
        """The row under the cursor then."""

    # What is found.

    @property
    def count_text(self) -> str:
        """How many records match, and how far the search is."""
        search = self._shown.search
        if self.why_not:
            return self.why_not
        if search is None:
            return ""
        count = search.count
        kind = " of the expression" if self.is_regex else ""
        text = f"{count:,} match{'' if count == 1 else 'es'}{kind}" + ("" if search.is_complete else " so far")
        return " · ".join(filter(None, (text, self._shown.only.value)))

    def begin(self, text: str) -> None:
        """Search for a text, from the cursor on; "" ends the search."""
        shown = self._shown
        is_narrowed = shown.only is not Only.ALL
        self.why_not = shown.look_for(text, is_regex=self.is_regex)
        self._wanted_from = self._position() if shown.search is not None else None
        if shown.search is None:
            shown.only = Only.ALL
        if is_narrowed:
            self.renew()
        self.go_on()

    def toggle_regex(self) -> None:
        """Read the text as a regular expression, or as it stands."""
        self.is_regex = not self.is_regex
        self.begin(self._view.filter_text)
        self._view.measure()
        self._view.refresh()

    def renew(self) -> None:
        """Show other records of the log; the cursor stays on its record, or the next one before."""
        held = self._view.hold()
        search = self._shown.search
        if self._shown.only is Only.ALL or search is None or search.is_complete:
            self._shown.renew()
        self._view.restore(held)
        self._view.refresh()
        self.go_on()

    def log_changed(self, held: Any = None) -> None:
        """The log has more, or other, records; `held` is what was seen before."""
        held = held or self._view.hold()
        if self._held is None or self._held_at != self._view.cursor:
            self._held, self._held_at = held, self._view.cursor
        if len(self._shown.log) <= AT_ONCE:
            self._advance_rows()
        self._are_made.clear()
        self._start()

    async def rows_made(self) -> None:
        """Wait until all that is loaded is in the rows: a page that came before would have most made once more."""
        await self._are_made.wait()

    # A slice at a time.

    def go_on(self) -> None:
        """Do one slice now, and what is left beside the keys."""
        if self._step():
            self._start()

    def _start(self) -> None:
        if self._worker is None or self._worker.is_finished:
            self._worker = self._view.run_worker(self._finish(), group="log rows")

    async def _finish(self) -> None:
        try:
            while self._step():
                if self._shown.is_made:
                    self._are_made.set()
                for _ in range(_TURNS):
                    await asyncio.sleep(0)
        finally:
            self._are_made.set()

    def _step(self) -> bool:
        """One slice of what is to be done. False where nothing is."""
        shown, search = self._shown, self._shown.search
        if search is not None and not search.is_complete:
            search.advance(self._position())
            self._go_to_wanted()
            self._renew_if_found(search)
            self._view.measure()
            return True
        if not shown.is_made:
            self._advance_rows()
            return True
        if self.alarms.advance():
            return True
        self._view.measure()
        return False

    def _advance_rows(self) -> None:
        """Make some more rows; the record that was under the cursor before the log changed stays there."""
        view, before = self._view, self._held
        held = view.hold()
        if not self._shown.advance():
            return
        is_kept = before is not None and self._held_at == view.cursor
        view.restore(before._replace(above=held.above) if is_kept else held)
        if is_kept:  # Its own row may not be made yet.
            self._held_at = view.cursor
        if self._shown.is_made:
            self._held = None

    def _renew_if_found(self, search: Search) -> None:
        """Once all matches are known, what is shown by them can be made."""
        if search.is_complete and not self._shown.is_wanted:
            self.renew()

    def _position(self) -> int:
        """Where the cursor's record stands in the log."""
        if not self._view.entry_count:
            return 0
        return self._shown.log.position(self._shown.reference(self._view.cursor))

    # Going there.

    def _go_to_wanted(self) -> None:
        wanted, search = self._wanted_from, self._shown.search
        if wanted is None or search is None:
            return
        found = search.next_from(wanted - 1)
        if found is None and search.is_complete:
            self._wanted_from, found = None, search.next_from(-1)
        if found is not None:
            self._wanted_from = None
            self.go_to_position(found)

    def go_to_position(self, position: int) -> bool:
        """To the record at a position of the log; False where it is not in a row yet, or hidden."""
        row = self._shown.row_of(position)
        if row is not None:
            self._view.go_to_row(row)
        return row is not None

    def go_to_evidence(self, position: int) -> None:
        """To the record of a cause: the next error is the one that follows on it."""
        self._alarm = self._shown.log.reference(position)
        self.go_to_position(position)

    def go_to_match(self, step: int) -> None:
        """To the next match that is seen, or the one before; behind the last one comes the first."""
        search, log = self._shown.search, self._shown.log
        if search is None:
            return
        self._wanted_from = None
        position, is_back, has_turned = self._position(), step < 0, False
        for _ in range(_MOST_HIDDEN):
            found = search.next_from(position, backwards=is_back)
            if found is None:
                if has_turned:
                    break
                has_turned, position = True, len(log) if is_back else -1
                continue
            row = self._shown.row_of(found)
            if row is not None and row != self._view.cursor:
                self._view.go_to_row(row)
                return
            position = found
        self._tell("No other match in what is shown." if search.count else "Nothing of what is loaded matches.")

    def go_to_error(self, step: int) -> None:
        """To the next evidence in its order, or the one before; first to the best."""
        while self.alarms.advance():
            pass
        is_back, reference = step < 0, self._alarm
        for _ in range(_MOST_HIDDEN):
            reference = self.alarms.next_from(reference, backwards=is_back)
            if reference is None:
                break
            row = self._shown.row_of(self._shown.log.position(reference))
            self._alarm = reference
            if row is not None:
                # A log that is opened at its best evidence has the cursor there already.
                if row == self._view.cursor:
                    continue
                self._view.go_to_row(row)
                return
        self._tell(self._no_error(is_back=is_back))

    def _no_error(self, *, is_back: bool) -> str:
        if not len(self.alarms):
            return "What is loaded holds no error that tells of a failure."
        return "That is the best evidence." if is_back else "There is no further evidence in what is loaded."

    def _tell(self, text: str) -> None:
        self._view.post_message(WhyNot(text))
