"""Which job is asked next: turns, lanes, throttles, denials, stops; and when a further page is needed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.last_runs import BACK_OFF_SECONDS, DENIALS, LANES
from gluetui.glue.night.asking import FRESH_SECONDS, GOOD_ANSWERS, Asking, Turn, is_fresh, needs_older
from gluetui.glue.night.job_night import JobNight
from gluetui.glue.night.night import Night
from gluetui.glue.run.run import JobRun
from gluetui.glue.run.window import Window
from tests.conftest import NOW

WINDOW = Window(NOW - timedelta(hours=24), NOW)
NAMES = [f"job-{number:02}" for number in range(40)]


def error(kind: ErrorKind) -> AwsError:
    return AwsError(kind, "refused", "wait")


def asking(*names: str) -> Asking:
    made = Asking()
    made.add(names)
    return made


def order_of(asked: Asking) -> list[str]:
    """All jobs, each answered before the next is chosen."""
    order = []
    while (name := asked.next()) is not None:
        order.append(name)
        asked.answered(name)
    return order


def test_each_job_is_asked_once_in_the_order_in_which_they_came() -> None:
    asked = asking("b", "a")
    asked.add(["a", "c"])
    assert order_of(asked) == ["b", "a", "c"]
    asked.add(["a"])
    assert asked.next() is None
    assert asked.is_done


def test_what_is_known_to_be_live_or_failed_goes_first_then_what_was_due_then_what_ran_lately() -> None:
    asked = asking("rest", "ran", "due", "failed", "both")
    asked.hasten(["ran", "both", "stranger"], Turn.RAN_LATELY)
    asked.hasten(["due"], Turn.DUE)
    asked.hasten(["failed", "both"], Turn.LIVE_OR_FAILED)
    asked.hasten(["failed"], Turn.DUE)
    assert order_of(asked) == ["failed", "both", "due", "ran", "rest"]


def test_a_job_that_is_hastened_after_it_was_asked_is_not_asked_again() -> None:
    asked = asking("a", "b")
    assert asked.next() == "a"
    asked.hasten(["a"], Turn.LIVE_OR_FAILED)
    assert asked.next() == "b"
    asked.answered("a")
    asked.hasten(["a"], Turn.LIVE_OR_FAILED)
    assert asked.next() is None


def test_a_job_whose_answer_is_known_is_spared_and_a_live_one_asked_again() -> None:
    asked = asking("a", "b")
    asked.spare(["a", "c"])
    asked.add(["c"])
    asked.again(["c"], Turn.LIVE_OR_FAILED)
    assert order_of(asked) == ["c", "b"]


def test_no_more_are_under_way_than_there_are_lanes() -> None:
    asked = asking(*NAMES)
    assert [asked.next() for _ in range(LANES + 1)] == [*NAMES[:LANES], None]
    asked.answered(NAMES[1])
    assert asked.next() == NAMES[LANES]


def test_a_throttle_makes_a_rest_and_fewer_lanes_until_many_good_answers() -> None:
    asked = asking(*NAMES)
    first, second, third = (asked.next() or "" for _ in range(LANES))
    assert asked.refused(first, error(ErrorKind.THROTTLED)) == BACK_OFF_SECONDS[0]
    # The others were under way: that they are throttled too is no second piece of news.
    assert asked.refused(second, error(ErrorKind.THROTTLED)) is None
    asked.answered(third)
    assert asked.lanes == LANES - 1
    assert asked.next() == first
    assert asked.refused(first, error(ErrorKind.THROTTLED)) == BACK_OFF_SECONDS[0]
    assert asked.lanes == max(1, LANES - 2)
    for _ in range(GOOD_ANSWERS - 1):
        asked.answered(asked.next() or "")
    assert asked.lanes == max(1, LANES - 2)
    asked.answered(asked.next() or "")
    assert asked.lanes == max(1, LANES - 2) + 1


def test_rests_grow_while_nothing_is_answered_and_a_throttle_that_outlasts_them_stops_all() -> None:
    asked = asking("a", "b")
    rests = []
    while asked.next() is not None:
        rests.append(asked.refused("a", error(ErrorKind.THROTTLED)))
    assert rests == [*BACK_OFF_SECONDS, None]
    assert asked.is_stopped
    asked.go_on()
    assert order_of(asked) == ["a", "b"]


def test_a_job_that_alone_is_throttled_is_given_up_in_the_end() -> None:
    asked = asking("a", *NAMES)
    while (name := asked.next()) is not None:
        if name == "a":
            asked.refused("a", error(ErrorKind.THROTTLED))
            asked.answered(asked.next() or "")
        else:
            asked.answered(name)
    assert asked.is_given_up("a")
    assert not asked.is_stopped


@given(st.lists(st.sampled_from(["good", "throttled", "denied", "gone"]), max_size=200), st.data())
def test_whatever_happens_no_job_is_lost_or_doubled(outcomes: list[str], data: st.DataObject) -> None:
    asked, ended, under_way = asking(*NAMES), list[str](), list[str]()
    kinds = {"throttled": ErrorKind.THROTTLED, "denied": ErrorKind.DENIED, "gone": ErrorKind.GONE}
    for outcome in outcomes:
        while (name := asked.next()) is not None:
            assert name not in under_way
            under_way.append(name)
        assert len(under_way) <= LANES
        if not under_way:
            break
        name = under_way.pop(data.draw(st.integers(0, len(under_way) - 1)))
        if outcome == "good":
            asked.answered(name)
        else:
            asked.refused(name, error(kinds[outcome]))
        if outcome == "good" or asked.is_given_up(name):
            ended.append(name)
    assert sorted([*ended, *under_way, *asked.left]) == NAMES


def test_one_refused_job_is_not_a_refused_account() -> None:
    asked = asking(*NAMES)
    asked.answered(asked.next() or "")
    for _ in NAMES[1:]:
        asked.refused(asked.next() or "", error(ErrorKind.DENIED))
    assert not asked.is_denied
    assert asked.is_done


def test_jobs_of_other_names_are_tried_before_an_account_counts_as_denied() -> None:
    asked = asking(*NAMES)
    tried = []
    while (name := asked.next()) is not None:
        tried.append(name)
        asked.refused(name, error(ErrorKind.DENIED))
    assert tried[:DENIALS] == NAMES[:DENIALS]
    assert len(tried) == 2 * DENIALS
    assert min(int(name[-2:]) for name in tried[DENIALS:]) >= DENIALS
    assert max(int(name[-2:]) for name in tried) > len(NAMES) // 2
    assert asked.is_denied
    assert sorted([*tried, *asked.left]) == NAMES
    asked.go_on()
    assert asked.next() is not None


def test_a_prefix_that_is_denied_costs_no_other_job() -> None:
    asked, good = asking(*NAMES), 0
    while (name := asked.next()) is not None:
        if int(name[-2:]) < 20:
            asked.refused(name, error(ErrorKind.DENIED))
        else:
            asked.answered(name)
            good += 1
    assert good == 20


@pytest.mark.parametrize("kind", [ErrorKind.SIGN_IN, ErrorKind.NETWORK, ErrorKind.SETUP])
def test_what_every_call_would_meet_stops_all_and_go_on_asks_the_job_again(kind: ErrorKind) -> None:
    asked = asking("a", "b")
    assert asked.next() == "a"
    asked.refused("a", error(kind))
    assert asked.next() is None
    asked.go_on()
    assert order_of(asked) == ["a", "b"]


def test_stop_stops_and_what_was_given_up_is_asked_again() -> None:
    asked = asking("a", "b")
    assert asked.next() == "a"
    asked.stop()
    assert asked.next() is None
    asked.give_back("a")
    assert asked.is_done
    asked.go_on()
    assert order_of(asked) == ["a", "b"]


@pytest.mark.parametrize(
    ("hours", "token", "wanted"),
    [
        ([1, 2, 23], "t", True),
        ([1, 2, 24], "t", True),
        ([1, 2, 25], "t", False),
        ([1, 2, 23], None, False),
        ([25], "t", False),
        ([-48, -30], "t", True),  # All of them newer than the window.
        ([None, 23, None], "t", True),
        ([None, 25], "t", False),
        ([None], "t", True),
        ([], "t", True),
        ([], None, False),
    ],
)
def test_a_further_page_is_asked_for_where_the_oldest_run_began_in_the_window(
    hours: list[int | None], token: str | None, wanted: bool
) -> None:
    page = [JobRun({} if each is None else {"StartedOn": (NOW - timedelta(hours=each)).timestamp()}) for each in hours]
    assert needs_older(page, token, WINDOW) is wanted


def test_an_answer_without_a_live_run_is_fresh_for_a_minute() -> None:
    then = datetime(2026, 11, 20, tzinfo=UTC)
    assert is_fresh(then, False, then + timedelta(seconds=FRESH_SECONDS))
    assert not is_fresh(then, False, then + timedelta(seconds=FRESH_SECONDS + 1))
    assert not is_fresh(then, True, then)


def test_a_night_that_is_opened_again_knows_what_was_asked_in_the_last_minute() -> None:
    night, start = Night(WINDOW), (NOW - timedelta(hours=1)).timestamp()
    over = JobRun({"Id": "jr_1", "JobRunState": "SUCCEEDED", "StartedOn": start, "CompletedOn": start + 60})
    live = JobRun({"Id": "jr_2", "JobRunState": "RUNNING", "StartedOn": start})
    for job, runs in (("over", [over]), ("live", [live]), ("none", [])):
        night.answered(JobNight(job, runs, WINDOW, NOW), NOW)
    night.refused("refused", error(ErrorKind.DENIED))
    later = NOW + timedelta(seconds=30)
    window = Window(later - timedelta(hours=24), later)
    carried = {each.job: len(each.runs) for each in night.carried_to(window, later)}
    assert carried == {"over": 1, "none": 0}
    assert list(night.carried_to(window, NOW + timedelta(minutes=2))) == []
    # What was asked for reaches back to its window's begin only, and a window that ended before says nothing of now.
    assert list(night.carried_to(Window(WINDOW.since - timedelta(seconds=1), NOW), NOW)) == []
    past = Night(Window(WINDOW.since, NOW - timedelta(hours=2)))
    past.answered(JobNight("over", [], past.window, NOW), NOW)
    assert list(past.carried_to(WINDOW, NOW)) == []
