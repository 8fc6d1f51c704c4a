"""The rules of following: the rate, whose turn it is, and the end by itself."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from gluetui.glue.logs.following import Following, Next

NOW = datetime(2026, 8, 19, 13, 0, tzinfo=UTC)


def asked_for(rules: Following, seconds: int, *, news: bool = False, began: datetime = NOW) -> list[tuple[float, str]]:
    """What is asked in so many seconds, two looks a second, each with its time."""
    asked = []
    for half in range(seconds * 2):
        at = half / 2
        due, name = rules.due(at, began + timedelta(seconds=at))
        if due is Next.END:
            asked.append((at, "end"))
            break
        if due is not Next.WAIT:
            asked.append((at, name or due.value))
        if due is Next.EVENTS:
            rules.answered(name, at, has_news=news)
    return asked


def test_every_stream_gets_its_turn_and_each_at_most_once_a_second_while_it_has_no_news() -> None:
    counts = Counter(name for _, name in asked_for(Following(["a", "b", "c"]), 60))
    assert max(counts[each] for each in "abc") - min(counts[each] for each in "abc") <= 1
    assert 30 <= counts["a"] <= 60
    assert asked_for(Following(["a"]), 60)[3:5] == [(2.0, "a"), (3.0, "a")]


def test_a_stream_with_news_is_asked_on_at_once() -> None:
    assert [name for _, name in asked_for(Following(["a"]), 10, news=True)][2:] == ["a"] * 18


def test_the_run_and_its_streams_are_looked_at_now_and_then() -> None:
    counts = Counter(name for _, name in asked_for(Following(["a"]), 60))
    assert (counts[Next.RUN.value], counts[Next.LIST.value]) == (6, 2)


def test_a_live_run_is_followed_for_ever() -> None:
    assert "end" not in {name for _, name in asked_for(Following(["a"]), 3600)}


def test_it_ends_90_seconds_after_the_run_where_nothing_came_for_60() -> None:
    rules = Following(["a"])
    rules.ended(NOW)
    assert asked_for(rules, 600)[-1] == (90.0, "end")


def test_events_that_come_late_keep_it_going_for_another_minute() -> None:
    rules = Following(["a"])
    rules.ended(NOW)
    rules.due(0.0, NOW)
    rules.answered("a", 80.0, has_news=True)
    assert not rules.is_complete(139.0, NOW + timedelta(seconds=139))
    assert rules.is_complete(140.0, NOW + timedelta(seconds=140))


def test_a_run_that_was_long_over_ends_once_all_its_streams_were_asked() -> None:
    rules = Following(["a", "b"])
    rules.ended(NOW - timedelta(hours=1))
    assert [name for _, name in asked_for(rules, 600)] == [Next.LIST.value, "a", "b", "end"]


def test_a_run_without_a_time_of_its_end_ends_by_standing_still() -> None:
    rules = Following(["a"])
    rules.ended(None)
    assert asked_for(rules, 600)[-1] == (150.0, "end")


def test_a_clock_that_is_behind_only_waits_longer() -> None:
    rules = Following(["a"])
    rules.ended(NOW + timedelta(minutes=5))
    assert asked_for(rules, 900)[-1] == (390.0, "end")
