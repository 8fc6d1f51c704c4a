"""Reading the screen of an app under test as a person does, and waiting for what is to be seen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from gluetui.text.safe import one_line
from gluetui.widgets.frame import Banner, TopLine
from gluetui.widgets.rows import Rows
from tests.at_rest import at_rest, make_frame, whole_frame
from tests.patience import PATIENCE

LONGEST_REST = 0.03
"""Seconds between two looks at what is waited for: each look draws."""


def shown_in(app: App[Any], place: str) -> str:
    """The text of a pane by its id, of the "top" line, of the "banner" ("" where it is hidden), or of the "screen"."""
    if place == "screen":
        return "\n".join(whole_frame(app))
    if place == "top":
        return app.screen.query_one(TopLine).render_line(0).text
    if place == "banner":
        banner = app.screen.query_one(Banner)
        if not banner.display or banner.error is None:
            return ""
        # It may have no size yet: its lines are laid out with the next picture.
        return "\n".join(map(one_line, banner.lines))
    make_frame(app)
    pane = app.screen.query_one(f"#{place}", Rows)
    return "\n".join(pane.render_line(y).text.rstrip() for y in range(pane.size.height))


async def until(pilot: Pilot[Any], is_so: Callable[[], bool]) -> None:
    """Let the app go on until something is so."""
    deadline = time.monotonic() + PATIENCE
    rest = 0.004
    while not is_so():
        assert time.monotonic() < deadline, f"waited in vain; the screen is:\n{shown_in(pilot.app, 'screen')}"
        rest = min(2 * rest, LONGEST_REST)
        await asyncio.sleep(rest)
        await at_rest(pilot.app)
