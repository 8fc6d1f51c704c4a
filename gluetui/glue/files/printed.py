"""The one JSON form of a run: as the AWS CLI prints an answer of AWS's, whatever it was read from."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from gluetui.glue.run.run import TIMES, instant

INDENT = 4
"""Spaces a level, as the AWS CLI indents."""

_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters that JSON allows and that act on a terminal or on what is read there."""


class Shape(Protocol):
    """The part of a botocore shape that is read; a structure has `members` besides, a list a `member`."""

    @property
    def type_name(self) -> str: ...


class PrintedForm(NamedTuple):
    """Which form: members in the order of `shape`, botocore's model of a run; times as ISO text, or as they came."""

    shape: Shape | None = None
    """None leaves the order as it came."""
    has_iso_times: bool = True
    is_utc: bool = False
    """Whether ISO times are in UTC, with a Z that databases read; else in the machine's zone, as the AWS CLI has them.
    """

    def run(self, members: Mapping[str, Any]) -> dict[str, Any]:
        """A run in this form; members that no model knows come last, as AWS sent them."""
        if self.shape is not None:
            ordered: dict[str, Any] = self.value(members, self.shape)
            return ordered
        return {name: self._time(value) if name in TIMES else value for name, value in members.items()}

    def value(self, value: Any, shape: Any) -> Any:
        """A value that a shape of the model describes."""
        if shape.type_name == "structure" and isinstance(value, Mapping):
            known = [name for name in shape.members if name in value]
            others = {name: member for name, member in value.items() if name not in shape.members}
            return {name: self.value(value[name], shape.members[name]) for name in known} | others
        if shape.type_name == "list" and isinstance(value, list):
            return [self.value(each, shape.member) for each in value]
        return self._time(value) if shape.type_name == "timestamp" else value

    def _time(self, value: Any) -> Any:
        if not self.has_iso_times:
            return value
        return utc_time(value) if self.is_utc else iso_time(value)


AS_IT_CAME = PrintedForm()
"""ISO times, and members in the order in which they came: for where the model of a run is not at hand."""


def iso_time(value: Any) -> Any:
    """A time in the machine's zone, as the AWS CLI has it; one that cannot be read stays as it came."""
    moment = instant(value)
    try:
        return value if moment is None else moment.astimezone().isoformat()
    except (OverflowError, OSError, ValueError):
        return value


def utc_time(value: Any) -> Any:
    """A time such as "2026-11-20T02:14:07.125Z"; one that cannot be read stays as it came."""
    moment = value if isinstance(value, datetime) else instant(value)
    return value if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def as_json(value: object, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """JSON as the user reads it, the characters of it that act on a terminal escaped; the same data either way."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    return _UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text)
