"""Tokens of pages, as answers give them that do not come from AWS: in the form of the service's own."""

from __future__ import annotations

from typing import NamedTuple


class BadToken(ValueError):
    """A token that no answer gave."""

    def __init__(self) -> None:
        super().__init__("The specified nextToken is invalid.")


class Place(NamedTuple):
    """Where an event stands among those of all streams of a group: in the order of time."""

    timestamp: int
    stream: str
    number: int
    """Its index in the stream."""

    @property
    def token(self) -> str:
        """FilterLogEvents' token of the page after this event."""
        return f"{self.timestamp}/{self.number}/{self.stream}"

    @property
    def event_id(self) -> str:
        """As many digits as AWS's have."""
        return f"{self.timestamp:016}{self.number:040}"


def place_in(token: str | None) -> Place | None:
    """The place of the last event before a page of FilterLogEvents. Raises: BadToken."""
    if token is None:
        return None
    timestamp, _, rest = token.partition("/")
    number, slash, stream = rest.partition("/")
    if not (timestamp.isdecimal() and number.isdecimal() and slash):
        raise BadToken
    return Place(int(timestamp), stream, int(number))


def token(direction: str, before: int) -> str:
    """GetLogEvents' token, such as "f/000…042/s", for what lies on either side of the event of an index."""
    return f"{direction}/{before:056}/s"


def position(given: str | None) -> tuple[str, int]:
    """The direction of GetLogEvents' token, "" for none, and its index. Raises: BadToken."""
    if given is None:
        return "", 0
    direction, _, rest = given.partition("/")
    index = rest.removesuffix("/s")
    if direction not in ("f", "b") or not index.isdecimal():
        raise BadToken
    return direction, int(index)
