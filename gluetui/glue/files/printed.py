"""A run as `aws glue get-job-run` prints it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from gluetui.glue.files.documents import ASKED
from gluetui.glue.run.run import TIMES, JobRun, instant
from gluetui.glue.secrets.masks import masked_once

_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters that JSON allows and that act on a terminal or on what is read there."""


def printed(run: JobRun, *, raw: bool = False) -> tuple[str, int]:
    """`{"JobRun": …}` with ISO times in the machine's zone as the AWS CLI has them, and how many values are masked.

    Everything else stands as AWS sent it, members that no model knows included. `raw` masks nothing.
    Beside an empty list of predecessors stands that they were asked for, where they were: nothing else
    would tell that from a listing's, which is always empty.
    """
    members, masked = (dict(run.raw), 0) if raw else masked_once(run)
    document: dict[str, Any] = {"JobRun": with_iso_times(members)}
    if run.asked_predecessors and run.raw.get("PredecessorRuns") == []:
        document[ASKED] = True
    return as_json(document, indent=2), masked


def with_iso_times(members: Mapping[str, Any]) -> dict[str, Any]:
    """A run with its three times in ISO form; one that cannot be read stays as it came."""
    return {name: _iso(value) if name in TIMES else value for name, value in members.items()}


def as_json(value: object, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """JSON as people read it, the characters of it that act on a terminal escaped; the same data either way."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    return _UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _iso(value: Any) -> Any:
    moment = instant(value)
    try:
        return value if moment is None else moment.astimezone().isoformat()
    except (OverflowError, OSError, ValueError):
        return value
