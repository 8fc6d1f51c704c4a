"""A screen that is going: nothing that it asked for comes to it any more."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult

from gluetui.panes.job_list import JobList
from gluetui.screens.session_screen import SessionScreen
from tests.screens.conftest import a_session


class Jobs(JobList):
    """Tells when it has left the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.has_left = asyncio.Event()

    def on_unmount(self) -> None:
        self.has_left.set()


class Loading(SessionScreen):
    """Waits for jobs that come when their pane has just gone."""

    def __init__(self) -> None:
        super().__init__(a_session())
        self.jobs = Jobs()

    def body(self) -> ComposeResult:
        yield self.jobs

    def on_mount(self) -> None:
        self.run_worker(self.load)

    async def load(self) -> None:
        self.jobs.wait_for("loading jobs")
        await self.jobs.has_left.wait()
        self.jobs.show_listed(["nightly"], has_more=False)


async def test_an_answer_does_not_come_to_a_screen_whose_panes_have_gone() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        screen = Loading()
        await app.push_screen(screen)
        await app.pop_screen()
        await pilot.pause()
        assert screen.jobs.has_left.is_set()
        assert screen.jobs.items == []
