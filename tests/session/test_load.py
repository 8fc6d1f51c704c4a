"""A load says what it waits for and since when, how often it failed and how old what came is, to every view of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.session import load as module
from gluetui.session.load import Load
from tests.conftest import NOW


class View:
    """Notes how often the load that it follows changed."""

    def __init__(self) -> None:
        self.changes = 0

    def load_changed(self) -> None:
        self.changes += 1


def an_error(kind: ErrorKind = ErrorKind.DENIED) -> AwsError:
    return AwsError(kind, "You may not", "")


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The one item is what `monotonic` says."""
    now = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    return now


def test_a_new_load_waits_for_nothing_and_nothing_came() -> None:
    load = Load()
    assert (load.is_waiting, load.error, load.failures, load.arrived_at) == (False, None, 0, None)


def test_a_wait_tells_its_seconds_from_the_first_full_one_and_how_aws_is_asked_again(seconds: list[float]) -> None:
    load = Load()
    load.wait_for("loading jobs")
    assert load.waited == "loading jobs…"
    seconds[0] += 3.9
    load.retrying("second try")
    assert load.waited == "loading jobs… 3 s · second try"
    load.say_progress("200 loaded")
    assert load.waited == "200 loaded… 3 s · second try"
    load.wait_for("loading jobs")
    assert load.waited == "loading jobs…"


def test_a_try_that_nothing_waits_for_is_not_told() -> None:
    load = Load()
    load.retrying("second try")
    load.wait_for("loading jobs")
    assert load.waited == "loading jobs…"


def test_what_arrived_ends_the_wait_and_the_error_and_has_its_time() -> None:
    load = Load()
    load.fail(an_error())
    load.wait_for("loading")
    load.arrived(NOW)
    assert (load.is_waiting, load.error, load.failures, load.arrived_at) == (False, None, 0, NOW)


def test_failures_in_a_row_are_counted_and_the_same_error_once() -> None:
    load, first = Load(), an_error()
    load.fail(first, is_in_banner=True, then="Asks again by itself.")
    assert (load.is_in_banner, load.what_next) == (True, "Asks again by itself.")
    load.fail(first)
    assert (load.failures, load.is_in_banner, load.what_next) == (1, False, "")
    load.fail(an_error())
    assert load.failures == 2
    load.arrived(NOW)
    load.fail(an_error())
    assert load.failures == 1


def test_an_error_leaves_the_age_of_what_was_loaded() -> None:
    load = Load()
    load.arrived(NOW)
    load.wait_for("loading")
    load.fail(an_error())
    assert load.arrived_at == NOW
    load.arrived(NOW + timedelta(minutes=1))
    assert load.arrived_at == NOW + timedelta(minutes=1)


def test_a_load_that_is_given_up_neither_waits_nor_fails_and_keeps_its_age() -> None:
    load = Load()
    load.arrived(NOW)
    load.fail(an_error())
    load.give_up()
    assert (load.is_waiting, load.error, load.failures, load.arrived_at) == (False, None, 0, NOW)
    load.wait_for("loading")
    load.give_up()
    assert not load.is_waiting


def test_every_view_follows_it_until_it_is_hidden() -> None:
    load, one, other = Load(), View(), View()
    load.show_in(one)
    load.show_in(other)
    load.wait_for("loading")
    load.retrying("second try")
    load.say_progress("200 loaded")
    assert (one.changes, other.changes) == (2, 2)
    load.hide_from(one)
    load.hide_from(one)
    load.arrived(NOW)
    assert (one.changes, other.changes) == (2, 3)
