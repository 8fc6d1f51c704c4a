"""Colours that can be read on their ground in any theme: one that cannot is moved towards black or white."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from textual.color import BLACK, WHITE, Color

TEXT = 4.5
"""The least contrast of text with its ground, by WCAG 2."""

SIGN = 3.0
"""The least contrast of what is no text but means something, such as the border of the pane with the focus."""

_STEPS = 64
"""Steps from a colour to black or white."""


class Ink(NamedTuple):
    """A colour of the theme on a ground of the theme, each by the name of Textual's variable."""

    colour: str
    ground: str
    percent: int = 100
    """How much of the colour is mixed into the ground."""
    least: float = TEXT

    @property
    def name(self) -> str:
        """The name of the variable, such as "foreground-65-on-panel"."""
        share = "" if self.percent == 100 else f"-{self.percent}"
        return f"{self.colour}{share}-on-{self.ground}"


INKS = (
    Ink("text", "primary"),
    Ink("text", "warning"),
    Ink("text", "primary-muted"),
    *(Ink("foreground", "panel", percent) for percent in (55, 65, 75, 100)),
    Ink("foreground", "panel", 22, SIGN),
    Ink("foreground", "primary-muted"),
    Ink("text-accent", "panel"),
    Ink("text-error", "panel"),
    *(Ink("foreground", "background", percent) for percent in (55, 65, 75, 100)),
    Ink("text-accent", "background"),
    Ink("border", "background", least=SIGN),
    *(Ink("foreground", "background", percent, SIGN) for percent in (22, 40)),
    Ink("foreground", "panel-lighten-1"),
    *(Ink(f"text-{severity}", "panel-lighten-1") for severity in ("success", "warning", "error")),
    *(Ink(severity, "panel-lighten-1", least=SIGN) for severity in ("success", "warning", "error")),
)
"""What gluetui.tcss gives to widgets by variables; the roles of lines are mixed where they are drawn."""


def inks(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables of all inks, from Textual's variables of a theme."""
    background = _colour(variables["background"], BLACK)
    found = {}
    for ink in INKS:
        ground = background + _colour(variables[ink.ground], background)
        colour = _colour(variables[ink.colour], ground).multiply_alpha(ink.percent / 100)
        found[ink.name] = readable(colour, ground, ink.least).hex
    return found


def _colour(value: str, ground: Color) -> Color:
    """The colour of a variable of Textual's, such as "#0178D4", "ansi_blue 50%", or "auto 87%" for black or white."""
    name, _, share = value.partition(" ")
    colour = ground.get_contrast_text(1) if name == "auto" else Color.parse(name)
    return colour.multiply_alpha(float(share.rstrip("%")) / 100) if share else colour


@lru_cache(1024)
def readable(colour: Color, ground: Color, least: float = TEXT) -> Color:
    """A colour mixed with the ground below it, and moved no further than it needs for so much contrast.

    A terminal's own colours are left as they are: what they look like is not known.
    """
    mixed = ground + colour
    if mixed.ansi is not None or ground.ansi is not None or contrast(mixed, ground) >= least:
        return mixed
    away, across = (WHITE, BLACK) if _luminance(mixed) >= _luminance(ground) else (BLACK, WHITE)
    end = away if contrast(away, ground) >= least else across
    # Until it is enough it is enough nowhere on the way, also where the way leads across the ground.
    step = bisect_left(range(_STEPS), True, key=lambda step: contrast(mixed.blend(end, step / _STEPS), ground) >= least)
    return mixed.blend(end, step / _STEPS)


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours, between 1 and 21, by WCAG 2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (_linear(part) for part in colour.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: int) -> float:
    """One of the three parts of an sRGB colour as an amount of light."""
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
