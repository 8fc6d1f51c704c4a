"""Rows of the printing commands: safe, complete, one line each for a pipe."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from gluetui.cli.tables import (
    JOBS,
    RUNS,
    TREE,
    TreeRow,
    field_rows,
    job_cells,
    plain_line,
    run_cells,
    tree_rows,
)
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.lineage.graph import Lineage
from gluetui.glue.lineage.tree import LineageTree
from gluetui.glue.run.fields import Field
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.text.lines import ROLES
from gluetui.text.run_fields import run_fields
from gluetui.text.safe import is_safe
from tests.conftest import NOW
from tests.text.written_run import a_run

HOSTILE = "\x1b]52;c;x\x07 [@click=app.quit]x[/] \u202e\t\r\n\x9b"


def texts(run: JobRun) -> list[str]:
    return [cell.text for cell in run_cells(run, now=NOW, zone=UTC)]


def test_a_row_of_runs_says_what_happened() -> None:
    run = a_run(
        "a", "jr_1", JobRunState="FAILED", ErrorMessage="first\nCaused by: disk full", Attempt=2, TriggerName="t"
    )
    assert texts(run) == ["✗ failed", "2026-11-20 01:30:00 UTC", "9m30s", "2", "t", "jr_1", "", "disk full"]
    assert len(texts(run)) == len(RUNS)


def test_what_aws_did_not_return_is_not_made_up() -> None:
    assert texts(JobRun({"Id": "jr_1"})) == ["? no state", "not returned", "", "", "", "jr_1", "", ""]


def test_an_error_repeats_no_secret() -> None:
    run = a_run("a", "jr_1", ErrorMessage="bad hunter2hunter2", Arguments={"--db_password": "hunter2hunter2"})
    assert texts(run)[-1] == "bad ••••••••"


@given(st.text() | st.just(HOSTILE))
def test_every_cell_is_safe_and_a_plain_line_is_one_line(text: str) -> None:
    run = a_run(text, text, JobRunState=text, ErrorMessage=text, TriggerName=text)
    refused = AwsError(ErrorKind.DENIED, text, text)
    rows = (
        (JOBS, job_cells(text, [run, run], None, now=NOW, zone=UTC)),
        (JOBS, job_cells(text, [], refused, now=NOW, zone=UTC)),
        (RUNS, run_cells(run, now=NOW, zone=UTC)),
    )
    for header, cells in rows:
        line = plain_line(cells)
        assert is_safe(line.replace("\t", ""))
        assert line.count("\t") <= len(header) - 1
        assert {cell.role for cell in cells} <= {"", *ROLES}


def test_fields_come_by_section_and_absent_ones_only_where_wanted() -> None:
    catalogue = (
        Field(name="JobRunState", title="State", kind="string", section="Outcome"),
        Field(name="Timeout", title="Timeout", kind="integer", section="Time"),
        Field(name="DPUSeconds", title="DPU seconds", kind="double", section="Capacity and cost"),
    )
    fields = run_fields(JobRun({"JobRunState": "SUCCEEDED", "Timeout": 120}), catalogue, now=NOW, zone=UTC)
    rows = [(section, *(cell.text for cell in cells)) for section, cells in field_rows(fields, absent=False)]
    assert rows[1][:4] == ("Time", "Timeout", "2h 0m", "120 min")
    assert [row[0] for row in rows] == ["Outcome", "Time"]
    assert all(len(row) == len(("section", "field", "value", "exact", "note")) for row in rows)
    absent = list(field_rows(fields))[-1]
    assert (absent[0], absent[1][1].text, absent[1][1].role) == ("Capacity and cost", "not returned", "dim")


def tree(*runs: JobRun, failed: RunKey | None = None) -> list[TreeRow]:
    lineage = Lineage(runs[0].key)
    for run in runs:
        lineage.add(run)
    if failed is not None:
        lineage.fail(failed, AwsError(ErrorKind.DENIED, "denied by \x1b AWS", "ask"))
    shape = LineageTree(lineage)
    shape.expand_all()
    return list(tree_rows(shape.rows(), lineage, now=NOW, zone=UTC))


def test_a_tree_is_indented_by_how_far_a_run_lies_behind() -> None:
    rows = tree(
        a_run("c", "jr_3", ("b", "jr_2"), ("x", "jr_9")),
        a_run("b", "jr_2", ("a", "jr_1"), StartedOn=NOW.timestamp() - 7_000, CompletedOn=NOW.timestamp() - 5_000),
        a_run("a", "jr_1", ("c", "jr_3"), StartedOn=NOW.timestamp() - 9_000, CompletedOn=NOW.timestamp() - 7_120),
        failed=RunKey("x", "jr_9"),
    )
    assert [(row.depth, row.cells[0].text, row.cells[1].text) for row in rows] == [
        (0, "c", "✓ succeeded"),
        (1, "b", "✓ succeeded"),
        (2, "a", "✓ succeeded"),
        (3, "c", "✓ succeeded"),
        (1, "x", "denied"),
    ]
    assert rows[1].cells[4].text == "2m00s"
    assert rows[3].cells[-1].text.startswith("cycle")
    assert rows[4].cells[-1].text == "denied by ␛ AWS"
    assert all(len(row.cells) == len(TREE) for row in rows)


def test_attempts_and_incomplete_entries_have_their_rows() -> None:
    rows = tree(a_run("a", "jr_1_attempt_1", ("", "jr_0")))
    assert [row.cells[0].text for row in rows] == ["a (attempt 1)", "a (attempt 0)", "(job not returned)"]
    assert [row.cells[1].text for row in rows] == ["✓ succeeded", "not asked for", "incomplete"]


def test_a_root_without_predecessors_says_why() -> None:
    rows = tree(a_run("a", "jr_1"))
    assert rows[1].depth == 1
    assert rows[1].cells[0].text.startswith("No predecessors")
    assert plain_line(rows[1].cells, depth=1) == f"  {rows[1].cells[0].text}"
