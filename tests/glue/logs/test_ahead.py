"""Pages that are asked for ahead are those that come one by one, in as many calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Lock

import pytest

from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs.ahead import Ahead
from gluetui.glue.logs.calls import EventsPage
from gluetui.glue.logs.pace import Pace, Stopped
from gluetui.glue.logs.pages import StreamPages
from tests.glue.logs.test_reading import OUTPUT, T, reader, service
from tests.logs_server import LogService, Served

__all__ = ["service"]

PAGE = EventsPage((), "f", "b")


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def pages_of(service: LogService, threads: ThreadPoolExecutor | None) -> StreamPages:
    reading = reader(service, submit=threads and threads.submit)
    reading.find_streams()
    return reading.pages(reading.streams[0])


def read(service: LogService, threads: ThreadPoolExecutor | None, *, forwards: bool) -> list[list[str]]:
    service.throttles = 2
    pages = pages_of(service, threads)
    service.calls.clear()
    return [[event.message for event in events] for events in (pages.rest() if forwards else pages.before())]


@pytest.mark.parametrize("forwards", [True, False])
@pytest.mark.parametrize("empty_pages", [0, 2])
@pytest.mark.parametrize("page_events", [1, 4, 100])
def test_pages_and_calls_are_the_same_with_and_without(
    service: LogService, threads: ThreadPoolExecutor, page_events: int, empty_pages: int, forwards: bool
) -> None:
    service.page_events, service.empty_pages = page_events, empty_pages
    alone = read(service, None, forwards=forwards), list(service.calls)
    assert (read(service, threads, forwards=forwards), service.calls) == alone
    in_order = alone[0] if forwards else alone[0][::-1]
    assert [message for page in in_order for message in page] == [f"out {n}\n" for n in range(10)]


def test_a_load_that_is_broken_off_goes_on_without_a_call_too_many(
    service: LogService, threads: ThreadPoolExecutor
) -> None:
    service.page_events = 4
    pages = pages_of(service, threads)
    first = next(pages.rest())
    assert [event.message for events in (first, *pages.rest()) for event in events] == [f"out {n}\n" for n in range(10)]
    assert service.counts["GetLogEvents"] == 4


def test_what_a_page_refuses_is_raised_where_the_page_is_wanted(
    service: LogService, threads: ThreadPoolExecutor
) -> None:
    service.page_events = 4
    coming = pages_of(service, threads).rest()
    assert len(next(coming)) == 4
    threads.submit(int).result()
    service.refused["GetLogEvents"] = ("AccessDeniedException", "no")
    assert len(next(coming)) == 4
    with pytest.raises(AwsError):
        next(coming)


def test_a_token_that_has_run_out_ahead_loses_and_doubles_nothing(
    service: LogService, threads: ThreadPoolExecutor
) -> None:
    service.page_events, service.skips_late = 4, True
    service.put(OUTPUT, "jr_1", Served(T + 9, "same time\n"))
    coming = pages_of(service, threads).rest()
    messages = [event.message for event in next(coming)]
    threads.submit(int).result()
    service.refused_next.append(("InvalidParameterException", "The specified nextToken is invalid."))
    messages += [event.message for events in coming for event in events]
    assert messages == [*(f"out {n}\n" for n in range(10)), "same time\n"]


def test_older_pages_are_asked_for_ahead_only_while_that_goes_on(
    service: LogService, threads: ThreadPoolExecutor
) -> None:
    service.page_events = 4
    pages = pages_of(service, threads)
    service.calls.clear()
    pages.older(goes_on=lambda: True)
    threads.submit(int).result()
    assert service.counts["GetLogEvents"] == 2
    assert [event.message for event in pages.older()] == [f"out {n}\n" for n in range(2, 6)]
    assert service.counts["GetLogEvents"] == 2


def test_who_comes_back_after_stopping_gets_the_page() -> None:
    def submit(ask: Callable[[], EventsPage]) -> Future[EventsPage]:
        stopped: Future[EventsPage] = Future()
        stopped.set_exception(Stopped())
        return stopped

    ahead = Ahead(submit)
    ahead.start("f", lambda: PAGE)
    assert ahead.take("f", lambda: PAGE) == PAGE


def test_calls_go_one_after_the_other_whichever_threads_ask() -> None:
    pace, under_way, other = Pace(), Lock(), Barrier(2)

    def call() -> bool:
        if not under_way.acquire(blocking=False):
            return False
        with suppress(BrokenBarrierError):  # the other call would come to it if it could begin
            other.wait(0.05)
        under_way.release()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(lambda _: pace.ask(call), range(2)))
    assert pace.calls == 2
