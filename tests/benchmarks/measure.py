"""How figures are taken and told: contestants in turn, medians of the ratios of neighbours, and their spread."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

Times = list[float]


class Row(NamedTuple):
    """One line of the table that is printed."""

    what: str
    ours: str
    beside: str = ""
    ratio: str = ""
    goal: str = ""
    is_met: bool | None = None
    """None where there is no goal, or nothing to hold it against."""


def in_turn(rounds: int, contestants: dict[str, Callable[[], float]], *, warms_up: bool = True) -> dict[str, Times]:
    """What each contestant answers, round for round: neighbours in time share what else the machine does.

    To warm up, each has its turn once, which does not count: files are then read and compiled.
    """
    taken: dict[str, Times] = {name: [] for name in contestants}
    for number in range(-1 if warms_up else 0, rounds):
        # Whoever goes first in one round goes last in the next.
        for name in sorted(contestants, key=list(contestants).index, reverse=bool(number % 2)):
            took = contestants[name]()
            if number >= 0:
                taken[name].append(took)
    return taken


def ratios(ours: Sequence[float], others: Sequence[float]) -> Times:
    return [one / other for one, other in zip(ours, others, strict=True)]


def told(values: Sequence[float], unit: str = "ms", digits: int = 0) -> str:
    """The median, and between which values the middle half lies."""
    low, middle, high = _quartiles(values)
    return f"{middle:,.{digits}f} {unit} ({low:,.{digits}f}–{high:,.{digits}f})"


def compared(
    what: str,
    ours: Sequence[float],
    others: Sequence[float],
    goal: float | None,
    *,
    yardstick: str,
    unit: str = "ms",
    digits: int = 0,
) -> Row:
    """A row whose goal is a ratio; `ours` and `others` were taken in turn."""
    low, middle, high = _quartiles(ratios(ours, others))
    return Row(
        what,
        told(ours, unit, digits),
        f"{yardstick}: {told(others, unit, digits)}",
        f"{middle:.2f} × ({low:.2f}–{high:.2f})",
        "" if goal is None else f"≤ {goal:.2f} ×",
        None if goal is None else middle <= goal,
    )


def limited(what: str, value: float, limit: float, *, unit: str, digits: int = 0, note: str = "") -> Row:
    """A row whose goal is an amount."""
    return Row(
        what, f"{value:,.{digits}f} {unit}", note, "", f"≤ {limit:,g} {unit}", round(value, max(digits, 1)) <= limit
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """One of the values, so that nothing is told that was not seen."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def table(rows: Iterable[Row]) -> str:
    """Markdown, as README shows it."""
    head = ["| what | gluetui | beside it | ratio | goal | met |", "|---|---|---|---|---|---|"]
    signs = {True: "yes", False: "**no**", None: ""}
    lines = [f"| {' | '.join([*row[:5], signs[row.is_met]])} |" for row in rows]
    return "\n".join([*head, *lines])


def _quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    if len(values) == 1:
        return (values[0],) * 3
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high
