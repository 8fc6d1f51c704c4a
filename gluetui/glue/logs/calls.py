"""What is asked of CloudWatch Logs and what it answers, as values: reading knows the calls, not who makes them."""

from __future__ import annotations

from typing import Generic, NamedTuple, Protocol, TypeVar

from gluetui.glue.logs.event import Event, Stream

Item = TypeVar("Item")


class EventsPage(NamedTuple):
    """Events of one stream in AWS's order. An empty page is not the end: the end is a token that stays the same."""

    events: tuple[Event, ...]
    forward: str
    """Where later events go on; "" where AWS did not say."""
    backward: str
    """Where earlier events go on; "" where AWS did not say."""
    unreadable: int = 0
    """Entries that are no events."""


class LogsPage(NamedTuple, Generic[Item]):
    """One page of a list; `next_token` is None on the last, even where a page is empty."""

    items: tuple[Item, ...]
    next_token: str | None
    unreadable: int = 0


class StreamSeen(NamedTuple):
    """A stream of a group; its times in ms lag behind by up to an hour, None where AWS returned none."""

    name: str
    first: int | None = None
    last: int | None = None


class Group(NamedTuple):
    """A log group; `retention` in days, None for ever or where AWS returned none."""

    name: str
    retention: int | None = None
    log_class: str = ""


class StreamEvent(NamedTuple):
    """An event of FilterLogEvents, with its stream's name and its own id."""

    stream: str
    event: Event
    event_id: str = ""


class LogCalls(Protocol):
    """The calls that reading makes: those of `gluetui.glue.clients.logs.Logs`."""

    def streams(self, group: str, prefix: str, *, token: str | None = None) -> LogsPage[StreamSeen]:
        """One page of a group's streams that begin with a prefix."""

    def groups(self, prefix: str, *, token: str | None = None) -> LogsPage[Group]:
        """One page of the groups that begin with a prefix."""

    def events(
        self,
        stream: Stream,
        *,
        token: str | None = None,
        start: int | None = None,
        end: int | None = None,
        from_head: bool = False,
        limit: int | None = None,
    ) -> EventsPage:
        """One page of a stream."""

    def filtered(
        self,
        group: str,
        *,
        prefix: str = "",
        pattern: str = "",
        start: int,
        end: int | None = None,
        token: str | None = None,
    ) -> LogsPage[StreamEvent]:
        """One page of events of the group's streams that begin with a prefix."""
