"""In a text every line is seen by paging and by stepping, whatever the heights; in a list the cursor goes by pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from gluetui.text.lines import Line, Span
from gluetui.widgets.cursor_lines import CursorLines
from gluetui.widgets.paging import CursorPaging, Paging, Place, ViewPaging


@dataclass
class Text:
    """Entries of so many lines, each below so many lines of headings, in a window."""

    heights: list[tuple[int, int]]
    """By entry the lines of its heading and its own."""
    page_height: int
    top: int = 0
    cursor: int = 0

    def __post_init__(self) -> None:
        self.starts = [0, *accumulate(heading + own for heading, own in self.heights)]

    @property
    def line_count(self) -> int:
        return self.starts[-1]

    @property
    def entry_count(self) -> int:
        return len(self.heights)

    def entry_at(self, line: int) -> int:
        entry = bisect_right(self.starts, line) - 1
        return entry if line in self.lines_of(entry) else -1

    def lines_of(self, entry: int) -> range:
        return range(self.starts[entry] + self.heights[entry][0], self.starts[entry + 1])

    @property
    def last_top(self) -> int:
        return max(0, self.line_count - self.page_height)

    @property
    def in_sight(self) -> range:
        return range(self.top, min(self.top + self.page_height, self.line_count))

    @property
    def shows_cursor(self) -> bool:
        """Whether a line of the entry under the cursor is in sight, or no line of any."""
        entries = {self.entry_at(line) for line in self.in_sight} - {-1}
        return not entries or self.cursor in entries

    def go(self, place: Place) -> bool:
        """Whether anything moved."""
        before = self.top, self.cursor
        self.top, self.cursor = max(0, min(place.top, self.last_top)), place.cursor
        return before != (self.top, self.cursor)


HEIGHTS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 40)), min_size=1, max_size=30)
WINDOWS = st.integers(1, 30)


def page(step: int) -> Callable[[Text], Place]:
    return lambda text: ViewPaging().by_lines(text, step * max(1, text.page_height - 1))


def half_page(step: int) -> Callable[[Text], Place]:
    return lambda text: ViewPaging().by_lines(text, step * max(1, text.page_height // 2))


def one(step: int) -> Callable[[Text], Place]:
    return lambda text: ViewPaging().by_entry(text, step)


def walk(text: Text, move: Callable[[Text], Place]) -> Iterator[range]:
    """What is seen, at first and after each move until nothing moves any more."""
    yield text.in_sight
    for _ in range(text.line_count + text.entry_count + 2):
        if not text.go(move(text)):
            return
        assert text.shows_cursor, text
        yield text.in_sight
    pytest.fail("it never ends")


@pytest.mark.parametrize("way", [page, half_page])
@given(heights=HEIGHTS, window=WINDOWS)
@example(heights=[(1, 1), (0, 1), (0, 60), (2, 3), (0, 1)], window=7)
@example(heights=[(0, 1)] * 70, window=19)
@example(heights=[(2, 1)], window=1)
def test_paging_from_the_top_and_from_the_end_shows_every_line_and_the_cursor(
    way: Callable[[int], Callable[[Text], Place]], heights: list[tuple[int, int]], window: int
) -> None:
    text = Text(heights, window)
    down = [line for lines in walk(text, way(1)) for line in lines]
    assert set(down) == set(range(text.line_count))
    assert (text.top, text.cursor) == (text.last_top, text.entry_count - 1)
    up = [line for lines in walk(text, way(-1)) for line in lines]
    assert set(up) == set(range(text.line_count))
    assert (text.top, text.cursor) == (0, 0)


@given(heights=HEIGHTS, window=st.integers(3, 30))
@example(heights=[(0, 3), (2, 4), (0, 3)], window=4)
def test_stepping_down_and_up_shows_every_line_and_the_cursor(heights: list[tuple[int, int]], window: int) -> None:
    text = Text(heights, window)
    assert {line for lines in walk(text, one(1)) for line in lines} == set(range(text.line_count))
    assert text.cursor == text.entry_count - 1
    assert {line for lines in walk(text, one(-1)) for line in lines} == set(range(text.line_count))
    assert (text.top, text.cursor) == (0, 0)


@given(heights=HEIGHTS, window=st.integers(2, 30))
def test_a_page_goes_on_by_the_height_of_the_view_less_one_line(heights: list[tuple[int, int]], window: int) -> None:
    text = Text(heights, window)
    tops = [lines.start for lines in walk(text, page(1))]
    steps = {after - before for before, after in pairwise(tops)}
    assert steps - {0, window - 1} == ({tops[-1] % (window - 1)} - {0} if tops[-1] else set())


def test_within_an_entry_taller_than_the_view_one_goes_line_by_line_into_it_through_it_and_out() -> None:
    text = Text([(0, 1), (0, 9), (0, 1)], 4)
    went = [Place(text.top, text.cursor) for _ in walk(text, one(1))]
    assert went == [(0, 0), (0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (7, 2)]
    back = [Place(text.top, text.cursor) for _ in walk(text, one(-1))]
    assert back == [(7, 2), (7, 1), (6, 1), (5, 1), (4, 1), (3, 1), (2, 1), (1, 1), (0, 0)]


def test_going_up_an_entry_comes_into_sight_with_its_heading() -> None:
    text = Text([(1, 1), (2, 1), (0, 1), (0, 1)], 3, top=4, cursor=2)
    assert ViewPaging().by_entry(text, -1) == (2, 1)


@pytest.mark.parametrize(("top", "step", "cursor"), [(50, 1, 50), (50, -1, 50), (20, 1, 29), (20, -1, 29)])
def test_what_the_mouse_scrolled_to_stays_where_it_is_and_the_cursor_comes_there(
    top: int, step: int, cursor: int
) -> None:
    text = Text([(0, 1)] * 100, 10, top=top, cursor=10 if top == 50 else 80)
    assert ViewPaging().by_entry(text, step) == (top, cursor)


@given(count=st.integers(1, 300), window=WINDOWS, cursor=st.integers(0, 299), by=st.integers(1, 30))
def test_in_a_list_the_cursor_goes_by_so_many_and_the_view_as_little_as_shows_it(
    count: int, window: int, cursor: int, by: int
) -> None:
    rows = Text([(0, 1)] * count, window, cursor=min(cursor, count - 1))
    rows.top = max(0, min(rows.cursor - window // 2, rows.last_top))
    for step in (by, -by):
        before, seen = rows.cursor, rows.in_sight
        rows.go(CursorPaging().by_lines(rows, step))
        assert rows.cursor == max(0, min(before + step, count - 1))
        assert rows.cursor in rows.in_sight
        assert rows.in_sight == seen or rows.cursor not in seen


# On the screen.


class Reader(CursorLines):
    """Entries of so many lines each, paged as a text or a list."""

    def __init__(self, paging: Paging) -> None:
        super().__init__("Reader", id="reader")
        self.paging = paging
        self.text = Text([(0, 1)], 1)

    def show(self, heights: list[tuple[int, int]]) -> None:
        self.text = Text(heights, 1)
        self.cursor = 0
        self.changed()
        self.scroll_to_line(0)

    @property
    def entry_count(self) -> int:
        return self.text.entry_count

    @property
    def line_count(self) -> int:
        return self.text.line_count

    def entry_at(self, line: int) -> int:
        return self.text.entry_at(line)

    def lines_of(self, entry: int) -> range:
        return self.text.lines_of(entry)

    def draw(self, line: int, width: int) -> Line:
        return [Span(f"line {line}")]

    @property
    def drawn(self) -> list[str]:
        return [line for y in range(self.size.height) if (line := self.render_line(y).text.rstrip())]


class Host(App[None]):
    """Holds the one reader."""

    def __init__(self, paging: Paging) -> None:
        super().__init__()
        self.reader = Reader(paging)

    def compose(self) -> ComposeResult:
        yield self.reader


@pytest.mark.parametrize("height", [3, 7, 24])
async def test_on_the_screen_every_line_is_drawn_and_the_mark_of_the_cursor_with_each_page(height: int) -> None:
    app = Host(ViewPaging())
    async with app.run_test(size=(30, height)):

        @given(HEIGHTS)
        @example([(1, 1), (0, 200), (2, 2), (0, 1)])
        def pages(heights: list[tuple[int, int]]) -> None:
            reader = app.reader
            reader.show(heights)
            wanted = {f"line {line}" for line in range(reader.line_count)}
            for step in (1, -1):
                seen, before = {line[1:] for line in reader.drawn}, None
                while (drawn := reader.drawn) != before:
                    reader.action_page(step)
                    assert sum(line.startswith("›") for line in drawn) == 1
                    seen, before = seen | {line[1:] for line in drawn}, drawn
                assert seen == wanted

        pages()


async def test_home_and_end_go_to_the_first_and_the_last_line_also_of_an_entry_taller_than_the_view() -> None:
    app = Host(ViewPaging())
    async with app.run_test(size=(30, 10)):
        app.reader.show([(1, 50), (1, 60)])
        app.reader.action_last()
        assert app.reader.drawn[-1] == " line 111"
        assert app.reader.drawn[0] == "›line 102"
        app.reader.action_first()
        assert app.reader.drawn[:2] == [" line 0", "›line 1"]


@pytest.mark.parametrize("paging", [ViewPaging(), CursorPaging()])
async def test_without_an_entry_no_move_does_anything(paging: Paging) -> None:
    app = Host(paging)
    async with app.run_test(size=(30, 10)):
        app.reader.show([])
        for move in (app.reader.action_page, app.reader.action_half_page, app.reader.action_cursor):
            move(1)
            move(-1)
        app.reader.action_last()
        app.reader.action_first()
        assert (app.reader.cursor, app.reader.top) == (0, 0)
