"""The timeline of the predecessors on the main screen: its calls, its way out, and what C offers on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gluetui.glue.demo import demo
from gluetui.local.settings import Settings
from tests.conftest import NOW
from tests.screens.conftest import NARROW, WIDE, Browsing, Loopback, a_run, browsing
from tests.screens.seen import shown_in

START = NOW.timestamp() - 7_200
RUNS = [
    a_run("load", "jr_load", StartedOn=START, CompletedOn=START + 1_800),
    a_run("clean", "jr_clean", ("load", "jr_load"), StartedOn=START + 1_860, CompletedOn=START + 3_000),
    a_run("report", "jr_report", ("clean", "jr_clean"), StartedOn=START + 3_000, CompletedOn=START + 3_600),
]


def tree(here: Browsing) -> str:
    return shown_in(here.app, "predecessors")


async def test_t_makes_no_call_and_draws_what_comes(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("4")
        calls = len(aws.server.calls)
        await here.press("T", "+", "-", "0")
        assert len(aws.server.calls) == calls
        assert "at least 1 run" in tree(here)
        await here.press("E")
        assert "critical path: 3 runs = 59m 0s running + 1m 0s waiting" in tree(here)
        assert len(aws.server.calls) == calls + 2


async def test_c_on_the_timeline_copies_the_path_and_on_columns_it_does_not_offer_it(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("4", "E", "j")
        await here.open_picker("C")
        assert "Critical path" not in shown_in(here.app, "choices")
        await here.press("escape", "T")
        await here.open_picker("C")
        assert "Critical path of report" in shown_in(here.app, "choices")
        await here.press("enter")
        assert here.copied.startswith("critical path: 3 runs = 59m 0s running + 1m 0s waiting\n")
        assert "jr_load" in here.copied


async def test_the_trace_is_saved_to_a_file_of_its_owners_alone(
    aws: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    aws.holds(RUNS)
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("4", "E", "T")
        await here.open_picker("C")
        await here.tap("down", "enter")
        await here.until(lambda: any("Trace of 3 runs saved" in toast for toast in here.toasts))
    (saved,) = tmp_path.iterdir()
    assert saved.name == "report-jr_report-20261120T023000Z-trace.json"
    assert saved.stat().st_mode & 0o777 == 0o600
    assert any(event["name"] == "clean" for event in json.loads(saved.read_text())["traceEvents"])


async def test_without_a_tree_t_says_what_it_lacks(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, job="report") as here:
        await here.press("2", "4")
        here.predecessors.projection.clear(())
        here.predecessors.changed()
        await here.press("T")
        assert here.toasts == ["No run's predecessors are shown."]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_demos_failed_night_shows_what_delayed_it_and_what_changed(size: tuple[int, int]) -> None:
    async with browsing(demo(), size=size) as here:
        await here.press("j", "j", "j", "enter", "4", "E", "T")
        assert "critical path: 5 runs" in tree(here)
        line = next(line for line in tree(here).splitlines() if "ingest-clickstream" in line)
        assert "✓*ingest-clickstream" in line and "█" in line
        before = tree(here)
        await here.press("f", "D")
        await here.until(lambda: here.app.focused is not None and here.app.focused.id == "differences")
        await here.settled()
        assert "~ JobRunState" in shown_in(here.app, "differences")
        await here.press("end")
        assert "not in the demo" in shown_in(here.app, "differences")
        await here.press("escape")
        assert tree(here).replace("›", " ") == before.replace("›", " ")


async def test_in_ascii_and_without_colour_the_path_is_told_by_signs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with browsing(demo(), size=NARROW, settings=Settings(ascii=True)) as here:
        await here.press("j", "j", "j", "enter", "4", "E", "T")
        screen = shown_in(here.app, "screen")
        assert screen.isascii()
        line = next(line for line in screen.splitlines() if "ingest-clickstream" in line)
        assert "+*ingest-clickstream" in line and "####" in line
        assert "===" in next(line for line in screen.splitlines() if "ingest-orders" in line)
        await here.press("f", "D")
        await here.until(lambda: here.app.focused is not None and here.app.focused.id == "differences")
        await here.settled()
        assert shown_in(here.app, "screen").isascii()


async def test_a_click_on_the_triangle_opens_a_row_of_the_timeline_as_one_of_the_columns(aws: Loopback) -> None:
    aws.holds(RUNS)
    async with browsing(aws.glue, job="report", run="jr_report") as here:
        await here.press("4", "T")
        line = next(
            y for y, text in enumerate(tree(here).splitlines()) if "report" in text and "critical path" not in text
        )
        await here.pilot.click("#predecessors", offset=(3, line + 1))
        await here.settled()
        assert here.tree == ["report", "clean"]
