"""Python's search for garbage, put off while much is loaded that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_has_frozen = False
_is_put_off = False


def put_off() -> None:
    """There is no garbage in what a start loads; `take_up` ends it."""
    global _is_put_off
    _is_put_off = True
    gc.disable()


def take_up() -> None:
    """Search from now on, but never in what is there now. Does nothing where nothing was put off."""
    global _is_put_off
    if _is_put_off:
        _is_put_off = False
        gc.freeze()
        gc.enable()


@contextmanager
def nothing_collected() -> Iterator[None]:
    """While much is loaded that stays: looking for garbage in it takes a third of the time, and later the keys'.

    What is there at the end of the first time is never looked at again; later times load little, and would keep
    what is garbage by then.
    """
    global _has_frozen
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not _has_frozen:
            gc.freeze()
            _has_frozen = True
        if was_enabled:
            gc.enable()
