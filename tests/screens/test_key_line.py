"""The line of keys at the bottom: only what can be pressed here and now, called by what it does."""

from __future__ import annotations

import pytest

from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from gluetui.screens.browse.screen import Browse
from gluetui.widgets.key_line import KeyLine
from tests.screens.conftest import NARROW, Browsing, Loopback, a_pipeline, a_run, browsing
from tests.screens.seen import shown_in


@pytest.fixture(scope="module")
def glue() -> Glue:
    return Glue(Aws(open_snapshot=lambda: Snapshot(a_pipeline())))


def keys(here: Browsing) -> str:
    return here.app.screen.query_one(KeyLine).render_line(0).text.rstrip()


async def test_before_a_run_is_open_no_key_is_named_that_needs_one(glue: Glue) -> None:
    async with browsing(glue, size=NARROW) as here:
        assert keys(here) == " enter Open  / Filter  ! Failed  W Why  N Night  P Profile  ? Help  q Quit"


async def test_where_nothing_is_loaded_there_is_nothing_to_open(glue: Glue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Browse, "begin", lambda self: None)
    async with browsing(glue, settled=False) as here:
        assert "Open" not in keys(here)
        assert "Failed" not in keys(here)


async def test_while_conditions_are_typed_the_runs_hint_at_some_and_at_what_enter_and_esc_do(glue: Glue) -> None:
    async with browsing(glue, job="report", size=NARROW) as here:
        await here.press("slash", "s")
        assert keys(here) == " enter Keep  esc Clear  ↑ ↓ Move  state: since: until: …  F1 Help  ctrl+c Quit"
        await here.press("enter")
        assert "esc Clear" in keys(here)
        await here.press("escape")
        assert "esc Jobs" in keys(here)


async def test_back_and_forward_are_named_where_there_is_a_run_to_go_to(glue: Glue) -> None:
    async with browsing(glue, job="report", run="jr_report", size=(200, 45)) as here:
        assert "Back" not in keys(here)
        await here.press("4", "space", "j", "enter")
        assert "esc Back to report" in keys(here)
        assert "[ Back" in keys(here)
        assert "Forward" not in keys(here)
        await here.press("left_square_bracket")
        assert "Back" not in keys(here)
        assert "] Forward" in keys(here)


async def test_secrets_are_offered_only_of_a_run_that_has_some(aws: Loopback) -> None:
    aws.holds([a_run("keeps", "jr_k", Arguments={"--password": "correct-horse"}), a_run("open", "jr_o")])
    async with browsing(aws.glue, job="open", run="jr_o") as here:
        assert "Secrets" not in keys(here)
    async with browsing(aws.glue, job="keeps", run="jr_k") as here:
        assert "x Secrets" in keys(here)
        await here.press("x")
        assert "x Hide secrets" in keys(here)


async def test_who_wants_all_runs_where_all_are_loaded_is_told_so(glue: Glue) -> None:
    async with browsing(glue, job="report") as here:
        assert "Load all" not in keys(here)
        await here.press("A")
        assert here.toasts == ["All 3 runs are loaded."]


async def test_the_menu_of_what_to_share_copies_and_q_closes_it(glue: Glue) -> None:
    async with browsing(glue, job="report", run="jr_report") as here:
        await here.tap("C")
        await here.until(lambda: here.focus == "choices")
        assert keys(here) == " enter Copy  / Filter  esc Close  q Close  ? Help"
        await here.tap("slash", "q")
        assert keys(here) == " enter Keep  esc Clear  ↑ ↓ Move  ← → ctrl+w ctrl+u Edit  F1 Help"
        await here.tap("escape", "q")
        assert here.is_in_front
        assert not here.has_quit


async def test_q_closes_a_text_and_the_help_whatever_is_searched_and_quits_over_the_panes(glue: Glue) -> None:
    async with browsing(glue, job="report", run="jr_report") as here:
        await here.press("J")
        assert keys(here) == " / Search  y Copy text  esc Close  q Close  ? Help  ctrl+c Quit"
        await here.press("slash", *"report", "enter")
        assert keys(here).startswith(" / Search  n Next  N Previous  y Copy text  esc Clear  q Close")
        await here.press("q")
        assert here.is_in_front
        await here.press("question_mark")
        assert "q Close" in keys(here)
        await here.press("q")
        assert here.is_in_front
        assert not here.has_quit
        await here.pilot.press("q")
        assert here.has_quit


@pytest.mark.parametrize("over", ["C", "question_mark", "J"])
async def test_ctrl_q_quits_from_whatever_lies_over_the_panes(glue: Glue, over: str) -> None:
    async with browsing(glue, job="report", run="jr_report") as here:
        await here.tap(over)
        await here.until(lambda: not here.is_in_front)
        await here.pilot.press("ctrl+q")
        assert here.has_quit


async def test_in_a_list_of_names_that_is_typed_in_enter_chooses(aws: Loopback) -> None:
    async with browsing(aws.glue) as here:
        await here.tap("R")
        await here.until(lambda: here.focus == "choices")
        assert "enter Choose" in keys(here)
        assert "esc Close" in keys(here)
        await here.tap("q")
        assert "esc Clear" in keys(here)
        assert "/q" in shown_in(here.app, "choices")


async def test_the_zone_of_the_times_is_told_when_it_changes(glue: Glue) -> None:
    async with browsing(glue) as here:
        await here.press("u")
        first = here.toasts
        await here.press("u")
        assert sorted([*first, *here.toasts]) == ["Times are in UTC.", "Times are in the zone of this machine."]


async def test_in_the_tree_space_is_called_what_it_does_to_the_run_under_the_cursor(glue: Glue) -> None:
    async with browsing(glue, job="report", run="jr_report") as here:
        for key, done in (("4", "Expand"), ("space", "Collapse"), ("j", "Expand"), ("k", "Collapse")):
            await here.press(key)
            assert f"space {done}" in keys(here)
