"""Colours that can be read on their ground: moved only where they must be, no further than they must be."""

from __future__ import annotations

import pytest
from textual.color import Color

from gluetui.widgets.contrast import SIGN, TEXT, contrast, inks, readable


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#777777", "#FFFFFF", 4.48),
        ("#3366CC", "#3366CC", 1.0),
        ("#FF0000", "#000", 5.25),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(Color.parse(one), Color.parse(other)) == pytest.approx(expected, abs=0.01)
    assert contrast(Color.parse(other), Color.parse(one)) == contrast(Color.parse(one), Color.parse(other))


HARD = [
    ("#93A1A1", "#FDF6E3"),  # grey on cream
    ("#FFA62B", "#FFFFFF"),  # orange on white
    ("#0000FF", "#000000"),  # blue on black
    ("#7F7F7F", "#808080"),  # grey on the same grey, from which neither end is far
    ("#FFFF00", "#8A8A8A"),  # lighter than its ground, which white itself cannot be read on
    ("#004578", "#0178D4"),  # dark blue on blue
    ("#FFFFFF80", "#FFFFFF"),  # white that shines through, on white
    ("#FFFFFF33", "#336633"),  # white, hardly mixed into a green
]


@pytest.mark.parametrize(("colour", "ground"), HARD)
@pytest.mark.parametrize("least", [SIGN, TEXT])
def test_a_colour_that_cannot_be_read_is_moved_until_it_can(colour: str, ground: str, least: float) -> None:
    below = Color.parse(ground)
    moved = readable(Color.parse(colour), below, least)
    assert least <= contrast(moved, below) < least + 0.6
    assert moved.a == 1


@pytest.mark.parametrize(
    ("colour", "ground"),
    [("#000000", "#FFFFFF"), ("#E0E0E0", "#121212"), ("#586E75", "#FDF6E3"), ("#FFFF00", "#000080"), ("#0A5", "#000")],
)
def test_a_colour_that_can_be_read_stays(colour: str, ground: str) -> None:
    assert readable(Color.parse(colour), Color.parse(ground)) == Color.parse(colour)


@pytest.mark.parametrize(
    ("colour", "ground"),
    [("ansi_yellow", "#FFFFFF"), ("#FFFF00", "ansi_default"), ("ansi_red", "ansi_red"), ("ansi_default", "ansi_blue")],
)
def test_of_a_terminals_own_colours_nothing_is_known(colour: str, ground: str) -> None:
    assert readable(Color.parse(colour), Color.parse(ground)) == Color.parse(colour)


def test_a_moved_colour_keeps_its_hue() -> None:
    for colour, ground in (("#FFA62B", "#FFFFFF"), ("#BF616A", "#4A5F74"), ("#0000FF", "#000000")):
        before, after = Color.parse(colour), readable(Color.parse(colour), Color.parse(ground))
        assert after != before
        assert after.hsl.h == pytest.approx(before.hsl.h, abs=0.02)


def test_an_ink_is_named_after_its_colour_and_its_ground() -> None:
    names = ("primary", "warning", "error", "success", "text-accent", "text-error", "text-success", "text-warning")
    grounds = ("background", "panel", "panel-lighten-1", "primary-muted")
    theme = {**dict.fromkeys(names, "#808080"), **dict.fromkeys(grounds, "#FFFFFF"), "border": "#EEEEEE"}
    found = inks({**theme, "foreground": "#000000", "text": "auto 87%"})
    assert found["foreground-on-background"] == "#000000"
    assert found["foreground-65-on-panel"] == "#595959"
    assert found["text-on-primary"] == "#101010"
    assert contrast(Color.parse(found["border-on-background"]), Color.parse("#FFFFFF")) == pytest.approx(3, abs=0.2)
