"""A log out of a file: what `aws logs get-log-events`, `filter-log-events` and `aws logs tail` print."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gluetui.glue.files.json_values import UnreadableDocument, text_of, values_in
from gluetui.glue.files.pasted import RUN_ID
from gluetui.glue.files.saved_logs import event_in, events_in
from gluetui.glue.logs.event import Event
from gluetui.glue.run.run import instant

_COLOUR = r"(?:\x1b\[\d*m)?"
_TIME = r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
_DETAILED = re.compile(
    rf"^{_COLOUR}{_TIME}(?:\.\d{{6}})?[+-]\d\d:\d\d){_COLOUR} "
    rf"{_COLOUR}(?P<stream>[^\s:*\x1b]+){_COLOUR}(?: |(?=\r?$))",
    re.MULTILINE,
)
"""How an event begins in the formats detailed and json, the second of which drops a fraction of zero."""

_SHORT = re.compile(rf"^{_COLOUR}{_TIME}){_COLOUR}(?: |(?=\r?$))", re.MULTILINE)
_BLANK = re.compile(r"\s*")

TAIL_NOTE = (
    "`aws logs tail` prints no blanks at the end of an event, and JSON in lines of its own: the rest is as it was."
)
SHORT_NOTE = "The format short tells times in whole seconds, and not in which zone: they are taken to be of UTC."
NO_STREAMS_NOTE = "The output names no log stream: all events are shown as one."
CUT_NOTE = "The output says that more events follow."
BROKEN_NOTE = "Left out: what stands behind line {}, which cannot be read."


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedLog:
    """A log of which nobody said what run it is of."""

    printed_by: str
    """The command that prints such output."""
    streams: Mapping[str, Sequence[Event]]
    """Each stream's events by its name, "" for those of which none was printed; no command prints the group."""
    is_cut: bool = False
    """Whether the output says that events are missing behind it."""
    unread: int = 0
    """Entries that are no event."""
    broken_at: int = 0
    """The line from which on nothing can be read; 0 for none."""
    has_whole_seconds: bool = False
    """Whether it tells times in whole seconds of a zone that it does not name."""

    @property
    def run_ids(self) -> tuple[str, ...]:
        """The runs whose ids the streams' names begin with, each once: of which jobs they are is not said."""
        found = (RUN_ID.match(name) for name in self.streams)
        return tuple(dict.fromkeys(each[0] for each in found if each))

    @property
    def notes(self) -> list[str]:
        """What the user must know of how far this is the log, a sentence each."""
        notes = [TAIL_NOTE] if self.printed_by == TAIL else []
        notes += [SHORT_NOTE] if self.has_whole_seconds else []
        notes += [NO_STREAMS_NOTE] if "" in self.streams else []
        notes += [CUT_NOTE] if self.is_cut else []
        notes += [BROKEN_NOTE.format(self.broken_at - 1)] if self.broken_at else []
        if self.unread:
            entries = "1 entry" if self.unread == 1 else f"{self.unread:,} entries"
            notes.append(f"Left out: {entries} without a message or a time that can be read.")
        return notes


GET, FILTER, TAIL = "aws logs get-log-events", "aws logs filter-log-events", "aws logs tail"


def log_of(content: bytes) -> SavedLog | None:
    """The log that a file's content is; a byte that is no UTF-8 is shown as U+FFFD. None for any other content."""
    try:
        text = text_of("", content)
    except UnreadableDocument:
        text = content.decode("utf-8", "replace")
    return log_in(text)


def log_in(text: str) -> SavedLog | None:
    """The log that a text is as the AWS CLI prints it; None for any other text."""
    text = text.lstrip("\ufeff \t\r\n")
    if text[:1] in ("{", "["):
        return _of_json(text) if _may_hold_events(text) else None
    for head in (_DETAILED, _SHORT):
        if head.match(text):
            return _of_tail(text, head)
    return None


def _may_hold_events(text: str) -> bool:
    """Whether JSON may be a log, at a glance, so that a long file of runs is not decoded in vain.

    Within a message these names stand with a backslash before their last quote.
    """
    if '"JobRuns"' in text or '"JobRun"' in text:
        return False
    is_answer = '"searchedLogStreams"' in text or '"nextForwardToken"' in text or '"nextBackwardToken"' in text
    return is_answer or ('"message"' in text and '"timestamp"' in text)


def _of_tail(text: str, head: re.Pattern[str]) -> SavedLog | None:
    """Each event goes from its time to the next event's; the command ends every one with one line end."""
    streams: dict[str, list[Event]] = defaultdict(list)
    heads = list(head.finditer(text))
    ends = [*(each.start() for each in heads[1:]), len(text)]
    for found, end in zip(heads, ends, strict=True):
        moment = instant(found["time"])
        if moment is None:
            return None
        message = text[found.end() : end].replace("\r\n", "\n")
        stream = found.groupdict().get("stream") or ""
        streams[stream].append(Event(round(moment.timestamp() * 1000), message))
    return SavedLog(printed_by=TAIL, streams=dict(streams), has_whole_seconds=head is _SHORT)


_BESIDE = {"ingestionTime", "logStreamName", "eventId"}
"""Members that an event has which the AWS CLI prints, beside its message and time; an alert has none of them."""


class _Printed(NamedTuple):
    """One answer as it was printed."""

    entries: list[object]
    """Its events, and what stands in their place."""
    by: str
    is_cut: bool


def _of_json(text: str) -> SavedLog | None:
    printed: list[_Printed] = []
    broken_at = 0
    try:
        for value in values_in("", text):
            printed.extend(_answers(value))
    except UnreadableDocument as error:
        broken_at = error.line
    if not printed:
        return None
    streams: dict[str, list[Event]] = defaultdict(list)
    unread = 0
    for entry in (entry for answer in printed for entry in answer.entries):
        event = event_in(entry)
        unread += event is None
        if event is not None and isinstance(entry, dict):
            name = entry.get("logStreamName")
            streams[name if isinstance(name, str) else ""].append(event)
    return SavedLog(
        printed_by=printed[-1].by,
        streams=dict(streams),
        is_cut=printed[-1].is_cut,
        unread=unread,
        broken_at=broken_at,
    )


def _answers(value: object) -> Iterator[_Printed]:
    """The answers that a value holds: one, a list of them, events alone as `--query events` prints them."""
    if isinstance(value, list):
        if value and events_in(value)[1] == 0:
            yield _Printed(value, _command(value), is_cut=False)
        else:
            for each in value:
                yield from _answers(each)
    elif isinstance(value, dict):
        entries = value.get("events")
        tokens = {"nextForwardToken", "nextBackwardToken", "searchedLogStreams"}
        if isinstance(entries, list) and (tokens & value.keys() or (entries and event_in(entries[0]) is not None)):
            by = FILTER if "searchedLogStreams" in value else _command(entries)
            yield _Printed(entries, by, is_cut=any(value.get(name) for name in ("nextToken", "NextToken")))
        elif event_in(value) is not None and _BESIDE & value.keys():
            yield _Printed([value], _command([value]), is_cut=False)


def _command(entries: list[object]) -> str:
    return FILTER if any(isinstance(entry, dict) and "logStreamName" in entry for entry in entries) else GET
