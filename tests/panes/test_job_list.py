"""The jobs: in AWS's order, cut so that the telling end stays, what a filter found marked."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from gluetui.glue.errors.error import AwsError, ErrorKind
from gluetui.glue.listing.last_runs import LastRuns
from gluetui.panes.job_list import JobList
from gluetui.text.lines import Line
from gluetui.text.times import Clock
from tests.conftest import NOW

FAILED, WELL = LastRuns(("FAILED", "SUCCEEDED"), NOW), LastRuns(("SUCCEEDED", "FAILED"), NOW)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> JobList:
    """A list that is in no app: what it draws needs none."""
    monkeypatch.setattr(JobList, "changed", lambda self, stay_on=None: None)
    monkeypatch.setattr(JobList, "post_message", lambda self, message: True)
    made = JobList(Clock(lambda: NOW), shows_statuses=False)
    made.replace_items(["b-orders", "A-Orders-Daily", "größe", "x" * 40 + "-end"], has_more=False)
    return made


def narrowed(jobs: JobList, text: str) -> list[str]:
    jobs.filter_text = text
    jobs.apply_filter()
    return [jobs.item_at(entry) for entry in range(jobs.item_count)]


def marked(line: Line) -> list[str]:
    return [span.text for span in line if span.role == "match"]


def test_awss_order_is_kept(jobs: JobList) -> None:
    assert narrowed(jobs, "")[:3] == ["b-orders", "A-Orders-Daily", "größe"]


def test_every_word_of_a_filter_must_be_found_in_any_case_and_order(jobs: JobList) -> None:
    assert narrowed(jobs, "ORDERS") == ["b-orders", "A-Orders-Daily"]
    assert narrowed(jobs, "daily orders") == ["A-Orders-Daily"]
    assert narrowed(jobs, "orders weekly") == []
    assert narrowed(jobs, "") != []


def test_what_was_found_is_marked_and_the_text_stays_whole(jobs: JobList) -> None:
    assert narrowed(jobs, "daily ord") == ["A-Orders-Daily"]
    line = jobs.draw(0, 30)
    assert marked(line) == ["Ord", "Daily"]
    assert "".join(span.text for span in line) == "A-Orders-Daily"


def test_a_name_that_is_too_long_keeps_its_end(jobs: JobList) -> None:
    text = "".join(span.text for span in jobs.draw(3, 20))
    assert cell_len(text) == 20
    assert text.endswith("-end")


def test_the_count_says_how_many_of_how_many_and_whether_aws_has_more(jobs: JobList) -> None:
    assert jobs.count_text == "4 jobs"
    jobs.add_items(["c"], has_more=True)
    assert jobs.count_text == "5 jobs loaded, more on AWS"
    narrowed(jobs, "orders")
    assert jobs.count_text == "2 of 5 jobs loaded, more on AWS"


def test_items_that_come_while_a_filter_is_set_are_filtered_too(jobs: JobList) -> None:
    narrowed(jobs, "orders")
    jobs.add_items(["late-orders", "late"], has_more=False)
    assert [jobs.item_at(entry) for entry in range(jobs.entry_count)] == ["b-orders", "A-Orders-Daily", "late-orders"]


def test_a_job_that_failed_comes_into_the_failed_ones_and_goes_when_it_recovers(
    jobs: JobList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(JobList, "redraw", lambda self, name: None)
    monkeypatch.setattr(JobList, "refresh_count", lambda self: None)
    jobs.show_only_failed(True)
    assert jobs.entry_count == 0
    jobs.show_status("größe", FAILED)
    jobs.show_status("b-orders", FAILED)
    jobs.show_status("A-Orders-Daily", WELL)
    assert [jobs.item_at(entry) for entry in range(jobs.entry_count)] == ["b-orders", "größe"]
    assert narrowed(jobs, "ord") == ["b-orders"]
    assert narrowed(jobs, "orders daily") == []
    assert narrowed(jobs, "") == ["b-orders", "größe"]
    jobs.show_status("b-orders", WELL)
    jobs.add_items(["late", "größe-2"], has_more=False)
    jobs.show_status("größe-2", FAILED)
    assert narrowed(jobs, "gr") == ["größe", "größe-2"]
    jobs.replace_items(["größe-2", "x"], has_more=False)
    assert [jobs.item_at(entry) for entry in range(jobs.entry_count)] == ["größe-2"]


def test_the_count_of_failed_jobs_says_what_was_not_checked(jobs: JobList, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(JobList, "redraw", lambda self, name: None)
    monkeypatch.setattr(JobList, "refresh_count", lambda self: None)
    jobs.show_only_failed(True)
    jobs.show_status("größe", FAILED)
    jobs.show_status("b-orders", AwsError(ErrorKind.DENIED, "no", ""))
    assert jobs.count_text == "1 failed of 4 · 2 not checked · 1 could not be checked"
    jobs.is_checking, jobs.has_more = True, True
    assert jobs.count_text == (
        "1 failed of 4 loaded, more on AWS · checked 2 of 4 · esc stops · 1 could not be checked"
    )


def test_a_list_without_failed_jobs_never_says_that_aws_has_no_jobs(jobs: JobList) -> None:
    jobs.say_empty("AWS has no jobs.")
    jobs.only_failed = True
    jobs.last_runs.learn("größe", WELL)
    assert jobs.why_nothing == "Of 1 job checked, none failed in its last run."
    narrowed(jobs, "nowhere")
    assert jobs.why_nothing == "nothing matches 'nowhere'"


@pytest.mark.parametrize("width", [8, 20, 40, 60])
def test_a_line_with_last_runs_keeps_to_its_width_whatever_the_name(jobs: JobList, width: int) -> None:
    jobs.shows_statuses = True
    jobs.replace_items(["漢字" * 30 + "\u202e", "x"], has_more=False)
    jobs.last_runs.learn("x", FAILED)
    for line in (0, 1):
        assert sum(cell_len(span.text) for span in jobs.draw(line, width)) == width
