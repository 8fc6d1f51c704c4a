"""The runs that were opened, as in a browser: back, forward, and what opening drops."""

from __future__ import annotations

from gluetui.glue.run.run import RunKey
from gluetui.screens.browse.current_run import Trail

A, B, C = (RunKey("job", name) for name in "abc")


def opened(*keys: RunKey) -> Trail[str]:
    trail: Trail[str] = Trail()
    for key in keys:
        trail.open(key)
    return trail


def test_an_empty_trail_leads_nowhere() -> None:
    trail = opened()
    assert trail.here is None
    assert trail.step(-1) is None
    assert trail.step(1) is None


def test_back_and_forward_go_through_the_runs_in_order() -> None:
    trail = opened(A, B, C)
    keys = [visit.key for step in (-1, -1, 1, 1) if (visit := trail.step(step)) is not None]
    assert keys == [B, A, B, C]


def test_a_step_past_an_end_stays_where_it_is() -> None:
    trail = opened(A, B)
    assert trail.step(1) is None
    assert trail.step(-2) is None
    assert trail.here is not None
    assert trail.here.key == B


def test_opening_drops_what_lay_forward() -> None:
    trail = opened(A, B)
    trail.step(-1)
    trail.open(C)
    assert [visit.key for visit in trail.visits] == [A, C]


def test_opening_the_run_that_is_open_keeps_the_way_forward_and_what_was_seen() -> None:
    trail = opened(A, B)
    visit = trail.step(-1)
    assert visit is not None
    visit.seen = "two nodes expanded"
    assert trail.open(A).seen == "two nodes expanded"
    assert trail.step(1) is not None


def test_a_run_that_is_opened_twice_is_two_visits_each_with_its_own_view() -> None:
    trail = opened(A)
    assert trail.here is not None
    trail.here.seen = "first"
    trail.open(B)
    assert trail.open(A).seen is None
