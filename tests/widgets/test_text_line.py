"""A line that is typed: where its caret goes, what its keys take away, what is pasted into it, what of it is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gluetui.text.safe import is_safe
from gluetui.widgets.text_line import CARET, EDIT_KEYS, TextLine

KEYS = st.sampled_from([*EDIT_KEYS])
TEXTS = st.text(st.one_of(st.sampled_from("ab-_.: /=日é\u0301\u0308\u200d\u202e\x1b\t"), st.characters()), max_size=40)


def at(drawn: str) -> TextLine:
    """A line, its caret written as "|"."""
    return TextLine(*drawn.split("|"))


def drawn(line: TextLine) -> str:
    return f"{line.before}|{line.after}"


def after(line: TextLine, *keys: str) -> str:
    for key in keys:
        edited = line.edited(key, None)
        assert edited is not None, key
        line = edited
    return drawn(line)


@pytest.mark.parametrize(
    ("before", "keys", "then"),
    [
        # By character.
        ("nightly|", ["left"], "nightl|y"),
        ("nightly|", ["ctrl+b", "ctrl+b", "ctrl+f"], "nightl|y"),
        ("|nightly", ["left", "backspace", "ctrl+h", "ctrl+w", "ctrl+u", "ctrl+left"], "|nightly"),
        ("nightly|", ["right", "delete", "ctrl+d", "ctrl+k", "alt+d", "ctrl+right"], "nightly|"),
        ("night|ly", ["backspace", "delete"], "nigh|y"),
        ("night|ly", ["ctrl+h", "ctrl+d"], "nigh|y"),
        # To the ends.
        ("state:failed du|r>5m", ["home"], "|state:failed dur>5m"),
        ("state:failed du|r>5m", ["ctrl+a", "end"], "state:failed dur>5m|"),
        ("state:failed du|r>5m", ["ctrl+u"], "|r>5m"),
        ("state:failed du|r>5m", ["ctrl+k"], "state:failed du|"),
        ("state:failed dur>5m|", ["ctrl+a", "ctrl+k"], "|"),
        ("state:failed dur>5m|", ["home", "ctrl+e", "ctrl+u"], "|"),
        # By word: letters, digits and underscores; ctrl+w takes all up to a blank.
        ("load-orders_eu daily|", ["ctrl+left"], "load-orders_eu |daily"),
        ("load-orders_eu daily|", ["alt+left", "alt+left"], "load-|orders_eu daily"),
        ("load-orders_eu daily|", ["alt+b", "alt+b", "alt+b", "alt+b"], "|load-orders_eu daily"),
        ("|load-orders_eu daily", ["ctrl+right", "alt+right"], "load-orders_eu| daily"),
        ("lo|ad-orders_eu daily", ["alt+f"], "load|-orders_eu daily"),
        ("load-orders_eu daily|", ["ctrl+w"], "load-orders_eu |"),
        ("load-orders_eu daily|", ["ctrl+w", "ctrl+w"], "|"),
        ("load-orders_eu  |daily", ["ctrl+w"], "|daily"),
        ("load-orders|_eu daily", ["alt+backspace"], "load-|_eu daily"),
        ("load-orders|_eu daily", ["ctrl+backspace", "ctrl+backspace"], "|_eu daily"),
        ("load|-orders_eu daily", ["alt+d"], "load| daily"),
        ("load|-orders_eu daily", ["ctrl+delete", "alt+delete"], "load|"),
        # Characters of several code points, and of two cells.
        ("cafe\u0301|", ["left"], "caf|e\u0301"),
        ("cafe\u0301|", ["backspace"], "caf|"),
        ("|e\u0301te\u0301", ["right"], "e\u0301|te\u0301"),
        ("|e\u0301te\u0301 2", ["alt+d"], "| 2"),
        ("e\u0301te\u0301|", ["ctrl+left"], "|e\u0301te\u0301"),
        ("日本語|", ["left", "left", "delete"], "日|語"),
        ("日本語 束|", ["ctrl+w", "backspace"], "日本語|"),
        ("Ärger|", ["ctrl+left", "right"], "Ä|rger"),
        # What is invisible is shown as one form, and so goes alone.
        ("a\u200bb|", ["left", "left"], "a|\u200bb"),
        ("a\x1b|", ["backspace"], "a|"),
    ],
)
def test_keys_move_the_caret_and_delete(before: str, keys: list[str], then: str) -> None:
    assert after(at(before), *keys) == then


@pytest.mark.parametrize(
    ("before", "character", "then"),
    [
        ("l|d", "o", "lo|d"),
        ("|", " ", " |"),
        ("b|", "é", "bé|"),
        ("日|語", "本", "日本|語"),
        ("cafe|s", "\u0301", "cafe\u0301|s"),
        ("a|", "/", "a/|"),
    ],
)
def test_a_character_comes_where_the_caret_stands(before: str, character: str, then: str) -> None:
    edited = at(before).edited("some_key", character)
    assert edited is not None and drawn(edited) == then


@pytest.mark.parametrize(
    ("key", "character"),
    [
        ("up", None), ("down", None), ("pageup", None), ("tab", "\t"), ("shift+tab", None), ("enter", "\r"),
        ("escape", "\x1b"), ("f1", None), ("ctrl+p", "\x10"), ("ctrl+s", "\x13"), ("ctrl+c", "\x03"), ("insert", None),
    ],
)  # fmt: skip
def test_a_key_that_edits_nothing_leaves_the_line_to_others(key: str, character: str | None) -> None:
    assert at("some| text").edited(key, character) is None


@pytest.mark.parametrize(
    ("pasted", "then"),
    [
        ("load-orders\n", "<load-orders|>"),
        ("\r\nload\r\norders\r\n", "<load orders|>"),
        ("load\torders", "<load orders|>"),
        ("a\rb\x0bc\u2028d\x85e", "<a b c d e|>"),
        ("a\n\nb", "<a  b|>"),
        (" kept blanks ", "< kept blanks |>"),
        ("", "<|>"),
        ("\x1b[31mred", "<\x1b[31mred|>"),
    ],
)
def test_what_is_pasted_is_one_line(pasted: str, then: str) -> None:
    assert drawn(at("<|>").pasted(pasted)) == then


@given(TEXTS, st.lists(KEYS, max_size=30))
def test_no_key_changes_what_it_does_not_delete(text: str, keys: list[str]) -> None:
    line = TextLine(text)
    for key in keys:
        edited = line.edited(key, None)
        assert edited is not None
        deleted = len(line.text) - len(edited.text)
        assert deleted >= 0
        assert (
            deleted == 0 or edited.text == line.text[: len(edited.before)] + line.text[len(edited.before) + deleted :]
        )
        line = edited


def shown(line: TextLine, width: int, *, has_caret: bool = True) -> str:
    return "".join(span.text for span in line.spans(width, has_caret=has_caret))


@pytest.mark.parametrize(
    ("line", "width", "seen"),
    [
        ("load-orders|", 20, "load-orders▏"),
        ("load|-orders", 20, "load▏-orders"),
        ("|load-orders", 20, "▏load-orders"),
        ("load-orders-daily|", 10, "…rs-daily▏"),
        ("|load-orders-daily", 10, "▏load-ord…"),
        ("load-orders-dai|ly", 10, "…rs-dai▏ly"),
        ("load-|orders-daily", 10, "load-▏ord…"),
        ("load-orders|-daily", 10, "…rders▏-d…"),
        ("日本語束|", 7, "…語束▏"),
        ("\x1b]52|", 20, "␛]52▏"),
        ("a\u202e|b", 20, "a\\u202e▏b"),
    ],
)
def test_the_part_around_the_caret_is_seen(line: str, width: int, seen: str) -> None:
    assert shown(at(line), width) == seen


@pytest.mark.parametrize(
    ("text", "width", "seen"), [("load", 20, "load"), ("load-orders-daily", 10, "load-orde…"), ("", 5, "")]
)
def test_a_line_that_is_no_longer_typed_is_seen_from_its_start(text: str, width: int, seen: str) -> None:
    assert shown(TextLine("", text), width, has_caret=False) == seen


@given(TEXTS, TEXTS, st.integers(8, 30))
def test_of_any_line_what_is_seen_fits_is_safe_and_has_the_caret(before: str, behind: str, width: int) -> None:
    seen = shown(TextLine(before, behind), width)
    assert cell_len(seen) <= width
    assert CARET in seen
    assert is_safe(seen)
    assert is_safe(shown(TextLine(before, behind), width, has_caret=False))


def test_of_a_megabyte_little_is_made_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []
    monkeypatch.setattr("gluetui.widgets.text_line.one_line", lambda text: lengths.append(len(text)) or text)
    shown(TextLine("x" * 1_000_000, "y" * 1_000_000), 80)
    assert sum(lengths) < 1_000
