"""A line of a pane as pieces that each say what they mean; the widget gives the meaning its colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gluetui.text import states

ROLES = (*states.ROLES, "text", "dim", "name", "head", "title", "key", "match", "secret")
"""What a Span can mean; gluetui.tcss gives each its colour."""


class Span(NamedTuple):
    """A piece of a line: safe text, and one of ROLES, or "" for plain text."""

    text: str
    role: str = ""


Line = Sequence[Span]
