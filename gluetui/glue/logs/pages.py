"""One log stream page by page, to both sides, by AWS's tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from gluetui.glue.errors.answer_rules import TOKEN_EXPIRED
from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.ahead import Ahead, Submit
from gluetui.glue.logs.calls import EventsPage, LogCalls
from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.pace import Pace
from gluetui.glue.logs.window import Window

Events = tuple[Event, ...]


class StreamPages:
    """What is read of a stream: its newest page and older ones, or its head; and newer ones as they come.

    An empty page is not the end: the end is where AWS returns the token that it was given.
    """

    def __init__(
        self, logs: LogCalls, pace: Pace, stream: Stream, window: Window, *, submit: Submit | None = None
    ) -> None:
        """`submit` makes calls in another thread, so that a whole load has the next page coming while one is read."""
        self.stream = stream
        self.window = window
        self.last: int | None = None
        """Events from this time on, in ms, are another run's: found out when the run ended, after a token was given."""
        self.reached_head = False
        """Whether all that is older was read."""
        self.stands_still = False
        """Whether AWS had nothing newer when it was last asked."""
        self.count = 0
        """Events that were read."""
        self.unreadable = 0
        self._logs = logs
        self._pace = pace
        self._submit = submit
        self._ahead = Ahead(submit)
        self._forward = ""
        self._backward = ""
        self._is_begun = False
        self._held: Events | None = None
        self._newest: Events = ()
        """Events of the newest time that was read, against which a new beginning is compared."""

    @property
    def is_begun(self) -> bool:
        """Whether the stream has answered."""
        return self._is_begun

    def begin(self, *, from_head: bool, limit: int | None = None) -> Events:
        """Ask for the newest page, or for the first; the next `older` or `newer` gives the same events. One call."""
        page = self._ask(from_head=from_head, limit=limit)
        self._is_begun = True
        self._forward, self._backward = page.forward, page.backward
        # Without tokens AWS could not be asked for more: what came is all.
        self.stands_still = not page.forward
        self.reached_head = from_head or not page.backward
        self._held = self._taken(page)
        return self._held

    def older(self, *, limit: int | None = None, goes_on: Callable[[], bool] = lambda: False) -> Events:
        """The newest page, then those before it; () may be an empty page, see `reached_head`. At most one call.

        Where it `goes_on`, asked once the page is there, the call for the page before it is made meanwhile.
        """
        events = self._older(limit)
        if not self.reached_head and goes_on():
            self._ahead.start(self._backward, partial(self._ask, token=self._backward, limit=limit))
        return events

    def _older(self, limit: int | None) -> Events:
        if not self._is_begun:
            self.begin(from_head=False, limit=limit)
        if self._held is not None:
            return self._release()
        if self.reached_head:
            return ()
        token = self._backward
        page = self._ahead.take(token, partial(self._ask, token=token, limit=limit))
        self._backward = page.backward or token
        self.reached_head = self._backward == token
        return self._taken(page, is_newer=False)

    def newer(self, *, limit: int | None = None) -> Events:
        """The events after those that were read, from the head where none was; () may be an empty page. One call."""
        if not self._is_begun:
            self.begin(from_head=True, limit=limit)
        if self._held is not None:
            return self._release()
        token = self._forward
        if not token:
            return ()
        try:
            page = self._ahead.take(token, partial(self._ask, token=token, from_head=True, limit=limit))
        except AwsError as error:
            if error.next_step != TOKEN_EXPIRED.next_step:
                raise
            return self._begin_again(limit)
        self._forward = page.forward or token
        self.stands_still = self._forward == token
        return self._taken(page)

    def rest(self, *, limit: int | None = None) -> Iterator[Events]:
        """Every page from where it was read to on, up to where AWS has no more; the whole where none was."""
        while True:
            events = self.newer(limit=limit)
            if not self.stands_still:
                self._ahead.start(self._forward, partial(self._ask, token=self._forward, from_head=True, limit=limit))
            yield events
            if self.stands_still:
                return

    def before(self, *, limit: int | None = None) -> Iterator[Events]:
        """Every page from where it was read back to its head, the newest first."""
        while True:
            yield self.older(limit=limit, goes_on=lambda: True)
            if self.reached_head:
                return

    def whole(self) -> Iterator[Events]:
        """The whole stream once more, from its head, apart from what was read."""
        again = StreamPages(self._logs, self._pace, self.stream, self.window, submit=self._submit)
        again.last = self.last
        return again.rest()

    def _release(self) -> Events:
        held, self._held = self._held or (), None
        return held

    def _begin_again(self, limit: int | None) -> Events:
        """Tokens last a day: from the newest time on, without what was read of it."""
        known = list(self._newest)
        page = self._ask(from_head=True, limit=limit, start=known[-1].timestamp if known else None)
        self._forward, self.stands_still = page.forward, not page.forward
        fresh = []
        for event in page.events:
            if event in known:
                known.remove(event)
            else:
                fresh.append(event)
        return self._taken(page._replace(events=tuple(fresh)))

    def _taken(self, page: EventsPage, *, is_newer: bool = True) -> Events:
        """The page's events that are the run's, counted."""
        events = page.events
        if self.last is not None:
            events = tuple(event for event in events if event.timestamp < self.last)
        self.count += len(events)
        self.unreadable += page.unreadable
        if is_newer and events:
            latest = max(event.timestamp for event in (*self._newest[-1:], events[-1]))
            self._newest = tuple(event for event in (*self._newest, *events) if event.timestamp == latest)
        return events

    def _ask(
        self, *, token: str = "", from_head: bool = False, limit: int | None = None, start: int | None = None
    ) -> EventsPage:
        if self.window.is_empty:
            return EventsPage((), "", "")
        call = partial(
            self._logs.events,
            self.stream,
            token=token or None,
            start=self.window.start if start is None else start,
            end=self.window.end,
            from_head=from_head,
            limit=limit,
        )
        return self._pace.ask(call)
