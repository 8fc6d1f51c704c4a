"""Every field of one run, with a cursor that goes from field to field."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.binding import BindingType
from textual.message import Message

from gluetui.commands import bindings
from gluetui.glue.listing.last_runs import LastRunsOfJobs, Usual, UsualDurations
from gluetui.glue.run.fields import Field
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.session.known_causes import KnownCauses
from gluetui.session.last_success import DIFFERS, LastSuccess
from gluetui.text.field_layout import FieldLayout
from gluetui.text.lines import Line
from gluetui.text.log_cause import KIND
from gluetui.text.run_fields import (
    RunField,
    field_help,
    has_secrets,
    read_text,
    run_fields,
    shows_secrets,
    value_text,
    without_secrets,
)
from gluetui.text.times import Clock
from gluetui.widgets.paging import ViewPaging
from gluetui.widgets.pane import CopyRequested, Pane, ViewRequested
from gluetui.widgets.rows import Step
from gluetui.widgets.timers import Seconds
from gluetui.widgets.uncovered import is_uncovered

ONE_RUN = "This is one run: the next failed one is found in the jobs, the runs and the predecessors."


class RunDetails(Pane):
    """Shows the fields of a run as they are at this moment: filtered, absent ones hidden, secrets masked or shown."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("details")]
    paging = ViewPaging()

    @dataclass
    class AbsentChosen(Message):
        """The user chose whether fields that AWS did not return are shown."""

        shows: bool

    @dataclass
    class RowChosen(Message):
        """The user goes to what a row tells of; `action` is what is to be done with the run."""

        key: RunKey
        action: Literal["show_log", "compare"]

    def __init__(
        self,
        clock: Clock,
        usual: UsualDurations | None = None,
        causes: KnownCauses | None = None,
        successes: LastSuccess | None = None,
        *,
        shows_absent: bool = True,
    ) -> None:
        super().__init__("3 Details", id="details", clock=clock)
        self._causes, self._successes = causes or KnownCauses(), successes or LastSuccess()
        self.why_empty = "A run's fields are shown here."
        self.fields: tuple[Field, ...] = ()
        """The catalogue, from the installed botocore's model; set once, before the first run is shown."""
        self.run: JobRun | None = None
        self.reveals = False
        """Whether secrets are shown; they are hidden again with the next run."""
        self._usual = usual or LastRunsOfJobs()
        self._compared: tuple[Usual | None, RunField | None] = None, None
        """The usual duration and the last success with which the run is compared on the screen."""
        self.shows_absent = shows_absent
        """Whether fields that AWS did not return have their lines."""
        self._is_empty = False
        """Whether the fields are not shown, because another run is wanted."""
        self._masked: JobRun | None = None
        self._has_secrets = False
        """Whether there is anything to reveal."""
        self.laid_out = FieldLayout()
        """The fields that have lines, and those lines."""
        self._was_in_sight = False
        """Whether the field under the cursor was seen whole before the fields were laid out anew."""
        self._seconds = Seconds(self, self.count_second)

    @property
    def entry(self) -> RunField | None:
        """The field under the cursor."""
        return self.laid_out.entries[self.cursor] if self.cursor < self.entry_count else None

    def expect(self, key: RunKey) -> None:
        """Show the name of the run that is wanted, and no fields of another one."""
        self.name_after(key.job_name)
        self._is_empty = self.run is not None and self.run.key != key
        self.measure()
        self.refresh()

    def show(self, run: JobRun) -> None:
        """Show a run; among runs of one job the cursor stays on its field, for comparing them."""
        self._is_empty = False
        is_same = self.run is not None and self.run.key == run.key
        if not is_same:
            self.reveals = False
        if self.run is not None and self.run.key.job_name != run.key.job_name:
            self.move_to(0)
            self.laid_out.forget()
        if self.run is not run:
            self.run, self._masked = run, without_secrets(run)
            self._has_secrets = has_secrets(run)
        self.name_after(run.key.job_name)
        self._seconds.count(not run.is_final)
        if is_same and self.laid_out.lines:
            self.count_on()
        else:
            self.update_fields()

    def compare(self, job_name: str) -> None:
        """Compare the run anew with other runs of its job, where those say something else now."""
        if self.run is not None and self.run.key.job_name == job_name and self._beside(self.run) != self._compared:
            self.update_fields()

    def _beside(self, run: JobRun) -> tuple[Usual | None, RunField | None]:
        differs = self._successes.field(run, self.fields, now=self.clock.now())
        return self._usual.usual(run.key.job_name), differs

    def update_fields(self) -> None:
        """Work the fields out anew: for another zone, width or usual duration, or with secrets."""
        self.laid_out.widen(self.line_width)
        if self.run is not None and self.laid_out.width and not self._is_empty:
            stay_on = self.current
            self._read()
            self.apply_filter()
            self.changed(stay_on)

    def show_times(self) -> None:
        super().show_times()
        self.update_fields()

    def count_on(self) -> None:
        """Bring a live run's fields to this moment; only those that changed are drawn again."""
        if self._is_empty:
            return
        before, starts, stay_on = self.laid_out.lines, self.laid_out.starts, self.current
        self._read()
        self.apply_filter()
        if self.laid_out.starts != starts:
            self.changed(stay_on)
            return
        for entry, (old, new) in enumerate(zip(before, self.laid_out.lines, strict=True)):
            lines = self.lines_of(entry)
            if old is not new and lines.stop > self.top and lines.start < self.top + self.page_height:
                self.refresh_entry(entry)

    def _read(self) -> None:
        seen = self.run if self.reveals else self._masked
        if self.run is not None and seen is not None:
            self._compared = usual, differs = self._beside(self.run)
            now, zone, asks = self.clock.now(), self.clock.zone, self.key_of("browse.refresh")
            cause = self._causes.field(self.run, zone=zone, masked=not self.reveals, asks=asks)
            fields = run_fields(seen, self.fields, now=now, zone=zone, usual=usual, cause=cause, differs=differs)
            self.laid_out.take(fields)

    def on_resize(self) -> None:
        # Textual calls the base's handler too, after this one.
        if self.line_width != self.laid_out.width:
            self.update_fields()

    def apply_filter(self) -> None:
        seen = range(self.top, self.top + self.page_height)
        self._was_in_sight = self.laid_out.is_within(self.cursor, seen)
        self.laid_out.lay_out(self.filter_text, shows_absent=self.shows_absent)

    def changed(self, stay_on: Hashable | None = None) -> None:
        """Keep the field under the cursor in sight: a field above it may have more lines than before."""
        super().changed(stay_on)
        if self._was_in_sight:
            self.show_cursor()
        self._was_in_sight = False

    def count_second(self) -> None:
        """Bring the fields to this moment, if they can be seen."""
        if self.is_on_screen and is_uncovered(self.screen):
            self.count_on()

    # As a subclass of Rows.

    @property
    def entry_count(self) -> int:
        return 0 if self._is_empty else len(self.laid_out.entries)

    @property
    def line_count(self) -> int:
        return 0 if self._is_empty else self.laid_out.line_count

    def entry_at(self, line: int) -> int:
        return self.laid_out.entry_at(line)

    def lines_of(self, entry: int) -> range:
        return self.laid_out.lines_of(entry)

    def identity(self, entry: int) -> Hashable:
        return self.laid_out.identity(entry)

    def find(self, identity: Hashable) -> int | None:
        return self.laid_out.find(identity)

    def draw(self, line: int, width: int) -> Line:
        return self.laid_out.line(line)

    @property
    def not_searched(self) -> str:
        absent, secrets = self.key_of("details.absent"), self.key_of("details.reveal")
        count = self.laid_out.hidden
        matching = "1 absent field that matches" if count == 1 else f"{count} absent fields that match"
        hidden = f"{absent} shows {matching}." if count else ""
        masked = (
            f"Secrets are not searched until {secrets} shows them." if self._has_secrets and not self.reveals else ""
        )
        return "\n".join(filter(None, (hidden, masked)))

    # For the line of keys.

    @property
    def leaving(self) -> list[Step]:
        return [Step("Hide secrets", self.action_reveal)] if self.reveals and not self._is_empty else []

    @property
    def unavailable_actions(self) -> Set[str]:
        is_of_use = {
            "filter": bool(self.laid_out.fields) and not self._is_empty,
            "reveal": self._has_secrets and not self._is_empty,
            "toggle_absent": self.laid_out.has_absent and not self._is_empty,
            **dict.fromkeys(("copy_field", "about_field"), self.entry_count > 0),
        }
        idle = {action for action, is_so in is_of_use.items() if not is_so}
        return super().unavailable_actions | {"find_failed"} | idle

    @property
    def reasons(self) -> Mapping[str, str]:
        return {**super().reasons, "find_failed": ONE_RUN}

    @property
    def key_titles(self) -> Mapping[str, str]:
        now = {"toggle_absent": "Hide absent" if self.shows_absent else "Show absent"}
        return {**super().key_titles, **now, **({"reveal": "Hide secrets"} if self.reveals else {})}

    @property
    def count_text(self) -> str:
        if self._is_empty:
            return ""
        return " · ".join(filter(None, (self.laid_out.count_text, "secrets shown" if self.reveals else "")))

    # Keys.

    def action_toggle_absent(self) -> None:
        stay_on = self.current
        self.shows_absent = not self.shows_absent
        self.post_message(self.AbsentChosen(self.shows_absent))
        self.apply_filter()
        self.changed(stay_on)

    def action_reveal(self) -> None:
        self.reveals = not self.reveals
        self.update_fields()

    def action_select(self) -> None:
        if self.entry is None or self.run is None:
            return
        if self.entry.field.kind == KIND and self._causes.cause(self.run.key) is not None:
            self.post_message(self.RowChosen(self.run.key, "show_log"))
        elif self.entry.field is DIFFERS:
            self.post_message(self.RowChosen(self.run.key, "compare"))
        else:
            self._view(self.entry, self.entry.field.name, read_text(self.entry))

    def action_copy_field(self) -> None:
        if self.entry is not None:
            has_secrets = _is_raw(self, self.entry)
            self.post_message(CopyRequested(value_text(self.entry), self.entry.field.name, has_secrets=has_secrets))

    def action_about_field(self) -> None:
        if self.entry is not None:
            self._view(self.entry, f"About {self.entry.field.name}", field_help(self.entry))

    def _view(self, field: RunField, title: str, text: str) -> None:
        self.post_message(ViewRequested(title, text, has_secrets=_is_raw(self, field)))


def _is_raw(details: RunDetails, field: RunField) -> bool:
    """Whether a field is shown with secrets."""
    return details.reveals and details.run is not None and shows_secrets(field, details.run)
