"""A job that was due in a window and did not run."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Missing(NamedTuple):
    """A job that a trigger had due, without a run in the window."""

    job: str
    due: datetime | None
    """When a schedule had it due; None for a condition, which has no time."""
    trigger: str
    reason: str
    """The shortest reason that is certain, such as "staging-done: curate-sales FAILED"."""
