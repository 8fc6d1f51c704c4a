"""gluetui.glue.logs.records: whatever the events are cut into, the records are the same and hold every character."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.heads import head_of
from gluetui.glue.logs.records import Record, RecordReader, last_state

STREAM = Stream("/aws-glue/jobs/error", "jr_1", "error")

TRACE = (
    "2026-08-19 12:57:31,333 ERROR [main] glue.ProcessLauncher (Logging.scala:logError(70)): Error from Python:"
    "Traceback (most recent call last):\n"
    '  File "/tmp/curate.py", line 87, in <module>\n    frame.write.save(target)\n'
    "py4j.protocol.Py4JJavaError: An error occurred while calling o93.save.\n"
    ": org.apache.spark.SparkException: Job aborted.\n"
    "\tat org.apache.spark.sql.X.write(X.scala:196)\n"
    "Caused by: java.sql.SQLException: ORA-01653\n\t... 32 more\n\n"
)
LOGGED = (
    "2026-08-03 23:52:00,162 ERROR [MainThread] root - no orders\n"
    "Traceback (most recent call last):\n"
    '  File "/tmp/curate.py", line 9, in <module>\nKeyError: 12\n\n'
    "During handling of the above exception, another exception occurred:\n\n"
    "Traceback (most recent call last):\n"
    '  File "/tmp/curate.py", line 11, in <module>\nValueError: no [orders]\n'
)
THROWN = (
    "2026-08-04 04:17:36 WARN TaskSetManager:69 - Lost task 0.0\n"
    "org.apache.spark.sql.AnalysisException: [NO_COLUMN] no `a`;\n'Project ['a]\n+- Relation [b#1] parquet\n\n"
    "\tat a.B.c(D.scala:1)\n"
)
UNCAUGHT = 'Traceback (most recent call last):\n  File "/tmp/curate.py", line 3, in <module>\nKeyError: 1\n'
WHOLE_RECORDS = (
    TRACE,
    LOGGED,
    THROWN,
    UNCAUGHT,
    "22/11/14 06:08:18 INFO Utils: started\n",
    "INFO\t2026-01-08T23:30:48,988\t37709\tcom.amazonaws.PythonModuleInstaller\t[main]\tCollecting pip\n",
    "12 orders\n",
    "schema:\n |-- id: long\n |-- day: date\n",
    "{\n  'orders': 12\n}\n",
    '{"level": "error", "message": "no \\"orders\\""}\n',
    "LAUNCH ERROR | Error downloading s3://etl/curate.py\n",
    "[Stage 0:>   (0 + 8) / 64]\r[Stage 0:==> (9 + 8) / 64]\r\n",
    "\x1b[2J\x00 \ud83d [red]x[/] \u202eabc\n",
    "Größe: 12 \U0001f600\n",
)


def read(*messages: str) -> list[str]:
    """The records' texts of events that come in one page."""
    return [record.text for record in read_pages([[Event(1, message) for message in messages]])]


def read_pages(pages: Sequence[Sequence[Event]]) -> list[Record]:
    reader = RecordReader(STREAM)
    return [record for page in pages for record in reader.feed(page)] + reader.close()


@pytest.mark.parametrize("record", WHOLE_RECORDS)
@pytest.mark.parametrize("before", ["orders: 12\n", "22/11/14 06:08:18 INFO Utils: started\n", TRACE, UNCAUGHT])
def test_a_record_is_a_head_and_what_goes_on_with_it(before: str, record: str) -> None:
    assert read(before + record + "22/11/14 06:08:19 INFO Utils: over\n") == [
        before,
        record,
        "22/11/14 06:08:19 INFO Utils: over\n",
    ]


@given(st.data())
def test_any_cutting_into_events_and_pages_gives_the_same_records(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.sampled_from(WHOLE_RECORDS), min_size=1, max_size=6))
    text = "".join(parts)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), max_size=12)))
    events = [Event(7, text[start:end]) for start, end in pairwise([0, *cuts, len(text)])]
    ends = sorted(data.draw(st.sets(st.integers(1, len(events)), max_size=4)))
    records = read_pages([events[start:end] for start, end in pairwise([0, *ends, len(events)])])
    assert [record.text for record in records] == read(text)
    assert "".join(record.text for record in records) == text
    assert [record.start for record in records] == [
        0,
        *accumulate(len(record.text) for record in records[:-1]),
    ]


@given(st.lists(st.text(st.characters(), max_size=40) | st.sampled_from(["\n", "\r", *WHOLE_RECORDS]), max_size=8))
def test_no_character_is_lost_or_doubled_whatever_comes(messages: list[str]) -> None:
    assert "".join(read(*messages)) == "".join(messages)


@pytest.mark.parametrize(
    ("messages", "records"),
    [
        (["one", "\ntwo", "\n"], ["one\n", "two\n"]),
        (["one tw", "o three\n"], ["one two three\n"]),
        (["12 orders", "2026-08-04 04:17:36 ERROR A:3 - late"], ["12 orders", "2026-08-04 04:17:36 ERROR A:3 - late"]),
        (["12 orders", UNCAUGHT], ["12 orders", UNCAUGHT]),
        (["[Stage 0:>]\r22/11/14 06:08:18 INFO A: b\n"], ["[Stage 0:>]\r", "22/11/14 06:08:18 INFO A: b\n"]),
        (["a\n\nb\n"], ["a\n", "\n", "b\n"]),
        (["a\r\nb\r\n"], ["a\r\n", "b\r\n"]),
        (["one", "", "two"], ["onetwo"]),
        ([], []),
    ],
)  # fmt: skip
def test_a_line_ends_at_its_line_end_or_where_an_event_begins_with_a_head(
    messages: list[str], records: list[str]
) -> None:
    assert read(*messages) == records


def test_records_without_a_line_end_are_told_apart_before_the_log_is_over() -> None:
    reader = RecordReader(STREAM)
    messages = [f"2026-08-04 04:17:{second:02d} ERROR A:3 - {'late ' * 80}" for second in range(4)]
    assert [record.text for record in reader.feed([Event(1, each) for each in messages])] == messages[:2]


def test_a_record_has_the_time_of_the_event_that_it_begins_in() -> None:
    records = read_pages([[Event(9, "a\nb"), Event(5, "c\nd\n"), Event(7, "e\n")]])
    assert [(record.time, record.message) for record in records] == [(9, "a"), (9, "bc"), (5, "d"), (7, "e")]


def test_what_a_page_leaves_open_can_be_seen_and_goes_on_with_the_next() -> None:
    reader = RecordReader(STREAM)
    assert reader.feed([Event(1, "one\ntwo, ")]) == []
    assert [record.text for record in reader.rest()] == ["one\n", "two, "]
    assert [record.text for record in reader.feed([Event(2, "three\nfour")])] == ["one\n"]
    assert [record.text for record in reader.close()] == ["two, three\n", "four"]
    assert reader.close() == []
    assert reader.feed([Event(3, "five\n")]) == []
    (last,) = reader.close()
    assert (last.message, last.start) == ("five", len("one\ntwo, three\nfour"))


def test_the_levels_of_records() -> None:
    records = read_pages([[Event(1, text) for text in (*WHOLE_RECORDS, '{"m": "' + "x" * 400 + '", "level": "info"}')]])
    assert [record.level for record in records] == [
        "ERROR", "ERROR", "WARN", None, "INFO", "INFO", None, None, None, "ERROR", "ERROR", None, None, None, "INFO",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "shown"), [("10 %\r50 %\r", "50 %"), ("10 %\r50 %", "50 %"), ("a", "a"), ("\r", ""), ("a\r", "a")]
)
def test_of_a_progress_bar_the_last_state_counts(line: str, shown: str) -> None:
    assert last_state(line) == shown


class _LineByLine(RecordReader):
    """Asks of every line whether it goes on, as the rule is written, and finds each line's end in the same way."""

    def _read(self, *, is_end: bool) -> list[Record]:
        records = []
        begun_at = 0
        while (end := self._line_end(self._line_at, is_end=is_end)) is not None:
            line_at, self._line_at = self._line_at, end
            head = head_of(self._text, line_at)
            if self._is_begun and self._continuing.goes_on(self._text, line_at, end, head):
                continue
            if self._is_begun:
                records.append(self._record(begun_at, line_at))
            self._is_begun, self._head, begun_at = True, head, line_at
            self._time = self._event_times[bisect_right(self._event_starts, line_at) - 1]
            self._continuing.begin(self._text, line_at, end, head)
        if begun_at:
            self._drop(begun_at)
        return records


@given(
    st.lists(
        st.lists(
            st.sampled_from([*WHOLE_RECORDS, *(line for each in (TRACE, LOGGED, THROWN) for line in each.split("\n"))])
        ),
        max_size=5,
    )
)
def test_records_are_those_of_a_reader_that_asks_of_every_line_whether_it_goes_on(pages: list[list[str]]) -> None:
    def known(reader: RecordReader) -> list[tuple[object, ...]]:
        events = [[Event(place, text) for place, text in enumerate(page)] for page in pages]
        records = [record for page in events for record in [*reader.feed(page), *reader.rest()]] + reader.close()
        return [(each.time, each.text, each.start, each.level, each.logger, each.has_head) for each in records]

    assert known(RecordReader(STREAM)) == known(_LineByLine(STREAM))
