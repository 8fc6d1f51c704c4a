"""The runs of a job: state as glyph and word, what was not returned said, and the way to a run that comes later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from gluetui.glue.clients.glue import Page
from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.loaded import LoadedRuns
from gluetui.glue.listing.ordering import Order
from gluetui.glue.run.run import JobRun, RunKey
from gluetui.panes.run_list import RunList
from gluetui.session.job_runs import JobRuns
from gluetui.text.run_row import heading, hours_short
from gluetui.text.run_row import row as drawn
from gluetui.text.times import Clock
from tests.conftest import NOW
from tests.screens.seen import until


def a_run(run_id: str = "jr_1", **members: Any) -> JobRun:
    return JobRun({"JobName": "job", "Id": run_id, "JobRunState": "FAILED", "StartedOn": NOW.timestamp(), **members})


def row(width: int = 60, **members: Any) -> str:
    return "".join(span.text for span in drawn(a_run(**members), width, None, None, now=NOW, zone=None))


def test_a_state_is_a_glyph_and_its_word() -> None:
    assert row().startswith("✗ failed ")
    assert row(JobRunState="SUCCEEDED").startswith("✓ succeeded ")
    assert row(JobRunState="NEW\x1bSTATE").startswith("? new␛state ")


def test_what_aws_did_not_return_is_said_not_made_up() -> None:
    assert "not returned" in row(StartedOn=None)
    assert row(TriggerName=None).rstrip().endswith("–")
    assert " 0" not in row(ExecutionTime=None, StartedOn=None)


def test_only_a_retry_has_a_number_of_its_try() -> None:
    assert " 2 " in row(Attempt=2, StartedOn=None)
    assert " 0 " not in row(Attempt=0, StartedOn=None)


@pytest.mark.parametrize("width", [10, 36, 44, 60, 120])
def test_a_row_is_never_wider_than_its_columns_and_what_is_left(width: int) -> None:
    assert cell_len(row(width, TriggerName="漢" * 80)) <= max(width, 38)


def test_the_cursor_goes_to_a_run_whose_page_comes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunList, "measure", lambda self: None)
    monkeypatch.setattr(RunList, "show_cursor", lambda self: None)
    monkeypatch.setattr(RunList, "post_message", lambda self, message: True)
    runs = RunList(Clock(lambda: NOW))
    runs.go_to(RunKey("job", "jr_9"))
    runs.merge(Page(tuple([a_run("jr_1"), a_run("jr_2")]), "more"))
    assert runs.item is not None
    assert runs.item.key.run_id == "jr_1"
    runs.add_pages([Page((a_run("jr_8"), a_run("jr_9")), None)])
    assert runs.item.key.run_id == "jr_9"


def test_another_jobs_runs_do_not_stay_and_the_same_jobs_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunList, "changed", lambda self, stay_on=None: None)
    runs = RunList(Clock(lambda: NOW))
    runs.show_job("job")
    runs.merge(Page(tuple([a_run()]), "more"))
    runs.filter_text = "fail"
    runs.show_job("job")
    assert len(runs.items) == 1
    runs.show_job("other")
    assert (list(runs.items), runs.next_token, runs.filter_text) == ([], None, "")


async def test_an_age_belongs_to_a_jobs_runs_and_a_failure_ends_where_the_user_goes_elsewhere() -> None:
    store: dict[str, JobRuns] = {}

    class Host(App[None]):
        def compose(self) -> ComposeResult:
            yield RunList(Clock(lambda: NOW + timedelta(minutes=5)), store)

    async with Host().run_test(size=(100, 30)) as pilot:
        runs = pilot.app.query_one(RunList)
        assert not runs.show_job("job")
        runs.wait_for("loading runs")
        runs.merge(Page((a_run(),), None))
        runs.arrived(NOW)
        runs.wait_for("loading runs")
        runs.show_job("other")
        assert (runs.is_waiting, runs.arrived_at) == (False, None)
        runs.load.fail(AwsError(ErrorKind.GONE, "No such job", ""))
        assert runs.show_job("job")
        assert (runs.is_waiting, runs.error, runs.arrived_at) == (False, None, NOW)
        runs.show_job("other")
        assert runs.error is None
        assert store["job"].load.arrived_at == NOW
        assert store["other"] is runs.job


def test_more_room_means_more_columns_and_what_is_sorted_by_has_one_always() -> None:
    def names(width: int, order: Order | None = None) -> str:
        return "".join(span.text for span in heading(width, order))

    assert "DPU-hours" not in names(60)
    assert "DPU-hours" in names(80)
    assert "DPU-hours↑" in names(60, Order("DPU-hours", is_reversed=True))
    for width in (20, 44, 60, 100):
        assert cell_len(names(width)) <= width


@pytest.mark.parametrize("width", [66, 100])
@pytest.mark.parametrize("order", [None, Order("DPU-hours")])
def test_a_trigger_stands_below_its_heading(width: int, order: Order | None) -> None:
    cells = "".join(span.text for span in drawn(a_run(TriggerName="x"), width, order, None, now=NOW, zone=None))
    assert cells.index("x") == "".join(span.text for span in heading(width, order)).index("trigger")


async def test_many_runs_are_sorted_and_filtered_between_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """No portion is long: each goes on until it is late, which here is always."""
    monkeypatch.setattr("gluetui.panes.run_list.AT_ONCE_SECONDS", 0)
    monkeypatch.setattr("gluetui.panes.run_list.PORTION_SECONDS", 0)

    class Host(App[None]):
        def compose(self) -> ComposeResult:
            yield RunList(Clock(lambda: NOW))

    async with Host().run_test(size=(100, 30)) as pilot:
        runs = pilot.app.query_one(RunList)
        runs.add_pages([Page(tuple(a_run(f"jr_{n}", ExecutionTime=n % 10 + 1) for n in range(1000)), None)])
        runs.focus()
        runs.action_sort()
        assert runs.count_text == "sorting 1,000…"
        runs.add_pages([Page((a_run("jr_late", JobRunState="SUCCEEDED"),), None)])
        await until(pilot, lambda: runs.count_text == "1,001 runs")
        assert runs.item_at(1000).key.run_id == "jr_late"
        runs.set_filter("late")
        assert runs.count_text == "filtering 1,001…"
        await until(pilot, lambda: runs.count_text == "1 of 1,001 runs")


def test_a_filter_that_grew_looks_only_at_what_it_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunList, "changed", lambda self, stay_on=None: None)
    runs = RunList(Clock(lambda: NOW))
    runs.merge(Page(tuple([a_run(f"jr_{number}") for number in range(100)]), None))
    looked: list[int] = []
    searched = LoadedRuns.searched
    monkeypatch.setattr(LoadedRuns, "searched", lambda self, index: looked.append(index) or searched(self, index))
    for text, hits in (("jr_5", 11), ("jr_55", 1)):
        runs.filter_text = text
        runs.apply_filter()
        assert runs.entry_count == hits
    assert len(looked) == 100 + 11


def test_little_that_was_consumed_is_not_shown_as_nothing() -> None:
    assert [hours_short(hours) for hours in (None, 0.0, 0.001, 0.01, 120.0, 1234.5)] == [
        "–",
        "0.00",
        "<0.01",
        "0.01",
        "120.00",
        "1,234.50",
    ]


def test_hours_that_bound_the_true_ones_say_on_which_side() -> None:
    assert [hours_short(hours, "at most") for hours in (0.001, 2.5, 123_456.0)] == ["<0.01", "≤2.50", "≤1.2e+05"]
    assert [hours_short(hours, "at least") for hours in (0.001, 2.5, 9_999.99)] == ["≥0.00", "≥2.50", "≥9,999.99"]


def test_a_state_is_looked_for_once_a_run_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunList, "changed", lambda self, stay_on=None: None)
    runs = RunList(Clock(lambda: NOW))
    runs.merge(Page((a_run("jr_1"), a_run("jr_2")), "more"))
    runs.filter_text = "state:quant"
    runs.apply_filter()
    assert runs.entry_count == 2
    runs.add_pages([Page((a_run("jr_3", JobRunState="QUANTUM"),), None)])
    assert runs.entry_count == 1
