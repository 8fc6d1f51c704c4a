"""gluetui.text.charts: sums, and of how many runs the amount is not in them."""

from __future__ import annotations

import pytest

from gluetui.glue.lineage.totals import Sum, Totals
from gluetui.text.charts import totals_line


def line(hours: Sum, cost: Sum, *, failed: int = 1) -> str:
    return totals_line(Totals(3, 3, failed, hours, cost, None, None), 100)


@pytest.mark.parametrize(
    ("hours", "cost", "told"),
    [
        (Sum({"DPU-hours": 21.6}, 0), Sum({"USD": 9.45}, 0), "21.6 DPU-hours · about $9.45"),
        (Sum({"DPU-hours": 21.6}, 1), Sum({"USD": 9.45}, 1), "21.6 DPU-hours · about $9.45 without 1 of them"),
        (Sum({"DPU-hours": 4.0}, 0), Sum({"USD": 1.0}, 2), "4 DPU-hours · about $1.00 without 2 of them"),
        (Sum({"M-DPU-hours": 4.0}, 0), Sum({}, 3), "4 M-DPU-hours"),
        (
            Sum({"DPU-hours": 4.0}, 0, "at most"),
            Sum({"USD": 1.76}, 0, "at most"),
            "at most 4 DPU-hours · at most $1.76",
        ),
        (Sum({"DPU-hours": 4.0}, 0, "at least"), Sum({}, 3), "at least 4 DPU-hours"),
        (Sum({"M-DPU-hours": 4.0}, 1), Sum({}, 3), "4 M-DPU-hours without 1 of them"),
        (Sum({"DPU-hours": 0.004}, 0), Sum({"USD": 0.0018}, 0), "0.004 DPU-hours · under $0.01"),
        (Sum({"DPU-hours": 0.0}, 0), Sum({"USD": 0.0}, 0), "0 DPU-hours · about $0.00"),
        (
            Sum({"DPU-hours": 0.004}, 0, "at least"),
            Sum({"USD": 0.0018}, 0, "at least"),
            "at least 0.004 DPU-hours · at least $0.002",
        ),
    ],
)
def test_a_sum_says_of_how_many_runs_its_own_amount_is_missing(hours: Sum, cost: Sum, told: str) -> None:
    assert line(hours, cost) == f"3 runs · 1 failed · {told}"


def test_where_no_amount_is_known_nothing_is_said_to_be_without_one() -> None:
    assert line(Sum({}, 3), Sum({}, 3)) == "3 runs · 1 failed"


def test_what_has_no_room_is_left_out_whole() -> None:
    sums = Totals(7, 7, 1, Sum({"DPU-hours": 78.6}, 0), Sum({"USD": 34.56}, 0), 13_680.0, 0.01)
    assert [totals_line(sums, width) for width in (80, 60, 50, 35, 24, 5)] == [
        "7 runs · 1 failed · 78.6 DPU-hours · about $34.56 · 3h48m in all, 1% waited",
        "7 runs · 1 failed · about $34.56 · 3h48m in all",
        "7 runs · 1 failed · about $34.56 · 3h48m in all",
        "7 runs · 1 failed · 3h48m in all",
        "7 runs · 1 failed",
        "7 runs · 1 failed",
    ]


def test_a_wait_that_is_not_quite_nothing_is_not_told_as_nothing() -> None:
    sums = Totals(7, 7, 0, Sum({}, 0), Sum({}, 0), 13_680.0, 0.004)
    assert totals_line(sums, 80) == "7 runs · 3h48m in all, <1% waited"
