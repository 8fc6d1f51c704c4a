"""On an account whose runs start, go on and end by themselves every pane agrees with AWS, however it came into sight.

It lasts 20 seconds and moves by keys, the mouse and the window; with GLUETUI_LONG=1 a minute, and by the palette too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.run.run import FINAL_STATES
from gluetui.text.states import look
from tests.pty.live_account import JOBS, LiveAccount
from tests.pty.terminal import Terminal, gluetui
from tests.server import GlueServer

MOST = 10.0
"""Seconds for which a state that is shown may differ from the one that the server has."""

MOST_FOR_NEW = 40.0
"""Seconds for which a new run may be lacking where none in sight is live: such lists are looked at every 30 seconds."""

STAY = 11.5
"""Seconds without a move: more than MOST, so that what stands still is seen to do so."""

STATES = ("STARTING", "RUNNING", "SUCCEEDED", "FAILED", "TIMEOUT", "STOPPED")
SIGNS = {look(state).glyph: state for state in STATES}
SIGN = f"([{''.join(SIGNS)}])"
"""A toast may cover the right-hand end of a row."""

NEWEST = -1
"""Stands for the number of a job's newest run."""

SIZE = (100, 30)
"""One pane at a time is seen."""

Move = Callable[[Terminal], None]


class Row(NamedTuple):
    """A place that shows the state of a run."""

    pane: str
    job: str
    number: int


def panes(lines: list[str]) -> dict[str, tuple[str, list[str]]]:
    """By its number each pane on the screen: the job in its title, and its lines with the border below."""
    seen = {}
    for top, line in enumerate(lines):
        for found in re.finditer(r"╭─ (\d) \w+(?: · (\S+))? ─*╮", line):
            below = [row[found.start() : found.end()] for row in lines[top + 1 :]]
            ends = next((index for index, row in enumerate(below) if row.startswith("╰")), -1)
            seen[found[1]] = found[2] or "", below[: ends + 1]
    return seen


class Agreement:
    """Compares the screen with the account again and again, and knows for how long each row has been wrong."""

    def __init__(self, account: LiveAccount) -> None:
        self.account = account
        self._open = "", 0
        """Job and number of the run in the details."""
        self._wrong_since: dict[Row, float] = {}
        self._states: dict[Row, str] = {}
        self.changes = set[str]()
        """The panes in which a state was seen to change."""

    def check(self, lines: list[str]) -> None:
        """Note what is wrong on the screen now; AssertionError if it has been so for too long."""
        second = self.account.second
        shown = dict(self._shown(panes(lines)))
        self._wrong_since = {row: since for row, since in self._wrong_since.items() if row in shown}
        for row, state in shown.items():
            if self._states.get(row, state) != state:
                self.changes.add(row.pane)
            if state == self._true(row, second):
                self._wrong_since.pop(row, None)
                continue
            wrong_for = second - self._wrong_since.setdefault(row, second)
            most = MOST_FOR_NEW if row.number == NEWEST and state in FINAL_STATES else MOST
            assert wrong_for <= most, f"{row} wrongly says {state} for {wrong_for:.0f} s:\n" + "\n".join(lines)
        self._states |= shown

    def _true(self, row: Row, second: float) -> str:
        states = {run.number: run.state(second) for run in self.account.runs(second) if run.job.name == row.job}
        return states[max(states) if row.number == NEWEST else row.number]

    def _shown(self, seen: Mapping[str, tuple[str, list[str]]]) -> Iterator[tuple[Row, str]]:
        nothing = "", list[str]()
        for line in seen.get("1", nothing)[1]:
            if found := re.search(rf"([a-f]-\w+) .*{SIGN}  │$", line):
                yield Row("jobs", found[1], NEWEST), SIGNS[found[2]]
        job, lines = seen.get("2", nothing)
        signs = [found[1] for line in lines if (found := re.match(rf"│[ ›]{SIGN} \w+ +\d\d-\d\d", line))]
        for index, sign in enumerate(signs):
            yield Row("runs", job, len(signs) - 1 - index), SIGNS[sign]
        job, lines = seen.get("3", nothing)
        numbers = re.findall(r"this is n(\d+)", "\n".join(lines))
        if numbers and (found := re.search(rf"JobRunState +{SIGN} ", "\n".join(lines))):
            self._open = job, int(numbers[0])
            yield Row("details", *self._open), SIGNS[found[1]]
        job, lines = seen.get("4", nothing)
        for line in lines if job == self._open[0] else ():
            if found := re.match(rf"│[ ›].*? {SIGN} ([a-f]-\w+) ", line):
                yield Row("predecessors", found[2], self._open[1]), SIGNS[found[1]]


def keys(*pressed: str) -> Move:
    return lambda terminal: terminal.press(*pressed)


def a_click_on_a_tab(terminal: Terminal) -> None:
    """The first one, as a terminal sends it in SGR mode: the button goes down and up."""
    terminal.send("\x1b[<0;4;2M")
    terminal.send("\x1b[<0;4;2m")


def the_palette(terminal: Terminal) -> None:
    terminal.press("ctrl+p")
    terminal.wait_for("Search for commands")
    terminal.press(*"go to the jobs")
    terminal.wait_for("Go to the jobs")
    terminal.press("enter")


def a_window_that_grows(terminal: Terminal) -> None:
    terminal.resize(170, 36)


def a_window_that_shrinks(terminal: Terminal) -> None:
    terminal.resize(*SIZE)


MOVES: tuple[tuple[float, Move], ...] = (
    (1, keys("enter")),
    (1, keys("end", "enter")),  # A run that is over: nothing in sight can change.
    (2.5, a_click_on_a_tab),
    (STAY, a_window_that_grows),
)
"""Each with the seconds that pass before it."""

LONG: tuple[tuple[float, Move], ...] = (
    *MOVES,
    (STAY, a_window_that_shrinks),
    (0.5, keys("G", "up", "enter")),
    (1, keys("enter")),
    (1, keys("4", "space")),
    (1, a_window_that_grows),  # The run that is open ends now.
    (STAY, a_window_that_shrinks),
    (0.5, the_palette),
    (STAY, keys("2")),
)


def test_every_pane_agrees_with_aws_within_seconds_wherever_the_user_goes() -> None:
    account, is_long = LiveAccount(), bool(os.environ.get("GLUETUI_LONG"))
    ends = 60 if is_long else 20
    with (
        GlueServer(Snapshot([]), fault=account).serving() as server,
        gluetui(
            *("--endpoint-url", server.url, "--region", "eu-west-1"),
            size=SIZE,
            AWS_ACCESS_KEY_ID="test",
            AWS_SECRET_ACCESS_KEY="test",
        ) as terminal,
    ):
        terminal.wait_for(*(job.name for job in JOBS))
        agreement = Agreement(account)
        for wait, move in LONG if is_long else MOVES:
            watch(terminal, agreement, account.second + wait)
            move(terminal)
        watch(terminal, agreement, max(ends, account.second + 4))
        assert agreement.changes >= ({"jobs", "runs", "details", "predecessors"} if is_long else {"jobs"})
        # Runs that are over are never asked for again.
        asked = server.asked_for("GetJobRun", "RunId")
        assert len(asked) <= ends / 2


def watch(terminal: Terminal, agreement: Agreement, until: float) -> None:
    """Check the screen twice a second, up to a second of the account's life."""
    while agreement.account.second < until:
        terminal.read(0.5)
        agreement.check(terminal.lines)
