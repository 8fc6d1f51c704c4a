"""A page of a log that cannot change is asked for once, as long as there is room for it."""

from __future__ import annotations

import pytest

from gluetui.glue.errors.error import AwsError
from gluetui.glue.logs import kept_calls
from gluetui.glue.logs.event import Stream
from gluetui.glue.logs.kept_calls import KeptCalls, KeptPages
from tests.glue.logs.test_reading import ERROR, T
from tests.logs_server import DENIED, NO_GROUP, NO_STREAM, LogService, Served

STREAM = Stream(ERROR, "jr_1", "error")


@pytest.fixture
def service() -> LogService:
    service = LogService()
    service.put(ERROR, "jr_1", *(Served(T + number, f"line {number}\n") for number in range(6)))
    return service


def calls_of(service: LogService, pages: KeptPages | None = None) -> KeptCalls:
    return KeptCalls(service.logs(), pages or KeptPages())


def test_the_same_page_is_asked_for_once_by_whoever_wants_it(service: LogService) -> None:
    pages = KeptPages()
    first = calls_of(service, pages).events(STREAM, start=T, from_head=False)
    assert calls_of(service, pages).events(STREAM, from_head=False, start=T) == first
    assert service.counts == {"GetLogEvents": 1}


def test_another_stream_time_or_token_is_another_page(service: LogService) -> None:
    calls = calls_of(service)
    page = calls.events(STREAM, start=T)
    for asked in ({"start": T + 2}, {"start": T, "from_head": True}, {"start": T, "token": page.backward}):
        calls.events(STREAM, **asked)
    assert service.counts == {"GetLogEvents": 4}


def test_of_a_whole_page_its_part_is_not_asked_for_but_the_other_way_round_it_is(service: LogService) -> None:
    calls = calls_of(service)
    assert len(calls.events(STREAM, start=T, limit=2).events) == 2
    assert len(calls.events(STREAM, start=T).events) == 6
    calls.events(STREAM, start=T, limit=3)
    assert service.counts == {"GetLogEvents": 2}


def test_a_page_without_events_may_have_some_later(service: LogService) -> None:
    calls = calls_of(service)
    forward = calls.events(STREAM, start=T).forward
    assert calls.events(STREAM, start=T, token=forward, from_head=True).events == ()
    service.put(ERROR, "jr_1", Served(T + 9, "late\n"))
    assert [event.message for event in calls.events(STREAM, start=T, token=forward, from_head=True).events] == [
        "late\n"
    ]


def test_before_the_first_event_nothing_comes_any_more(service: LogService) -> None:
    calls = calls_of(service)
    page = calls.events(STREAM, start=T)
    older = [calls.events(STREAM, start=T, token=page.backward) for _ in range(2)]
    assert [each.events for each in older] == [(), ()]
    assert service.counts == {"GetLogEvents": 2}


@pytest.mark.parametrize(("refusal", "made"), [(NO_STREAM, 1), (NO_GROUP, 1), (DENIED, 2)])
def test_what_is_not_there_stays_so_and_what_is_refused_is_asked_for_again(
    service: LogService, refusal: tuple[str, str], made: int
) -> None:
    service.refused = {ERROR: refusal}
    calls = calls_of(service)
    for _ in range(2):
        with pytest.raises(AwsError):
            calls.events(STREAM, start=T)
    assert service.counts == {"GetLogEvents": made}


def test_filtered_events_are_kept_too(service: LogService) -> None:
    calls = calls_of(service)
    assert calls.filtered(ERROR, prefix="jr_1", start=T) == calls.filtered(ERROR, start=T, prefix="jr_1")
    assert service.counts == {"FilterLogEvents": 1}


def test_the_pages_that_were_used_last_stay_within_the_room_there_is(
    service: LogService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_calls, "MOST_CHARACTERS", 100)
    calls = calls_of(service)
    for start in (T, T + 1, T, T + 2):  # 42, 35, and 28 characters
        calls.events(STREAM, start=start)
    assert service.counts == {"GetLogEvents": 3}
    calls.events(STREAM, start=T)
    assert service.counts == {"GetLogEvents": 3}
    calls.events(STREAM, start=T + 1)
    assert service.counts == {"GetLogEvents": 4}
