"""gluetui.glue.lineage.savings: what a usual duration would have saved, never more than the runner-up allows."""

from __future__ import annotations

from typing import Any

import pytest

from gluetui.glue.lineage.critical_path import CriticalPath
from gluetui.glue.lineage.savings import Saving, best_saving, deciding, saving
from gluetui.glue.run.run import JobRun
from tests.glue.lineage.chains import NOW, chain, key, ran
from tests.glue.lineage.test_critical_path import NIGHT


def saved(usual: float, *runs: JobRun, of: str, **more: Any) -> Saving | None:
    return saving(CriticalPath(chain(*runs), NOW, **more), key(of), usual)


def told(found: Saving | None) -> tuple[float, float, str | None]:
    assert found is not None
    runner_up = found.runner_up.key.run_id if found.runner_up else None
    return found.over.total_seconds(), found.saves.total_seconds(), runner_up


def test_a_saving_is_capped_by_the_lead_over_the_runner_up_which_is_named_with_what_led_to_it() -> None:
    path = CriticalPath(chain(*NIGHT), NOW)
    found = best_saving(path, {"build": 1_277.0, "curate": 100.0}.get)
    assert told(found) == (3_192 - 1_277, 3_736 - 2_252, "stage")
    assert found is not None and found.is_capped and found.runner_up is not None
    assert [run.key.run_id for run in deciding(path, found.runner_up)] == ["payments", "stage"]


def test_a_run_that_took_little_over_its_usual_saves_all_of_that_and_the_next_one_is_named() -> None:
    assert told(saved(3_000, *NIGHT, of="build")) == (192, 192, "stage")


def test_a_run_that_nothing_else_was_beside_saves_all_of_it() -> None:
    assert told(saved(500, *NIGHT, of="customers")) == (35, 35, None)


def test_a_cap_further_on_holds_too() -> None:
    wide = (ran("a", 300, 400, "b", "c"), ran("b", 200, 290, "d"), ran("c", 0, 280), ran("d", 0, 190))
    assert told(saved(10, *wide, of="d")) == (180, 10, "c")


def test_a_runner_up_that_moves_with_the_run_caps_nothing() -> None:
    diamond = (ran("a", 300, 400, "b", "c"), ran("b", 200, 290, "d"), ran("c", 200, 280, "d"), ran("d", 0, 190))
    assert told(saved(10, *diamond, of="d")) == (180, 180, None)
    assert told(saved(10, *diamond, of="b")) == (80, 10, "c")


def test_a_runner_up_can_be_an_earlier_run_of_the_path() -> None:
    runs = (ran("a", 300, 400, "b", "c"), ran("b", 100, 290, "c"), ran("c", 0, 95))
    assert told(saved(10, *runs, of="b")) == (180, 180, "c")
    assert told(saved(0, ran("a", 300, 400, "b", "c"), ran("b", 90, 290, "c"), ran("c", 0, 95), of="b"))[1:] == (
        195,
        "c",
    )


@pytest.mark.parametrize("of", ["stage", "curate", "nowhere"])
def test_who_is_not_on_the_path_or_did_not_succeed_saves_nothing_that_is_known(of: str) -> None:
    assert saved(1, *NIGHT, of=of) is None


def test_without_a_usual_duration_or_an_end_of_the_root_no_saving_is_told() -> None:
    assert saving(CriticalPath(chain(*NIGHT), NOW), key("build"), None) is None
    assert saved(1, ran("a", 100, None, "b"), ran("b", 0, 90), of="b") is None


def test_a_run_within_its_usual_saves_nothing() -> None:
    assert told(saved(10_000, *NIGHT, of="build"))[:2] == (0, 0)
    assert told(saved(1e300, *NIGHT, of="build"))[:2] == (0, 0)
    assert best_saving(CriticalPath(chain(*NIGHT), NOW), lambda job: 10_000.0) is None


def test_the_start_up_is_not_held_against_the_usual_duration_and_a_failed_attempt_is() -> None:
    assert told(saved(60, ran("a", 0, 100, ExecutionTime=70), of="a"))[0] == 10
    retried = (ran("a_attempt_1", 50, 100, ExecutionTime=40), ran("a", 0, 40, JobRunState="FAILED"))
    assert told(saved(30, *retried, of="a"))[0] == 60


def test_where_one_condition_was_enough_no_saving_is_told() -> None:
    runs = (ran("a", 100, 200, "b", "c", TriggerName="any"), ran("b", 0, 90), ran("c", 10, 50))
    assert saved(1, *runs, of="b", any_triggers={"any"}) is None
    assert told(saved(100, *runs, of="a", any_triggers={"any"}))[1] == 0
