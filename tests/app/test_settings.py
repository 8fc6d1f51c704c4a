"""What a person has set and chosen, as it is seen and felt on the screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from gluetui.app.app import MOST_NOTICES
from gluetui.glue.aws.boto import Aws
from gluetui.glue.clients.glue import Glue
from gluetui.glue.files.snapshot import Snapshot
from gluetui.glue.secrets.masks import DOTS
from gluetui.glue.secrets.names import add_rules, name_rule
from gluetui.local.choices import Remembered
from gluetui.local.settings import Settings
from tests.patience import PATIENCE
from tests.screens.conftest import a_pipeline, a_run, browsing
from tests.screens.seen import shown_in

KEYMAP = {"app.help": "H", "browse.json": "%", "rows.filter": "f5,slash", "browse.file": "K", "app.quit": "Q"}


@pytest.fixture(scope="module")
def glue() -> Glue:
    return Glue(Aws(open_snapshot=lambda: Snapshot(a_pipeline())))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


async def test_the_keys_in_force_are_on_the_line_of_keys_in_help_and_in_the_palette(glue: Glue) -> None:
    async with browsing(glue, settings=Settings(keymap=KEYMAP)) as here:
        await here.press("enter", "tab")
        last = shown_in(here.app, "screen").splitlines()[-1]
        assert "f5 Filter" in last and "% JSON" in last and "Q Quit" in last and "H Help" in last
        offered = {each.title: each.help for each in here.app.get_system_commands(here.app.screen)}
        assert offered["Filter this pane"].startswith("f5 /   ") and offered["Run: show the JSON"].startswith("%   ")
        await here.press("H")
        lines = shown_in(here.app, "keys").splitlines()
        assert any(line.split()[:3] == ["f5", "/", "Narrow"] for line in lines)


async def test_the_key_that_opens_the_help_closes_it(glue: Glue) -> None:
    async with browsing(glue, settings=Settings(keymap=KEYMAP)) as here:
        await here.press("question_mark")
        assert here.is_in_front
        await here.press("H")
        assert not here.is_in_front
        await here.press("H")
        assert here.is_in_front


async def test_a_command_has_its_new_key_and_no_longer_its_old_one(glue: Glue) -> None:
    async with browsing(glue, settings=Settings(keymap=KEYMAP)) as here:
        await here.press("enter", "J")
        assert here.is_in_front
        await here.press("percent_sign")
        assert "jr_report" in shown_in(here.app, "screen") or "JobRunState" in shown_in(here.app, "screen")
        assert not here.is_in_front


async def test_a_toast_names_the_key_in_force(glue: Glue) -> None:
    async with browsing(glue, settings=Settings(keymap=KEYMAP)) as here:
        await here.press("enter", "y")
        await here.until(lambda: bool(here.toasts))
        assert here.toasts[-1].endswith("; K writes it to a file")


async def test_panes_and_toasts_name_the_keys_in_force() -> None:
    keymap = {"browse.profile": "f2", "browse.predecessors": "f4", "rows.open": "f6"}
    unasked = Glue(Aws(open_snapshot=lambda: Snapshot(a_pipeline())))
    async with browsing(unasked, settings=Settings(keymap=keymap)) as here:
        assert "f6 on a job shows its runs." in shown_in(here.app, "runs")
    async with browsing(unasked, job="report", settings=Settings(keymap=keymap)) as here:
        said = " ".join(shown_in(here.app, "predecessors").split())
        assert "f6 on the run, or f4, asks AWS" in said
        await here.press("R")
        assert here.toasts[-1].endswith("f2 opens a profile.")


async def test_what_is_not_used_is_told_in_one_toast_once_the_screen_is_there(glue: Glue) -> None:
    bad = Settings(theme="neon[/]", notices=("[@click=app.quit]x[/] is bad.",), keymap={"app.quit": "j"})
    async with browsing(glue, settings=bad) as here:
        [toast] = here.toasts
        assert toast.splitlines()[0] == "[@click=app.quit]x[/] is bad."
        assert "'neon[/]' is not used" in toast and "j is rows.down" in toast
        await here.until(lambda: "[@click=app.quit]x[/] is bad." in shown_in(here.app, "screen"))


async def test_of_many_notices_the_first_are_told_and_where_the_others_are(glue: Glue) -> None:
    async with browsing(glue, settings=Settings(notices=tuple("abcdef"))) as here:
        assert here.toasts == ["\n".join(["a", "b", "c", "d", "And 2 more: `gluetui info` lists them."])]
        assert MOST_NOTICES == 4


async def test_with_nothing_wrong_nothing_is_told(glue: Glue) -> None:
    async with browsing(glue, settings=Settings(theme="nord", keymap=KEYMAP)) as here:
        assert here.toasts == []


async def test_the_theme_is_in_force_from_the_first_paint(glue: Glue) -> None:
    async with browsing(glue, settings=Settings(theme="textual-light")) as here:
        assert here.app.theme == "textual-light"
        assert here.app.has_class("-theme-textual-light", "-light-mode")
        background = here.screen.styles.background
        assert background.brightness > 0.5


@pytest.mark.parametrize(("times", "zone"), [("utc", "UTC"), ("local", "None"), (None, "None")])
async def test_times_are_in_the_zone_that_was_set(glue: Glue, times: str | None, zone: str) -> None:
    async with browsing(glue, settings=Settings(times=times)) as here:  # type: ignore[arg-type]
        assert str(here.app.clock.zone) == zone


async def test_theme_absent_fields_and_zone_are_as_they_were_chosen_last(glue: Glue, state: Path) -> None:
    async with browsing(glue, remembered=Remembered(state)) as here:
        await here.press("enter", "3", "a", "u")
        here.app.theme = "nord"
        await here.settled()
        assert here.app.remembered is not None
        here.app.remembered.finish(PATIENCE)
    assert json.loads(state.read_text()) == {"theme": "nord", "times": "utc", "absent": False}
    async with browsing(glue, remembered=Remembered(state)) as here:
        assert (here.app.theme, str(here.app.clock.zone)) == ("nord", "UTC")
        await here.press("enter")
        assert "not returned" not in shown_in(here.app, "details")


async def test_settings_go_before_what_was_chosen_last(
    glue: Glue, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.write_text('{"theme": "nord", "times": "utc"}')
    settings = Settings(theme="dracula", times="local")
    async with browsing(glue, settings=settings, remembered=Remembered(state)) as here:
        assert (here.app.theme, here.app.clock.zone) == ("dracula", None)
    monkeypatch.setenv("TEXTUAL_THEME", "gruvbox")
    async with browsing(glue, remembered=Remembered(state)) as here:
        assert here.app.theme == "gruvbox"


async def test_starting_chooses_nothing_and_a_theme_that_is_gone_is_no_matter(glue: Glue, state: Path) -> None:
    state.write_text('{"theme": "of-an-older-version"}')
    async with browsing(glue, settings=Settings(theme="nord", times="utc"), remembered=Remembered(state)) as here:
        assert here.toasts == []
    async with browsing(glue, remembered=Remembered(state)) as here:
        assert here.app.theme == "textual-dark"
    assert state.read_text() == '{"theme": "of-an-older-version"}'


@pytest.fixture
def nothing_stays_added() -> Iterator[None]:
    yield
    add_rules([])


@pytest.mark.usefixtures("nothing_stays_added")
async def test_an_added_name_masks_its_value_in_details_copies_and_notes() -> None:
    run = a_run("load", "jr_1", state="FAILED", Arguments={"--bucket": "blue-lake-7"}, ErrorMessage="no blue-lake-7")
    add_rules([name_rule("bucket")])
    async with browsing(Glue(Aws(open_snapshot=lambda: Snapshot([run])))) as here:
        await here.press("3")
        assert "blue-lake-7" not in shown_in(here.app, "screen")
        assert DOTS in shown_in(here.app, "details")
        await here.press("y")
        await here.until(lambda: bool(here.copied))
        assert "blue-lake-7" not in here.copied
        await here.press("x")
        assert "blue-lake-7" in shown_in(here.app, "details")


async def test_in_a_terminals_own_colours_the_cursors_line_is_reversed_and_states_are_not_coloured_there(
    glue: Glue,
) -> None:
    async with browsing(glue, settings=Settings(theme="ansi-dark"), job="clean") as here:
        await here.press("2")
        await here.until(lambda: bool(here.runs.items))
        lines = [here.runs.render_line(y) for y in range(here.runs.size.height)]
        cursor = next(line for line in lines if "failed" in line.text)
        assert all(segment.style and segment.style.reverse and not segment.style.color for segment in cursor)


async def test_the_zone_of_the_times_stands_above_them(glue: Glue) -> None:
    async with browsing(glue, job="clean") as here:
        await here.press("2")
        await here.until(lambda: bool(here.runs.items))
        here.app.clock.zone = timezone(timedelta(hours=1), "CET")
        here.screen.show_times()
        await here.settled()
        assert "started CET" in shown_in(here.app, "runs")
        await here.press("u")
        assert "started UTC" in shown_in(here.app, "runs")
