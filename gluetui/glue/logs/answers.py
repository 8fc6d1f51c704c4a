"""What each log group and stream of a run said when it was asked: an empty log always has its reason."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from gluetui.glue.errors.answer_rules import INFREQUENT_ACCESS
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import SESSION_WIDE
from gluetui.glue.logs.saved_streams import NO_LOG


class Said(StrEnum):
    """What a log group or stream answered."""

    READ = "there"
    EMPTY = "there, without events in the time of the run"
    NONE_FOUND = "there, without a stream of the run"
    EXPIRED = "expired: the run is older than the group keeps events"
    NO_GROUP = "no such log group"
    NO_STREAM = "no such log stream"
    DENIED = "denied"
    INFREQUENT = "of the class Infrequent Access, whose events only Logs Insights reads"
    FAILED = "not read"


def said_by(error: AwsError) -> Said:
    """What an error says of the group or stream that was asked; where a file answers, it is the file that lacks it."""
    if error.kind is ErrorKind.GONE:
        return Said.NO_STREAM if " log stream " in error.cause.partition(" in ")[0] else Said.NO_GROUP
    if error.next_step == INFREQUENT_ACCESS.next_step:
        return Said.INFREQUENT
    return Said.DENIED if error.kind is ErrorKind.DENIED else Said.FAILED


class Answered(NamedTuple):
    """What was asked, and what it said."""

    group: str
    stream: str
    """A stream's name; what the names begin with, where streams were listed; "" where groups were."""
    said: Said
    error: AwsError | None = None
    is_listing: bool = False

    @property
    def is_unsaved(self) -> bool:
        """Whether a saved file was asked that holds no log at all."""
        return self.error is not None and NO_LOG in self.error.detail


class Answers:
    """The last answer of every group and stream that was asked, in the order in which they were first asked."""

    def __init__(self) -> None:
        self._by_asked: dict[tuple[str, str, bool], Answered] = {}

    @property
    def all(self) -> tuple[Answered, ...]:
        """Everything that was asked by now."""
        return tuple(self._by_asked.values())

    @property
    def holds_nothing(self) -> bool:
        """Whether a saved file was asked that holds no log at all."""
        return any(each.is_unsaved for each in self._by_asked.values())

    def say(self, group: str, stream: str, said: Said, *, is_listing: bool = False) -> None:
        """Keep an answer."""
        self._keep(Answered(group, stream, said, None, is_listing))

    def refused(self, group: str, stream: str, error: AwsError, *, is_listing: bool = False) -> Said:
        """Keep what one group or stream refused. Raises: the error itself where every call would meet it."""
        if error.kind in SESSION_WIDE or error.kind is ErrorKind.BUG:
            raise error
        said = said_by(error)
        self._keep(Answered(group, stream, said, error, is_listing))
        return said

    def is_gone(self, group: str) -> bool:
        """Whether AWS has said that there is no such group."""
        return any(each.group == group and each.said is Said.NO_GROUP for each in self._by_asked.values())

    def forget_gone(self) -> None:
        """Forget which groups were not there: Glue makes a group with the first log of a run."""
        self._by_asked = {key: each for key, each in self._by_asked.items() if each.said is not Said.NO_GROUP}

    def _keep(self, answered: Answered) -> None:
        self._by_asked[answered.group, answered.stream, answered.is_listing] = answered
