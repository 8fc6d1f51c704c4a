"""A line of a log: its time, its own head where there is little room, and what a search found in it."""

from __future__ import annotations

import re
from datetime import UTC

import pytest

from gluetui.text.log_line import (
    NEVER,
    TimeColumn,
    Times,
    clock_text,
    line_count,
    marked,
    safe_lines,
    time_text,
    with_short_head,
    wrapped_part,
)

T = 1_790_000_000_123


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (
            "2026-08-19 12:57:31,333 ERROR [main] glue.ProcessLauncher (Logging.scala:logError(70)): x\n  at a\n",
            "ERROR ProcessLauncher: x\n  at a\n",
        ),
        (
            "WARN\t2026-11-24T17:17:55,086 3857298\torg.apache.spark.scheduler.TaskSetManager\t[task]\tLost task",
            "WARN TaskSetManager: Lost task",
        ),
        ("22/11/14 06:08:18 INFO Script: begun", "INFO Script: begun"),
        ("2026-01-02 03:04:05,123 - my.logger - WARNING - be careful", "WARN logger: be careful"),
        ("[2026-01-02 03:04:05] ERROR: boom", "ERROR: boom"),
        ("2026-01-02 03:04:05 hello", "hello"),
    ],
)
def test_a_head_loses_its_time_thread_and_package(text: str, short: str) -> None:
    assert with_short_head(text) == short


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "",
        "ERROR:root:boom",
        '{"level": "ERROR", "time": "2026-01-02 03:04:05"}',
        "Traceback (most recent call last):\n  File",
        "2026-11-24T17:17:55Z",
        "  2026-11-24 17:17:55 INFO indented",
    ],
)
def test_what_has_no_time_of_its_own_or_nothing_else_stays_whole(text: str) -> None:
    assert with_short_head(text) == text


@pytest.mark.parametrize(
    ("column", "start", "before", "shown"),
    [
        (TimeColumn.CLOCK, None, None, "14:13:20.123"),
        (TimeColumn.SINCE_START, T - 247_123, None, "+4:07.123"),
        (TimeColumn.SINCE_START, T - 3_847_123, None, "+1:04:07"),
        (TimeColumn.SINCE_START, None, T, ""),
        (TimeColumn.GAP, T, T - 5, "+0.005"),
        (TimeColumn.GAP, T, T + 1_500, "-1.500"),
        (TimeColumn.GAP, T, None, ""),
        (TimeColumn.OFF, T, T, ""),
    ],
)
def test_times_are_of_the_clock_since_the_start_or_since_the_record_before(
    column: TimeColumn, start: int | None, before: int | None, shown: str
) -> None:
    assert time_text(column, Times(T, start, before), UTC) == shown


def test_a_time_that_no_calendar_has_stays_a_number() -> None:
    assert clock_text(NEVER, UTC) == str(NEVER)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one\n", ["one"]),
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("10%\r20%\r100%\n", ["100%"]),
        ("10%\r20%\r", ["20%"]),
        ("", [""]),
    ],
)
def test_of_a_line_that_was_drawn_again_its_last_state_is_shown(text: str, lines: list[str]) -> None:
    assert safe_lines(text) == lines


@pytest.mark.parametrize("lines", [["abcdefgh", "", "xyz"], ["日本語日本語", "é" * 7]])
def test_a_wrapped_record_has_every_character_once(lines: list[str]) -> None:
    parts = [wrapped_part(lines, 3, number) for number in range(line_count(lines, 3))]
    assert ["".join(part for place, _, part in parts if place == each) for each in range(len(lines))] == lines
    assert all(lines[place].startswith(part, start) for place, start, part in parts)


def test_a_match_is_marked_also_where_a_part_of_it_is_seen() -> None:
    line = "one needle, two needles"
    spans = [span for span in marked(line, 6, line[6:20], "", re.compile("needle")) if span.text]
    assert [(span.text, span.role) for span in spans] == [("edle", "match"), (", two ", ""), ("need", "match")]
