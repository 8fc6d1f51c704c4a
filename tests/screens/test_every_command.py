"""Every command in every state of every pane, made from the table of commands.

A key does something that the user sees, or says why not; nothing acts on what is not seen; esc ends at the jobs.
GLUETUI_WALK=all walks through all situations, on a wide terminal too, and has the palette try everywhere what has no
key in the pane.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from inspect import isawaitable
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.worker import Worker

from gluetui.app.app import GlueTui
from gluetui.commands import COMMANDS, Command, key_to_press
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import RunKey
from gluetui.screens.browse.screen import Browse
from gluetui.screens.dialogs import Choices
from gluetui.screens.log.screen import LogScreen
from gluetui.screens.viewer import TextView
from gluetui.widgets.key_line import KeyLine
from tests.at_rest import at_rest
from tests.logs_server import LogService, Served
from tests.screens.conftest import NARROW, WIDE, Alarms, Browsing, Loopback, a_pipeline, aws_of_its_own, browsing
from tests.screens.faults import DENIED, GONE
from tests.screens.log.conftest import STARTED, lines
from tests.screens.seen import shown_in
from tests.server import SILENCE, Call, Reply, refusal

PANES = ("jobs", "runs", "details", "predecessors")

MOST_ESCAPES = 8
"""How often esc is pressed at most until the jobs are reached with nothing over them, no filter and nothing to stop."""

ACTIONS = {"share", "print", "sessions", "copy", "file"}
"""The groups of workers that do what the user asked for, and not what a pane needs."""


class Situation(NamedTuple):
    """What the account answers, and what the user has done before each command."""

    named: tuple[str | None, str | None] = ("report", "jr_report")
    """The job and the run with which the program is opened."""
    runs: Callable[[], list[dict[str, object]]] = a_pipeline
    fault: Callable[[Call], Reply | None] | None = None
    filter: str = ""
    """A filter that is kept in the pane."""
    is_silent: bool = False
    """Whether AWS gives no answer."""
    is_file: bool = False
    log: LogService | None = None
    """What CloudWatch Logs holds, where the log of the run is in front."""


def _expired(call: Call) -> Reply | None:
    return refusal("ExpiredTokenException", "The security token included in the request is expired")


def _gone(call: Call) -> Reply | None:
    return GONE if call.operation == "GetJobRun" else None


def _of_logs(fault: Callable[[Call], Reply | None]) -> Callable[[Call], Reply | None]:
    return lambda call: fault(call) if call.service == "logs" else None


def a_log(*run_ids: str) -> LogService:
    """Of each run one stream, so that what is saved is a file."""
    service = LogService()
    for run_id in run_ids:
        service.put("/aws-glue/jobs/error", run_id, *lines(60), Served(STARTED + 90_000, BROKE))
    return service


BROKE = (
    "2026-08-04 04:17:36 ERROR ProcessLauncher:1 - Error from Python:Traceback (most recent call last):\n"
    "ValueError: no such column\n"
)

LOG_SITUATIONS = {
    "log": Situation(log=a_log("jr_report")),
    "empty log": Situation(log=LogService()),
    "loading log": Situation(log=LogService(), fault=_of_logs(lambda call: SILENCE), is_silent=True),
    "denied log": Situation(log=LogService(), fault=_of_logs(lambda call: DENIED)),
    "signed out in a log": Situation(log=LogService(), fault=_of_logs(_expired)),
    "searched log": Situation(log=a_log("jr_report"), filter="line 1"),
    "search without a match": Situation(log=a_log("jr_report"), filter="zzq"),
    "live log": Situation(("live", "jr_live"), log=a_log("jr_live")),
    "log of a file": Situation(log=a_log("jr_report"), is_file=True),
}

SITUATIONS = {
    "whole": Situation(),
    "empty": Situation((None, None), runs=list),
    "nothing open": Situation((None, None)),
    "loading": Situation(fault=lambda call: SILENCE, is_silent=True),
    "error": Situation(fault=lambda call: DENIED),
    "signed out": Situation(fault=_expired),
    "filtered": Situation(filter="re"),
    "no match": Situation(filter="zzq"),
    "gone": Situation(("report", "jr_gone"), fault=_gone),
    "live": Situation(("live", "jr_live")),
    "file": Situation(is_file=True),
}


class Seen(NamedTuple):
    """All that the user can notice, and what AWS and the machine were asked for."""

    screen: str
    toasts: tuple[str, ...]
    front: object
    focus: object
    typed: object
    copied: str
    files: frozenset[str]
    calls: int
    asked_of_app: tuple[str, ...]


@dataclass
class Walk:
    """One app in one situation, and the faults that were met."""

    here: Browsing
    aws: Loopback | None
    situation: Situation
    folder: Path
    asked_of_app: list[str]
    """The commands that would have ended or suspended the program."""
    faults: list[tuple[str, str, str]]
    """Check, command, and what was seen."""
    _left: set[Worker[object]] = field(default_factory=set)
    """What waited for a silent AWS before the command: nothing more comes of it."""

    # Looking.

    def look(self) -> Seen:
        rows = self.here.app.focused
        return Seen(
            # The seconds of a wait go on by themselves.
            re.sub(r"… \d+ s", lambda wait: "…".ljust(len(wait[0])), shown_in(self.here.app, "screen")),
            tuple(self.here.toasts),
            self.here.app.screen,
            rows,
            (getattr(rows, "is_filtering", None), getattr(rows, "text_line", None)),
            self.here.copied,
            frozenset(map(str, self.folder.iterdir())),
            # A silent AWS is asked again by boto3, whatever the user does.
            len(self.aws.server.calls) if self.aws is not None and not self.situation.is_silent else 0,
            tuple(self.asked_of_app),
        )

    @property
    def named(self) -> set[str]:
        """The keys that the last line names, by Textual's names."""
        line = self.here.app.screen.query_one(KeyLine)
        return {key.key for key in line.keys}

    @property
    def bound(self) -> list[Command]:
        """The commands that have a key where the focus is."""
        bound = {active.binding.id for active in self.here.app.screen.active_bindings.values()}
        return [command for command in COMMANDS if command.id in bound]

    @property
    def under_cursor(self) -> str:
        """The id of the run that the user has before the eyes; "" for none."""
        here = self.here
        if isinstance(screen := here.app.screen, LogScreen):
            return screen.loaded.key.run_id if screen.loaded.key else ""
        if here.focus == "runs":
            return here.runs.item.key.run_id if here.runs.item is not None else ""
        if here.focus == "predecessors" and here.predecessors.entry_count:
            key = here.predecessors.key
            return key.run_id if key is not None else ""
        if here.focus == "jobs":
            last = here.jobs.last_run
            return last.run_id if last is not None else ""
        # The title names the job of the run from the moment that AWS is asked for it.
        pane = here.details if here.focus == "details" else here.predecessors
        return here.run_key.run_id if here.run_key is not None and pane.error is None else ""

    # Waiting.

    async def rested(self) -> None:
        """Until all that was asked for has come; what waits for a silent AWS, or for the user, has at least said so."""
        await at_rest(self.here.app)
        while self._working:
            await self.here.until(lambda: self._has_said or not self._working)
            await at_rest(self.here.app)
            if self._has_said:
                return

    @property
    def _working(self) -> set[Worker[object]]:
        """What is at work for the user; where AWS is silent, the panes' own loads are not waited for."""
        working = {worker for worker in self.here.app.workers if not worker.is_finished} - self._left
        return {worker for worker in working if worker.group in ACTIONS} if self.situation.is_silent else working

    @property
    def _has_said(self) -> bool:
        screen = self.here.app.screen
        if not isinstance(screen, Browse | LogScreen) or screen.question._answer is not None:
            return True
        return self.situation.is_silent and bool(self.here.toasts)

    # Going.

    async def arrange(self, pane: str) -> None:
        """Have the pane in front as the situation wants it."""
        if pane == "log":
            await self._arrange_log()
        else:
            await self._arrange_pane(pane)

    async def _arrange_log(self) -> None:
        here = self.here
        if not isinstance(here.app.screen, LogScreen):
            await self._arrange_pane("details")
            await here.tap("L")
            await self.rested()
        screen = here.app.screen
        assert isinstance(screen, LogScreen)
        screen.question.drop()
        if self.situation.is_silent:
            self._left = {worker for worker in here.app.workers if not worker.is_finished}
        if self.situation.filter and screen.log_view.filter_text != self.situation.filter:
            screen.log_view.set_filter(self.situation.filter)
        here.app.clear_notifications()
        await self.rested()

    async def _arrange_pane(self, pane: str) -> None:
        here = self.here
        target = next(each for each in here.panes if each.id == pane)
        if self.situation.is_silent:
            self._left = {worker for worker in here.app.workers if not worker.is_finished}
        if here.app.focused is not target:
            here.screen.panes.go_to(target)
            await self.rested()
        job, run = self.situation.named
        if job is not None and run is not None and here.run_key != (job, run):
            here.open_run(RunKey(job, run))
            await self.rested()
        if self.situation.filter and target.filter_text != self.situation.filter:
            target.set_filter(self.situation.filter)
        here.app.clear_notifications()
        await self.rested()

    async def go_home(self, command: str) -> None:
        """By esc alone to the jobs."""
        for _ in range(MOST_ESCAPES):
            if self._is_home:
                return
            await self.here.tap("escape")
            await self.rested()
        if not self._is_home:
            here = self.here
            self.faults.append(("esc", command, f"{here.focus} in {here.app.screen}"))
            for screen in here.app.screen_stack[:0:-1]:
                screen.dismiss()
            for pane in here.panes:
                pane.close_filter()
            here.screen.panes.go_to(here.jobs)
            await self.rested()

    @property
    def _is_home(self) -> bool:
        here = self.here
        jobs = here.jobs
        is_narrowed = jobs.is_filtering or jobs.filter_text or jobs.only_failed
        return here.is_in_front and here.focus == "jobs" and not is_narrowed

    # Checks.

    async def try_command(self, command: Command) -> bool:
        """Press its key where it has one here, else choose it in the palette; True if it led elsewhere."""
        here = self.here
        screen = here.app.screen
        key = key_to_press(command, {}, lambda key, character: False) if command in self.bound else ""
        entry = next((each for each in here.app.get_system_commands(screen) if each.title == title(command)), None)
        is_refused = entry is not None and not entry.help.endswith(f"   {command.help}")
        is_named, before, subject = key in self.named, self.look(), self.under_cursor
        if key:
            await here.tap(key)
        elif entry is not None:
            done = entry.callback()
            if isawaitable(done):
                await done
        await self.rested()
        after = self.look()
        told = f"{'named' if is_named else 'not named'}, {entry.help if entry is not None else 'not in the palette'!r}"
        if entry is None and command.id != "app.palette":
            self.faults.append(("palette", command.id, told))
        if is_named and is_refused:
            self.faults.append(("named", command.id, told))
        if not is_refused and after == before:
            self.faults.append(("silent", command.id, told))
        if is_refused and not key and not after.toasts:
            self.faults.append(("silent", command.id, told))
        if is_refused and after._replace(screen=before.screen, toasts=before.toasts) != before:
            self.faults.append(("refused, but acts", command.id, told))
        acted_on = self._runs_in(before, after)
        if command.needs_run and acted_on - {subject}:
            self.faults.append(("unseen", command.id, f"{acted_on} for {subject or 'no run'}"))
        return (before.front, before.focus, before.typed) != (after.front, after.focus, after.typed)

    def _runs_in(self, before: Seen, after: Seen) -> set[str]:
        """The runs that were copied, saved, offered or shown, the first one of each text."""
        texts = [after.copied] if after.copied != before.copied else []
        texts += [Path(name).read_text() for name in after.files - before.files]
        if after.front is not before.front:
            rows = self.here.app.screen.query("*").results()
            texts += [row.text for row in rows if isinstance(row, TextView)]
            rows = self.here.app.screen.query("*").results()
            texts += [str(row.border_title) for row in rows if isinstance(row, Choices)]
        found = (re.search(r"jr_[a-z]+", text) for text in texts)
        return {match[0] for match in found if match is not None}


def title(command: Command) -> str:
    return command.palette or command.title


@pytest.fixture
def asked_of_app(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    async def quits(app: GlueTui) -> None:
        asked.append("quit")

    monkeypatch.setattr(GlueTui, "action_quit", quits)
    monkeypatch.setattr(GlueTui, "action_suspend", lambda app: asked.append("suspend"))
    return asked


@pytest.fixture
def own_aws() -> Iterator[Loopback]:
    with aws_of_its_own() as loopback:
        yield loopback


@asynccontextmanager
async def walking(
    name: str, size: tuple[int, int], aws: Loopback, folder: Path, asked_of_app: list[str]
) -> AsyncIterator[Walk]:
    situation = SITUATIONS[name] if name in SITUATIONS else LOG_SITUATIONS[name]
    job, run = situation.named
    snapshot = situation.log.snapshot(situation.runs()) if situation.log else Snapshot(situation.runs())
    aws.server.snapshot, aws.server.fault = snapshot, situation.fault
    glue = Glue(Aws(open_snapshot=lambda: snapshot)) if situation.is_file else aws.glue
    async with browsing(glue, job=job, run=run, size=size, settled=False) as here:
        walk = Walk(here, None if situation.is_file else aws, situation, folder, asked_of_app, [])
        await here.until(
            lambda: here.jobs.arrived_at is not None or here.jobs.error is not None or here.jobs.is_waiting
        )
        await walk.rested()
        yield walk
        aws.server.stopping.set()  # What is silent would keep its threads, and so the end of the program, waiting.


WALKS_ALL = os.environ.get("GLUETUI_WALK") == "all"

LIKE_OTHERS = ("filtered", "signed out", "denied log", "search without a match", "log of a file", "signed out in a log")
"""Situations in which little differs from "whole" and "error": tried with all that is wide."""

EVERY_WALK = [*product(SITUATIONS, PANES), *product(LOG_SITUATIONS, ["log"])]


def is_tried_at_once(number: int, name: str, pane: str) -> bool:
    """Whether a walk is one of the quick suite: every pane where nothing is amiss, every situation in half of them."""
    return name == "whole" or pane == "log" or (name not in LIKE_OTHERS and number % 2 == 0)


WALKS = [
    (name, pane, size)
    for size in (NARROW, WIDE)
    for number, (name, pane) in enumerate(EVERY_WALK)
    if WALKS_ALL or (size == NARROW and name not in LIKE_OTHERS and is_tried_at_once(number, name, pane))
]


@pytest.mark.parametrize(("name", "pane", "size"), WALKS, ids=lambda each: str(each).replace(" ", "-"))
async def test_a_key_does_what_the_screen_says(
    name: str,
    pane: str,
    size: tuple[int, int],
    own_aws: Loopback,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    alarms: Alarms,
    asked_of_app: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", own_aws.server.url)
    monkeypatch.setattr("gluetui.screens.log.following.FOLLOWING_SECONDS", 1e6)
    async with walking(name, size, own_aws, tmp_path, asked_of_app) as walk:
        await walk.arrange(pane)
        await walk.go_home("")
        await walk.arrange(pane)
        for command in COMMANDS if WALKS_ALL or name == "whole" else walk.bound:
            await walk.arrange(pane)
            if await walk.try_command(command):
                await walk.go_home(command.id)
    assert not walk.faults, "\n".join(map(str, walk.faults))
