"""A run as fields: named, humanized, with its secrets masked; laid out in lines, and explained."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from rich.cells import cell_len

from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.run.arguments import argument_help, own_and_special
from gluetui.glue.run.causes import short
from gluetui.glue.run.cost import may_use_less
from gluetui.glue.run.error_message import error_parts, telling_text
from gluetui.glue.run.fields import DERIVED, Field, unlisted
from gluetui.glue.run.folding import folded
from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.found import DOTS
from gluetui.glue.secrets.masks import Masks, masked_once
from gluetui.text.charts import factor
from gluetui.text.field_rules import DERIVED_RULES, RULES, RULES_BY_KIND, FieldContext
from gluetui.text.field_text import CUT_AT, FieldText, absent, as_it_came, cut
from gluetui.text.indented import indented
from gluetui.text.lines import Line, Span, wrapped
from gluetui.text.safe import cut_middle, one_line, pad
from gluetui.text.states import look

ABSENCE_REASONS = {
    "DPUSeconds": "only Flex and auto-scaling runs have it",
    "Timeout": "streaming jobs may have none; the default is 2880 min up to Glue 4.0, 480 min from 5.0",
    "TriggerName": "started by hand, by an API caller, Step Functions, Airflow or the like",
    "StateDetail": "AWS fills it while a run waits",
    "WorkerType": "Python shell and the oldest Spark runs have none",
    "NumberOfWorkers": "Python shell and the oldest Spark runs have none",
    "JobMode": "AWS counts that as SCRIPT",
    "JobRunQueuingEnabled": "AWS counts that as false",
    "MaintenanceWindow": "only streaming jobs have one",
}
"""Why AWS may not have returned a member, where its documentation or recorded answers say so."""


def humanize_field(
    name: str, run: JobRun, *, now: datetime, zone: tzinfo | None, kind: str = "", for_others: bool = False
) -> FieldText:
    """The text of a field; `name` is a member's or a derived field's.

    `kind` is the field's: the model's type name, for members that this module has no rule for, or
    DERIVED. The caller masks secrets first: `run` has a masked answer. A `zone` of
    None is the machine's own; `for_others` gives times with the zone's offset.
    """
    raw = run.raw
    if name in DERIVED_RULES and (kind == DERIVED or name not in raw):
        return DERIVED_RULES[name](FieldContext(None, run, now, zone))
    value = raw.get(name)
    context = FieldContext(value, run, now, zone, for_others)
    if name == "PredecessorRuns" and not value and not run.asked_predecessors:
        return FieldText("not asked for", note="a list of runs never has them", role="absent")
    if value is None or (name == "TriggerName" and value == ""):
        return absent(_absence_reason(name, run), null=value is None and name in raw)
    rule = RULES.get(name) or RULES_BY_KIND.get(kind)
    return (rule(context) if rule else None) or as_it_came(value, expected=rule is None)


def _absence_reason(name: str, run: JobRun) -> str:
    if name == "CompletedOn" and not run.is_final:
        return "the run is not over" if run.state else ""
    if name == "ErrorMessage":
        return "some failed runs have none; the logs may say more" if run.is_failed else ""
    if name == "PreviousRunId":
        return "a first attempt has none" if run.raw.get("Attempt") == 0 else ""
    if name == "DPUSeconds" and (why := may_use_less(run)):
        return f"{why}, but AWS returned none" + ("" if run.is_final else " so far")
    if name == "TriggerName" and run.attempt:
        return "AWS Glue itself started this retry"
    return ABSENCE_REASONS.get(name, "")


ARGUMENT = "argument"
"""The kind of a field that is one entry of Arguments."""

_LONGEST_ERROR_LINE = 500
"""Characters of the line that stands for a whole error in other panes."""


class RunField(NamedTuple):
    """One field of one run; `value` is what AWS sent, masked as it is shown."""

    field: Field
    shown: FieldText
    value: Any

    @property
    def is_absent(self) -> bool:
        """Whether AWS did not return it, or it cannot be worked out."""
        return self.shown.role == "absent"

    @property
    def searched(self) -> str:
        """The text that a filter searches, in lower case."""
        whole = self.value if isinstance(self.value, str) and len(self.value) > CUT_AT else ""
        return folded(f"{self.field.name} {self.shown.line} {whole}")


def value_text(field: RunField) -> str:
    """The whole value, as it is copied or opened: text as it is, anything else as JSON; not made safe."""
    if field.is_absent:
        return field.shown.text
    if field.value is None:
        return field.shown.line
    return field.value if isinstance(field.value, str) else json.dumps(field.value, indent=2, ensure_ascii=False)


def read_text(field: RunField) -> str:
    """As `value_text`, for reading: JSON in an argument or another text is indented, nothing else of it changed."""
    text = value_text(field)
    return text if field.is_absent else indented(text)


def shows_secrets(field: RunField, run: JobRun) -> bool:
    """Whether the value of a field is raw and holds secrets of the run."""
    text = value_text(field)
    return Masks(run.raw).argument(field.field.name, text) != text


def without_secrets(run: JobRun) -> JobRun:
    """The run with its secrets masked."""
    return JobRun(masked_once(run)[0], asked_predecessors=run.asked_predecessors)


def has_secrets(run: JobRun) -> bool:
    """Whether `without_secrets` masks anything."""
    return masked_once(run)[1] > 0


def run_fields(
    run: JobRun,
    fields: tuple[Field, ...],
    *,
    now: datetime,
    zone: tzinfo | None,
    usual: Usual | None = None,
    for_others: bool = False,
    cause: RunField | None = None,
    differs: RunField | None = None,
) -> list[RunField]:
    """Every field of the catalogue and every member that the catalogue lacks; `run` is masked already.

    The run's duration is compared with `usual`; the `cause` in its log stands above ErrorMessage, and below
    the cause how the run `differs` from another one.
    """
    found = list(_each_field(run, fields, now, zone, for_others))
    if cause is not None:
        found = [field for field in found if not _repeats(field, cause)]
    place = _place_of_error(found)
    found[place:place] = [field for field in (cause, differs) if field is not None]
    return [_with_usual(field, run, now, usual) for field in found] if usual else found


def _repeats(field: RunField, cause: RunField) -> bool:
    """Whether the cause that ErrorMessage names is the one that the log tells with its place."""
    is_picked_out = field.field.name == "cause" and field.field.help == _PICKED_OUT
    return is_picked_out and short(field.shown.text) == short(cause.shown.text)


def _place_of_error(fields: list[RunField]) -> int:
    """Before ErrorMessage and what is picked out of it."""
    names = [field.field.name for field in fields]
    if "ErrorMessage" not in names:
        return len(names)
    return names.index("ErrorMessage") - sum(field.field.help == _PICKED_OUT for field in fields)


def _with_usual(field: RunField, run: JobRun, now: datetime, usual: Usual) -> RunField:
    """The duration that is compared says how many times the usual one it is: ExecutionTime, else the wall time."""
    seconds = run.compared_seconds(now)
    if field.field.name != ("ExecutionTime" if run.has_execution_time else "wall time") or field.is_absent:
        return field
    if seconds is None or not usual.seconds:
        return field
    note = f"{factor(seconds / usual.seconds, ' ')} usual (median of {usual.runs:,} runs loaded)"
    return field._replace(shown=field.shown._replace(note=" · ".join(filter(None, (field.shown.note, note)))))


def _each_field(
    run: JobRun, fields: tuple[Field, ...], now: datetime, zone: tzinfo | None, for_others: bool
) -> Iterator[RunField]:
    for field in (*fields, *unlisted(run.raw, fields)):
        shown = humanize_field(field.name, run, now=now, zone=zone, kind=field.kind, for_others=for_others)
        if field.name == "JobRunState" and shown.role != "absent":
            shown = shown._replace(text=f"{look(run.state).glyph} {shown.text}")
        if field.kind == "timestamp" and shown.role != "absent":
            shown = shown._replace(exact="")  # It would repeat the text to the millisecond.
        if field.name == "ErrorMessage":
            yield from _error_fields(run)
        # A derived field has no value, even where an answer has a member of its name.
        yield RunField(field, shown, None if field.kind == DERIVED else run.raw.get(field.name))
        if field.name == "Arguments":
            yield from _arguments(run)


@lru_cache(maxsize=4096)
def telling_line(run: JobRun) -> str:
    """The one line of an ErrorMessage that says most: its cause, else its first line; safe, its secrets masked."""
    # Masked before it is cut: half a secret would not be recognised.
    message = Masks(run.raw).argument("ErrorMessage", run.text("ErrorMessage"))
    return one_line(telling_text(message)[:_LONGEST_ERROR_LINE])


_PICKED_OUT = "Picked out of ErrorMessage."


def _error_fields(run: JobRun) -> Iterator[RunField]:
    """The category, line and cause that ErrorMessage holds."""
    parts = error_parts(run.text("ErrorMessage"))
    for name, value in (("error category", parts.category), ("failed line", parts.line), ("cause", parts.cause)):
        if value:
            field = Field(name=name, title=name, kind=DERIVED, section="Outcome", help=_PICKED_OUT)
            yield RunField(field, cut(value, role="bad" if name == "cause" else ""), value)


def _arguments(run: JobRun) -> Iterator[RunField]:
    """The job's own arguments first, then Glue's special parameters."""
    own, special = own_and_special(run.raw.get("Arguments"))
    for section, arguments in (("Arguments", own), ("Glue's special parameters", special)):
        for name, value in arguments.items():
            field = Field(name=name, title=name, kind=ARGUMENT, section=section, help=argument_help(name))
            yield RunField(field, as_it_came(value), value)


_NAME_WIDTH = 27
"""Width of the column of names in cells: the longest member today has 26."""

_VALUE_AT_LEAST, _NAME_LINES = 40, 4
"""Cells that a value keeps beside a name, before the name has less than its column, and lines of a name at most."""


def field_lines(field: RunField, width: int) -> tuple[Line, ...]:
    """The lines of one field, each of at most `width` cells; a name wider than its column stands above the value."""
    name_width = min(_NAME_WIDTH, max(8, width // 3, width - _VALUE_AT_LEAST))
    name = one_line(field.field.name)
    values = list(_value_lines(field.shown, max(8, width - name_width - 2)))
    if cell_len(name) <= name_width:
        return tuple(_beside(name if number == 0 else "", name_width, spans) for number, spans in enumerate(values))
    if len(values) == 1 and cell_len(name) + 1 + sum(cell_len(span.text) for span in values[0]) <= width:
        return (_beside(name, 0, values[0]),)
    names = wrapped(cut_middle(name, _NAME_LINES * width), width)
    return (*([Span(part, "name")] for part in names), *(_beside("", name_width, spans) for spans in values))


def _beside(name: str, width: int, spans: list[Span]) -> Line:
    return [Span(pad(name, max(width, cell_len(name))), "name"), Span(" "), *spans]


def _value_lines(shown: FieldText, width: int) -> Iterator[list[Span]]:
    """The value, then its exact form and note, on the same line where they fit."""
    role = shown.span_role
    if len(shown.text) > 10 * CUT_AT:  # A text that was cut before it was made safe is ten times as long at most.
        shown = cut(shown.text, role=shown.role)
    *first, last = wrapped(shown.text, width)
    yield from (_secret_spans(line, role) for line in first)
    aside = " · ".join(part for part in (f"({shown.exact})" if shown.exact else "", shown.note) if part)
    if aside and cell_len(last) + 2 + cell_len(aside) <= width:
        yield [*_secret_spans(last, role), Span(" " if shown.exact else "  "), Span(aside, "dim")]
        return
    yield _secret_spans(last, role)
    yield from ([Span(line, "dim")] for line in (wrapped(aside, width) if aside else ()))


def _secret_spans(line: str, role: str) -> list[Span]:
    """A line of a value, in which the dots of a masked secret have a look of their own."""
    if DOTS not in line:
        return [Span(line, role)]
    pieces = [Span(piece, role) for piece in line.split(DOTS)]
    return [span for piece in pieces for span in (piece, Span(DOTS, "secret"))][:-1]


_HELP_WIDTH = 76
"""Cells of a line: it fits the narrowest screen."""


def field_help(shown: RunField) -> str:
    """The meaning of a field, in paragraphs: AWS's documentation from the installed botocore, and this run's value."""
    field = shown.field
    facts = [("type", "argument" if field.kind == ARGUMENT else field.kind), ("unit", field.unit)]
    if field.choices:
        facts.append(("values today", ", ".join(field.choices)))
    known = [f"{name + ':':<14}{line}" for name, text in facts if text for line in [text]]
    parts = [
        one_line(field.name),
        "\n".join(line for fact in known for line in wrapped(fact, _HELP_WIDTH)),
        "\n".join(wrapped(field.help or "The model has no documentation for it.", _HELP_WIDTH)),
        "This run:\n" + "\n".join(wrapped(shown.shown.line[:2000], _HELP_WIDTH)),
    ]
    return "\n\n".join(parts)
