"""The user's choices about colours, by the definitions of the variables that hold them."""

from __future__ import annotations

from collections.abc import Mapping

CHOICES = ("NO_COLOR", "FORCE_COLOR")
"""Variables that choose when they are set to anything but nothing (no-color.org, force-color.org)."""


def with_colour_choices(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without choices that are empty, which Textual takes for NO_COLOR and Rich for no colours."""
    return {name: value for name, value in environ.items() if value or name not in CHOICES}


def chooses_no_colours(environ: Mapping[str, str]) -> bool:
    """Whether the user wants no colours."""
    return bool(environ.get("NO_COLOR"))
