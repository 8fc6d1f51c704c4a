"""The line of keys: those of the pane in focus, as many as fit, under the names that are in force, by mouse too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from gluetui.commands import bindings
from gluetui.commands.keys import key_name
from gluetui.panes.job_list import JobList
from gluetui.widgets.key_line import KeyLine


class Keys(Screen[None]):
    """A list above a line of keys."""

    BINDINGS = [*bindings("browse"), *bindings("session"), *bindings("run")]  # noqa: RUF012 - as Textual declares it

    def compose(self) -> ComposeResult:
        yield JobList()
        yield KeyLine()


class Host(App[None]):
    """A list of two jobs."""

    BINDINGS = [*bindings("app")]  # noqa: RUF012 - as Textual declares it
    CSS = "KeyLine { height: 1; dock: bottom; }"

    def get_default_screen(self) -> Screen[None]:
        return Keys()

    @property
    def jobs(self) -> JobList:
        return self.screen.query_one(JobList)

    @property
    def line(self) -> str:
        return self.screen.query_one(KeyLine).render_line(0).text.rstrip()


@asynccontextmanager
async def listing(*jobs: str, width: int = 120, keymap: dict[str, str] | None = None) -> AsyncIterator[Pilot[None]]:
    app = Host()
    app.set_keymap(keymap or {})
    async with app.run_test(size=(width, 10)) as pilot:
        app.jobs.show_listed(jobs, has_more=False)
        app.jobs.focus()
        await pilot.pause()
        yield pilot


def line(pilot: Pilot[None]) -> str:
    assert isinstance(pilot.app, Host)
    return pilot.app.line


async def test_the_keys_of_the_pane_in_focus_come_first() -> None:
    async with listing("load") as pilot:
        assert line(pilot).startswith(" enter Open  / Filter  ! Failed  y Copy  ")
        assert line(pilot).endswith("  ? Help  q Quit")


async def test_where_the_line_is_too_short_help_and_quit_stay_and_no_key_is_cut() -> None:
    async with listing("load", width=40) as pilot:
        whole = {f"{key_name(key.key)} {key.title}" for key in pilot.app.screen.query_one(KeyLine).keys}
        shown = line(pilot).strip().split("  ")
        assert shown[0] == "enter Open"
        assert set(shown) < whole
        assert {"q Quit", "? Help"} < set(shown)


async def test_a_key_of_the_persons_keymap_is_shown_in_place_of_the_commands_own() -> None:
    async with listing("load", keymap={"rows.open": "o,enter"}) as pilot:
        assert " o Open  " in line(pilot)
        assert "enter Open" not in line(pilot)


async def test_a_click_on_a_key_presses_it() -> None:
    async with listing("load") as pilot:
        await pilot.click(KeyLine, offset=(line(pilot).index("Filter"), 0))
        await pilot.pause()
        assert pilot.app.screen.query_one(JobList).is_filtering
        await pilot.click(KeyLine, offset=(line(pilot).index("Keep"), 0))
        await pilot.pause()
        assert not pilot.app.screen.query_one(JobList).is_filtering


async def test_while_a_filter_is_typed_no_key_is_named_that_is_a_letter_of_it() -> None:
    async with listing("load", "clean", width=80) as pilot:
        await pilot.press("slash", "l")
        assert line(pilot) == " enter Keep  esc Clear  ↑ ↓ Move  ← → ctrl+w ctrl+u Edit  F1 Help  ctrl+c Quit"
        await pilot.press("enter")
        assert line(pilot).startswith(" enter Open  / Filter  ")
        assert "  esc Clear  " in line(pilot)


async def test_while_a_filter_is_typed_a_key_of_the_keymap_is_named_if_its_command_works_beside_it() -> None:
    keymap = {"rows.down": "n,f8", "rows.up": "ctrl+a,f7", "jobs.failed": "f9,x", "app.help": "H"}
    async with listing("load", keymap=keymap) as pilot:
        await pilot.press("slash")
        assert "  f7 f8 Move  " in line(pilot)
        assert "Failed" not in line(pilot)
        assert "Help" not in line(pilot)


async def test_keys_without_a_subject_are_not_named() -> None:
    async with listing() as pilot:
        assert "Open" not in line(pilot)
        assert "Failed" not in line(pilot)
        pilot.app.screen.query_one(JobList).show_listed(["load"], has_more=False)
        await pilot.pause()
        assert line(pilot).startswith(" enter Open  / Filter  ! Failed  ")
