"""The rows of a log that are shown: whatever is loaded between two slices, they end as those made at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.logs.event import Event
from gluetui.glue.logs.noise import Noise
from gluetui.panes import shown_log
from gluetui.panes.shown_log import Only, ShownLog
from tests.glue.logs.test_log import ERROR, OUTPUT

LINE = "orders: {}\n"
TRACE = "22/11/14 06:08:10 ERROR Orders: none\n\tat a.B.c(D.java:1)\n\tat a.B.c(D.java:2)\n"


def made(shown: ShownLog) -> list[tuple[str, int, int]]:
    """Of each row its text, how many records it folds, and its lines."""
    while not shown.is_made:
        shown.advance(40)
    return [(shown.record(row).text, shown.rows.repeats(row), shown.heights[row]) for row in range(len(shown.rows))]


def put(shown: ShownLog, load: str, turn: int) -> None:
    log = shown.log
    texts = [TRACE if place % 7 == 3 else LINE.format((turn + place) // 3) for place in range(30)]
    if load == "newer":
        log.take(log.newer(ERROR, [Event(100_000 + 100 * turn + place, text) for place, text in enumerate(texts)]))
    else:
        time = 50_000 - 20 * turn
        events = [Event(time + place, text) for place, text in enumerate(texts)]
        log.take(log.older(ERROR if load == "older" else OUTPUT, events))


def brought_up_to_date(shown: ShownLog) -> list[tuple[str, int, int]]:
    if shown.search is not None:
        while shown.search.advance():
            pass
    return made(shown)


@pytest.mark.parametrize("only", [Only.ALL, Only.MATCHING, Only.OTHERS])
@pytest.mark.parametrize("noise", [Noise.ALL, Noise.SCRIPT_AND_ERRORS])
@given(st.lists(st.tuples(st.sampled_from(["older", "elsewhere", "newer"]), st.integers(0, 6)), max_size=8))
def test_rows_and_their_lines_are_those_made_at_once(only: Only, noise: Noise, loads: list[tuple[str, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shown_log, "AT_ONCE", 20)
        shown = ShownLog()
        shown.only, shown.noise = only, noise
        shown.look_for("none" if only is not Only.ALL else "", is_regex=False)
        shown.renew()
        for turn, (load, slices) in enumerate(loads):
            put(shown, load, turn)
            for _ in range(slices):
                shown.advance(15)
                if shown.search is not None:
                    shown.search.advance()
        meanwhile = brought_up_to_date(shown)
        shown.renew()
        assert meanwhile == brought_up_to_date(shown)


def test_an_older_page_has_the_lines_of_few_rows_counted_again() -> None:
    shown = ShownLog()
    log = shown.log
    log.take(log.newer(ERROR, [Event(10_000 + place, LINE.format(place)) for place in range(9_000)]))
    made(shown)
    for row in range(8_000, 9_000):
        shown.heights.set(row, 5)
    log.take(log.older(ERROR, [Event(place, LINE.format(-place)) for place in range(100)]))
    after = made(shown)
    assert len(after) == 9_100
    assert [lines for *_, lines in after[8_100:]] == [5] * 1_000
