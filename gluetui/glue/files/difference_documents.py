"""Two runs compared, as one object for programs."""

from __future__ import annotations

from typing import Any

from gluetui.glue.listing.comparing import Comparison, Difference
from gluetui.glue.listing.definition import Definition
from gluetui.glue.run.run import RunKey


def differences_object(comparison: Comparison, definition: Definition) -> dict[str, Any]:
    """The two runs and what differs: values as AWS sent them, null where it returned none and in place of secrets."""
    before, after = comparison.keys
    return {
        "from": _named(before),
        "to": _named(after),
        "differences": [_difference(each) for each in comparison.differences],
        "definition": definition,
    }


def _difference(each: Difference) -> dict[str, Any]:
    values = (None, None) if each.is_secret else (each.before, each.after)
    return {
        "field": each.name,
        "from": values[0],
        "to": values[1],
        "every_run": each.every_run,
        "secret": each.is_secret,
    }


def _named(key: RunKey) -> dict[str, str]:
    return {"JobName": key.job_name, "Id": key.run_id}
