"""Columns of lists: a wider list never has fewer, and each list has what its width lets it have."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gluetui.glue.listing.ordering import DESCENDING, Order
from gluetui.glue.run.run import JobRun
from gluetui.text import job_row, run_row
from gluetui.text.columns import ALL, Step, laid_out
from gluetui.text.lines import Line
from gluetui.text.times import Clock
from gluetui.text.tree_row import LineageLines
from gluetui.widgets.panes import ROOMY_FROM, WIDE_FROM, class_for
from tests.conftest import NOW

ORDERS = (None, *map(Order, DESCENDING), Order("took", is_reversed=True))
NAMES = ("job", "last run", "age", "last 8", "state", "started", "took", "DPU-hours", "try", "trigger", "error", "run",
         "waited")  # fmt: skip


def jobs(width: int) -> Line:
    return job_row.heading(width)


def failed_jobs(width: int) -> Line:
    return job_row.heading(width, has_errors=True)


def runs(width: int) -> Line:
    return run_row.heading(width, None, "UTC")


def tree(width: int) -> Line:
    return LineageLines(Clock(lambda: NOW), str).heading(width)


LISTS = (jobs, failed_jobs, runs, tree)


def names(line: Line) -> set[str]:
    words = "".join(span.text for span in line).replace("last run", "last-run").replace("last 8", "last-8").split()
    return {name for name in NAMES if name.replace(" ", "-") in words}


@pytest.mark.parametrize("heading", LISTS)
def test_a_wider_list_never_has_fewer_columns(heading: Callable[[int], Line]) -> None:
    shown = [names(heading(width)) for width in range(38, 241)]
    assert all(less <= more for less, more in pairwise(shown))


@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 30), st.integers(0, 60)), max_size=9),
    st.integers(0, 3),
    st.sampled_from(["", "a"]),
)
def test_whatever_the_table_says_a_cell_more_takes_no_column_away_and_no_line_is_too_wide(
    table: list[tuple[str, int, int]], gap: int, filler: str
) -> None:
    steps = tuple(Step(*each) for each in table)
    before: set[str] = set()
    for width in range(0, 150, 3):
        cells = laid_out(steps, width, gap=gap, filler=filler)
        assert sum(cells.values()) + gap * max(0, len(cells) - 1) <= width
        assert before <= set(cells)
        before = set(cells)


def test_a_step_that_waits_keeps_those_behind_it_waiting_though_they_had_room() -> None:
    steps = (Step("a", 5), Step("b", 20), Step("c", 1))
    assert laid_out(steps, 10, gap=1) == {"a": 5}
    assert laid_out(steps, 10, gap=1, filler="a") == {"a": 10}
    assert laid_out(steps, 28, gap=1) == {"a": 5, "b": 20, "c": 1}
    assert laid_out((Step("a", 2, ALL), Step("b", 1)), 9) == {"a": 9}


def panes(width: int) -> tuple[int, int]:
    """Cells of a line of the lists, and of one of the tree, in a terminal of this width; as gluetui.tcss has it."""
    of_lists = {"-narrow": width, "-wide": width - 89, "-roomy": width * 101 // 190}[class_for(width)]
    of_tree = {"-narrow": width, "-wide": 89, "-roomy": width - of_lists}[class_for(width)]
    return of_lists - 5, of_tree - 5


@pytest.mark.parametrize("width", [110, 118, 125, 133, 147, WIDE_FROM - 1, WIDE_FROM, 175, ROOMY_FROM, 240])
def test_no_wider_terminal_shows_less_than_one_of_100_cells_but_for_the_errors_beside_the_details(width: int) -> None:
    in_lists, in_tree = panes(width)
    alone = panes(100)[0]
    for heading, cells, but in ((jobs, in_lists, set()), (runs, in_lists, {"error"}), (tree, in_tree, set())):
        assert names(heading(alone)) - but <= names(heading(cells))
    assert ("error" in names(runs(in_lists))) == (width < WIDE_FROM or width >= ROOMY_FROM)


@pytest.mark.parametrize("order", ORDERS)
def test_what_is_sorted_by_has_a_column_and_takes_none_away_that_a_narrower_list_has(order: Order | None) -> None:
    before: set[str] = set()
    for width in range(38, 241):
        has = set(run_row.columns(width, order))
        assert order is None or order.column in has
        assert before <= has
        before = has
    assert "times" in run_row.columns(75, order)


@pytest.mark.parametrize("width", [40, 61, 75, 95, 120, 150])
@pytest.mark.parametrize("order", ORDERS)
def test_each_column_of_runs_is_found_by_the_cells_below_its_name(width: int, order: Order | None) -> None:
    line = "".join(span.text for span in run_row.heading(width, order, "UTC"))
    for shown, column in (("state", "state"), ("started", "started"), ("took", "took"), ("DPU-hours", "DPU-hours"),
                          ("try", "attempt"), ("trigger", "trigger"), ("error", "error")):  # fmt: skip
        if shown in line:
            assert run_row.column_at(line.index(shown), width, order) == column
    assert run_row.column_at(500, width, order) == ""


@pytest.mark.parametrize("width", [70, 94, 95, 130, 200])
def test_an_error_stands_below_its_heading_and_the_row_keeps_to_its_width(width: int) -> None:
    raw = {
        "JobName": "j",
        "Id": "r",
        "JobRunState": "FAILED",
        "TriggerName": "漢" * 30,
        "ErrorMessage": "Disk full " * 30,
    }
    row = run_row.row(JobRun(raw), width, None, None, now=NOW, zone=None)
    text, heading = ("".join(span.text for span in line) for line in (row, runs(width)))
    assert cell_len(text) <= width
    if "error" in heading:
        assert cell_len(text[: text.index("Disk")]) == heading.index("error")
    else:
        assert "Disk" not in text
