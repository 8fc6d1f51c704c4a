"""A tree as rows: opened and closed, narrowed with the way to each hit, and what is to be asked for."""

from __future__ import annotations

from typing import Any

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.last_runs import LastRunsOfJobs
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.text.times import Clock
from gluetui.text.tree_projection import TreeProjection
from tests.conftest import NOW

REPORT, CLEAN, LOAD = RunKey("report", "r"), RunKey("clean", "c"), RunKey("load", "l")


def a_run(key: RunKey, *before: RunKey, **members: Any) -> JobRun:
    linked = [{"JobName": each.job_name, "RunId": each.run_id} for each in before]
    raw = {"JobName": key.job_name, "Id": key.run_id, "JobRunState": "SUCCEEDED", "PredecessorRuns": linked, **members}
    return JobRun(raw, asked_predecessors=True)


def a_tree(root: JobRun) -> TreeProjection:
    made = TreeProjection(Clock(lambda: NOW), lambda command: "?", LastRunsOfJobs())
    assert made.show(root, None, ()) is not None
    made.make_rows("")
    return made


def opened(*answers: JobRun) -> TreeProjection:
    tree = a_tree(a_run(REPORT, CLEAN))
    assert tree.view is not None
    tree.toggle(tree.rows[0])
    for run in answers:
        tree.view.take(run.key, run)
    tree.make_rows("")
    return tree


def jobs(tree: TreeProjection) -> list[str]:
    return [row.link.job_name for row in tree.rows]


def test_a_closed_tree_is_its_root_and_an_open_one_asks_for_what_it_shows() -> None:
    tree = a_tree(a_run(REPORT, CLEAN, LOAD))
    assert jobs(tree) == ["report"]
    assert tree.make_rows("") == []
    assert tree.toggle(tree.rows[0])
    assert tree.make_rows("") == [CLEAN, LOAD]
    assert tree.toggle(tree.rows[0])
    tree.make_rows("")
    assert jobs(tree) == ["report"]


def test_a_run_that_was_only_listed_has_no_tree() -> None:
    tree = a_tree(a_run(REPORT, CLEAN))
    assert tree.show(JobRun({"JobName": "report", "Id": "r"}), None, ()) is None
    assert (tree.root, tree.rows, tree.make_rows("")) == (None, [], [])
    assert not tree.expand_all()


def test_a_tree_is_shown_as_it_was_left_and_that_of_another_run_closed() -> None:
    tree = opened(a_run(CLEAN, LOAD))
    left = tree.view
    tree.show(a_run(LOAD), left, ())
    tree.make_rows("")
    assert jobs(tree) == ["load"]
    tree.show(a_run(REPORT, CLEAN), left, ())
    tree.make_rows("")
    assert jobs(tree) == ["report", "clean"]


def test_a_filter_leaves_the_hits_and_the_way_to_them() -> None:
    tree = opened(a_run(CLEAN, LOAD), a_run(LOAD))
    tree.toggle(tree.rows[1])
    tree.make_rows("LOAD succeeded")
    assert jobs(tree) == ["report", "clean", "load"]
    tree.make_rows("clean")
    assert jobs(tree) == ["report", "clean"]
    tree.make_rows("nowhere")
    assert jobs(tree) == []


def test_only_an_answer_that_failed_or_can_change_is_asked_for_again() -> None:
    tree = opened(a_run(CLEAN, JobRunState="RUNNING"))
    assert [tree.to_retry(entry) for entry in range(3)] == [None, [CLEAN], None]
    assert opened(a_run(CLEAN)).to_retry(1) == []
    tree = opened()
    assert tree.to_retry(1) == []
    assert tree.view is not None
    tree.view.take(CLEAN, AwsError(ErrorKind.GONE, "The run no longer exists", ""))
    tree.make_rows("")
    assert tree.to_retry(1) == [CLEAN]


def test_the_jobs_in_sight_are_those_of_runs_that_are_known() -> None:
    tree = opened()
    assert tree.keys(slice(0, 2)) == {REPORT, CLEAN}
    assert tree.jobs(slice(0, 2)) == ["report"]
    assert opened(a_run(CLEAN)).jobs(slice(1, 9)) == ["clean"]


def test_totals_are_told_once_they_were_added_up() -> None:
    tree = opened(a_run(CLEAN))
    assert tree.totals_text(80) == ""
    tree.add_up()
    assert tree.totals_text(80).startswith("2 runs")


def test_a_root_without_predecessors_says_why_below_the_trail() -> None:
    tree = a_tree(a_run(LOAD))
    tree.show(a_run(LOAD), None, (REPORT, LOAD))
    tree.make_rows("")
    trail, reason = ["".join(span.text for span in line) for line in tree.lines_above(300)]
    assert trail == "report › load"
    assert reason.startswith("No predecessors")
