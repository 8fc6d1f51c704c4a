"""A new screen of a session has all that such a screen has: it says its body, its run and what loads, and no more."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widget import Widget

from gluetui.glue.errors.error import AwsError
from gluetui.glue.run.run import RunKey
from gluetui.panes.run_details import RunDetails
from gluetui.screens.session_screen import SessionScreen, Subject
from gluetui.session.session import Session
from gluetui.widgets.key_line import KeyLine
from tests.screens.conftest import Alarms, Browsing, Loopback, a_run, aws_of_its_own, browsing
from tests.screens.faults import DENIED, Hold, on
from tests.screens.seen import shown_in
from tests.server import RESET, refusal

KEY = RunKey("clean", "jr_clean")


class OneRun(SessionScreen):
    """Shows one run, and nothing of it is about sessions, commands or faults."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.run = RunDetails(session.clock)

    subject = Subject(KEY)

    def body(self) -> Iterable[Widget]:
        yield self.run

    def on_mount(self) -> None:
        self.run.focus()
        self.ask_again()

    def ask_again(self) -> None:
        self.start_work(self._load, group="load-run", exclusive=True)

    async def _load(self) -> None:
        self.run.wait_for("loading the run")
        try:
            run = await self.session.ask(self.session.glue.run, KEY, refresh=True, retrying=self.run.load)
        except AwsError as error:
            self.fail(error, self.ask_again, self.run.load)
            return
        self.run.arrived()
        self.run.show(run)


@asynccontextmanager
async def showing(aws: Loopback) -> AsyncIterator[tuple[Browsing, OneRun]]:
    """The new screen over the main one, in the program as it is."""
    aws.holds([a_run("clean", "jr_clean", state="RUNNING", CompletedOn=None, StateDetail="disk full")])
    async with browsing(aws.glue) as here:
        screen = OneRun(here.session)
        await here.app.push_screen(screen)
        await here.settled()
        yield here, screen


def said(here: Browsing) -> str:
    return " ".join(shown_in(here.app, "details").split())


async def test_it_has_the_first_line_the_banner_and_the_line_of_keys(aws: Loopback, alarms: Alarms) -> None:
    async with showing(aws) as (here, screen):
        assert "keys of the environment · eu-west-1" in shown_in(here.app, "top")
        assert "not AWS: 127.0.0.1" in shown_in(here.app, "top")
        assert shown_in(here.app, "banner") == ""
        keys = screen.query_one(KeyLine).render_line(0).text
        assert all(key in keys for key in ("y Copy", "C Share", "S Save", "J JSON"))
        aws.server.fault = lambda call: RESET
        await here.press("r")
        assert "was cut" in shown_in(here.app, "banner")
        assert "disk full" in said(here), "what was loaded stays"


async def test_its_fault_is_every_screens_and_it_is_asked_again_by_itself(aws: Loopback, alarms: Alarms) -> None:
    async with showing(aws) as (here, screen):
        aws.server.fault = lambda call: RESET
        await here.press("r")
        assert here.session.health.fault is not None and screen.run.load.is_in_banner
        aws.server.fault = None
        await alarms.ring(here)
        assert here.session.health.fault is None and screen.run.error is None
        assert shown_in(here.app, "banner") == ""


async def test_an_error_of_its_own_stands_in_its_pane_and_is_behind_e(aws: Loopback) -> None:
    async with showing(aws) as (here, screen):
        aws.server.fault = on("GetJobRun", DENIED)
        await here.press("r")
        assert "glue:GetJobRun" in said(here) and shown_in(here.app, "banner") == ""
        await here.press("e")
        assert here.app.screen is not screen
        assert "arn:aws:iam::1:user/u" in shown_in(here.app, "screen")
        await here.press("escape")
        aws.server.fault = None
        await here.press("r")
        assert "glue:GetJobRun" not in said(here)


async def test_its_pane_says_which_try_is_under_way(alarms: Alarms) -> None:
    with aws_of_its_own() as aws:
        async with showing(aws) as (here, _):
            hold, tries = Hold("GetJobRun", "clean"), iter([refusal("ThrottlingException", "Rate exceeded")])
            aws.server.fault = lambda call: next(tries, None) or hold(call)
            await here.tap("r")
            await here.until(lambda: "throttled, retrying 2/3" in said(here))
            hold.let_go()
            await here.settled()
            assert "retrying" not in said(here)


async def test_its_run_is_copied_written_to_a_file_and_read(
    aws: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with showing(aws) as (here, screen):
        await here.press("y")
        assert '"Id": "jr_clean"' in here.copied
        await here.press("F")
        await here.until(lambda: "Written to" in here.toasts[-1])
        [path] = tmp_path.glob("gluetui-copy-*.txt")
        assert path.read_text() == here.copied
        await here.press("J")
        await here.until(lambda: here.app.screen is not screen)
        assert '"StateDetail": "disk full"' in shown_in(here.app, "screen")


async def test_its_times_are_in_utc_or_of_this_machine_by_u(aws: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    async with showing(aws) as (here, _):
        assert "StartedOn 2026-11-20 10:30:00 JST" in said(here)
        await here.press("u")
        assert "StartedOn 2026-11-20 01:30:00 UTC" in said(here)


async def test_where_it_is_about_no_run_the_keys_that_need_one_are_not_there(
    aws: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OneRun, "subject", None)
    async with showing(aws) as (here, screen):
        keys = screen.query_one(KeyLine).render_line(0).text
        assert "r Refresh" in keys and "y Copy" not in keys and "S Save" not in keys
        await here.press("y")
        assert here.copied == ""
