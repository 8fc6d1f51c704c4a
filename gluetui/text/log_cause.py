"""The cause of a failed run in its log, in words: as a field among the others, and as the line of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING

from gluetui.glue.errors.error import AwsError
from gluetui.glue.errors.rules import ErrorKind
from gluetui.glue.logs.answers import Said
from gluetui.glue.logs.known_cause import KnownCause
from gluetui.glue.logs.saved_streams import NO_LOG
from gluetui.glue.run.causes import says, short
from gluetui.glue.run.fields import Field
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.glue.secrets.masks import Masks
from gluetui.text.field_text import FieldText
from gluetui.text.run_fields import RunField, telling_line
from gluetui.text.safe import many_lines, one_line
from gluetui.text.times import of_milliseconds, time_of_day

if TYPE_CHECKING:  # What reads causes is imported when the first log is looked into.
    from gluetui.glue.logs.cause import Cause
    from gluetui.glue.logs.cause_search import SearchedCause

CAUSE = "cause in the log"
"""Name of the field."""

KIND = "cause"
"""The kind of the field: by it a pane knows the row that leads to the log."""

Causes = Mapping[RunKey, str]
"""By run the line of a list that tells the cause in its log, where that is known."""

NONE_KNOWN: Causes = {}

_HELP = (
    "The line of the run's log in CloudWatch Logs that says why the run failed, by the best evidence there: Glue's own"
    " analysis, what ended the script, the innermost cause of a trace. Nothing is guessed."
)
_PERMISSION = re.compile(r"\b[a-z0-9-]+:[A-Z]\w+")

Mask = Callable[[str], str]
Times = Callable[[int], str]
"""Shows a time of a log, in milliseconds since the epoch."""


def times_beside(run: JobRun, zone: tzinfo | None) -> Times:
    """Shows times of a run's log: the day too, where it is another than that of the run's end."""
    return lambda time: time_of_day(of_milliseconds(time), zone, beside=run.completed or run.started)


def cause_field(known: KnownCause, run: JobRun, *, mask: Mask, times: Times, asks: str = "") -> RunField:
    """What is known of the cause, as a field of the run; `asks` is the key that asks again.

    Its value is all that the log says of the cause.
    """
    field = Field(name=CAUSE, title=CAUSE, kind=KIND, section="Outcome", help=_HELP)
    cause = known.cause
    if cause is not None:
        return RunField(field, _found(cause, run, mask, times), mask(cause.reason or cause.whole))
    shown = _not_found(known, mask)
    again = f"{asks} asks again" if asks and known.may_ask_again else ""
    return RunField(field, shown._replace(note=_joined(shown.note, again)), None)


def place_of(cause: Cause, mask: Mask = str) -> str:
    """Where in the script, such as "curate_sales.py:87"; "" where the log does not tell."""
    if not cause.script:
        return f"line {cause.line}" if cause.line else ""
    return one_line(mask(f"{cause.script}:{cause.line}" if cause.line else cause.script))


def cause_note(cause: Cause, times: Times) -> Iterator[str]:
    """The remarks on a cause: where it began, which source tells it, and how far it is to be trusted."""
    first = cause.first
    if first is not None:
        many = f", {first.count:,} times, in" if first.count > 1 else " in"
        yield f"first at {times(first.time)}{many} {_SOURCES.get(first.source, first.source)}"
    yield f"in {cause.stream.source} at {times(cause.time)}"
    if cause.is_clean_up:
        yield "it came from ending after another failure, which this part of the log does not show"


_SOURCES = {"executor": "executors"}


def cause_line(known: KnownCause, run: JobRun) -> str:
    """The line of a list: safe, secrets masked; "" where no cause is known, or one that says less than the message."""
    cause = known.cause
    if cause is None:
        return ""
    text = one_line(short(cause.telling(Masks(run.raw).apply)))
    if not run.is_failed:
        return f"{_but(run)}{text}"
    return text if says(text) >= says(telling_line(run)) else ""


def failure_line(run: JobRun, causes: Causes) -> str:
    """The one line that says most of why a run failed: the cause in its log where known, else that of ErrorMessage."""
    return (causes and causes.get(run.key)) or telling_line(run)


def not_found(searched: SearchedCause) -> str:
    """The sentence for a search without a cause; nothing is guessed."""
    if searched.is_whole:
        return "No cause found in the log."
    if searched.holds_nothing:
        return NO_LOG
    if searched.throttled is not None:
        return "AWS throttled the calls for the log before a cause was found."
    if not any(each.said is Said.READ for each in searched.answered):
        why = dict.fromkeys(each.said.value for each in searched.answered)
        return f"The log was not read: {'; '.join(why) or 'AWS did not tell where it is'}."
    return "No cause was found in the part of the log that was read."


def _found(cause: Cause, run: JobRun, mask: Mask, times: Times) -> FieldText:
    text = many_lines(cause.telling(mask))
    note = _joined(*cause_note(cause, times))
    if run.is_failed:
        return FieldText(text, place_of(cause, mask), note, "bad")
    return FieldText(f"{_but(run)}{text}", place_of(cause, mask), note, "waiting")


def _but(run: JobRun) -> str:
    return f"{run.state.lower()}, but "


def _not_found(known: KnownCause, mask: Mask) -> FieldText:
    if known.error is not None:
        return FieldText(f"not known: {one_line(known.error.args[0])}", note=one_line(known.error.next_step))
    searched = known.searched
    if searched is None:
        return FieldText("looking in the log…", note=known.rest, role="muted")
    last = searched.last_error
    lines = one_line(mask(last.message).strip().partition("\n")[0])[:_LONGEST_ERROR] if last is not None else ""
    early = "the run had only just ended: its last events may be missing" if known.was_early else ""
    return FieldText(
        one_line(not_found(searched)),
        note=_joined(early, *_lacking(searched), f"the driver's last ERROR: {lines}" if lines else ""),
    )


_LONGEST_ERROR = 300
"""Characters of the driver's last ERROR."""


def _lacking(searched: SearchedCause) -> Iterator[str]:
    """What was refused: the permissions that the policy lacks in one remark, and any other reason once."""
    errors = [each.error for each in searched.answered if each.error is not None and each.said in _REFUSED]
    missing = [permission for error in errors for permission in _missing(error)]
    if missing:
        yield f"the policy lacks {', '.join(dict.fromkeys(missing))}"
    yield from dict.fromkeys(one_line(error.cause) for error in errors if not _missing(error))


_REFUSED = frozenset({Said.DENIED, Said.FAILED})


def _missing(error: AwsError) -> list[str]:
    return _PERMISSION.findall(error.cause)[:1] if error.kind is ErrorKind.DENIED else []


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
