"""A log of which no run is known: its streams are given, as no answer about a run tells where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from gluetui.glue.logs.answers import Answers, Said
from gluetui.glue.logs.calls import LogCalls
from gluetui.glue.logs.event import Stream
from gluetui.glue.logs.pace import Pace
from gluetui.glue.logs.pages import StreamPages
from gluetui.glue.logs.sources import Source
from gluetui.glue.logs.window import ALWAYS


class RunlessReader:
    """Reads given streams as LogReader reads those that it finds: nothing is looked for beside them."""

    run = None
    sources: tuple[Source, ...] = ()
    """Candidates to ask: none."""

    def __init__(self, logs: LogCalls, streams: Sequence[Stream], pace: Pace | None = None) -> None:
        pace = pace or Pace()
        self.answers = Answers()
        self._pages = {stream: StreamPages(logs, pace, stream, ALWAYS) for stream in streams}

    @property
    def streams(self) -> tuple[Stream, ...]:
        """All streams, in the order in which they were given."""
        return tuple(self._pages)

    def pages(self, stream: Stream) -> StreamPages:
        """The pages of a stream. Raises: KeyError for one that was not given."""
        return self._pages[stream]

    def drivers(self) -> Iterator[StreamPages]:
        """Every stream: whoever gave them wants to read them."""
        return iter(self._pages.values())

    def named(self, name: str) -> Iterator[StreamPages]:
        """The streams of this exact name."""
        return (pages for stream, pages in self._pages.items() if stream.name == name)

    def find_streams(self, *, again: bool = False) -> tuple[Stream, ...]:
        """The streams that are new: none."""
        return ()

    def judge_empty(self, now: datetime) -> None:
        """Nothing tells how long its group keeps events."""

    def note_read(self, pages: StreamPages) -> None:
        """Say of a stream whether it had events, once it was read."""
        self.answers.say(pages.stream.group, pages.stream.name, Said.READ if pages.count else Said.EMPTY)
