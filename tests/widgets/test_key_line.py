"""The line of keys: those of the pane in focus, as many as fit, under the names that are in force, by mouse too."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.screen import Screen

from gluetui.commands import bindings
from gluetui.widgets.job_list import JobList
from gluetui.widgets.key_line import KeyLine


class Keys(Screen[None]):
    """A list above a line of keys."""

    BINDINGS = [*bindings("browse")]  # noqa: RUF012 - as Textual declares it

    def compose(self) -> ComposeResult:
        yield JobList()
        yield KeyLine()

    async def action_press(self, action: str) -> None:
        self.app.pressed.append(action)  # type: ignore[attr-defined]


class Host(App[None]):
    """Keeps what was clicked."""

    BINDINGS = [*bindings("app")]  # noqa: RUF012 - as Textual declares it
    CSS = "KeyLine { height: 1; dock: bottom; }"

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []

    def get_default_screen(self) -> Screen[None]:
        return Keys()

    @property
    def line(self) -> str:
        return self.screen.query_one(KeyLine).render_line(0).text.rstrip()


async def test_the_keys_of_the_pane_in_focus_come_first() -> None:
    app = Host()
    async with app.run_test(size=(120, 10)) as pilot:
        assert "y Copy" in app.line
        app.screen.query_one(JobList).focus()
        await pilot.pause()
        assert app.line.startswith(" enter Open  / Filter  ")
        assert "y Copy" in app.line


async def test_where_the_line_is_too_short_help_and_quit_stay_and_no_key_is_cut() -> None:
    app = Host()
    async with app.run_test(size=(40, 10)) as pilot:
        app.screen.query_one(JobList).focus()
        await pilot.pause()
        whole = {f"{key.name} {key.title}" for key in app.screen.query_one(KeyLine).keys}
        shown = app.line.strip().split("  ")
        assert shown[0] == "enter Open"
        assert set(shown) < whole
        assert {"q Quit", "? Help"} < set(shown)


async def test_a_key_of_the_persons_keymap_is_shown_in_place_of_the_commands_own() -> None:
    app = Host()
    app.set_keymap({"rows.open": "o,enter"})
    async with app.run_test(size=(120, 10)) as pilot:
        app.screen.query_one(JobList).focus()
        await pilot.pause()
        assert " o Open  " in app.line
        assert "enter Open" not in app.line


async def test_a_click_on_a_key_presses_it() -> None:
    app = Host()
    async with app.run_test(size=(120, 10)) as pilot:
        app.screen.query_one(JobList).focus()
        await pilot.pause()
        await pilot.click(KeyLine, offset=(app.line.index("Filter"), 0))
        assert app.pressed == ["filter"]
