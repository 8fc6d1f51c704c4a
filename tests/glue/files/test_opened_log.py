"""What the AWS CLI prints of a log is taken as a log, and nothing else is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.files.opened_log import (
    CUT_NOTE,
    FILTER,
    GET,
    NO_STREAMS_NOTE,
    SHORT_NOTE,
    TAIL,
    TAIL_NOTE,
    SavedLog,
    log_in,
)
from gluetui.glue.files.saving import document
from gluetui.glue.logs.event import Event
from gluetui.glue.run.run import JobRun

RUN_ID = "jr_" + "0a" * 32
EXECUTOR = f"{RUN_ID}_g-0123abcd"
MOMENT = 1_787_144_251_333
EVENTS = [(RUN_ID, Event(MOMENT, "first\n\tat a.b\n")), (EXECUTOR, Event(MOMENT + 667, "second"))]


def the_log(text: str) -> SavedLog:
    found = log_in(text)
    assert found is not None
    return found


def filtered(**members: Any) -> str:
    events = [
        {"logStreamName": stream, "timestamp": event.timestamp, "message": event.message, "eventId": "1"}
        for stream, event in EVENTS
    ]
    return json.dumps({"events": events, "searchedLogStreams": [], **members}, indent=4)


def got(*events: Event, **members: Any) -> str:
    listed = [{"timestamp": each.timestamp, "message": each.message, "ingestionTime": each.ingested} for each in events]
    return json.dumps({"events": listed, "nextForwardToken": "f/1/s", "nextBackwardToken": "b/1/s", **members})


def tailed(kind: str, *, is_coloured: bool = False) -> str:
    """As the AWS CLI's own formats are written: an event without the blanks at its end, then a line end."""
    green, cyan, end = ("\x1b[32m", "\x1b[36m", "\x1b[0m") if is_coloured else ("", "", "")
    lines = []
    for stream, event in EVENTS:
        moment = datetime.fromtimestamp(event.timestamp / 1000, UTC)
        times = {
            "detailed": moment.isoformat(timespec="microseconds"),
            "json": moment.isoformat(),
            "short": f"{moment:%Y-%m-%dT%H:%M:%S}",
        }
        named = "" if kind == "short" else f"{cyan}{stream}{end} "
        lines.append(f"{green}{times[kind]}{end} {named}{event.message}".rstrip() + "\n")
    return "".join(lines)


def test_what_filter_log_events_prints_is_a_log_by_its_streams() -> None:
    found = the_log(filtered())
    assert found.streams == {stream: [event] for stream, event in EVENTS}
    assert (found.printed_by, found.run_ids, found.notes) == (FILTER, (RUN_ID,), [])


def test_what_get_log_events_prints_is_a_log_whose_stream_is_not_named() -> None:
    event = Event(MOMENT, "a\n", MOMENT + 5)
    found = the_log(got(event, event))
    assert found.streams == {"": [event, event]}
    assert (found.printed_by, found.run_ids, found.notes) == (GET, (), [NO_STREAMS_NOTE])


def test_pages_that_stand_one_after_the_other_or_in_a_list_are_one_log() -> None:
    pages = [got(Event(1, "a")), got(Event(2, "b")), got()]
    for text in ("\n".join(pages), "[" + ",".join(pages) + "]"):
        assert [event.message for event in the_log(text).streams[""]] == ["a", "b"]


def test_events_alone_are_a_log_too() -> None:
    events = json.loads(filtered())["events"]
    for text in (json.dumps(events), "\n".join(map(json.dumps, events))):
        assert the_log(text).streams == the_log(filtered()).streams


def test_an_empty_answer_is_a_log_without_events() -> None:
    assert the_log(got()).streams == {} and the_log('{"events": [], "searchedLogStreams": []}').printed_by == FILTER


def test_output_that_is_cut_says_so_and_what_is_no_event_is_counted() -> None:
    assert the_log(filtered(NextToken="x")).notes == [CUT_NOTE]
    odd = json.loads(filtered())
    odd["events"] += [7, {"message": None}]
    assert the_log(json.dumps(odd)).unread == 2


@pytest.mark.parametrize("is_coloured", [False, True])
@pytest.mark.parametrize("kind", ["detailed", "json", "short"])
def test_what_tail_prints_is_a_log_in_each_of_its_formats(kind: str, is_coloured: bool) -> None:
    found = the_log(tailed(kind, is_coloured=is_coloured))
    second = Event(EVENTS[1][1].timestamp, "second\n")
    if kind == "short":
        assert found.streams == {"": [Event(MOMENT - 333, EVENTS[0][1].message), second]}
        assert found.notes == [TAIL_NOTE, SHORT_NOTE, NO_STREAMS_NOTE]
    else:
        assert found.streams == {RUN_ID: [EVENTS[0][1]], EXECUTOR: [second]}
        assert (found.run_ids, found.notes) == ((RUN_ID,), [TAIL_NOTE])
    assert found.printed_by == TAIL


def test_tail_prints_json_and_empty_messages_in_their_own_way() -> None:
    head = "2026-08-19T12:57:31+00:00"
    text = f'{head} jr_x \n{{\n    "level": "ERROR"\n}}\n{head} jr_x\n{head} jr_x last\n'
    assert [event.message for event in the_log(text).streams["jr_x"]] == [
        '\n{\n    "level": "ERROR"\n}\n',
        "\n",
        "last\n",
    ]


def test_a_file_of_windows_is_read_as_well() -> None:
    assert the_log("\ufeff" + tailed("detailed").replace("\n", "\r\n")).streams == the_log(tailed("detailed")).streams


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "[1, 2]",
        '{"events": []}',
        '{"events": [{"name": "x"}]}',
        '{"events": "none", "nextForwardToken": "f"}',
        "2026-13-45T99:99:99+00:00 jr_1 not a time\n",
        "Job run jr_1 failed at 2026-08-19T12:57:31",
        '{"events": [{"timestamp": 1, "mess',
        '{"detail": {"message": "Job run failed", "timestamp": "soon"}}',
        document([JobRun({"JobName": "orders", "Id": "jr_1"})], masked=False),
    ],
)
def test_other_texts_are_no_log(text: str) -> None:
    assert log_in(text) is None


@given(st.text())
def test_no_text_stops_it(text: str) -> None:
    for each in (text, "2026-08-19T12:57:31 " + text, '{"events": [' + text, "[" + text):
        assert log_in(each) is None or log_in(each) is not None
