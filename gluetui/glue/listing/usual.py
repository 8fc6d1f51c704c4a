"""What is usual for a job: the median duration of its succeeded runs, and of how many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

USUAL_FROM = 5
"""Succeeded runs from which on their median tells something."""


class Usual(NamedTuple):
    """The median duration of a job's succeeded runs, and of how many."""

    seconds: float
    runs: int


def usual(durations: Sequence[float]) -> Usual | None:
    """Of sorted durations in seconds; None for fewer than USUAL_FROM."""
    runs = len(durations)
    if runs < USUAL_FROM:
        return None
    return Usual((durations[(runs - 1) // 2] + durations[runs // 2]) / 2, runs)
