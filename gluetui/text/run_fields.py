"""A run as fields, each by section, named, humanized and with its secrets masked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from gluetui.glue.listing.usual import Usual
from gluetui.glue.run.arguments import argument_help, own_and_special
from gluetui.glue.run.error_message import error_parts
from gluetui.glue.run.fields import DERIVED, Field, unlisted
from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.masks import Masks, masked_once
from gluetui.text.charts import factor
from gluetui.text.field_text import CUT_AT, Shown, as_it_came, cut
from gluetui.text.humanizers import humanize_field
from gluetui.text.safe import one_line
from gluetui.text.states import look

ARGUMENT = "argument"
"""The kind of a field that is one entry of Arguments."""

_TELLING = 500
"""Characters of the one line of an error that other panes have room for."""


class RunField(NamedTuple):
    """One field of one run; `value` is what AWS sent, masked as it is shown."""

    field: Field
    shown: Shown
    value: Any

    @property
    def is_absent(self) -> bool:
        """Whether AWS did not return it, or it cannot be worked out."""
        return self.shown.role == "absent"

    @property
    def searched(self) -> str:
        """What a filter looks in, in lower case."""
        whole = self.value if isinstance(self.value, str) and len(self.value) > CUT_AT else ""
        return f"{self.field.name} {self.shown.line} {whole}".casefold()


def value_text(field: RunField) -> str:
    """The whole value, as it is copied or opened: text as it is, anything else as JSON; not made safe."""
    if field.is_absent:
        return field.shown.text
    if field.value is None:
        return field.shown.line
    return field.value if isinstance(field.value, str) else json.dumps(field.value, indent=2, ensure_ascii=False)


def without_secrets(run: JobRun) -> JobRun:
    """The run as it may be shown."""
    return JobRun(masked_once(run)[0], asked_predecessors=run.asked_predecessors)


def has_secrets(run: JobRun) -> bool:
    """Whether `without_secrets` masks anything."""
    return masked_once(run)[1] > 0


def run_fields(
    run: JobRun, fields: tuple[Field, ...], *, now: datetime, zone: tzinfo | None, usual: Usual | None = None
) -> list[RunField]:
    """Every field of the catalogue and every member that the catalogue lacks; `run` is masked already.

    `usual` is what the run's duration is compared with.
    """
    found = list(_all(run, fields, now, zone))
    return [_compared(field, run, now, usual) for field in found] if usual else found


def _compared(field: RunField, run: JobRun, now: datetime, usual: Usual) -> RunField:
    """The duration, which a live run has as its wall time, says how many times the usual one it is."""
    seconds = run.run_seconds(now)
    if field.field.name != ("ExecutionTime" if run.is_final else "wall time") or field.is_absent:
        return field
    if seconds is None or not usual.seconds:
        return field
    note = f"{factor(seconds / usual.seconds, ' ')} usual (median of {usual.runs:,} runs loaded)"
    return field._replace(shown=field.shown._replace(note=" · ".join(filter(None, (field.shown.note, note)))))


def _all(run: JobRun, fields: tuple[Field, ...], now: datetime, zone: tzinfo | None) -> Iterator[RunField]:
    for field in (*fields, *unlisted(run.raw, fields)):
        shown = humanize_field(field.name, run, now=now, zone=zone, kind=field.kind)
        if field.name == "JobRunState" and shown.role != "absent":
            shown = shown._replace(text=f"{look(run.state).glyph} {shown.text}")
        if field.kind == "timestamp" and shown.role != "absent":
            shown = shown._replace(exact="")  # The same again to the millisecond: more noise than news.
        if field.name == "ErrorMessage":
            yield from _error_fields(run)
        # A derived field has no value, even where an answer has a member of its name.
        yield RunField(field, shown, None if field.kind == DERIVED else run.raw.get(field.name))
        if field.name == "Arguments":
            yield from _arguments(run)


@lru_cache(maxsize=4096)
def telling_line(run: JobRun) -> str:
    """The one line of an ErrorMessage that says most: its cause, else its first line; safe, its secrets masked."""
    # Cut below only: what is left of a secret that was cut in two would not be recognised.
    message = Masks(run.raw).argument("ErrorMessage", run.text("ErrorMessage"))
    return one_line((error_parts(message).cause or message.strip().partition("\n")[0])[:_TELLING])


def _error_fields(run: JobRun) -> Iterator[RunField]:
    """What is picked out of ErrorMessage, where it is there."""
    parts = error_parts(run.text("ErrorMessage"))
    for name, value in (("error category", parts.category), ("failed line", parts.line), ("cause", parts.cause)):
        if value:
            field = Field(name=name, title=name, kind=DERIVED, section="Outcome", help="Picked out of ErrorMessage.")
            yield RunField(field, cut(value, role="bad" if name == "cause" else ""), value)


def _arguments(run: JobRun) -> Iterator[RunField]:
    """The job's own first, then those that Glue gives a meaning of its own."""
    own, special = own_and_special(run.raw.get("Arguments"))
    for section, arguments in (("Arguments", own), ("Glue's special parameters", special)):
        for name, value in arguments.items():
            field = Field(name=name, title=name, kind=ARGUMENT, section=section, help=argument_help(name))
            yield RunField(field, as_it_came(value), value)
