"""A pane says why it is empty, what it waits for and since when, and what went wrong."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.panes.job_list import JobList
from gluetui.panes.run_details import RunDetails
from gluetui.session import load as module
from gluetui.session.load import Load
from gluetui.text.times import Clock
from tests.at_rest import whole_frame
from tests.widgets.ticks import Ticks


class Host(App[None]):
    """Holds one pane."""

    def __init__(self) -> None:
        super().__init__()
        self.pane = JobList()

    def compose(self) -> ComposeResult:
        yield self.pane

    @property
    def lines(self) -> list[str]:
        return [self.pane.render_line(y).text.rstrip() for y in range(self.pane.size.height)]


def an_error(cause: str = "You may not", next_step: str = "Ask for glue:ListJobs.") -> AwsError:
    return AwsError(ErrorKind.DENIED, cause, next_step)


async def test_an_empty_pane_says_why_in_as_many_lines_as_it_takes() -> None:
    app = Host()
    async with app.run_test(size=(26, 10)):
        app.pane.say_empty("AWS says that there are none.\nSo be it.")
        assert app.lines[:3] == [" AWS says that there are", " none.", " So be it."]


async def test_a_wait_is_told_with_its_seconds_from_the_first_full_one(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    app = Host()
    ticks = Ticks(monkeypatch, app.pane)
    async with app.run_test(size=(40, 10)):
        app.pane.wait_for("loading jobs")
        assert app.lines[0] == " loading jobs…"
        now[0] += 3.9
        assert ticks.seconds == [1]
        ticks.pass_one()
        assert app.lines[0] == " loading jobs… 3 s"
        app.pane.arrived()
        assert app.lines[0] == ""


async def test_nothing_ticks_while_nothing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Host()
    ticks = Ticks(monkeypatch, app.pane)
    async with app.run_test():
        app.pane.wait_for("loading")
        app.pane.wait_for("loading again")
        assert ticks.seconds == [1]
        app.pane.load.fail(an_error())
        assert ticks.seconds == []


async def test_an_error_says_cause_next_step_and_key_above_what_was_loaded() -> None:
    app = Host()
    async with app.run_test(size=(60, 10)):
        app.pane.replace_items(["orders"], has_more=False)
        app.pane.wait_for("loading jobs")
        app.pane.load.fail(an_error())
        assert app.lines[:3] == [" You may not", " Ask for glue:ListJobs. r asks again, e says more.", "›orders"]
        app.pane.arrived()
        assert app.lines[0] == "›orders"


async def test_cause_and_next_step_take_at_most_two_lines_each() -> None:
    app = Host()
    async with app.run_test(size=(30, 12)):
        app.pane.load.fail(an_error("cause " * 50, "step " * 50))
        assert len([line for line in app.lines if line.startswith(" cause")]) == 2
        assert len([line for line in app.lines if line.startswith(" step")]) == 2
        assert app.lines[1].endswith("…")


async def test_a_filter_without_hits_is_told_apart_from_an_empty_list() -> None:
    app = Host()
    async with app.run_test(size=(40, 10)):
        app.pane.say_empty("AWS says that there are none.")
        app.pane.replace_items(["orders"], has_more=False)
        app.pane.set_filter("x")
        assert "nothing matches 'x'" in app.lines[0] + app.lines[1]
        assert not any("AWS says" in line for line in app.lines)


async def test_an_answer_that_comes_before_its_wait_was_drawn_leaves_nothing_of_the_wait() -> None:
    app = Host()
    async with app.run_test(size=(40, 8)) as pilot:
        app.pane.say_empty("There are none.")
        await pilot.pause()
        before = whole_frame(app)
        app.pane.wait_for("loading runs")
        app.pane.arrived()
        await pilot.pause()
        assert whole_frame(app) == before


class Pair(App[None]):
    """Holds two panes of one load."""

    def __init__(self) -> None:
        super().__init__()
        self.one, self.other = JobList(), RunDetails(Clock())
        self.load = Load()

    def compose(self) -> ComposeResult:
        yield self.one
        yield self.other

    def on_mount(self) -> None:
        self.one.show_load(self.load)
        self.other.show_load(self.load)


async def test_two_panes_of_one_load_say_the_same_until_one_of_them_shows_another() -> None:
    app = Pair()
    async with app.run_test(size=(40, 20)):
        app.load.wait_for("loading the run")
        assert [pane.render_line(0).text.strip() for pane in (app.one, app.other)] == ["loading the run…"] * 2
        app.other.show_load(Load())
        app.load.fail(an_error())
        assert [pane.error is not None for pane in (app.one, app.other)] == [True, False]
        assert app.other.render_line(0).text.strip() == "A run's fields are shown here."


async def test_a_load_outlives_the_pane_that_showed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Pair()
    ticks = Ticks(monkeypatch, app.other)
    async with app.run_test(size=(40, 20)):
        await app.other.remove()
        app.load.wait_for("loading the run")
        assert app.one.is_waiting
        assert ticks.seconds == []
