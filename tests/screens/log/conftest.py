"""A run of Glue 5.0 whose log a CloudWatch Logs of the tests' own has, and the screen that shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.logs.pace import Pace
from gluetui.screens.log.following import LogFollower
from gluetui.screens.log.screen import LogScreen
from tests.logs_server import LogService, Served
from tests.screens.conftest import NOW, WIDE, Browsing, a_run, browsing
from tests.screens.seen import shown_in
from tests.server import GlueServer

STARTED = round(NOW.timestamp() * 1000) - 3_600_000
"""Milliseconds since the epoch."""

OUTPUT, ERROR = "/aws-glue/jobs/output", "/aws-glue/jobs/error"


def spark(run_id: str, **members: Any) -> dict[str, Any]:
    """A run of job `load` on Glue 5.0."""
    return (
        a_run("load", run_id, GlueVersion="5.0", LogGroupName="/aws-glue/jobs", Command={"Name": "glueetl"}) | members
    )


def lines(count: int, start: int = STARTED, text: str = "line {}") -> Iterable[Served]:
    """Records of one line, one a second."""
    return [Served(start + 1000 * number, text.format(number) + "\n") for number in range(count)]


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class LogShown:
    """The screen of a log, and what a test asks of it."""

    def __init__(self, here: Browsing) -> None:
        self.here = here

    @property
    def screen(self) -> LogScreen:
        screen = next(each for each in self.here.app.screen_stack if isinstance(each, LogScreen))
        assert isinstance(screen, LogScreen)
        return screen

    @property
    def view(self) -> Any:
        return self.screen.log_view

    @property
    def lines(self) -> list[str]:
        """What is seen of the pane."""
        return shown_in(self.here.app, "log").splitlines()

    @property
    def under_cursor(self) -> str:
        """The message of the record under the cursor."""
        return self.view.shown.record(self.view.cursor).message

    @property
    def border(self) -> str:
        """The text in the border below."""
        return self.view.subtitle

    @property
    def toasts(self) -> list[str]:
        return self.here.toasts

    async def press(self, *keys: str) -> None:
        await self.here.press(*keys)

    async def type(self, text: str) -> None:
        await self.here.press(*("space" if letter == " " else letter for letter in text))


class Reading(LogShown):
    """The log of a run, on a service and at times that are the test's own."""

    def __init__(
        self, here: Browsing, service: LogService, server: GlueServer, seconds: Seconds, rests: list[float]
    ) -> None:
        super().__init__(here)
        self.service = service
        self.server = server
        self.seconds = seconds
        self.rests = rests
        """The seconds that were waited after throttles; no time passes by them."""

    async def time_passes(self, seconds: float, *, step: float = 0.5) -> None:
        """Let one `step` of seconds pass after the other; events arrive, and the follower makes a call in each."""
        clock = self.here.app.clock
        began, at = clock.now(), self.seconds.now
        for number in range(1, round(seconds / step) + 1):
            now = began + timedelta(seconds=number * step)
            self.seconds.now, clock.now = at + number * step, partial(_itself, now)
            self.service.now = round(now.timestamp() * 1000)
            self.screen.follower.tick()
            await self.here.settled()

    def becomes(self, run: dict[str, Any]) -> None:
        """Have AWS answer for the run with this."""
        self.server.snapshot = self.service.snapshot([run])

    async def until(self, is_so: Callable[[], bool]) -> None:
        await self.here.until(is_so)


def reading(
    service: LogService, *runs: dict[str, Any], size: tuple[int, int] = WIDE
) -> AbstractAsyncContextManager[Reading]:
    """The log of the first of the runs, opened by L."""
    return _reading(service, runs or (spark("jr_1"),), size)


@asynccontextmanager
async def _reading(
    service: LogService, runs: tuple[dict[str, Any], ...], size: tuple[int, int]
) -> AsyncIterator[Reading]:
    with GlueServer(service.snapshot(list(runs))).serving() as server, pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", server.url)
        seconds, rests = Seconds(), list[float]()
        # No time but the test's: the follower ticks where `time_passes`, and a throttle is not waited for.
        environment.setattr("gluetui.screens.log.screen.LogFollower", partial(LogFollower, seconds=seconds))
        environment.setattr("gluetui.screens.log.following.FOLLOWING_SECONDS", 1e6)
        environment.setattr("gluetui.screens.log.loaded.Pace", partial(Pace, sleep=rests.append))
        glue = Glue(Aws(region="eu-west-1", endpoint_url=server.url))
        async with browsing(glue, job="load", run=runs[0]["Id"], size=size) as here:
            service.calls.clear()
            await here.press("L")
            yield Reading(here, service, server, seconds, rests)


def _itself(now: datetime) -> datetime:
    return now
