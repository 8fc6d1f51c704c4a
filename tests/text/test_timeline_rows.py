"""Rows of the tree as bars: every line as wide as the pane, names whole, numbers as there is room."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.tree import LineageTree
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.text.timeline import whole_axis
from gluetui.text.timeline_rows import BARS_FROM, TimelineRows, columns, widest
from tests.conftest import NOW


def a_run(job: str, run_id: str, *before: tuple[str, str], **members: Any) -> JobRun:
    linked = [{"JobName": name, "RunId": each} for name, each in before]
    times = {"StartedOn": NOW.timestamp() - 600, "CompletedOn": NOW.timestamp() - 60, "ExecutionTime": 500}
    raw = {"JobName": job, "Id": run_id, "JobRunState": "SUCCEEDED", **times, "PredecessorRuns": linked, **members}
    return JobRun(raw, asked_predecessors=True)


@pytest.mark.parametrize("width", [1, 4, 12, 24, 40, 57, BARS_FROM - 1, BARS_FROM, 80, 160, 300])
@pytest.mark.parametrize("job", ["report", "漢字" * 30, "x" * 300, "", "\x1b[2J\n\u202e"])
@pytest.mark.parametrize("times", [{}, {"StartedOn": None}, {"CompletedOn": 1}, {"StartedOn": "rubbish"}])
def test_every_line_and_the_heading_are_as_wide_as_the_pane(width: int, job: str, times: dict[str, Any]) -> None:
    lineage = Lineage(RunKey(job, "jr_r"))
    lineage.add(a_run(job, "jr_r", (job, "jr_b"), ("b", "jr_c"), ("", "")))
    lineage.add(a_run("b", "jr_c", **times))
    rows = LineageTree(lineage).rows()
    path = CriticalPath(lineage, NOW)
    drawn = TimelineRows(path, whole_axis(path), None, "UTC", lambda command: "?")
    has = columns(widest(rows), width, has_bars=drawn.axis is not None)
    assert cell_len(drawn.heading(has)[0].text) == width or width < len("run")
    for row in rows:
        spans = drawn.line(row, has, {"ran": "9m00s"})
        text = "".join(span.text for span in spans)
        assert cell_len(text) == width or width < len("run ▾ ✓ ")
        assert text.isprintable()


def test_a_narrow_line_has_no_bars_and_a_wide_one_every_number() -> None:
    assert "bars" not in columns(20, BARS_FROM - 1)
    assert "bars" in columns(20, BARS_FROM)
    assert "bars" in columns(500, BARS_FROM)
    assert list(columns(20, 160)) == ["run", "bars", "waited", "start-up", "ran", "× usual", "slack", "saves"]


def test_a_wider_line_never_has_fewer_columns() -> None:
    for names in (5, 40, 200):
        for width in range(BARS_FROM, 250):
            assert set(columns(names, width)) <= set(columns(names, width + 1))
