"""gluetui.glue.logs.rows: what is hidden is counted, what is equal is folded, and nothing else is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.logs.event import Event
from gluetui.glue.logs.finding import Search
from gluetui.glue.logs.log import Log
from gluetui.glue.logs.noise import Noise
from gluetui.glue.logs.rows import Rows
from tests.glue.logs.test_log import ERROR, OUTPUT, loaded

CHATTER = "22/11/14 06:08:1{} INFO TaskSetManager: Starting task\n"
SYSTEM = "22/11/14 06:08:1{} INFO ApplicationMaster: Registered\n"
ALARM = "22/11/14 06:08:1{} ERROR Orders: none\n"
OWN = "orders: {}\n"


def shown(rows: Rows, log: Log) -> list[tuple[str, int]]:
    while rows.advance(3):
        pass
    assert rows.is_complete
    return [(log.record_of(rows.reference(row)).text, rows.repeats(row)) for row in range(len(rows))]


def log_of(*lines: str) -> Log:
    return loaded(*(Event(time, line) for time, line in enumerate(lines)))


@pytest.mark.parametrize(
    ("noise", "kept"),
    [
        (Noise.ALL, [0, 1, 2, 3]),
        (Noise.NO_CHATTER, [1, 2, 3]),
        (Noise.SCRIPT_AND_ERRORS, [2, 3]),
    ],
)
def test_noise_is_left_out_and_counted(noise: Noise, kept: list[int]) -> None:
    lines = [line.format(place) for place, line in enumerate((CHATTER, SYSTEM, ALARM, OWN))]
    log = log_of(*lines)
    rows = Rows(log, noise=noise)
    assert shown(rows, log) == [(lines[place], 1) for place in kept]
    assert rows.hidden == 4 - len(kept)


def test_equal_neighbours_are_one_row_whatever_their_times() -> None:
    lines = [CHATTER.format(place) for place in range(9)]
    log = log_of(*lines, OWN.format(1), OWN.format(2), CHATTER.format(1))
    assert shown(Rows(log), log) == [(lines[0], 9), (OWN.format(1), 1), (OWN.format(2), 1), (CHATTER.format(1), 1)]
    assert len(shown(Rows(log, folds=False), log)) == 12


def test_neighbours_of_two_streams_are_never_folded() -> None:
    log = loaded(Event(1, "a\n"))
    loaded(Event(1, "a\n"), stream=OUTPUT, log=log)
    assert shown(Rows(log), log) == [("a\n", 1), ("a\n", 1)]
    assert shown(Rows(log, sources=frozenset({"output"})), log) == [("a\n", 1)]


@pytest.mark.parametrize(
    ("around", "places"), [(0, [3, 9]), (1, [2, 3, 4, 8, 9]), (2, [1, 2, 3, 4, 5, 7, 8, 9]), (4, [*range(10)])]
)
def test_what_matches_is_shown_with_its_surroundings(around: int, places: list[int]) -> None:
    lines = [f"{'order' if place in (3, 9) else 'day'} {place}\n" for place in range(10)]
    log = log_of(*lines)
    search = Search(log, "order")
    while search.advance():
        pass
    assert shown(Rows(log, matches=search.holds, around=around), log) == [(lines[place], 1) for place in places]
    inverted = Rows(log, matches=lambda reference: not search.holds(reference))
    assert shown(inverted, log) == [(line, 1) for line in lines if "day" in line]


Load = st.tuples(st.booleans(), st.booleans(), st.lists(st.sampled_from((CHATTER, ALARM, OWN)), max_size=30))


@given(st.lists(Load, max_size=6), st.integers(0, 3), st.booleans())
def test_rows_that_are_made_while_the_log_is_loaded_are_those_made_at_once(
    loads: list[tuple[bool, bool, list[str]]], around: int, has_filter: bool
) -> None:
    log = Log()

    def rows_of() -> Rows:
        matches = (lambda reference: log.key(reference) % 3 == 0) if has_filter else None
        return Rows(log, noise=Noise.NO_CHATTER, matches=matches, around=around)

    meanwhile = rows_of()
    for is_older, is_output, lines in loads:
        events = [Event(place * 2, line.format(place % 3)) for place, line in enumerate(lines)]
        stream = OUTPUT if is_output else ERROR
        log.take(log.older(stream, events) if is_older else log.newer(stream, events))
        meanwhile.advance(7)
    at_once = rows_of()
    assert shown(meanwhile, log) == shown(at_once, log)
    assert meanwhile.hidden == at_once.hidden


@pytest.mark.parametrize("line", [ALARM, OWN, "orders: 12\n", CHATTER])
@given(st.lists(st.sampled_from(["older", "newer", "older elsewhere"]), max_size=5), st.integers(0, 3), st.data())
def test_rows_behind_what_was_loaded_are_taken_over_as_they_were(
    line: str, loads: list[str], around: int, data: st.DataObject
) -> None:
    log = loaded(*(Event(100 + place, line.format(place % 3)) for place in range(40)))

    def rows_of() -> Rows:
        return Rows(log, noise=Noise.NO_CHATTER, around=around, matches=lambda each: log.key(each) % 4 > 0)

    rows, time = rows_of(), 100
    for load in loads:
        for _ in range(data.draw(st.integers(0, 8))):
            rows.advance(9)
        time -= 20
        events = [Event(time + place, line.format(place % 3)) for place in range(20)]
        if load == "newer":
            log.take(log.newer(ERROR, [Event(500 - time, line.format(1))]))
        else:
            log.take(log.older(ERROR if load == "older" else OUTPUT, events))
    at_once = rows_of()
    assert shown(rows, log) == shown(at_once, log)
    assert rows.hidden == at_once.hidden


def test_an_older_page_has_few_records_looked_at_again() -> None:
    looked: list[int] = []
    log = loaded(*(Event(10_000 + place, OWN.format(place)) for place in range(1000)))
    rows = Rows(log, matches=lambda reference: not looked.append(reference))
    while rows.advance(50):
        pass
    looked.clear()
    log.take(log.older(ERROR, [Event(place, OWN.format(place)) for place in range(100)]))
    while rows.advance(50):
        pass
    assert len(looked) <= 200
    assert len(shown(rows, log)) == 1100


@given(st.lists(st.sampled_from(["older", "newer", "elsewhere"]), min_size=1, max_size=4), st.integers(1, 60))
def test_a_twin_comes_up_to_date_and_tells_which_rows_it_took_over(loads: list[str], slice_: int) -> None:
    log = loaded(*(Event(1000 + place, OWN.format(place // 2)) for place in range(200)))
    rows = Rows(log)
    before = shown(rows, log)
    twin = rows.twin()
    for turn, load in enumerate(loads):
        events = [Event(900 - 50 * turn + place, OWN.format(place % 3)) for place in range(40)]
        if load == "newer":
            log.take(log.newer(ERROR, [Event(3000 + turn, OWN.format(turn))]))
        else:
            log.take(log.older(ERROR if load == "older" else OUTPUT, events))
        twin.advance(slice_)
    assert shown(twin, log) == shown(Rows(log), log)
    assert len(rows) == len(before)
    if loads[0] == "elsewhere" and len(loads) == 1:
        taken = twin.taken_over_from(rows)
        assert taken is not None
        here, there = taken
        assert [twin.reference(row) for row in range(here, len(twin))] == [
            rows.reference(row) for row in range(there, len(rows))
        ]
        assert there < 20
