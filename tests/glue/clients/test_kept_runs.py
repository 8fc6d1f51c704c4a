"""gluetui.glue.clients.glue: one call for threads that ask at the same time, however that call ends."""

from __future__ import annotations

import threading

import pytest

from gluetui.glue.aws.hooks import Retry, reporting_retries_to, retry_listeners
from gluetui.glue.clients.glue import Flight, RunCache
from gluetui.glue.run.run import JobRun, RunKey

KEY = RunKey("orders", "jr_1")


@pytest.fixture
def flights(monkeypatch: pytest.MonkeyPatch) -> list[Flight]:
    """The calls that were begun."""
    made: list[Flight] = []

    class Noted(Flight):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr("gluetui.glue.clients.glue.Flight", Noted)
    return made


def test_who_joined_a_call_that_is_interrupted_hears_of_it_and_the_next_one_calls_again(
    flights: list[Flight],
) -> None:
    kept = RunCache()

    def interrupted() -> JobRun:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept.run(KEY, interrupted, refresh=False)
    assert isinstance(flights[0].answer.exception(timeout=0), KeyboardInterrupt)
    assert kept.run(KEY, lambda: JobRun({"JobRunState": "SUCCEEDED"}), refresh=False).is_final


def test_a_thread_that_joined_a_call_hears_of_its_further_tries_too(flights: list[Flight]) -> None:
    kept = RunCache()
    retry = Retry(2, 3, "throttled")
    told: list[str] = []
    answered: list[JobRun] = []
    is_joined = threading.Event()

    def join() -> None:
        with reporting_retries_to(lambda retry: told.append("joined")):
            answered.append(kept.run(KEY, lambda: JobRun({}), refresh=False))

    joining = threading.Thread(target=join)

    def fetch() -> JobRun:
        answer = flights[0].answer
        wait = answer.result
        # The thread waits for the answer once it has joined.
        answer.result = lambda timeout=None: (is_joined.set(), wait(timeout))[1]  # type: ignore[method-assign]
        joining.start()
        assert is_joined.wait(10)
        for tell in retry_listeners():
            tell(retry)
        return JobRun({"JobRunState": "SUCCEEDED"})

    with reporting_retries_to(lambda retry: told.append("asked")):
        first = kept.run(KEY, fetch, refresh=False)
    joining.join(10)
    assert told == ["asked", "joined"]
    assert answered == [first]
    assert retry_listeners() == []
