"""A run as `aws glue get-job-run` prints it."""

from __future__ import annotations

import json
from typing import Any

from gluetui.glue.runs import JobRun, instant
from gluetui.glue.secrets import masked_run

TIMES = ("StartedOn", "LastModifiedOn", "CompletedOn")
"""JobRun's members of type timestamp (a test holds this against botocore's model)."""


def printed(run: JobRun, *, raw: bool = False) -> tuple[str, int]:
    """`{"JobRun": …}` with ISO times in the machine's zone as the AWS CLI has them, and how many values are masked.

    Everything else stands as AWS sent it, members that no model knows included. `raw` masks nothing.
    """
    members, masked = (dict(run.raw), 0) if raw else masked_run(run.raw)
    shown = {name: _iso(value) if name in TIMES else value for name, value in members.items()}
    return json.dumps({"JobRun": shown}, indent=2, ensure_ascii=False), masked


def _iso(value: Any) -> Any:
    """The time in ISO form; one that cannot be read stays as it came."""
    moment = instant(value)
    try:
        return value if moment is None else moment.astimezone().isoformat()
    except (OverflowError, OSError, ValueError):
        return value
