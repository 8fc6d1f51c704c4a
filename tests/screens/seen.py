"""Reading the screen of an app under test as a person does, and waiting for what is to be seen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from gluetui.text.safe import one_line
from gluetui.widgets.banner import Banner
from gluetui.widgets.rows import Rows
from gluetui.widgets.top_line import TopLine

PATIENCE = 20.0
"""Seconds after which a wait is a failure: far above what any step takes, also on a busy machine."""


def shown_in(app: App[Any], place: str) -> str:
    """The text of a pane by its id, of the "top" line, of the "banner" ("" where it is hidden), or of the "screen"."""
    if place == "screen":
        return "\n".join("".join(segment.text for segment in line) for line in app.screen._compositor.render_strips())
    if place == "top":
        return app.screen.query_one(TopLine).render_line(0).text
    if place == "banner":
        banner = app.screen.query_one(Banner)
        if not banner.display or banner.error is None:
            return ""
        # It may have no size yet: its lines are laid out with the next picture.
        return "\n".join(map(one_line, banner.lines))
    pane = app.screen.query_one(f"#{place}", Rows)
    return "\n".join(pane.render_line(y).text.rstrip() for y in range(pane.size.height))


_servings = 0
"""How often `all_served` is waiting: each time has its own turn of the loop."""


async def all_served() -> None:
    """Let the loop go on until only a thread, a file or a time can give it more to do.

    Pilot's own pauses guess this from how busy the process is, at a hundred times the price.
    """
    global _servings
    loop = asyncio.get_running_loop()
    deadline = time.monotonic() + PATIENCE
    _servings += 1
    try:
        await asyncio.sleep(0)
        while len(loop._ready) >= _servings:  # type: ignore[attr-defined]
            assert time.monotonic() < deadline, "the app never comes to rest"
            await asyncio.sleep(0)
    finally:
        _servings -= 1


async def drawn(app: App[Any]) -> None:
    """Let the app serve all that can be served, and draw it without waiting for the next frame."""
    await all_served()
    while app._running and app.screen._update_timer._active.is_set():
        app.screen._on_timer_update()
        await all_served()


async def until(pilot: Pilot[Any], is_so: Callable[[], bool]) -> None:
    """Let the app go on until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, f"waited in vain; the screen is:\n{shown_in(pilot.app, 'screen')}"
        await asyncio.sleep(0.01)
        await drawn(pilot.app)
