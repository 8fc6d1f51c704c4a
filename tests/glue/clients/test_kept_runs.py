"""gluetui.glue.clients.glue: one call for threads that ask at the same time, however that call ends."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from gluetui.glue.clients.glue import RunCache
from gluetui.glue.run.run import JobRun, RunKey

KEY = RunKey("orders", "jr_1")


def test_who_joined_a_call_that_is_interrupted_hears_of_it_and_the_next_one_calls_again() -> None:
    kept = RunCache()
    joined: list[Future[JobRun]] = []

    def interrupted() -> JobRun:
        joined.append(kept._flights[KEY].answer)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept.run(KEY, interrupted, refresh=False)
    assert isinstance(joined[0].exception(timeout=0), KeyboardInterrupt)
    assert kept.run(KEY, lambda: JobRun({"JobRunState": "SUCCEEDED"}), refresh=False).is_final
