"""The jobs: in AWS's order, cut so that the telling end stays, what a filter found marked."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from gluetui.text.clock import Clock
from gluetui.text.spans import Line
from gluetui.widgets.job_list import JobList
from tests.conftest import NOW


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> JobList:
    """A list that is in no app: what it draws needs none."""
    monkeypatch.setattr(JobList, "changed", lambda self, stay_on=None: None)
    made = JobList(Clock(lambda: NOW), shows_statuses=False)
    made.replace_items(["b-orders", "A-Orders-Daily", "größe", "x" * 40 + "-end"], has_more=False)
    return made


def narrowed(jobs: JobList, text: str) -> list[str]:
    jobs.filter_text = text
    jobs.apply_filter()
    return [jobs.item_at(entry) for entry in range(jobs.entry_count)]


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
    assert jobs.count_text == "4"
    jobs.add_items(["c"], has_more=True)
    assert jobs.count_text == "5 loaded, more on AWS"
    narrowed(jobs, "orders")
    assert jobs.count_text == "2 of 5 loaded, more on AWS"


def test_items_that_come_while_a_filter_is_set_are_filtered_too(jobs: JobList) -> None:
    narrowed(jobs, "orders")
    jobs.add_items(["late-orders", "late"], has_more=False)
    assert [jobs.item_at(entry) for entry in range(jobs.entry_count)] == ["b-orders", "A-Orders-Daily", "late-orders"]
