"""Every item has a turn before any has a second one."""

from __future__ import annotations

from gluetui.session.live import Turns


def test_those_that_waited_longest_come_first() -> None:
    turns = Turns()
    assert turns.take("abcde", 2) == ["a", "b"]
    assert turns.take("abcde", 2) == ["c", "d"]
    assert turns.take("abcde", 2) == ["e", "a"]
    assert turns.take("ab", 5) == ["b", "a"]
    assert turns.take("", 5) == []
