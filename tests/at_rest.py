"""Waiting for an app under test until it has done all that it can do by itself, without waiting for the processor."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.app import App
from textual.pilot import Pilot

from tests.patience import PATIENCE

_render_update = Compositor.render_update

_servings = 0
"""How often `all_served` is waiting: each time has its own turn of the loop."""


async def all_served() -> None:
    """Let the loop go on until only a thread, a file or a time can give it more to do."""
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
    """Let the app come to rest, and make a frame of all that changed."""
    await at_rest(app)
    make_frame(app)


async def at_rest(app: App[Any]) -> None:
    """Let the app serve all that can be served, and lay it out without waiting for the next frame."""
    await all_served()
    if app._resize_timer is not None:  # Textual waits whether the window goes on changing.
        app._check_resize()
        await all_served()
    deadline = time.monotonic() + PATIENCE
    while app._running and app.screen._update_timer._active.is_set():
        assert time.monotonic() < deadline, "the app draws for ever"
        app.screen._on_timer_update()
        await all_served()


def make_frame(app: App[Any]) -> None:
    """Render all that changed since the last frame, as the terminal would get it now."""
    if app._running and app.screen._compositor._dirty_regions:
        _render_update(app.screen._compositor, screen_stack=app._background_screens)


def whole_frame(app: App[Any]) -> list[str]:
    """The lines of the terminal, from top to bottom, as they are now."""
    visible_screen_stack.set(app._background_screens)
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


@contextmanager
def frames_at_rest() -> Iterator[None]:
    """Textual throws each frame away where there is no terminal: those that no test looks at need not be made."""

    def put_off(compositor: Compositor, full: bool = False, **how: Any) -> Any:
        return _render_update(compositor, full, **how) if full else None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", put_off)
        yield


@contextmanager
def every_frame() -> Iterator[None]:
    """Where a test is about the frames themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", _render_update)
        yield


@contextmanager
def pilots_that_wait_like_this() -> Iterator[None]:
    """Pilot guesses from how busy the process is whether the app is: 40 ms a key at the least, and wrong under load."""
    press_keys = App._press_keys

    async def served(min_sleep: float = 0, max_sleep: float = 1) -> None:
        await all_served()

    async def press_each(app: App[Any], keys: Iterable[str]) -> None:
        for key in keys:
            await press_keys(app, [key])
            await drawn(app)

    async def wait(pilot: Pilot[Any], timeout: float = PATIENCE) -> bool:
        await drawn(pilot.app)
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.app.wait_for_idle", served)
        patch.setattr("textual.pilot.wait_for_idle", served)
        patch.setattr(App, "_press_keys", press_each)
        patch.setattr(Pilot, "_wait_for_screen", wait)
        yield
