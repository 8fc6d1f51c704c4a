"""Log streams that are not in AWS, by their names, and what is said of those that are not there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from gluetui.glue.logs.event import Event

NO_LOG = "The file holds no log of this run."
"""What a saved file without any log says, whatever is asked for."""


class StreamName(NamedTuple):
    """Which log stream."""

    group: str
    name: str


class Absent(NamedTuple):
    """What is said of a log group, and of a log stream, that is not there."""

    group: str
    stream: str


BY_AWS = Absent("The specified log group does not exist.", "The specified log stream does not exist.")
"""AWS's own messages."""


class SavedStreams(NamedTuple):
    """All streams, and the groups that are there without one."""

    streams: Mapping[StreamName, Sequence[Event]]
    groups: Collection[str] = ()
    absent: Absent = BY_AWS

    @property
    def all_groups(self) -> list[str]:
        """The names of the groups, in order."""
        return sorted({name.group for name in self.streams} | set(self.groups))
