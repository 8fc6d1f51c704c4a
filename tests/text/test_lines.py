"""Text in lines: none too wide, nothing lost but spaces, indentation kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gluetui.text.lines import wrapped
from gluetui.text.safe import is_safe, many_lines, one_line


@given(st.text(st.sampled_from("ab -é漢字🙂/\n"), max_size=60), st.integers(2, 30))
def test_no_line_is_too_wide_and_nothing_but_spaces_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert max(map(cell_len, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(max_size=80).map(many_lines), st.integers(2, 40))
def test_any_safe_text_becomes_at_least_a_line_and_none_is_too_wide(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert len(lines) >= text.count("\n") + 1
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("word", ["cafe", "café"])
def test_a_line_keeps_its_indentation(word: str) -> None:
    assert wrapped(f"Caused by:\n    at {word}", 40) == ["Caused by:", f"    at {word}"]


def test_lines_break_at_spaces_and_words_only_where_they_must() -> None:
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("ein größeres Wort", 9) == ["ein", "größeres", "Wort"]
    assert wrapped("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrapped("漢字漢字", 5) == ["漢字", "漢字"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert wrapped("", 10) == [""]
    assert wrapped("a\n\nb", 10) == ["a", "", "b"]


def test_a_width_of_nothing_still_ends() -> None:
    assert wrapped("漢字", 0) == ["漢", "字"]


def test_a_blank_stays_with_the_marks_that_stand_on_it() -> None:
    assert wrapped("ab \u0301cd \u0301ef", 4) == ["ab \u0301c", "d \u0301ef"]
    assert all(is_safe(line) for width in range(2, 30) for line in wrapped(one_line(" " + "\u0300" * 14), width))
