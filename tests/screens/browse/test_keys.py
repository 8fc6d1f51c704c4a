"""Every key of the contract, pressed in the pane where it applies: what is seen, what has the focus."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from textual.events import Key

from gluetui.commands import COMMANDS, PLACES
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from tests.screens.conftest import NARROW, Browsing, a_pipeline, browsing
from tests.screens.seen import shown_in

JOBS = ["clean", *(f"job-{number:02}" for number in range(40)), "live", "load", "report"]

CONTRACT = {
    "rows": {"up", "down", "left", "right", "pageup", "pagedown", "home", "end", *"jkhlgG", "enter", "slash"},
    "tree": {"space", "left", "right", *"hl"},
    "panes": {"tab", "shift+tab", *"1234"},
    "browse": {"escape"},
    "run": {"y"},
    "session": {"r"},
    "trail": {"left_square_bracket", "right_square_bracket"},
    "app": {"question_mark", "f1", "ctrl+p", "q", "ctrl+q", "ctrl+c"},
}
"""The keys that acceptance leans on, by the place where they work."""


@pytest.fixture(scope="module")
def glue() -> Glue:
    """One for all tests here, since making a client takes longer than any of them."""
    return Glue(Aws(open_snapshot=lambda: Snapshot(a_pipeline(), JOBS)))


def job_is(name: str) -> Callable[[Browsing], bool]:
    return lambda here: here.jobs.item == name and f"›{name}" in shown_in(here.app, "jobs")


def focus_is(pane: str) -> Callable[[Browsing], bool]:
    return lambda here: here.focus == pane and here.screen.query_one(f"#{pane}").region.height > 2


def tree_is(*jobs: str, at: str | None = None) -> Callable[[Browsing], bool]:
    """`at` is the job that the cursor stands on."""
    return lambda here: here.tree == list(jobs) and (at is None or (here.predecessors.key or ("",))[0] == at)


def shows(pane: str, text: str) -> Callable[[Browsing], bool]:
    return lambda here: text in shown_in(here.app, pane)


def is_gone(text: str) -> Callable[[Browsing], bool]:
    return lambda here: text not in shown_in(here.app, "screen")


def tells(text: str) -> Callable[[Browsing], bool]:
    return lambda here: here.toasts[-1:] == [text] and text in shown_in(here.app, "screen")


def run_is(job: str) -> Callable[[Browsing], bool]:
    """The current run is the one of this job, in the details and as the root of the tree."""
    return lambda here: (
        here.details.run is not None
        and here.details.run.key.job_name == job
        and (here.predecessors.root or ("",))[0] == job
    )


Step = tuple[str, Callable[[Browsing], bool]]

TO_TREE: list[Step] = [
    ("G", job_is("report")), ("enter", focus_is("runs")), ("enter", focus_is("details")), ("4", tree_is("report")),
]  # fmt: skip

WALKS: dict[str, list[Step]] = {
    "moving": [
        ("j", job_is("job-00")), ("down", job_is("job-01")), ("k", job_is("job-00")), ("up", job_is("clean")),
        ("pagedown", lambda here: 5 < here.jobs.cursor < 40), ("pageup", job_is("clean")),
        ("G", job_is("report")), ("g", job_is("clean")), ("end", job_is("report")), ("home", job_is("clean")),
    ],
    "panes": [
        ("l", focus_is("runs")), ("h", focus_is("jobs")), ("right", focus_is("runs")), ("left", focus_is("jobs")),
        ("tab", focus_is("runs")), ("tab", focus_is("details")), ("tab", focus_is("predecessors")),
        ("tab", focus_is("jobs")), ("shift+tab", focus_is("predecessors")), ("3", focus_is("details")),
        ("2", focus_is("runs")), ("4", focus_is("predecessors")), ("1", focus_is("jobs")),
        ("3", focus_is("details")), ("escape", focus_is("runs")),
    ],
    "deeper": [
        ("G", job_is("report")), ("enter", focus_is("runs")), ("j", shows("runs", "›✓ succeeded 11-19")),
        ("k", shows("runs", "all-in")), ("enter", focus_is("details")), ("g", shows("details", "✓ SUCCEEDED")),
        ("j", shows("details", "›StateDetail")), ("G", lambda here: here.details.cursor > 30),
        ("4", shows("predecessors", "2 before: clean, load")), ("escape", focus_is("details")),
    ],
    "tree": [
        *TO_TREE,
        ("space", tree_is("report", "clean", "load")), ("space", tree_is("report")),
        ("right", tree_is("report", "clean", "load")), ("left", tree_is("report")),
        ("l", tree_is("report", "clean", "load")), ("l", tree_is("report", "clean", "load", at="clean")),
        ("h", tree_is("report", "clean", "load", at="report")), ("h", tree_is("report")),
        ("enter", tree_is("report", "clean", "load")), ("j", tree_is("report", "clean", "load", at="clean")),
        ("space", tree_is("report", "clean", "load", "load")), ("G", tree_is("report", "clean", "load", "load")),
        ("enter", run_is("load")), ("k", tree_is("load", at="load")),
    ],
    "filtering, help, palette": [
        ("y", tells("No run here: enter opens the job's runs.")),
        ("slash", shows("jobs", "/▏")), ("r", shows("jobs", "/r▏")), ("e", job_is("report")),
        ("enter", shows("jobs", "/re")), ("enter", shows("runs", "all-in")), ("1", focus_is("jobs")),
        ("escape", lambda here: here.jobs.entry_count == len(JOBS)), ("escape", job_is("report")),
        ("question_mark", shows("screen", "In every pane")), ("escape", is_gone("In every pane")),
        ("f1", shows("screen", "In every pane")), ("f1", is_gone("In every pane")),
        ("ctrl+p", shows("screen", "Search for commands")), ("escape", is_gone("Search for commands")),
    ],
}  # fmt: skip
"""Keys, and what must be so after each; every walk begins with the jobs in focus."""


@pytest.mark.parametrize("walk", WALKS)
async def test_keys_do_what_the_contract_says(glue: Glue, walk: str) -> None:
    async with browsing(glue) as here:
        await here.walk(WALKS[walk])


async def test_at_80_by_24_every_pane_is_reached(glue: Glue) -> None:
    ways = [("2", "runs"), ("tab", "details"), ("l", "predecessors"), ("escape", "details"), ("1", "jobs")]
    async with browsing(glue, size=NARROW) as here:
        await here.walk([(key, focus_is(pane)) for key, pane in ways])


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_a_key_quits(glue: Glue, key: str) -> None:
    async with browsing(glue) as here:
        await here.pilot.press(key)
        assert here.has_quit


@pytest.mark.parametrize("place", CONTRACT)
def test_every_key_of_the_contract_is_bound_in_its_place(place: str) -> None:
    bound = {key for command in COMMANDS if command.place == place for key in command.keys.split(",")}
    assert CONTRACT[place] <= bound


@pytest.mark.parametrize("place", PLACES)
def test_no_key_has_two_meanings_in_one_place(place: str) -> None:
    bound = [key for command in COMMANDS if command.place == place for key in command.keys.split(",")]
    assert len(bound) == len(set(bound))


async def test_copying_sends_the_run_with_its_predecessors(glue: Glue) -> None:
    async with browsing(glue, job="report", run="jr_report") as here:
        await here.press("y")
        copied = json.loads(here.copied)["JobRun"]
        assert [each["JobName"] for each in copied["PredecessorRuns"]] == ["clean", "load"]
        assert "sent to the terminal's clipboard (it cannot confirm)" in here.toasts[-1]


async def test_keys_that_come_in_one_burst_after_a_slash_are_all_typed(glue: Glue) -> None:
    async with browsing(glue) as here:
        for key in ("slash", *"report"):
            here.app.post_message(Key(key, "/" if key == "slash" else key))
        await here.until(lambda: here.jobs.filter_text == "report")
        assert here.focus == "jobs"


async def test_back_and_forward_restore_the_run_what_was_opened_and_where_the_cursor_stood(glue: Glue) -> None:
    async with browsing(glue, job="report", run="jr_report") as here:
        await here.press("4", "space", "j", "space", "j")
        assert here.tree == ["report", "clean", "load", "load"]
        before = shown_in(here.app, "predecessors")
        await here.press("enter")
        assert run_is("load")(here)
        assert here.tree == ["load"]
        await here.press("left_square_bracket")
        assert run_is("report")(here)
        assert shown_in(here.app, "predecessors") == before
        await here.press("left_square_bracket")
        assert here.toasts == ["No run was opened before this one."]
        await here.press("right_square_bracket")
        assert run_is("load")(here)
