"""The last runs of many jobs: a few calls at a time, and none for a while after AWS throttled one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import NamedTuple

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.errors.rules import SESSION_WIDE
from gluetui.glue.listing.last_runs import BACK_OFF_SECONDS, DENIALS, LANES
from gluetui.glue.run.run import JobRun

Ask = Callable[[str], Sequence[JobRun]]
"""Asks for a job's last runs, newest first."""

NOT_ASKED = AwsError(
    ErrorKind.DENIED, f"Not asked, because {DENIALS} jobs in a row were denied", "Ask for the permission."
)


class Answer(NamedTuple):
    """A job's last runs, or why they are not known."""

    job_name: str
    runs: Sequence[JobRun]
    error: AwsError | None = None

    @property
    def is_failed(self) -> bool:
        """Whether the last run is known to have failed."""
        return bool(self.runs) and self.runs[0].is_failed


class JobLookUps:
    """Asks in the order of the names; answers come in that order too."""

    def __init__(self, ask: Ask, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._ask = ask
        self._sleep = sleep
        self._resting = Lock()
        self._rests = 0
        self._in_a_row = 0
        """Rests since AWS last answered: the next one is the longer."""
        self._denials = 0

    def of(self, names: Sequence[str]) -> Iterator[Answer]:
        """Each job's answer. Raises: AwsError for what ails every call."""
        threads = ThreadPoolExecutor(LANES, thread_name_prefix="aws")
        try:
            for answer in threads.map(self._answer, names):
                if answer.error is not None and answer.error.kind in SESSION_WIDE:
                    raise answer.error
                yield answer
        finally:
            threads.shutdown(wait=False, cancel_futures=True)

    def _answer(self, name: str) -> Answer:
        if self._denials >= DENIALS:
            return Answer(name, (), NOT_ASKED)
        for _ in range(len(BACK_OFF_SECONDS) + 1):
            with self._resting:  # No call begins while another lane rests.
                rests = self._rests
            try:
                runs = self._ask(name)
            except AwsError as error:
                refused = error
            else:
                self._denials = self._in_a_row = 0
                return Answer(name, runs)
            if refused.kind is not ErrorKind.THROTTLED or not self._rest(rests):
                break
        self._denials = self._denials + 1 if refused.kind is ErrorKind.DENIED else 0
        return Answer(name, (), refused)

    def _rest(self, rests: int) -> bool:
        """Make no call for a while, longer each time; a rest that another lane began meanwhile will do."""
        with self._resting:
            if self._rests != rests:
                return True
            if self._in_a_row >= len(BACK_OFF_SECONDS):
                return False
            self._sleep(BACK_OFF_SECONDS[self._in_a_row])
            self._rests += 1
            self._in_a_row += 1
            return True
