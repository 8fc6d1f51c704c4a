"""One run, every field of it, with a cursor that goes from field to field."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer

from gluetui.commands import bindings
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.run.fields import Field
from gluetui.glue.run.run import JobRun
from gluetui.panes.field_rows import FieldRows
from gluetui.text.run_fields import RunField, has_secrets, run_fields, without_secrets
from gluetui.text.times import Clock
from gluetui.widgets.rows import holds


class RunDetails(FieldRows):
    """The fields of `run`: what of them is shown, what they say now, and what a person does with them."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("details")]

    class AbsentChosen(Message):
        """A person chose whether fields that AWS did not return are shown."""

        def __init__(self, shows: bool) -> None:
            super().__init__()
            self.shows = shows

    def __init__(self, clock: Clock) -> None:
        super().__init__("3 Details", id="details", clock=clock)
        self.fields: tuple[Field, ...] = ()
        """The catalogue, from the installed botocore's model; set once, before the first run is shown."""
        self.run: JobRun | None = None
        self.reveals = False
        """Whether secrets are shown; ends with the run."""
        self._usual: tuple[str, Usual | None] = ("", None)
        """A job's name and its usual duration."""
        self.shows_absent = True
        """Whether fields that AWS did not return have their lines."""
        self._masked: JobRun | None = None
        self._has_secrets = self._has_absent = False
        """Whether there is anything to reveal, and anything that AWS did not return."""
        self._all: list[RunField] = []
        self._seconds: Timer | None = None

    def show(self, run: JobRun) -> None:
        """Show a run; among runs of one job the cursor stays on its field, for comparing them."""
        is_same = self.run is not None and self.run.key == run.key
        if not is_same:
            self.reveals = False
        if self.run is not None and self.run.key.job_name != run.key.job_name:
            self.move_to(0)
            self._drawn.clear()
        if self.run is not run:
            self.run, self._masked = run, without_secrets(run)
            self._has_secrets = has_secrets(run)
        self.name_after(run.key.job_name)
        self._count_on(not run.is_final)
        if is_same and self._lines:
            self.count_on()
        else:
            self.update_fields()

    def compare(self, job_name: str, usual: Usual | None) -> None:
        """Say how the durations of a job's runs compare with its usual one."""
        self._usual = job_name, usual
        if self.run is not None and self.run.key.job_name == job_name:
            self.update_fields()

    def update_fields(self) -> None:
        """Work the fields out anew, for another zone or width, or with secrets."""
        if self.line_width != self._width:
            self._width = self.line_width
            self._drawn.clear()
        if self.run is None or self._masked is None or not self._width:
            return
        stay_on = self.current
        self._read()
        self.apply_filter()
        self.changed(stay_on)

    def count_on(self) -> None:
        """Bring a live run's fields to this moment; only those that changed are drawn again."""
        before, starts, stay_on = self._lines, self._starts, self.current
        self._read()
        self.apply_filter()
        if self._starts != starts:
            self.changed(stay_on)
            return
        for entry, (old, new) in enumerate(zip(before, self._lines, strict=True)):
            lines = self.lines_of(entry)
            if old is not new and lines.stop > self.top and lines.start < self.top + self.page_height:
                self.refresh_entry(entry)

    def _read(self) -> None:
        seen = self.run if self.reveals else self._masked
        if seen is not None:
            job_name, usual = self._usual
            usual = usual if job_name == seen.key.job_name else None
            self._all = run_fields(seen, self.fields, now=self.clock.now(), zone=self.clock.zone, usual=usual)
            self._has_absent = any(field.is_absent for field in self._all)

    def on_resize(self) -> None:
        # Textual calls the handler of the base too, after this one.
        if self.line_width != self._width:
            self.update_fields()

    def apply_filter(self) -> None:
        words = self.filter_text.casefold().split()
        self._entries = [
            field
            for field in self._all
            if (self.shows_absent or not field.is_absent) and (not words or holds(field.searched, words))
        ]
        self._lay_out()

    def _count_on(self, is_live: bool) -> None:
        """A live run's times go on, once a second."""
        if is_live and self._seconds is None:
            self._seconds = self.set_interval(1, self.count_second)
        elif not is_live and self._seconds is not None:
            self._seconds.stop()
            self._seconds = None

    def count_second(self) -> None:
        """Called once a second while the run is live: what cannot be seen does not count."""
        if self.is_on_screen and self._is_uncovered():
            self.count_on()

    def _is_uncovered(self) -> bool:
        """Whether no screen lies over this one, but for one that lets it shine through."""
        above = self.app.screen_stack[self.app.screen_stack.index(self.screen) + 1 :]
        return all(screen.is_modal for screen in above)

    # What is named.

    @property
    def unavailable_actions(self) -> Set[str]:
        idle = super().unavailable_actions
        if not self._all:
            idle |= {"filter"}
        if not self._entries:
            idle |= {"screen.copy_field", "screen.about_field"}
        if not self._has_secrets:
            idle |= {"reveal"}
        return idle if self._has_absent else idle | {"toggle_absent"}

    @property
    def key_titles(self) -> Mapping[str, str]:
        now = {"toggle_absent": "Hide absent" if self.shows_absent else "Show absent"}
        return {**super().key_titles, **now, **({"reveal": "Hide secrets"} if self.reveals else {})}

    @property
    def count_text(self) -> str:
        parts = [f"{len(self._entries)} of {len(self._all)} fields"] if len(self._entries) < len(self._all) else []
        return " · ".join([*parts, "secrets shown"] if self.reveals else parts)

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
