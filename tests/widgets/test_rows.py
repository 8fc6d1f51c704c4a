"""The shared list: what it draws, where its cursor goes, what its filter takes."""

from __future__ import annotations

from collections.abc import Hashable

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from gluetui.text.lines import Line, Span
from gluetui.text.safe import is_safe
from gluetui.text.words import WordIndex
from gluetui.widgets.item_pane import ItemPane
from gluetui.widgets.rows import Rows


class Letters(ItemPane[str]):
    """A list of texts that counts how often each is drawn."""

    def __init__(self) -> None:
        super().__init__("Letters", id="letters")
        self.drawn: list[int] = []
        self.index = WordIndex()

    def replace_items(self, items: list[str]) -> None:
        stay_on = self.current
        self.index.clear()
        self.index.add(items)
        self.items, self._shown = self.index.texts, self.index.hits
        self.changed(stay_on)

    def apply_filter(self) -> None:
        self.index.narrow(self.filter_text)
        self._shown = self.index.hits

    def identity(self, entry: int) -> Hashable:
        return self.item_at(entry)

    def find(self, identity: Hashable) -> int | None:
        return self.index.entry(identity, self._shown)

    def draw(self, line: int, width: int) -> Line:
        self.drawn.append(line)
        return [Span(self.item_at(line))]


class Host(App[None]):
    """Holds the one list and keeps what it posts."""

    def __init__(self, items: list[str]) -> None:
        super().__init__()
        self.items = items
        self.rows = Letters()
        self.posted: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.rows

    def on_mount(self) -> None:
        self.rows.replace_items(self.items)
        self.rows.focus()

    def on_cursor_lines_highlighted(self, message: Rows.Highlighted) -> None:
        self.posted.append(f"{type(message).__name__} {self.rows.item}")

    def on_cursor_lines_selected(self, message: Rows.Selected) -> None:
        self.posted.append(f"Selected {self.rows.item}")

    def on_cursor_lines_near_end(self, message: Rows.NearEnd) -> None:
        self.posted.append("NearEnd")


def names(count: int) -> list[str]:
    return [f"job-{number:05}" for number in range(count)]


def screen(pilot: Pilot[None]) -> list[str]:
    rows = pilot.app.query_one(Letters)
    return [rows.render_line(y).text.rstrip() for y in range(rows.size.height)]


async def test_only_what_is_on_the_screen_is_drawn() -> None:
    app = Host(names(100_000))
    async with app.run_test(size=(40, 12)):
        assert set(app.rows.drawn) <= set(range(12))


async def test_moving_the_cursor_draws_two_lines_again() -> None:
    app = Host(names(1000))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        app.rows.drawn.clear()
        await pilot.press("down")
        assert sorted(app.rows.drawn) == [0, 1]


async def test_every_key_that_moves_moves() -> None:
    app = Host(names(100))
    async with app.run_test(size=(40, 12)) as pilot:
        page = app.rows.page_height - 1
        for key, place in (
            ("down", 1), ("j", 2), ("k", 1), ("up", 0), ("up", 0), ("pagedown", page), ("pageup", 0),
            ("end", 99), ("home", 0), ("G", 99), ("down", 99), ("g", 0),
        ):  # fmt: skip
            await pilot.press(key)
            assert app.rows.cursor == place, key


async def test_the_cursor_is_always_in_sight() -> None:
    app = Host(names(100))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("end")
        assert "›job-00099" in screen(pilot)
        await pilot.press("home")
        assert "›job-00000" in screen(pilot)


async def test_a_filter_narrows_as_it_is_typed_and_esc_is_left_to_the_screen() -> None:
    app = Host(["orders", "customers", "order-items", "q-orders"])
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("slash", *"order")
        assert screen(pilot)[:4] == [" /order▏", "›orders", " order-items", " q-orders"]
        await pilot.press("space", "i", "t")
        assert [app.rows.item_at(entry) for entry in range(app.rows.entry_count)] == ["order-items"]
        await pilot.press("backspace", "backspace", "enter", "down")
        assert app.rows.item == "q-orders"
        assert app.rows.close_filter()
        assert app.rows.item == "q-orders"
        assert not app.rows.close_filter()


async def test_letters_that_are_commands_are_typed_while_filtering() -> None:
    app = Host(["quit-job", "g"])
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("slash", *"qgG1[")
        assert app.rows.filter_text == "qgG1["
        assert app.rows.entry_count == 0
        assert "nothing matches 'qgG1['" in screen(pilot)[0]
        assert app.is_running


async def test_the_cursor_stays_on_its_item_when_others_come_before_it() -> None:
    app = Host(["b", "c"])
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down")
        app.rows.replace_items(["a", "b", "c"])
        assert app.rows.item == "c"


async def test_enter_and_a_double_click_select_and_a_click_only_moves() -> None:
    app = Host(names(5))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("enter")
        await pilot.click(offset=(3, 2))
        assert app.rows.item == "job-00002"
        await pilot.click(offset=(3, 3), times=2)
        assert [post for post in app.posted if post.startswith("Selected")] == [
            "Selected job-00000",
            "Selected job-00003",
        ]


async def test_the_end_of_what_is_loaded_is_announced_before_it_is_reached() -> None:
    app = Host(names(200))
    async with app.run_test(size=(40, 12)) as pilot:
        app.posted.clear()
        await pilot.press("down")
        assert "NearEnd" not in app.posted
        await pilot.press(*["pagedown"] * 20)
        assert "NearEnd" in app.posted


async def test_text_from_aws_in_a_filter_line_is_made_visible() -> None:
    app = Host(["a"])
    async with app.run_test(size=(40, 12)) as pilot:
        app.rows.set_filter("\x1b]52;c;eA==\a")
        assert all(is_safe(line) for line in screen(pilot))
        assert "␛]52;c;eA==␇" in "".join(screen(pilot))
