"""gluetui.glue.logs.finding: what is found, however the log was loaded meanwhile."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.logs.event import Event, Stream
from gluetui.glue.logs.finding import Search
from gluetui.glue.logs.log import Log
from tests.glue.logs.test_log import ERROR, OUTPUT, loaded

LINES = (
    "Order 1 of day 1\n", "order 2\n", "ORDER 3\n", "Größe 4\n",
    "GRÖSSE 5, größe\n", "a.b\n", "axb\n", "\ud83d order 8\n",
    "2026-08-04 04:17:36 ERROR A:3 - no order\n\tat a.B.c(D.scala:1)\n",
)  # fmt: skip


def found(log: Log, text: str, **options: bool) -> list[int]:
    """The positions of all records that are found, by going from one to the next."""
    search = Search(log, text, **options)
    while search.advance():
        pass
    places, at = [], search.next_from(-1)
    while at is not None:
        places.append(at)
        at = search.next_from(at)
    assert search.is_complete
    assert search.count == len(places)
    assert [place for place in range(len(log)) if search.holds(log.reference(place))] == places
    back, at = [], search.next_from(len(log), backwards=True)
    while at is not None:
        back.append(at)
        at = search.next_from(at, backwards=True)
    assert back == places[::-1]
    return places


@pytest.mark.parametrize(
    ("text", "is_regex", "places"),
    [
        ("order", False, [0, 1, 2, 7, 8]),
        ("Order", False, [0]),
        ("größe", False, [3, 4]),
        ("Größe", False, [3]),
        ("a.b", False, [5, 8]),
        ("a.b", True, [5, 6, 8]),
        (r"^\Sat|^\tat", True, [8]),
        (r"order \d$", True, [0, 1, 2, 7][1:]),
        (r"\d\n\w", True, []),
        ("3\ngr", False, []),
        ("", False, list(range(9))),
        ("nowhere", False, []),
    ],
)
def test_what_is_found(text: str, is_regex: bool, places: list[int]) -> None:
    log = loaded(*(Event(time, line) for time, line in enumerate(LINES)))
    assert found(log, text, is_regex=is_regex) == places


def test_a_wrong_expression_is_said() -> None:
    with pytest.raises(re.error):
        Search(Log(), "(", is_regex=True)


def test_nothing_is_found_in_an_empty_log() -> None:
    assert found(Log(), "a") == []


@given(
    st.lists(
        st.tuples(st.booleans(), st.booleans(), st.lists(st.sampled_from(LINES), min_size=1, max_size=5)), max_size=8
    )
)
def test_what_was_loaded_while_one_searched_is_found_too(loads: list[tuple[bool, bool, list[str]]]) -> None:
    log = Log()
    search = Search(log, "order")
    for is_older, is_output, lines in loads:
        stream: Stream = OUTPUT if is_output else ERROR
        events = [Event(time, line) for time, line in enumerate(lines)]
        log.take(log.older(stream, events) if is_older else log.newer(stream, events))
        search.advance()
    while search.advance(near=len(log) // 2):
        pass
    expected = [place for place in range(len(log)) if "order" in log.record(place).text.lower()]
    assert search.count == len(expected)
    assert [place for place in range(len(log)) if search.holds(log.reference(place))] == expected


@pytest.mark.parametrize("every", [1, 2, 3, 700])
@given(st.sampled_from(["aa", "AA", "a\n", "a", "aa\naa", "ba", "ß", ""]), st.integers(0, 3))
def test_what_is_found_often_is_found_as_what_is_found_rarely(every: int, needle: str, width: int) -> None:
    lines = [f"{'a' * (place % 4 + width) if place % every == 0 else 'b'}\n" for place in range(800)]
    log = loaded(*(Event(place, line) for place, line in enumerate(lines)))
    assert found(log, needle) == [
        place for place, line in enumerate(lines) if needle in (line if needle.isupper() else line.lower())
    ]
