"""Calls one after the other, at a bounded rate, that a throttle slows down and never ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from gluetui.glue.errors.error import AwsError, ErrorKind

Answer = TypeVar("Answer")

BACK_OFF_SECONDS = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Rests after a throttle, longer each time; the last one stays."""

FOLLOWING_SECONDS = 0.5
"""Between the beginnings of two calls while following: the quota is shared by all of the account."""


class Stopped(Exception):
    """The user no longer wants the answer."""


class Pace:
    """Makes the calls of one log. Whichever threads ask, calls go one after the other."""

    def __init__(
        self,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        is_stopped: Callable[[], bool] = lambda: False,
        tell: Callable[[str], None] = lambda text: None,
    ) -> None:
        """`sleep` waits seconds; `clock` gives seconds that only grow; `tell` is called with each rest, in words."""
        self._sleep = sleep
        self._clock = clock
        self._is_stopped = is_stopped
        self._tell = tell
        self._calling = Lock()
        self._throttles = 0
        """In a row."""
        self._last: float | None = None
        self.least_seconds = 0.0
        """Between the beginnings of two calls."""
        self.calls = 0

    def ask(self, call: Callable[[], Answer]) -> Answer:
        """A call's answer, made again for as long as AWS throttles it.

        Raises: AwsError for any other end, Stopped where nobody waits any more.
        """
        with self._calling:
            while True:
                self._keep_rate()
                self.calls += 1
                try:
                    answer = call()
                except AwsError as error:
                    if error.kind is not ErrorKind.THROTTLED:
                        raise
                    self._rest()
                else:
                    self._throttles = 0
                    return answer

    def _keep_rate(self) -> None:
        now = self._clock()
        if self._last is not None and (early := self._last + self.least_seconds - now) > 0:
            self._sleep(early)
        if self._is_stopped():
            raise Stopped
        self._last = max(self._clock(), now)

    def _rest(self) -> None:
        seconds = BACK_OFF_SECONDS[min(self._throttles, len(BACK_OFF_SECONDS) - 1)]
        self._throttles += 1
        self._tell(f"AWS throttles: the next call in {seconds:.0f} s")
        self._sleep(seconds)
