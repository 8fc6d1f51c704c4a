"""A filter that finds nothing says where it did not look, and which key has it look there."""

from __future__ import annotations

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from gluetui.local.settings import Settings
from tests.conftest import NOW
from tests.screens.conftest import NARROW, Browsing, Loopback, a_pipeline, a_run, browsing
from tests.screens.seen import shown_in

SECRET = "correct-horse-battery"


def runs() -> list[dict[str, object]]:
    """The pipeline, a run with a secret, and a job of more runs than a page has."""
    many = [a_run("many", f"jr_{number}", StartedOn=NOW.timestamp() - 60 * number) for number in range(203)]
    return [*a_pipeline(), a_run("keeps", "jr_k", Arguments={"--password": SECRET}), *many]


@pytest.fixture(scope="module")
def glue() -> Glue:
    return Glue(Aws(open_snapshot=lambda: Snapshot(runs())))


async def typed(here: Browsing, text: str) -> str:
    """The pane with the focus after a filter was typed, its lines joined."""
    await here.tap("slash", *text)
    await here.settled()
    assert here.focus is not None
    return " ".join(shown_in(here.app, here.focus).split())


ABSENT, ONE_ABSENT = "absent field", "a shows 1 absent field that matches."
MASKED = "Secrets are not searched until x shows them."


@pytest.mark.parametrize(
    ("run", "keys", "text", "told"),
    [
        ("report", "a", "statedetail", ONE_ABSENT),
        ("report", "a", "SECURITYCONF", ONE_ABSENT),
        ("clean", "a", "maintenance", ONE_ABSENT),
        ("report", "a", "not returned", "absent fields that match."),
        ("keeps", "", SECRET, MASKED),
        ("keeps", "a", "horse", MASKED),
        ("keeps", "a", "statedetail", f"{ONE_ABSENT} {MASKED}"),
        ("report", "a", "nowhere at all", ""),
        ("report", "", "nowhere at all", ""),
        ("keeps", "x", "nowhere at all", ""),
    ],
)
async def test_in_the_details(glue: Glue, run: str, keys: str, text: str, told: str) -> None:
    run_id = "jr_k" if run == "keeps" else f"jr_{run}"
    async with browsing(glue, job=run, run=run_id, size=NARROW) as here:
        await here.until(lambda: here.details.run is not None)
        await here.press("3", *keys)
        said = await typed(here, text)
        assert f"nothing matches {text!r}" in said
        assert told in said
        assert (ABSENT in said, MASKED in said) == (ABSENT in told, MASKED in told)


async def test_what_stands_in_a_secret_is_not_given_away_by_what_is_said(glue: Glue) -> None:
    async with browsing(glue, job="keeps", run="jr_k") as here:
        await here.press("3")
        right = await typed(here, SECRET)
        await here.tap("escape")
        assert right.replace(SECRET, "?") == (await typed(here, "wrong guess")).replace("wrong guess", "?")


async def test_the_users_own_key_is_named(glue: Glue) -> None:
    settings = Settings(keymap={"details.absent": "f9"})
    async with browsing(glue, job="report", run="jr_report", settings=settings) as here:
        await here.until(lambda: here.details.run is not None)
        await here.press("3", "f9")
        assert "f9 shows 1 absent field" in await typed(here, "statedetail")


async def test_in_the_runs_that_are_loaded(aws: Loopback) -> None:
    aws.holds(runs())
    async with browsing(aws.glue, job="many", size=NARROW) as here:
        await here.press("2")
        assert here.runs.has_more
        assert "Only the 200 runs loaded were searched: A loads all." in await typed(here, "state:failed")
        await here.press("enter", "A")
        await here.until(lambda: not here.runs.has_more)
        said = " ".join(shown_in(here.app, "runs").split())
        assert "nothing matches" in said and "were searched" not in said


@pytest.mark.parametrize("text", ["load", "jr_load", "loa", "LOAD", "nowhere"])
async def test_in_the_rows_of_the_tree_that_are_open(aws: Loopback, text: str) -> None:
    async with browsing(aws.glue, job="report", run="jr_report", size=NARROW) as here:
        await here.press("4")
        await here.until(lambda: here.predecessors.root is not None)
        assert "Only the rows that are open were searched: E opens all." in await typed(here, text)
        await here.press("escape", "E")
        await here.until(lambda: here.tree == ["report", "clean", "load", "load"])
        assert "were searched" not in await typed(here, text)


@pytest.mark.parametrize("text", ["e", "live", "rep", "oa", "l"])
async def test_in_the_jobs_of_which_only_failed_ones_are_shown(text: str) -> None:
    well = [run for run in a_pipeline() if run["JobRunState"] != "FAILED"]
    async with browsing(Glue(Aws(open_snapshot=lambda: Snapshot(well)))) as here:
        await here.press("exclamation_mark")
        await here.until(lambda: here.last_runs_are_there)
        assert "! shows all jobs" not in shown_in(here.app, "jobs")
        said = await typed(here, text)
        assert "none failed in its last run." in said and "! shows all jobs." in said


@pytest.mark.parametrize("text", ["zz", "nowhere", "0", "loadx", "qq qq"])
async def test_a_filter_that_looked_everywhere_says_only_that_nothing_matches(glue: Glue, text: str) -> None:
    async with browsing(glue) as here:
        said = await typed(here, text)
        assert f"nothing matches {text!r}" in said
        assert "search" not in said and "shows" not in said
