"""A small pipeline of the tests' own, an app that browses it, and what the terminal's clipboard was sent."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, Literal, NamedTuple

import pytest
from textual.events import Key
from textual.keys import key_to_character
from textual.pilot import Pilot

from gluetui.app.app import GlueTui
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.demo import demo
from gluetui.glue.files.run_reference import RunReference
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.lineage.tree import OpenedTree
from gluetui.glue.night.night import Night
from gluetui.glue.run.run import RunKey
from gluetui.local.choices import Remembered
from gluetui.local.settings import Settings
from gluetui.panes.job_list import JobList
from gluetui.panes.predecessor_tree import PredecessorTree
from gluetui.panes.run_details import RunDetails
from gluetui.panes.run_list import RunList
from gluetui.screens.browse.current_run import Trail
from gluetui.screens.browse.screen import Browse
from gluetui.session.health import Health
from gluetui.session.machine import Machine
from gluetui.session.session import Session
from gluetui.text.times import Clock
from gluetui.widgets.pane import Pane
from tests.at_rest import at_rest, make_frame
from tests.conftest import NOW
from tests.screens.seen import until
from tests.server import GlueServer

WIDE, NARROW = (160, 45), (80, 24)


def a_run(job: str, run_id: str, *before: tuple[str, str], state: str = "SUCCEEDED", **members: Any) -> dict[str, Any]:
    """A run as GetJobRun sends it; `before` are the job and id of each predecessor."""
    return {
        "Id": run_id,
        "JobName": job,
        "JobRunState": state,
        "StartedOn": NOW.timestamp() - 3600,
        "CompletedOn": NOW.timestamp() - 3000,
        "ExecutionTime": 570,
        "Attempt": 0,
        "PredecessorRuns": [{"JobName": name, "RunId": each} for name, each in before],
        **members,
    }


def a_pipeline() -> list[dict[str, Any]]:
    """`report` comes after `clean` and `load`, `clean` after `load`: a diamond. `live` is running."""
    return [
        a_run("load", "jr_load"),
        a_run("clean", "jr_clean", ("load", "jr_load"), state="FAILED", ErrorMessage="disk full"),
        a_run("report", "jr_report", ("clean", "jr_clean"), ("load", "jr_load"), TriggerName="all-in"),
        a_run("report", "jr_old", StartedOn=NOW.timestamp() - 90_000, CompletedOn=NOW.timestamp() - 89_000),
        a_run("report", "jr_oldest", StartedOn=NOW.timestamp() - 190_000, CompletedOn=NOW.timestamp() - 189_000),
        a_run("live", "jr_live", state="RUNNING", CompletedOn=None),
    ]


class Browsing:
    """An app that runs, and its panes: what a test presses and looks at."""

    def __init__(self, app: GlueTui, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.written: list[str] = []

    @property
    def screen(self) -> Browse:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, Browse)
        return screen

    @property
    def session(self) -> Session:
        return self.screen.session

    @property
    def jobs(self) -> JobList:
        return self.screen.jobs

    @property
    def runs(self) -> RunList:
        return self.screen.runs

    @property
    def details(self) -> RunDetails:
        return self.screen.details

    @property
    def predecessors(self) -> PredecessorTree:
        return self.screen.predecessors

    @property
    def panes(self) -> tuple[Pane, ...]:
        return self.screen.panes.order

    @property
    def run_key(self) -> RunKey | None:
        """The current run."""
        return self.screen.current.key

    @property
    def trail(self) -> Trail[OpenedTree]:
        return self.screen.current.trail

    @property
    def runs_to_fetch(self) -> int:
        """Runs of the tree that have no answer yet."""
        return self.screen.tree_loader.left

    @property
    def runs_not_fetched(self) -> int:
        """Runs of the tree that were asked for in vain."""
        return self.screen.tree_loader.failed

    @property
    def fetching_is_held(self) -> bool:
        """Whether a fault stands, and no run of the tree is being fetched or waits for its next try."""
        fetches = [worker for worker in self.app.workers if worker.group == "predecessors"]
        return self.session.health.fault is not None and all(worker.is_finished for worker in fetches)

    @property
    def last_runs_are_there(self) -> bool:
        """Whether all is looked up that jobs in sight, or `!`, want to know of their last runs."""
        return self.screen.last_runs.is_idle

    @property
    def has_quit(self) -> bool:
        return self.app._exit

    @property
    def is_in_front(self) -> bool:
        """Whether no other screen lies over this one."""
        return self.app.screen is self.screen

    def open_run(self, key: RunKey) -> None:
        self.screen.current.open(key)

    def load_runs(self, job_name: str, *, kept: bool = False) -> None:
        self.screen.run_loader.load(job_name, kept=kept)

    def load_jobs(self) -> None:
        self.screen.job_loader.load()

    @property
    def focus(self) -> str | None:
        return self.app.focused.id if self.app.focused else None

    @property
    def toasts(self) -> list[str]:
        return [str(toast.message) for toast in self.app._notifications]

    @property
    def copied(self) -> str:
        """What was sent to the terminal's clipboard last."""
        sent = re.findall(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", "".join(self.written))
        return base64.b64decode(sent[-1]).decode() if sent else ""

    @property
    def tree(self) -> list[str]:
        """The jobs of the predecessor tree, top to bottom."""
        return [row.link.job_name for row in self.predecessors.projection.rows if row.key is not None]

    async def press(self, *keys: str) -> None:
        """Press keys, each after all that the one before it asked for has arrived."""
        for key in keys:
            await self.tap(key)
            if not self._is_quiet():
                await self.settled()

    async def tap(self, *keys: str) -> None:
        """Press keys without waiting for what they ask of AWS."""
        for key in keys:
            await self.burst(key)

    async def burst(self, *keys: str) -> None:
        """Type keys faster than any of them is served."""
        make_frame(self.app)
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            event = Key(key, key_to_character(key))
            event.set_sender(self.app)
            driver.send_message(event)
        await at_rest(self.app)

    async def open_picker(self, key: str) -> None:
        """One is there once files of the machine are read: a key that is pressed before is the panes'."""
        await self.tap(key)
        await self.until(lambda: self.focus == "choices")

    async def walk(self, steps: list[tuple[str, Callable[[Browsing], bool]]]) -> None:
        """Press key after key; after each something must come to be so."""
        for key, is_so in steps:
            await self.press(key)
            await self.until(partial(is_so, self))

    async def settled(self) -> None:
        """Wait for messages and calls to have had their effect. Textual's own wait for an idle process is slow."""
        while True:
            await at_rest(self.app)
            if self._is_quiet():
                return
            await self.until(self._is_quiet)

    def _is_quiet(self) -> bool:
        """No call is under way and no answer waits to be drawn."""
        return all(worker.is_finished for worker in self.app.workers) and not self.predecessors.news.is_due

    async def until(self, is_so: Callable[[], bool]) -> None:
        await until(self.pilot, is_so)


def a_session() -> Session:
    """Of the demo, for a screen that is tested without its app."""
    return Session(demo(), Clock(lambda: NOW), Settings(refresh=0, statuses=False), Machine(), mode="session 1")


@asynccontextmanager
async def browsing(
    glue: Glue,
    *,
    size: tuple[int, int] = WIDE,
    job: str | None = None,
    run: str | None = None,
    named: RunReference | None = None,
    settled: bool = True,
    settings: Settings | None = None,
    remembered: Remembered | None = None,
    refresh: float = 0,
    statuses: bool = False,
    logs: Literal["auto", "ask", "off"] = "ask",
    night: Night | bool = False,
) -> AsyncIterator[Browsing]:
    """The app on a Glue, at the tests' time, its jobs loaded unless `settled` is False.

    Calls that nobody asked for are made only where a test is about them: `refresh` in seconds, `statuses`, `logs`.
    """
    settings = replace(settings or Settings(), refresh=refresh, statuses=statuses, logs=logs)
    app = GlueTui(
        glue,
        job=job,
        run=run,
        named=named,
        night=night,
        clock=Clock(lambda: NOW),
        settings=settings,
        remembered=remembered,
    )
    async with app.run_test(size=size, notifications=True) as pilot:
        here = Browsing(app, pilot)
        driver = app._driver
        assert driver is not None
        driver.write = here.written.append  # type: ignore[method-assign]
        if settled:
            await until(pilot, lambda: bool(here.jobs.items) or here.jobs.error is not None)
            await here.settled()
        yield here
        make_frame(app)


class Loopback(NamedTuple):
    """A server on loopback, and a Glue that asks it over real boto3."""

    server: GlueServer
    glue: Glue

    def holds(self, runs: list[dict[str, Any]], job_names: list[str] | None = None) -> None:
        self.server.snapshot = Snapshot(runs, job_names)


@contextmanager
def aws_of_its_own() -> Iterator[Loopback]:
    """For a test that leaves calls under way."""
    with GlueServer(Snapshot(a_pipeline())).serving() as server:
        yield Loopback(server, Glue(Aws(region="eu-west-1", endpoint_url=server.url)))


@pytest.fixture(scope="session")
def one_aws() -> Iterator[Loopback]:
    with aws_of_its_own() as shared:
        yield shared


@pytest.fixture
def aws(one_aws: Loopback) -> Loopback:
    """As if new: it holds the pipeline, nothing goes wrong, nothing was asked and no answer is kept."""
    one_aws.holds(a_pipeline())
    one_aws.server.fault = None
    one_aws.server.calls.clear()
    return Loopback(one_aws.server, Glue(one_aws.glue.aws))


class Alarms(list[tuple[float, Callable[[], None]]]):
    """What the screen has put off, by its seconds: it happens when the test rings."""

    @property
    def seconds(self) -> list[float]:
        return [seconds for seconds, _ in self]

    async def ring(self, here: Browsing) -> None:
        """Let the time pass until all that is put off now has come."""
        due, self[:] = list(self), []
        for _, callback in due:
            callback()
        await here.settled()


@pytest.fixture
def alarms(monkeypatch: pytest.MonkeyPatch, impatient: None) -> Alarms:
    """No waiting: neither boto3's nor the screen's."""
    put_off = Alarms()

    def noted(health: Health, seconds: float, callback: Callable[[], None]) -> None:
        put_off.append((seconds, callback))

    monkeypatch.setattr(Health, "call_later", noted)
    return put_off


@pytest.fixture(autouse=True)
def keys_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials that boto3 can sign with and that open nothing."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
