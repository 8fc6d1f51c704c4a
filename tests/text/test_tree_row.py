"""Rows of the predecessor tree as lines: columns that line up, and what is said of a run that is not simply there."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from gluetui.commands import first_key
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.rows import LineageRow
from gluetui.glue.lineage.tree import LineageTree
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.text.lines import Span
from gluetui.text.times import Clock
from gluetui.text.tree_row import LineageLines
from tests.conftest import NOW

ROOT = RunKey("report", "jr_r")
LINES = LineageLines(Clock(lambda: NOW), lambda command: first_key(command, {}))


def a_run(job: str, run_id: str, *before: tuple[str, str], **members: Any) -> JobRun:
    linked = [{"JobName": name, "RunId": each} for name, each in before]
    times = {"StartedOn": NOW.timestamp() - 600, "CompletedOn": NOW.timestamp() - 60, "ExecutionTime": 500}
    raw = {"JobName": job, "Id": run_id, "JobRunState": "SUCCEEDED", **times, "PredecessorRuns": linked, **members}
    return JobRun(raw, asked_predecessors=True)


def rows(*runs: JobRun, failed: RunKey | None = None, opened: bool = True) -> dict[str, LineageRow]:
    """The rows of `report` and what is known behind it, by job."""
    lineage = Lineage(ROOT)
    tree = LineageTree(lineage)
    if not opened:
        tree.collapse(0)
    for run in runs:
        lineage.add(run)
    if failed is not None:
        lineage.fail(failed, AwsError(ErrorKind.GONE, "The run no longer exists", "Choose another."))
    return {row.link.job_name: row for row in tree.rows()}


def text(row: LineageRow, width: int = 100, behind: tuple[str, ...] = ()) -> str:
    return "".join(span.text for span in LINES.line(row, None, behind, width))


@pytest.mark.parametrize("width", [12, 24, 40, 57, 80, 160])
@pytest.mark.parametrize("job", ["report", "漢字" * 30, "x" * 300])
def test_every_line_and_its_heading_are_as_wide_as_the_pane(width: int, job: str) -> None:
    lineage = Lineage(RunKey(job, "jr_r"))
    lineage.add(a_run(job, "jr_r", (job, "jr_b"), ("b", "jr_c")))
    for row in LineageTree(lineage).rows():
        assert cell_len(text(row, width, ("a", "b"))) == width
    assert cell_len("".join(span.text for span in LINES.heading(width))) == width


def test_columns_that_have_no_room_are_left_out_the_word_of_the_state_first_as_its_sign_stays() -> None:
    headings = [" ".join("".join(span.text for span in LINES.heading(width)).split()) for width in (96, 80, 50, 40, 20)]
    assert headings == [
        "run state started UTC took waited",
        "run started UTC took waited",
        "run started UTC took",
        "run took",
        "run",
    ]


def test_a_run_has_its_glyph_its_word_and_its_times() -> None:
    line = text(rows(a_run("report", "jr_r"))["report"])
    assert "✓ report" in line
    assert "succeeded" in line
    assert "8m20s" in line


def test_a_closed_run_names_what_it_hides() -> None:
    row = rows(a_run("report", "jr_r", ("clean", "c"), ("load", "l")), opened=False)["report"]
    assert "▸ ✓ report  2 before: clean, load" in text(row, behind=("clean", "load"))


def test_a_failed_run_says_why_in_its_line() -> None:
    row = rows(a_run("report", "jr_r", JobRunState="FAILED", ErrorMessage="disk \x1bfull\nat line 3"))["report"]
    assert "✗ report  disk ␛full" in text(row)


def test_where_a_failed_runs_line_is_narrow_the_message_has_the_room_of_its_class() -> None:
    why = "Job aborted.\nCaused by: a.b.DataLakeAccessException: no right to read s3://lake/day"
    row = rows(a_run("report", "jr_r", JobRunState="FAILED", ErrorMessage=why))["report"]
    narrow, wide = ("".join(span.text for span in LINES.line(row, None, (), width)) for width in (80, 160))
    assert "✗ report  no right to read s3://lake/day" in narrow
    assert "✗ report  DataLakeAccessException: no right to read s3://lake/day" in wide


def test_a_run_whose_answer_could_not_be_had_says_so_without_a_made_up_state_or_time() -> None:
    row = rows(a_run("report", "jr_r", ("clean", "c")), failed=RunKey("clean", "c"))["clean"]
    line = text(row)
    assert "· clean  The run no longer exists" in line
    assert line.rstrip().endswith("gone")


def test_an_entry_without_a_run_id_is_called_incomplete() -> None:
    line = text(rows(a_run("report", "jr_r", ("clean", "")))["clean"])
    assert "clean (run id not returned)" in line
    assert "incomplete" in line


def test_a_run_that_precedes_itself_is_called_a_cycle() -> None:
    lineage = Lineage(ROOT)
    lineage.add(a_run("report", "jr_r", tuple(ROOT)))
    assert "cycle" in text(LineageTree(lineage).rows()[1])


def test_what_took_far_longer_than_usual_says_so() -> None:
    row = rows(a_run("report", "jr_r"))["report"]
    line = LINES.line(row, None, (), 100, Usual(200.0, 8))
    assert Span("  2.5× usual", "waiting") in line
    assert "usual" not in "".join(span.text for span in LINES.line(row, None, (), 100, Usual(490.0, 8)))


def test_a_live_run_is_not_called_short() -> None:
    row = rows(a_run("report", "jr_r", JobRunState="RUNNING"))["report"]
    assert "usual" not in "".join(span.text for span in LINES.line(row, None, (), 100, Usual(90_000.0, 8)))


def test_a_run_without_predecessors_names_what_started_it() -> None:
    behind = {
        "a": a_run("a", "a", TriggerName="nightly"),
        "b": a_run("b", "b"),
        "c": a_run("c", "c", PredecessorRuns=None),
    }
    shown = rows(a_run("report", "jr_r", *((job, job) for job in behind)), *behind.values())
    assert "✓ a  trigger nightly" in text(shown["a"])
    assert "✓ b  no trigger: by hand or by a caller" in text(shown["b"])
    assert "✓ c  AWS told no predecessors" in text(shown["c"])
