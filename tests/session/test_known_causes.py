"""A session keeps why runs failed, tells its views, and looks again only where that may find more."""

from __future__ import annotations

from datetime import UTC

import pytest

from gluetui.glue.logs.known_cause import KnownCause
from gluetui.glue.run.run import RunKey
from gluetui.session.known_causes import KnownCauses
from tests.text.test_log_cause import DENIED, NETWORK, READ, a_cause, run, searched


class View:
    def __init__(self) -> None:
        self.told: list[RunKey] = []

    def cause_changed(self, key: RunKey) -> None:
        self.told.append(key)


def test_every_view_is_told_of_each_step() -> None:
    causes, view = KnownCauses(), View()
    causes.show_in(view)
    causes.learn(run(), KnownCause())
    assert (causes.lines, causes.cause(run().key)) == ({}, None)
    causes.learn(run(), searched(a_cause()))
    assert view.told == [run().key, run().key]
    assert causes.lines == {run().key: "SQLException: no orders"}
    assert causes.cause(run().key) == a_cause()


@pytest.mark.parametrize(
    ("known", "is_kept"),
    [
        (KnownCause(), True),
        (searched(a_cause(), DENIED), True),
        (searched(None, READ, is_whole=True), True),
        (searched(None, READ, is_whole=True)._replace(was_early=True), False),
        (searched(None, READ, DENIED), False),
        (KnownCause(error=NETWORK), False),
    ],
)
def test_a_search_is_made_again_only_where_it_may_find_more(known: KnownCause, is_kept: bool) -> None:
    causes = KnownCauses()
    assert not causes.forget(run().key)
    causes.learn(run(), known)
    assert causes.forget(run().key) is not is_kept
    assert (causes.get(run().key) is not None) == is_kept


def test_a_field_is_masked_unless_it_is_revealed_and_none_where_a_good_run_has_no_failure() -> None:
    causes, failed = KnownCauses(), run(Arguments={"--db-password": "hunter2hunter2"})
    assert causes.field(failed, zone=UTC, masked=True, asks="r") is None
    causes.learn(failed, searched(a_cause(text="E: hunter2hunter2", whole="E: hunter2hunter2")))
    for masked in (True, False):
        field = causes.field(failed, zone=UTC, masked=masked, asks="r")
        assert field is not None and ("hunter2" in field.shown.text) is not masked
    causes.learn(run("SUCCEEDED"), searched(None, DENIED))
    assert causes.field(run("SUCCEEDED"), zone=UTC, masked=True, asks="r") is None
