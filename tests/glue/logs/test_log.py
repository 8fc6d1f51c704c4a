"""gluetui.glue.logs.log: whatever is loaded first, the records, their order and their bytes are those of the log."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.noise import Kind
from tests.glue.logs.test_records import TRACE, UNCAUGHT, WHOLE_RECORDS, read

OUTPUT = Stream("/aws-glue/jobs/output", "jr_1", "output")
ERROR = Stream("/aws-glue/jobs/error", "jr_1", "error")


def loaded(*events: Event, stream: Stream = ERROR, log: Log | None = None) -> Log:
    log = log or Log()
    log.take(log.newer(stream, events))
    return log


def texts(log: Log) -> list[str]:
    return [log.record(position).text for position in range(len(log))]


def pages_of(text: str, cuts: Sequence[int]) -> list[list[Event]]:
    return [[Event(7, text[start:end])] for start, end in pairwise([0, *cuts, len(text)])]


@given(st.data())
def test_pages_that_come_from_any_side_give_the_same_records(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.sampled_from([*WHOLE_RECORDS, "day 1: 12 orders\n" * 90]), min_size=1, max_size=6))
    text = "".join(parts)
    pages = pages_of(text, sorted(data.draw(st.sets(st.integers(1, len(text) - 1), max_size=7))))
    first = last = data.draw(st.integers(0, len(pages) - 1))
    log = loaded(*pages[first])
    while first > 0 or last < len(pages) - 1:
        if last == len(pages) - 1 or (first > 0 and data.draw(st.booleans())):
            first -= 1
            log.take(log.older(ERROR, pages[first]))
        else:
            last += 1
            log.take(log.newer(ERROR, pages[last]))
    assert texts(log) == read(text)
    assert b"".join(log.raw(ERROR)).decode("utf-8", "surrogatepass") == text
    assert [log.position(log.reference(place)) for place in range(len(log))] == list(range(len(log)))


Times = st.lists(st.integers(0, 50), max_size=12)


@given(Times, Times, st.booleans())
def test_streams_are_merged_by_time_and_keep_their_own_order(one: list[int], two: list[int], alternate: bool) -> None:
    log = Log()
    for place in range(max(len(one), len(two))):
        for stream, times in ((OUTPUT, one), (ERROR, two)):
            if place < len(times):
                events = [Event(times[place], f"{stream.source} {place}\n")]
                log.take(log.older(stream, events) if alternate and place % 2 else log.newer(stream, events))
    records = [log.record(position) for position in range(len(log))]
    assert len(records) == len(one) + len(two)
    for stream in (OUTPUT, ERROR):
        own = "".join(record.text for record in records if record.stream == stream)
        assert own.encode() == b"".join(log.raw(stream))
    keys = [log.key(log.reference(position)) for position in range(len(log))]
    assert keys == sorted(keys)


def test_records_of_two_streams_stand_in_the_order_of_time() -> None:
    log = loaded(Event(1, "a\n"), Event(3, "c\n"), Event(5, "e\n"))
    loaded(Event(2, "b\n"), Event(3, "d\n"), stream=OUTPUT, log=log)
    assert "".join(texts(log)) == "a\nb\nc\nd\ne\n"
    assert log.at_time(3) == 2
    assert log.streams == (ERROR, OUTPUT)


def test_a_clock_that_runs_backwards_loses_and_doubles_nothing() -> None:
    log = loaded(Event(9, "a\n"), Event(5, "b\n"), Event(7, "c\n"))
    loaded(Event(8, "d\n"), stream=OUTPUT, log=log)
    assert texts(log) == ["d\n", "a\n", "b\n", "c\n"]
    assert [log.record(place).time for place in range(4)] == [8, 9, 5, 7]


def test_what_is_still_open_is_shown_and_replaced_when_it_goes_on() -> None:
    log = loaded(Event(1, "22/11/14 06:08:18 INFO A: one\n22/11/14 06:08:18 ERR"))
    assert len(log) == 2
    loaded(Event(2, "OR B: two\n"), log=log)
    assert [log.record(place).level for place in range(len(log))] == ["INFO", "ERROR"]
    assert log.levels == {"INFO": 1, "ERROR": 1}


def test_where_a_log_changed_is_known() -> None:
    log = loaded(*(Event(time, f"22/11/14 06:08:18 INFO A: {time}\n") for time in range(9)))
    seen = log.revision
    assert log.changed_from(seen) == 9
    loaded(Event(9, "22/11/14 06:08:18 INFO A: 9\n"), log=log)
    assert log.changed_from(seen) == 8
    loaded(Event(3, "late\n"), log=log, stream=OUTPUT)
    assert log.changed_from(seen) == 4


def test_the_kinds_of_records() -> None:
    messages = {
        "12 orders\n": Kind.SCRIPT,
        "2026-08-03 23:52:00,162 INFO [MainThread] curate - 12 orders\n": Kind.SCRIPT,
        "2026-08-03 23:52:00,162 INFO [Thread-4] util.GlueLogger (GlueLogger.scala:info(8)): 12 orders\n": Kind.SCRIPT,
        "22/11/14 06:08:18 INFO com.acme.etl.Orders: 12\n": Kind.SCRIPT,
        '{"level": "info", "message": "12 orders"}\n': Kind.SCRIPT,
        "22/11/14 06:08:18 INFO TaskSetManager: Starting task 3.0 in stage 5.0\n": Kind.CHATTER,
        "2026-08-04 04:17:36 INFO  MemoryStore:60 - Block broadcast_3 stored\n": Kind.CHATTER,
        "2026-08-04 04:17:36 INFO  org.apache.spark.storage.BlockManagerInfo:60 - Removed\n": Kind.CHATTER,
        "2026-08-04 04:17:36 DEBUG botocore.hooks: Event\n": Kind.CHATTER,
        "22/11/14 06:08:18 WARN TaskSetManager: Lost task 3.0 in stage 5.0\n": Kind.SYSTEM,
        "22/11/14 06:08:18 INFO ApplicationMaster: Registered\n": Kind.SYSTEM,
        "java -cp /opt/x.jar -XX:OnOutOfMemoryError=kill org.a.Main\n": Kind.SYSTEM,
        "Container: container_1\n": Kind.SYSTEM,
        UNCAUGHT: Kind.ALARM,
        "22/11/14 06:08:18 ERROR Orders: none\n": Kind.ALARM,
        TRACE: Kind.ALARM,
        "22/11/14 06:08:18 ERROR AnalyzerLogHelper: no rule\n": Kind.CHATTER,
    }
    log = loaded(*(Event(time, text) for time, text in enumerate(messages)))
    assert {log.record(place).text: log.kind(log.reference(place)) for place in range(len(log))} == messages


def test_a_page_that_begins_within_a_head_is_read_again_with_what_comes_before_it() -> None:
    log = loaded(Event(2, "04:17:36 ERROR A:3 - late\n2026-08-04 04:17:37 INFO A:3 - over\n"))
    assert len(log) == 2
    log.take(log.older(ERROR, [Event(1, "12 orders\n2026-08-04 ")]))
    assert texts(log) == [
        "12 orders\n",
        "2026-08-04 04:17:36 ERROR A:3 - late\n",
        "2026-08-04 04:17:37 INFO A:3 - over\n",
    ]
