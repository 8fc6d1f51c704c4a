"""Whether a screen can be seen below others."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def is_uncovered(screen: Screen[Any]) -> bool:
    """Whether only modal screens, which leave this one visible around their box, lie over it."""
    stack = screen.app.screen_stack
    return all(above.is_modal for above in stack[stack.index(screen) + 1 :])
