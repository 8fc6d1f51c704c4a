"""Time bars in place of the tree's columns: the same rows and keys, the critical path, the axis and its zoom."""

from __future__ import annotations

from typing import Any

import pytest

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.text import tree_timeline
from gluetui.text.states import ascii_text
from gluetui.text.times import Clock
from tests.conftest import NOW
from tests.panes.test_predecessor_tree import CLEAN, LOAD, REPORT, Host, a_run

FETCH = RunKey("fetch", "f")
START = NOW.timestamp() - 7_200


def timed(key: RunKey, *before: RunKey, start: int, minutes: int, **members: Any) -> JobRun:
    """`start` in minutes after START."""
    times = {"StartedOn": START + 60 * start, "CompletedOn": START + 60 * (start + minutes)}
    return a_run(key, *before, **{**times, "ExecutionTime": 60 * minutes, **members})


PIPELINE = (
    timed(REPORT, CLEAN, LOAD, start=62, minutes=10),
    timed(CLEAN, FETCH, start=20, minutes=40),
    timed(LOAD, start=0, minutes=30),
    timed(FETCH, start=0, minutes=20),
)


class TenMinutes:
    """What every job usually takes."""

    def usual(self, job_name: str) -> Usual | None:
        return Usual(600.0, 12)


def a_host() -> Host:
    app = Host()
    app.pane = PredecessorTree(Clock(lambda: NOW), TenMinutes())
    return app


def shown(app: Host, *runs: JobRun) -> None:
    app.pane.show(runs[0])
    assert app.pane.view is not None
    app.pane.view.tree.expand_all()
    app.answer(*runs)


def line_of(app: Host, job: str) -> str:
    return next(line for line in app.lines if job in line and "critical path" not in line)


async def test_t_draws_bars_in_the_same_tree_and_t_again_its_columns() -> None:
    app = a_host()
    async with app.run_test(size=(100, 20)) as pilot:
        shown(app, *PIPELINE)
        await pilot.press("j")
        before = app.lines
        await pilot.press("T")
        assert "critical path: 3 runs = 1h 10m 0s running + 2m 0s waiting" in "\n".join(app.lines)
        assert "█" in line_of(app, "clean")
        assert "▒" in line_of(app, "load")
        assert app.pane.key == CLEAN
        await pilot.press("left")
        assert not any("fetch" in line for line in app.lines)
        await pilot.press("right", "T")
        assert app.lines == before


async def test_the_critical_path_is_told_by_a_sign_too_and_other_runs_by_their_slack() -> None:
    app = a_host()
    async with app.run_test(size=(100, 20)) as pilot:
        shown(app, *PIPELINE)
        await pilot.press("T")
        for job in ("report", "clean", "fetch"):
            assert f"✓*{job}" in line_of(app, job)
            assert "critical" in line_of(app, job)
        assert "✓ load" in line_of(app, "load")
        assert line_of(app, "load").endswith("30m00s    3.0×   30m00s")
        assert "#" in ascii_text(line_of(app, "clean"))
        assert "=" in ascii_text(line_of(app, "load"))


async def test_a_sentence_below_the_rows_tells_what_would_have_saved_time() -> None:
    app = a_host()
    async with app.run_test(size=(100, 20)) as pilot:
        shown(app, *PIPELINE)
        await pilot.press("T")
        at = next(y for y, line in enumerate(app.lines) if "took 30m 0s over its usual" in line)
        assert at > next(y for y, line in enumerate(app.lines) if "load" in line)
        assert "clean took 30m 0s over its usual; at its usual the end is 30m 0s earlier" in app.pane.notice
        await pilot.press("T")
        assert app.pane.notice == ""


async def test_the_sentence_stays_in_sight_below_more_rows_than_fit_and_hides_none_of_them() -> None:
    app = a_host()
    many = [RunKey(f"job-{number}", f"r{number}") for number in range(60)]
    async with app.run_test(size=(100, 20)) as pilot:
        shown(app, timed(REPORT, *many, start=90, minutes=5), *(timed(key, start=0, minutes=30) for key in many))
        await pilot.press("T", "end")
        assert "job-59" in "\n".join(app.lines)
        assert "└╴   ✓ job-59" in "\n".join(app.lines)
        assert "took longer than its usual" in app.lines[-1]


async def test_the_axis_zooms_around_the_run_and_back() -> None:
    app = a_host()
    async with app.run_test(size=(100, 20)) as pilot:
        shown(app, *PIPELINE)
        await pilot.press("T", "j")
        whole = app.lines
        await pilot.press("+")
        assert line_of(app, "clean").count("█") > "\n".join(line for line in whole if "clean" in line).count("█")
        await pilot.press("+", "-", "-")
        assert app.lines == whole
        await pilot.press("+", "+", "0")
        assert app.lines == whole


async def test_no_zoom_is_too_many() -> None:
    app = a_host()
    async with app.run_test(size=(100, 20)) as pilot:
        shown(app, *PIPELINE)
        await pilot.press("T", "j")
        for _ in range(40):
            app.pane.action_zoom(1)
        near = app.lines
        app.pane.action_zoom(1)
        await pilot.pause()
        assert app.lines == near
        assert "█" in line_of(app, "clean")


async def test_a_run_that_is_not_over_reaches_up_to_now() -> None:
    app = a_host()
    async with app.run_test(size=(100, 20)) as pilot:
        live = timed(REPORT, CLEAN, start=62, minutes=0, JobRunState="RUNNING", CompletedOn=None)
        shown(app, live, *PIPELINE[1:])
        await pilot.press("T")
        assert "58m00s" in line_of(app, "report")
        assert "The run is not over" in app.pane.notice


@pytest.mark.parametrize("kind", [ErrorKind.GONE, ErrorKind.DENIED, None])
async def test_where_a_run_is_not_known_the_path_is_at_least_what_is_known(kind: ErrorKind | None) -> None:
    app = a_host()
    async with app.run_test(size=(100, 20)) as pilot:
        shown(app, *PIPELINE[:3])
        assert app.pane.view is not None
        if kind is not None:
            app.pane.view.take(FETCH, AwsError(kind, "There is no answer", "Choose another."))
            app.pane.project()
        await pilot.press("T")
        assert "at least 2 runs" in "\n".join(app.lines)
        words = {ErrorKind.GONE: "gone", ErrorKind.DENIED: "denied", None: "loading"}
        assert words[kind] in line_of(app, "fetch")
        assert "█" not in line_of(app, "fetch")


async def test_the_path_is_worked_out_once_for_a_burst_of_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    class Counted(CriticalPath):
        def __init__(self, *args: Any) -> None:
            made.append(args)
            super().__init__(*args)

    monkeypatch.setattr(tree_timeline, "CriticalPath", Counted)
    app = a_host()
    async with app.run_test(size=(100, 20)) as pilot:
        shown(app, PIPELINE[0])
        assert made == []
        await pilot.press("T")
        assert len(made) == 1
        app.answer(*PIPELINE[1:])
        assert "3 runs" in "\n".join(app.lines)
        await pilot.press("j", "k", "+", "0", "left", "right")
        assert len(made) == 2


async def test_no_name_is_cut_for_bars() -> None:
    app = a_host()
    name = "build-" + "x" * 70 + "-end"
    async with app.run_test(size=(100, 20)) as pilot:
        long = RunKey(name, "r")
        shown(app, timed(REPORT, long, LOAD, start=62, minutes=10), timed(long, start=0, minutes=40), PIPELINE[2])
        await pilot.press("T")
        assert name in "\n".join(app.lines)
        assert "▒" in line_of(app, "load")


async def test_below_80_columns_the_bars_are_the_first_to_go() -> None:
    app = a_host()
    async with app.run_test(size=(70, 20)) as pilot:
        shown(app, *PIPELINE)
        await pilot.press("T")
        assert not set("".join(app.lines)) & set("█▒░▓")
        assert "critical" in line_of(app, "clean")


async def test_a_hostile_name_does_nothing_in_the_timeline_either() -> None:
    app = a_host()
    hostile = RunKey("\x1b[2Jevil\n\u202e漢字", "r")
    async with app.run_test(size=(100, 20)) as pilot:
        shown(app, timed(REPORT, hostile, start=62, minutes=10), timed(hostile, start=0, minutes=40))
        await pilot.press("T")
        assert all(line.isprintable() for line in app.lines)
        assert "\u202e" not in "".join(app.lines)
