"""Durations as a line of bars, one cell each."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

BARS = "▁▂▃▄▅▆▇█"
NO_BAR = " "

CEILING = 3.0
"""Times the usual from which on a bar is full: one run that hung must not flatten all others."""


def bars(seconds: Iterable[float], usual: float) -> str:
    """One bar a duration; what is not a number has none."""
    highest = usual * CEILING
    return "".join(NO_BAR if isnan(each) else BARS[_height(each, highest)] for each in seconds)


def _height(seconds: float, highest: float) -> int:
    if highest <= 0 or seconds <= 0:
        return 0
    return len(BARS) - 1 if seconds >= highest else int(seconds / highest * len(BARS))


def times_usual(seconds: float | None, usual: float) -> str:
    """How a duration compares, such as "2.3×"; "" where it is not far from the usual one, or nothing is known."""
    if seconds is None or isnan(seconds) or usual <= 0:
        return ""
    times = seconds / usual
    return "" if 0.5 < times < 1.5 else factor(times)


def factor(times: float, space: str = "") -> str:
    """A factor such as "0.3×", "14×" or, of a thousand and more, ">999×"."""
    shown = ">999" if times >= 1000 else f"{times:.0f}" if times >= 9.95 else f"{times:.1f}"
    return f"{shown}{space}×"
