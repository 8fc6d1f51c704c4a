"""The board of a night in an app of a few lines: what is drawn at any size, whatever jobs are called."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.missing import Missing
from gluetui.glue.night.night import Night
from gluetui.glue.night.verdict import Section
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window
from gluetui.panes.night_board import NightBoard
from gluetui.text.night_head import Progress
from gluetui.text.times import Clock
from tests.conftest import NOW
from tests.screens.seen import shown_in

WINDOW = Window(NOW - timedelta(hours=24), NOW)

HOSTILE = ("\x1b]0;owned\x07", "a\u202eb", "[/opt/x]", "tab\there", "n" + "\u0301" * 9, "中文作业" * 9, " ", "x" * 300)


class Host(App[None]):
    CSS = "NightBoard { height: 1fr; border: round white; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }"

    def __init__(self) -> None:
        super().__init__()
        self.board = NightBoard(Clock(lambda: NOW))

    def compose(self) -> ComposeResult:
        yield self.board


def answered(job: str, state: str = "SUCCEEDED", hours: float = 2, **members: Any) -> JobNight:
    start = NOW.timestamp() - hours * 3600
    raw = {"JobName": job, "Id": f"jr_{job}", "JobRunState": state, "StartedOn": start, "CompletedOn": start + 600}
    return JobNight(job, [JobRun(raw | members)], WINDOW, NOW)


def a_night(*jobs: JobNight) -> Night:
    night = Night(WINDOW)
    night.list_jobs([each.job for each in jobs], is_last=True)
    for each in jobs:
        night.answered(each, NOW)
    return night


@asynccontextmanager
async def board_of(night: Night, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[NightBoard, Pilot[None]]]:
    app = Host()
    async with app.run_test(size=size) as pilot:
        app.board.focus()
        app.board.show(night)
        await pilot.pause()
        yield app.board, pilot


def text(pilot: Pilot[None]) -> str:
    return shown_in(pilot.app, "night")


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 30), (160, 45), (220, 60)])
async def test_nothing_essential_is_cut_at_any_size(size: tuple[int, int]) -> None:
    failed = answered("curate-sales", "FAILED", ErrorMessage="Container killed by YARN for exceeding memory limits")
    night = a_night(failed, answered("good"))
    night.set_missing([Missing("mart", None, "t", "curate-sales FAILED")])
    night.answered(JobNight("mart", [], WINDOW, NOW), NOW)
    async with board_of(night, size) as (board, pilot):
        seen = text(pilot)
        for part in (
            "curate-sales",
            "Container",
            "mart",
            "2 runs · 1 failed · 1 missing",
            "3 of 3 jobs asked",
            "1 other job",
        ):
            assert part in seen, part
        assert all(cell_len(line) <= size[0] for line in seen.splitlines())
        assert board.cursor == 0


async def test_it_follows_the_size_of_the_window() -> None:
    night = a_night(answered("bad", "FAILED", ErrorMessage="disk full"), *(answered(f"job-{n}") for n in range(50)))
    async with board_of(night) as (board, pilot):
        board.action_open_fine()
        board.action_last()
        for size in ((160, 45), (60, 15), (220, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            assert board.current == "job-9"
            assert "job-9" in text(pilot)


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_name_or_an_error_does_nothing_to_the_terminal(name: str) -> None:
    night = a_night(answered(name, "FAILED", ErrorMessage=f"it broke {name}"), answered("good"))
    night.refused("other" + name, AwsError(ErrorKind.DENIED, f"no {name}", "Ask."))
    night.set_missing([Missing("gone" + name, NOW, name, f"{name} FAILED")])
    night.answered(JobNight("gone" + name, [], WINDOW, NOW), NOW)
    async with board_of(night, (100, 30)) as (board, pilot):
        for _ in range(2):
            seen = text(pilot)
            assert seen.replace("\n", "").isprintable()
            assert "\u202e" not in seen
            assert all(cell_len(line) <= 100 for line in seen.splitlines())
            board.action_bars()
            await pilot.pause()


async def test_a_failed_job_that_comes_above_the_cursor_of_another_section_leaves_it_on_its_line() -> None:
    night = a_night(answered("stopped", "STOPPED"), answered("halted", "STOPPED", 3))
    async with board_of(night) as (board, pilot):
        await pilot.press("down")
        line = board.screen_line
        night.answered(answered("bad", "FAILED"), NOW)
        board.news_came()
        assert (board.current, board.screen_line) == ("halted", line)
        assert "1 above" in text(pilot)
        await pilot.press("up", "up")
        assert board.current == "bad"
        assert "above" not in text(pilot)


async def test_before_the_cursor_was_moved_it_goes_to_the_first_failure() -> None:
    night = a_night(answered("stopped", "STOPPED"))
    async with board_of(night) as (board, pilot):
        assert board.current == "stopped"
        night.answered(answered("bad", "FAILED"), NOW)
        board.news_came()
        assert board.current == "bad"
        night.answered(answered("worse", "FAILED", 1), NOW)
        board.news_came()
        assert board.current == "bad"
        assert "worse" in text(pilot)


async def test_a_board_without_rows_says_why() -> None:
    night = Night(WINDOW)
    async with board_of(night) as (board, pilot):
        board.say_empty("Jobs are being asked.")
        assert "Jobs are being asked." in text(pilot)
        night.answered(JobNight("idle", [], WINDOW, NOW), NOW)
        board.news_came()
        assert "No run was on in this window, of 1 job that answered." in text(pilot)


async def test_what_is_wrong_with_the_whole_account_stands_in_the_head() -> None:
    async with board_of(a_night(answered("good"))) as (board, pilot):
        board.progress = lambda: Progress("esc stops", "as of 02:17", "Jobs could not be listed: denied")
        board.say(Section.MISSING, "triggers could not be read: denied")
        board.news_came()
        seen = text(pilot)
        for part in (
            "esc stops",
            "as of 02:17",
            "Jobs could not be listed",
            "DUE, BUT DID NOT RUN · triggers could not be read",
        ):
            assert part in seen


async def test_an_error_that_came_after_an_answer_is_its_rows_remark() -> None:
    night = a_night(answered("bad", "FAILED", ErrorMessage="disk full"))
    night.refused("bad", AwsError(ErrorKind.DENIED, "AWS denied it", "Ask."))
    async with board_of(night, (160, 30)) as (board, pilot):
        assert "denied since: disk full" in text(pilot)
        assert board.shown_error is not None
