"""Entries of several lines: where each begins, whatever was added, cut or changed before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gluetui.widgets.heights import BLOCK, Heights

MANY = [1 + number % 4 for number in range(2 * BLOCK + 100)]


def check(heights: Heights, expected: list[int]) -> None:
    lines = [entry for entry, height in enumerate(expected) for _ in range(height)]
    assert len(heights) == len(expected)
    assert heights.total == len(lines)
    for line in {0, 1, len(lines) // 2, len(lines) - 1, *range(0, len(lines), 97)} & {*range(len(lines))}:
        assert heights.entry_at(line) == lines[line]
    for entry in {0, len(expected) // 2, len(expected) - 1, *range(0, len(expected), 89)} if lines else ():
        assert heights.start(entry) == sum(expected[:entry])


def test_each_entry_begins_behind_the_lines_of_all_before_it() -> None:
    heights = Heights()
    heights.extend(MANY)
    check(heights, MANY)


def test_entries_come_in_parts_and_change() -> None:
    heights, expected = Heights(), list(MANY)
    for start in range(0, len(MANY), 300):
        heights.extend(MANY[start : start + 300])
    assert heights.set(BLOCK, 50) == 50 - MANY[BLOCK]
    expected[BLOCK] = 50
    check(heights, expected)
    heights.cut(BLOCK + 7)
    check(heights, expected[: BLOCK + 7])
    heights.cut(0)
    check(heights, [])


@given(st.lists(st.integers(1, 9), min_size=1, max_size=40))
def test_the_line_behind_the_last_is_of_the_last_entry(given_heights: list[int]) -> None:
    heights = Heights()
    heights.extend(given_heights)
    assert heights.entry_at(sum(given_heights) + 3) == len(given_heights) - 1
    assert heights.start(len(given_heights)) == heights.total


@given(
    st.lists(st.integers(1, 9), max_size=700), st.lists(st.integers(1, 9), max_size=700), st.integers(0, 700),
    st.integers(0, 1400),
)  # fmt: skip
def test_entries_of_others_come_behind_with_their_lines(
    own: list[int], others: list[int], start: int, cut: int
) -> None:
    heights, other = Heights(), Heights()
    heights.extend(own)
    other.extend(others)
    heights.extend_from(other, start)
    expected = own + others[start:]
    check(heights, expected)
    check(other, others)
    heights.cut(cut)
    heights.extend([3, 4])
    check(heights, [*expected[:cut], 3, 4])


def test_what_is_changed_of_entries_taken_over_stays_with_them() -> None:
    heights, other = Heights(), Heights()
    other.extend(MANY)
    heights.extend_from(other, 0)
    heights.set(1, 9)
    heights.set(2 * BLOCK, 9)
    check(other, MANY)
