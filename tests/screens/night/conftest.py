"""An account's night on the tests' own server, and the board that shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from gluetui.glue.clients.glue import Glue
from gluetui.glue.night.verdict import Section
from gluetui.panes.night_board import NightBoard
from gluetui.screens.night.screen import NightScreen
from tests.conftest import NOW
from tests.screens.conftest import WIDE, Browsing, a_run, browsing
from tests.screens.seen import shown_in
from tests.server import Call, GlueServer, Reply

HOUR = 3600.0


def ran(job: str, run_id: str, hours: float = 1, state: str = "SUCCEEDED", **members: Any) -> dict[str, Any]:
    """A run that began so many hours ago and took ten minutes."""
    start = NOW.timestamp() - hours * HOUR
    return a_run(job, run_id, state=state, StartedOn=start, CompletedOn=start + 600, **members)


def a_night() -> list[dict[str, Any]]:
    """One job failed, one is live, two went well, one has not run for days."""
    return [
        ran("load", "jr_load", 3),
        ran("clean", "jr_clean", 2, "FAILED", ErrorMessage="disk full", MaxCapacity=2.0),
        ran("report", "jr_report", 1),
        a_run("live", "jr_live", state="RUNNING", CompletedOn=None),
        ran("idle", "jr_idle", 60),
    ]


def trigger(name: str, starts: str, after: str = "", cron: str = "", state: str = "ACTIVATED") -> dict[str, Any]:
    """A trigger as GetTriggers returns it: by a schedule, or on the success of another job."""
    condition = {"LogicalOperator": "EQUALS", "JobName": after, "State": "SUCCEEDED"}
    when = (
        {"Type": "SCHEDULED", "Schedule": f"cron({cron})"}
        if cron
        else {"Type": "CONDITIONAL", "Predicate": {"Logical": "AND", "Conditions": [condition]}}
    )
    return {"Name": name, "State": state, "Actions": [{"JobName": starts}], **when}


def serving_triggers(*triggers: dict[str, Any]) -> Any:
    """A fault that answers for GetTriggers."""

    def fault(call: Call) -> Reply | None:
        return Reply.of({"Triggers": list(triggers)}) if call.operation == "GetTriggers" else None

    return fault


class AtNight:
    """The board of an app that runs, and what a test asks of it."""

    def __init__(self, here: Browsing) -> None:
        self.here = here

    @property
    def screen(self) -> NightScreen:
        board = next(iter(self.here.app._nights._boards.values()))
        assert isinstance(board, NightScreen)
        return board

    @property
    def board(self) -> NightBoard:
        return self.screen.board

    @property
    def is_in_front(self) -> bool:
        return isinstance(self.here.app.screen, NightScreen)

    @property
    def text(self) -> str:
        """What is seen of the board."""
        return shown_in(self.here.app, "night")

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def under_cursor(self) -> object:
        return self.board.current

    def line_of(self, text: str) -> int:
        """On which line of the pane a text is seen; -1 where it is not."""
        return next((number for number, line in enumerate(self.lines) if text in line), -1)

    def jobs(self, section: Section) -> list[str]:
        night = self.board.night
        return night.order(section) if night is not None else []

    @property
    def is_done(self) -> bool:
        loader = self.screen.loader
        return self.board.night is not None and bool(self.board.night.asked.total) and not loader.is_working

    async def done(self) -> None:
        """Until all jobs were asked, and drawn."""
        await self.here.until(lambda: self.is_done)
        await self.here.settled()
        self.board.news_came()


def asked_jobs(server: GlueServer) -> list[Any]:
    """The jobs whose runs were asked for, in order of arrival."""
    return server.asked_for("GetJobRuns", "JobName")


@asynccontextmanager
async def at_night(
    glue: Glue, *, size: tuple[int, int] = WIDE, done: bool = True, keys: Iterable[str] = (), **how: Any
) -> AsyncIterator[AtNight]:
    """The app with the board in front, all jobs asked unless `done` is False; `keys` are pressed before."""
    async with browsing(glue, size=size, **how) as here:
        if how.get("statuses"):
            await here.until(lambda: bool(here.session.last_runs.known) and here.last_runs_are_there)
        await here.press(*keys)
        if how.get("statuses"):
            await here.until(lambda: here.last_runs_are_there)
        await here.tap("N")
        night = AtNight(here)
        await here.until(lambda: night.is_in_front and night.board.night is not None)
        if done:
            await night.done()
        yield night


@pytest.fixture(autouse=True)
def no_rest_between_reckonings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is due is reckoned at once."""
    monkeypatch.setattr("gluetui.screens.night.due.SHORTEST_REST", 0.0)
    monkeypatch.setattr("gluetui.screens.night.due.REST_FACTOR", 0.0)
