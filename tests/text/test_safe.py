"""gluetui.text.safe: nothing hostile gets through, nothing harmless changes, cuts keep to their cells."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gluetui.text.safe import (
    cut_end,
    cut_middle,
    cut_start,
    graphemes,
    is_safe,
    many_lines,
    one_line,
    pad,
    shown_name,
)

ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.text("a漢\u0301\u200d\ufe0f\u202e\n\r\t\x1b👍")
WIDTHS = st.integers(min_value=-2, max_value=30)
FORBIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def hostile(text: str) -> list[str]:
    return [character for character in text if unicodedata.category(character) in FORBIDDEN]


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x00\x7f", "␀␡"),
        ("a\nb\tc\rd", "a␊b␉c␍d"),
        ("\x9b31m\x85", r"\u009b31m\u0085"),
        ("abc\u202edef\u2066", r"abc\u202edef\u2066"),
        ("job\u200bname\u200d\ufeff\u00ad", r"job\u200bname\u200d\ufeff\u00ad"),
        ("\ud800x\udfff", r"\ud800x\udfff"),
        ("\U000e0001\U000e0101", r"\U000e0001\U000e0101"),
        ("❤\ufe0f\u180b\u3164\u034f", r"❤\ufe0f\u180b\u3164\u034f"),
        ("\u2028\u2029\ue000", r"\u2028\u2029\ue000"),
    ],
)
def test_what_cannot_be_seen_is_shown(given_text: str, shown: str) -> None:
    assert one_line(given_text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain [/opt/a] [@click=app.quit]x[/]",
        "Zoë naïve café",
        "漢字 仮名",
        "👍🏽 🇩🇪",
        "हिन्दी ไทย שָׁלוֹם",
        "e\u0301",
    ],
)
def test_harmless_text_of_any_script_is_unchanged(text: str) -> None:
    assert one_line(text) == text
    assert many_lines(text) == text
    assert is_safe(text)


def test_several_lines_keep_their_ends_and_lose_their_tabs() -> None:
    assert many_lines("a\r\n\tat x\nb\rc\x1b") == "a\n    at x\nb␍c␛"
    assert is_safe("a\n    b", lines=True)
    assert not is_safe("a\n    b")
    assert not is_safe("a\tb", lines=True)


def test_a_fifth_mark_on_one_character_is_shown_as_its_code() -> None:
    assert one_line("e" + "\u0301" * 6) == "e" + "\u0301" * 4 + r"\u0301\u0301"


def test_a_mark_without_a_character_before_it_in_its_line_is_shown_as_its_code() -> None:
    assert one_line("\u0301a") == r"\u0301a"
    assert many_lines("a\n\u0301b") == "a\n" + r"\u0301b"


class Rude:
    def __str__(self) -> str:
        raise RuntimeError("no")


def test_values_that_are_no_text_are_shown_too() -> None:
    assert one_line(None) == "None"
    assert one_line(b"\x1b") == r"b'\x1b'"
    assert one_line(Rude()) == "<Rude>"


@given(ANY_TEXT)
def test_no_text_acts_on_the_terminal(text: str) -> None:
    assert not hostile(one_line(text))
    assert not [character for character in hostile(many_lines(text)) if character != "\n"]
    one_line(text).encode()
    many_lines(text).encode()


@given(ANY_TEXT)
def test_safe_text_stays_as_it_is(text: str) -> None:
    assert is_safe(one_line(text))
    assert is_safe(many_lines(text), lines=True)


@given(ANY_TEXT, WIDTHS)
def test_a_cut_never_exceeds_its_width(text: str, width: int) -> None:
    assert cell_len(cut_end(text, width)) <= max(width, 0)
    assert cell_len(cut_middle(text, width)) <= max(width, 0)


@given(ANY_TEXT.map(one_line), WIDTHS)
def test_only_what_does_not_fit_is_cut(text: str, width: int) -> None:
    fits = cell_len(text) <= max(width, 0)
    assert (cut_end(text, width) == text) == fits
    assert (cut_middle(text, width) == text) == fits


@given(ANY_TEXT.map(one_line), WIDTHS, st.sampled_from(["left", "right"]))
def test_padding_is_exact(text: str, width: int, align: Literal["left", "right"]) -> None:
    assert cell_len(pad(text, width, align)) == max(width, 0)


@pytest.mark.parametrize(
    ("width", "middle", "end"),
    [
        (0, "", ""),
        (1, "…", "…"),
        (2, "…2", "j…"),
        (9, "jr_0…pt_2", "jr_01234…"),
        (18, "jr_01234…attempt_2", "jr_0123456789_att…"),
        (99, "jr_0123456789_attempt_2", "jr_0123456789_attempt_2"),
    ],
)
def test_cuts_keep_the_ends_that_tell(width: int, middle: str, end: str) -> None:
    assert cut_middle("jr_0123456789_attempt_2", width) == middle
    assert cut_end("jr_0123456789_attempt_2", width) == end


def test_wide_characters_are_cut_whole() -> None:
    assert cut_middle("漢字仮名", 5) == "漢…名"
    assert cut_middle("漢字仮名", 4) == "…名"
    assert cut_end("漢字仮名", 4) == "漢…"
    assert pad("漢字仮名", 4) == "漢… "
    assert pad("ab", 5, "right") == "   ab"


def test_a_mark_is_never_parted_from_its_character() -> None:
    assert cut_middle("abcdefe\u0301", 3) == "a…e\u0301"
    assert cut_end("e\u0301bcdef", 2) == "e\u0301…"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("orders ", "orders␠"),
        ("  orders", "␠␠orders"),
        ("   ", "␠␠␠"),
        ("a\u00a0b", r"a\u00a0b"),
        ("orders\u3000", r"orders\u3000"),
        ("orders\u200b", r"orders\u200b"),
        ("load orders", "load orders"),
        ("größe", "größe"),
        ("", ""),
    ],
)
def test_blanks_of_a_name_that_nobody_would_see_are_shown(name: str, shown: str) -> None:
    assert shown_name(name) == shown
    assert shown_name(shown) == shown
    assert is_safe(shown)


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("nightly", 7, "nightly"), ("nightly", 4, "…tly"), ("日本語", 4, "…語"), ("日本語", 5, "…本語"),
        ("cafe\u0301", 3, "…fe\u0301"), ("ab", 1, "…"), ("ab", 0, ""), ("", 3, ""),
    ],
)  # fmt: skip
def test_a_start_is_cut_by_cells(text: str, width: int, cut: str) -> None:
    assert cut_start(text, width) == cut


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("run", ["r", "u", "n"]),
        ("e\u0301te\u0301\u0323", ["e\u0301", "t", "e\u0301\u0323"]),
        ("\u0301a", ["\u0301", "a"]),
        ("a\u200d\x1bb", ["a", "\u200d", "\x1b", "b"]),
        ("日\u3099本", ["日\u3099", "本"]),
        ("", []),
    ],
)
def test_a_character_keeps_the_marks_that_stand_on_it(text: str, seen: list[str]) -> None:
    assert graphemes(text) == seen
