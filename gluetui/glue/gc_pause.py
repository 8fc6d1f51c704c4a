"""Python's garbage collection, put off while modules and models are loaded, which stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_has_frozen = False
_is_put_off = False


def put_off() -> None:
    """Turn garbage collection off until `take_up`: modules that the start loads hold no garbage."""
    global _is_put_off
    _is_put_off = True
    gc.disable()


def take_up() -> None:
    """Turn it on again, for objects that are made from now on; does nothing without `put_off`."""
    global _is_put_off
    if _is_put_off:
        _is_put_off = False
        gc.freeze()
        gc.enable()


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Turn garbage collection off while boto3's models are loaded, of whose time it takes a third.

    Objects that exist at the end of the first time are never searched again, which would hold up keys. Later times
    load little, and freezing then would keep garbage too.
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
