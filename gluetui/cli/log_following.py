"""Reading a run's log for the command line: all that there is by now, and what comes while the run goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from gluetui.cli.exit_codes import complain
from gluetui.glue.clients.glue import Glue
from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.following import Following, Next
from gluetui.glue.logs.merging import LiveStream, merged
from gluetui.glue.logs.pace import FOLLOWING_SECONDS
from gluetui.glue.logs.reading import LogReader
from gluetui.glue.logs.records import Record

Choose = Callable[[LogReader], list[LiveStream]]
"""The streams of those found so far that are wanted and not read yet."""


class LogFollower:
    """Gives a run's records: those that are there, then those that come, until the log is complete."""

    def __init__(
        self,
        glue: Glue,
        reader: LogReader,
        choose: Choose,
        *,
        goes_on: bool,
        sleep: Callable[[float], None] = time.sleep,
        seconds: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._glue = glue
        self._reader = reader
        self._choose = choose
        self._goes_on = goes_on
        self._sleep = sleep
        self._seconds = seconds
        self._now = now
        self._live: dict[str, LiveStream] = {}
        self._rules = Following()
        if reader.run.is_final:
            self._rules.ended(reader.run.completed)

    def there(self) -> Iterator[Record]:
        """Every record that is there by now, in the order of time."""
        return merged(self._reader, self._new_streams(), goes_on=self._goes_on)

    def coming(self) -> Iterator[list[Record]]:
        """What comes, a list for each look, until the log is complete. No fault that passes ends it."""
        self._reader.pace.least_seconds = FOLLOWING_SECONDS
        while True:
            due, name = self._rules.due(self._seconds(), self._now())
            if due is Next.END:
                yield self._left()
                return
            try:
                yield self._look(due, name)
            except AwsError as error:
                if not error.retriable:
                    raise
                complain(f"{error.args[0]} It is asked again in 10 s.")
                self._sleep(10)

    def _look(self, due: Next, name: str) -> list[Record]:
        if due is Next.RUN:
            self._look_at_run()
        elif due is Next.LIST:
            self._reader.find_streams(again=True)
            return [record for live in self._new_streams() for record in live.read(live.pages.newer())]
        elif due is Next.EVENTS:
            return self._look_at(self._live[name], name)
        else:
            self._sleep(FOLLOWING_SECONDS / 2)
        return []

    def _look_at_run(self) -> None:
        run = self._glue.run(self._reader.run.key, refresh=True)
        self._reader.go_on_with(run)
        if run.is_final:
            self._rules.ended(run.completed)

    def _look_at(self, live: LiveStream, name: str) -> list[Record]:
        try:
            events = live.pages.newer()
        except AwsError as error:
            if error.retriable:
                raise
            self._reader.answers.refused(live.stream.group, live.stream.name, error)
            self._rules.streams.remove(name)
            complain(f"{live.stream.name} is no longer followed: {error.args[0]}")
            return live.close()
        self._rules.answered(name, self._seconds(), has_news=bool(events))
        self._reader.note_read(live.pages)
        return live.read(events)

    def _new_streams(self) -> list[LiveStream]:
        found = self._choose(self._reader)
        for live in found:
            name = f"{live.stream.group}\n{live.stream.name}"
            self._live[name] = live
            self._rules.streams.append(name)
        return found

    def _left(self) -> list[Record]:
        """The last records, and those of events that came late: where they stood is not asked for again."""
        left = [record for live in self._live.values() for record in live.close()]
        late = 0
        for live in () if self._rules.was_over else self._live.values():
            for record in _late(live):
                left.append(record)
                late += 1
        if late:
            complain(f"{late} records came late, behind later ones; they are printed last.")
        return left


def _late(live: LiveStream) -> Iterable[Record]:
    try:
        found = live.late()
    except AwsError as error:
        complain(f"{live.stream.name} was not looked through for events that came late: {error.args[0]}")
        return ()
    if found is None:
        complain(f"{live.stream.name} is too long to be looked through for events that came late.")
    return found or ()
