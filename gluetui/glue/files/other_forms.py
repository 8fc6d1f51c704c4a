"""A run as other tools write it, in the form in which AWS sends it: PowerShell's JSON, the SDKs' own spelling."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

_DOTNET_DATE = re.compile(r"/Date\((-?\d{1,17})(?:[+-]\d{4})?\)/")
_DOTNET_NEVER = timedelta(days=-700_000)
"""Before this lies .NET's first moment, which stands for a time that was not returned."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def in_aws_form(value: dict[str, Any]) -> dict[str, Any]:
    """The run with AWS's names and plain values; any other object, and a run that AWS wrote, as it is."""
    if isinstance(value.get("jobName"), str) and "jobRunState" in value and isinstance(value.get("id"), str):
        value = {name[:1].upper() + name[1:]: member for name, member in value.items()}
    if not (isinstance(value.get("JobName"), str) and isinstance(value.get("Id"), str)):
        return value
    if not any(_is_foreign(member) for member in value.values()):
        return value
    plain = {name: _plain(member) for name, member in value.items()}
    return {name: member for name, member in plain.items() if member is not _NEVER}


_NEVER = object()


def _is_foreign(member: object) -> bool:
    if isinstance(member, dict):
        return any(name.lower() == "value" for name in member)
    return isinstance(member, str) and member.startswith("/Date(")


def _plain(member: Any) -> Any:
    """The value of an enumeration's object, the ISO text of a date; `_NEVER` for a time that was not returned."""
    if isinstance(member, dict):
        inside = {name.lower(): value for name, value in member.items()}
        if "value" in inside and set(inside) <= {"value", "displayhint", "datetime"}:
            return _plain(inside["value"])
        return member
    date = _DOTNET_DATE.fullmatch(member) if isinstance(member, str) else None
    if date is None:
        return member
    try:
        since = timedelta(milliseconds=int(date[1]))
        return _NEVER if since < _DOTNET_NEVER else (_EPOCH + since).isoformat()
    except OverflowError:
        return member
