"""CloudWatch Logs' answers that cannot change, kept as long as there is room: whoever reads them later asks nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.logs.calls import EventsPage, LogCalls, LogsPage, StreamEvent
from gluetui.glue.logs.event import Stream

MOST_CHARACTERS = 8_000_000
"""Of the messages that are kept: the pages that a search for a cause reads, for two or three runs."""

Page = EventsPage | LogsPage[StreamEvent] | AwsError


class KeptPages:
    """Answers that stay as they are, by what was asked; those that were used last stay. May be used from any thread.

    They are pages with events, and the word that a group or a stream is not there.
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[Any, tuple[int, Page]] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def get(self, asked: Any) -> Page | None:
        """The page that was answered to the same question."""
        with self._lock:
            if asked not in self._pages:
                return None
            self._pages.move_to_end(asked)
            return self._pages[asked][1]

    def keep(self, asked: Any, page: Page) -> None:
        """Keep a page, and let go of those that were used the longest ago where there is no room for it."""
        size = max(1, _characters(page))
        if size > MOST_CHARACTERS:
            return
        with self._lock:
            replaced = self._pages.pop(asked, None)
            self._characters += size - (replaced[0] if replaced else 0)
            self._pages[asked] = size, page
            while self._characters > MOST_CHARACTERS:
                self._characters -= self._pages.popitem(last=False)[1][0]


def _characters(page: Page) -> int:
    if isinstance(page, EventsPage):
        return sum(len(event.message) for event in page.events)
    return sum(len(each.event.message) for each in page.items) if isinstance(page, LogsPage) else 0


class KeptCalls:
    """Calls for the log of a run that is over: what cannot change is asked for once, what may come later each time."""

    def __init__(self, calls: LogCalls, pages: KeptPages) -> None:
        self._calls = calls
        self._pages = pages
        self.streams = calls.streams
        self.groups = calls.groups

    def events(self, stream: Stream, *, limit: int | None = None, **asked: Any) -> EventsPage:
        """One page of a stream; in place of a part of it the whole one, where that is kept."""
        question = _question(stream, asked)
        whole = self._pages.get((question, None))
        if isinstance(whole, EventsPage):
            return whole
        goes_back = bool(asked.get("token")) and not asked.get("from_head")
        call = partial(self._calls.events, stream, limit=limit, **asked)
        answer: EventsPage = self._answer((question, limit), call, keeps_empty=goes_back)
        return answer

    def filtered(self, group: str, **asked: Any) -> LogsPage[StreamEvent]:
        """One page of events of the group's streams that begin with a prefix."""
        call = partial(self._calls.filtered, group, **asked)
        answer: LogsPage[StreamEvent] = self._answer(_question(group, asked), call)
        return answer

    def _answer(self, question: Any, call: Callable[[], Any], *, keeps_empty: bool = False) -> Any:
        """What was answered before, else what is answered now. Raises: AwsError."""
        kept = self._pages.get(question)
        if isinstance(kept, AwsError):
            raise kept
        if kept is not None:
            return kept
        try:
            page = call()
        except AwsError as error:
            if error.kind is ErrorKind.GONE:
                self._pages.keep(question, error)
            raise
        if keeps_empty or _characters(page):
            self._pages.keep(question, page)
        return page


def _question(of: Any, asked: dict[str, Any]) -> Any:
    return of, tuple(sorted(asked.items()))
