"""Durations as bars, and how many times the usual one a duration is."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gluetui.text.charts import bars, factor, percent, times_usual


def test_a_bar_grows_with_the_duration_up_to_three_times_the_usual() -> None:
    assert bars([0, 50, 100, 200, 299, 300, 9000], 100) == "▁▂▃▆███"


def test_what_is_not_known_has_no_bar() -> None:
    assert bars([100, math.nan, 100], 100) == "▃ ▃"
    assert bars([1], 0) == "▁"


@given(st.lists(st.floats(min_value=0, allow_infinity=False)), st.floats(min_value=0, allow_infinity=False))
def test_each_duration_has_one_cell(seconds: list[float], usual: float) -> None:
    assert cell_len(bars(seconds, usual)) == len(seconds)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(149, ""), (150, "1.5×"), (230, "2.3×"), (51, ""), (50, "0.5×"), (0, "0.0×"), (1400, "14×"), (1e9, ">999×"),
     (None, ""), (math.nan, "")],
)  # fmt: skip
def test_only_what_is_far_from_usual_is_told(seconds: float | None, told: str) -> None:
    assert times_usual(seconds, 100) == told


def test_a_factor_is_short() -> None:
    assert [factor(times) for times in (0, 0.04, 2.34, 9.94, 9.96, 999, 1000)] == [
        "0.0×", "<0.1×", "2.3×", "9.9×", "10×", "999×", ">999×",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.0, "0%"), (1e-9, "<1%"), (0.004, "<1%"), (0.0099, "<1%"), (0.01, "1%"), (0.5, "50%"), (0.99, "99%"),
     (0.991, ">99%"), (0.9999, ">99%"), (1.0, "100%")],
)  # fmt: skip
def test_only_nothing_is_0_percent_and_only_all_is_100(share: float, told: str) -> None:
    assert percent(share) == told
