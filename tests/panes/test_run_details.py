"""The details of a run in an app that holds nothing else: fields, cursor, filter, secrets, clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen

import gluetui
from gluetui.glue.listing.last_runs import Usual
from gluetui.glue.run.run import JobRun
from gluetui.glue.secrets.masks import DOTS
from gluetui.panes.run_details import RunDetails
from gluetui.text import field_layout
from gluetui.text.safe import is_safe
from gluetui.text.times import Clock
from gluetui.widgets.contrast import inks
from tests.conftest import EXAMPLES, NOW
from tests.values import ANSWERS, FIELDS, HOSTILE, MODEL, RAW, SAMPLES
from tests.widgets.ticks import Ticks

LIVE = {"JobName": "j", "Id": "i", "JobRunState": "RUNNING", "StartedOn": NOW.timestamp() - 100, "ExecutionTime": 45}
SECRET = {**RAW, "ErrorMessage": "denied: hunter2two", "Arguments": {"--password": "hunter2two", "--day": "1"}}


class Host(App[None]):
    """One run's details, at a time that a test moves on."""

    CSS_PATH = Path(gluetui.__file__).parent / "gluetui.tcss"

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        return variables | inks(variables)

    def __init__(self, details: RunDetails | None = None) -> None:
        super().__init__()
        self.time = NOW
        self.details = details or RunDetails(Clock(self.now, UTC))
        self.details.fields = FIELDS

    def now(self) -> datetime:
        return self.time

    def compose(self) -> ComposeResult:
        yield self.details

    def on_mount(self) -> None:
        self.details.focus()


@asynccontextmanager
async def showing(
    raw: dict[str, Any], size: tuple[int, int] = (100, 200), *, details: RunDetails | None = None
) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    app = Host(details)
    async with app.run_test(size=size) as pilot:
        app.details.show(JobRun(raw, asked_predecessors=True))
        await pilot.pause()
        yield app, pilot


def lines(app: Host) -> list[str]:
    return [app.details.render_line(y).text.rstrip() for y in range(app.details.size.height)]


def text(app: Host) -> str:
    return "\n".join(lines(app))


async def test_every_member_has_a_line_in_the_pane() -> None:
    raw = {**RAW, "LastModifiedOn": 1795140847000, "Tomorrow": "x"}
    async with showing(raw) as (app, _):
        shown = lines(app)
        for name, (_, told) in SAMPLES.items():
            assert f"{name:<28}{told}" in [line[1:] for line in shown], name
        assert shown.index(" Other") < shown.index(f" {'Tomorrow':<28}x")


class Usuals:
    """Usual durations that a test changes."""

    def __init__(self) -> None:
        self.known: dict[str, Usual] = {}

    def usual(self, job_name: str, /) -> Usual | None:
        return self.known.get(job_name)


@pytest.mark.parametrize(
    ("usuals", "told"),
    [
        ({}, ""),
        ({"j": Usual(100, 5)}, "2.0 × usual (median of 5 runs loaded)"),
        ({"j": Usual(400, 12)}, "0.5 × usual (median of 12 runs loaded)"),
        ({"other": Usual(100, 5)}, ""),
        ({"j": Usual(0, 5)}, ""),
        ({"j": Usual(1e9, 5)}, "<0.1 × usual (median of 5 runs loaded)"),
    ],
)
async def test_a_run_is_compared_with_what_the_session_knows_by_now(usuals: dict[str, Usual], told: str) -> None:
    session = Usuals()
    details = RunDetails(Clock(lambda: NOW, UTC), session)
    raw = {"JobName": "j", "Id": "i", "JobRunState": "SUCCEEDED", "ExecutionTime": 200}
    async with showing(raw, details=details) as (app, pilot):
        assert "usual" not in text(app)
        session.known = usuals
        details.compare("other")
        assert "usual" not in text(app)
        details.compare("j")
        await pilot.pause()
        assert told in text(app) and ("usual" in text(app)) is bool(told)


async def test_every_absent_member_has_a_line_until_a_hides_them() -> None:
    async with showing({"JobRunState": "SUCCEEDED"}) as (app, pilot):
        for name in set(MODEL.members) - {"JobRunState"}:
            assert any(line[1:].startswith(f"{name:<28}not returned") for line in lines(app)), name
        await pilot.press("a")
        assert [line[1:20].strip() for line in lines(app) if line.strip()] == ["Outcome", "JobRunState"]
        assert app.details.count_text == f"1 of {len(FIELDS)} fields"
        await pilot.press("a")
        assert "not returned" in text(app)


@pytest.mark.parametrize("kind", HOSTILE)
async def test_a_run_all_of_whose_members_are_hostile_is_shown(kind: str) -> None:
    async with showing(dict.fromkeys(MODEL.members, HOSTILE[kind]), size=(100, 60)) as (app, pilot):
        await pilot.press("end", "pageup", "home", "x", "a", "slash", "x", "enter")
        assert all(map(is_safe, lines(app)))


async def test_any_answer_is_drawn_by_the_pane_without_an_exception_or_a_control_byte() -> None:
    """At issue 3's figure: GLUETUI_EXAMPLES=10000."""
    async with showing(RAW, size=(70, 40)) as (app, _):

        @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
        @given(ANSWERS)
        def draws(raw: dict[str, Any]) -> None:
            app.details.show(JobRun(raw))
            assert app.details.entry_count >= len(FIELDS)
            assert all(map(is_safe, lines(app)))
            app.details.move_to(app.details.entry_count - 1)
            assert all(map(is_safe, lines(app)))

        draws()


async def test_the_cursor_goes_from_field_to_field_and_stays_on_it_in_the_next_run_of_the_job() -> None:
    async with showing(RAW) as (app, pilot):
        await pilot.press("down", "down")
        assert app.details.entry is not None
        assert app.details.entry.field.name == "ErrorMessage"
        app.details.show(JobRun({"JobName": "load-orders", "Id": "other", "ErrorMessage": "two\nlines"}))
        assert app.details.entry.field.name == "ErrorMessage"
        app.details.show(JobRun({"JobName": "another-job", "Id": "other"}))
        assert app.details.cursor == 0


async def test_a_filter_narrows_fields_and_arguments_by_name_or_value() -> None:
    raw = {**RAW, "Arguments": {"--bucket": "s3://raw", "--day": "nightly-1"}}
    async with showing(raw) as (app, pilot):
        await pilot.press("slash", *"NIGHTLY")
        assert [line[1:28].strip() for line in lines(app) if line.strip()][1:] == [
            "How it was started", "TriggerName", "Arguments", "--day",
        ]  # fmt: skip
        await pilot.press("ctrl+u", *"--bu")
        assert app.details.entry_count == 1
        await pilot.press("ctrl+u", *"zzz")
        assert "nothing matches 'zzz'" in text(app)


async def test_a_filter_finds_no_masked_value() -> None:
    async with showing(SECRET) as (app, pilot):
        await pilot.press("slash", *"hunter2")
        assert app.details.entry_count == 0


async def test_x_reveals_and_hides_and_leaving_the_run_hides() -> None:
    async with showing(SECRET) as (app, pilot):
        assert "hunter2" not in text(app)
        assert text(app).count(DOTS) == 2
        await pilot.press("x")
        assert text(app).count("hunter2two") == 2
        assert app.details.count_text == "secrets shown"
        await pilot.press("x")
        assert "hunter2" not in text(app)
        await pilot.press("x")
        app.details.show(JobRun({**SECRET, "Id": "another"}))
        assert "hunter2" not in text(app)
        app.details.show(JobRun(SECRET))
        assert "hunter2" not in text(app)


async def test_a_refresh_of_the_same_run_hides_nothing_that_was_revealed() -> None:
    async with showing(SECRET) as (app, pilot):
        await pilot.press("x")
        app.details.show(JobRun({**SECRET, "LastModifiedOn": 0}))
        assert "hunter2two" in text(app)


async def test_an_argument_called_like_a_field_is_an_entry_of_its_own() -> None:
    async with showing({**RAW, "Arguments": {"JobName": "x", "ErrorMessage": "y"}}) as (app, pilot):
        entries = [app.details.identity(entry) for entry in range(app.details.entry_count)]
        assert len(set(entries)) == len(entries)
        place = app.details.find(("argument", "JobName"))
        assert place is not None
        app.details.move_to(place)
        await pilot.press("x")
        assert app.details.entry is not None
        assert app.details.entry.value == "x"


async def test_lines_are_wrapped_anew_for_another_width() -> None:
    async with showing({**RAW, "ErrorMessage": "word " * 40}, size=(100, 60)) as (app, pilot):
        wide = app.details.line_count
        await pilot.resize_terminal(60, 60)
        assert app.details.line_count > wide
        assert max(map(len, lines(app))) <= 60
        await pilot.resize_terminal(100, 60)
        assert app.details.line_count == wide


# Time.


async def test_a_live_run_counts_on_and_only_what_changed_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """From 100 s to 101 s of wall time."""
    async with showing(LIVE) as (app, pilot):
        assert "1m 40s (100 s)" in text(app)
        drawn: list[int] = []
        draw = app.details.draw
        monkeypatch.setattr(app.details, "draw", lambda line, width: drawn.append(line) or draw(line, width))
        app.time += timedelta(seconds=1)
        app.details.count_second()
        await pilot.pause()
        again = {"".join(span.text for span in draw(line, 90))[:12].strip() for line in drawn}
        assert again <= {"StartedOn", "wall time", "DPU-hours", "estimated co", "Timeout"}
        assert "wall time" in again
        assert "1m 41s (101 s)" in text(app)


async def test_the_second_in_which_nothing_changes_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with showing(LIVE) as (app, pilot):
        drawn: list[int] = []
        draw = app.details.draw
        monkeypatch.setattr(app.details, "draw", lambda line, width: drawn.append(line) or draw(line, width))
        app.details.count_second()
        await pilot.pause()
        assert drawn == []


async def test_a_line_more_or_less_moves_the_ones_below() -> None:
    """On a narrow pane a longer duration takes a second line: from 9 h to 10 h."""
    async with showing({**LIVE, "StartedOn": NOW.timestamp() - 35_999}, size=(60, 60)) as (app, _):
        for seconds in (0, 1, 60, 3600, 86_400):
            app.time = NOW + timedelta(seconds=seconds)
            app.details.count_second()
            at_once = text(app)
            app.details.laid_out.forget()
            app.details.update_fields()
            assert text(app) == at_once


async def test_a_field_that_was_seen_under_the_cursor_still_is_when_one_above_has_more_lines() -> None:
    raw = {"JobName": "j", "Id": "i", "JobRunState": "SUCCEEDED", "PredecessorRuns": [], "Arguments": {"--day": "1"}}
    async with showing(raw, size=(100, 20)) as (app, pilot):
        app.details.show(JobRun({**raw, "Id": "listed"}, asked_predecessors=False))
        await pilot.press("end")
        before = app.details.line_count
        app.details.show(JobRun({**raw, "Id": "listed"}, asked_predecessors=True))
        await pilot.pause()
        assert app.details.line_count > before
        assert any(line.startswith("›--day") for line in lines(app))

        app.details.show(JobRun({**raw, "Id": "other"}, asked_predecessors=False))
        app.details.scroll_to_line(0)
        app.details.show(JobRun({**raw, "Id": "other"}, asked_predecessors=True))
        await pilot.pause()
        assert app.details.top == 0


async def test_only_a_live_run_has_a_clock_that_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    async with showing(RAW) as (app, _):
        ticks = Ticks(monkeypatch, app.details)
        app.details.show(JobRun(LIVE))
        assert ticks.seconds == [1]
        app.details.show(JobRun(RAW))
        assert ticks.seconds == []
        app.details.show(JobRun({**LIVE, "JobRunState": "A_NEW_STATE"}))
        assert ticks.seconds == [1]


async def test_what_is_not_seen_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    async with showing(RAW) as (app, pilot):
        # Only the seconds that this test counts are counted.
        ticks = Ticks(monkeypatch, app.details)
        app.details.show(JobRun(LIVE))
        counted: list[bool] = []
        monkeypatch.setattr(app.details, "count_on", lambda: counted.append(True))
        app.push_screen(Screen())
        await pilot.pause()
        ticks.pass_one()
        assert counted == []
        app.pop_screen()
        await pilot.pause()
        app.details.display = False
        await pilot.pause()
        ticks.pass_one()
        assert counted == []
        app.details.display = True
        app.push_screen(ModalScreen())
        await pilot.pause()
        ticks.pass_one()
        assert counted == [True]


async def test_a_final_run_writes_nothing_while_nobody_does_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    async with showing(LIVE) as (app, pilot):
        ticks = Ticks(monkeypatch, app.details)
        app.details.show(JobRun(RAW))
        assert app._driver is not None
        await pilot.pause()
        written: list[str] = []
        app._driver.write = written.append  # type: ignore[method-assign]
        app.time += timedelta(hours=1)
        app.details.count_second = lambda: pytest.fail("a clock ticks")  # type: ignore[method-assign]
        assert ticks.seconds == []
        await pilot.pause()
        assert written == []


async def test_keys_wrap_only_the_fields_that_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = {**SECRET, "Arguments": {**SECRET["Arguments"], **{f"--n{number}": "v" for number in range(500)}}}
    async with showing(raw) as (_, pilot):
        wrapped: list[str] = []
        lines_of = field_layout.field_lines

        def counting(field: Any, width: int) -> Any:
            wrapped.append(field.field.name)
            return lines_of(field, width)

        monkeypatch.setattr(field_layout, "field_lines", counting)
        await pilot.press("a", "a", "down", "slash", "n", "1", "backspace", "backspace", "enter")
        assert wrapped == []
        await pilot.press("x")
        assert sorted(wrapped) == ["--password", "ErrorMessage"]
