"""Runs out of any file that the user may have: the AWS CLI's answers, Step Functions' output, events, saved files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from gluetui.glue.files.asked_predecessors import ASKED_MEMBER, Asked, marked_asked, was_asked
from gluetui.glue.files.events import StateChange, state_change
from gluetui.glue.files.json_values import UnreadableDocument, inner_json, json_values
from gluetui.glue.files.other_forms import in_aws_form
from gluetui.glue.files.saved_at import SavedAt
from gluetui.glue.files.saved_logs import LOGS_MEMBER, NOT_SAVED, NOTHING_SAVED, streams_in
from gluetui.glue.files.snapshot import Snapshot, log_operations
from gluetui.glue.logs.event import Event
from gluetui.glue.logs.saved_streams import SavedStreams, StreamName
from gluetui.glue.run.run import JobRun, RunKey, instant

if TYPE_CHECKING:
    from gluetui.glue.files.saved_nights import SavedNight

__all__ = ["ASKED_MEMBER", "Documents", "UnreadableDocument", "read_documents"]

NIGHT_MEMBER = "Night"
"""Member beside JobRuns with the night that the runs are of; its own members are named as AWS would."""

_MOST_NOTES = 3
"""Lines that cannot be read of which each is told by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """All that was read, each run once."""

    runs: tuple[dict[str, Any], ...]
    """In the order in which they were first met."""
    job_names: tuple[str, ...] = ()
    """The jobs that answers of ListJobs named."""
    not_asked: frozenset[RunKey] = frozenset()
    """Runs whose predecessors the input does not hold: an empty list there means "not asked"."""
    partial: frozenset[RunKey] = frozenset()
    """Runs of which the input holds an event only."""
    start: RunKey | None = None
    """The run to open first: an event's, a saved chain's, or the only one; None where there is a choice."""
    region: str = ""
    """The Region that an event names; "" where none does."""
    account: str = ""
    """The account that an event names; "" where none does."""
    unreadable: int = 0
    """Entries that name no job or no id."""
    as_of: datetime | None = None
    """The newest time that the input holds: nothing in it is known to have gone on since."""
    left_out: tuple[UnreadableDocument, ...] = ()
    """Lines that could not be read, while others could."""
    has_local_times: bool = False
    """Whether Python printed times of its machine's zone, which it does not name."""
    disputed: frozenset[RunKey] = frozenset()
    """Runs of which the input holds copies in different states; the newest counts."""
    logs: Mapping[StreamName, Sequence[Event]] = field(default_factory=dict)
    """The log streams that were saved beside runs."""
    unread_events: int = 0
    """Events and streams of logs that cannot be read."""
    night: SavedNight | None = None
    """The night that the runs are of, which is opened on the board; of several the first."""
    other_nights: int = 0
    """Further nights, of which only the runs count."""

    @property
    def notes(self) -> list[str]:
        """What the user must know of how the input was read, a sentence each."""
        notes = []
        if self.unreadable:
            entries = "1 entry that names" if self.unreadable == 1 else f"{self.unreadable:,} entries that name"
            notes.append(f"Left out: {entries} no job or no run id.")
        notes += [f"Left out: {each.name}, line {each.line}: {each.found}." for each in self.left_out[:_MOST_NOTES]]
        more = len(self.left_out) - _MOST_NOTES
        notes += [f"Left out: {more} more lines that cannot be read."] if more > 0 else []
        if self.disputed:
            one = next(iter(self.disputed))
            which = f"run {one.run_id}" if len(self.disputed) == 1 else f"{len(self.disputed):,} runs"
            notes.append(f"Of {which} there are copies in different states: the latest, as far as they say, is shown.")
        if self.unread_events:
            notes.append(f"Left out of the logs: {self.unread_events:,} entries that are no event or name no stream.")
        if self.other_nights:
            notes.append("Several nights were saved here: the window of the first one is opened.")
        if self.has_local_times:
            notes.append("Times printed with tzlocal() are taken to be of this machine's zone.")
        return notes

    def snapshot(self) -> Snapshot:
        """The snapshot that answers in AWS's stead."""
        snapshot = Snapshot(
            list(self.runs), list(self.job_names), not_asked=self.not_asked, absent="is not in the opened file."
        )
        saved = SavedStreams(self.logs, absent=NOT_SAVED if self.logs else NOTHING_SAVED)
        snapshot.serve_when_asked("logs", partial(log_operations, lambda: saved))
        return snapshot


def read_documents(sources: Iterable[tuple[str, bytes]]) -> Documents:
    """Every run in the named contents, merged; one source is decoded at a time.

    Raises: UnreadableDocument for a source that is no JSON, or that holds nothing of Glue's.
    """
    reading = _Reading()
    for name, content in sources:
        known, kind, silent = reading.answers, "nothing", 0
        reading.has_local_times |= content.lstrip()[:3].startswith((b"{'", b"[{'")) and b"tzinfo=tzlocal()" in content
        for value in json_values(name, content, reading.left_out):
            kind = _kind(value)
            for entry in value if isinstance(value, list) else [value]:
                before = reading.answers, reading.unreadable
                for found in _walk(entry, reading):
                    reading.take(found)
                silent += before == (reading.answers, reading.unreadable)
        if reading.answers == known:
            raise UnreadableDocument(name, f"{kind} without a run that has a JobName and an Id")
        reading.unreadable += silent
    return reading.result()


class _Copy(NamedTuple):
    """One of the input's copies of a run."""

    raw: dict[str, Any]
    asked: bool
    is_partial: bool = False

    @property
    def rank(self) -> tuple[bool, bool, float, int]:
        """Whole before partial, final before live, later before earlier, more members before fewer."""
        modified = instant(self.raw.get("LastModifiedOn") or self.raw.get("time"))
        return (
            not self.is_partial,
            JobRun(self.raw).is_final,
            modified.timestamp() if modified else float("-inf"),
            sum(value is not None for value in self.raw.values()),
        )


class _Run(NamedTuple):
    """A run object, and what the file around it says of its predecessors; `is_saved`: within gluetui's own file."""

    raw: dict[str, Any]
    asked: bool
    is_saved: bool


@dataclass
class _Reading:
    """All that has been read so far."""

    copies: dict[RunKey, _Copy] = field(default_factory=dict)
    job_names: dict[str, None] = field(default_factory=dict)
    event: StateChange | None = None
    saved: RunKey | None = None
    answers: int = 0
    unreadable: int = 0
    saved_at: SavedAt = field(default_factory=lambda: SavedAt(datetime.now(UTC)))
    left_out: list[UnreadableDocument] = field(default_factory=list)
    has_local_times: bool = False
    disputed: set[RunKey] = field(default_factory=set)
    logs: dict[StreamName, list[Event]] = field(default_factory=dict)
    unread_events: int = 0
    nights: list[SavedNight] = field(default_factory=list)

    def take(self, found: _Run | StateChange) -> None:
        self.answers += 1
        self.saved_at.look_at_run(found.run if isinstance(found, StateChange) else found.raw)
        if isinstance(found, StateChange):
            self.event = self.event or found
            self.merge(found.key, _Copy(dict(found.run), asked=False, is_partial=True))
            return
        key = JobRun(found.raw).key
        if found.is_saved:
            self.saved = self.saved or key
        # Each line of JSON lines brings its own copies of the names: a third of a long file's memory.
        self.merge(key, _Copy({sys.intern(name): value for name, value in found.raw.items()}, found.asked))

    def take_logs(self, value: object) -> None:
        """Keep each stream once: the copy with the most events."""
        streams, unread = streams_in(value)
        self.unread_events += unread
        for name, events in streams.items():
            self.logs[name] = max(self.logs.get(name, []), events, key=len)
            self.saved_at.look_at_log(events)

    def take_night(self, night: SavedNight) -> None:
        """Keep a night; its jobs are listed, also those that it has no run of."""
        self.answers += 1
        self.nights.append(night)
        self.job_names.update(dict.fromkeys(night.jobs))
        self.saved_at.look_at_night(night.as_of)

    def merge(self, key: RunKey, copy: _Copy) -> None:
        """Keep the better copy, with the predecessors of either that was asked for them: they never change."""
        known = self.copies.get(key)
        if known is None:
            self.copies[key] = copy
            return
        if known.raw.get("JobRunState") != copy.raw.get("JobRunState"):
            self.disputed.add(key)
        better, other = (known, copy) if known.rank >= copy.rank else (copy, known)
        if other.asked and not better.asked:
            better = better._replace(
                raw={**better.raw, "PredecessorRuns": other.raw.get("PredecessorRuns")}, asked=True
            )
        self.copies[key] = better

    def result(self) -> Documents:
        only = next(iter(self.copies)) if len(self.copies) == 1 else None
        return Documents(
            runs=tuple(copy.raw for copy in self.copies.values()),
            job_names=tuple(self.job_names),
            not_asked=frozenset(key for key, copy in self.copies.items() if not copy.asked),
            partial=frozenset(key for key, copy in self.copies.items() if copy.is_partial),
            start=self.event.key if self.event else None if self.nights else self.saved or only,
            region=self.event.region if self.event else "",
            account=self.event.account if self.event else "",
            unreadable=self.unreadable,
            as_of=self.saved_at.newest,
            left_out=tuple(self.left_out),
            has_local_times=self.has_local_times,
            disputed=frozenset(self.disputed),
            logs=self.logs,
            unread_events=self.unread_events,
            night=self.nights[0] if self.nights else None,
            other_nights=len(self.nights[1:]),
        )


def _walk(value: object, reading: _Reading) -> Iterator[_Run | StateChange]:
    """Runs and events at whatever depth, in the order of the document, inside strings of JSON too."""
    stack: list[tuple[object, Asked | None]] = [(value, None)]
    while stack:
        each, asked = stack.pop()
        while isinstance(each, str):
            each = inner_json(each)
        if isinstance(each, list):
            stack.extend((entry, asked) for entry in reversed(each))
        elif isinstance(each, dict):
            each = in_aws_form(each)
            reading.saved_at.look_at(each)
            if _is_run(each):
                yield _Run(each, was_asked(each, asked), is_saved=isinstance(asked, frozenset))
            elif (change := state_change(each)) is not None:
                yield change
            else:
                _note_answer(each, reading)
                asked = marked_asked(each.get(ASKED_MEMBER), asked)
                own = _note_own(each, reading)
                stack.extend((entry, asked) for name, entry in reversed(each.items()) if name not in own)


def _note_own(value: Mapping[str, Any], reading: _Reading) -> set[str]:
    """Take in what gluetui saved beside runs. Returns: the members that hold it, in which no run is looked for."""
    own = {ASKED_MEMBER}
    if LOGS_MEMBER in value:  # What a log's messages print is the script's.
        own.add(LOGS_MEMBER)
        reading.take_logs(value[LOGS_MEMBER])
    if NIGHT_MEMBER in value:
        # Most files hold none, and the start need not import what a night is.
        from gluetui.glue.files.saved_nights import night_in

        if (night := night_in(value[NIGHT_MEMBER])) is not None:
            own.add(NIGHT_MEMBER)
            reading.take_night(night)
    return own


def _is_run(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    return all(isinstance(value.get(name), str) and value[name] for name in ("JobName", "Id"))


def _note_answer(value: Mapping[str, Any], reading: _Reading) -> None:
    """An answer that lists nothing is an answer all the same."""
    names, runs = value.get("JobNames"), value.get("JobRuns")
    if isinstance(names, list):
        reading.answers += 1
        reading.job_names.update(dict.fromkeys(name for name in names if isinstance(name, str) and name))
    if isinstance(runs, list):
        reading.answers += not runs
        reading.unreadable += sum(not _is_run(run) for run in runs)


def _kind(value: object) -> str:
    """The value in a few words, without its contents."""
    if isinstance(value, dict):
        return "a JSON object"
    if isinstance(value, list):
        return "a JSON list"
    return "JSON text" if isinstance(value, str) else "a JSON value"
