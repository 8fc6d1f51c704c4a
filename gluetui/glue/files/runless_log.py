"""A log out of files, without a run, as it is opened: its streams, and what answers for them in AWS's stead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from gluetui.glue.files.opened_log import SavedLog
from gluetui.glue.files.saved_at import SavedAt
from gluetui.glue.files.snapshot import Snapshot, log_operations
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.saved_streams import SavedStreams, StreamName
from gluetui.glue.logs.sources import source_behind

GROUP_NOT_TOLD = "(log group not told)"
"""Stands for the log group, which no command prints."""

STREAM_NOT_TOLD = "(log stream not told)"
"""Stands for the log stream of events of which none was printed; of several files each has one of its own."""

PLAIN = "log"
"""The source of a stream whose name does not tell it: those of output and error have the same names."""


class RunlessLog:
    """A log of which only its streams are known, as far as the files name them."""

    def __init__(self, files: Sequence[tuple[str, SavedLog]], name: str) -> None:
        """`files` are what each of them holds, by its name; `name` is what the user calls them: "file log.json"."""
        self.name = name
        self.printed_by = tuple(dict.fromkeys(saved.printed_by for _, saved in files))
        """The commands that print such output."""
        self.run_ids = tuple(dict.fromkeys(run_id for _, saved in files for run_id in saved.run_ids))
        """The runs whose ids the streams' names begin with."""
        self.notes = [f"{each}: {note}" if len(files) > 1 else note for each, saved in files for note in saved.notes]
        """What the user must know of how far this is the log, a sentence each."""
        named: dict[str, Sequence[Event]] = {}
        for file, saved in files:
            for stream, events in saved.streams.items():
                told = stream or (f"{STREAM_NOT_TOLD} {file}" if len(files) > 1 else STREAM_NOT_TOLD)
                named[told] = _together(named.get(told, ()), events)
        self.events = {
            Stream(GROUP_NOT_TOLD, each, self._source(each, is_only=len(named) == 1)): named[each] for each in named
        }
        """By their stream, in the order in which they stand there."""
        looked = SavedAt(datetime.now(UTC))
        for events in named.values():
            looked.look_at_log(events)
        self.as_of = looked.newest
        """The newest time in it that can be believed; None where there is none."""

    @property
    def title(self) -> str:
        """The files, and the stream where there is one alone, else their number."""
        names = [stream.name for stream in self.events]
        if len(names) == 1:
            return f"{self.name} {names[0]}"
        return f"{self.name}, {len(names):,} streams" if names else self.name

    @property
    def has_several_runs(self) -> bool:
        """Whether its streams are of more than one run, so that no one cause can be meant."""
        return len(self.run_ids) > 1

    def snapshot(self) -> Snapshot:
        """What answers in AWS's stead: no run, and these streams."""
        saved = SavedStreams({StreamName(each.group, each.name): events for each, events in self.events.items()})
        snapshot = Snapshot([], absent="is not in the opened file.")
        snapshot.serve_when_asked("logs", partial(log_operations, lambda: saved))
        return snapshot

    def _source(self, name: str, *, is_only: bool) -> str:
        """What writes a stream, by its name; where there are those of others, the stream by its own name."""
        if len(self.run_ids) == 1 and name.startswith(self.run_ids[0]):
            return source_behind(name.removeprefix(self.run_ids[0])) or PLAIN
        return PLAIN if is_only else name


def _together(events: Sequence[Event], others: Sequence[Event]) -> Sequence[Event]:
    """The events of two files of one stream: what both hold, as pages that overlap do, once."""
    if not events:
        return others
    left = Counter(others) - Counter(events)
    further = []
    for event in others:
        if left[event] > 0:
            left[event] -= 1
            further.append(event)
    return [*events, *further]
