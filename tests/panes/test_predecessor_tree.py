"""The tree pane: it asks for what comes into sight, once, and shows a view as it was left."""

from __future__ import annotations

from typing import Any

from textual.app import App, ComposeResult

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.text.times import Clock
from tests.conftest import NOW

REPORT, CLEAN, LOAD = RunKey("report", "r"), RunKey("clean", "c"), RunKey("load", "l")


def a_run(key: RunKey, *before: RunKey, **members: Any) -> JobRun:
    linked = [{"JobName": each.job_name, "RunId": each.run_id} for each in before]
    raw = {"JobName": key.job_name, "Id": key.run_id, "JobRunState": "SUCCEEDED", "PredecessorRuns": linked, **members}
    return JobRun(raw, asked_predecessors=True)


class Host(App[None]):
    """Holds the tree, and keeps what it asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.pane = PredecessorTree(Clock(lambda: NOW))
        self.wanted: list[tuple[list[RunKey], bool]] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()

    def on_predecessor_tree_fetch_requested(self, message: PredecessorTree.FetchRequested) -> None:
        self.wanted.append((message.keys, message.refresh))

    def answer(self, *answers: JobRun) -> None:
        """What the screen does with answers of AWS."""
        assert self.pane.view is not None
        for run in answers:
            self.pane.view.take(run.key, run)
            self.pane.answered(self.pane.view)
        self.pane.project()

    @property
    def lines(self) -> list[str]:
        return [self.pane.render_line(y).text.rstrip() for y in range(self.pane.size.height)]


async def test_a_closed_tree_asks_for_nothing_and_an_open_one_for_each_run_once() -> None:
    app = Host()
    async with app.run_test(size=(100, 20)) as pilot:
        app.pane.show(a_run(REPORT, CLEAN, LOAD))
        await pilot.pause()
        assert app.wanted == []
        await pilot.press("space", "space", "space")
        assert app.wanted == [([CLEAN, LOAD], False)]
        app.answer(a_run(CLEAN, LOAD), a_run(LOAD))
        await pilot.press("j", "space")
        assert app.wanted == [([CLEAN, LOAD], False)]


async def test_a_run_that_was_only_listed_says_how_to_ask_for_its_predecessors() -> None:
    app = Host()
    async with app.run_test(size=(100, 20)):
        app.pane.show(JobRun({"JobName": "report", "Id": "r", "PredecessorRuns": []}))
        assert "asks AWS for the runs that led to it" in "\n".join(app.lines)
        assert "No predecessors" not in "\n".join(app.lines)


async def test_a_view_is_shown_as_it_was_left() -> None:
    app = Host()
    async with app.run_test(size=(100, 20)) as pilot:
        app.pane.show(a_run(REPORT, CLEAN, LOAD))
        await pilot.press("space")
        app.answer(a_run(CLEAN, LOAD), a_run(LOAD))
        await pilot.press("j", "j")
        left, lines = app.pane.view, app.lines
        app.pane.show(a_run(LOAD))
        assert app.lines != lines
        app.pane.show(a_run(REPORT, CLEAN, LOAD), left)
        assert app.lines == lines


async def test_an_answer_that_comes_after_its_tree_was_left_is_in_it_when_it_is_shown_again() -> None:
    app = Host()
    async with app.run_test(size=(100, 20)) as pilot:
        app.pane.show(a_run(REPORT, CLEAN))
        await pilot.press("space")
        left = app.pane.view
        assert left is not None
        app.pane.show(a_run(LOAD))
        left.take(CLEAN, a_run(CLEAN, LOAD))
        app.pane.answered(left)
        assert "clean" not in "\n".join(app.lines)
        app.pane.show(a_run(REPORT, CLEAN), left)
        assert "succeeded" in next(line for line in app.lines if "clean" in line)


async def test_r_asks_again_for_a_run_whose_answer_failed_or_can_change_and_for_no_other() -> None:
    app = Host()
    async with app.run_test(size=(100, 20)) as pilot:
        app.pane.show(a_run(REPORT, CLEAN, LOAD))
        await pilot.press("space", "j")
        view = app.pane.view
        assert view is not None
        view.take(CLEAN, AwsError(ErrorKind.GONE, "The run no longer exists", "Choose another."))
        app.pane.answered(view)
        app.answer(a_run(LOAD, JobRunState="RUNNING"))
        app.wanted.clear()
        for key in (CLEAN, LOAD):
            app.pane.move_to(next(n for n, row in enumerate(app.pane.projection.rows) if row.key == key))
            assert app.pane.retry()
        await pilot.pause()
        assert app.wanted == [([CLEAN], True), ([LOAD], True)]
        app.answer(a_run(LOAD))
        assert app.pane.retry()
        await pilot.pause()
        assert len(app.wanted) == 2
