"""How long a test waits for what must come. No test asserts how long something takes: benchmarks measure that."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 60.0
"""Seconds after which a wait is a failure: far above what any step takes, also on a busy machine."""

_MOST_WORK = 30.0
"""Seconds of the process's own time; what grows with the size of its input alone takes a hundredth of it."""


@contextmanager
def bounded_work() -> Iterator[None]:
    """A failure instead of a hang where the work within grows with the square of its input, or faster."""

    def stop(*_: object) -> None:
        raise AssertionError("it has no end")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, _MOST_WORK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
